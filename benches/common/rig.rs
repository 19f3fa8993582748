//! Journal, lanes and engine put together, with the real adapter for Mastodon.

use std::fmt;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use async_trait::async_trait;
use dakiya::account::Rules;
use dakiya::adapters;
use dakiya::blobs::Blobs;
use dakiya::clock::{self, SharedClock, SystemClock};
use dakiya::delivery::{Found, Guarantee, Receipt};
use dakiya::event::{Happening, What};
use dakiya::failure::Failure;
use dakiya::finding::{Finding, Source};
use dakiya::http::{Http, HttpOptions, Url};
use dakiya::journal::{
    Epoch, FileEntry, Instance, MemoryJournal, SharedJournal, SqliteJournal, Taken, TakenDelivery,
};
use dakiya::keys::Keys;
use dakiya::platform::{
    Composed, Identity, Job, Limits, NoHost, Pace, Platform, Prepared, Secrets, Setup, no_sessions,
};
use dakiya::policy::{Machine, Policy, PolicyConfig};
use dakiya::post::{Draft, Post, When};
use dakiya::publish::{
    Ended, Engine, Inputs, Jitter, KeySecret, LaneFacts, Listener, NoLogins, Shared, inputs,
};
use dakiya::secret::{Secret, SecretRef};
use dakiya::text::{Counter, CounterStyle, Digits};

use super::lane;
use super::mock::Mock;

/// Where outcomes are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// On the disk, safe from a power cut.
    Disk,
    /// In memory only.
    Memory,
}

/// A state with its journal and epoch.
pub struct Rig {
    pub clock: SharedClock,
    pub journal: SharedJournal,
    pub epoch: Epoch,
    pub crashed: bool,
    folder: PathBuf,
}

impl Rig {
    /// Opens the state in `folder`.
    pub async fn open(folder: &Path, keep: Keep) -> Self {
        let clock: SharedClock = Arc::new(SystemClock);
        let state = folder.join("state");
        let journal: SharedJournal = match keep {
            Keep::Disk => Arc::new(SqliteJournal::open(&state).expect("a journal")),
            Keep::Memory => Arc::new(MemoryJournal::new()),
        };
        let instance = Instance {
            started: clock.now(),
            boot_id: "boot".to_owned(),
            machine_id: "machine".to_owned(),
            pid: std::process::id(),
            version: "bench".to_owned(),
            ended: None,
        };
        let begun = journal.begin(instance).await.expect("an epoch");
        let folder = folder.to_owned();
        Self { clock, journal, epoch: begun.epoch, crashed: begun.crashed, folder }
    }

    /// The lanes of `accounts` accounts at `mock`, each of which has asked its server what it is.
    pub async fn lanes(&self, mock: &Mock, accounts: usize) -> Vec<LaneFacts> {
        lanes(&self.folder, mock, accounts).await
    }

    /// Takes `posts` posts in turn for `accounts` accounts.
    pub async fn take(&self, posts: usize, accounts: usize, when: impl Fn(usize) -> When) {
        let mut taken = Vec::with_capacity(posts);
        for n in 0..posts {
            let account = lane(n % accounts);
            taken.push(self.journal.take(self.epoch, self.taken(n, &account, when(n))));
        }
        for answer in taken {
            answer.await.expect("a post that is taken");
        }
    }

    /// Takes post `n` for the first account.
    pub async fn take_one(&self, n: usize, when: When) {
        let taken = self.journal.take(self.epoch, self.taken(n, &lane(0), when));
        taken.await.expect("a post that is taken");
    }

    /// Takes the posts of the `posts` files that lie in `queue`, as the intake does, due in turn
    /// from `first` on, a minute apart.
    pub async fn take_files(
        &self,
        queue: &Path,
        posts: usize,
        accounts: usize,
        first: clock::Instant,
    ) {
        let mut answers = Vec::with_capacity(posts);
        for n in 0..posts {
            let due = first + chrono::Duration::minutes(n as i64);
            let taken = self.taken(n, &lane(n % accounts), When::At(due));
            let found = queue.join(&taken.post.name).metadata().expect("a file");
            let file = FileEntry {
                name: taken.post.name.clone(),
                size: found.len(),
                mtime: found.mtime() * 1_000_000_000 + found.mtime_nsec(),
                inode: found.ino(),
                post: None,
                revision: None,
            };
            answers.push(self.journal.take(self.epoch, Taken { file: Some(file), ..taken }));
        }
        for answer in answers {
            answer.await.expect("a post that is taken");
        }
    }

    fn taken(&self, n: usize, account: &str, when: When) -> Taken {
        let post: Post = super::post(n, account, when.clone());
        let now = self.clock.now();
        let due = match when {
            When::At(at) => Some(at),
            _ => Some(now),
        };
        let account = account.parse().expect("a name");
        let delivery = TakenDelivery { account, due, asked: None, give_up: None, held: None };
        Taken { post, at: now, file: None, companions: Vec::new(), deliveries: vec![delivery] }
    }

    /// What the engine needs, with `listener` to hear it.
    pub fn shared(&self, listener: Listener) -> Shared {
        // What is taken before the engine starts is late, and would be held apart.
        let policy = PolicyConfig { catch_up_gap: Duration::ZERO, ..PolicyConfig::default() };
        Shared {
            clock: Arc::clone(&self.clock),
            journal: Arc::clone(&self.journal),
            epoch: self.epoch,
            policy: Arc::new(Policy::on(Machine::well(), &policy)),
            slots: Vec::new().into(),
            keys: KeySecret::new(vec![7; 32]),
            logins: Arc::new(NoLogins),
            listener,
            jitter: Jitter::seeded(1),
        }
    }

    /// An engine with a way to it.
    pub async fn engine(&self, lanes: Vec<LaneFacts>, listener: Listener) -> (Engine, Inputs) {
        let (inputs, inbox) = inputs();
        let engine = Engine::start(self.shared(listener), lanes, self.crashed, inbox).await;
        (engine.expect("an engine"), inputs)
    }

    /// Publishes everything that is due, and waits until all of it is on record; how long it took,
    /// the start of the engine included.
    pub async fn publish(&self, lanes: Vec<LaneFacts>) -> Duration {
        let until = self.clock.now() + chrono::Duration::hours(1);
        let begin = Instant::now();
        let (engine, inputs) = self.engine(lanes, strict()).await;
        let ended = tokio::spawn(engine.until(until).run()).await.expect("a run");
        assert_eq!(ended.expect("a journal that works"), Ended::Quiet);
        drop(inputs);
        begin.elapsed()
    }

    /// The instant `after` from now.
    pub fn in_future(&self, after: Duration) -> clock::Instant {
        self.clock.now() + chrono::Duration::from_std(after).expect("a short time")
    }
}

/// The lanes of `accounts` accounts at `mock`, each of which has asked its server what it is.
pub async fn lanes(folder: &Path, mock: &Mock, accounts: usize) -> Vec<LaneFacts> {
    let options = HttpOptions { allow_plain: true, ..HttpOptions::default() };
    let http = Http::new(options).expect("an HTTP client");
    let mut lanes = Vec::new();
    for n in 0..accounts {
        let facts = account(folder, mock, &http, &lane(n));
        facts.platform.whoami().await.expect("an identity");
        lanes.push(facts);
    }
    lanes
}

fn account(folder: &Path, mock: &Mock, http: &Http, name: &str) -> LaneFacts {
    let setup = Setup {
        account: name.parse().expect("a name"),
        transport: Arc::new(http.clone()),
        clock: Arc::new(SystemClock),
        session: no_sessions(),
        blobs: Blobs::new(folder.join("state/blobs")),
        secrets: Arc::new(Token),
        host: Arc::new(NoHost),
        counter: Counter { style: CounterStyle::None, digits: Digits::Latin },
        recipes: PathBuf::new(),
        posts: "posts".into(),
        plain: Default::default(),
        mock: Some(Url::parse(&mock.url()).expect("an address")),
    };
    let settings = "server = \"https://mock.example\"\ntoken = { credential = \"t\" }\n";
    let source = Source::new("bench.toml", settings);
    let mut keys = Keys::parse(&source, 0, settings);
    let row = adapters::row("mastodon").expect("the adapter");
    let platform = (row.build)(setup, &mut keys).expect("an account");
    let platform = Arc::new(Unmetered(platform));
    LaneFacts { name: name.parse().expect("a name"), rules: Rules::default(), platform }
}

/// Hears, and ends the bench where anything but a publication is the outcome.
pub fn strict() -> Listener {
    Listener::new(|happening: Happening| check(&happening))
}

/// Ends the bench where anything but a publication is the outcome.
pub fn check(happening: &Happening) {
    match &happening.what {
        What::Outcome { outcome } => assert_eq!(outcome.state, "published"),
        What::Uncertain { why } | What::Degraded { why } => panic!("{why:?}"),
        What::Retrying { failure, .. } => panic!("{failure:?}"),
        _ => {}
    }
}

#[derive(Debug)]
struct Token;

impl Secrets for Token {
    fn resolve(&self, _key: &str, _reference: &SecretRef) -> Result<Secret, Finding> {
        Ok(Secret::new("bench"))
    }
}

/// An account without rate budgets: a bench sends in a second what a server allows in a day.
struct Unmetered(Box<dyn Platform>);

impl fmt::Debug for Unmetered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

#[async_trait]
impl Platform for Unmetered {
    fn kind(&self) -> &str {
        self.0.kind()
    }

    fn limits(&self) -> Limits {
        Limits { budgets: Vec::new(), ..self.0.limits() }
    }

    fn guarantee(&self) -> Guarantee {
        self.0.guarantee()
    }

    fn compose(&self, draft: &Draft) -> Composed {
        self.0.compose(draft)
    }

    async fn prepare(&self, job: &Job<'_>) -> Result<Prepared, Failure> {
        self.0.prepare(job).await
    }

    async fn publish(&self, job: &Job<'_>) -> Result<Receipt, Failure> {
        self.0.publish(job).await
    }

    async fn find(&self, job: &Job<'_>, since: clock::Instant) -> Result<Found, Failure> {
        self.0.find(job, since).await
    }

    async fn recall(&self, receipt: &Receipt) -> Result<(), Failure> {
        self.0.recall(receipt).await
    }

    async fn whoami(&self) -> Result<Identity, Failure> {
        self.0.whoami().await
    }

    async fn warm(&self) {
        self.0.warm().await;
    }

    fn pace(&self) -> Option<Pace> {
        self.0.pace()
    }
}

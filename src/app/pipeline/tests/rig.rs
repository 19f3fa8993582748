//! An office: a folder, a journal in memory, the engine with one toy, and a clock in the hand.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::task::JoinHandle;

use super::super::look::Further;
use super::super::{Pipeline, Task, Troubles, Vanished, learn};
use super::helper::Helper;
use super::toy::Toy;
use crate::account::Rules;
use crate::app::addressing::Addressees;
use crate::app::{Films, being_made};
use crate::blobs::Blobs;
use crate::clock::{Clock as _, HandClock, SharedClock};
use crate::config::{Config, Overrides};
use crate::event::Happening;
use crate::finding::{Finding, Source};
use crate::intake::{Hint, InDoubt, Scanner, Seen};
use crate::journal::contract::samples::instance;
use crate::journal::{Brief, Epoch, MemoryJournal, NoticeRow, SharedJournal};
use crate::language::Language;
use crate::policy::Policy;
use crate::post::PostId;
use crate::publish::{
    Ended, Engine, EngineError, Input, Inputs, Jitter, KeySecret, LaneFacts, Listener, NoLogins,
    Shared, inputs,
};
use crate::report::Words;
use crate::schedule::resolve_fixed;

/// The test's world.
pub(super) struct Rig {
    dir: tempfile::TempDir,
    pub(super) clock: HandClock,
    pub(super) journal: SharedJournal,
    pub(super) toy: Toy,
    config: Arc<Config>,
    office: Option<Office>,
}

/// The running program.
struct Office {
    pipeline: Pipeline,
    todo: UnboundedReceiver<Task>,
    engine: JoinHandle<Result<Ended, EngineError>>,
    inputs: Inputs,
}

impl Rig {
    /// The usual office.
    pub(super) async fn new() -> Self {
        Self::with("").await
    }

    /// The same with these lines in `[posts]`.
    pub(super) async fn with(posts: &str) -> Self {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir_all(dir.path().join("posts/queue")).unwrap();
        let clock = HandClock::new();
        let text = format!(
            "zone = \"Asia/Kolkata\"\ndefault_to = [\"toy\"]\n\n[posts]\n{posts}\n\n\
             [accounts.toy]\nplatform = \"mastodon\"\n"
        );
        let path = dir.path().join("config/dakiya.toml");
        let config = Config::parse(Source::new("dakiya.toml", &text), &path, &Overrides::default());
        let shared: SharedClock = Arc::new(clock.clone());
        let mut rig = Self {
            dir,
            clock,
            journal: Arc::new(MemoryJournal::new()),
            toy: Toy::new(shared),
            config: Arc::new(config.unwrap()),
            office: None,
        };
        rig.start().await;
        rig
    }

    /// Starts the program, anew if it runs; it is left as a crash leaves it.
    pub(super) async fn start(&mut self) {
        if let Some(office) = self.office.take() {
            office.engine.abort();
        }
        let begun = self.journal.begin(instance(0)).await.unwrap();
        let (inputs, inbox) = inputs();
        let (tasks, todo) = unbounded_channel();
        let films = Films::new(tasks.downgrade(), Some(self.dir.path()));
        let listener = Listener::new(move |happening: Happening| {
            if let Some(task) = Task::after(&happening.what) {
                let _gone = tasks.send(task);
            }
        });
        let lanes = || vec![self.lane()];
        let addressees = Addressees::new(Arc::clone(&self.config), &lanes())
            .fitting_with(Helper::of(self.dir.path()).fitter(self.blobs()));
        let shared = self.shared(begun.epoch, listener);
        let engine = Engine::start(shared, lanes(), begun.crashed, inbox).await.unwrap();
        let engine = engine.after_a_look();
        let pipeline = self.new_pipeline(addressees, begun.epoch, inputs.clone()).await;
        let pipeline = Pipeline { films, ..pipeline };
        let engine = tokio::spawn(engine.run());
        self.office = Some(Office { pipeline, todo, engine, inputs });
    }

    /// The program ends as it should, and not as a crash leaves it.
    pub(super) async fn end(&mut self) {
        let epoch = self.pipeline().epoch;
        self.journal.end(epoch, self.clock.now()).await.unwrap();
    }

    fn lane(&self) -> LaneFacts {
        let platform = Arc::new(self.toy.clone());
        LaneFacts { name: "toy".parse().unwrap(), rules: Rules::default(), platform }
    }

    fn shared(&self, epoch: Epoch, listener: Listener) -> Shared {
        Shared {
            clock: Arc::new(self.clock.clone()),
            journal: Arc::clone(&self.journal),
            epoch,
            policy: Arc::new(Policy::new(Vec::new())),
            slots: Arc::new([]),
            keys: KeySecret::new(vec![1; 32]),
            logins: Arc::new(NoLogins),
            listener,
            jitter: Jitter::seeded(7),
        }
    }

    async fn new_pipeline(&self, addressees: Addressees, epoch: Epoch, engine: Inputs) -> Pipeline {
        let zone = self.config.zone;
        let local =
            Arc::new(move |written| resolve_fixed(written, zone).map_err(|error| error.finding()));
        let blobs = self.blobs();
        let mut scanner = Scanner::new(self.config.posts.clone(), blobs, local);
        learn(&mut scanner, &self.journal).await.unwrap();
        Pipeline {
            scanner: Some(scanner),
            addressees,
            journal: Arc::clone(&self.journal),
            epoch,
            engine,
            clock: Arc::new(self.clock.clone()),
            words: Arc::new(Words::new(Language::English)),
            note: Arc::new(|findings| {
                findings.iter().map(|finding| format!("{}\n", finding.id)).collect()
            }),
            hands_off: false,
            unsettled: false,
            ahead: Vec::new(),
            refused: BTreeSet::new(),
            vanished: Vanished::load(self.dir.path()).unwrap(),
            in_doubt: InDoubt::default(),
            fresh_notice: Arc::default(),
            troubles: Troubles::known(self.journal.notices().await.unwrap()),
            films: Films::default(),
        }
    }

    pub(super) fn blobs(&self) -> Blobs {
        Blobs::new(self.dir.path().join("blobs"))
    }

    /// The posts that wait for their films, as everybody can read it.
    pub(super) fn waiting(&self) -> Vec<String> {
        being_made(self.dir.path()).into_iter().map(|waiting| waiting.post).collect()
    }

    /// The film that is being made comes to this end, and the pipeline hears of it.
    pub(super) async fn end_film(&mut self, end: &'static str) {
        let let_go = Helper::of(self.dir.path()).let_go(end);
        loop {
            if self.hear().await && let_go.load(Ordering::SeqCst) {
                return self.pass(1).await;
            }
        }
    }

    /// The films that nobody wants any more come to their end.
    pub(super) async fn end_films(&mut self) {
        while self.pipeline().films.is_at_work() {
            self.hear().await;
        }
    }

    /// The pipeline does what it is told next, by whatever thread; whether that is about a film.
    async fn hear(&mut self) -> bool {
        let task = self.office.as_mut().unwrap().todo.recv().await.unwrap();
        let is_film = matches!(task, Task::Film(_));
        self.run(task).await;
        is_film
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.config.posts.queue.join(name)
    }

    /// Puts a post with this text into the queue, for so many minutes from now.
    pub(super) fn put(&self, name: &str, minutes: i64, text: &str) {
        let at = (self.clock.now() + chrono::Duration::minutes(minutes)).to_rfc3339();
        fs::write(self.path(name), format!("+++\nat = {at}\n+++\n{text}\n")).unwrap();
    }

    pub(super) fn rename(&self, from: &str, to: &str) {
        fs::rename(self.path(from), self.path(to)).unwrap();
    }

    /// What the note beside a post names; none where there is no note.
    pub(super) fn note(&self, name: &str) -> Option<String> {
        let text = fs::read_to_string(self.path(&format!("{name}.problem.txt"))).ok()?;
        Some(text.trim().to_owned())
    }

    /// Everything in the folders of finished posts.
    fn done(&self) -> Vec<PathBuf> {
        let folders = [&self.config.posts.published, &self.config.posts.failed];
        let months = folders.into_iter().flat_map(|folder| names(folder));
        months.flat_map(|month| names(&month)).collect()
    }

    /// The receipts of posts that were filed away.
    pub(super) fn receipts(&self) -> Vec<PathBuf> {
        let mut paths = self.done();
        paths.retain(|path| path.to_string_lossy().ends_with(".receipt.toml"));
        paths.sort();
        paths
    }

    /// The names of the files that were filed away, receipts left out.
    pub(super) fn filed(&self) -> Vec<String> {
        let mut files: Vec<_> = self
            .done()
            .into_iter()
            .filter_map(|path| Some(path.file_name()?.to_str()?.to_owned()))
            .filter(|name| !name.ends_with(".receipt.toml"))
            .collect();
        files.sort();
        files
    }

    /// Lets so many seconds pass, one after the other, and everybody work in each: the engine,
    /// and the pipeline on what it is told and at the looks that it wants.
    pub(super) async fn pass(&mut self, seconds: u64) {
        for _ in 0..seconds {
            self.clock.advance(Duration::from_secs(1));
            self.work().await;
            let wanted = self.pipeline().next_look().is_some_and(|at| at <= self.clock.uptime());
            if wanted {
                self.run(Task::Look(Hint::none())).await;
            }
            self.work().await;
        }
    }

    /// A look at everything, a rest for what is new, and a look at it.
    pub(super) async fn look(&mut self) {
        self.run(Task::Look(Hint::Anywhere)).await;
        self.pass(6).await;
        self.engine().tell(Input::Looked);
        self.work().await;
    }

    /// The engine works, and the pipeline on what it is told, until nothing moves.
    async fn work(&mut self) {
        for _ in 0..20 {
            for _ in 0..50 {
                tokio::task::yield_now().await;
            }
            while let Ok(task) = self.office.as_mut().unwrap().todo.try_recv() {
                self.run(task).await;
            }
        }
    }

    /// The pipeline does one task.
    pub(super) async fn run(&mut self, task: Task) {
        self.pipeline().run(task).await.unwrap();
        self.work_engine().await;
    }

    /// The program hears that people gave orders, or lifted the stop.
    pub(super) async fn hear_orders(&mut self) {
        self.engine().tell(Input::Orders);
        self.run(Task::Look(Hint::none())).await;
    }

    async fn work_engine(&self) {
        for _ in 0..50 {
            tokio::task::yield_now().await;
        }
    }

    pub(super) fn pipeline(&mut self) -> &mut Pipeline {
        &mut self.office.as_mut().unwrap().pipeline
    }

    fn engine(&self) -> &Inputs {
        &self.office.as_ref().unwrap().inputs
    }

    pub(super) async fn open(&self) -> Vec<Brief> {
        self.journal.open_deliveries().await.unwrap()
    }

    /// The states of all deliveries that have not ended, in the order in which they were taken.
    pub(super) async fn states(&self) -> Vec<&'static str> {
        self.open().await.iter().map(|brief| brief.delivery.state.name()).collect()
    }

    /// The pipeline is told that a file cannot be read just now.
    pub(super) async fn see_unreadable(&mut self, name: &str, post: PostId) {
        let findings = vec![Finding::error("file-unreadable").with("file", name)];
        let (name, post) = (name.to_owned(), Some(post));
        let seen = vec![Seen::Problem { name, post, findings, files: None }];
        self.pipeline().all_seen(seen, Further::No).await.unwrap();
    }

    pub(super) async fn notices(&self) -> Vec<String> {
        let notices = self.journal.notices().await.unwrap();
        notices.into_iter().map(|NoticeRow { notice, .. }| notice.reason.id.into_owned()).collect()
    }
}

fn names(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    entries.filter_map(|entry| Some(entry.ok()?.path())).collect()
}

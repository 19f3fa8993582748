//! The accounts of a simulated organisation, one of every promise and more.

use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use dakiya::account::{AccountName, Missed, Rules};
use dakiya::adapters;
use dakiya::blobs::Blobs;
use dakiya::clock::SharedClock;
use dakiya::delivery::Guarantee::{self, A, B, C, D};
use dakiya::delivery::OnDoubt;
use dakiya::finding::{Source, any_error};
use dakiya::http::Url;
use dakiya::keys::Keys;
use dakiya::platform::mock::{MockHost, MockSecrets, Stage};
use dakiya::platform::{Platform, Row, Session, Setup, no_sessions};
use dakiya::text::Counter;

use super::clock::{TrueClock, WorldClock};
use super::death::Death;
use super::dice::Dice;
use super::network::{Network, Way};
use super::planted::{Bug, Planted};
use super::watch::Watch;

const MASTODON: &str = "server = \"https://social.example\"\ntoken = { credential = \"toot\" }\n";
const KEYLESS: &str = "server = \"https://social.example\"\ntoken = { credential = \"toot\" }\n\
                       idempotency = false\n";
const BLUESKY: &str = "handle = \"office.example.org\"\npassword = { credential = \"sky\" }\n";
const PROBED: &str = "channel = \"@our_channel\"\ntoken = { credential = \"tg\" }\n\
                      probe_chat = \"-1009876543210\"\n";
const BLIND: &str = "channel = \"@our_channel\"\ntoken = { credential = \"tg\" }\n";

/// One sort of account.
#[derive(Debug)]
struct Sort {
    name: &'static str,
    row: &'static str,
    kind: &'static str,
    /// None for the sample of the recipe, or of the row.
    settings: Option<&'static str>,
    promise: Guarantee,
    reposts: bool,
}

const fn sort(
    name: &'static str,
    row: &'static str,
    kind: &'static str,
    settings: Option<&'static str>,
    promise: Guarantee,
) -> Sort {
    Sort { name, row, kind, settings, promise, reposts: false }
}

const fn reposting(sort: Sort) -> Sort {
    Sort { reposts: true, ..sort }
}

/// The accounts from which every seed takes some.
const SORTS: [Sort; 21] = [
    sort("toot", "mastodon", "mastodon", Some(MASTODON), B),
    sort("toot-keyless", "mastodon", "mastodon", Some(KEYLESS), C),
    reposting(sort("toot-reposts", "mastodon", "mastodon", Some(KEYLESS), C)),
    sort("sky", "bluesky", "bluesky", Some(BLUESKY), A),
    sort("channel", "telegram", "telegram", Some(PROBED), C),
    reposting(sort("channel-reposts", "telegram", "telegram", Some(PROBED), C)),
    sort("channel-blind", "telegram", "telegram", Some(BLIND), D),
    sort("site", "http", "wordpress", None, A),
    sort("room", "http", "matrix", None, A),
    sort("hook", "http", "webhook", None, A),
    sort("discord", "http", "discord", None, D),
    sort("slack", "http", "slack", None, D),
    sort("chat", "http", "google-chat", None, D),
    sort("page", "facebook", "facebook", None, C),
    sort("firm", "linkedin", "linkedin", None, C),
    sort("pictures", "instagram", "instagram", None, A),
    sort("films", "youtube", "youtube", None, A),
    sort("string", "threads", "threads", None, A),
    sort("cross", "x", "x", None, C),
    sort("person", "handoff", "handoff", None, C),
    sort("letters", "whatsapp", "whatsapp", None, D),
];

/// The kinds of the registry that no simulated day has an account of.
pub(crate) fn left_out() -> Vec<&'static str> {
    let kinds = adapters::ROWS.iter().flat_map(|row| row.kinds);
    kinds.filter(|kind| !SORTS.iter().any(|sort| sort.kind == **kind)).copied().collect()
}

/// One account with its platform, which outlive the processes of the program.
#[derive(Debug)]
pub(crate) struct Account {
    pub(crate) name: AccountName,
    pub(crate) rules: Rules,
    pub(crate) network: Network,
    pub(crate) promise: Guarantee,
    row: &'static Row,
    settings: &'static str,
    session: Session,
}

/// What a process is made of, as far as its adapters go.
#[derive(Debug, Clone)]
pub(crate) struct Ground {
    pub(crate) clock: SharedClock,
    pub(crate) death: Death,
    pub(crate) watch: Watch,
    pub(crate) process: u64,
    pub(crate) bug: Option<Bug>,
}

/// So many accounts, each of another sort; `reposts` allows those that post again by themselves.
pub(crate) fn some(
    count: usize,
    reposts: bool,
    dice: &Dice,
    clock: &WorldClock,
    bug: Option<Bug>,
) -> Vec<Account> {
    let may = |sort: &&Sort| reposts || !sort.reposts;
    let mut sorts: Vec<&Sort> = SORTS.iter().filter(may).collect();
    while sorts.len() > count {
        let most = u64::try_from(sorts.len()).unwrap();
        sorts.remove(usize::try_from(dice.number(0..most)).unwrap());
    }
    sorts.into_iter().map(|sort| account(sort, dice, clock, bug)).collect()
}

fn account(sort: &Sort, dice: &Dice, clock: &WorldClock, bug: Option<Bug>) -> Account {
    let row = adapters::row(sort.row).unwrap();
    let imitation = (row.imitation)(sort.kind).unwrap();
    let stage = Stage::new(imitation, Arc::new(TrueClock(clock.clone())));
    // Who may post again after the settle time relies on nothing landing later.
    let latest = Duration::from_secs(if sort.reposts { 115 } else { 500 });
    Account {
        name: sort.name.parse().unwrap(),
        rules: rules(sort, dice, bug),
        network: Network::new(stage, dice.fork(), latest, sort.kind),
        promise: sort.promise,
        row,
        settings: sort.settings.or_else(|| adapters::http::sample(sort.kind)).unwrap_or(row.sample),
        session: no_sessions(),
    }
}

fn rules(sort: &Sort, dice: &Dice, bug: Option<Bug>) -> Rules {
    let settle = if bug == Some(Bug::NoSettling) { 0 } else { 120 };
    Rules {
        on_doubt: if sort.reposts { OnDoubt::SettleRepost } else { OnDoubt::Hold },
        min_gap: Duration::from_secs(*dice.pick(&[0, 0, 300])),
        missed: *dice.pick(&[
            Missed::Grace,
            Missed::Grace,
            Missed::NextSlot,
            Missed::Hold,
            Missed::Skip,
        ]),
        settle: Duration::from_secs(settle),
        ..Rules::default()
    }
}

impl Account {
    /// The adapter as a new process builds it.
    pub(crate) fn platform(&self, ground: &Ground, blobs: &Path) -> Arc<dyn Platform> {
        let source = Source::new("settings.toml", self.settings);
        let mut keys = Keys::parse(&source, 0, self.settings);
        let way = Way {
            network: self.network.clone(),
            death: ground.death.clone(),
            watch: ground.watch.clone(),
            account: self.name.to_string(),
            process: ground.process,
        };
        let setup = Setup {
            account: self.name.clone(),
            transport: Arc::new(way),
            clock: Arc::clone(&ground.clock),
            session: self.session.clone(),
            blobs: Blobs::new(blobs),
            secrets: Arc::new(MockSecrets::of(self.network.stage())),
            host: Arc::new(MockHost),
            counter: Counter::default(),
            recipes: "config/recipes".into(),
            posts: "/nonexistent".into(),
            plain: Default::default(),
            mock: Url::parse("http://127.0.0.1:9").ok(),
        };
        let inner = (self.row.build)(setup, &mut keys);
        let findings = keys.finish();
        assert!(!any_error(&findings), "{}: {findings:?}", self.name);
        match ground.bug {
            Some(bug) => Arc::new(Planted { inner: inner.unwrap(), bug, keys: Mutex::new(0) }),
            None => Arc::from(inner.unwrap()),
        }
    }
}

//! One account of any platform on its stage, ready to be driven by a test.

use std::path::Path;
use std::sync::Arc;

use super::{Direct, Mischief, MockHost, MockSecrets, Public, Stage};
use crate::account::AccountName;
use crate::blobs::{Blobs, Digest};
use crate::clock::{Clock as _, Instant, SharedClock, SimulatedClock};
use crate::delivery::{Found, Receipt};
use crate::failure::Failure;
use crate::finding::{Finding, Source};
use crate::http::{Transport, Url};
use crate::keys::Keys;
use crate::platform::{Job, Platform, Prepared, Row, Session, Setup, no_sessions};
use crate::post::{Draft, Part};
use crate::text::Counter;

/// An account, its stage and its clock.
#[derive(Debug)]
pub struct Rig {
    /// What stands for the platform.
    pub stage: Stage,
    /// The adapter.
    pub platform: Box<dyn Platform>,
    /// The clock of both.
    pub clock: SimulatedClock,
    /// The account's session, which outlives [`Rig::restarted`].
    pub session: Session,
    blobs: Blobs,
    row: &'static Row,
    kind: String,
    settings: String,
    line: Line,
}

/// How the requests of an account get to its stage.
#[derive(Debug, Clone)]
struct Line {
    transport: Arc<dyn Transport>,
    address: Option<Url>,
}

/// One part on its way, as the engine would remember it.
#[derive(Debug, Clone, PartialEq)]
pub struct Way {
    /// The part.
    pub part: Part,
    /// What preparing brought so far.
    pub progress: serde_json::Value,
}

impl Rig {
    /// An account of `row` and `kind` with `settings` (TOML, as under `[accounts.NAME]`), whose
    /// requests go straight to its stage. `blobs` is a folder for pictures.
    ///
    /// # Errors
    /// What was found wrong with the settings, or that the row knows no such kind.
    pub fn new(
        row: &'static Row,
        kind: &str,
        settings: &str,
        blobs: &Path,
    ) -> Result<Self, Vec<Finding>> {
        let start = crate::clock::from_micros(1_764_045_000_000_000);
        let clock = SimulatedClock::starting_at(start);
        let shared: SharedClock = Arc::new(clock.clone());
        let imitation = (row.imitation)(kind)
            .ok_or_else(|| vec![Finding::error("unknown-kind").with("kind", kind)])?;
        let stage = Stage::new(imitation, shared);
        let blobs = Blobs::new(blobs);
        let session = no_sessions();
        let transport: Arc<dyn Transport> = Arc::new(Direct::to(stage.clone()));
        let line = Line { transport, address: Url::parse("http://127.0.0.1:9").ok() };
        let setup = setup(&stage, &clock, &session, &blobs, &line)?;
        let platform = build(row, settings, setup)?;
        let (kind, settings) = (kind.to_owned(), settings.to_owned());
        Ok(Self { stage, platform, clock, session, blobs, row, kind, settings, line })
    }

    /// The same account after a restart, with its requests going through `transport` to
    /// `address` from now on: for servers in front of the stage, and for transports that watch
    /// or spoil what passes.
    ///
    /// # Errors
    /// As for [`Rig::new`].
    pub fn through(
        mut self,
        transport: Arc<dyn Transport>,
        address: Url,
    ) -> Result<Self, Vec<Finding>> {
        self.line = Line { transport, address: Some(address) };
        self.restarted()
    }

    /// The same account as outside of a dry run: it speaks to the addresses of its settings and has
    /// no secrets that they do not name. Its requests still end at the stage.
    ///
    /// # Errors
    /// As for [`Rig::new`].
    pub fn as_in_the_world(mut self) -> Result<Self, Vec<Finding>> {
        self.line.address = None;
        self.restarted()
    }

    /// The kind this rig was made for.
    #[must_use]
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// The same account after a restart of the program: the platform, the clock and the kept
    /// session are as they were, everything in memory is gone.
    ///
    /// # Errors
    /// As for [`Rig::new`].
    pub fn restarted(self) -> Result<Self, Vec<Finding>> {
        let setup = setup(&self.stage, &self.clock, &self.session, &self.blobs, &self.line)?;
        let platform = build(self.row, &self.settings, setup)?;
        Ok(Self { platform, ..self })
    }

    /// Orders mischief from the stage.
    pub fn order(&self, mischief: Mischief) {
        self.stage.order(mischief);
    }

    /// Everything that became public.
    #[must_use]
    pub fn ledger(&self) -> Vec<Public> {
        self.stage.ledger()
    }

    /// Puts bytes into the store, for a [`crate::post::Media`] of a test.
    ///
    /// # Errors
    /// Where the folder cannot be written.
    pub fn store(&self, bytes: &[u8]) -> std::io::Result<Digest> {
        let digest = Digest::of(bytes);
        let path = self.blobs.path(&digest);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(path, bytes)?;
        Ok(digest)
    }

    /// The key that the engine would give part `index` of delivery `delivery`.
    #[must_use]
    pub fn key(delivery: u32, index: u16) -> String {
        Digest::of(format!("{delivery}/{index}").as_bytes()).to_string()
    }

    /// One step of preparing a part. What it brings is for the caller to note.
    ///
    /// # Errors
    /// The failure of the step.
    pub async fn step(&self, way: &Way, job: JobSeed<'_>) -> Result<Prepared, Failure> {
        self.platform.prepare(&job.job(&way.part, &way.progress)).await
    }

    /// Prepares a part to the end, with the clock moving over every wait.
    ///
    /// # Errors
    /// The first failure of a step.
    pub async fn prepare(&self, way: &mut Way, job: JobSeed<'_>) -> Result<(), Failure> {
        loop {
            match self.step(way, job).await? {
                Prepared::More { progress } => way.progress = progress,
                Prepared::Wait { progress, after } => {
                    way.progress = progress;
                    let after = chrono::Duration::from_std(after).unwrap_or_default();
                    self.clock.advance_to(self.clock.now() + after);
                }
                Prepared::Done { progress, .. } => {
                    way.progress = progress;
                    return Ok(());
                }
            }
        }
    }

    /// Sends the visible request of a prepared part.
    ///
    /// # Errors
    /// The failure.
    pub async fn publish(&self, way: &Way, job: JobSeed<'_>) -> Result<Receipt, Failure> {
        self.platform.publish(&job.job(&way.part, &way.progress)).await
    }

    /// Looks for a part.
    ///
    /// # Errors
    /// The failure of the look.
    pub async fn find(
        &self,
        way: &Way,
        job: JobSeed<'_>,
        since: Instant,
    ) -> Result<Found, Failure> {
        self.platform.find(&job.job(&way.part, &way.progress), since).await
    }

    /// Reminds the person who was given a part.
    ///
    /// # Errors
    /// The failure.
    pub async fn remind(&self, way: &Way, job: JobSeed<'_>) -> Result<(), Failure> {
        self.platform.remind(&job.job(&way.part, &way.progress)).await
    }

    /// Composes, prepares and publishes a whole draft without any mischief handling.
    ///
    /// # Errors
    /// The first failure.
    pub async fn post(&self, draft: &Draft, delivery: u32) -> Result<Vec<Receipt>, Failure> {
        let parts = self.platform.compose(draft).parts;
        let total = u16::try_from(parts.len()).unwrap_or(u16::MAX);
        let mut receipts: Vec<Receipt> = Vec::new();
        for (index, part) in (0..total).zip(parts) {
            let key = Self::key(delivery, index);
            let job = JobSeed {
                index,
                parts: total,
                key: &key,
                due: self.clock.now(),
                root: receipts.first(),
                parent: receipts.last(),
            };
            let mut way = Way { part, progress: serde_json::Value::Null };
            self.prepare(&mut way, job).await?;
            let receipt = self.publish(&way, job).await?;
            receipts.push(receipt);
        }
        Ok(receipts)
    }
}

/// Everything of a [`Job`] but the part and its progress.
#[derive(Debug, Clone, Copy)]
pub struct JobSeed<'a> {
    /// The part's place, from 0.
    pub index: u16,
    /// How many parts there are.
    pub parts: u16,
    /// The part's key.
    pub key: &'a str,
    /// When it is due.
    pub due: Instant,
    /// The receipt of the first part.
    pub root: Option<&'a Receipt>,
    /// The receipt of the part before.
    pub parent: Option<&'a Receipt>,
}

impl<'a> JobSeed<'a> {
    /// The only part of its delivery.
    #[must_use]
    pub fn single(key: &'a str, due: Instant) -> Self {
        Self { index: 0, parts: 1, key, due, root: None, parent: None }
    }

    fn job(self, part: &'a Part, progress: &'a serde_json::Value) -> Job<'a> {
        let Self { index, parts, key, due, root, parent } = self;
        Job { part, index, parts, key, due, progress, root, parent }
    }
}

fn setup(
    stage: &Stage,
    clock: &SimulatedClock,
    session: &Session,
    blobs: &Blobs,
    line: &Line,
) -> Result<Setup, Vec<Finding>> {
    let account: AccountName =
        "rig".parse().map_err(|_| vec![Finding::error("unknown-kind").with("kind", "rig")])?;
    Ok(Setup {
        account,
        transport: Arc::clone(&line.transport),
        clock: Arc::new(clock.clone()),
        session: session.clone(),
        blobs: blobs.clone(),
        secrets: Arc::new(MockSecrets::of(stage)),
        host: Arc::new(MockHost),
        counter: Counter::default(),
        recipes: "config/recipes".into(),
        posts: "posts".into(),
        plain: crate::http::PlainOrigins::default(),
        mock: line.address.clone(),
    })
}

fn build(row: &Row, settings: &str, setup: Setup) -> Result<Box<dyn Platform>, Vec<Finding>> {
    let source = Source::new("settings.toml", settings);
    let mut keys = Keys::parse(&source, 0, settings);
    let platform = (row.build)(setup, &mut keys);
    let findings = keys.finish();
    match platform {
        Some(platform) if !crate::finding::any_error(&findings) => Ok(platform),
        _ => Err(findings),
    }
}

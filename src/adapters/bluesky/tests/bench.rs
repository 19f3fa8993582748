//! An account whose transport is watched: where requests go, and what was answered.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use serde_json::Value;
use tempfile::TempDir;

use super::super::ROW;
use super::super::imitation::{Imitation, Knobs};
use super::SETTINGS;
use crate::blobs::{Blobs, Digest};
use crate::clock::{Clock as _, SimulatedClock};
use crate::delivery::{Found, Receipt};
use crate::finding::Source;
use crate::http::{Answer, Kind, Lost, PlainOrigin, Request, Transport, Url};
use crate::keys::Keys;
use crate::platform::mock::{Direct, MockSecrets, Rig, Stage};
use crate::platform::{Job, NoHost, Platform, Prepared, Session, Setup, no_sessions};
use crate::post::{Media, MediaKind, Part};
use crate::text::Counter;

/// The one server that may be reached without TLS.
pub(super) const LISTED: &str = "http://pds.lan:2583";

/// An account, its stage, its clock, and everything that went over its wire.
pub(super) struct Bench {
    pub(super) platform: Box<dyn Platform>,
    pub(super) stage: Stage,
    pub(super) clock: SimulatedClock,
    pub(super) wire: Arc<Watch>,
    pub(super) blobs: Blobs,
    pub(super) session: Session,
    _folder: TempDir,
}

/// A transport that remembers addresses and answers.
#[derive(Debug)]
pub(super) struct Watch {
    inner: Arc<dyn Transport>,
    seen: Mutex<Vec<(Url, Answer)>>,
}

#[async_trait]
impl Transport for Watch {
    async fn send(&self, kind: Kind, request: Request) -> Result<Answer, Lost> {
        let url = request.url().clone();
        let answer = self.inner.send(kind, request).await?;
        self.seen.lock().unwrap().push((url, answer.clone()));
        Ok(answer)
    }
}

impl Watch {
    /// The host and the method of every request, in order.
    pub(super) fn hosts(&self) -> Vec<String> {
        let seen = self.seen.lock().unwrap();
        let name = |url: &Url| url.path().rsplit('.').next().unwrap().to_owned();
        seen.iter().map(|(url, _)| format!("{} {}", url.host_str().unwrap(), name(url))).collect()
    }

    /// The answers, in order.
    pub(super) fn answers(&self) -> Vec<Answer> {
        self.seen.lock().unwrap().iter().map(|(_, answer)| answer.clone()).collect()
    }
}

impl Bench {
    /// An account on the real addresses, all of which the imitation answers.
    pub(super) fn new(knobs: Knobs) -> Self {
        Self::with(knobs, SETTINGS, no_sessions()).unwrap()
    }

    pub(super) fn with(knobs: Knobs, settings: &str, session: Session) -> Option<Self> {
        let clock = SimulatedClock::starting_at(crate::clock::from_micros(1_764_045_000_000_000));
        let stage = Stage::new(Box::new(Imitation::new(knobs)), Arc::new(clock.clone()));
        let direct = Arc::new(Direct::to(stage.clone()));
        Self::over(direct, None, stage, clock, settings, session)
    }

    /// Puts bytes into the store.
    pub(super) fn stored(&self, kind: MediaKind, bytes: &[u8]) -> Media {
        let digest = Digest::of(bytes);
        let path = self.blobs.path(&digest);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
        Media {
            width: Some(16),
            height: Some(9),
            alt: Some("विवरण".into()),
            ..Media::of("x", digest, kind, bytes.len() as u64)
        }
    }

    /// Prepares, publishes and finds a part: the only one of its delivery, or the one after
    /// `parent`.
    pub(super) async fn deliver(
        &self,
        part: &Part,
        number: u32,
        parent: Option<&Receipt>,
    ) -> Receipt {
        let key = Rig::key(number, 0);
        let index = u16::from(parent.is_some());
        let none = Value::Null;
        let due = self.clock.now();
        let job =
            Job { part, index, parts: 2, key: &key, due, progress: &none, root: parent, parent };
        let progress = self.prepare(job).await;
        let job = Job { progress: &progress, ..job };
        let receipt = self.platform.publish(&job).await.unwrap();
        let Found::Published(found) = self.platform.find(&job, due).await.unwrap() else {
            panic!("not found")
        };
        assert_eq!((found.id, found.extra), (receipt.id.clone(), receipt.extra.clone()));
        receipt
    }

    async fn prepare(&self, job: Job<'_>) -> Value {
        let mut progress = Value::Null;
        loop {
            match self.platform.prepare(&Job { progress: &progress, ..job }).await.unwrap() {
                Prepared::More { progress: next } => progress = next,
                Prepared::Wait { progress: next, after } => {
                    progress = next;
                    let after = chrono::Duration::from_std(after).unwrap();
                    self.clock.advance_to(self.clock.now() + after);
                }
                Prepared::Done { .. } => return progress,
            }
        }
    }

    /// An account whose requests go through `transport` to `mock`, or to the real addresses.
    pub(super) fn over(
        transport: Arc<dyn Transport>,
        mock: Option<Url>,
        stage: Stage,
        clock: SimulatedClock,
        settings: &str,
        session: Session,
    ) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let wire = Arc::new(Watch { inner: transport, seen: Mutex::default() });
        let blobs = Blobs::new(folder.path());
        let setup = Setup {
            account: "bench".parse().unwrap(),
            transport: Arc::clone(&wire) as Arc<dyn Transport>,
            clock: Arc::new(clock.clone()),
            session: session.clone(),
            blobs: blobs.clone(),
            secrets: Arc::new(MockSecrets::of(&stage)),
            host: Arc::new(NoHost),
            counter: Counter::default(),
            recipes: "config/recipes".into(),
            posts: "posts".into(),
            plain: PlainOrigin::read(LISTED).into_iter().collect(),
            mock,
        };
        let mut keys = Keys::parse(&Source::new("test.toml", settings), 0, settings);
        let platform = (ROW.build)(setup, &mut keys)?;
        Some(Self { platform, stage, clock, wire, blobs, session, _folder: folder })
    }
}

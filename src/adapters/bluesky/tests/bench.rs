//! An account whose transport is watched: where requests go, and what was answered.

use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use tempfile::TempDir;

use super::super::ROW;
use super::super::imitation::{Imitation, Knobs};
use super::SETTINGS;
use crate::blobs::Blobs;
use crate::clock::SimulatedClock;
use crate::finding::Source;
use crate::http::{Answer, Kind, Lost, Request, Transport, Url};
use crate::keys::Keys;
use crate::platform::mock::{Direct, MockSecrets, Stage};
use crate::platform::{Platform, Session, Setup, no_sessions};
use crate::text::Counter;

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
            counter: Counter::default(),
            recipes: "config/recipes".into(),
            mock,
        };
        let mut keys = Keys::parse(&Source::new("test.toml", settings), 0, settings);
        let platform = (ROW.build)(setup, &mut keys)?;
        Some(Self { platform, stage, clock, wire, blobs, session, _folder: folder })
    }
}

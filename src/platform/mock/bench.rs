//! What the tests of adapters do with a rig, and what they make their posts of.

use std::ops::Deref;
use std::path::PathBuf;
use std::sync::Arc;

use serde_json::Value;
use tempfile::TempDir;

use super::{Asked, Imitation, JobSeed, Ledger, Mischief, Reply, Rig, Trick, Way};
use crate::clock::{Clock as _, Instant};
use crate::delivery::{Found, Receipt};
use crate::failure::Failure;
use crate::finding::Finding;
use crate::http::{Transport, Url};
use crate::platform::{Prepared, Row};
use crate::post::{Card, Draft, Media, MediaKind, Options};

/// The key of tests that have one part only.
const KEY: &str = "key";

/// An account on its stage, and the folder of its pictures.
pub(crate) struct Bench {
    pub(crate) rig: Rig,
    pub(crate) folder: TempDir,
}

impl Bench {
    pub(crate) fn on(row: &'static Row, kind: &str, settings: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let rig = Rig::new(row, kind, settings, folder.path()).unwrap();
        Self { rig, folder }
    }

    pub(crate) fn restarted(self) -> Self {
        Self { rig: self.rig.restarted().unwrap(), folder: self.folder }
    }

    /// The same after a restart, with requests going through `transport` from then on.
    pub(crate) fn through(self, transport: Arc<dyn Transport>, address: Url) -> Self {
        let rig = self.rig.through(transport, address).unwrap();
        Self { rig, folder: self.folder }
    }

    pub(crate) fn now(&self) -> Instant {
        self.rig.clock.now()
    }

    pub(crate) fn pass(&self, seconds: i64) {
        self.rig.clock.advance_to(self.now() + chrono::Duration::seconds(seconds));
    }

    /// A medium whose bytes are in the store.
    pub(crate) fn media(&self, name: &str, kind: MediaKind, bytes: &[u8]) -> Media {
        Media::of(name, self.rig.store(bytes).unwrap(), kind, bytes.len() as u64)
    }

    /// A film of so many bytes.
    pub(crate) fn film(&self, size: usize) -> Media {
        let mut bytes = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom".to_vec();
        bytes.extend((bytes.len()..size).map(|at| u8::try_from(at % 251).unwrap()));
        self.media("film.mp4", MediaKind::Mp4, &bytes)
    }

    pub(crate) fn job<'a>(&self, key: &'a str) -> JobSeed<'a> {
        JobSeed::single(key, self.now())
    }

    /// The first part of `draft`, not yet prepared.
    pub(crate) fn way(&self, draft: &Draft) -> Way {
        let composed = self.rig.platform.compose(draft);
        assert!(!composed.parts.is_empty(), "{:?}", composed.findings);
        Way { part: composed.parts[0].clone(), progress: Value::Null }
    }

    /// The same, prepared.
    pub(crate) async fn prepared(&self, draft: &Draft, key: &str) -> Way {
        let mut way = self.way(draft);
        self.rig.prepare(&mut way, self.job(key)).await.unwrap();
        way
    }

    /// One step of preparing, with the clock moved over its wait; whether it was the last.
    pub(crate) async fn step(&self, way: &mut Way, job: JobSeed<'_>) -> Result<bool, Failure> {
        let (done, progress) = match self.rig.step(way, job).await? {
            Prepared::More { progress } => (false, progress),
            Prepared::Wait { progress, after } => {
                self.pass(i64::try_from(after.as_secs()).unwrap());
                (false, progress)
            }
            Prepared::Done { progress, .. } => (true, progress),
        };
        way.progress = progress;
        Ok(done)
    }

    pub(crate) async fn publish(&self, way: &Way, key: &str) -> Result<Receipt, Failure> {
        self.rig.publish(way, self.job(key)).await
    }

    pub(crate) async fn post(&self, draft: &Draft) -> Result<Vec<Receipt>, Failure> {
        self.rig.post(draft, 1).await
    }

    pub(crate) fn visible(&self, trick: Trick) {
        self.rig.order(Mischief::visible(trick));
    }

    pub(crate) fn invisible(&self, trick: Trick) {
        self.rig.order(Mischief::invisible(trick));
    }

    /// Everything that was asked so far.
    pub(crate) fn seen(&self) -> Vec<Asked> {
        self.rig.stage.seen().into_iter().map(|(asked, _)| asked).collect()
    }

    /// The requests whose path ends so, in order.
    pub(crate) fn asked(&self, method: &str, ending: &str) -> Vec<Asked> {
        let seen = self.seen().into_iter();
        seen.filter(|asked| asked.method == method && asked.path.ends_with(ending)).collect()
    }

    pub(crate) fn compose(&self, draft: &Draft) -> Vec<Finding> {
        self.rig.platform.compose(draft).findings
    }
}

/// The same for tests in which there is one part, and its key does not matter.
pub(crate) struct Single(Bench);

impl Deref for Single {
    type Target = Bench;

    fn deref(&self) -> &Bench {
        &self.0
    }
}

impl Single {
    pub(crate) fn on(row: &'static Row, kind: &str, settings: &str) -> Self {
        Self(Bench::on(row, kind, settings))
    }

    pub(crate) fn restarted(self) -> Self {
        Self(self.0.restarted())
    }

    pub(crate) fn single(&self) -> JobSeed<'static> {
        self.job(KEY)
    }

    pub(crate) async fn prepared(&self, draft: &Draft) -> Way {
        self.0.prepared(draft, KEY).await
    }

    pub(crate) async fn publish(&self, way: &Way) -> Result<Receipt, Failure> {
        self.0.publish(way, KEY).await
    }

    pub(crate) async fn find(&self, way: &Way, since: Instant) -> Result<Found, Failure> {
        self.rig.find(way, self.single(), since).await
    }
}

/// A post of this text alone.
pub(crate) fn draft(text: &str) -> Draft {
    Draft {
        text: text.to_owned(),
        lang: Some("hi".to_owned()),
        warning: None,
        card: Card::Auto,
        ai: false,
        media: Vec::new(),
        options: Options::new(),
    }
}

/// The same post with an option of the platform.
pub(crate) fn with_option(mut draft: Draft, name: &str, value: impl Into<Value>) -> Draft {
    draft.options.insert(name.to_owned(), value.into());
    draft
}

/// A medium of some kind whose bytes are nowhere.
pub(crate) fn media_of(kind: MediaKind, alt: Option<&str>) -> Media {
    let digest = crate::blobs::Digest::of(format!("{kind}{alt:?}").as_bytes());
    let media = Media::of(format!("चित्र.{kind}"), digest, kind, 1000);
    Media { alt: alt.map(str::to_owned), ..media }
}

pub(crate) fn ids(findings: &[Finding]) -> Vec<&str> {
    findings.iter().map(|finding| finding.id).collect()
}

/// The receipt of what was found.
pub(crate) fn receipt_of(found: Found) -> Receipt {
    match found {
        Found::Published(receipt) => receipt,
        other => panic!("not found: {other:?}"),
    }
}

/// The JSON file `name` among the platforms' data beside the project; nothing, with a word, where
/// it is not here.
pub(crate) fn shared(name: &str) -> Option<Value> {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let folder = std::env::var_os("DAKIYA_SHARED").map_or(beside, PathBuf::from);
    let Ok(text) = std::fs::read_to_string(folder.join("platforms/data").join(name)) else {
        println!("skipped: ../shared is not here");
        return None;
    };
    Some(serde_json::from_str(&text).unwrap())
}

thread_local! {
    static HEARD: std::cell::RefCell<Vec<(Asked, Reply)>> = const { std::cell::RefCell::new(Vec::new()) };
}

/// What [recorded](Recorder) imitations of this thread were asked and have answered since this was
/// last called.
pub(crate) fn heard() -> Vec<(Asked, Reply)> {
    HEARD.take()
}

/// An imitation that keeps what it was asked and what it answered.
pub(crate) struct Recorder(pub(crate) Box<dyn Imitation>);

impl Imitation for Recorder {
    fn secrets(&self) -> Vec<(&'static str, String)> {
        self.0.secrets()
    }

    fn answer(&mut self, asked: &Asked, ledger: &mut Ledger, now: Instant) -> Reply {
        let reply = self.0.answer(asked, ledger, now);
        HEARD.with_borrow_mut(|heard| heard.push((asked.clone(), reply.clone())));
        reply
    }

    fn is_visible(&self, asked: &Asked) -> bool {
        self.0.is_visible(asked)
    }

    fn rate_limited(&self, wait: std::time::Duration, now: Instant) -> Reply {
        self.0.rate_limited(wait, now)
    }

    fn end_session(&mut self, for_ever: bool) {
        self.0.end_session(for_ever);
    }
}

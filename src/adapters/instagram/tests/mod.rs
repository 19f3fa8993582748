//! Tests of the adapter against its imitation.

mod commenting;
mod composing;
mod described;
mod doubt;
mod hostile;
mod logins;
mod posting;
mod refusals;
mod staging;
mod strictness;

use std::collections::BTreeMap;

use serde_json::Value;
use tempfile::TempDir;

use super::imitation::{Config, Service};
use crate::clock::{Clock as _, Instant};
use crate::delivery::{Found, Receipt};
use crate::failure::Failure;
use crate::finding::Finding;
use crate::platform::mock::{Asked, Imitation, JobSeed, Mischief, Rig, Trick, Way};
use crate::platform::{Prepared, Row};
use crate::post::{Card, Draft, Media, MediaKind};

/// A row whose kinds are services set up differently.
static ROW: Row = Row { imitation: service, ..super::ROW };

const SETTINGS: &str = "user = \"17841400000000001\"\ntoken = { credential = \"t\" }\n";

/// The other front door.
const WITHOUT_PAGE: &str = "login = \"instagram\"\ntoken = { credential = \"t\" }\n";

const TEXT: &str = "कल कार्यालय बंद रहेगा।";

fn service(kind: &str) -> Option<Box<dyn Imitation>> {
    let mut config = Config::described();
    match kind {
        "instagram" => {}
        "slow" => config.processing = (3600, 3600),
        "broken" => config.fails = Some("Error: Media upload has failed with error code 2207053"),
        "format" => config.fails = Some("Error: The video format is not supported: 2207026"),
        "unfetched-once" => config.unfetched = 1,
        "unfetched" => config.unfetched = 9,
        "breaks" => config.breaks_after = Some(4),
        "breaks-silently" => (config.breaks_after, config.tells_offset) = (Some(4), false),
        "spoils" => (config.breaks_after, config.spoils) = (Some(4), true),
        "full" => config.quota = 0,
        "hides" => config.hides = true,
        "newer" => config.version = "v27.0",
        _ => return None,
    }
    Some(Service::boxed(config))
}

/// A rig with the folder of its pictures.
struct Bench {
    rig: Rig,
    _folder: TempDir,
}

impl Bench {
    fn of(kind: &str) -> Self {
        Self::with(kind, SETTINGS)
    }

    fn with(kind: &str, settings: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let rig = Rig::new(&ROW, kind, settings, folder.path()).unwrap();
        Self { rig, _folder: folder }
    }

    fn restarted(self) -> Self {
        Self { rig: self.rig.restarted().unwrap(), ..self }
    }

    fn now(&self) -> Instant {
        self.rig.clock.now()
    }

    fn pass(&self, seconds: i64) {
        self.rig.clock.advance_to(self.now() + chrono::Duration::seconds(seconds));
    }

    /// A film whose bytes are in the store.
    fn film(&self) -> Media {
        let bytes = b"\0\0\0\x18ftypisom....";
        let digest = self.rig.store(bytes).unwrap();
        Media::of("सभा.mp4", digest, MediaKind::Mp4, bytes.len() as u64)
    }

    fn reel(&self) -> Draft {
        Draft { media: vec![self.film()], ..draft(TEXT) }
    }

    /// One step of preparing, with the clock moved over its wait.
    async fn step(&self, way: &mut Way, job: JobSeed<'_>) -> Result<bool, Failure> {
        let progress = way.progress.clone();
        let JobSeed { index, parts, key, due, root, parent } = job;
        let job = crate::platform::Job {
            part: &way.part,
            index,
            parts,
            key,
            due,
            progress: &progress,
            root,
            parent,
        };
        let (done, progress) = match self.rig.platform.prepare(&job).await? {
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

    /// The only part of `draft`, prepared.
    async fn prepared(&self, draft: &Draft) -> Way {
        let mut way = self.way(draft);
        self.rig.prepare(&mut way, self.single()).await.unwrap();
        way
    }

    fn way(&self, draft: &Draft) -> Way {
        let composed = self.rig.platform.compose(draft);
        assert!(!composed.parts.is_empty(), "{:?}", composed.findings);
        Way { part: composed.parts[0].clone(), progress: Value::Null }
    }

    fn single(&self) -> JobSeed<'static> {
        JobSeed::single("key", self.now())
    }

    async fn publish(&self, way: &Way) -> Result<Receipt, Failure> {
        self.rig.publish(way, self.single()).await
    }

    async fn find(&self, way: &Way, since: Instant) -> Result<Found, Failure> {
        self.rig.find(way, self.single(), since).await
    }

    async fn post(&self, draft: &Draft) -> Result<Vec<Receipt>, Failure> {
        self.rig.post(draft, 1).await
    }

    fn visible(&self, trick: Trick) {
        self.rig.order(Mischief::visible(trick));
    }

    /// The requests whose path ends so, in order.
    fn asked(&self, method: &str, ending: &str) -> Vec<Asked> {
        let seen = self.rig.stage.seen().into_iter().map(|(asked, _)| asked);
        seen.filter(|asked| asked.method == method && asked.path.ends_with(ending)).collect()
    }

    /// The forms of the containers that were made.
    fn forms(&self) -> Vec<BTreeMap<String, String>> {
        let made = self.asked("POST", "/media");
        made.iter().map(|asked| asked.form().unwrap().into_iter().collect()).collect()
    }
}

fn draft(text: &str) -> Draft {
    Draft {
        text: text.to_owned(),
        lang: Some("hi".to_owned()),
        warning: None,
        card: Card::Auto,
        ai: false,
        media: Vec::new(),
        options: BTreeMap::new(),
    }
}

fn with_option(mut draft: Draft, name: &str, value: impl Into<Value>) -> Draft {
    draft.options.insert(name.to_owned(), value.into());
    draft
}

/// A post with one picture.
fn pictured(text: &str) -> Draft {
    Draft { media: vec![picture("मंच")], ..draft(text) }
}

fn media(kind: MediaKind, alt: Option<&str>) -> Media {
    let digest = crate::blobs::Digest::of(format!("{kind}{alt:?}").as_bytes());
    Media {
        alt: alt.map(str::to_owned), ..Media::of(format!("चित्र.{kind}"), digest, kind, 1000)
    }
}

fn picture(alt: &str) -> Media {
    media(MediaKind::Jpeg, Some(alt))
}

fn ids(findings: &[Finding]) -> Vec<&str> {
    findings.iter().map(|finding| finding.id).collect()
}

fn receipt_of(found: Found) -> Receipt {
    match found {
        Found::Published(receipt) => receipt,
        other => panic!("not found: {other:?}"),
    }
}

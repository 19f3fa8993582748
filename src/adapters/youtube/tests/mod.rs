//! The adapter against its imitation.

mod composing;
mod described;
mod doubt;
mod films;
mod hostile;
mod logins;
mod refusals;
mod strictness;

use std::path::{Path, PathBuf};

use serde_json::Value;
use tempfile::TempDir;

use super::ROW;
use super::imitation::{Fate, Imitation, Knobs};
use crate::clock::{Clock as _, Instant};
use crate::delivery::{Found, Receipt};
use crate::failure::Failure;
use crate::finding::Finding;
use crate::platform::mock::{Asked, JobSeed, Mischief, Rig, Trick, Way};
use crate::platform::{Job, Prepared, Row};
use crate::post::{Card, Draft, Media, MediaKind};

const SETTINGS: &str = "channel = \"UCimitatedChannelOfTests\"\n\
                        client_id = \"1-a.apps.googleusercontent.com\"\n\
                        client_secret = { credential = \"s\" }\n\
                        refresh_token = { credential = \"r\" }\n";

static YOUTUBE: Row = ROW;

/// A row whose imitation has other knobs.
macro_rules! row {
    ($name:ident, $($field:ident: $value:expr),+) => {
        static $name: Row = Row {
            imitation: |_| Some(Imitation::boxed(Knobs { $($field: $value,)+ ..Knobs::default() })),
            ..ROW
        };
    };
}
use row;

/// An account on its stage, and the folder of its films.
struct Desk {
    rig: Rig,
    folder: TempDir,
}

impl Desk {
    fn new() -> Self {
        Self::of(&YOUTUBE, SETTINGS)
    }

    fn of(row: &'static Row, settings: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let rig = Rig::new(row, "youtube", settings, folder.path()).unwrap();
        Self { rig, folder }
    }

    fn restarted(self) -> Self {
        Self { rig: self.rig.restarted().unwrap(), folder: self.folder }
    }

    fn now(&self) -> Instant {
        self.rig.clock.now()
    }

    fn pass(&self, seconds: i64) {
        self.rig.clock.advance_to(self.now() + chrono::Duration::seconds(seconds));
    }

    fn media(&self, name: &str, kind: MediaKind, bytes: &[u8]) -> Media {
        Media::of(name, self.rig.store(bytes).unwrap(), kind, bytes.len() as u64)
    }

    fn film(&self, size: usize) -> Media {
        let mut bytes = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom".to_vec();
        bytes.extend((bytes.len()..size).map(|at| u8::try_from(at % 251).unwrap()));
        self.media("film.mp4", MediaKind::Mp4, &bytes)
    }

    fn picture(&self) -> Media {
        self.media("thumb.jpg", MediaKind::Jpeg, b"\xff\xd8\xff\xe0\0\x10JFIF\0")
    }

    /// A post with a small film.
    fn draft(&self, text: &str) -> Draft {
        Draft { media: vec![self.film(5000)], ..draft(text) }
    }

    async fn post(&self, draft: &Draft) -> Result<Vec<Receipt>, Failure> {
        self.rig.post(draft, 1).await
    }

    fn way(&self, draft: &Draft) -> Way {
        let part = self.rig.platform.compose(draft).parts.remove(0);
        Way { part, progress: Value::Null }
    }

    async fn prepared(&self, draft: &Draft, key: &str) -> Way {
        let mut way = self.way(draft);
        self.rig.prepare(&mut way, self.job(key)).await.unwrap();
        way
    }

    /// One step; whether it was the last.
    async fn step(&self, way: &mut Way, key: &str) -> Result<bool, Failure> {
        let job = Job {
            part: &way.part,
            index: 0,
            parts: 1,
            key,
            due: self.now(),
            progress: &way.progress,
            root: None,
            parent: None,
        };
        let (done, progress, wait) = match self.rig.platform.prepare(&job).await? {
            Prepared::More { progress } => (false, progress, 0),
            Prepared::Wait { progress, after } => (false, progress, after.as_secs()),
            Prepared::Done { progress, .. } => (true, progress, 0),
        };
        way.progress = progress;
        self.pass(i64::try_from(wait).unwrap());
        Ok(done)
    }

    fn job<'a>(&self, key: &'a str) -> JobSeed<'a> {
        JobSeed::single(key, self.now())
    }

    async fn publish(&self, way: &Way, key: &str) -> Result<Receipt, Failure> {
        self.rig.publish(way, self.job(key)).await
    }

    async fn find(&self, way: &Way, key: &str) -> Found {
        self.rig.find(way, self.job(key), self.now()).await.unwrap()
    }

    fn visible(&self, trick: Trick) {
        self.rig.order(Mischief::visible(trick));
    }

    fn invisible(&self, trick: Trick) {
        self.rig.order(Mischief::invisible(trick));
    }

    /// Everything that was asked so far.
    fn seen(&self) -> Vec<Asked> {
        self.rig.stage.seen().into_iter().map(|(asked, _)| asked).collect()
    }

    /// The requests that carried a stretch of the film, by what they said of it.
    fn chunks(&self) -> Vec<String> {
        let seen = self.seen().into_iter().filter(|asked| !asked.body.is_empty());
        seen.filter_map(|asked| asked.header("content-range").map(str::to_owned)).collect()
    }

    /// How many uploads were opened.
    fn opened(&self) -> usize {
        let opens =
            |asked: &Asked| asked.method == "POST" && asked.path == "/upload/youtube/v3/videos";
        self.seen().iter().filter(|asked| opens(asked)).count()
    }

    fn compose(&self, draft: &Draft) -> Vec<Finding> {
        self.rig.platform.compose(draft).findings
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
        options: crate::post::Options::new(),
    }
}

fn option(mut draft: Draft, name: &str, value: impl Into<Value>) -> Draft {
    draft.options.insert(name.to_owned(), value.into());
    draft
}

fn ids(findings: &[Finding]) -> Vec<&str> {
    findings.iter().map(|finding| finding.id).collect()
}

/// A file beside the project; nothing where it is not here.
fn shared(name: &str) -> Option<Value> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let folder = std::env::var_os("DAKIYA_SHARED").map_or(beside, PathBuf::from);
    if !folder.is_dir() {
        println!("skipped: ../shared is not here");
        return None;
    }
    let text = std::fs::read_to_string(folder.join("platforms/data").join(name)).unwrap();
    Some(serde_json::from_str(&text).unwrap())
}

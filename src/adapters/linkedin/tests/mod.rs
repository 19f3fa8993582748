//! The adapter against its imitation.

mod composing;
mod described;
mod doubt;
mod films;
mod hostile;
mod logins;
mod posts;
mod refusals;
mod strictness;
mod texts;

use std::path::{Path, PathBuf};

use serde_json::Value;
use tempfile::TempDir;

use super::ROW;
use super::imitation::{Fate, Imitation, Knobs};
use crate::clock::{Clock as _, Instant};
use crate::delivery::{Found, Receipt};
use crate::failure::Failure;
use crate::finding::Finding;
use crate::platform::Row;
use crate::platform::mock::{Asked, JobSeed, Mischief, Rig, Trick, Way};
use crate::post::{Card, Draft, Media, MediaKind};

/// A page with a token made by hand.
const PAGE: &str = "author = \"2414183\"\ntoken = { credential = \"t\" }\n";

/// A member, and the same with `resend_on_doubt`.
const MEMBER: &str = "author = \"urn:li:person:Im1tat3dMember\"\ntoken = { credential = \"t\" }\n";
const RESENDS: &str = "author = \"urn:li:person:Im1tat3dMember\"\ntoken = { credential = \"t\" }\n\
                       resend_on_doubt = true\n";

/// A page whose people log in with a browser.
const LOGIN: &str = "author = \"2414183\"\ntoken = { credential = \"t\" }\n\
                     client_id = \"77a1\"\nclient_secret = { credential = \"s\" }\n";

static LINKEDIN: Row = ROW;

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

/// An account on its stage, and the folder of its pictures.
struct Desk {
    rig: Rig,
    folder: TempDir,
}

impl Desk {
    fn new() -> Self {
        Self::of(&LINKEDIN, PAGE)
    }

    fn of(row: &'static Row, settings: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let rig = Rig::new(row, "linkedin", settings, folder.path()).unwrap();
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
        let digest = self.rig.store(bytes).unwrap();
        let (width, height) = (Some(1200), Some(800));
        Media { width, height, ..Media::of(name, digest, kind, bytes.len() as u64) }
    }

    fn picture(&self, number: u8) -> Media {
        let alt = Some(format!("मंच पर वक्ता {number}"));
        Media { alt, ..self.media("rally.jpg", MediaKind::Jpeg, &jpeg(number)) }
    }

    fn film(&self, size: usize) -> Media {
        let mut bytes = b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom".to_vec();
        bytes.extend((bytes.len()..size).map(|at| u8::try_from(at % 251).unwrap()));
        self.media("film.mp4", MediaKind::Mp4, &bytes)
    }

    fn document(&self) -> Media {
        self.media("वार्षिक रिपोर्ट.pdf", MediaKind::Pdf, b"%PDF-1.7\n%%EOF\n")
    }

    async fn post(&self, draft: &Draft) -> Result<Vec<Receipt>, Failure> {
        self.rig.post(draft, 1).await
    }

    /// The only part of `draft`, prepared.
    async fn prepared(&self, draft: &Draft, key: &str) -> Way {
        let mut way = self.way(draft);
        self.rig.prepare(&mut way, self.job(key)).await.unwrap();
        way
    }

    fn way(&self, draft: &Draft) -> Way {
        let part = self.rig.platform.compose(draft).parts.remove(0);
        Way { part, progress: Value::Null }
    }

    fn job<'a>(&self, key: &'a str) -> JobSeed<'a> {
        JobSeed::single(key, self.now())
    }

    async fn publish(&self, way: &Way, key: &str) -> Result<Receipt, Failure> {
        self.rig.publish(way, self.job(key)).await
    }

    async fn find(&self, way: &Way, key: &str, since: Instant) -> Found {
        self.rig.find(way, self.job(key), since).await.unwrap()
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

    /// The bodies of the visible requests, in order.
    fn posted(&self) -> Vec<Value> {
        let seen = self.rig.stage.seen().into_iter().filter(|(_, visible)| *visible);
        seen.map(|(asked, _)| asked.json().unwrap()).collect()
    }

    fn compose(&self, draft: &Draft) -> Vec<Finding> {
        self.rig.platform.compose(draft).findings
    }
}

/// A JPEG whose header can be read, with a number in it that makes it differ from others.
fn jpeg(number: u8) -> Vec<u8> {
    let mut bytes = vec![0xff, 0xd8, 0xff, 0xe0, 0, 16];
    bytes.extend(b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0");
    bytes.extend([0xff, 0xfe, 0, 3, number]);
    bytes.extend([0xff, 0xc0, 0, 11, 8, 0, 8, 0, 16, 1, 1, 0x11, 0]);
    bytes.extend([0xff, 0xd9]);
    bytes
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

fn with(draft: &Draft, media: Vec<Media>) -> Draft {
    Draft { media, ..draft.clone() }
}

fn option(mut draft: Draft, name: &str, value: impl Into<Value>) -> Draft {
    draft.options.insert(name.to_owned(), value.into());
    draft
}

fn card(title: &str) -> Card {
    Card::Of {
        url: "https://example.org/notice_(1)".to_owned(),
        title: title.to_owned(),
        description: "विवरण".to_owned(),
    }
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

//! The adapter against its imitation.

mod bench;
mod captions;
mod classes;
mod films;
mod hostile;
mod lexicon;
mod lexicons;
mod lost;
mod observed;
mod pictures;
mod posts;
mod sessions;
pub(super) mod shared;
mod texts;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::ROW;
use super::imitation::{Imitation, Knobs};
use crate::delivery::{Found, Receipt};
use crate::failure::Failure;
use crate::platform::Row;
use crate::platform::mock::bench::{draft, ids};
use crate::platform::mock::{self, Asked, JobSeed, Rig, Way};
use crate::post::{Card, Draft, Media, MediaKind, Part};

/// The settings of the account under test.
const SETTINGS: &str = "handle = \"office.example.org\"\n\
                        password = { credential = \"bluesky-password\" }\n";

static BLUESKY: Row = ROW;

/// An account on its stage, and the folder of its pictures.
struct Desk {
    rig: Rig,
    folder: TempDir,
}

impl Desk {
    fn new() -> Self {
        Self::of(&BLUESKY, SETTINGS)
    }

    fn of(row: &'static Row, settings: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let rig = Rig::new(row, "bluesky", settings, folder.path()).unwrap();
        Self { rig, folder }
    }

    fn restarted(self) -> Self {
        Self { rig: self.rig.restarted().unwrap(), folder: self.folder }
    }

    fn now(&self) -> crate::clock::Instant {
        use crate::clock::Clock as _;
        self.rig.clock.now()
    }

    fn pass(&self, seconds: i64) {
        self.rig.clock.advance_to(self.now() + chrono::Duration::seconds(seconds));
    }

    /// The names of the methods asked so far, in order.
    fn asked(&self) -> Vec<String> {
        let seen = self.rig.stage.seen();
        let name = |asked: &Asked| asked.path.rsplit('.').next().unwrap().to_owned();
        seen.iter().map(|(asked, _)| name(asked)).collect()
    }

    /// The records put so far, in order.
    fn records(&self) -> Vec<Value> {
        let seen = self.rig.stage.seen().into_iter().filter(|(_, visible)| *visible);
        seen.map(|(asked, _)| asked.json().unwrap()["record"].clone()).collect()
    }

    /// How many different posts followers ever saw.
    fn public(&self) -> usize {
        self.rig.ledger().len()
    }

    fn media(&self, name: &str, kind: MediaKind, bytes: &[u8]) -> Media {
        Media {
            width: Some(1200),
            height: Some(800),
            alt: Some("मंच पर वक्ता".to_owned()),
            ..Media::of(name.to_owned(), self.rig.store(bytes).unwrap(), kind, bytes.len() as u64)
        }
    }

    fn png(&self, size: usize) -> Media {
        self.media("rally.png", MediaKind::Png, &png(size))
    }

    fn film(&self, size: usize) -> Media {
        self.media("film.mp4", MediaKind::Mp4, &mp4(size))
    }

    async fn post(&self, draft: &Draft) -> Result<Vec<Receipt>, Failure> {
        self.rig.post(draft, 1).await
    }

    /// What the engine does with one prepared part: sends it, looks after a lost answer, sends
    /// it again where it is absent.
    async fn deliver(&self, way: &Way, job: JobSeed<'_>) -> Receipt {
        for _ in 0..5 {
            let failure = match self.rig.publish(way, job).await {
                Ok(receipt) => return receipt,
                Err(failure) => failure,
            };
            if failure.class == crate::failure::Class::Session {
                self.rig.platform.refresh().await.unwrap();
            } else if failure.class.may_be_applied() {
                if let Found::Published(receipt) =
                    self.rig.find(way, job, self.now()).await.unwrap()
                {
                    return receipt;
                }
            } else {
                panic!("refused: {failure}");
            }
        }
        panic!("not delivered in five attempts");
    }

    async fn prepared(&self, part: Part, job: JobSeed<'_>) -> Way {
        let mut way = Way { part, progress: Value::Null };
        self.rig.prepare(&mut way, job).await.unwrap();
        way
    }
}

fn boxed(knobs: Knobs) -> Option<Box<dyn mock::Imitation>> {
    Some(Box::new(Imitation::new(knobs)))
}

fn part(text: &str) -> Part {
    draft(text).part(text, Vec::new())
}

fn option(draft: &mut Draft, name: &str, value: impl Into<Value>) {
    draft.options.insert(name.to_owned(), value.into());
}

fn card(title: &str) -> Card {
    Card::Of {
        url: "https://example.org/notice".to_owned(),
        title: title.to_owned(),
        description: "विवरण".to_owned(),
    }
}

fn png(size: usize) -> Vec<u8> {
    filled(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", size)
}

fn jpeg(size: usize) -> Vec<u8> {
    filled(b"\xff\xd8\xff\xe0\0\x10JFIF\0", size)
}

fn mp4(size: usize) -> Vec<u8> {
    filled(b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom", size)
}

fn filled(start: &[u8], size: usize) -> Vec<u8> {
    let mut bytes = start.to_vec();
    bytes.resize(size.max(start.len()), 7);
    bytes
}

/// A request as a client would send it, for tests of the imitation alone.
fn ask(method: &str, path: &str, token: Option<&str>, body: &Value) -> Asked {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let mut headers = std::collections::BTreeMap::new();
    if let Some(token) = token {
        headers.insert("authorization".to_owned(), format!("Bearer {token}"));
    }
    let body = if body.is_null() {
        Vec::new()
    } else {
        headers.insert("content-type".to_owned(), "application/json".to_owned());
        body.to_string().into_bytes()
    };
    let pairs = url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let path = format!("/xrpc/{path}");
    Asked { method: method.to_owned(), path, query: pairs, headers, body }
}

fn login() -> Value {
    json!({ "identifier": "office.example.org", "password": super::imitation::PASSWORD })
}

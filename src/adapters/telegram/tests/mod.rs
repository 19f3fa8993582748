//! The adapter against its imitation.

mod album;
mod composing;
mod doubt;
mod hostile;
mod network;
mod official;
mod refusals;
mod requests;
mod sending;
mod setting;
mod staged;
mod whoami;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::imitation::{Server, TOKEN};
use super::{NAME, ROW};
use crate::delivery::{Found, Receipt};
use crate::failure::Failure;
use crate::finding::Finding;
use crate::http::{Kind, Request, Transport as _, Url};
use crate::platform::mock::bench::draft;
use crate::platform::mock::{Asked, Direct, JobSeed, Mischief, Reply, Rig, Trick, Way};
use crate::platform::{Composed, Row};
use crate::post::{Card, Draft, Media, MediaKind};

/// The least settings.
const PLAIN: &str = "channel = \"@our_channel\"\ntoken = { credential = \"telegram\" }\n";

/// A text of a notice.
const NOTICE: &str = "कल कार्यालय बंद रहेगा। #सूचना";

/// A rig with the folder of its media.
struct Stand {
    rig: Rig,
    folder: TempDir,
}

fn stand(more: &str) -> Stand {
    stand_of(&ROW, more)
}

fn stand_of(row: &'static Row, more: &str) -> Stand {
    let folder = tempfile::tempdir().unwrap();
    let rig = Rig::new(row, NAME, &format!("{PLAIN}{more}"), folder.path()).unwrap();
    Stand { rig, folder }
}

/// A server whose bot may not post.
static POWERLESS: Row = Row { imitation: |_| Some(Box::new(Server::powerless())), ..ROW };

/// A server that takes only two messages a minute.
static NARROW: Row = Row { imitation: |_| Some(Box::new(Server::taking(2))), ..ROW };

impl Stand {
    fn restarted(self) -> Self {
        Self { rig: self.rig.restarted().unwrap(), folder: self.folder }
    }

    fn media(&self, kind: MediaKind, bytes: &[u8], sides: Option<(u32, u32)>) -> Media {
        Media {
            width: sides.map(|sides| sides.0),
            height: sides.map(|sides| sides.1),
            ..Media::of(
                format!("चित्र.{}", kind.ending()),
                self.rig.store(bytes).unwrap(),
                kind,
                bytes.len() as u64,
            )
        }
    }

    fn picture(&self, width: u32) -> Media {
        self.media(MediaKind::Png, &png(width, 60), Some((width, 60)))
    }

    fn film(&self) -> Media {
        let film = crate::post::Film { millis: 61_500, ..Default::default() };
        let medium = self.media(MediaKind::Mp4, b"\0\0\0\x18ftypmp42 film", Some((640, 360)));
        Media { film: Some(film), ..medium }
    }

    fn way(&self, draft: &Draft) -> Way {
        let part = self.rig.platform.compose(draft).parts.remove(0);
        Way { part, progress: Value::Null }
    }

    /// Prepares and sends the only part of `draft` as delivery 1.
    async fn send(&self, draft: &Draft) -> Result<Receipt, Failure> {
        let mut way = self.way(draft);
        self.ready(&mut way, 1).await;
        self.publish(&way, 1).await
    }

    async fn ready(&self, way: &mut Way, delivery: u32) {
        let key = Rig::key(delivery, 0);
        self.rig.prepare(way, JobSeed::single(&key, self.now())).await.unwrap();
    }

    async fn publish(&self, way: &Way, delivery: u32) -> Result<Receipt, Failure> {
        let key = Rig::key(delivery, 0);
        self.rig.publish(way, JobSeed::single(&key, self.now())).await
    }

    async fn find(&self, way: &Way, delivery: u32) -> Result<Found, Failure> {
        let key = Rig::key(delivery, 0);
        self.rig.find(way, JobSeed::single(&key, self.now()), self.now()).await
    }

    fn now(&self) -> crate::clock::Instant {
        use crate::clock::Clock as _;
        self.rig.clock.now()
    }

    /// Refuses the next visible request with these words.
    fn refuse(&self, code: u16, description: &str) {
        self.rig.order(Mischief::visible(Trick::Reply(refusal(code, description))));
    }

    /// Someone else's program calls `method` with the bot's token.
    async fn meddle(&self, method: &str, fields: Value) -> Value {
        let url = url(&format!("https://api.telegram.org/bot{TOKEN}/{method}"));
        let direct = Direct::to(self.rig.stage.clone());
        let request = Request::post("meddle", url).json(fields);
        direct.send(Kind::Invisible, request).await.unwrap().json().unwrap()
    }

    /// The fields of the requests for `method` so far, in order.
    fn calls(&self, method: &str) -> Vec<Value> {
        let seen = self.rig.stage.seen();
        let ours = seen.iter().filter(|(asked, _)| asked.path.ends_with(&format!("/{method}")));
        ours.map(|(asked, _)| fields_of(asked)).collect()
    }
}

/// The fields of a request, files as their names.
fn fields_of(asked: &Asked) -> Value {
    if let Some(fields) = asked.json() {
        return fields;
    }
    let mut fields = json!({});
    for part in asked.multipart().unwrap() {
        fields[part.name] = match part.file {
            Some(file) => json!({ "file": file, "type": part.content_type }),
            None => String::from_utf8(part.bytes).unwrap().into(),
        };
    }
    fields
}

fn refusal(code: u16, description: &str) -> Reply {
    let body = json!({ "ok": false, "error_code": code, "description": description });
    Reply::json(code, &body)
}

fn with_media(text: &str, media: Vec<Media>) -> Draft {
    Draft { media, ..draft(text) }
}

fn with_option(text: &str, option: &str, value: impl Into<Value>) -> Draft {
    Draft { options: [(option.to_owned(), value.into())].into(), ..draft(text) }
}

/// The beginning of a PNG picture, which is all that is looked at.
fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
    bytes.extend(width.to_be_bytes());
    bytes.extend(height.to_be_bytes());
    bytes.extend([8, 2, 0, 0, 0, 0, 0, 0, 0]);
    bytes
}

fn ids(composed: &Composed) -> Vec<&'static str> {
    composed.findings.iter().map(|finding: &Finding| finding.id).collect()
}

fn url(text: &str) -> Url {
    Url::parse(text).unwrap()
}

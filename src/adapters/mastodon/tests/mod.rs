//! Tests of the adapter against its imitation.

mod composing;
mod described;
mod doubt;
mod finding;
mod hostile;
mod kin;
mod media;
mod over_http;
mod posting;
mod refusals;
mod schema;
mod settings;
mod strictness;
mod whoami;

use serde_json::Value;
use tempfile::TempDir;

use super::imitation::{Config, Describes, Quota, Server};
use crate::clock::{Clock as _, Instant};
use crate::delivery::{Found, Receipt};
use crate::failure::Failure;
use crate::platform::Row;
use crate::platform::mock::bench::{draft, ids, receipt_of, with_option};
use crate::platform::mock::{Imitation, JobSeed, Mischief, Rig, Trick, Way};
use crate::post::{Draft, Media, MediaKind};

/// A row whose kinds are servers set up differently.
static ROW: Row = Row { imitation: server, ..super::ROW };

const SETTINGS: &str = "server = \"https://social.example\"\ntoken = { credential = \"t\" }\n";

const TEXT: &str = "कल कार्यालय बंद रहेगा।";

/// The bytes that a PNG, a JPEG and an MP4 begin with.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n....";
const JPEG: &[u8] = b"\xff\xd8\xff\xe0....";
const MP4: &[u8] = b"\0\0\0\x18ftypisom....";

fn server(kind: &str) -> Option<Box<dyn Imitation>> {
    let mut config = Config::mastodon();
    match kind {
        "mastodon" => {}
        "gotosocial" => config = Config::gotosocial(),
        "pleroma" => config = Config::pleroma(),
        "pixelfed" => config = Config::pixelfed(),
        "limited" => config.limited = true,
        "broken-media" => config.breaks_media = true,
        "only-v1-media" => config.has_v2_media = false,
        "slow" => config.processing = chrono::Duration::minutes(20),
        "v3" => (config.describes, config.version) = (Describes::OnlyV1, "3.5.19"),
        "silent" => config.describes = Describes::Nothing,
        "busy" => config.quotas.statuses = Quota { most: 1, minutes: 180 },
        "few-uploads" => config.quotas.uploads = Quota { most: 1, minutes: 30 },
        "few-requests" => config.quotas.api = Quota { most: 3, minutes: 5 },
        "few-deletes" => config.quotas.deletes = Quota { most: 1, minutes: 30 },
        "poor" => config.scopes = vec!["read"],
        "person" => config.bot = false,
        _ => return None,
    }
    Some(Server::boxed(config))
}

/// A rig with the folder of its pictures.
struct Bench {
    rig: Rig,
    folder: TempDir,
}

impl Bench {
    fn of(kind: &str) -> Self {
        Self::with(kind, "")
    }

    fn with(kind: &str, settings: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let settings = format!("{SETTINGS}{settings}");
        let rig = Rig::new(&ROW, kind, &settings, folder.path()).unwrap();
        Self { rig, folder }
    }

    fn restarted(self) -> Self {
        Self { rig: self.rig.restarted().unwrap(), ..self }
    }

    fn media(&self, kind: MediaKind, bytes: &[u8], alt: Option<&str>) -> Media {
        Media {
            alt: alt.map(str::to_owned),
            ..Media::of(
                format!("चित्र.{}", kind.ending()),
                self.rig.store(bytes).unwrap(),
                kind,
                bytes.len() as u64,
            )
        }
    }

    fn now(&self) -> Instant {
        self.rig.clock.now()
    }

    fn pass(&self, minutes: i64) {
        self.rig.clock.advance_to(self.now() + chrono::Duration::minutes(minutes));
    }

    /// The only part of `draft`, prepared.
    async fn prepared(&self, draft: &Draft, key: &str) -> Way {
        let part = self.rig.platform.compose(draft).parts.remove(0);
        let mut way = Way { part, progress: Value::Null };
        self.rig.prepare(&mut way, self.single(key)).await.unwrap();
        way
    }

    fn single<'a>(&self, key: &'a str) -> JobSeed<'a> {
        JobSeed::single(key, self.now())
    }

    async fn publish(&self, way: &Way, key: &str) -> Result<Receipt, Failure> {
        self.rig.publish(way, self.single(key)).await
    }

    async fn find(&self, way: &Way, key: &str, since: Instant) -> Result<Found, Failure> {
        self.rig.find(way, self.single(key), since).await
    }

    fn visible(&self, trick: Trick) {
        self.rig.order(Mischief::visible(trick));
    }

    fn invisible(&self, trick: Trick) {
        self.rig.order(Mischief::invisible(trick));
    }

    /// The body of the visible request number `index`.
    fn body(&self, index: usize) -> Value {
        let seen = self.rig.stage.seen();
        let visible: Vec<_> = seen.iter().filter(|(_, visible)| *visible).collect();
        visible[index].0.json().unwrap()
    }

    /// The ids of everything public, deleted ones left out.
    fn public(&self) -> Vec<String> {
        let all = self.rig.ledger();
        all.into_iter().filter(|one| !one.deleted).map(|one| one.id).collect()
    }
}

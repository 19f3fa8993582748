//! Tests of the adapter against its imitation.

mod comments;
mod composing;
mod described;
mod extras;
mod films;
mod finding;
mod hostile;
mod posting;
mod refusals;
mod settings;
mod stories;
mod strictness;
mod tokens;
mod whoami;

use std::collections::BTreeMap;

use serde_json::{Value, json};
use tempfile::TempDir;

use super::imitation::{APP, Config, Graph, PAGE};
use crate::clock::{Clock as _, Instant};
use crate::delivery::{Found, Receipt};
use crate::failure::{Class, Failure};
use crate::finding::Finding;
use crate::platform::Row;
use crate::platform::mock::bench::{draft, ids, receipt_of, with_option};
use crate::platform::mock::{Asked, Imitation, JobSeed, Mischief, Reply, Rig, Trick, Way};
use crate::post::{Card, Draft, Film, Media, MediaKind};

/// A row whose kinds are services set up differently.
static ROW: Row = Row { imitation: graph, ..super::ROW };

const TEXT: &str = "कल कार्यालय बंद रहेगा।";

/// The bytes that a PNG, a JPEG and an MP4 begin with.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n....";
const JPEG: &[u8] = b"\xff\xd8\xff\xe0....";
const MP4: &[u8] = b"\0\0\0\x18ftypisom\0\0\x02\0isomiso2avc1mp41 and the film itself";

fn graph(kind: &str) -> Option<Box<dyn Imitation>> {
    let mut config = Config { piece: 25, ..Config::default() };
    match kind {
        "facebook" => {}
        "older-words" => config.older_words = true,
        "newer-version" => config.served = "v26.0",
        "broken-films" => config.breaks_films = true,
        "breaking-upload" => config.breaks_upload_at = Some(20),
        "slow" => config.processing = chrono::Duration::hours(9),
        "no-role" => config.has_role = false,
        "poor" => config.scopes = vec!["pages_show_list"],
        "no-comments" => config.scopes.retain(|scope| *scope != "pages_manage_engagement"),
        "no-business" => config.scopes.retain(|scope| *scope != "business_management"),
        "page-token" => config.kind = "PAGE",
        "person" => config.kind = "USER",
        "ending" => {
            (config.expires_at, config.data_access_expires_at) = (1_800_000_000, 1_764_900_000);
        }
        "hidden" => config.page_published = false,
        "silent-about-apps" => config.shows_app = false,
        "full" => config.used = 96,
        _ => return None,
    }
    Some(Graph::boxed(config))
}

fn settings(more: &str) -> String {
    format!(
        "page = \"{PAGE}\"\nsystem_user_token = {{ credential = \"t\" }}\napp_id = \"{APP}\"\n\
         app_secret = {{ credential = \"s\" }}\n{more}"
    )
}

/// A rig with the folder of its pictures.
struct Bench {
    rig: Rig,
    _folder: TempDir,
}

impl Bench {
    fn of(kind: &str) -> Self {
        Self::with(kind, "")
    }

    fn with(kind: &str, more: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let rig = Rig::new(&ROW, kind, &settings(more), folder.path()).unwrap();
        Self { rig, _folder: folder }
    }

    fn two_step() -> Self {
        Self::with("facebook", "two_step = true\n")
    }

    fn restarted(self) -> Self {
        Self { rig: self.rig.restarted().unwrap(), ..self }
    }

    fn media(&self, kind: MediaKind, bytes: &[u8], alt: Option<&str>) -> Media {
        let digest = self.rig.store(bytes).unwrap();
        let name = format!("चित्र.{}", kind.ending());
        let alt = alt.map(str::to_owned);
        Media { alt, ..Media::of(name, digest, kind, bytes.len() as u64) }
    }

    fn pictured(&self) -> Draft {
        let media = vec![self.media(MediaKind::Jpeg, JPEG, Some("मंच पर वक्ता"))];
        Draft { media, ..draft(TEXT) }
    }

    fn album(&self) -> Draft {
        let mut draft = self.pictured();
        draft.media.push(self.media(MediaKind::Png, PNG, Some("सभा \"बड़ी\"")));
        draft
    }

    fn filmed(&self) -> Draft {
        Draft { media: vec![self.film()], ..draft(TEXT) }
    }

    fn reel(&self) -> Draft {
        with_option(self.filmed(), "reel", true)
    }

    /// A film that may be a reel.
    fn film(&self) -> Media {
        let film = Film {
            millis: 10_000,
            frames_in_1000s: Some(30_000),
            video: Some("h264".into()),
            audio: Some("aac".into()),
            streams: true,
        };
        let (width, height) = (Some(1080), Some(1920));
        Media { width, height, film: Some(film), ..self.media(MediaKind::Mp4, MP4, None) }
    }

    fn now(&self) -> Instant {
        self.rig.clock.now()
    }

    fn pass(&self, seconds: i64) {
        self.rig.clock.advance_to(self.now() + chrono::Duration::seconds(seconds));
    }

    fn single<'a>(&self, key: &'a str) -> JobSeed<'a> {
        JobSeed::single(key, self.now())
    }

    /// The first part of `draft`, not yet prepared.
    fn way(&self, draft: &Draft) -> Way {
        let part = self.rig.platform.compose(draft).parts.remove(0);
        Way { part, progress: Value::Null }
    }

    /// The same, prepared.
    async fn prepared(&self, draft: &Draft) -> Way {
        let mut way = self.way(draft);
        self.rig.prepare(&mut way, self.single("k")).await.unwrap();
        way
    }

    async fn publish(&self, way: &Way) -> Result<Receipt, Failure> {
        self.rig.publish(way, self.single("k")).await
    }

    async fn find(&self, way: &Way, since: Instant) -> Result<Found, Failure> {
        self.rig.find(way, self.single("k"), since).await
    }

    async fn post(&self, draft: &Draft) -> Vec<Receipt> {
        self.rig.post(draft, 1).await.unwrap()
    }

    fn visible(&self, trick: Trick) {
        self.rig.order(Mischief::visible(trick));
    }

    fn invisible(&self, trick: Trick) {
        self.rig.order(Mischief::invisible(trick));
    }

    /// The requests so far whose path ends so.
    fn asked(&self, ending: &str) -> Vec<Asked> {
        let seen = self.rig.stage.seen().into_iter().map(|(asked, _)| asked);
        seen.filter(|asked| asked.path.ends_with(ending)).collect()
    }

    /// The visible requests so far.
    fn shown(&self) -> Vec<Asked> {
        let seen = self.rig.stage.seen().into_iter();
        seen.filter(|(_, visible)| *visible).map(|(asked, _)| asked).collect()
    }

    /// The ids of everything public, deleted ones left out.
    fn public(&self) -> Vec<String> {
        let all = self.rig.ledger();
        all.into_iter().filter(|one| !one.deleted).map(|one| one.id).collect()
    }
}

/// A refusal as the API words it.
fn refusal(code: i64, subcode: Option<i64>) -> Reply {
    let mut error = json!({ "message": "said so", "type": "OAuthException", "code": code });
    if let Some(subcode) = subcode {
        error["error_subcode"] = json!(subcode);
    }
    Reply::json(400, &json!({ "error": error }))
}

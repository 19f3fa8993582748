//! Tests of the adapter against its imitation.

mod composing;
mod described;
mod finding;
mod hostile;
mod logins;
mod money;
mod posting;
mod refusals;
mod settings;
mod signing;
mod strictness;
mod uploads;
mod whoami;

use std::collections::BTreeMap;

use serde_json::Value;
use tempfile::TempDir;

use super::imitation::{Config, Server};
use crate::clock::{Clock as _, Instant};
use crate::delivery::{Found, Receipt};
use crate::failure::Failure;
use crate::platform::Row;
use crate::platform::mock::bench::{draft, ids, with_option};
use crate::platform::mock::{Asked, Imitation, JobSeed, Mischief, Reply, Rig, Trick, Way};
use crate::post::{Card, Draft, Media, MediaKind};

/// A row whose kinds are servers of different moods.
static ROW: Row = Row { imitation: server, ..super::ROW };

const KEYS: &str = "username = \"office_example\"\n\
    api_key = { credential = \"a\" }\napi_secret = { credential = \"b\" }\n\
    access_token = { credential = \"c\" }\naccess_secret = { credential = \"d\" }\n";

const TOKENS: &str = "username = \"office_example\"\nclient_id = \"abc123\"\n";

const TEXT: &str = "कल कार्यालय बंद रहेगा।";

/// The bytes that a JPEG, a GIF and an MP4 begin with.
const JPEG: &[u8] = b"\xff\xd8\xff\xe0 a picture";
const GIF: &[u8] = b"GIF89a a picture that moves";
const MP4: &[u8] = b"\0\0\0\x18ftypisom\0\0\x02\0isomiso2mp41 a film";

fn server(kind: &str) -> Option<Box<dyn Imitation>> {
    config(kind).map(Server::boxed)
}

fn config(kind: &str) -> Option<Config> {
    let seconds = chrono::Duration::seconds;
    let mut config = Config::default();
    match kind {
        "x" => {}
        "no-replies" => config.refuses_replies = true,
        "poor" => config.credits = 20,
        "lagging" => config.lag = seconds(5),
        "slow-films" => config.processing = seconds(7200),
        "bad-films" => config.refuses_films = true,
        "small-pieces" => config.piece = 200_000,
        "no-pieces" => config.piece = 1000,
        "older" => config.older = true,
        "read-only" => config.read_only = true,
        "few-scopes" => config.scopes = "tweet.read users.read media.write offline.access",
        "busy" => config.posts = (1, 10_000),
        "busy-day" => config.posts = (100, 1),
        "behind" => config.ahead = seconds(-400),
        "other" => config.username = "somebody_else",
        "named" => config.username = "Office_Example",
        "short" => config.length = 20,
        "protected" => config.protected = true,
        _ => return None,
    }
    Some(config)
}

/// A rig with the folder of its pictures.
struct Bench {
    rig: Rig,
    folder: TempDir,
}

impl Bench {
    fn of(kind: &str) -> Self {
        Self::with(kind, KEYS)
    }

    fn with(kind: &str, settings: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let rig = Rig::new(&ROW, kind, settings, folder.path()).unwrap();
        Self { rig, folder }
    }

    /// An account outside of a dry run, to which nobody has logged in.
    fn unlogged(kind: &str, settings: &str) -> Self {
        let bench = Self::with(kind, settings);
        Self { rig: bench.rig.as_in_the_world().unwrap(), ..bench }
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

    fn now(&self) -> Instant {
        self.rig.clock.now()
    }

    fn pass(&self, seconds: i64) {
        self.rig.clock.advance_to(self.now() + chrono::Duration::seconds(seconds));
    }

    fn way(&self, draft: &Draft) -> Way {
        let composed = self.rig.platform.compose(draft);
        assert_eq!(composed.parts.len(), 1, "{:?}", composed.findings);
        Way { part: composed.parts.into_iter().next().unwrap(), progress: Value::Null }
    }

    /// The only part of `draft`, prepared.
    async fn prepared(&self, draft: &Draft) -> Way {
        let mut way = self.way(draft);
        self.prepare(&mut way).await.unwrap();
        way
    }

    async fn prepare(&self, way: &mut Way) -> Result<(), Failure> {
        let key = Rig::key(1, 0);
        self.rig.prepare(way, JobSeed::single(&key, self.now())).await
    }

    async fn publish(&self, way: &Way) -> Result<Receipt, Failure> {
        let key = Rig::key(1, 0);
        self.rig.publish(way, JobSeed::single(&key, self.now())).await
    }

    async fn find(&self, way: &Way, since: Instant) -> Result<Found, Failure> {
        let key = Rig::key(1, 0);
        self.rig.find(way, JobSeed::single(&key, self.now()), since).await
    }

    /// What comes of a visible request that is answered so, and not applied.
    async fn answered(&self, reply: Reply) -> Failure {
        let way = self.prepared(&draft(TEXT)).await;
        self.rig.order(Mischief::visible(Trick::Reply(reply)));
        self.publish(&way).await.unwrap_err()
    }

    fn visible(&self, trick: Trick) {
        self.rig.order(Mischief::visible(trick));
    }

    fn invisible(&self, trick: Trick) {
        self.rig.order(Mischief::invisible(trick));
    }

    /// Every request so far whose path ends so.
    fn asked(&self, ending: &str) -> Vec<Asked> {
        let seen = self.rig.stage.seen().into_iter().map(|(asked, _)| asked);
        seen.filter(|asked| asked.path.ends_with(ending)).collect()
    }

    /// The body of the newest visible request.
    fn body(&self) -> Value {
        self.asked("/2/tweets").last().unwrap().json().unwrap()
    }
}

fn with_media(text: &str, media: Vec<Media>) -> Draft {
    Draft { media, ..draft(text) }
}

fn long() -> Draft {
    let sentence =
        |number| format!("{number}. पंचायत भवन में सभी ग्रामवासियों की बैठक सुबह दस बजे से होगी।");
    draft(&(1..=12).map(sentence).collect::<Vec<_>>().join("\n"))
}

/// A request as the imitation sees it.
fn asked(method: &str, path: &str, body: Option<&Value>) -> Asked {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let mut headers = BTreeMap::new();
    if body.is_some() {
        headers.insert("content-type".to_owned(), "application/json".to_owned());
    }
    Asked {
        method: method.to_owned(),
        path: path.to_owned(),
        query: url::form_urlencoded::parse(query.as_bytes()).into_owned().collect(),
        headers,
        body: body.map(|body| body.to_string().into_bytes()).unwrap_or_default(),
    }
}

/// The same, signed as the adapter signs it.
fn signed(asked: Asked, at: Instant, nonce: &str) -> Asked {
    use super::imitation::secrets;
    let secret = |at: usize| crate::secret::Secret::new(secrets()[at].1);
    let keys = super::oauth1::Keys {
        consumer: secret(0),
        consumer_secret: secret(1),
        token: secret(2),
        token_secret: secret(3),
    };
    let mut url = crate::http::Url::parse("http://127.0.0.1:9").unwrap();
    url.set_path(&asked.path);
    if !asked.query.is_empty() {
        url.query_pairs_mut().extend_pairs(&asked.query);
    }
    let header = keys.authorization(&asked.method, &url, nonce, at.timestamp());
    let mut asked = asked;
    asked.headers.insert("authorization".to_owned(), header);
    asked
}

fn problem(status: u16, kind: &str, detail: &str) -> Reply {
    let kind = match kind {
        "" => "about:blank".to_owned(),
        kind => format!("https://api.twitter.com/2/problems/{kind}"),
    };
    Reply::json(
        status,
        &serde_json::json!({ "title": "Forbidden", "type": kind, "detail": detail, "status": status }),
    )
}

//! Requests and answers against the published description of the API, where it is at hand.

mod validate;

use std::cell::RefCell;
use std::path::PathBuf;

use serde_json::{Value, json};

use self::validate::Description;
use super::{Bench, JPEG, MP4, TEXT, draft, server, with_option};
use crate::clock::Instant;
use crate::platform::Row;
use crate::platform::mock::{Asked, Imitation, Ledger, Reply, Rig};
use crate::post::{Draft, MediaKind};

/// The JSON file `name` of the shared platform data; none, with a word, where it is not here.
pub(super) fn shared(name: &str) -> Option<Value> {
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let folder = std::env::var_os("DAKIYA_SHARED").map_or(beside, PathBuf::from);
    let Ok(text) = std::fs::read_to_string(folder.join("platforms/data").join(name)) else {
        println!("skipped: ../shared is not here");
        return None;
    };
    Some(serde_json::from_str(&text).unwrap())
}

thread_local! {
    static HEARD: RefCell<Vec<(Asked, Reply)>> = const { RefCell::new(Vec::new()) };
}

/// An imitation that keeps what it was asked and what it answered.
struct Recorder(Box<dyn Imitation>);

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

fn recorded(kind: &str) -> Option<Box<dyn Imitation>> {
    Some(Box::new(Recorder(server(kind)?)))
}

static RECORDED: Row = Row { imitation: recorded, ..super::super::ROW };

/// Everything the adapter ever asks of a server of `kind`, with the answers.
async fn whole_life(kind: &str) -> Vec<(Asked, Reply)> {
    HEARD.take();
    let folder = tempfile::tempdir().unwrap();
    let rig = Rig::new(&RECORDED, kind, super::SETTINGS, folder.path()).unwrap();
    let bench = Bench { rig, folder };
    bench.rig.platform.whoami().await.unwrap();
    let picture = bench.media(MediaKind::Jpeg, JPEG, Some("चित्र"));
    let film = bench.media(MediaKind::Mp4, MP4, None);
    let warned =
        Draft { warning: Some("हिंसा".into()), media: vec![picture], ..draft(TEXT) };
    let since = bench.now();
    bench.rig.post(&with_option(warned, "focus", "0.0,0.5"), 1).await.unwrap();
    let filmed = Draft { media: vec![film], ..draft("") };
    let receipt = bench.rig.post(&filmed, 2).await.unwrap().remove(0);
    let key = Rig::key(3, 1);
    let way = bench.prepared(&draft(TEXT), &key).await;
    let mut job = bench.single(&key);
    (job.index, job.root, job.parent) = (1, Some(&receipt), Some(&receipt));
    bench.rig.publish(&way, job).await.unwrap();
    bench.rig.find(&way, job, since).await.unwrap();
    bench.rig.platform.recall(&receipt).await.unwrap();
    drop(bench.folder);
    HEARD.take()
}

fn description() -> Option<Description> {
    shared("mastodon/schema.json").map(Description::new)
}

#[tokio::test]
async fn every_request_and_answer_is_as_described() {
    let Some(description) = description() else { return };
    for kind in ["mastodon", "v3"] {
        for (asked, reply) in whole_life(kind).await {
            if reply.status == 404 {
                continue;
            }
            let problems = description.check(&asked, &reply);
            assert!(problems.is_empty(), "{} {}: {problems:#?}", asked.method, asked.path);
        }
    }
}

#[tokio::test]
async fn a_life_asks_everything_the_adapter_can_ask() {
    let mut labels: Vec<_> = whole_life("mastodon")
        .await
        .into_iter()
        .map(|(asked, reply)| format!("{} {} {}", asked.method, asked.path, reply.status))
        .map(|line| line.replace(|c: char| c.is_ascii_digit() && c > '6', ""))
        .collect();
    labels.sort();
    labels.dedup();
    for part in ["/source 200", "POST /api/v2/media 200", "POST /api/v2/media 202", "DELETE"] {
        assert!(labels.iter().any(|label| label.contains(part)), "{part}: {labels:#?}");
    }
}

#[test]
fn every_field_the_adapter_reads_is_described() {
    let Some(description) = description() else { return };
    for (entity, fields) in [
        (
            "Status",
            &[
                "id",
                "url",
                "uri",
                "created_at",
                "visibility",
                "in_reply_to_id",
                "media_attachments",
                "application",
            ][..],
        ),
        ("MediaAttachment", &["id", "url", "description"]),
        ("Application", &["name", "scopes"]),
        ("StatusSource", &["text", "spoiler_text"]),
        ("CredentialAccount", &["id", "acct", "url", "bot", "locked", "limited", "moved"]),
        ("Error", &["error", "error_description"]),
        (
            "Instance",
            &["version", "source_url", "domain", "rules", "api_versions", "configuration"],
        ),
        ("V1Instance", &["version", "uri", "rules", "configuration"]),
        ("Rule", &["text"]),
    ] {
        for field in fields {
            assert!(description.has_field(entity, field), "{entity}.{field}");
        }
    }
}

#[test]
fn the_check_itself_finds_what_is_wrong() {
    let Some(description) = description() else { return };
    let wrong = |body: Value| {
        let asked = super::strictness::asked("POST", "/api/v1/statuses", Some(&body));
        !description.check_request(&asked).is_empty()
    };
    assert!(!wrong(json!({ "status": "x", "visibility": "public" })));
    assert!(wrong(json!({ "status": "x", "visibility": "all" })));
    assert!(wrong(json!({ "status": "x", "colour": "red" })));
    assert!(wrong(json!({ "status": 5 })));
    assert!(wrong(json!({ "visibility": "public" })));
    let asked = super::strictness::asked("GET", "/api/v1/nothing", None);
    assert!(!description.check_request(&asked).is_empty());
}

#[test]
fn the_imitation_refuses_fields_that_are_not_described() {
    let Some(description) = description() else { return };
    for field in ["colour", "quote_id", "content_type", "local_only"] {
        let body = json!({ "status": "x", field: "y" });
        let asked = super::strictness::asked("POST", "/api/v1/statuses", Some(&body));
        assert!(!description.check_request(&asked).is_empty(), "{field}");
        let mut imitation = server("mastodon").unwrap();
        let now = crate::clock::from_micros(1_764_045_000_000_000);
        assert_eq!(imitation.answer(&asked, &mut Ledger::default(), now).status, 422, "{field}");
    }
}

//! Requests and answers against the published description of the API, where it is at hand.

use serde_json::{Value, json};

use super::{Bench, JPEG, MP4, TEXT, draft, server, with_option};
use crate::platform::Row;
use crate::platform::mock::bench::{Recorder, heard, shared};
use crate::platform::mock::openapi::Description;
use crate::platform::mock::{Asked, Imitation, Ledger, Reply, Rig};
use crate::post::{Draft, MediaKind};

fn recorded(kind: &str) -> Option<Box<dyn Imitation>> {
    Some(Box::new(Recorder(server(kind)?)))
}

static RECORDED: Row = Row { imitation: recorded, ..super::super::ROW };

/// Everything the adapter ever asks of a server of `kind`, with the answers.
async fn whole_life(kind: &str) -> Vec<(Asked, Reply)> {
    heard();
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
    heard()
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

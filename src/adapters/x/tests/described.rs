//! Requests and answers against the published description of the API, where it is at hand.

use serde_json::json;

use super::*;
use crate::platform::mock::bench::{Recorder, heard, shared};
use crate::platform::mock::openapi::Description;

fn recorded(kind: &str) -> Option<Box<dyn Imitation>> {
    Some(Box::new(Recorder(server(kind)?)))
}

static RECORDED: Row = Row { imitation: recorded, ..super::super::ROW };

/// Everything the adapter ever asks of the API, with the answers.
async fn whole_life() -> Vec<(Asked, Reply)> {
    heard();
    let folder = tempfile::tempdir().unwrap();
    let settings = format!("{KEYS}max_length = 4000\nreply_settings = \"mentionedUsers\"\n");
    let bench = Bench { rig: Rig::new(&RECORDED, "x", &settings, folder.path()).unwrap(), folder };
    bench.rig.platform.whoami().await.unwrap();
    let album = [JPEG, b"\xff\xd8\xff\xe0 another"];
    let album = album.map(|bytes| bench.media(MediaKind::Jpeg, bytes, Some("चित्र"))).to_vec();
    let labelled =
        Draft { ai: true, ..with_media("देखें example.org/क पर & और", album) };
    let since = bench.now();
    let paid = with_option(labelled, "paid_partnership", true);
    let way = bench.prepared(&paid).await;
    let first = bench.publish(&way).await.unwrap();
    bench.pass(20);
    bench.find(&way, since).await.unwrap();
    for (kind, bytes) in [(MediaKind::Mp4, MP4), (MediaKind::Gif, GIF)] {
        let film = bench.media(kind, bytes, Some("चलता चित्र"));
        bench.rig.post(&with_media("", vec![film]), 2).await.unwrap();
    }
    let film = uploads::subtitled(&bench, &["hi"]);
    bench.rig.post(&with_media("बोलता चित्र", vec![film]), 4).await.unwrap();
    let reply = bench.prepared(&long()).await;
    let key = Rig::key(3, 1);
    let job = JobSeed {
        index: 1,
        parts: 2,
        root: Some(&first),
        parent: Some(&first),
        ..JobSeed::single(&key, bench.now())
    };
    let receipt = bench.rig.publish(&reply, job).await.unwrap();
    bench.pass(20);
    assert!(matches!(bench.rig.find(&reply, job, since).await.unwrap(), Found::Published(_)));
    bench.rig.platform.recall(&receipt).await.unwrap();
    heard()
}

fn description() -> Option<Description> {
    shared("x/openapi-trimmed.json").map(Description::new)
}

#[tokio::test]
async fn every_request_and_answer_is_as_described() {
    let Some(description) = description() else { return };
    let life = whole_life().await;
    assert!(life.len() > 20);
    for (asked, reply) in life {
        let problems = description.check(&asked, &reply);
        assert!(problems.is_empty(), "{} {}: {problems:#?}", asked.method, asked.path);
    }
}

#[tokio::test]
async fn a_life_asks_everything_the_adapter_can_ask() {
    let asked: Vec<_> = whole_life()
        .await
        .into_iter()
        .map(|(asked, _)| format!("{} {}", asked.method, asked.path))
        .collect();
    for part in [
        "DELETE /2/tweets/",
        "POST /2/tweets",
        "/initialize",
        "/append",
        "/finalize",
        "GET /2/media/upload",
        "/metadata",
        "/2/media/subtitles",
        "GET /2/users/me",
        "/tweets",
    ] {
        assert!(asked.iter().any(|one| one.contains(part)), "{part}: {asked:#?}");
    }
}

#[test]
fn every_field_the_adapter_reads_is_described() {
    let Some(description) = description() else { return };
    for (entity, fields) in [
        ("CreatePostsResponseData", &["id"][..]),
        ("DeletePostsResponseData", &["deleted"]),
        ("User", &["id", "username", "protected", "verified_type"]),
        ("InitializeMediaUploadResponseData", &["id", "expires_after_secs"]),
        ("FinalizeMediaUploadResponseData", &["id", "expires_after_secs", "processing_info"]),
        ("GetMediaUploadStatusResponseDataProcessingInfo", &["state", "check_after_secs"]),
        ("CreateMediaMetadataResponseData", &["id"]),
        (
            "Post",
            &[
                "id",
                "text",
                "created_at",
                "entities",
                "note_post",
                "attachments",
                "referenced_posts",
            ],
        ),
        ("PostAttachments", &["media_keys"]),
        ("PostNotePost", &["text", "entities"]),
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
        !description.check_request(&asked("POST", "/2/tweets", Some(&body))).is_empty()
    };
    assert!(!wrong(json!({ "text": "x", "media": { "media_ids": ["5"] } })));
    for body in [
        json!({ "text": 5 }),
        json!({ "text": "x", "colour": "red" }),
        json!({ "text": "x", "reply_settings": "everyone" }),
        json!({ "text": "x", "media": { "media_ids": [] } }),
        json!({ "text": "x", "media": { "media_ids": ["a"] } }),
        json!({ "text": "x", "reply": {} }),
    ] {
        assert!(wrong(body.clone()), "{body}");
    }
    let query = |path: &str| description.check_request(&asked("GET", path, None));
    assert!(query("/2/users/5/tweets?max_results=50&post.fields=entities").is_empty());
    assert!(!query("/2/users/5/tweets?max_results=4").is_empty());
    assert!(!query("/2/users/5/tweets?tweet.fields=entities").is_empty());
    assert!(!query("/2/media/upload?command=STATUS").is_empty());
    assert!(!query("/2/nothing").is_empty());
}

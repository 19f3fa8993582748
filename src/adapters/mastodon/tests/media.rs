//! Uploads: processing over time, restarts, failures.

use std::time::Duration;

use serde_json::Value;

use super::{Bench, JPEG, MP4, PNG, TEXT, draft};
use crate::clock::Clock as _;
use crate::failure::{Class, Failure, Pause};
use crate::platform::mock::{Reply, Rig, Trick, Way};
use crate::platform::{Job, Prepared};
use crate::post::{Draft, MediaKind, Part};

/// One step of preparing `part` from `progress`.
async fn step(bench: &Bench, part: &Part, progress: &Value) -> Result<Prepared, Failure> {
    let key = Rig::key(1, 0);
    let due = bench.now();
    let job = Job { part, index: 0, parts: 1, key: &key, due, progress, root: None, parent: None };
    bench.rig.platform.prepare(&job).await
}

fn film(bench: &Bench) -> Part {
    let film = bench.media(MediaKind::Mp4, MP4, Some("भाषण"));
    draft(TEXT).part(TEXT, vec![film])
}

#[tokio::test]
async fn a_film_is_asked_for_until_it_is_processed() {
    let bench = Bench::of("mastodon");
    let part = film(&bench);
    let mut way = Way { part, progress: Value::Null };
    let key = Rig::key(1, 0);
    bench.rig.prepare(&mut way, bench.single(&key)).await.unwrap();
    let asked: Vec<_> = bench
        .rig
        .stage
        .seen()
        .into_iter()
        .map(|(asked, _)| format!("{} {}", asked.method, asked.path))
        .collect();
    let id = way.progress["uploads"][0]["id"].as_str().unwrap();
    let state = format!("GET /api/v1/media/{id}");
    let expected = ["GET /api/v2/instance", "POST /api/v2/media", &state, &state, &state];
    assert_eq!(asked, expected);
    bench.publish(&way, &key).await.unwrap();
    assert_eq!(bench.rig.ledger()[0].media, 1);
}

#[tokio::test]
async fn a_restart_after_any_step_repeats_no_upload() {
    let mut bench = Bench::of("mastodon");
    let media = vec![
        bench.media(MediaKind::Png, PNG, Some("एक")),
        bench.media(MediaKind::Jpeg, JPEG, Some("दो")),
    ];
    let part = draft(TEXT).part(TEXT, media);
    let mut progress = Value::Null;
    let way = loop {
        bench = bench.restarted();
        // The server is not known any more, and is asked again before the step.
        match step(&bench, &part, &progress).await.unwrap() {
            Prepared::More { progress: more } => progress = more,
            Prepared::Done { progress, .. } => break Way { part, progress },
            Prepared::Wait { .. } => panic!("pictures need no wait"),
        }
    };
    let bench = bench.restarted();
    bench.publish(&way, &Rig::key(1, 0)).await.unwrap();
    let uploads =
        |path: &str| bench.rig.stage.seen().iter().filter(|(asked, _)| asked.path == path).count();
    assert_eq!(uploads("/api/v2/media"), 2);
    assert_eq!(bench.rig.ledger()[0].alt, ["एक", "दो"]);
}

#[tokio::test]
async fn processing_that_fails_is_the_end() {
    let bench = Bench::of("broken-media");
    let mut way = Way { part: film(&bench), progress: Value::Null };
    let key = Rig::key(1, 0);
    let failure = bench.rig.prepare(&mut way, bench.single(&key)).await.unwrap_err();
    assert_eq!(
        (failure.class, &*failure.reason),
        (Class::Rejected, "mastodon-media-processing-failed")
    );
}

#[tokio::test]
async fn processing_that_takes_long_is_asked_for_rarely() {
    let bench = Bench::of("slow");
    let part = film(&bench);
    let mut way = Way { part, progress: Value::Null };
    let key = Rig::key(1, 0);
    let failure = bench.rig.prepare(&mut way, bench.single(&key)).await.unwrap_err();
    assert_eq!(
        (failure.class, &*failure.reason),
        (Class::NotYet, "mastodon-media-still-processing")
    );
    assert_eq!(failure.pause, Pause::For(Duration::from_secs(60)));
    bench.pass(20);
    bench.rig.prepare(&mut way, bench.single(&key)).await.unwrap();
}

#[tokio::test]
async fn a_half_answer_is_not_a_whole_one() {
    let bench = Bench::of("mastodon");
    let key = Rig::key(1, 0);
    let mut way = bench.prepared(&draft(TEXT), &key).await;
    way.part = film(&bench);
    bench.rig.clock.advance_to(bench.rig.clock.now());
    let first = step(&bench, &way.part, &way.progress).await.unwrap();
    let Prepared::Wait { progress, .. } = first else { panic!("{first:?}") };
    let second = step(&bench, &way.part, &progress).await.unwrap();
    assert!(matches!(second, Prepared::Wait { .. }), "{second:?}");
    let way = Way { progress, ..way };
    let failure = bench.publish(&way, &key).await.unwrap_err();
    assert_eq!(failure.class, Class::Stale);
    assert_eq!(bench.rig.stage.visible_requests(), 0);
}

#[tokio::test]
async fn an_upload_that_fails_once_is_tried_once_more() {
    let thumbnail = r#"{"error":"Error processing thumbnail for uploaded media"}"#;
    let reply = || Trick::Reply(Reply::text(500, thumbnail));
    let bench = Bench::of("mastodon");
    let key = Rig::key(1, 0);
    let prepared = bench.prepared(&draft(TEXT), &key).await;
    let picture = bench.media(MediaKind::Png, PNG, None);
    let part = Part { media: vec![picture], ..prepared.part };
    let mut way = Way { part, progress: Value::Null };
    bench.invisible(reply());
    bench.rig.prepare(&mut way, bench.single(&key)).await.unwrap();
    way.progress = Value::Null;
    bench.invisible(reply());
    bench.invisible(reply());
    let failure = bench.rig.prepare(&mut way, bench.single(&key)).await.unwrap_err();
    assert_eq!(
        (failure.class, &*failure.reason),
        (Class::Rejected, "mastodon-media-processing-failed")
    );
}

#[tokio::test]
async fn an_old_server_gets_old_uploads() {
    let bench = Bench::of("only-v1-media");
    let post = Draft { media: vec![bench.media(MediaKind::Png, PNG, Some("x"))], ..draft(TEXT) };
    bench.rig.post(&post, 1).await.unwrap();
    assert_eq!(bench.rig.ledger()[0].media, 1);
}

#[tokio::test]
async fn gotosocial_has_films_ready_at_once() {
    let bench = Bench::of("gotosocial");
    let post = Draft { media: vec![bench.media(MediaKind::Mp4, MP4, None)], ..draft(TEXT) };
    let start = bench.now();
    bench.rig.post(&post, 1).await.unwrap();
    assert_eq!(bench.now(), start);
}

#[tokio::test]
async fn a_medium_that_vanished_while_processed_is_uploaded_again() {
    let bench = Bench::of("mastodon");
    let part = film(&bench);
    let key = Rig::key(1, 0);
    bench.prepared(&draft(TEXT), &key).await;
    let first = step(&bench, &part, &Value::Null).await.unwrap();
    let Prepared::Wait { progress, .. } = first else { panic!("{first:?}") };
    bench.invisible(Trick::Forget);
    let failure = step(&bench, &part, &progress).await.unwrap_err();
    assert_eq!((failure.class, &*failure.reason), (Class::Stale, "mastodon-media-gone"));
}

#[tokio::test]
async fn media_that_vanished_before_the_post_are_uploaded_again() {
    for kind in ["mastodon", "gotosocial"] {
        let bench = Bench::of(kind);
        let key = Rig::key(1, 0);
        let post = Draft { media: vec![bench.media(MediaKind::Png, PNG, None)], ..draft(TEXT) };
        let mut way = bench.prepared(&post, &key).await;
        bench.visible(Trick::Forget);
        let failure = bench.publish(&way, &key).await.unwrap_err();
        assert_eq!(
            (failure.class, &*failure.reason),
            (Class::Stale, "mastodon-media-gone"),
            "{kind}"
        );
        way.progress = Value::Null;
        bench.rig.prepare(&mut way, bench.single(&key)).await.unwrap();
        bench.publish(&way, &key).await.unwrap();
        assert_eq!(bench.public().len(), 1);
    }
}

#[tokio::test]
async fn what_was_prepared_says_when_it_is_too_old() {
    let bench = Bench::of("mastodon");
    let post = Draft { media: vec![bench.media(MediaKind::Png, PNG, None)], ..draft(TEXT) };
    let way = bench.prepared(&post, &Rig::key(1, 0)).await;
    let done = step(&bench, &way.part, &way.progress).await.unwrap();
    let Prepared::Done { expires, .. } = done else { panic!("{done:?}") };
    assert_eq!(expires, Some(bench.now() + chrono::Duration::hours(12)));
}

#[tokio::test]
async fn uploads_have_a_limit_of_their_own() {
    let bench = Bench::of("few-uploads");
    let picture = |bytes| bench.media(MediaKind::Png, bytes, None);
    let media = vec![picture(PNG), picture(b"\x89PNG\r\n\x1a\n!")];
    let mut way = Way { part: draft(TEXT).part(TEXT, media), progress: Value::Null };
    let key = Rig::key(1, 0);
    let failure = bench.rig.prepare(&mut way, bench.single(&key)).await.unwrap_err();
    assert_eq!(failure.class, Class::Rate);
    let Pause::For(pause) = failure.pause else { panic!("{failure:?}") };
    assert!(pause <= Duration::from_secs(1800), "{pause:?}");
    bench.pass(30);
    bench.rig.prepare(&mut way, bench.single(&key)).await.unwrap();
    bench.publish(&way, &key).await.unwrap();
}

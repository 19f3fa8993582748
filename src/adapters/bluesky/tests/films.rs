//! Films and the video service.

use super::super::imitation::Fate;
use super::*;
use crate::failure::{Class, Pause};
use crate::platform::mock::{Mischief, Reply, Trick};

macro_rules! row {
    ($name:ident, $($field:ident: $value:expr),+) => {
        static $name: Row = Row {
            imitation: |_| boxed(Knobs { $($field: $value,)+ ..Knobs::default() }),
            ..ROW
        };
    };
}

row!(BAD_FILM, fate: Fate::Fails("validation_failure"));
row!(BAD_DAY, fate: Fate::Fails("pds_upload_failure"));
row!(NEVER, fate: Fate::Never);
row!(USED_UP, films: 0);
row!(WITHOUT_PIECES, pieces: false);

fn with_film(desk: &Desk, bytes: usize) -> Draft {
    Draft { media: vec![desk.film(bytes)], ..draft("फ़िल्म देखें") }
}

fn films_asked(desk: &Desk) -> Vec<String> {
    let mut asked = desk.asked();
    asked.dedup();
    asked
}

#[tokio::test]
async fn a_small_film_goes_up_at_once_and_is_shown_when_it_is_ready() {
    let desk = Desk::new();
    let before = desk.now();
    desk.post(&with_film(&desk, 5000)).await.unwrap();
    let expected = [
        "createSession",
        "getServiceAuth",
        "getUploadLimits",
        "getServiceAuth",
        "uploadVideo",
        "getJobStatus",
        "putRecord",
    ];
    assert_eq!(films_asked(&desk), expected);
    assert!(desk.now() - before >= chrono::Duration::seconds(8));
    let embed = &desk.records()[0]["embed"];
    assert_eq!(embed["video"]["size"], 5000);
    assert_eq!(embed["alt"], "मंच पर वक्ता");
    assert_eq!(embed["aspectRatio"]["width"], 1200);
    assert_eq!(desk.rig.ledger()[0].media, 1);
}

#[tokio::test]
async fn a_large_film_goes_up_in_pieces() {
    let desk = Desk::new();
    desk.post(&with_film(&desk, 20_000_001)).await.unwrap();
    let sizes: Vec<_> = desk
        .rig
        .stage
        .seen()
        .into_iter()
        .filter(|(asked, _)| asked.path.ends_with("uploadPart"))
        .map(|(asked, _)| asked.body.len())
        .collect();
    assert_eq!(sizes, [8_000_000, 8_000_000, 4_000_001]);
    assert_eq!(desk.rig.ledger()[0].media, 1);
}

#[tokio::test]
async fn a_large_film_goes_up_at_once_where_the_service_knows_no_pieces() {
    let desk = Desk::of(&WITHOUT_PIECES, SETTINGS);
    desk.post(&with_film(&desk, 20_000_001)).await.unwrap();
    let asked = films_asked(&desk);
    assert!(asked.contains(&"uploadVideo".to_owned()), "{asked:?}");
    assert!(!asked.contains(&"uploadPart".to_owned()), "{asked:?}");
    assert_eq!(desk.rig.ledger()[0].media, 1);
}

#[tokio::test]
async fn tokens_for_films_are_made_out_to_the_right_service() {
    let desk = Desk::new();
    desk.post(&with_film(&desk, 5000)).await.unwrap();
    let asked: Vec<_> = desk
        .rig
        .stage
        .seen()
        .into_iter()
        .filter(|(asked, _)| asked.path.ends_with("getServiceAuth"))
        .map(|(asked, _)| [asked.query("aud").unwrap(), asked.query("lxm").unwrap()].join(" "))
        .collect();
    let expected = [
        "did:web:video.bsky.app app.bsky.video.getUploadLimits",
        "did:web:pds.example.net com.atproto.repo.uploadBlob",
    ];
    assert_eq!(asked, expected);
}

#[tokio::test]
async fn a_film_that_the_service_knows_is_not_processed_twice() {
    let desk = Desk::new();
    desk.post(&with_film(&desk, 5000)).await.unwrap();
    desk.rig.post(&with_film(&desk, 5000), 2).await.unwrap();
    assert_eq!(desk.public(), 2);
}

#[tokio::test]
async fn an_answer_that_it_exists_already_may_bring_the_film_itself() {
    let desk = Desk::new();
    desk.post(&with_film(&desk, 5000)).await.unwrap();
    let blob = desk.records()[0]["embed"]["video"].clone();
    let exists = json!({ "error": "already_exists", "jobId": "x", "blob": blob });
    let key = Rig::key(2, 0);
    let job = JobSeed::single(&key, desk.now());
    for body in [exists.clone(), json!({ "error": "AlreadyProcessed", "jobStatus": exists })] {
        let part = with_film(&desk, 5000).part("फिर", vec![desk.film(5000)]);
        let mut way = Way { part, progress: Value::Null };
        way.progress = prepared_until_allowed(&desk, &way.part, job).await;
        desk.rig.order(Mischief::invisible(Trick::Reply(token())));
        desk.rig.order(Mischief::invisible(Trick::Reply(Reply::json(409, &body))));
        desk.rig.prepare(&mut way, job).await.unwrap();
        assert_eq!(way.progress["film"]["blob"]["size"], 5000);
    }
}

fn token() -> Reply {
    Reply::json(200, &json!({ "token": "aaaa.bbbb.cccc" }))
}

/// The progress of a film that may go up.
async fn prepared_until_allowed(desk: &Desk, part: &Part, job: JobSeed<'_>) -> Value {
    desk.rig.platform.whoami().await.unwrap();
    let mut progress = Value::Null;
    for _ in 0..2 {
        let JobSeed { index, parts, key, due, root, parent } = job;
        let job = crate::platform::Job {
            part,
            index,
            parts,
            key,
            due,
            progress: &progress,
            root,
            parent,
        };
        progress = match desk.rig.platform.prepare(&job).await.unwrap() {
            crate::platform::Prepared::More { progress } => progress,
            other => panic!("{other:?}"),
        };
    }
    assert_eq!(progress["film"]["at"], "allowed");
    progress
}

#[tokio::test]
async fn a_film_that_cannot_be_shown_is_refused_for_good() {
    let desk = Desk::of(&BAD_FILM, SETTINGS);
    let failure = desk.post(&with_film(&desk, 5000)).await.unwrap_err();
    assert_eq!(
        (failure.class, failure.reason.as_ref()),
        (Class::Rejected, "bluesky-video-refused")
    );
}

#[tokio::test]
async fn a_film_that_failed_on_their_side_goes_up_again() {
    let desk = Desk::of(&BAD_DAY, SETTINGS);
    let failure = desk.post(&with_film(&desk, 5000)).await.unwrap_err();
    assert_eq!((failure.class, failure.reason.as_ref()), (Class::Stale, "bluesky-video-failed"));
}

#[tokio::test]
async fn a_job_that_never_ends_is_given_up_after_ten_minutes() {
    let desk = Desk::of(&NEVER, SETTINGS);
    let before = desk.now();
    let failure = desk.post(&with_film(&desk, 5000)).await.unwrap_err();
    assert_eq!((failure.class, failure.reason.as_ref()), (Class::Stale, "bluesky-video-too-slow"));
    let waited = (desk.now() - before).num_seconds();
    assert!((600..620).contains(&waited), "{waited}");
    assert!(desk.asked().len() < 120, "{} requests", desk.asked().len());
}

#[tokio::test]
async fn films_wait_where_the_day_is_used_up() {
    let desk = Desk::of(&USED_UP, SETTINGS);
    let failure = desk.post(&with_film(&desk, 5000)).await.unwrap_err();
    assert_eq!(failure.class, Class::NotYet, "a post without a film does not wait for it");
    assert_eq!(failure.pause, Pause::For(std::time::Duration::from_secs(3600)));
    assert!(!desk.asked().contains(&"uploadVideo".to_owned()));
}

#[tokio::test]
async fn a_day_that_is_used_up_during_the_upload_is_asked_about_an_hour_later() {
    let desk = Desk::new();
    desk.rig.platform.whoami().await.unwrap();
    let allowed = json!({ "canUpload": true });
    let full = json!({ "error": "DailyLimitExceeded", "message": "come back tomorrow" });
    for reply in [token(), Reply::json(200, &allowed), token(), Reply::json(400, &full)] {
        desk.rig.order(Mischief::invisible(Trick::Reply(reply)));
    }
    let failure = desk.post(&with_film(&desk, 5000)).await.unwrap_err();
    assert_eq!(
        (failure.class, failure.reason.as_ref()),
        (Class::NotYet, "bluesky-video-quota-used")
    );
    assert_eq!(failure.pause, Pause::For(std::time::Duration::from_secs(3600)));
}

#[tokio::test]
async fn an_account_that_may_not_show_films_is_told_apart() {
    let desk = Desk::new();
    desk.rig.platform.whoami().await.unwrap();
    let refused = json!({ "canUpload": false, "message": "confirm your email" });
    desk.rig.order(Mischief::invisible(Trick::Reply(token())));
    desk.rig.order(Mischief::invisible(Trick::Reply(Reply::json(200, &refused))));
    let failure = desk.post(&with_film(&desk, 5000)).await.unwrap_err();
    assert_eq!(
        (failure.class, failure.reason.as_ref()),
        (Class::Rejected, "bluesky-video-not-allowed")
    );
    assert!(failure.detail.contains("confirm your email"));
}

#[tokio::test]
async fn pieces_that_do_not_make_up_the_film_are_not_sent() {
    let desk = Desk::new();
    let key = Rig::key(1, 0);
    let job = JobSeed::single(&key, desk.now());
    let part = draft("").part("फ़िल्म", vec![desk.film(20_000_001)]);
    let progress = prepared_until_allowed(&desk, &part, job).await;
    for (size, count) in [(0, 3), (8_000_000, 2), (8_000_000, u64::MAX)] {
        let started =
            json!({ "jobId": "j", "partSizeBytes": size, "partCount": count, "expiresAt": "" });
        desk.rig.order(Mischief::invisible(Trick::Reply(token())));
        desk.rig.order(Mischief::invisible(Trick::Reply(Reply::json(200, &started))));
        let mut way = Way { part: part.clone(), progress: progress.clone() };
        let failure = desk.rig.prepare(&mut way, job).await.unwrap_err();
        assert_eq!(failure.class, Class::Unknown, "{size} {count}");
    }
}

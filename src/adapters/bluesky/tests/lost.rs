//! Lost answers, restarts and records under the same key.

use super::*;
use crate::delivery::Evidence;
use crate::failure::Class;
use crate::platform::mock::{Mischief, Reply, Trick};
use crate::platform::{Job, Prepared};

const TEXT: &str = "कल कार्यालय बंद रहेगा।";

async fn after(trick: Trick) -> (Desk, Receipt) {
    let desk = Desk::new();
    let key = Rig::key(1, 0);
    let job = JobSeed::single(&key, desk.now());
    let way = desk.prepared(part(TEXT), job).await;
    desk.rig.order(Mischief::visible(trick));
    let receipt = desk.deliver(&way, job).await;
    (desk, receipt)
}

#[tokio::test]
async fn a_lost_answer_never_makes_a_second_post() {
    let gateway = Reply::html(502, "<h1>Bad Gateway</h1>");
    for (trick, evidence) in [
        (Trick::ApplyThenCut, Evidence::ReadBack),
        (Trick::Cut, Evidence::Answered),
        (Trick::LandLater, Evidence::Answered),
        (Trick::ApplyThenReply(gateway.clone()), Evidence::ReadBack),
        (Trick::Reply(gateway), Evidence::Answered),
        (Trick::ApplyThenReply(Reply::text(200, "{\"uri\": \"at")), Evidence::ReadBack),
    ] {
        let (desk, receipt) = after(trick.clone()).await;
        desk.rig.stage.land();
        assert_eq!(desk.public(), 1, "{trick:?}");
        assert_eq!(receipt.evidence, evidence, "{trick:?}");
        assert_eq!(receipt.id, desk.rig.ledger()[0].id);
    }
}

#[tokio::test]
async fn the_same_put_again_is_a_success_without_a_commit() {
    let desk = Desk::new();
    let key = Rig::key(1, 0);
    let job = JobSeed::single(&key, desk.now());
    let way = desk.prepared(part(TEXT), job).await;
    let first = desk.rig.publish(&way, job).await.unwrap();
    let again = desk.rig.publish(&way, job).await.unwrap();
    assert_eq!((first.evidence, again.evidence), (Evidence::Answered, Evidence::Repeated));
    assert_eq!((&first.id, &first.extra), (&again.id, &again.extra));
    assert_eq!(desk.public(), 1);
}

#[tokio::test]
async fn what_was_prepared_anew_is_the_same_to_the_last_byte() {
    let desk = Desk::new();
    let key = Rig::key(1, 0);
    let job = JobSeed::single(&key, desk.now());
    let way = desk.prepared(part(TEXT), job).await;
    desk.rig.publish(&way, job).await.unwrap();
    desk.pass(7200);
    let anew = desk.prepared(part(TEXT), job).await;
    assert_eq!(anew, way);
    let again = desk.rig.publish(&anew, job).await.unwrap();
    assert_eq!(again.evidence, Evidence::Repeated);
}

/// Puts another text under the key that the part will have.
async fn taken(text: &str) -> (Desk, Way, String) {
    let desk = Desk::new();
    let key = Rig::key(1, 0);
    let job = JobSeed::single(&key, desk.now());
    let other = desk.prepared(part(text), job).await;
    desk.rig.publish(&other, job).await.unwrap();
    let way = Way { part: part(TEXT), progress: other.progress };
    (desk, way, key)
}

#[tokio::test]
async fn another_record_under_the_key_is_never_written_over() {
    let (desk, way, key) = taken("कुछ और").await;
    let job = JobSeed::single(&key, desk.now());
    let failure = desk.rig.publish(&way, job).await.unwrap_err();
    assert_eq!((failure.class, failure.reason.as_ref()), (Class::Duplicate, "bluesky-key-taken"));
    let looked = desk.rig.find(&way, job, desk.now()).await.unwrap_err();
    assert_eq!(looked.class, Class::Duplicate);
    assert_eq!(desk.rig.ledger()[0].text, "कुछ और");
    assert_eq!(desk.public(), 1);
}

#[tokio::test]
async fn our_own_record_in_other_clothes_is_a_success() {
    let (desk, mut way, key) = taken(TEXT).await;
    let job = JobSeed::single(&key, desk.now());
    way.progress["created_at"] = "2025-11-25T04:00:00.000Z".into();
    let receipt = desk.rig.publish(&way, job).await.unwrap();
    assert_eq!(receipt.evidence, Evidence::Repeated);
    assert_eq!(receipt.id, desk.rig.ledger()[0].id);
}

#[tokio::test]
async fn absence_is_certain_and_says_so() {
    let desk = Desk::new();
    let key = Rig::key(1, 0);
    let job = JobSeed::single(&key, desk.now());
    let way = desk.prepared(part(TEXT), job).await;
    assert_eq!(desk.rig.find(&way, job, desk.now()).await.unwrap(), Found::Absent);
}

#[tokio::test]
async fn a_look_needs_no_working_token() {
    let desk = Desk::new();
    let key = Rig::key(1, 0);
    let job = JobSeed::single(&key, desk.now());
    let way = desk.prepared(part(TEXT), job).await;
    desk.rig.publish(&way, job).await.unwrap();
    desk.rig.order(Mischief::invisible(Trick::Revoke));
    assert!(matches!(desk.rig.find(&way, job, desk.now()).await.unwrap(), Found::Published(_)));
}

#[tokio::test]
async fn a_look_that_fails_says_nothing_about_the_post() {
    let desk = Desk::new();
    let key = Rig::key(1, 0);
    let job = JobSeed::single(&key, desk.now());
    let way = desk.prepared(part(TEXT), job).await;
    let upstream = Reply::json(502, &json!({ "error": "UpstreamFailure", "message": "" }));
    let takendown = Reply::json(400, &json!({ "error": "RepoTakendown", "message": "gone" }));
    let strange = Reply::json(200, &json!({ "uri": "at://did:plc:x/y.z.w/1", "value": {} }));
    for reply in [upstream, takendown, strange] {
        desk.rig.order(Mischief::invisible(Trick::Reply(reply)));
        desk.rig.find(&way, job, desk.now()).await.unwrap_err();
    }
}

/// Prepares one step at a time, with a restart after every step; what each step wrote down.
async fn step_by_step(mut desk: Desk, part: &Part) -> (Desk, Vec<Value>) {
    let key = Rig::key(1, 0);
    let due = desk.now();
    let mut kept = vec![Value::Null];
    loop {
        desk = desk.restarted();
        let progress = kept.last().unwrap();
        let job =
            Job { part, index: 0, parts: 1, key: &key, due, progress, root: None, parent: None };
        match desk.rig.platform.prepare(&job).await.unwrap() {
            Prepared::More { progress } => kept.push(progress),
            Prepared::Wait { progress, after } => {
                desk.pass(after.as_secs() as i64);
                kept.push(progress);
            }
            Prepared::Done { progress, .. } => {
                kept.push(progress);
                return (desk, kept);
            }
        }
    }
}

#[tokio::test]
async fn a_crash_after_any_step_does_no_step_twice() {
    let desk = Desk::new();
    let mut whole = draft("@asha.bsky.social देखें");
    whole.media = vec![desk.png(100), desk.media("b.jpg", MediaKind::Jpeg, &jpeg(200))];
    let part = desk.rig.platform.compose(&whole).parts.remove(0);
    let (desk, kept) = step_by_step(desk, &part).await;
    assert_eq!(desk.asked(), ["createSession", "resolveHandle", "uploadBlob", "uploadBlob"]);
    assert_eq!(kept.len(), 6);
    let key = Rig::key(1, 0);
    let job = JobSeed::single(&key, desk.now());
    let way = Way { part, progress: kept.last().unwrap().clone() };
    desk.rig.publish(&way, job).await.unwrap();
    assert_eq!(desk.rig.ledger()[0].media, 2);
}

#[tokio::test]
async fn a_crash_after_any_step_of_a_film_does_no_step_twice() {
    let desk = Desk::new();
    let mut whole = draft("फ़िल्म");
    whole.media = vec![desk.film(20_000_001)];
    let part = desk.rig.platform.compose(&whole).parts.remove(0);
    let (desk, _) = step_by_step(desk, &part).await;
    let count = |name: &str| desk.asked().iter().filter(|asked| *asked == name).count();
    assert_eq!((count("startUpload"), count("uploadPart"), count("finishUpload")), (1, 3, 1));
    assert_eq!(count("createSession"), 1);
}

#[tokio::test]
async fn what_is_written_down_holds_no_secret() {
    let desk = Desk::new();
    let mut whole = draft("फ़िल्म");
    whole.media = vec![desk.film(5000)];
    let part = desk.rig.platform.compose(&whole).parts.remove(0);
    let (desk, kept) = step_by_step(desk, &part).await;
    let tokens: Vec<_> = desk
        .rig
        .stage
        .seen()
        .into_iter()
        .filter_map(|(asked, _)| asked.bearer().map(str::to_owned))
        .collect();
    assert!(tokens.len() > 3);
    let written = Value::from(kept).to_string();
    assert!(!tokens.iter().any(|token| written.contains(token)));
    assert!(!written.contains(super::super::imitation::PASSWORD));
}

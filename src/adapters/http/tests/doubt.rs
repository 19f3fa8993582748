//! Lost answers: where a repeat is harmless there is one message in the end, elsewhere nobody
//! guesses.

use super::{ClockNow as _, NOTICE, Stand, draft, stand};
use crate::adapters::http::shipped::NAMES;
use crate::delivery::{Evidence, Found, Guarantee};
use crate::failure::Class;
use crate::platform::mock::{JobSeed, Mischief, Trick, Way};

async fn look(stand: &Stand, way: &Way, key: &str) -> Found {
    let now = stand.rig.clock_now();
    stand.rig.find(way, JobSeed::single(key, now), now).await.unwrap()
}

#[tokio::test]
async fn after_any_loss_a_repeat_under_the_same_key_leaves_one_message() {
    for kind in NAMES {
        for trick in [Trick::ApplyThenCut, Trick::Cut, Trick::LandLater] {
            let stand = stand(kind);
            if stand.rig.platform.guarantee() != Guarantee::A {
                continue;
            }
            let way = stand.ready(&draft(NOTICE), "k1").await;
            stand.rig.order(Mischief::visible(trick.clone()));
            let failure = stand.publish(&way, "k1").await.unwrap_err();
            assert_eq!(failure.class, Class::Unknown, "{kind} {trick:?}");
            let landed = trick == Trick::ApplyThenCut;
            match look(&stand, &way, "k1").await {
                Found::Published(receipt) => {
                    assert!(landed, "{kind} {trick:?}");
                    assert_eq!(receipt.evidence, Evidence::ReadBack);
                    assert_eq!(receipt.id, stand.rig.ledger()[0].id);
                }
                Found::Absent => assert!(!landed, "{kind} {trick:?}"),
                Found::CannotKnow => assert_ne!(kind, "wordpress"),
            }
            let receipt = stand.publish(&way, "k1").await.unwrap();
            stand.rig.stage.land();
            let ledger = stand.rig.ledger();
            assert_eq!(ledger.len(), 1, "{kind} {trick:?}");
            assert_eq!(receipt.id, ledger[0].id, "{kind} {trick:?}");
        }
    }
}

#[tokio::test]
async fn where_a_repeat_would_be_seen_nobody_guesses() {
    for kind in ["discord", "slack", "google-chat"] {
        let stand = stand(kind);
        let way = stand.ready(&draft(NOTICE), "k1").await;
        stand.rig.order(Mischief::visible(Trick::ApplyThenCut));
        let failure = stand.publish(&way, "k1").await.unwrap_err();
        assert_eq!(failure.class, Class::Unknown, "{kind}");
        assert_eq!(look(&stand, &way, "k1").await, Found::CannotKnow, "{kind}");
        assert_eq!(stand.rig.stage.visible_requests(), 1, "{kind}");
    }
}

#[tokio::test]
async fn a_refused_connection_is_surely_not_sent() {
    for kind in NAMES {
        let stand = stand(kind);
        let way = stand.ready(&draft(NOTICE), "k1").await;
        stand.rig.order(Mischief::visible(Trick::Refuse));
        let failure = stand.publish(&way, "k1").await.unwrap_err();
        assert_eq!(failure.class, Class::NotSent, "{kind}");
        stand.publish(&way, "k1").await.unwrap();
        assert_eq!(stand.rig.ledger().len(), 1, "{kind}");
    }
}

#[tokio::test]
async fn a_lost_answer_to_an_invisible_step_is_repeated_without_harm() {
    for kind in ["discord", "wordpress", "matrix"] {
        let stand = stand(kind);
        let mut post = draft(NOTICE);
        post.media.push(stand.picture("मंच"));
        let part = stand.rig.platform.compose(&post).parts.remove(0);
        let mut way = Way { part, progress: serde_json::Value::Null };
        let mut lost = 0;
        loop {
            let seed = JobSeed::single("k1", stand.rig.clock_now());
            stand.rig.order(Mischief::invisible(Trick::ApplyThenCut));
            if stand.rig.prepare(&mut way, seed).await.is_ok() {
                break;
            }
            lost += 1;
            assert!(lost < 40, "{kind} never ends");
            step(&stand, &mut way).await;
        }
        stand.publish(&way, "k1").await.unwrap();
        assert_eq!(stand.rig.ledger().len(), 1, "{kind}");
        assert_eq!(stand.rig.ledger()[0].media, 1, "{kind}");
        assert!(lost > 0, "{kind}");
    }
}

/// One step that is not lost.
async fn step(stand: &Stand, way: &mut Way) {
    use crate::platform::{Job, Prepared};
    let job = Job {
        part: &way.part,
        index: 0,
        parts: 1,
        key: "k1",
        due: stand.rig.clock_now(),
        progress: &way.progress,
        root: None,
        parent: None,
    };
    let prepared = stand.rig.platform.prepare(&job).await.unwrap();
    let (Prepared::More { progress }
    | Prepared::Wait { progress, .. }
    | Prepared::Done { progress, .. }) = prepared;
    way.progress = progress;
}

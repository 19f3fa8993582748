//! Answers that no service should give.

use super::{draft, stand};
use crate::adapters::http::shipped::NAMES;
use crate::failure::Class;
use crate::platform::mock::{Mischief, Reply, Trick};
use serde_json::json;

/// Answers to the visible request that prove nothing: it may be public.
fn unclear() -> Vec<Reply> {
    vec![
        Reply::html(502, "<h1>Bad Gateway</h1>"),
        Reply::html(200, "<html>Log in</html>"),
        Reply::text(200, "{\"id\": \"12"),
        Reply::json(200, &json!({ "id": ["a", "list"], "name": 5, "event_id": { "x": 1 } })),
        Reply::json(
            200,
            &json!({
                "id": "../../x y", "status": "publish", "name": "spaces/../x", "event_id": "a b"
            }),
        ),
        Reply::text(200, &"क".repeat(1 << 18)),
        Reply::empty(302).header("location", "https://elsewhere.example/login"),
        Reply::empty(307).header("location", "https://elsewhere.example/"),
        Reply::json(408, &json!({})),
    ]
}

#[tokio::test]
async fn an_answer_that_proves_nothing_leaves_a_doubt_and_no_receipt() {
    for kind in NAMES {
        for (number, reply) in unclear().into_iter().enumerate() {
            // A webhook's answer need not have anything in it.
            if kind == "webhook" && [2, 3, 5].contains(&number) {
                continue;
            }
            let stand = stand(kind);
            let way = stand.ready(&draft("सूचना"), "k1").await;
            stand.rig.order(Mischief::visible(Trick::ApplyThenReply(reply)));
            let failure = stand.publish(&way, "k1").await.unwrap_err();
            assert!(failure.class.may_be_applied(), "{kind} {number}: {failure}");
            assert!(failure.detail.chars().count() <= 400);
            assert_eq!(stand.rig.stage.visible_requests(), 1, "{kind} {number}");
        }
    }
}

#[tokio::test]
async fn a_strange_answer_to_an_invisible_step_stops_it() {
    for kind in ["discord", "wordpress", "matrix"] {
        for reply in [
            Reply::html(502, "<h1>Bad Gateway</h1>"),
            Reply::html(200, "<html>Log in</html>"),
            Reply::empty(302).header("location", "https://elsewhere.example/login"),
        ] {
            let stand = stand(kind);
            let mut post = draft("सूचना");
            post.media.push(stand.picture("मंच"));
            let part = stand.rig.platform.compose(&post).parts.remove(0);
            let mut way = crate::platform::mock::Way { part, progress: serde_json::Value::Null };
            stand.rig.order(Mischief::invisible(Trick::Reply(reply.clone())));
            let now = crate::clock::Clock::now(&stand.rig.clock);
            let seed = crate::platform::mock::JobSeed::single("k1", now);
            let prepared = stand.rig.prepare(&mut way, seed).await;
            if kind == "discord" && reply.status == 200 {
                // Nothing that Discord's first step reads is required.
                continue;
            }
            assert!(prepared.is_err(), "{kind} {reply:?}");
            assert_eq!(stand.rig.ledger().len(), 0);
        }
    }
}

#[tokio::test]
async fn a_long_error_page_is_cut() {
    let stand = stand("matrix");
    let failure = stand.refused(Reply::html(403, &"<p>x</p>".repeat(1 << 15))).await;
    assert_eq!(failure.class, Class::Auth);
    assert!(failure.detail.chars().count() <= 400);
}

//! Answers that are not Telegram's, or lie.

use super::*;
use crate::failure::Class;

async fn after(reply: Reply) -> Failure {
    let stand = stand("");
    stand.rig.order(Mischief::visible(Trick::ApplyThenReply(reply)));
    stand.send(&draft(NOTICE)).await.unwrap_err()
}

/// A success whose result is `result`.
fn success(result: &Value) -> Reply {
    Reply::json(200, &json!({ "ok": true, "result": result }))
}

#[tokio::test]
async fn pages_of_gateways_leave_it_in_doubt() {
    for (status, class) in [(502, Class::Server), (504, Class::Server), (500, Class::Server)] {
        assert_eq!(after(Reply::html(status, "<h1>Bad Gateway</h1>")).await.class, class);
    }
    assert_eq!(after(Reply::empty(502)).await.class, Class::Server);
    assert_eq!(
        after(Reply::html(200, "<h1>Login to the office Wi-Fi</h1>")).await.class,
        Class::Unknown
    );
}

#[tokio::test]
async fn a_success_that_cannot_be_read_is_in_doubt_and_never_a_success() {
    let chat = json!({ "id": -1_001_234, "type": "channel" });
    let results = [
        Value::Null,
        json!(true),
        json!([]),
        json!({ "message_id": 5 }),
        json!({ "message_id": "5", "chat": chat }),
        json!({ "message_id": -5, "chat": chat }),
        json!({ "message_id": 5_000_000_000_i64, "chat": chat }),
        json!({ "message_id": 5, "chat": { "id": 0, "type": "channel" } }),
        json!({ "message_id": 5, "chat": { "id": "../../getMe", "type": "channel" } }),
    ];
    for result in results {
        let failure = after(success(&result)).await;
        let found = (failure.class, failure.reason.as_ref());
        assert_eq!(found, (Class::Unknown, "answer-not-understood"), "{result}");
    }
    let cut =
        Reply { body: b"{\"ok\":true,\"result\":{\"message_id\":4".to_vec(), ..Reply::empty(200) };
    assert_eq!(after(cut).await.class, Class::Unknown);
}

#[tokio::test]
async fn a_success_of_another_chat_is_in_doubt() {
    let stand = stand("");
    stand.send(&draft("पहला")).await.unwrap();
    let other =
        json!({ "message_id": 5, "date": 1, "chat": { "id": -1_001_234, "type": "channel" } });
    stand.rig.order(Mischief::visible(Trick::ApplyThenReply(success(&other))));
    assert_eq!(stand.send(&draft("दूसरा")).await.unwrap_err().class, Class::Unknown);
}

#[tokio::test]
async fn contradictions_are_in_doubt() {
    let stand_in = json!({ "message_id": 5, "chat": { "id": -1_001_234, "type": "channel" } });
    let body = json!({ "ok": true, "result": stand_in });
    assert_eq!(after(Reply::json(500, &body)).await.class, Class::Unknown);
    assert_eq!(after(Reply::json(200, &json!({ "ok": false }))).await.class, Class::Unknown);
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let elsewhere = Reply::empty(307).header("location", "https://evil.example/");
    let stand = stand("");
    stand.rig.order(Mischief::visible(Trick::Reply(elsewhere)));
    let failure = stand.send(&draft(NOTICE)).await.unwrap_err();
    assert_eq!((failure.class, failure.reason.as_ref()), (Class::Unknown, "redirected"));
    assert_eq!(stand.rig.stage.seen().len(), 1);
}

#[tokio::test]
async fn a_page_of_ten_megabytes_is_cut_in_what_is_kept() {
    let failure = after(Reply::html(500, &"क".repeat(3_500_000))).await;
    assert!(failure.detail.chars().count() <= 400);
}

#[tokio::test]
async fn an_absurd_wait_is_capped() {
    let body = json!({
        "ok": false, "error_code": 429, "description": "Too Many Requests: retry after 9",
        "parameters": { "retry_after": u64::MAX },
    });
    let crate::failure::Pause::For(wait) = after(Reply::json(429, &body)).await.pause else {
        panic!("no wait")
    };
    assert!(wait.as_secs() <= 366 * 24 * 60 * 60);
}

#[tokio::test]
async fn a_token_that_comes_back_is_struck_out() {
    let secret = TOKEN.split_once(':').unwrap().1;
    for echo in [format!("no route /bot{TOKEN}/sendMessage"), format!("bot7654321%3A{secret}")] {
        let failure = after(Reply::html(404, &echo)).await;
        assert!(!format!("{failure} {failure:?}").contains(secret), "{failure}");
    }
}

#[tokio::test]
async fn an_upload_whose_answer_names_no_file_fails_before_the_hour() {
    let stand = stand("staging_chat = \"-1001234567890\"\n");
    let mut way = stand.way(&with_media("", vec![stand.picture(80)]));
    let chat = success(&json!({ "id": -1_001_234, "type": "channel" }));
    stand.rig.order(Mischief::invisible(Trick::Reply(chat)));
    let no_file = json!({ "message_id": 5, "chat": { "id": -5, "type": "channel" } });
    stand.rig.order(Mischief::invisible(Trick::Reply(success(&no_file))));
    let key = Rig::key(1, 0);
    let job = JobSeed::single(&key, stand.now());
    let failure = stand.rig.prepare(&mut way, job).await.unwrap_err();
    assert_eq!(failure.reason, "answer-not-understood");
}

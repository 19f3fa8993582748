//! Matrix rooms.

use std::time::Duration;

use serde_json::json;

use super::{NOTICE, draft, ids, refusals_mean, stand, stand_with};
use crate::failure::{Class, Pause};
use crate::platform::mock::{Mischief, Reply, Trick};

#[tokio::test]
async fn the_key_is_the_transaction_and_the_room_is_encoded() {
    let stand = stand("matrix");
    let way = stand.ready(&draft(NOTICE), "k1").await;
    let receipt = stand.publish(&way, "k1").await.unwrap();
    let asked = stand.visible().pop().unwrap();
    assert_eq!(asked.method, "PUT");
    assert_eq!(
        asked.path,
        "/_matrix/client/v3/rooms/%21abc123%3Aexample.org/send/m.room.message/k1"
    );
    assert_eq!(
        asked.json().unwrap(),
        json!({ "msgtype": "m.text", "body": NOTICE, "m.mentions": {} })
    );
    let link = format!("https://matrix.to/#/%21abc123%3Aexample.org/%24{}", &receipt.id[1..]);
    assert_eq!(receipt.url, Some(link));
}

#[tokio::test]
async fn every_picture_is_a_message_of_its_own_that_replies_to_the_one_before() {
    let stand = stand("matrix");
    let mut post = draft("मंच");
    post.media = vec![stand.picture("एक"), stand.picture("दो"), stand.picture("तीन")];
    let receipts = stand.rig.post(&post, 1).await.unwrap();
    let ledger = stand.rig.ledger();
    assert_eq!(ledger.len(), 3);
    assert!(ledger.iter().all(|public| public.media == 1));
    assert_eq!(ledger[2].parent.as_deref(), Some(&*receipts[1].id));
    let first = stand.visible()[0].json().unwrap();
    assert_eq!(first["msgtype"], "m.image");
    assert_eq!(first["body"], "मंच");
    assert_eq!(
        first["info"],
        json!({ "mimetype": "image/png", "size": super::PNG.len(), "w": 800, "h": 600 })
    );
    assert!(first["url"].as_str().unwrap().starts_with("mxc://"));
    assert_eq!(stand.visible()[1].json().unwrap()["body"], "दो");
}

#[tokio::test]
async fn a_file_that_the_server_does_not_permit_fails_the_post_and_not_the_account() {
    let stand = stand("matrix");
    let mut post = draft("मंच");
    post.media = vec![stand.picture("एक")];
    let reply = Reply::json(403, &json!({ "errcode": "M_FORBIDDEN", "error": "quota" }));
    stand.rig.order(Mischief::invisible(Trick::Reply(reply)));
    let failure = stand.rig.post(&post, 1).await.unwrap_err();
    assert_eq!(failure.class, Class::Rejected, "{failure:?}");
}

#[tokio::test]
async fn waits_come_in_milliseconds_in_older_answers() {
    let stand = stand("matrix");
    let body = json!({ "errcode": "M_LIMIT_EXCEEDED", "error": "slow", "retry_after_ms": 2500 });
    let failure = stand.refused(Reply::json(429, &body)).await;
    assert_eq!(failure.class, Class::Rate);
    assert_eq!(failure.pause, Pause::For(Duration::from_millis(2500)));
}

#[tokio::test]
async fn refusals_mean_what_the_platform_file_says() {
    let rows = [
        (401, "M_UNKNOWN_TOKEN", Class::Auth),
        (401, "M_MISSING_TOKEN", Class::Auth),
        (403, "M_FORBIDDEN", Class::Auth),
        (429, "M_LIMIT_EXCEEDED", Class::Rate),
        (413, "M_TOO_LARGE", Class::Rejected),
        (400, "M_BAD_JSON", Class::Rejected),
        (400, "M_INVALID_PARAM", Class::Rejected),
        (502, "M_UNKNOWN", Class::Server),
    ];
    let reply = |(status, code, class)| {
        (Reply::json(status, &json!({ "errcode": code, "error": "said" })), class)
    };
    refusals_mean("matrix", rows.map(reply)).await;
}

#[test]
fn wrong_settings_are_all_found_at_once() {
    let settings = "recipe = \"matrix\"\nserver = \"http://10.0.0.1\"\nroom = \"#alias:a.example\"\nrooom = 5\n";
    let findings = stand_with("matrix", settings).map(|_| ()).unwrap_err();
    let mut found = ids(&findings);
    found.sort_unstable();
    assert_eq!(found, ["address-without-tls", "missing-key", "unknown-key", "wrong-value"]);
}

#[test]
fn a_server_in_our_own_network_needs_a_word_from_the_account() {
    let settings = "recipe = \"matrix\"\nserver = \"https://matrix.internal\"\n\
                    room = \"!a:b\"\ntoken = { credential = \"t\" }\n";
    let findings = stand_with("matrix", settings).map(|_| ()).unwrap_err();
    assert_eq!(ids(&findings), ["recipe-address-private"]);
    assert!(stand_with("matrix", &format!("{settings}allow_private = true\n")).is_ok());
}

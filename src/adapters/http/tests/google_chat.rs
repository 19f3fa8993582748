//! Google Chat's incoming webhooks.

use serde_json::json;

use super::{NOTICE, draft, refusals_mean, stand};
use crate::failure::Class;
use crate::platform::mock::{Mischief, Reply, Trick};

#[tokio::test]
async fn every_request_has_the_same_id_at_every_repeat() {
    let stand = stand("google-chat");
    let way = stand.ready(&draft(NOTICE), "k1").await;
    stand.rig.order(Mischief::visible(Trick::ApplyThenCut));
    stand.publish(&way, "k1").await.unwrap_err();
    let receipt = stand.publish(&way, "k1").await.unwrap();
    let other = stand.publish(&way, "k2").await.unwrap();
    assert_eq!(receipt.id, stand.rig.ledger()[0].id);
    assert_ne!(other.id, receipt.id);
    assert_eq!(stand.rig.ledger().len(), 2);
    let asked = stand.visible();
    let request = |at: usize| asked[at].query("requestId").unwrap().to_owned();
    assert_eq!(request(0), request(1));
    assert_ne!(request(0), request(2));
    assert_eq!(request(0).parse::<uuid::Uuid>().unwrap().get_version_num(), 5);
}

#[tokio::test]
async fn a_text_that_looks_like_a_mention_of_everybody_is_none() {
    let stand = stand("google-chat");
    stand.rig.post(&draft("<users/all> सुनिए, <users/123>"), 1).await.unwrap();
    let text = &stand.visible()[0].json().unwrap()["text"];
    assert_eq!(text, "<\u{200b}users/all> सुनिए, <\u{200b}users/123>");
}

#[tokio::test]
async fn a_long_text_becomes_one_thread() {
    let stand = stand("google-chat");
    let text = "यह एक वाक्य है जो कुछ कहता है। ".repeat(250);
    let receipts = stand.rig.post(&draft(text.trim()), 1).await.unwrap();
    let ledger = stand.rig.ledger();
    assert!(receipts.len() > 1);
    assert_eq!(ledger[0].parent, None);
    assert!(ledger[1..].iter().all(|public| public.parent.as_deref() == Some(&*receipts[0].id)));
    let option = stand.visible()[1].query("messageReplyOption").unwrap().to_owned();
    assert_eq!(option, "REPLY_MESSAGE_FALLBACK_TO_NEW_THREAD");
    assert_eq!(stand.visible()[0].query("messageReplyOption"), None);
}

#[tokio::test]
async fn refusals_mean_what_the_platform_file_says() {
    let rows = [
        (400, "INVALID_ARGUMENT", Class::Rejected),
        (401, "UNAUTHENTICATED", Class::Auth),
        (403, "PERMISSION_DENIED", Class::Auth),
        (404, "NOT_FOUND", Class::Auth),
        (429, "RESOURCE_EXHAUSTED", Class::Rate),
        (500, "INTERNAL", Class::Server),
        (503, "UNAVAILABLE", Class::Server),
    ];
    let reply = |(status, word, class)| {
        let body = json!({ "error": { "code": status, "status": word, "message": "said" } });
        (Reply::json(status, &body), class)
    };
    refusals_mean("google-chat", rows.map(reply)).await;
}

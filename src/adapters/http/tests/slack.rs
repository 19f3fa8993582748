//! Slack's incoming webhooks.

use serde_json::json;

use super::{draft, refusals_mean, stand};
use crate::failure::Class;
use crate::platform::mock::{Mischief, Reply, Trick};
use crate::post::Card;

#[tokio::test]
async fn three_signs_are_escaped_and_no_command_gets_through() {
    let stand = stand("slack");
    let receipts = stand.rig.post(&draft("<!channel> & <https://a.example|यहाँ>"), 1).await.unwrap();
    let body = stand.visible()[0].json().unwrap();
    let text = "&lt;!channel&gt; &amp; &lt;https://a.example|यहाँ&gt;";
    assert_eq!(body, json!({ "text": text }));
    assert_eq!(stand.rig.ledger()[0].text, "<!channel> & <https://a.example|यहाँ>");
    assert_eq!((receipts[0].id.as_str(), &receipts[0].url), ("", &None));
}

#[tokio::test]
async fn no_preview_where_the_post_wants_none() {
    let stand = stand("slack");
    let mut post = draft("https://a.example");
    post.card = Card::Off;
    stand.rig.post(&post, 1).await.unwrap();
    let body = stand.visible()[0].json().unwrap();
    assert_eq!((&body["unfurl_links"], &body["unfurl_media"]), (&false.into(), &false.into()));
}

#[tokio::test]
async fn a_success_is_the_word_ok_and_nothing_else() {
    let stand = stand("slack");
    let failure = stand.refused(Reply::text(200, "invalid_blocks")).await;
    assert_eq!(failure.class, Class::Rejected);
    let failure = stand.refused(Reply::text(200, "okay")).await;
    assert_eq!(failure.class, Class::Unknown);
    let way = stand.ready(&draft("सूचना"), "k1").await;
    stand.rig.order(Mischief::visible(Trick::Reply(Reply::text(200, "ok\n"))));
    assert!(stand.publish(&way, "k1").await.is_ok());
}

#[tokio::test]
async fn refusals_mean_what_the_platform_file_says() {
    let rows = [
        (400, "invalid_payload", Class::Rejected),
        (400, "no_text", Class::Rejected),
        (400, "too_many_attachments", Class::Rejected),
        (410, "channel_is_archived", Class::Auth),
        (404, "channel_not_found", Class::Auth),
        (400, "user_not_found", Class::Auth),
        (403, "action_prohibited", Class::Auth),
        (403, "posting_to_general_channel_denied", Class::Auth),
        (404, "no_service", Class::Auth),
        (404, "no_active_hooks", Class::Auth),
        (404, "no_team", Class::Auth),
        (403, "team_disabled", Class::Auth),
        (403, "invalid_token", Class::Auth),
        (500, "rollup_error", Class::Unknown),
        (503, "down", Class::Server),
    ];
    refusals_mean("slack", rows.map(|(status, word, class)| (Reply::text(status, word), class)))
        .await;
    let archived = stand("slack").refused(Reply::text(410, "channel_is_archived")).await;
    assert_eq!(archived.reason, "http-place-closed");
}

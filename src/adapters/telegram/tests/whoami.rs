//! Who the bot is and what it may do.

use super::*;
use crate::failure::Class;

#[tokio::test]
async fn a_bot_that_may_post_is_named_with_its_channel() {
    let stand = stand("staging_chat = \"-100777\"\nprobe_chat = \"-100778\"\n");
    let identity = stand.rig.platform.whoami().await.unwrap();
    assert_eq!(identity.name, "Imitated channel (@imitated_bot)");
    assert_eq!(identity.url.as_deref(), Some("https://t.me/our_channel"));
    assert!(identity.findings.is_empty(), "{:?}", identity.findings);
    assert_eq!(stand.rig.stage.visible_requests(), 0);
}

#[tokio::test]
async fn a_bot_that_is_no_administrator_is_found_before_the_hour() {
    let stand = stand_of(&POWERLESS, "");
    let identity = stand.rig.platform.whoami().await.unwrap();
    let ids: Vec<_> = identity.findings.iter().map(|finding| finding.id).collect();
    assert_eq!(ids, ["telegram-bot-not-admin"]);
    let failure = stand.send(&draft("अ")).await.unwrap_err();
    assert_eq!(failure.reason, "telegram-no-right-to-post");
}

/// What `whoami` finds where the channel is `chat` and the bot in it `member`.
async fn found(more: &str, chat: Value, member: Value) -> Vec<&'static str> {
    let stand = stand(more);
    let user = json!({ "id": 7, "is_bot": true, "first_name": "B", "username": "b_bot" });
    for result in [user, chat, member] {
        let body = json!({ "ok": true, "result": result });
        stand.rig.order(Mischief::invisible(Trick::Reply(Reply::json(200, &body))));
    }
    let identity = stand.rig.platform.whoami().await.unwrap();
    identity.findings.iter().map(|finding| finding.id).collect()
}

#[tokio::test]
async fn missing_rights_and_unfit_chats_are_findings() {
    let channel = json!({ "id": -1_001_234, "type": "channel", "title": "क" });
    let group = json!({ "id": -1_001_234, "type": "supergroup", "title": "क" });
    let closed =
        json!({ "id": -1_001_234, "type": "channel", "title": "क", "has_protected_content": true });
    let poster = json!({ "status": "administrator", "can_post_messages": true });
    let mute = json!({ "status": "administrator", "can_post_messages": false });
    let none: [&str; 0] = [];
    assert_eq!(found("", channel.clone(), json!({ "status": "creator" })).await, none);
    assert_eq!(found("", channel, mute.clone()).await, ["telegram-bot-may-not-post"]);
    assert_eq!(found("", group, mute).await, ["telegram-not-a-channel"]);
    let probing = found("probe_chat = \"-100777\"\n", closed, poster).await;
    assert_eq!(probing, ["telegram-probe-blind"]);
}

#[tokio::test]
async fn a_private_chat_that_is_unknown_public_or_the_channel_is_a_finding() {
    let number = super::super::imitation::number_of("our_channel");
    for (reply, id) in [
        (refusal(400, "Bad Request: chat not found"), "telegram-side-chat-not-found"),
        (
            Reply::json(200, &json!({ "ok": true, "result": { "id": number, "type": "channel" } })),
            "telegram-side-chat-is-channel",
        ),
        (
            Reply::json(
                200,
                &json!({ "ok": true, "result": {
                    "id": -5, "type": "channel", "username": "open_chat",
                }}),
            ),
            "telegram-side-chat-public",
        ),
    ] {
        let stand = stand("staging_chat = \"-100777\"\n");
        let member = json!({ "status": "administrator", "can_post_messages": true });
        let user = json!({ "id": 7, "is_bot": true, "first_name": "B" });
        let channel = json!({ "id": number, "type": "channel" });
        for result in [user, channel, member] {
            let body = json!({ "ok": true, "result": result });
            stand.rig.order(Mischief::invisible(Trick::Reply(Reply::json(200, &body))));
        }
        stand.rig.order(Mischief::invisible(Trick::Reply(reply)));
        let identity = stand.rig.platform.whoami().await.unwrap();
        assert_eq!(identity.findings[0].id, id);
        assert!(identity.findings[0].facts.contains(&("setting", "staging_chat".into())));
    }
}

#[tokio::test]
async fn a_wrong_token_is_a_failure_of_the_account() {
    let stand = stand("");
    stand.rig.order(Mischief::invisible(Trick::Revoke));
    assert_eq!(stand.rig.platform.whoami().await.unwrap_err().class, Class::Auth);
}

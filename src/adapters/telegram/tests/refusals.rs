//! What each refusal means.

use super::*;
use crate::failure::Class;

#[rustfmt::skip]
const ROWS: &[(u16, &str, Class, &str)] = &[
    (400, "Bad Request: chat not found", Class::Auth, "telegram-chat-not-found"),
    (400, "Bad Request: chat_id is empty", Class::Auth, "telegram-chat-not-found"),
    (400, "Bad Request: PEER_ID_INVALID", Class::Auth, "telegram-chat-not-found"),
    (400, "Bad Request: CHANNEL_PRIVATE", Class::Auth, "telegram-chat-not-found"),
    (400, "Bad Request: need administrator rights in the channel chat", Class::Auth, "telegram-no-right-to-post"),
    (400, "Bad Request: not enough rights to send text messages to the chat", Class::Auth, "telegram-no-right-to-post"),
    (400, "Bad Request: not enough rights to send photos to the chat", Class::Rejected, "telegram-media-not-allowed"),
    (400, "Bad Request: CHAT_SEND_PLAIN_FORBIDDEN", Class::Auth, "telegram-no-right-to-post"),
    (400, "Bad Request: have no write access to the chat", Class::Auth, "telegram-no-right-to-post"),
    (400, "Bad Request: CHAT_WRITE_FORBIDDEN", Class::Auth, "telegram-no-right-to-post"),
    (400, "Bad Request: CHAT_SEND_MEDIA_FORBIDDEN", Class::Rejected, "telegram-media-not-allowed"),
    (400, "Bad Request: message is too long", Class::Rejected, "telegram-text-too-long"),
    (400, "BAD REQUEST: MESSAGE CAPTION IS TOO LONG", Class::Rejected, "telegram-text-too-long"),
    (400, "Bad Request: text is too long", Class::Rejected, "telegram-text-too-long"),
    (400, "Bad Request: message text is empty", Class::Rejected, "telegram-text-empty"),
    (400, "Bad Request: can't parse entities: unsupported start tag", Class::Rejected, "telegram-markup-broken"),
    (400, "Bad Request: wrong file identifier/HTTP URL specified", Class::Stale, "telegram-upload-gone"),
    (400, "Bad Request: failed to get HTTP URL content", Class::Rejected, "telegram-file-not-fetched"),
    (400, "Bad Request: wrong type of the web page content", Class::Rejected, "telegram-file-not-fetched"),
    (400, "Bad Request: PHOTO_INVALID_DIMENSIONS", Class::Rejected, "telegram-picture-refused"),
    (400, "Bad Request: photo has unsupported extension \"webp\"", Class::Rejected, "telegram-picture-refused"),
    (400, "Bad Request: IMAGE_PROCESS_FAILED", Class::Rejected, "telegram-picture-refused"),
    (400, "Bad Request: group chat was upgraded to a supergroup chat", Class::NotSent, "telegram-chat-moved"),
    (400, "Bad Request: message to be replied not found", Class::Rejected, "telegram-reply-gone"),
    (400, "Bad Request: something new", Class::Rejected, "refused-by-platform"),
    (400, "Logged out", Class::Auth, "telegram-wrong-server"),
    (401, "Unauthorized", Class::Auth, "telegram-token-refused"),
    (401, "Unauthorized: invalid token specified", Class::Auth, "telegram-token-refused"),
    (403, "Forbidden: bot was kicked from the channel chat", Class::Auth, "telegram-bot-not-in-channel"),
    (403, "Forbidden: bot is not a member of the channel chat", Class::Auth, "telegram-bot-not-in-channel"),
    (403, "Forbidden: something new", Class::Rejected, "refused-by-platform"),
    (404, "Not Found", Class::Auth, "telegram-token-refused"),
    (404, "Not Found: method not found", Class::Auth, "telegram-token-refused"),
    (409, "Conflict: terminated by other getUpdates request", Class::Rejected, "refused-by-platform"),
    (413, "Request Entity Too Large", Class::Rejected, "telegram-file-too-big"),
    (400, "Bad Request: file is too big", Class::Rejected, "telegram-file-too-big"),
    (421, "Misdirected Request: unallowed token specified", Class::Auth, "telegram-wrong-server"),
    (429, "Too Many Requests: retry after 3", Class::Rate, "rate-limited"),
    (500, "Internal Server Error: restart", Class::Server, "server-error"),
    (500, "Internal Server Error: sent message was immediately deleted and can't be returned", Class::Server, "server-error"),
    (500, "Request aborted", Class::Server, "server-error"),
];

#[tokio::test]
async fn every_row_of_the_table_holds() {
    for (code, description, class, reason) in ROWS {
        let stand = stand("");
        stand.refuse(*code, description);
        let failure = stand.send(&draft("अ")).await.unwrap_err();
        assert_eq!((failure.class, failure.reason.as_ref()), (*class, *reason), "{description}");
        assert!(stand.rig.ledger().is_empty());
    }
}

#[tokio::test]
async fn the_body_decides_where_the_status_says_otherwise() {
    let body =
        json!({ "ok": false, "error_code": 403, "description": "Forbidden: bot was kicked" });
    let stand = stand("");
    stand.rig.order(Mischief::visible(Trick::Reply(Reply::json(200, &body))));
    assert_eq!(stand.send(&draft("अ")).await.unwrap_err().class, Class::Auth);
}

#[tokio::test]
async fn connections_that_fail_leave_nothing_in_doubt() {
    let stand = stand("");
    stand.rig.order(Mischief::visible(Trick::Refuse));
    assert_eq!(stand.send(&draft("अ")).await.unwrap_err().class, Class::NotSent);
}

#[tokio::test]
async fn the_imitation_refuses_what_the_server_refuses() {
    let stand = stand("");
    let chat = "@our_channel";
    let long = "अ".repeat(4097);
    let cases = [
        ("sendMessage", json!({ "chat_id": chat }), "Bad Request: message text is empty"),
        (
            "sendMessage",
            json!({ "chat_id": chat, "text": " \n" }),
            "Bad Request: message text is empty",
        ),
        ("sendMessage", json!({ "text": "अ" }), "Bad Request: chat_id is empty"),
        (
            "sendMessage",
            json!({ "chat_id": chat, "text": long }),
            "Bad Request: message is too long",
        ),
        (
            "sendMessage",
            json!({ "chat_id": "@no_such_channel", "text": "अ" }),
            "Bad Request: chat not found",
        ),
        (
            "sendMessage",
            json!({ "chat_id": "our_channel", "text": "अ" }),
            "Bad Request: chat not found",
        ),
        ("sendPhoto", json!({ "chat_id": chat }), "Bad Request: there is no photo in the request"),
        (
            "sendPhoto",
            json!({ "chat_id": chat, "photo": "AgAC1" }),
            "Bad Request: wrong file identifier/HTTP URL specified",
        ),
        (
            "sendPhoto",
            json!({ "chat_id": chat, "photo": "https://example.org/a.jpg" }),
            "Bad Request: failed to get HTTP URL content",
        ),
        (
            "sendMessage",
            json!({ "chat_id": chat, "text": "अ", "reply_parameters": { "message_id": 7 } }),
            "Bad Request: message to be replied not found",
        ),
        (
            "sendMessage",
            json!({ "chat_id": chat, "text": "अ", "parse_mood": "HTML" }),
            "Bad Request: unknown field \"parse_mood\"",
        ),
        (
            "sendMessage",
            json!({ "chat_id": chat, "text": "अ", "disable_notification": "yes" }),
            "Bad Request: field \"disable_notification\" has the wrong type",
        ),
        (
            "deleteMessages",
            json!({ "chat_id": chat, "message_ids": [] }),
            "Bad Request: message identifiers are not specified",
        ),
        (
            "forwardMessage",
            json!({ "chat_id": "-5", "from_chat_id": chat, "message_id": 7 }),
            "Bad Request: message to forward not found",
        ),
        (
            "sendMediaGroup",
            json!({ "chat_id": chat, "media": [] }),
            "Bad Request: there are no messages to send",
        ),
        (
            "sendMessage",
            json!({ "chat_id": chat, "text": "अ", "reply_markup":
                    { "inline_keyboard": [[{ "text": "अ", "callback_data": "x".repeat(65) }]] } }),
            "Bad Request: BUTTON_DATA_INVALID",
        ),
        (
            "sendMessage",
            json!({ "chat_id": chat, "text": "अ", "reply_markup":
                    { "inline_keyboard": [[{ "text": "अ", "url": "wa.me" }]] } }),
            "Bad Request: BUTTON_URL_INVALID",
        ),
        ("getWebhookInfo", json!({}), "Not Found: method not found"),
    ];
    for (method, fields, description) in cases {
        let answer = stand.meddle(method, fields).await;
        assert_eq!(answer["description"], description, "{method}");
        assert_eq!(answer["ok"], false);
    }
    assert!(stand.rig.ledger().is_empty());
}

#[tokio::test]
async fn the_imitation_looks_at_pictures() {
    let stand = stand("");
    let broken = stand.media(MediaKind::Jpeg, b"no picture at all", None);
    let narrow = stand.media(MediaKind::Png, &png(4200, 200), None);
    let wide = stand.media(MediaKind::Png, &png(9000, 1001), None);
    for medium in [broken, narrow, wide] {
        let failure = stand.send(&with_media("", vec![medium])).await.unwrap_err();
        assert_eq!(failure.reason, "telegram-picture-refused");
    }
}

#[tokio::test]
async fn the_imitation_knows_only_its_own_token() {
    let stand = stand("");
    for (path, status) in [
        ("/bot1:AAwrong_token_of_the_right_length_0/getMe", "401"),
        ("/botnonsense/getMe", "404"),
        ("/getMe", "404"),
    ] {
        let asked = Asked {
            method: "POST".to_owned(),
            path: path.to_owned(),
            query: Vec::new(),
            headers: [("content-type".to_owned(), "application/json".to_owned())].into(),
            body: b"{}".to_vec(),
        };
        let fate = format!("{:?}", stand.rig.stage.ask(asked));
        assert!(fate.contains(&format!("status: {status}")), "{fate}");
    }
}

//! The JSON that several answers share.

use serde_json::{Value, json};

/// The server's name.
pub(super) const DOMAIN: &str = "social.example";

/// The name of the application that our token belongs to.
pub(super) const APPLICATION: &str = "dakiya";

/// The id of our account.
pub(super) const ACCOUNT: &str = "109000000000000001";

/// An address on the server.
pub(super) fn address(path: &str) -> String {
    format!("https://{DOMAIN}/{path}")
}

/// Our account.
pub(super) fn account(bot: bool) -> Value {
    json!({
        "id": ACCOUNT,
        "username": "karyalaya",
        "acct": "karyalaya",
        "display_name": "कार्यालय",
        "locked": false,
        "bot": bot,
        "group": false,
        "discoverable": true,
        "indexable": true,
        "created_at": "2024-01-01T00:00:00.000Z",
        "note": "",
        "url": address("@karyalaya"),
        "uri": address("users/karyalaya"),
        "avatar": address("avatar.png"),
        "avatar_static": address("avatar.png"),
        "header": address("header.png"),
        "header_static": address("header.png"),
        "followers_count": 0,
        "following_count": 0,
        "statuses_count": 0,
        "last_status_at": null,
        "emojis": [],
        "fields": [],
    })
}

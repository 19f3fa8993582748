//! What a refusal means: the rows that differ from the default table.
//!
//! The server's only detail is the description. Its texts, and which of them come from where,
//! are in `Client.cpp` of tdlib/telegram-bot-api (read November 2026).

use std::time::Duration;

use super::answers::Envelope;
use crate::clock::Instant;
use crate::failure::{Class, Failure};
use crate::http::Answer;
use crate::platform::{self, Rule};

/// Waits are capped here (a year), so that sums with clocks cannot overflow.
const LONGEST_WAIT: u64 = 366 * 24 * 60 * 60;

/// How an album's error begins when the server blames one of its items.
const BLAMES_ITEM: &str = "failed to send message #";

/// The rows, most special first. They match anywhere in the description, in lower case.
#[rustfmt::skip]
const RULES: &[Rule] = &[
    Rule::says(400, "upgraded to a supergroup", Class::NotSent, "telegram-chat-moved"),
    Rule::says(400, "logged out", Class::Auth, "telegram-wrong-server"),
    Rule::says(400, "chat not found", Class::Auth, "telegram-chat-not-found"),
    Rule::says(400, "chat_id is empty", Class::Auth, "telegram-chat-not-found"),
    Rule::says(400, "peer_id_invalid", Class::Auth, "telegram-chat-not-found"),
    Rule::says(400, "channel_private", Class::Auth, "telegram-chat-not-found"),
    Rule::says(400, "channel_invalid", Class::Auth, "telegram-chat-not-found"),
    Rule::says(400, "need administrator rights", Class::Auth, "telegram-no-right-to-post"),
    Rule::says(400, "not enough rights to send text", Class::Auth, "telegram-no-right-to-post"),
    Rule::says(400, "not enough rights to send messages", Class::Auth, "telegram-no-right-to-post"),
    Rule::says(400, "not enough rights to send ", Class::Rejected, "telegram-media-not-allowed"),
    Rule::says(400, "chat_send_plain_forbidden", Class::Auth, "telegram-no-right-to-post"),
    Rule::says(400, "chat_send_", Class::Rejected, "telegram-media-not-allowed"),
    Rule::says(400, "not enough rights", Class::Auth, "telegram-no-right-to-post"),
    Rule::says(400, "have no write access", Class::Auth, "telegram-no-right-to-post"),
    Rule::says(400, "chat_write_forbidden", Class::Auth, "telegram-no-right-to-post"),
    Rule::says(400, "chat_admin_required", Class::Auth, "telegram-no-right-to-post"),
    Rule::says(400, "_forbidden", Class::Auth, "telegram-no-right-to-post"),
    Rule::says(400, "is too long", Class::Rejected, "telegram-text-too-long"),
    Rule::says(400, "message text is empty", Class::Rejected, "telegram-text-empty"),
    Rule::says(400, "text must be non-empty", Class::Rejected, "telegram-text-empty"),
    Rule::says(400, "can't parse entities", Class::Rejected, "telegram-markup-broken"),
    Rule::says(400, "failed to get http url content", Class::Rejected, "telegram-file-not-fetched"),
    Rule::says(400, "wrong type of the web page content", Class::Rejected, "telegram-file-not-fetched"),
    Rule::says(400, "wrong file identifier", Class::Stale, "telegram-upload-gone"),
    Rule::says(400, "wrong remote file identifier", Class::Stale, "telegram-upload-gone"),
    Rule::says(400, "wrong file_id", Class::Stale, "telegram-upload-gone"),
    Rule::says(400, "file_reference_", Class::Stale, "telegram-upload-gone"),
    Rule::says(400, "photo_invalid_dimensions", Class::Rejected, "telegram-picture-refused"),
    Rule::says(400, "photo has unsupported extension", Class::Rejected, "telegram-picture-refused"),
    Rule::says(400, "photo_ext_invalid", Class::Rejected, "telegram-picture-refused"),
    Rule::says(400, "image_process_failed", Class::Rejected, "telegram-picture-refused"),
    Rule::says(400, "file is too big", Class::Rejected, "telegram-file-too-big"),
    Rule::says(400, "too big for a", Class::Rejected, "telegram-file-too-big"),
    Rule::status(413, Class::Rejected, "telegram-file-too-big"),
    Rule::says(400, "message to be replied not found", Class::Rejected, "telegram-reply-gone"),
    Rule::says(400, "message can't be deleted", Class::Rejected, "telegram-cannot-delete"),
    Rule::says(403, "bot was kicked", Class::Auth, "telegram-bot-not-in-channel"),
    Rule::says(403, "bot is not a member", Class::Auth, "telegram-bot-not-in-channel"),
    Rule::says(403, "not enough rights", Class::Auth, "telegram-no-right-to-post"),
    Rule::says(403, "forbidden:", Class::Rejected, "refused-by-platform"),
    Rule::status(401, Class::Auth, "telegram-token-refused"),
    Rule::status(404, Class::Auth, "telegram-token-refused"),
    Rule::status(421, Class::Auth, "telegram-wrong-server"),
];

/// Whether a refusal may hide that something went out all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Doubt {
    /// One message: a refusal is a refusal.
    None,
    /// An album: the server does not call back the items that went out before one failed.
    Album,
}

/// What the refusal `envelope`, or an answer that is none of the server's, means.
pub(super) fn refused(answer: &Answer, envelope: &Envelope, doubt: Doubt, now: Instant) -> Failure {
    // The body decides where it speaks: the status may be that of something in between.
    let status = envelope.error_code.filter(|code| (400..600).contains(code));
    let answer = Answer { status: status.unwrap_or(answer.status), ..answer.clone() };
    let failure = platform::classify(&answer, "", &envelope.description, RULES, now);
    let failure = match doubt {
        Doubt::Album if perhaps_in_part(answer.status, &envelope.description) => {
            Failure { class: Class::Unknown, reason: "telegram-album-in-part".into(), ..failure }
        }
        _ => failure,
    };
    match envelope.parameters.retry_after {
        Some(seconds) => failure.pausing(Duration::from_secs(seconds.min(LONGEST_WAIT))),
        None => failure,
    }
}

/// Whether some items of an album may be public though the whole was refused. The server sends
/// items one by one, answers with the first error, and leaves what went out. An error of a
/// single item names it by the order in which items ended, so with the first nothing had gone
/// out yet; 401 and 429 come without a name, whenever they happen.
fn perhaps_in_part(status: u16, description: &str) -> bool {
    let lower = description.to_lowercase();
    match lower.split_once(BLAMES_ITEM) {
        Some((_, rest)) => !rest.starts_with("1 "),
        None => matches!(status, 401 | 429) || (status == 400 && description.is_empty()),
    }
}

//! What refusals mean: the rows that differ from the default table.

use super::answers::{invalid, message};
use crate::clock::Instant;
use crate::failure::{Class, Failure};
use crate::http::Answer;
use crate::platform::{Rule, classify};

/// Every request: login, scopes, and GoToSocial's throttling before anything is done (source
/// `api/base_controller.rb`, and the words of GoToSocial, of Pleroma, and of Pixelfed, whose
/// `Handler.php` answers 500 to what has no status).
const LOGIN: &[Rule] = &[
    Rule::says(403, "scope", Class::Auth, "mastodon-scopes-too-narrow"),
    Rule::says(403, "insufficient permissions", Class::Auth, "mastodon-scopes-too-narrow"),
    Rule::says(403, "invalid credentials", Class::Auth, "login-refused"),
    Rule::says(500, "unauthenticated", Class::Auth, "login-refused"),
    Rule::says(403, "confirmed e-mail", Class::Auth, "mastodon-login-unconfirmed"),
    Rule::says(403, "pending approval", Class::Auth, "mastodon-login-unconfirmed"),
    Rule::says(403, "disabled", Class::Auth, "mastodon-login-disabled"),
    Rule::says(403, "suspended", Class::Auth, "mastodon-login-disabled"),
    Rule::says(503, "server capacity exceeded", Class::Rate, "rate-limited"),
    Rule::says(422, "requires an authenticated user", Class::Auth, "mastodon-token-of-app"),
];

/// An upload, and asking how far its processing is.
const UPLOAD: &[Rule] = &[
    Rule::says(422, "processing thumbnail", Class::Rejected, "mastodon-media-processing-failed"),
    Rule::says(422, "could not be verified", Class::Rejected, "mastodon-media-not-readable"),
    Rule::says(422, "not what they are reported", Class::Rejected, "mastodon-media-not-readable"),
];

/// Asking for a medium that the server does not have any more.
const GONE: &[Rule] = &[
    Rule::status(404, Class::Stale, "mastodon-media-gone"),
    Rule::says(500, NO_RECORD, Class::Stale, "mastodon-media-gone"),
];

/// How Pixelfed says that something is not there.
const NO_RECORD: &str = "no query results";

/// Creating a status.
const CREATE: &[Rule] = &[
    Rule::says(422, "not finished processing", Class::NotYet, "mastodon-media-still-processing"),
    Rule::says(422, "character limit", Class::Rejected, "mastodon-text-too-long-for-server"),
    Rule::says(403, "empty statuses", Class::Rejected, "mastodon-media-required"),
    Rule::says(400, "duplicate idempotency key", Class::Duplicate, "mastodon-key-used-already"),
    Rule::says(404, "reply to does not appear", Class::Rejected, "mastodon-reply-target-gone"),
];

/// Creating with a key: the key names a status that was deleted meanwhile. It existed, so it is
/// never made anew.
const KEYED: &[Rule] =
    &[Rule::says(404, "record not found", Class::Duplicate, "mastodon-status-was-deleted")];

/// Creating a reply without a key: what it replies to is gone.
const REPLY: &[Rule] =
    &[Rule::says(404, "not found", Class::Rejected, "mastodon-reply-target-gone")];

/// Which request was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    /// One that only reads.
    Read,
    /// An upload.
    Upload,
    /// How far the processing of an upload is.
    Media,
    /// The visible request: whether it had a key that the server may know, and whether it
    /// replies to something.
    Create { keyed: bool, reply: bool },
}

impl Asked {
    fn tables(self) -> Vec<&'static [Rule]> {
        match self {
            Self::Read => vec![LOGIN],
            Self::Upload => vec![LOGIN, UPLOAD],
            Self::Media => vec![LOGIN, UPLOAD, GONE],
            Self::Create { keyed: true, .. } => vec![LOGIN, CREATE, KEYED],
            Self::Create { keyed: false, reply: true } => vec![LOGIN, CREATE, REPLY],
            Self::Create { keyed: false, reply: false } => vec![LOGIN, CREATE],
        }
    }
}

/// What the refusal `answer` to `asked` means.
pub(super) fn refusal(asked: Asked, answer: &Answer, now: Instant) -> Failure {
    if let Some(said) = invalid(answer).filter(|_| matches!(answer.status, 422 | 500)) {
        let detail = format!("status {} {said}", answer.status);
        return Failure::new(Class::Rejected, "refused-by-platform", detail);
    }
    let rules: Vec<Rule> = asked.tables().concat();
    classify(answer, "", &message(answer), &rules, now)
}

/// Whether what was asked for is not there any more.
pub(super) fn is_gone(answer: &Answer) -> bool {
    let said = message(answer).to_lowercase();
    match answer.status {
        404 | 410 => !said.is_empty(),
        500 => said.contains(NO_RECORD),
        _ => false,
    }
}

/// Whether the media of a status are gone, or belong to another status already. Mastodon and
/// Pixelfed do not tell the two apart; GoToSocial does, with 400.
pub(super) fn misses_media(answer: &Answer) -> bool {
    let said = message(answer).to_lowercase();
    let gone = ["already attached", "media not found", "invalid media_ids"];
    matches!(answer.status, 400 | 422) && gone.iter().any(|words| said.contains(words))
}

//! What refusals mean: the rows that differ from the default table.

use super::answers::message;
use crate::clock::Instant;
use crate::failure::{Class, Failure};
use crate::http::Answer;
use crate::platform::{Rule, classify};

/// Every request: login and scopes (source `api/base_controller.rb`, and GoToSocial's words).
const LOGIN: &[Rule] = &[
    Rule::says(403, "scope", Class::Auth, "mastodon-scopes-too-narrow"),
    Rule::says(403, "confirmed e-mail", Class::Auth, "mastodon-login-unconfirmed"),
    Rule::says(403, "pending approval", Class::Auth, "mastodon-login-unconfirmed"),
    Rule::says(403, "disabled", Class::Auth, "mastodon-login-disabled"),
    Rule::says(403, "suspended", Class::Auth, "mastodon-login-disabled"),
    Rule::says(422, "requires an authenticated user", Class::Auth, "mastodon-token-of-app"),
];

/// An upload, and asking how far its processing is.
const UPLOAD: &[Rule] = &[
    Rule::says(422, "processing thumbnail", Class::Rejected, "mastodon-media-processing-failed"),
    Rule::says(422, "could not be verified", Class::Rejected, "mastodon-media-not-readable"),
    Rule::says(422, "not what they are reported", Class::Rejected, "mastodon-media-not-readable"),
];

/// Asking for a medium that the server does not have any more.
const GONE: &[Rule] = &[Rule::status(404, Class::Stale, "mastodon-media-gone")];

/// Creating a status.
const CREATE: &[Rule] = &[
    Rule::says(422, "not finished processing", Class::NotYet, "mastodon-media-still-processing"),
    Rule::says(422, "character limit", Class::Rejected, "mastodon-text-too-long-for-server"),
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
    let rules: Vec<Rule> = asked.tables().concat();
    classify(answer, "", &message(answer), &rules, now)
}

/// Whether the media of a status are gone, or belong to another status already. Mastodon does
/// not tell the two apart; GoToSocial does, with 400.
pub(super) fn misses_media(answer: &Answer) -> bool {
    let said = message(answer).to_lowercase();
    let gone = said.contains("already attached") || said.contains("media not found");
    matches!(answer.status, 400 | 422) && gone
}

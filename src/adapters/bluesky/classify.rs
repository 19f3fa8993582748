//! What answers mean: the rows that differ from the default table, and how answers are read.
//!
//! Servers name every refusal in `error`; the status alone misleads: an expired token is 400.
//! Sources: the platform's source and our measurements of August 2026.

use std::time::Duration;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::clock::Instant;
use crate::failure::{Class, Failure, Pause};
use crate::http::Answer;
use crate::platform::{Rule, classify};

pub(super) const EXPIRED: &str = "bluesky-session-expired";
pub(super) const TOKEN_REFUSED: &str = "bluesky-token-refused";
pub(super) const MOVED: &str = "bluesky-account-moved";
pub(super) const KEY_TAKEN: &str = "bluesky-key-taken";

pub(super) const QUOTA_USED: &str = "bluesky-video-quota-used";

/// How long to wait where the day's films are used up.
pub(super) const UNTIL_NEXT_LOOK: Duration = Duration::from_secs(3600);

/// The rows before the default table. What is about films alone must not hold up what has none.
pub(super) const RULES: &[Rule] = &[
    Rule::code("ExpiredToken", Class::Session, EXPIRED),
    Rule::code("InvalidToken", Class::Session, TOKEN_REFUSED),
    Rule::code("AccountNotFound", Class::Session, MOVED),
    Rule::code("AuthMissing", Class::Auth, "login-refused"),
    Rule::code("AuthenticationRequired", Class::Auth, "login-refused"),
    Rule::code("AuthFactorTokenRequired", Class::Auth, "bluesky-app-password-needed"),
    Rule::code("AccountTakedown", Class::Auth, "bluesky-account-taken-down"),
    Rule::code("AccountDeactivated", Class::Auth, "bluesky-account-not-active"),
    Rule::code("InvalidSwap", Class::Duplicate, KEY_TAKEN),
    Rule::code("BlobNotFound", Class::Stale, "bluesky-upload-forgotten"),
    Rule::code("InvalidSize", Class::Rejected, "bluesky-blob-altered"),
    Rule::code("InvalidMimeType", Class::Rejected, "bluesky-blob-altered"),
    Rule::code("PayloadTooLarge", Class::Rejected, "too-large-for-platform"),
    Rule::code("RateLimitExceeded", Class::Rate, "rate-limited"),
    // What `getSession` says of it, without a name of its own.
    Rule::says(400, "could not find user info", Class::Auth, "bluesky-account-taken-down"),
    Rule::says(400, "unacceptable slur", Class::Rejected, "bluesky-word-refused"),
    Rule::says(400, "grapheme too big", Class::Rejected, "bluesky-text-too-long"),
    Rule::says(400, "blob too big", Class::Rejected, "too-large-for-platform"),
    // The video service (lexicons `app.bsky.video`).
    Rule::code("DailyLimitExceeded", Class::NotYet, QUOTA_USED),
    Rule::code("TooManyOpenUploads", Class::NotYet, QUOTA_USED),
    Rule::code("UploadForbidden", Class::Rejected, "bluesky-video-not-allowed"),
    Rule::code("VideoTooLarge", Class::Rejected, "too-large-for-platform"),
    Rule::code("VideoTooLong", Class::Rejected, "bluesky-video-refused"),
    Rule::code("BadAspectRatio", Class::Rejected, "bluesky-video-refused"),
    Rule::code("UnsupportedContentType", Class::Rejected, "bluesky-video-refused"),
    Rule::code("UploadNotReady", Class::NotYet, "bluesky-video-not-ready"),
    Rule::code("ServiceOverloaded", Class::Server, "server-error"),
    Rule::code("UploadNotFound", Class::Stale, "bluesky-upload-forgotten"),
    Rule::code("UploadExpired", Class::Stale, "bluesky-upload-forgotten"),
    Rule::code("UploadFailed", Class::Stale, "bluesky-upload-forgotten"),
    Rule::code("UploadAborted", Class::Stale, "bluesky-upload-forgotten"),
    Rule::code("MissingParts", Class::Stale, "bluesky-upload-forgotten"),
];

/// What a server says when it refuses.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Refusal {
    /// The name of the refusal.
    pub(super) error: String,
    /// More words.
    pub(super) message: String,
}

impl Refusal {
    /// What `answer` says; nothing where it is no refusal of the platform's own.
    pub(super) fn of(answer: &Answer) -> Self {
        answer.json().unwrap_or_default()
    }

    /// Whether it says that there is no such record. Servers before 2024 gave it no name.
    pub(super) fn is_no_record(&self) -> bool {
        self.error == "RecordNotFound" || self.message.starts_with("Could not locate record")
    }
}

/// The failure that a refusing answer is.
pub(super) fn refused(answer: &Answer, now: Instant) -> Failure {
    let Refusal { error, message } = Refusal::of(answer);
    let failure = classify(answer, &error, &message, RULES, now);
    // Else it would be asked again within seconds.
    let unsaid = failure.reason == QUOTA_USED && failure.pause == Pause::Unsaid;
    if unsaid { failure.pausing(UNTIL_NEXT_LOOK) } else { failure }
}

/// The document of a success.
pub(super) fn read<T: DeserializeOwned>(answer: &Answer, now: Instant) -> Result<T, Failure> {
    if !answer.is_success() {
        return Err(refused(answer, now));
    }
    answer.json().map_err(|bad| not_understood(bad.to_string()))
}

/// An answer that is a success by its status and makes no sense.
pub(super) fn not_understood(what: impl std::fmt::Display) -> Failure {
    Failure::new(Class::Unknown, "answer-not-understood", what)
}

/// The same failure of something invisible that went before a visible request: that one was
/// surely not sent.
pub(super) fn before_sending(failure: Failure) -> Failure {
    let class = if failure.class.may_be_applied() { Class::NotSent } else { failure.class };
    Failure { class, ..failure }
}

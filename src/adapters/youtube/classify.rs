//! What refusals mean: the rows that differ from the default table, by `reason` (pages "Errors" and
//! "Quota" of the API, read in November 2026).

use std::time::Duration;

use serde::Deserialize;

use super::quota::until_reset;
use crate::clock::Instant;
use crate::failure::{Class, Failure, Pause};
use crate::http::Answer;
use crate::platform::{Rule, classify};

pub(super) const QUOTA_USED: &str = "youtube-quota-used";
pub(super) const CHANNEL_FULL: &str = "youtube-channel-limit";
pub(super) const GONE: &str = "youtube-video-gone";
pub(super) const LOCKED: &str = "youtube-project-not-audited";
const SESSION_ENDED: &str = "youtube-session-ended";
const METADATA: &str = "youtube-metadata-refused";

/// The rows before the default table.
const RULES: &[Rule] = &[
    Rule::code("youtubeSignupRequired", Class::Auth, "youtube-no-channel"),
    Rule::code("channelSuspended", Class::Auth, "youtube-channel-suspended"),
    Rule::code("accountClosed", Class::Auth, "youtube-channel-suspended"),
    Rule::code("accessNotConfigured", Class::Auth, "youtube-api-off"),
    Rule::code("insufficientPermissions", Class::Auth, "youtube-right-missing"),
    Rule::code("quotaExceeded", Class::Rate, QUOTA_USED),
    Rule::code("dailyLimitExceeded", Class::Rate, QUOTA_USED),
    Rule::code("rateLimitExceeded", Class::Rate, "rate-limited"),
    Rule::code("userRateLimitExceeded", Class::Rate, "rate-limited"),
    Rule::code("uploadRateLimitExceeded", Class::Rate, "rate-limited"),
    Rule::code("uploadLimitExceeded", Class::Rate, CHANNEL_FULL),
    Rule::code("invalidTitle", Class::Rejected, METADATA),
    Rule::code("invalidDescription", Class::Rejected, METADATA),
    Rule::code("invalidTags", Class::Rejected, METADATA),
    Rule::code("invalidCategoryId", Class::Rejected, METADATA),
    Rule::code("invalidPublishAt", Class::Rejected, METADATA),
    Rule::code("invalidVideoMetadata", Class::Rejected, METADATA),
    Rule::code("defaultLanguageNotSet", Class::Rejected, METADATA),
    Rule::code("mediaBodyRequired", Class::Rejected, METADATA),
    Rule::code("invalidFilename", Class::Rejected, METADATA),
    Rule::code("videoNotFound", Class::Rejected, GONE),
    Rule::code("forbidden", Class::Auth, "youtube-right-missing"),
    Rule::code("authError", Class::Session, SESSION_ENDED),
    // A login here can always be renewed.
    Rule::status(401, Class::Session, SESSION_ENDED),
    Rule::status(403, Class::Auth, "youtube-right-missing"),
];

/// How the API refuses.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Refusal {
    error: Inner,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Inner {
    message: String,
    errors: Vec<One>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct One {
    reason: String,
}

/// The reason that `answer` names; empty where it is not the API that speaks.
pub(super) fn reason(answer: &Answer) -> String {
    let Refusal { error } = answer.json().unwrap_or_default();
    error.errors.into_iter().next().map(|one| one.reason).unwrap_or_default()
}

/// What the refusal `answer` means.
pub(super) fn refusal(answer: &Answer, now: Instant) -> Failure {
    let Refusal { error } = answer.json().unwrap_or_default();
    let reason = error.errors.first().map(|one| one.reason.as_str()).unwrap_or_default();
    let failure = classify(answer, reason, &error.message, RULES, now);
    if failure.pause != Pause::Unsaid {
        return failure;
    }
    match failure.reason.as_ref() {
        QUOTA_USED => failure.pausing(until_reset(now)),
        CHANNEL_FULL => failure.pausing(Duration::from_secs(86_400)),
        _ => failure,
    }
}

//! What refusals mean: the rows that differ from the default table, and how they are read.
//!
//! A refusal is a problem document (`type`, `title`, `detail`), a list of errors with numbers of
//! the old API, or both; sometimes it is nothing or a page. The words that no page has are from
//! reports of other programs' makers of 2025 and 2026.

use serde::Deserialize;
use serde_json::Value;

use crate::clock::Instant;
use crate::failure::{Class, Failure};
use crate::http::Answer;
use crate::platform::{Rule, classify};

pub(super) const FORGOTTEN: &str = "x-upload-forgotten";

/// X's name for a month's limit; in two pieces, as it is no name of a message of ours.
const CAPPED: &str = concat!("usage", "-capped");

/// How far the server's clock may be from ours before that is the reason why it refuses
/// signatures, in seconds. X takes five minutes.
const CLOCKS_APART: i64 = 240;

/// How the account logs in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Login {
    /// By keys that do not end.
    Keys,
    /// By tokens that are renewed.
    Tokens,
}

/// Which request was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asked {
    /// One that only reads, or deletes.
    Plain,
    /// A step of an upload.
    Upload,
    /// The visible request, and whether it replies to something.
    Post { reply: bool },
}

/// The same text is public already. Comes before everything else that a refusal says.
const DUPLICATE: &[Rule] = &[
    Rule::says(403, "duplicate content", Class::Duplicate, "x-duplicate"),
    Rule::says(403, "status is a duplicate", Class::Duplicate, "x-duplicate"),
    Rule::code("187", Class::Duplicate, "x-duplicate"),
];

/// Money, limits of plans, and rights: these hold for every request.
const EVERY: &[Rule] = &[
    Rule::status(402, Class::Auth, "x-credits-used-up"),
    Rule::code("credits", Class::Auth, "x-credits-used-up"),
    Rule::says(0, "creditsdepleted", Class::Auth, "x-credits-used-up"),
    Rule::says(0, "does not have any credits", Class::Auth, "x-credits-used-up"),
    Rule::code(CAPPED, Class::Auth, "x-usage-capped"),
    Rule::says(0, "usage cap exceeded", Class::Auth, "x-usage-capped"),
    Rule::says(0, "spend cap", Class::Auth, "x-usage-capped"),
    Rule::code("88", Class::Rate, "rate-limited"),
    Rule::code("user-suspended", Class::Auth, "x-account-locked"),
    Rule::says(0, "user-suspended", Class::Auth, "x-account-locked"),
    Rule::says(403, "suspended", Class::Auth, "x-account-locked"),
    Rule::says(403, "temporarily locked", Class::Auth, "x-account-locked"),
    Rule::says(403, "account is locked", Class::Auth, "x-account-locked"),
    Rule::code("326", Class::Auth, "x-account-locked"),
    Rule::code("64", Class::Auth, "x-account-locked"),
    Rule::code("oauth1-permissions", Class::Auth, "x-app-read-only"),
    Rule::says(403, "oauth1 app permissions", Class::Auth, "x-app-read-only"),
    Rule::code("client-forbidden", Class::Auth, "x-app-not-enrolled"),
    Rule::says(0, "client-not-enrolled", Class::Auth, "x-app-not-enrolled"),
    Rule::code("unsupported-authentication", Class::Auth, "x-token-of-app"),
];

/// Replies, in the words of July 2026 and before. X refuses them with a type that else means
/// missing rights, so the words come first.
const REPLY: &[Rule] = &[
    Rule::says(403, "only reply to or quote", Class::Rejected, "x-reply-refused"),
    Rule::says(403, "reply to this conversation", Class::Rejected, "x-reply-refused"),
    Rule::says(403, "restricted who can reply", Class::Rejected, "x-reply-refused"),
    Rule::code("433", Class::Rejected, "x-reply-refused"),
    Rule::says(0, "deleted or not visible", Class::Rejected, "x-parent-gone"),
    Rule::code("385", Class::Rejected, "x-parent-gone"),
];

/// Replies that are refused in words that nobody has seen yet.
const REPLY_ELSE: &[Rule] = &[
    Rule::code("resource-not-found", Class::Rejected, "x-parent-gone"),
    Rule::code("not-authorized-for-resource", Class::Rejected, "x-reply-refused"),
];

/// The visible request.
const POST: &[Rule] = &[
    Rule::says(0, "media ids are invalid", Class::Stale, FORGOTTEN),
    Rule::says(0, "invalid media id", Class::Stale, FORGOTTEN),
    Rule::says(0, "validation of media ids failed", Class::Stale, FORGOTTEN),
    Rule::code("324", Class::Stale, FORGOTTEN),
    Rule::says(0, "text is too long", Class::Rejected, "x-text-too-long"),
    Rule::says(0, "needs to be a bit shorter", Class::Rejected, "x-text-too-long"),
    Rule::code("186", Class::Rejected, "x-text-too-long"),
    Rule::says(0, "longer than 2 minutes", Class::Rejected, "x-film-too-long-for-account"),
    Rule::says(0, "cashtag", Class::Rejected, "x-cashtags-refused"),
    Rule::says(403, "invalid url", Class::Rejected, "refused-by-platform"),
    Rule::says(403, "not permitted to perform this action", Class::Rejected, "x-not-permitted"),
    Rule::code("not-authorized-for-resource", Class::Auth, "not-allowed"),
];

/// An upload. What X does not know any more goes up again.
const UPLOAD: &[Rule] = &[
    Rule::status(404, Class::Stale, FORGOTTEN),
    Rule::says(400, "not found", Class::Stale, FORGOTTEN),
    Rule::says(400, "expired", Class::Stale, FORGOTTEN),
    Rule::says(400, "invalid media id", Class::Stale, FORGOTTEN),
    Rule::says(400, "invalid media_id", Class::Stale, FORGOTTEN),
    Rule::says(400, "segments do not add up", Class::Stale, FORGOTTEN),
    Rule::says(400, "unsupported", Class::Rejected, "x-medium-refused"),
    Rule::says(400, "size exceeds", Class::Rejected, "too-large-for-platform"),
];

/// The token endpoint, which speaks as OAuth does.
const TOKENS: &[Rule] = &[
    Rule::status(400, Class::Auth, "x-login-ended"),
    Rule::status(401, Class::Auth, "x-login-ended"),
];

impl Asked {
    fn tables(self) -> Vec<&'static [Rule]> {
        match self {
            Self::Plain => vec![EVERY],
            Self::Upload => vec![EVERY, UPLOAD],
            Self::Post { reply: true } => vec![DUPLICATE, REPLY, EVERY, REPLY_ELSE, POST],
            Self::Post { reply: false } => vec![DUPLICATE, EVERY, POST],
        }
    }
}

/// What X says when it refuses.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Refusal {
    #[serde(rename = "type")]
    kind: Value,
    title: Value,
    detail: Value,
    reason: Value,
    /// How OAuth says it.
    error: Value,
    error_description: Value,
    errors: Value,
}

/// What the refusal `answer` to `asked` means.
pub(super) fn refused(asked: Asked, login: Login, answer: &Answer, now: Instant) -> Failure {
    let (code, message) = said(answer);
    let rules: Vec<Rule> = asked.tables().concat();
    let failure = classify(answer, &code, &message, &rules, now);
    match failure.reason.as_ref() {
        "login-refused" => login_refused(failure, login, answer, now),
        _ => failure,
    }
}

/// What a refusal of the token endpoint means.
pub(super) fn tokens_refused(answer: &Answer, now: Instant) -> Failure {
    let (code, message) = said(answer);
    classify(answer, &code, &message, TOKENS, now)
}

/// A success that makes no sense.
pub(super) fn not_understood(what: impl std::fmt::Display) -> Failure {
    Failure::new(Class::Unknown, "answer-not-understood", what)
}

/// A token that ended is renewed. A signature is refused where the keys are dead, and where our
/// clock is wrong.
fn login_refused(failure: Failure, login: Login, answer: &Answer, now: Instant) -> Failure {
    let apart = answer.received.map_or(0, |theirs| (theirs - now).num_seconds().abs());
    match login {
        Login::Tokens => {
            Failure { class: Class::Session, reason: "x-session-ended".into(), ..failure }
        }
        Login::Keys if apart > CLOCKS_APART => {
            Failure { reason: "x-clock-wrong".into(), ..failure }
        }
        Login::Keys => failure,
    }
}

/// The code and the words of a refusal; nothing where it is not X that speaks.
fn said(answer: &Answer) -> (String, String) {
    let Ok(refusal) = answer.json::<Refusal>() else { return Default::default() };
    let listed = refusal.errors.as_array().map(Vec::as_slice).unwrap_or_default();
    let kinds = std::iter::once(&refusal.kind).chain(listed.iter().map(|one| &one["type"]));
    let kind = kinds.filter_map(Value::as_str).find_map(problem);
    let number = listed.iter().find_map(|one| one["code"].as_u64());
    let code = kind.map(str::to_owned).or(number.map(|number| number.to_string()));
    let own = [&refusal.title, &refusal.detail, &refusal.reason];
    let oauth = [&refusal.error, &refusal.error_description];
    let listed = listed.iter().flat_map(|one| [&one["title"], &one["detail"], &one["message"]]);
    let words: Vec<_> =
        own.into_iter().chain(oauth).chain(listed).filter_map(Value::as_str).collect();
    (code.unwrap_or_default(), words.join(": "))
}

/// The name of a problem, the end of its address.
fn problem(kind: &str) -> Option<&str> {
    let name = kind.rsplit('/').next()?;
    (!name.is_empty() && name != "about:blank" && name != "invalid-request").then_some(name)
}

//! What refusals mean: the rows that differ from the default table (page `posts-api`, and the
//! answers of `ugcPosts` that public clients show).

use serde_json::Value;

use crate::clock::Instant;
use crate::failure::{Class, Failure};
use crate::finding::Fact;
use crate::http::Answer;
use crate::platform::{Rule, classify};

/// A version that is served no more.
const VERSION_ENDED: &str = "linkedin-version-ended";

/// The reason of a refusal as the text of another post.
pub(super) const DUPLICATE: &str = "linkedin-duplicate";

/// The rows before the default table.
const RULES: &[Rule] = &[
    Rule::status(426, Class::Auth, VERSION_ENDED),
    Rule::code("NONEXISTENT_VERSION", Class::Auth, VERSION_ENDED),
    Rule::status(401, Class::Auth, "linkedin-token-refused"),
    Rule::status(403, Class::Auth, "linkedin-right-missing"),
    Rule::code("DUPLICATE_POST", Class::Duplicate, DUPLICATE),
    Rule::says(422, "duplicate of urn:li:", Class::Duplicate, DUPLICATE),
    Rule::code("MEDIA_ASSET_PROCESSING_FAILED", Class::Rejected, PROCESSING_FAILED),
    Rule::code("MEDIA_ASSET_WAITING_UPLOAD", Class::NotYet, "linkedin-media-still-processing"),
    Rule::code("EXPIRED_UPLOAD_URL", Class::Stale, UPLOAD_ENDED),
    Rule::code("FIELD_LENGTH_TOO_LONG", Class::Rejected, "linkedin-text-too-long"),
    // Two changes met at LinkedIn; perhaps ours was one that was made.
    Rule::status(409, Class::Unknown, "linkedin-conflict"),
    Rule::status(404, Class::Rejected, "linkedin-author-or-media-missing"),
];

pub(super) const PROCESSING_FAILED: &str = "linkedin-media-processing-failed";
pub(super) const UPLOAD_ENDED: &str = "linkedin-upload-ended";

/// How LinkedIn refuses: a code and words, and within them those of each field that is wrong. What is
/// missing or of another shape says nothing.
struct Refusal(Value);

impl Refusal {
    /// What `answer` says; nothing where it is no refusal of the API's own.
    fn of(answer: &Answer) -> Self {
        Self(answer.json().unwrap_or_default())
    }

    fn of_fields(&self) -> &[Value] {
        let errors = self.0["errorDetails"]["inputErrors"].as_array();
        errors.map(Vec::as_slice).unwrap_or_default()
    }

    /// The code that says most: one that a row is about, else the first.
    fn code(&self) -> &str {
        let inner = self.of_fields().iter().map(|error| &error["code"]);
        let codes = inner.chain([&self.0["code"]]).filter_map(Value::as_str);
        let codes: Vec<_> = codes.filter(|code| !code.is_empty()).collect();
        let known = |code: &&&str| RULES.iter().any(|rule| rule.code == **code);
        codes.iter().find(known).or(codes.first()).copied().unwrap_or_default()
    }

    fn words(&self) -> String {
        let inner = self.of_fields().iter().map(|error| &error["description"]);
        let words = [&self.0["message"]].into_iter().chain(inner).filter_map(Value::as_str);
        words.filter(|words| !words.is_empty()).collect::<Vec<_>>().join("; ")
    }
}

/// What the refusal `answer` means.
pub(super) fn refusal(answer: &Answer, now: Instant) -> Failure {
    let refusal = Refusal::of(answer);
    let words = refusal.words();
    let mut failure = classify(answer, refusal.code(), &words, RULES, now);
    if failure.class == Class::Duplicate {
        let other = named_post(&words).unwrap_or_default();
        failure.facts.insert("post".into(), Fact::Text(other));
    }
    failure
}

/// The post that the refusal `answer` says is the same.
pub(super) fn duplicate_of(answer: &Answer) -> Option<String> {
    named_post(&Refusal::of(answer).words())
}

/// Whether LinkedIn itself says that there is no such thing.
pub(super) fn is_gone(answer: &Answer) -> bool {
    let refusal = Refusal::of(answer);
    let speaks = !(refusal.words().is_empty() && refusal.code().is_empty());
    matches!(answer.status, 404 | 410) && speaks
}

fn named_post(words: &str) -> Option<String> {
    let start = words.find("urn:li:")?;
    let rest = &words[start..];
    let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || ":-_".contains(c)));
    super::answers::post_urn(rest[..end.unwrap_or(rest.len())].trim_end_matches(':'))
}

//! What refusals mean: the rows that hold for Pages alone, before those of all of Meta's services.

use serde::Deserialize;

use super::answers::Pieces;
use crate::adapters::graph::bytes::Refused;
use crate::adapters::graph::{Asked, GraphRule, Refusal, refusal};
use crate::clock::Instant;
use crate::failure::{Class, Failure};
use crate::http::Answer;

/// Codes of Meta's page "Handling errors"; subcodes as a public client (gitroomhq/postiz-app,
/// August 2026) reads them. Those with 1363 come as codes, too, hence both.
pub(super) const ROWS: &[GraphRule] = &[
    GraphRule::sub(1_366_051, Class::Duplicate, "facebook-photos-posted-already"),
    GraphRule::code(506, Class::Duplicate, "facebook-same-as-last-post"),
    GraphRule::sub(1_366_046, Class::Rejected, "facebook-photo-refused"),
    GraphRule::code(324, Class::Rejected, "facebook-photo-refused"),
    GraphRule::code(352, Class::Rejected, "facebook-film-refused"),
    GraphRule::sub(2_069_019, Class::Rejected, "facebook-film-refused"),
    GraphRule::sub(1_390_008, Class::Rate, "rate-limited"),
    GraphRule::sub(1_363_047, Class::Server, "server-error"),
    GraphRule::sub(1_609_010, Class::Server, "server-error"),
    GraphRule::sub(1_346_003, Class::Policy, "graph-held-for-abuse"),
    GraphRule::sub(1_404_102, Class::Policy, "graph-held-for-abuse"),
    GraphRule::sub(1_404_078, Class::Auth, "facebook-page-not-authorised"),
    GraphRule::sub(1_404_006, Class::Auth, "facebook-security-check"),
    GraphRule::sub(1_404_112, Class::Auth, "facebook-account-limited"),
    GraphRule::sub(4_854_002, Class::Auth, "facebook-security-check"),
    GraphRule::code(1_609_005, Class::Rejected, "facebook-link-refused"),
    GraphRule::sub(1_609_005, Class::Rejected, "facebook-link-refused"),
    GraphRule::sub(1_609_008, Class::Rejected, "facebook-link-refused"),
    GraphRule::sub(2_061_006, Class::Rejected, "facebook-link-refused"),
    GraphRule::sub(1_349_125, Class::Rejected, "refused-by-platform"),
    GraphRule::code(6000, Class::Server, "facebook-upload-broke"),
    GraphRule::sub(1_363_019, Class::Server, "facebook-upload-broke"),
    GraphRule::sub(1_363_030, Class::Server, "facebook-upload-broke"),
    GraphRule::sub(1_363_037, Class::Server, "facebook-upload-broke"),
    GraphRule::code(1_363_019, Class::Server, "facebook-upload-broke"),
    GraphRule::code(1_363_030, Class::Server, "facebook-upload-broke"),
    GraphRule::code(1_363_037, Class::Server, "facebook-upload-broke"),
];

#[derive(Deserialize)]
struct WithOffsets {
    error: Offsets,
}

#[derive(Deserialize)]
struct Offsets {
    error_data: Pieces,
}

/// What the refusal in `answer` means.
pub(super) fn refused(answer: &Answer, asked: Asked, now: Instant) -> Failure {
    refusal(answer, asked, ROWS, now)
}

/// Whether `answer` is a refusal; one can come with any status.
pub(super) fn is_refusal(answer: &Answer) -> bool {
    !answer.is_success() || Refusal::read(answer).is_some_and(|refusal| refusal.code.is_some())
}

/// Whether what was named is not there, or not for us: the two are answered alike.
pub(super) fn is_not_visible(failure: &Failure) -> bool {
    failure.reason == "graph-object-not-visible"
}

/// Whether a parameter was refused, as one that names something that is gone.
pub(super) fn names_nothing(answer: &Answer) -> bool {
    Refusal::read(answer).is_some_and(|refusal| refusal.code == Some(100))
}

/// The offsets that a refused piece should have had.
pub(super) fn right_offsets(answer: &Answer) -> Option<(u64, u64)> {
    let read: WithOffsets = answer.json().ok()?;
    let Pieces { start_offset, end_offset, .. } = read.error.error_data;
    Some((start_offset, end_offset))
}

/// What it means that the bytes of a reel were refused. What broke goes on where it broke.
pub(super) fn bytes_refused(answer: &Answer, now: Instant) -> Failure {
    let Some(said) = Refused::read(answer) else {
        return refused(answer, Asked::Invisible, now);
    };
    let detail = said.detail(answer);
    match said.r#type.as_str() {
        _ if said.is_about_login() => Failure::new(Class::Auth, "graph-login-ended", detail),
        "ProcessingFailedError" if !said.retriable => {
            Failure::new(Class::Rejected, "facebook-film-refused", detail)
        }
        _ => Failure::new(Class::Server, "facebook-upload-broke", detail),
    }
}

//! What refusals mean: the rows that hold for WhatsApp alone, before those of all of Meta's services.

use std::time::Duration;

use crate::adapters::graph::{Asked, GraphRule, Refusal, refusal};
use crate::clock::Instant;
use crate::failure::{Class, Failure};
use crate::http::Answer;

use super::mask;

/// The reasons of what was refused for one person alone.
pub(super) const UNREACHABLE: &str = "whatsapp-person-unreachable";
pub(super) const NOT_TODAY: &str = "whatsapp-person-not-today";
pub(super) const STOPPED: &str = "whatsapp-person-stopped";
pub(super) const TOO_SOON: &str = "whatsapp-person-too-soon";

/// The reason of a medium that is not there any more.
pub(super) const MEDIA_GONE: &str = "whatsapp-media-gone";

/// The reason of a medium that the platform could not use.
pub(super) const MEDIA_REFUSED: &str = "whatsapp-media-refused";

const SPAM: &str = "whatsapp-spam-limit";

/// How long nothing goes out after too many people complained: so long that a person is asked first.
const AFTER_SPAM: Duration = Duration::from_secs(25 * 60 * 60);

/// Codes of the Cloud API by public tables of 2026.
pub(super) const RULES: &[GraphRule] = &[
    GraphRule::says("media attachment id", Class::Stale, MEDIA_GONE),
    GraphRule::code(0, Class::Auth, "graph-login-ended"),
    GraphRule::code(131_005, Class::Auth, "graph-right-missing"),
    GraphRule::code(131_031, Class::Policy, "whatsapp-account-locked"),
    GraphRule::code(131_042, Class::Auth, "whatsapp-billing"),
    GraphRule::code(131_045, Class::Auth, "whatsapp-number-not-registered"),
    GraphRule::code(133_010, Class::Auth, "whatsapp-number-not-registered"),
    GraphRule::code(33, Class::Auth, "whatsapp-number-not-registered"),
    GraphRule::code(80_007, Class::Rate, "rate-limited"),
    GraphRule::code(130_429, Class::Rate, "rate-limited"),
    GraphRule::code(131_048, Class::Rate, SPAM),
    GraphRule::code(131_056, Class::Rate, TOO_SOON),
    GraphRule::code(131_049, Class::Rejected, NOT_TODAY),
    GraphRule::code(130_472, Class::Rejected, NOT_TODAY),
    GraphRule::code(131_050, Class::Rejected, STOPPED),
    GraphRule::code(131_026, Class::Rejected, UNREACHABLE),
    GraphRule::code(131_021, Class::Rejected, UNREACHABLE),
    GraphRule::code(131_047, Class::Rejected, "whatsapp-window-closed"),
    GraphRule::code(132_000, Class::Rejected, "whatsapp-parameters-refused"),
    GraphRule::code(132_012, Class::Rejected, "whatsapp-parameters-refused"),
    GraphRule::code(132_005, Class::Rejected, "whatsapp-template-too-long"),
    GraphRule::code(132_007, Class::Rejected, "whatsapp-text-refused"),
    GraphRule::code(132_018, Class::Rejected, "whatsapp-text-refused"),
    GraphRule::code(132_001, Class::Rejected, "whatsapp-template-refused"),
    GraphRule::code(132_015, Class::Rejected, "whatsapp-template-refused"),
    GraphRule::code(132_016, Class::Rejected, "whatsapp-template-refused"),
    GraphRule::code(131_008, Class::Rejected, "refused-by-platform"),
    GraphRule::code(131_009, Class::Rejected, "refused-by-platform"),
    GraphRule::code(131_051, Class::Rejected, "refused-by-platform"),
    GraphRule::code(131_052, Class::Stale, MEDIA_REFUSED),
    GraphRule::code(131_053, Class::Stale, MEDIA_REFUSED),
    GraphRule::code(131_000, Class::Server, "server-error"),
    GraphRule::code(131_016, Class::NotSent, "whatsapp-unavailable"),
    GraphRule::code(131_057, Class::NotSent, "whatsapp-unavailable"),
    GraphRule::code(133_004, Class::NotSent, "whatsapp-unavailable"),
];

/// Whether `answer` is a refusal; one can come with any status.
pub(super) fn is_refusal(answer: &Answer) -> bool {
    !answer.is_success() || Refusal::read(answer).is_some_and(|refusal| refusal.code.is_some())
}

/// What the refusal in `answer` means. It may name the person, so that is covered.
pub(super) fn refused(answer: &Answer, asked: Asked, now: Instant) -> Failure {
    let failure = refusal(answer, asked, RULES, now);
    let failure = if failure.reason == SPAM { failure.pausing(AFTER_SPAM) } else { failure };
    Failure { detail: mask::covered(&failure.detail), ..failure }
}

/// What is remarked where `failure` concerns nobody but the person written to.
pub(super) fn of_one_person(failure: &Failure) -> Option<&'static str> {
    let known = [UNREACHABLE, NOT_TODAY, STOPPED, TOO_SOON];
    known.into_iter().find(|reason| failure.reason == *reason)
}

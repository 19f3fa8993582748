//! What refusals mean on Instagram, before what they mean on all of Meta's services.

use crate::adapters::graph::GraphRule;
use crate::adapters::graph::container::NOT_FOUND;
use crate::adapters::graph::service::NOT_FETCHED;
use crate::failure::{Class, Failure};

/// What Instagram calls an error of its own; at the visible request it leaves doubt.
const SERVER: &str = "server-error";

const REFUSED: &str = "graph-media-refused";

/// The rows of Instagram. The subcode comes first: 4 alone is a limit, 4 with 2207051 is spam.
pub(super) const RULES: &[GraphRule] = &[
    GraphRule::sub(2_207_001, Class::Server, SERVER),
    GraphRule::sub(2_207_003, Class::NotSent, NOT_FETCHED),
    GraphRule::sub(2_207_032, Class::NotSent, NOT_FETCHED),
    GraphRule::sub(2_207_053, Class::NotSent, NOT_FETCHED),
    GraphRule::sub(2_207_077, Class::NotSent, NOT_FETCHED),
    GraphRule::sub(2_207_082, Class::NotSent, NOT_FETCHED),
    GraphRule::sub(2_207_052, Class::Rejected, NOT_FETCHED),
    GraphRule::sub(2_207_020, Class::Stale, "graph-container-gone"),
    GraphRule::sub(2_207_006, Class::Stale, "graph-container-gone"),
    GraphRule::sub(2_207_008, Class::Server, NOT_FOUND),
    GraphRule::sub(2_207_027, Class::NotYet, "graph-media-slow"),
    GraphRule::sub(2_207_042, Class::Rate, "graph-quota-used"),
    GraphRule::sub(2_207_050, Class::Auth, "instagram-account-restricted"),
    GraphRule::sub(2_207_051, Class::Policy, "graph-held-for-spam"),
    GraphRule::sub(2_207_085, Class::NotSent, "instagram-delete-failed"),
    GraphRule::sub(2_207_004, Class::Rejected, REFUSED),
    GraphRule::sub(2_207_005, Class::Rejected, REFUSED),
    GraphRule::sub(2_207_009, Class::Rejected, REFUSED),
    GraphRule::sub(2_207_026, Class::Rejected, REFUSED),
    GraphRule::sub(2_207_010, Class::Rejected, "instagram-caption-refused"),
    GraphRule::sub(2_207_023, Class::Rejected, "refused-by-platform"),
    GraphRule::sub(2_207_028, Class::Rejected, "refused-by-platform"),
    GraphRule::sub(2_207_035, Class::Rejected, "refused-by-platform"),
    GraphRule::sub(2_207_036, Class::Rejected, "refused-by-platform"),
    GraphRule::sub(2_207_037, Class::Rejected, "refused-by-platform"),
    GraphRule::sub(2_207_040, Class::Rejected, "refused-by-platform"),
    GraphRule::sub(2_207_057, Class::Rejected, "refused-by-platform"),
    GraphRule::sub(2_207_081, Class::Rejected, "refused-by-platform"),
    GraphRule::says("not an instagram business", Class::Auth, "instagram-not-professional"),
    GraphRule::code(-1, Class::Server, SERVER),
];

/// What it means that a container failed, by the subcode in what it says; those that were not
/// fetched or failed on the platform's side are tried once more.
pub(super) fn failed(said: &str) -> Failure {
    let number = said.split(|c: char| !c.is_ascii_digit()).find(|one| one.len() == 7);
    let subcode = number.and_then(|number| number.parse::<i64>().ok());
    let rule = RULES.iter().find(|rule| rule.subcode.is_some() && rule.subcode == subcode);
    match rule {
        Some(rule) if rule.class == Class::Rejected => Failure::new(rule.class, rule.reason, said),
        _ => Failure::new(Class::Rejected, NOT_FETCHED, said),
    }
}

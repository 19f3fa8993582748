//! What refusals mean on Threads, before what they mean on all of Meta's services.

use crate::adapters::graph::GraphRule;
use crate::adapters::graph::container::NOT_FOUND;
use crate::adapters::graph::service::NOT_FETCHED;
use crate::failure::{Class, Failure};

/// The reason of a topic that is not permitted.
pub(super) const TOPIC: &str = "threads-topic-refused";

/// The rows of Threads. `is_transient` is not looked at for 4279009: it says false and passes.
pub(super) const RULES: &[GraphRule] = &[
    GraphRule::both(24, 4_279_009, Class::NotYet, NOT_FOUND),
    GraphRule::both(100, 4_279_071, Class::Rejected, TOPIC),
    GraphRule::sub(4_279_013, Class::Auth, "threads-account-restricted"),
    GraphRule::sub(2_207_051, Class::Policy, "graph-held-for-spam"),
    GraphRule::sub(2_207_052, Class::Rejected, NOT_FETCHED),
    GraphRule::says("threads_api__link_limit_exceeded", Class::Rejected, "threads-too-many-links"),
    GraphRule::says("at most 500", Class::Rejected, "threads-text-too-long"),
    GraphRule::says("could not be fetched from this uri", Class::Rejected, NOT_FETCHED),
];

/// What it means that a container failed, by what it says; those that could not be fetched are
/// tried once more.
pub(super) fn failed(said: &str) -> Failure {
    match said {
        _ if said.starts_with("INVALID_") => {
            Failure::new(Class::Rejected, "graph-media-refused", said)
        }
        _ => Failure::new(Class::Rejected, NOT_FETCHED, said),
    }
}

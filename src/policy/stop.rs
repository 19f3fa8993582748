//! The emergency stop: nothing goes out while it is set.

use super::{Stage, Subject};
use crate::clock::Instant;
use crate::verdict::Verdict;

#[derive(Debug)]
pub(super) struct Stop;

impl Stage for Stop {
    fn judge(&self, subject: &Subject<'_>) -> Option<Verdict> {
        let reason = subject.stopped?.clone();
        Some(Verdict::Wait { until: Instant::MAX_UTC, reason })
    }
}

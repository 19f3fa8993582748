//! A paused account: its queue waits, all others go on.

use super::{Stage, Subject};
use crate::clock::Instant;
use crate::verdict::{Reason, Verdict};

#[derive(Debug)]
pub(super) struct Pause;

impl Stage for Pause {
    fn judge(&self, subject: &Subject<'_>) -> Option<Verdict> {
        let by_config = || subject.rules.paused.then(|| Reason::new("account-paused-by-config"));
        let reason = subject.state.paused.clone().or_else(by_config)?;
        Some(Verdict::Wait { until: Instant::MAX_UTC, reason })
    }
}

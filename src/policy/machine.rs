//! Our own machine: nothing is sent while its disk is full or its clock cannot be right.

use std::fmt;
use std::sync::Arc;

use super::{Stage, Subject};
use crate::clock::Instant;
use crate::verdict::{Reason, Verdict};

/// How long to wait before the machine is looked at again.
const LOOK_AGAIN: chrono::Duration = chrono::Duration::seconds(30);

/// Says what is wrong with the machine at an instant, if something is.
#[derive(Clone)]
pub struct Machine(Arc<dyn Fn(Instant) -> Option<Reason> + Send + Sync>);

impl Machine {
    /// A machine whose trouble `trouble` tells. It is asked before every visible request.
    pub fn new(trouble: impl Fn(Instant) -> Option<Reason> + Send + Sync + 'static) -> Self {
        Self(Arc::new(trouble))
    }

    /// A machine that is always well.
    #[must_use]
    pub fn well() -> Self {
        Self::new(|_| None)
    }

    /// What is wrong now.
    #[must_use]
    pub fn trouble(&self, now: Instant) -> Option<Reason> {
        (self.0)(now)
    }
}

impl fmt::Debug for Machine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Machine")
    }
}

impl Stage for Machine {
    fn judge(&self, subject: &Subject<'_>) -> Option<Verdict> {
        let reason = self.trouble(subject.now)?;
        Some(Verdict::Wait { until: subject.now + LOOK_AGAIN, reason })
    }
}

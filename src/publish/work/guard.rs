//! A panic of an adapter must end neither the daemon nor the certainty of what it did; and where
//! it ends the daemon all the same, the next one must know of what.

use std::panic::{AssertUnwindSafe, catch_unwind};

use futures_util::FutureExt as _;

use crate::delivery::DeliveryId;
use crate::failure::{Class, Failure};
use crate::journal::SharedJournal;

/// The adapter broke down in the middle of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct BrokeDown;

/// What a call of an adapter brings, also where the adapter panics.
pub(super) async fn guarded<T>(call: impl Future<Output = T>) -> Result<T, BrokeDown> {
    AssertUnwindSafe(call).catch_unwind().await.map_err(|_| BrokeDown)
}

/// The same for a call that waits for nothing.
pub(super) fn guarded_now<T>(call: impl FnOnce() -> T) -> Result<T, BrokeDown> {
    catch_unwind(AssertUnwindSafe(call)).map_err(|_| BrokeDown)
}

impl From<BrokeDown> for Failure {
    /// What it means for a request that may be out.
    fn from(_: BrokeDown) -> Self {
        Self::new(Class::Unknown, "adapter-panicked", "")
    }
}

/// A delivery whose work may kill the program before anything of it is written down.
#[derive(Debug)]
pub(super) struct AtRisk {
    journal: SharedJournal,
    delivery: DeliveryId,
}

impl AtRisk {
    /// From now on, and until this is dropped.
    pub(super) fn note(journal: &SharedJournal, delivery: DeliveryId) -> Self {
        journal.note_risk(delivery, true);
        Self { journal: SharedJournal::clone(journal), delivery }
    }
}

impl Drop for AtRisk {
    fn drop(&mut self) {
        self.journal.note_risk(self.delivery, false);
    }
}

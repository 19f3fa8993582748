//! A panic of an adapter must end neither the daemon nor the certainty of what it did.

use std::panic::{AssertUnwindSafe, catch_unwind};

use futures_util::FutureExt as _;

use crate::failure::{Class, Failure};

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

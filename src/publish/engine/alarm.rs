//! The one timer of the engine, which stays set while other things happen.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;

use super::clock::wait;
use crate::clock::{Instant, Reading, SharedClock};

type Wait = Pin<Box<dyn Future<Output = ()> + Send>>;

/// A wait for an instant that goes on where it was, however often it is dropped: setting a kernel
/// timer anew at every event would cost more than most events.
pub(super) struct Alarm {
    clock: SharedClock,
    set: Option<(Instant, Wait)>,
}

impl Alarm {
    pub(super) fn new(clock: SharedClock) -> Self {
        Self { clock, set: None }
    }

    /// Waits until the wall clock shows `instant`, or was set: also where that was done after
    /// `seen` and before the wait has begun.
    pub(super) async fn rings_at(&mut self, instant: Instant, seen: Reading) {
        let set = self.set.take().filter(|(at, _)| *at == instant);
        let clock = Arc::clone(&self.clock);
        let new = || (instant, Box::pin(wait(clock, instant, seen)) as Wait);
        let (_, wait) = self.set.insert(set.unwrap_or_else(new));
        wait.await;
        self.set = None;
    }
}

impl fmt::Debug for Alarm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Alarm").field(&self.set.as_ref().map(|(at, _)| at)).finish()
    }
}

//! People set the wall clock: everything that is counted from something that happened moves along.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

use super::{Engine, EngineError};
use crate::clock::{Instant, Reading, SharedClock, moved};
use crate::delivery::DeliveryId;
use crate::event::What;
use crate::journal::{Change, JournalError};
use crate::publish::recover::used_firings;

/// How long after its target a sleep may end before it counts as a suspend.
const OVERSLEPT: chrono::Duration = chrono::Duration::seconds(60);

impl Engine {
    /// Looks whether somebody has set the wall clock.
    pub(super) async fn notice_clock(&mut self) -> Result<(), EngineError> {
        let now = self.shared.reading();
        if !now.was_set_since(&self.seen) {
            return Ok(());
        }
        let by = now.set_since(&self.seen);
        self.seen = now;
        self.tell(None, What::ClockSet { by });
        self.awake.clock_was_set(by, now.wall);
        self.move_put_off(by);
        if let Some((_, again)) = &mut self.degraded {
            *again = moved(*again, by);
        }
        self.lanes.values_mut().for_each(|lane| lane.clock_was_set(&now));
        self.stir();
        self.write_moved().await?;
        if by < chrono::Duration::zero() { self.learn_firings().await } else { Ok(()) }
    }

    /// Writes what has moved, as another boot could not tell. Where the disk fails, this boot
    /// still can.
    async fn write_moved(&mut self) -> Result<(), EngineError> {
        let mut changes = Vec::new();
        for lane in self.lanes.values() {
            changes.extend(lane.active.values().filter_map(|active| active.noted()));
            changes.extend(lane.state.to_be_noted().map(Change::Account));
        }
        let written: Vec<DeliveryId> = changes.iter().filter_map(delivery_of).collect();
        match self.shared.journal.commit(self.shared.epoch, changes).await {
            Ok(()) => {
                let active = self.lanes.values_mut().flat_map(|lane| lane.active.iter_mut());
                let written = active.filter(|(id, _)| written.contains(id));
                written.for_each(|(_, active)| active.brief.version.0 += 1);
                Ok(())
            }
            Err(JournalError::Disk(_) | JournalError::Stale(_)) => Ok(()),
            Err(fatal) => Err(fatal.into()),
        }
    }

    /// The clock shows times again at which firings were used, longer ago than a start looks back.
    async fn learn_firings(&mut self) -> Result<(), EngineError> {
        let now = self.shared.now();
        for (name, lane) in &mut self.lanes {
            lane.taken.extend(used_firings(&self.shared.journal, name, now).await?);
        }
        Ok(())
    }

    /// A wait for `target` has ended. Late, where the machine was asleep.
    pub(super) fn note_sleep(&mut self, target: Instant) {
        let now = self.shared.reading();
        self.stir();
        // On the clock as it was before it was set: that is noticed next, and moves all of this.
        let woke = moved(now.wall, -now.set_since(&self.seen));
        if woke - target > OVERSLEPT {
            self.awake.woke(woke);
        }
    }
}

fn delivery_of(change: &Change) -> Option<DeliveryId> {
    match change {
        Change::Move { delivery, .. } => Some(delivery.id),
        _ => None,
    }
}

/// Waits until the wall clock shows `target`, or is set: also where that was done after `seen` and
/// before the wait has begun.
pub(super) async fn wait(clock: SharedClock, target: Instant, seen: Reading) {
    let mut sleep = pin!(clock.sleep_until(target));
    let begun = poll_fn(|context| Poll::Ready(sleep.as_mut().poll(context))).await;
    if begun.is_pending() && !clock.reading().was_set_since(&seen) {
        sleep.await;
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::time::Duration;

    use async_trait::async_trait;

    use super::*;
    use crate::clock::{Boot, Clock, SimulatedClock, from_micros};

    /// A clock whose waits never end by themselves.
    #[derive(Debug)]
    struct Endless(SimulatedClock);

    #[async_trait]
    impl Clock for Endless {
        fn now(&self) -> Instant {
            self.0.now()
        }

        fn uptime(&self) -> Duration {
            self.0.uptime()
        }

        fn boot(&self) -> Boot {
            self.0.boot()
        }

        async fn sleep_until(&self, _instant: Instant) {
            std::future::pending::<()>().await;
        }
    }

    #[tokio::test]
    async fn a_wait_that_begins_after_the_clock_was_set_ends_at_once() {
        let simulated = SimulatedClock::starting_at(from_micros(0));
        let clock: SharedClock = Arc::new(Endless(simulated.clone()));
        let (seen, target) = (clock.reading(), from_micros(1));
        let waiting = wait(Arc::clone(&clock), target, seen);
        tokio::select! {
            biased;
            () = waiting => panic!("nothing has ended it"),
            () = tokio::task::yield_now() => {}
        }
        simulated.set(chrono::Duration::days(-1));
        wait(clock, target, seen).await;
    }
}

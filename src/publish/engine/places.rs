//! Which free firing of a slot goes to whom.

use super::Engine;
use super::choose::lead;
use crate::clock::{Busy, Instant};
use crate::delivery::Event;
use crate::journal::Brief;
use crate::publish::Active;
use crate::publish::lane::Lane;
use crate::publish::work::{self, Booking, Desk};
use crate::schedule::{LaneView, Place, replan};
use crate::verdict::Reason;

impl Engine {
    /// Gives places to those that wait for one, as soon as their invisible work may begin.
    pub(super) fn take_queued(&mut self, lane: &mut Lane, now: Instant) -> Option<Instant> {
        loop {
            let booked = self.with_places(lane, |view| lane.waiting.line().next(view))?;
            let Place { key, at } = booked.place.clone();
            let from = at.checked_sub_signed(lead()).unwrap_or(Instant::MIN_UTC);
            if from > now {
                return Some(from);
            }
            // A place for now is given in any case: there is no later moment for it.
            if at > now && !lane.has_room(false, now) {
                return Some(at);
            }
            lane.waiting.take_booked(&booked);
            lane.taken.insert(key);
            self.take(lane, booked.id, Booking::In(booked.place));
        }
    }

    fn with_places<T>(&self, lane: &Lane, look: impl FnOnce(&LaneView<'_>) -> T) -> T {
        let barred = |instant| self.shared.policy.barred(&lane.facts.name, instant);
        look(&LaneView {
            account: &lane.facts.name,
            slots: &self.shared.slots,
            taken: &lane.taken,
            barred: &barred,
            now: self.shared.now(),
        })
    }

    /// A delivery that has no time yet waits for its time or for a place. One whose firing was
    /// missed stands in line again, where nobody later has overtaken it.
    pub(super) fn wait(&self, lane: &mut Lane, brief: Brief) {
        let now = self.shared.reading();
        lane.align(&now);
        let brief = brief.aligned(&now);
        let stands = lane.misses_firing(&brief, &self.awake, now.wall)
            && self.with_places(lane, |view| replan(view, &brief.when)).is_some();
        if stands { lane.waiting.add_to_line(&brief) } else { lane.waiting.add(&brief) }
    }

    /// A missed firing: the delivery stands in line for another one. The old one stays on record
    /// until then, so that it is missed again after a restart.
    pub(super) fn replan(&mut self, lane: &mut Lane, desk: Desk, active: Active, busy: Busy) {
        let now = self.shared.now();
        if active.brief.expires.is_some_and(|end| end <= now) {
            // Only a stop or a pause keeps it from ending. In line it would be taken out at once.
            lane.busy.remove(&active.delivery().id);
            lane.active.insert(active.delivery().id, active);
        } else if self.with_places(lane, |view| replan(view, &active.brief.when)).is_some() {
            lane.busy.remove(&active.delivery().id);
            lane.waiting.add_to_line(&active.brief);
        } else {
            let why = Reason::new("no-free-slot");
            self.taken(work::close(desk, active, Event::Held(why), busy));
        }
    }
}

//! Which free firing of a slot goes to whom.

use std::collections::BTreeSet;
use std::time::Duration;

use super::Engine;
use super::choose::lead;
use crate::account::SlotName;
use crate::clock::{Busy, Instant};
use crate::delivery::{DeliveryId, Event};
use crate::journal::SlotKey;
use crate::post::When;
use crate::publish::Active;
use crate::publish::lane::Lane;
use crate::publish::work::{self, Booking, Desk};
use crate::schedule::{LaneView, Place, replan, too_late};
use crate::verdict::Reason;

/// A place with the delivery that gets it, and the slot that this one had asked for.
struct Booked {
    place: Place,
    id: DeliveryId,
    slot: Option<SlotName>,
}

impl Engine {
    /// Gives places to those that wait for one, as soon as their invisible work may begin.
    pub(super) fn take_queued(&mut self, lane: &mut Lane, now: Instant) -> Option<Instant> {
        loop {
            let Booked { place, id, slot } = self.next_place(lane)?;
            let from = place.at.checked_sub_signed(lead()).unwrap_or(Instant::MIN_UTC);
            if from > now {
                return Some(from);
            }
            // A place for now is given in any case: there is no later moment for it.
            if place.at > now && !lane.has_room(false, now) {
                return Some(place.at);
            }
            lane.waiting.take_queued(&slot, id);
            lane.taken.insert(place.key.clone());
            self.take(lane, id, Booking::In(place));
        }
    }

    /// The earliest place that a queue of this lane gets, and for whom. Who was taken in first
    /// chooses first, so nobody is overtaken by a later post; who ends before the place comes
    /// leaves it to the next in line.
    fn next_place(&self, lane: &Lane) -> Option<Booked> {
        let mut taken = lane.taken.clone();
        let mut line = lane.waiting.heads();
        let mut best: Option<Booked> = None;
        while let Some((id, slot)) = line.pop_first() {
            let when = slot.clone().map_or(When::NextSlot, When::Slot);
            let Some(place) = self.place_for(lane, &when, &taken) else { continue };
            match lane.waiting.served_by(&place, &slot, id) {
                Some(first) if first == id => {
                    taken.insert(place.key.clone());
                    if best.as_ref().is_none_or(|best| place.at < best.place.at) {
                        best = Some(Booked { place, id, slot });
                    }
                }
                // Others may have been taken in before that one.
                Some(later) => drop(line.insert((later, slot))),
                None => {}
            }
        }
        best
    }

    fn place_for(&self, lane: &Lane, when: &When, taken: &BTreeSet<SlotKey>) -> Option<Place> {
        let barred = |instant| self.shared.policy.barred(&lane.facts.name, instant);
        let view = LaneView {
            account: &lane.facts.name,
            slots: &self.shared.slots,
            taken,
            min_gap: Duration::ZERO,
            last_published: None,
            barred: &barred,
            now: self.shared.now(),
        };
        replan(&view, when)
    }

    /// Gives a delivery whose firing was missed the next one, if it lives as long.
    pub(super) fn replan(&mut self, lane: &mut Lane, desk: Desk, active: Active, busy: Busy) {
        match self.place_for(lane, &active.brief.when, &lane.taken) {
            Some(place) if place.serves(active.brief.expires) => {
                lane.taken.insert(place.key.clone());
                self.taken(work::rebook(desk, active, Booking::In(place), busy));
            }
            Some(place) => {
                self.taken(work::close(desk, active, Event::Expired(too_late(&place)), busy));
            }
            None => {
                let why = Reason::new("no-free-slot");
                self.taken(work::close(desk, active, Event::Held(why), busy));
            }
        }
    }
}

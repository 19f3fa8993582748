//! The line of those that wait for a free place, and who gets which: one rule for the plan and
//! for whoever gives the places away.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use super::{Place, Slot, next_free};
use crate::account::{AccountName, SlotName};
use crate::clock::Instant;
use crate::delivery::DeliveryId;
use crate::journal::{Brief, SlotKey};
use crate::post::When;
use crate::verdict::Reason;

/// How long before its time a place is given away, and a delivery begun, at the earliest.
pub const LONGEST_LEAD: Duration = Duration::from_secs(60 * 60);

/// What decides which place is free next for an account.
#[derive(Clone, Copy)]
pub struct LaneView<'a> {
    /// The account.
    pub account: &'a AccountName,
    /// All slots of the config.
    pub slots: &'a [Slot],
    /// The places that are gone.
    pub taken: &'a BTreeSet<SlotKey>,
    /// Until when an instant is barred, if it is.
    pub barred: &'a dyn Fn(Instant) -> Option<Instant>,
    /// Now.
    pub now: Instant,
}

/// The place for a delivery whose own firing was missed, or that has none yet.
pub fn replan(lane: &LaneView<'_>, when: &When) -> Option<Place> {
    let just_before = lane.now - chrono::Duration::nanoseconds(1);
    next_free(lane.slots, lane.account, wanted(when), lane.taken, just_before, lane.barred)
}

/// Why a post does not get the place that would be its next one.
#[must_use]
pub fn too_late(place: &Place) -> Reason {
    Reason::new("expires-before-slot").with("slot", place.key.slot.as_str())
}

fn wanted(when: &When) -> Option<&SlotName> {
    match when {
        When::Slot(name) => Some(name),
        _ => None,
    }
}

/// A place with the delivery that gets it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Booked {
    /// The place.
    pub place: Place,
    /// Who gets it.
    pub id: DeliveryId,
    /// The slot that it had asked for; none if any would do.
    pub slot: Option<SlotName>,
}

/// Those that wait for a place, in the order in which they were taken in.
#[derive(Debug, Default, Clone)]
pub struct Line {
    /// By the slot they want (none: any), with the ends of their posts.
    queues: BTreeMap<Option<SlotName>, BTreeMap<DeliveryId, Option<Instant>>>,
}

impl Line {
    /// Adds a delivery.
    pub fn add(&mut self, brief: &Brief) {
        let queue = self.queues.entry(wanted(&brief.when).cloned()).or_default();
        queue.insert(brief.delivery.id, brief.expires);
    }

    /// Takes a delivery out, if it is there.
    pub fn remove(&mut self, id: DeliveryId) {
        for queue in self.queues.values_mut() {
            queue.remove(&id);
        }
    }

    /// Takes out who got a place, and gives the end of its post.
    pub fn take(&mut self, booked: &Booked) -> Option<Instant> {
        self.queues.get_mut(&booked.slot)?.remove(&booked.id).flatten()
    }

    /// All that still wait.
    pub fn rest(&self) -> impl Iterator<Item = DeliveryId> {
        self.queues.values().flat_map(|queue| queue.keys().copied())
    }

    /// The earliest place that somebody of this line gets, and who. Who was taken in first
    /// chooses first, so nobody is overtaken by a later post; who ends before the place comes
    /// leaves it to the next in line.
    #[must_use]
    pub fn next(&self, lane: &LaneView<'_>) -> Option<Booked> {
        let mut taken = Cow::Borrowed(lane.taken);
        let mut heads = self.heads();
        let mut best: Option<Booked> = None;
        while let Some((id, slot)) = heads.pop_first() {
            let when = slot.clone().map_or(When::NextSlot, When::Slot);
            let Some(place) = replan(&LaneView { taken: &taken, ..*lane }, &when) else { continue };
            match self.served_by(&place, &slot, id) {
                Some(first) if first == id => {
                    if !heads.is_empty() {
                        taken.to_mut().insert(place.key.clone());
                    }
                    if best.as_ref().is_none_or(|best| place.at < best.place.at) {
                        best = Some(Booked { place, id, slot });
                    }
                }
                // Others may have been taken in before that one.
                Some(later) => drop(heads.insert((later, slot))),
                None => {}
            }
        }
        best
    }

    fn heads(&self) -> BTreeSet<(DeliveryId, Option<SlotName>)> {
        let head = |(slot, queue): (&Option<SlotName>, &BTreeMap<DeliveryId, _>)| {
            queue.keys().next().map(|id| (*id, slot.clone()))
        };
        self.queues.iter().filter_map(head).collect()
    }

    /// The first of the queue for `slot`, from `id` on, that `place` still serves.
    fn served_by(
        &self,
        place: &Place,
        slot: &Option<SlotName>,
        id: DeliveryId,
    ) -> Option<DeliveryId> {
        let mut queue = self.queues.get(slot)?.range(id..);
        queue.find(|(_, end)| place.serves(**end)).map(|(id, _)| *id)
    }
}

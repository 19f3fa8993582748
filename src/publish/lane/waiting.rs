//! Deliveries that only wait: the few bytes of each that decide which comes next.

use std::collections::{BTreeMap, BTreeSet};

use crate::account::SlotName;
use crate::clock::Instant;
use crate::delivery::{DeliveryId, HeldAt, State};
use crate::journal::Brief;
use crate::post::When;
use crate::schedule::Place;

/// What waits on a lane.
#[derive(Debug, Default)]
pub(in crate::publish) struct Waiting {
    /// Those with a time, by it.
    timed: BTreeSet<(Instant, DeliveryId)>,
    /// Those for the next free place with their ends, by the slot they want (none: any), in order.
    queued: BTreeMap<Option<SlotName>, BTreeMap<DeliveryId, Option<Instant>>>,
    /// Those that are held before anything was begun, by the instant at which they are given up.
    held: BTreeSet<(Instant, DeliveryId)>,
    /// Those whose post expires while they wait, by that instant.
    expiring: BTreeSet<(Instant, DeliveryId)>,
    /// The highest number that was ever added: what is above it cannot be here.
    newest: Option<DeliveryId>,
}

impl Waiting {
    /// Adds a delivery that is not being worked on.
    pub(in crate::publish) fn add(&mut self, brief: &Brief) {
        let id = brief.delivery.id;
        self.newest = self.newest.max(Some(id));
        match &brief.delivery.state {
            State::Held { at: HeldAt::Start, .. } => {
                if let Some(end) = brief.delivery.give_up.or(brief.expires) {
                    self.held.insert((end, id));
                }
            }
            State::Held { .. } => {}
            State::Planned => self.add_planned(brief),
            _ => self.add_for_reading(id),
        }
    }

    /// Adds a delivery of which only the journal knows how it stands.
    pub(in crate::publish) fn add_for_reading(&mut self, id: DeliveryId) {
        self.newest = self.newest.max(Some(id));
        self.timed.insert((Instant::MIN_UTC, id));
    }

    fn add_planned(&mut self, brief: &Brief) {
        let id = brief.delivery.id;
        match (brief.due, &brief.when) {
            (Some(due), _) => {
                self.timed.insert((due, id));
            }
            (None, When::At(due)) => {
                self.timed.insert((*due, id));
            }
            (None, When::Now) => {
                self.timed.insert((brief.taken, id));
            }
            (None, when) => {
                let slot = match when {
                    When::Slot(name) => Some(name.clone()),
                    _ => None,
                };
                self.queued.entry(slot).or_default().insert(id, brief.expires);
                if let Some(expires) = brief.expires {
                    self.expiring.insert((expires, id));
                }
            }
        }
    }

    /// Removes a delivery, if it is there.
    pub(in crate::publish) fn remove(&mut self, id: DeliveryId) {
        if self.newest < Some(id) {
            return;
        }
        self.timed.retain(|(_, other)| *other != id);
        self.held.retain(|(_, other)| *other != id);
        self.expiring.retain(|(_, other)| *other != id);
        self.queued.values_mut().for_each(|queue| {
            queue.remove(&id);
        });
    }

    /// Takes a delivery out of the queue for `slot`.
    pub(in crate::publish) fn take_queued(&mut self, slot: &Option<SlotName>, id: DeliveryId) {
        let end = self.queued.get_mut(slot).and_then(|queue| queue.remove(&id)).flatten();
        if let Some(end) = end {
            self.expiring.remove(&(end, id));
        }
    }

    /// The first delivery with a time.
    pub(in crate::publish) fn first_timed(&self) -> Option<(Instant, DeliveryId)> {
        self.timed.first().copied()
    }

    /// Takes the first delivery with a time.
    pub(in crate::publish) fn take_timed(&mut self) -> Option<(Instant, DeliveryId)> {
        self.timed.pop_first()
    }

    /// The first of each queue, in the order in which they were taken in.
    pub(in crate::publish) fn heads(&self) -> BTreeSet<(DeliveryId, Option<SlotName>)> {
        let head = |(slot, queue): (&Option<SlotName>, &BTreeMap<DeliveryId, _>)| {
            queue.keys().next().map(|id| (*id, slot.clone()))
        };
        self.queued.iter().filter_map(head).collect()
    }

    /// The first of the queue for `slot`, from `id` on, that `place` still serves.
    pub(in crate::publish) fn served_by(
        &self,
        place: &Place,
        slot: &Option<SlotName>,
        id: DeliveryId,
    ) -> Option<DeliveryId> {
        let mut line = self.queued.get(slot)?.range(id..);
        line.find(|(_, end)| place.serves(**end)).map(|(id, _)| *id)
    }

    /// The next delivery that ends while it waits.
    pub(in crate::publish) fn first_ending(&self) -> Option<(Instant, DeliveryId)> {
        [self.held.first(), self.expiring.first()].into_iter().flatten().min().copied()
    }
}

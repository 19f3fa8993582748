//! Deliveries that only wait: the few bytes of each that decide which comes next.

mod times;

use std::collections::BTreeMap;

use crate::clock::{Instant, moved};
use crate::delivery::{DeliveryId, HeldAt, State};
use crate::journal::Brief;
use crate::post::When;
use crate::schedule::{Booked, Line};

use times::Times;

/// What waits on a lane.
#[derive(Debug, Default)]
pub(in crate::publish) struct Waiting {
    /// Those with a time, by it.
    timed: Times,
    /// Those of them whose time means "at once": it moves along with the clock.
    at_once: BTreeMap<DeliveryId, Instant>,
    /// Those for the next free place.
    line: Line,
    /// Those that are held before anything was begun, by the instant at which they are given up.
    held: Times,
    /// Those whose post expires while they wait, by that instant.
    expiring: Times,
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
                    self.held.insert(end, id);
                }
            }
            State::Held { at: HeldAt::Doubt | HeldAt::Part, .. } => {}
            State::Planned => self.add_planned(brief),
            _ => self.add_for_reading(id),
        }
    }

    /// Adds a delivery of which only the journal knows how it stands.
    pub(in crate::publish) fn add_for_reading(&mut self, id: DeliveryId) {
        self.newest = self.newest.max(Some(id));
        self.timed.insert(Instant::MIN_UTC, id);
    }

    fn add_planned(&mut self, brief: &Brief) {
        let id = brief.delivery.id;
        match (brief.due, &brief.when) {
            (Some(due), _) => {
                self.timed.insert(due, id);
                if brief.asked.is_some() {
                    self.at_once.insert(id, due);
                }
            }
            (None, When::At(due)) => self.timed.insert(*due, id),
            (None, When::Now) => self.timed.insert(brief.taken, id),
            (None, When::NextSlot | When::Slot(_)) => self.add_to_line(brief),
        }
    }

    /// Adds a delivery that is to get a free place, whether or not it has had a time.
    pub(in crate::publish) fn add_to_line(&mut self, brief: &Brief) {
        let id = brief.delivery.id;
        self.newest = self.newest.max(Some(id));
        self.line.add(brief);
        if let Some(expires) = brief.expires {
            self.expiring.insert(expires, id);
        }
    }

    /// People set the clock `by` later.
    pub(in crate::publish) fn move_by(&mut self, by: chrono::Duration) {
        for (id, due) in &mut self.at_once {
            self.timed.remove_at(*due, *id);
            *due = moved(*due, by);
            self.timed.insert(*due, *id);
        }
    }

    /// Removes a delivery, if it is there.
    pub(in crate::publish) fn remove(&mut self, id: DeliveryId) {
        if self.newest < Some(id) {
            return;
        }
        self.timed.remove(id);
        self.at_once.remove(&id);
        self.held.remove(id);
        self.expiring.remove(id);
        self.line.remove(id);
    }

    /// The first delivery with a time.
    pub(in crate::publish) fn first_timed(&self) -> Option<(Instant, DeliveryId)> {
        self.timed.first()
    }

    /// Takes the first delivery with a time.
    pub(in crate::publish) fn take_timed(&mut self) -> Option<(Instant, DeliveryId)> {
        let first = self.timed.take_first()?;
        self.at_once.remove(&first.1);
        Some(first)
    }

    /// Those for the next free place.
    pub(in crate::publish) fn line(&self) -> &Line {
        &self.line
    }

    /// Takes a delivery that got a place.
    pub(in crate::publish) fn take_booked(&mut self, booked: &Booked) {
        if let Some(end) = self.line.take(booked) {
            self.expiring.remove_at(end, booked.id);
        }
    }

    /// The next delivery that ends while it waits.
    pub(in crate::publish) fn first_ending(&self) -> Option<(Instant, DeliveryId)> {
        [self.held.first(), self.expiring.first()].into_iter().flatten().min()
    }
}

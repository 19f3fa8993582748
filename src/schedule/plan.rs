//! The plan: which delivery of an account goes when, and why. A pure function of what waits,
//! the slots, what is taken already, and the time.

use std::collections::BTreeSet;
use std::time::Duration;

use super::{Place, Slot, next_free};
use crate::account::AccountName;
use crate::clock::Instant;
use crate::delivery::{DeliveryId, HeldAt, State};
use crate::journal::{Brief, SlotKey};
use crate::post::When;
use crate::verdict::Reason;

/// One account's lane as the plan sees it.
#[derive(Clone, Copy)]
pub struct LaneView<'a> {
    /// The account.
    pub account: &'a AccountName,
    /// All slots of the config.
    pub slots: &'a [Slot],
    /// The places that are gone.
    pub taken: &'a BTreeSet<SlotKey>,
    /// The shortest time between two posts.
    pub min_gap: Duration,
    /// When something last went out.
    pub last_published: Option<Instant>,
    /// Until when an instant is barred, if it is.
    pub barred: &'a dyn Fn(Instant) -> Option<Instant>,
    /// Now.
    pub now: Instant,
}

/// What the plan says of one delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// The delivery.
    pub delivery: DeliveryId,
    /// When it goes out; none where it cannot be said.
    pub at: Option<Instant>,
    /// The place it takes, where it is to take one.
    pub place: Option<Place>,
    /// Why then, or why not.
    pub why: Reason,
}

/// Plans the deliveries that wait on one account, in the order in which they were taken.
pub fn plan<'b>(lane: &LaneView<'_>, waiting: impl IntoIterator<Item = &'b Brief>) -> Vec<Planned> {
    let mut taken = lane.taken.clone();
    let mut planned: Vec<_> =
        waiting.into_iter().map(|brief| one(lane, brief, &mut taken)).collect();
    keep_apart(lane, &mut planned);
    planned
}

/// The place for a delivery whose own firing was missed, or that has none yet.
pub fn replan(lane: &LaneView<'_>, when: &When) -> Option<Place> {
    let only = match when {
        When::Slot(name) => Some(name),
        _ => None,
    };
    let just_before = lane.now - chrono::Duration::nanoseconds(1);
    next_free(lane.slots, lane.account, only, lane.taken, just_before, lane.barred)
}

/// Why a post does not get the place that would be its next one.
#[must_use]
pub fn too_late(place: &Place) -> Reason {
    Reason::new("expires-before-slot").with("slot", place.key.slot.as_str())
}

fn one(lane: &LaneView<'_>, brief: &Brief, taken: &mut BTreeSet<SlotKey>) -> Planned {
    let delivery = brief.delivery.id;
    let plain = |at, why| Planned { delivery, at, place: None, why };
    match (&brief.delivery.state, brief.due, &brief.when) {
        (State::Held { at: HeldAt::Doubt, why }, ..) => plain(None, why.clone()),
        (State::Held { why, .. }, ..) => plain(None, why.clone()),
        (State::Uncertain(doubt), ..) => plain(None, doubt.why.clone()),
        (_, Some(due), _) => plain(Some(due.max(lane.now)), why_due(brief)),
        (_, None, When::At(at)) => plain(Some((*at).max(lane.now)), Reason::new("fixed-time")),
        (_, None, When::Now) => plain(Some(lane.now), Reason::new("at-once")),
        (_, None, When::NextSlot | When::Slot(_)) => {
            let view = LaneView { taken, ..*lane };
            let place = replan(&view, &brief.when);
            in_slot(delivery, brief, place, taken)
        }
    }
}

fn why_due(brief: &Brief) -> Reason {
    match (&brief.slot, &brief.when) {
        (Some(key), _) => Reason::new("slot-taken").with("slot", key.slot.as_str()),
        (None, When::Now) => Reason::new("at-once"),
        (None, _) => Reason::new("fixed-time"),
    }
}

fn in_slot(
    delivery: DeliveryId,
    brief: &Brief,
    place: Option<Place>,
    taken: &mut BTreeSet<SlotKey>,
) -> Planned {
    let Some(place) = place else {
        return Planned { delivery, at: None, place: None, why: Reason::new("no-free-slot") };
    };
    if !place.serves(brief.expires) {
        return Planned { delivery, at: None, place: None, why: too_late(&place) };
    }
    taken.insert(place.key.clone());
    let why = Reason::new("next-free-slot").with("slot", place.key.slot.as_str());
    Planned { delivery, at: Some(place.at), place: Some(place), why }
}

/// Moves deliveries of one account apart by the minimum gap, in the order of their times.
fn keep_apart(lane: &LaneView<'_>, planned: &mut [Planned]) {
    let gap = chrono::Duration::from_std(lane.min_gap).unwrap_or(chrono::Duration::MAX);
    let mut order: Vec<usize> = (0..planned.len()).filter(|i| planned[*i].at.is_some()).collect();
    order.sort_by_key(|i| (planned[*i].at, planned[*i].delivery));
    let mut last = lane.last_published;
    for index in order {
        let one = &mut planned[index];
        let (Some(at), earliest) = (one.at, last.and_then(|last| last.checked_add_signed(gap)))
        else {
            continue;
        };
        if let Some(earliest) = earliest.filter(|earliest| *earliest > at) {
            one.at = Some(earliest);
            one.why = Reason::new("minimum-gap").with("wanted", at.to_rfc3339());
        }
        last = one.at;
    }
}

#[cfg(test)]
mod tests;

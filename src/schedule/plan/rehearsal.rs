//! One lane, played through from now on as whoever moves it would.

use std::collections::{BTreeMap, BTreeSet};

use super::{Outlook, Planned, gap_before};
use crate::clock::Instant;
use crate::delivery::{Delivery, DeliveryId, State, gives_up_at, too_late_from};
use crate::journal::{Brief, SlotKey};
use crate::platform::allowed_from;
use crate::post::When;
use crate::schedule::{LONGEST_LEAD, LaneView, Line, Place, replan, too_late};
use crate::verdict::{Reason, Verdict};

/// How many deliveries that are due are looked at together.
const TOGETHER: usize = 8;

/// A delivery with a time, on its way.
struct Going {
    brief: Brief,
    place: Option<Place>,
    why: Reason,
}

/// The lane in the course of time.
pub(super) struct Rehearsal<'a> {
    outlook: &'a Outlook<'a>,
    now: Instant,
    taken: BTreeSet<SlotKey>,
    line: Line,
    in_line: BTreeMap<DeliveryId, Brief>,
    going: BTreeMap<(Instant, DeliveryId), Going>,
    last: Option<Instant>,
    sent: Vec<Instant>,
    /// When the last part of what goes out is out.
    free: Instant,
    told: BTreeMap<DeliveryId, Planned>,
}

impl<'a> Rehearsal<'a> {
    pub(super) fn new(outlook: &'a Outlook<'a>) -> Self {
        Self {
            outlook,
            now: outlook.lane.now,
            taken: outlook.lane.taken.clone(),
            line: Line::default(),
            in_line: BTreeMap::new(),
            going: BTreeMap::new(),
            last: outlook.last_published,
            sent: outlook.sent.to_vec(),
            free: outlook.lane.now,
            told: BTreeMap::new(),
        }
    }

    /// A delivery comes into the lane, which is as yet where it is now.
    pub(super) fn enter(&mut self, brief: &Brief) {
        let delivery = &brief.delivery;
        match (&delivery.state, (self.outlook.judge)(brief, self.now)) {
            (State::Held { why, .. }, _) => self.tell(delivery.id, None, why.clone()),
            (State::Uncertain(doubt), _) => self.tell(delivery.id, None, doubt.why.clone()),
            (_, Verdict::Wait { until, reason }) if until == Instant::MAX_UTC => {
                self.tell(delivery.id, None, reason);
            }
            _ => match (brief.due, &brief.when) {
                (Some(due), _) => self.goes(brief, due),
                (None, When::At(at)) => self.goes(brief, *at),
                (None, When::Now) => self.goes(brief, brief.taken),
                (None, When::NextSlot | When::Slot(_)) => self.stands(brief.clone()),
            },
        }
    }

    /// Plays until nothing moves any more; what is to be told of each delivery.
    pub(super) fn play(mut self) -> BTreeMap<DeliveryId, Planned> {
        while let Some(next) = self.turn() {
            self.now = next;
        }
        let left: Vec<DeliveryId> = self.line.rest().collect();
        for id in left {
            let when = self.in_line.get(&id).map_or(When::NextSlot, |brief| brief.when.clone());
            let why = replan(&self.view(), &when)
                .map_or_else(|| Reason::new("no-free-slot"), |place| too_late(&place));
            self.tell(id, None, why);
        }
        self.told
    }

    fn tell(&mut self, delivery: DeliveryId, at: Option<Instant>, why: Reason) {
        self.told.insert(delivery, Planned { delivery, at, place: None, why });
    }

    fn view(&self) -> LaneView<'_> {
        LaneView { taken: &self.taken, now: self.now, ..self.outlook.lane }
    }

    fn goes(&mut self, brief: &Brief, due: Instant) {
        let why = match (&brief.slot, &brief.when) {
            (Some(key), _) => Reason::new("slot-taken").with("slot", key.slot.as_str()),
            (None, When::Now) => Reason::new("at-once"),
            (None, _) => Reason::new("fixed-time"),
        };
        let brief = Brief { due: Some(due), ..brief.clone() };
        if self.misses_firing(&brief, due) {
            self.stands(brief);
        } else {
            self.sets_out(brief, due, None, why);
        }
    }

    fn misses_firing(&self, brief: &Brief, due: Instant) -> bool {
        let Outlook { rules, awake_since, .. } = *self.outlook;
        rules.takes_next_place(true, brief.slot.is_some())
            && brief.delivery.has_missed_firing(due, rules.grace, awake_since, self.now)
    }

    fn stands(&mut self, brief: Brief) {
        self.line.add(&brief);
        self.in_line.insert(brief.delivery.id, brief);
    }

    fn sets_out(&mut self, brief: Brief, due: Instant, place: Option<Place>, why: Reason) {
        let mut going = Going { brief, place, why };
        if due > self.now {
            self.begin(&mut going, due);
        }
        self.going.insert((due, going.brief.delivery.id), going);
    }

    /// Its invisible work is done, from its lead on.
    fn begin(&self, going: &mut Going, due: Instant) {
        let Brief { delivery, urgent, expires, .. } = &mut going.brief;
        if delivery.state == State::Planned || going.place.is_some() {
            delivery.give_up = Some(gives_up_at(due, self.outlook.rules, *urgent, *expires));
        }
        if delivery.state == State::Planned {
            delivery.state = State::Ready;
        }
    }

    /// Does everything that can be done now; when there will be more to do.
    fn turn(&mut self) -> Option<Instant> {
        loop {
            let booking = self.book();
            if self.judge_due() {
                continue;
            }
            match self.first() {
                Some((key, from)) if from <= self.now => self.publish(key),
                first => {
                    let (waits, now) = (first.map(|(_, from)| from), self.now);
                    let ready = self.going.values().map(|going| ready_at(&going.brief));
                    let ready = ready.filter(|at| *at > now).min();
                    let late = self.turns_late();
                    return [booking, waits, ready, late].into_iter().flatten().min();
                }
            }
        }
    }

    /// Gives the places away that come within the longest lead; when there will be the next.
    fn book(&mut self) -> Option<Instant> {
        loop {
            let booked = self.line.next(&self.view())?;
            let lead = chrono::Duration::from_std(LONGEST_LEAD).unwrap_or_default();
            let from = booked.place.at.checked_sub_signed(lead).unwrap_or(Instant::MIN_UTC);
            if from > self.now {
                return Some(from);
            }
            self.line.take(&booked);
            self.taken.insert(booked.place.key.clone());
            let Some(brief) = self.in_line.remove(&booked.id) else { continue };
            let (at, key) = (booked.place.at, booked.place.key.clone());
            let why = Reason::new("next-free-slot").with("slot", key.slot.as_str());
            let brief = Brief { due: Some(at), slot: Some(key), ..brief };
            self.sets_out(brief, at, Some(booked.place), why);
        }
    }

    /// Asks policy about everything that is due; whether something stands in line again.
    fn judge_due(&mut self) -> bool {
        let now = self.now;
        let due = self.going.iter().filter(|(_, going)| ready_at(&going.brief) <= now);
        let due: Vec<_> = due.map(|(key, _)| *key).take(TOGETHER).collect();
        let before = self.line.rest().count();
        due.into_iter().for_each(|key| self.judge(key));
        self.line.rest().count() > before
    }

    fn judge(&mut self, key: (Instant, DeliveryId)) {
        let Some(mut going) = self.going.remove(&key) else { return };
        let (due, id) = key;
        let verdict = (self.outlook.judge)(&going.brief, self.now);
        match verdict {
            Verdict::Expire(why) | Verdict::Refuse(why) => self.tell(id, None, why),
            _ if self.misses_firing(&going.brief, due) => self.stands(going.brief),
            Verdict::Hold(why) | Verdict::Miss(why) => self.tell(id, None, why),
            Verdict::Go | Verdict::Wait { .. } => {
                self.begin(&mut going, due);
                self.going.insert(key, going);
            }
        }
    }

    /// Who goes out next of those that are due, and from when: threads that have begun first.
    fn first(&self) -> Option<((Instant, DeliveryId), Instant)> {
        let due = self.going.iter().filter(|(_, going)| ready_at(&going.brief) <= self.now);
        let due = due.take(TOGETHER);
        let (key, going) =
            due.min_by_key(|(key, going)| (going.brief.delivery.part == 0, **key))?;
        let gap = self.after_gap(&going.brief, key.0);
        let budget = Some(self.within_budget(self.now.max(self.free)));
        let from = [gap, budget, self.outlook.rests_until].into_iter().flatten().max();
        Some((*key, from.unwrap_or(self.now)))
    }

    /// From when on after `now` the budgets allow another request.
    fn within_budget(&self, now: Instant) -> Instant {
        allowed_from(self.outlook.budgets, &self.sent, 1, now)
    }

    /// When the next of those that are due has waited so long that its time counts as missed.
    fn turns_late(&self) -> Option<Instant> {
        let due = self.going.iter().filter(|(_, going)| ready_at(&going.brief) <= self.now);
        let untried = due.take(TOGETHER).filter(|(_, going)| !going.brief.delivery.was_tried());
        let late = untried.map(|((due, _), _)| too_late_from(*due, self.outlook.rules.grace));
        late.filter(|at| *at > self.now).min()
    }

    fn after_gap(&self, brief: &Brief, due: Instant) -> Option<Instant> {
        let Outlook { rules, catch_up_gap, awake_since, .. } = *self.outlook;
        let last = self.last.filter(|_| brief.delivery.part == 0)?;
        let gap = gap_before(due, rules.min_gap, catch_up_gap, awake_since);
        last.checked_add_signed(chrono::Duration::from_std(gap).ok()?)
    }

    fn publish(&mut self, key: (Instant, DeliveryId)) {
        let Some(going) = self.going.remove(&key) else { return };
        let (due, delivery) = key;
        let pushed = self.now > ready_at(&going.brief).max(self.outlook.lane.now);
        let why = if pushed { self.why_later(&going.brief, due) } else { going.why };
        let (at, place) = (Some(self.now), going.place);
        self.told.insert(delivery, Planned { delivery, at, place, why });
        self.send(&going.brief.delivery);
        self.last = self.last.max(Some(self.free));
    }

    /// Its parts go out one after the other, as the budgets let them.
    fn send(&mut self, delivery: &Delivery) {
        self.free = self.now;
        self.sent.push(self.free);
        for _ in delivery.part.saturating_add(1)..delivery.parts {
            self.free = self.within_budget(self.free);
            self.sent.push(self.free);
        }
    }

    fn why_later(&self, brief: &Brief, due: Instant) -> Reason {
        let gap = self.after_gap(brief, due).filter(|gap| Some(*gap) != self.last);
        let gap_is_over = gap.is_none_or(|gap| gap < self.now);
        let reason = match self.outlook.rests_until {
            Some(until) if until >= self.now => "account-waits",
            _ if gap_is_over && self.within_budget(ready_at(brief)) >= self.now => "budget-used",
            _ if due < self.outlook.awake_since => "catch-up-gap",
            _ => "minimum-gap",
        };
        Reason::new(reason).with("wanted", due.to_rfc3339())
    }
}

/// When it may go out as far as it alone is concerned.
fn ready_at(brief: &Brief) -> Instant {
    let Delivery { part, not_before, .. } = brief.delivery;
    let due = brief.due.filter(|_| part == 0).unwrap_or(Instant::MIN_UTC);
    not_before.map_or(due, |not_before| not_before.max(due))
}

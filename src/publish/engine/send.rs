//! The visible request: its intent goes to the disk ahead of its instant, it leaves at its instant,
//! and its intent is taken back where something came between.

use std::sync::Arc;
use std::time::Duration;

use super::choose::earliest;
use super::{Done, Engine};
use crate::account::AccountName;
use crate::clock::Instant;
use crate::delivery::{DeliveryId, too_late_from};
use crate::publish::Active;
use crate::publish::lane::{Armed, Lane, Out};
use crate::publish::moves::sends_at;
use crate::publish::work::{self, FRESH, Intent};
use crate::verdict::Verdict;

/// How long before its instant a visible request gets its intent: time enough for a disk that is
/// busy, and short, as a crash in between leaves a doubt where nothing was sent.
pub(super) const AHEAD: Duration = Duration::from_millis(40);

/// How long before its intent the connection of a visible request is opened: time enough for a
/// name, a handshake and an answer across the world.
const WARM_UP: Duration = Duration::from_millis(1_500);

/// How many calls an intent waits for that has time: not so many that it could come too late where
/// they come one by one.
const EARLY: usize = 16;

/// From how many requests at once on the next intents may wait for each other.
const CROWD: usize = 4;

/// How much longer than planned an intent may wait for its instant before it is taken back.
const LONGEST_WAIT: chrono::Duration = chrono::Duration::seconds(1);

/// What is to become of a visible request whose intent is on the disk.
enum Fate {
    Leaves,
    Waits(Option<Instant>),
    IsDisarmed,
}

impl Engine {
    /// Sends what is armed, and arms the visible request that is next in line, if the lane lets
    /// it.
    pub(super) fn send(
        &mut self,
        lane: &mut Lane,
        ready: Vec<DeliveryId>,
        now: Instant,
    ) -> Option<Instant> {
        let leaves = match lane.armed.as_ref().map(|armed| self.fate(lane, armed, now)) {
            None => None,
            Some(Fate::Waits(until)) => until,
            Some(Fate::Leaves) => {
                self.request(lane);
                None
            }
            Some(Fate::IsDisarmed) => {
                self.disarm(lane);
                None
            }
        };
        earliest(leaves, self.arm_next(lane, ready, now))
    }

    /// Much can have come between intent and instant: a stop, a lost answer, a dead login, a clock
    /// that was set, a platform that wants us to wait, a file that is being changed.
    fn fate(&self, lane: &Lane, armed: &Armed, now: Instant) -> Fate {
        let from = lane.sends_from(&armed.active, &self.awake, now);
        let at = armed.at.max(from);
        let uptime = self.shared.clock.uptime();
        let is_fresh = uptime <= armed.judged + FRESH;
        let is_wanted = self.verdict(lane, &armed.active, at.max(now)) == Verdict::Go
            && self.held_back.wait(armed.active.brief.post, uptime).is_none();
        if !is_fresh || !is_wanted || !lane.lets_send(now) || at > now + LONGEST_WAIT {
            Fate::IsDisarmed
        } else if lane.sending.is_some() {
            Fate::Waits(None)
        } else if at > now {
            Fate::Waits(Some(at))
        } else {
            Fate::Leaves
        }
    }

    /// Opens the connection of a visible request that is armed at `arms`; when to do so, if that
    /// is still to come.
    pub(super) fn warm(&mut self, lane: &mut Lane, arms: Instant, now: Instant) -> Option<Instant> {
        if arms > now + WARM_UP {
            return Some(arms - WARM_UP);
        }
        if self.stopped.is_none() && lane.takes_warmth(arms, now) {
            let (facts, busy) = (Arc::clone(&lane.facts), self.shared.clock.busy());
            self.tasks.spawn(async move { Done::Warmed(work::warm(facts, busy).await) });
        }
        None
    }

    fn request(&mut self, lane: &mut Lane) {
        let Some(Armed { active, judged, .. }) = lane.armed.take() else { return };
        lane.sending = Some(out(&active));
        let (desk, busy) = (self.desk(&lane.facts), self.shared.clock.busy());
        self.tasks.spawn(async move {
            Done::Sent(Box::new(work::request(desk, active, judged, busy).await))
        });
    }

    fn disarm(&mut self, lane: &mut Lane) {
        let Some(Armed { active, .. }) = lane.armed.take() else { return };
        lane.arming = Some(active.delivery().id);
        let (desk, busy) = (self.desk(&lane.facts), self.shared.clock.busy());
        self.tasks.spawn(async move {
            let finished = work::disarm(desk, active, busy).await;
            Done::Armed(Box::new(Intent::NotOpen(Box::new(finished))))
        });
    }

    /// Takes the intent of a delivery back whose request has not left; whether it has an intent
    /// of which nothing is out.
    pub(super) fn disarm_one(&mut self, account: &AccountName, id: DeliveryId) -> bool {
        let Some(mut lane) = self.lanes.remove(account) else { return false };
        if lane.armed.as_ref().is_some_and(|armed| armed.active.delivery().id == id) {
            self.disarm(&mut lane);
        }
        let is_unsent = lane.arming == Some(id);
        self.lanes.insert(account.clone(), lane);
        is_unsent
    }

    /// Nothing more is sent for now, so that nothing may stand as if it were under way.
    pub(super) fn disarm_all(&mut self) {
        let armed = self.lanes.values().filter(|lane| lane.armed.is_some());
        let armed: Vec<AccountName> = armed.map(|lane| lane.facts.name.clone()).collect();
        for name in armed {
            let Some(mut lane) = self.lanes.remove(&name) else { continue };
            self.disarm(&mut lane);
            self.lanes.insert(name, lane);
        }
    }

    fn arm_next(
        &mut self,
        lane: &mut Lane,
        mut ready: Vec<DeliveryId>,
        now: Instant,
    ) -> Option<Instant> {
        ready.sort_by_key(|id| {
            let active = lane.active.get(id);
            active.map(|active| (active.delivery().part == 0, active.due(), *id))
        });
        let id = *ready.first()?;
        let active = lane.active.get(&id)?;
        let allowed = match self.verdict(lane, active, now) {
            Verdict::Wait { until, .. } if until > now + AHEAD => {
                return (until < Instant::MAX_UTC).then_some(until - AHEAD);
            }
            Verdict::Wait { until, .. } => until,
            _ => now,
        };
        // Who waits here until its time counts as missed is told so then, not some time later.
        let late = turns_late(lane, &ready, now);
        if !lane.may_arm(active, &self.awake, now) {
            return late;
        }
        let own = sends_at(active.delivery(), active.due()).unwrap_or(now);
        let at = own.max(allowed).max(lane.sends_from(active, &self.awake, now));
        let is_past_end = self.until.is_some_and(|until| at > until);
        match self.verdict(lane, active, at) {
            _ if at > now && is_past_end => return earliest(Some(at), late),
            _ if at > now + AHEAD => return earliest(Some(at - AHEAD), late),
            Verdict::Go => {}
            // What speaks against it may be over by then, or have begun.
            _ if at > now => return earliest(Some(at), late),
            Verdict::Wait { until, .. } => return (until < Instant::MAX_UTC).then_some(until),
            _ => return None,
        }
        self.arm(lane, id, at, now);
        None
    }

    fn arm(&mut self, lane: &mut Lane, id: DeliveryId, at: Instant, now: Instant) {
        let Some(mut active) = lane.active.remove(&id) else { return };
        active.was_expected(lane.expected(&active, &self.awake));
        lane.busy.insert(id);
        let (desk, busy) = (self.desk(&lane.facts), self.shared.clock.busy());
        if lane.sending.is_none() && at <= now {
            lane.sending = Some(out(&active));
            self.tasks
                .spawn(async move { Done::Sent(Box::new(work::send(desk, active, busy).await)) });
        } else {
            lane.arming = Some(id);
            let company = self.company(at > now);
            self.tasks.spawn(async move {
                Done::Armed(Box::new(work::arm(desk, active, at, company, busy).await))
            });
        }
    }

    /// With how many other calls an intent may share its flush, where it need not be on the disk
    /// at once. Behind a few requests each waits for its own; behind many they come together, each
    /// with the outcome before it.
    fn company(&self, is_early: bool) -> usize {
        let others = self.lanes.values().filter(|lane| lane.sending.is_some()).count();
        let crowd = if others < CROWD { 0 } else { 2 * (others + 1) };
        if is_early { crowd.max(EARLY) } else { crowd }
    }

    /// An intent came to the disk ahead of its instant, or did not.
    pub(super) fn armed(&mut self, intent: Intent) -> Result<(), super::EngineError> {
        match intent {
            Intent::Open(armed, _busy) => {
                if let Some(lane) = self.lanes.get_mut(&armed.active.brief.account) {
                    lane.arming = None;
                    lane.stirred = true;
                    lane.armed = Some(*armed);
                }
                Ok(())
            }
            Intent::NotOpen(finished) => self.take_back(*finished, |lane| lane.arming = None),
        }
    }
}

/// When the next of `ready` has waited so long that its time counts as missed.
fn turns_late(lane: &Lane, ready: &[DeliveryId], now: Instant) -> Option<Instant> {
    let waiting = ready.iter().filter_map(|id| lane.active.get(id));
    let untried = waiting.filter(|active| !active.delivery().was_tried());
    let late = untried.map(|active| too_late_from(active.due(), lane.facts.rules.grace));
    late.filter(|at| *at > now).min()
}

fn out(active: &Active) -> Out {
    let delivery = active.delivery();
    if delivery.part + 1 < delivery.parts { Out::MoreFollow } else { Out::LastPart }
}

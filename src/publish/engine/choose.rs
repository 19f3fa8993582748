//! What to do now, lane by lane, and when to look again.

use std::sync::Arc;

use super::send::AHEAD;
use super::{Done, Engine};
use crate::account::AccountName;
use crate::clock::Instant;
use crate::delivery::{DeliveryId, Event};
use crate::event::What;
use crate::policy::Subject;
use crate::publish::lane::Lane;
use crate::publish::moves::{Move, View, next_move};
use crate::publish::work::{self, Booking};
use crate::publish::{Active, Breaker, breaker};
use crate::schedule::LONGEST_LEAD;
use crate::verdict::{Reason, Verdict};

impl Engine {
    /// Starts everything that can be started now; the next instant at which more may be. Only
    /// lanes to which something happened are looked at, as there may be many.
    pub(super) fn choose(&mut self) -> Option<Instant> {
        if self.ending {
            self.disarm_all();
            let again = self.degraded.as_ref().map_or(self.shared.now(), |(_, again)| *again);
            return (!self.unwritten.is_empty()).then_some(again);
        }
        if self.blind {
            self.disarm_all();
            return None;
        }
        if self.degraded.is_none()
            && let Some(why) = self.shared.policy.machine_trouble(self.shared.now())
        {
            self.degrade(why);
        }
        if let Some((_, again)) = self.degraded {
            self.disarm_all();
            return Some(again);
        }
        let now = self.shared.now();
        let stirred = self.lanes.values().filter(|lane| lane.wants_a_look(now));
        let stirred: Vec<AccountName> = stirred.map(|lane| lane.facts.name.clone()).collect();
        stirred.iter().for_each(|name| self.choose_in(name));
        self.lanes.values().filter_map(|lane| lane.wake).min()
    }

    fn choose_in(&mut self, name: &AccountName) {
        let now = self.shared.now();
        let Some(mut lane) = self.lanes.remove(name) else { return };
        let wakes = [
            self.ask_platform(&mut lane, now),
            self.take_timed(&mut lane, now),
            self.take_ending(&mut lane, now),
            self.move_active(&mut lane, now),
            // Last, as whose firing was missed stands in line by now.
            self.take_queued(&mut lane, now),
        ];
        lane.stirred = false;
        lane.wake = wakes.into_iter().flatten().min();
        self.lanes.insert(name.clone(), lane);
    }

    /// Renews the session or probes the platform, where that is due.
    fn ask_platform(&mut self, lane: &mut Lane, now: Instant) -> Option<Instant> {
        if lane.asking {
            return None;
        }
        let (busy, facts) = (self.shared.clock.busy(), Arc::clone(&lane.facts));
        let logins = lane.logins;
        match (lane.renew_at, breaker(&lane.state, now)) {
            (Some(at), _) if at <= now => {
                lane.asking = true;
                self.tasks.spawn(async move {
                    Done::Refreshed(work::refresh(facts, logins, busy).await)
                });
                None
            }
            (Some(at), _) => Some(at),
            (None, Breaker::Open(until)) => Some(until),
            (None, Breaker::Probe) => {
                lane.asking = true;
                self.tasks
                    .spawn(async move { Done::Probed(work::probe(facts, logins, busy).await) });
                None
            }
            (None, Breaker::Closed) => None,
        }
    }

    fn take_timed(&mut self, lane: &mut Lane, now: Instant) -> Option<Instant> {
        while let Some((due, id)) = lane.waiting.first_timed() {
            let from = due.checked_sub_signed(lead()).unwrap_or(Instant::MIN_UTC);
            if from > now {
                return Some(from);
            }
            if !lane.has_room(due <= now, now) {
                // Once it is due, it counts among others.
                return (due > now).then_some(due);
            }
            lane.waiting.take_timed();
            let booking = if due == Instant::MIN_UTC { Booking::Kept } else { Booking::At(due) };
            self.take(lane, id, booking);
        }
        None
    }

    /// Takes deliveries whose end comes while they only wait.
    fn take_ending(&mut self, lane: &mut Lane, now: Instant) -> Option<Instant> {
        while let Some((end, id)) = lane.waiting.first_ending() {
            if end > now {
                return Some(end);
            }
            lane.waiting.remove(id);
            self.take(lane, id, Booking::Kept);
        }
        None
    }

    pub(super) fn take(&mut self, lane: &mut Lane, id: DeliveryId, booking: Booking) {
        lane.busy.insert(id);
        let (desk, busy) = (self.desk(&lane.facts), self.shared.clock.busy());
        self.tasks
            .spawn(async move { Done::Taken(Box::new(work::take(desk, id, booking, busy).await)) });
    }

    fn move_active(&mut self, lane: &mut Lane, now: Instant) -> Option<Instant> {
        let mut wake = None;
        let mut ready = Vec::new();
        // What is due first gets the room there is for invisible work.
        for id in lane.by_due() {
            let chosen = self.next_move(lane, id, now);
            match chosen.map(|chosen| self.unless_held_back(lane, id, chosen, now)) {
                Some(Move::Rest(next)) => {
                    let ready = next.filter(|_| lane.is_ready(id));
                    let warms = ready.and_then(|arms| self.warm(lane, arms, now));
                    wake = earliest(wake, earliest(next, warms));
                }
                Some(Move::Send) => ready.push(id),
                Some(chosen) => self.begin_move(lane, id, chosen, now),
                None => {}
            }
        }
        earliest(wake, self.send(lane, ready, now))
    }

    fn next_move(&self, lane: &Lane, id: DeliveryId, now: Instant) -> Option<Move> {
        let active = lane.active.get(&id)?;
        let verdict = self.verdict(lane, active, now);
        Some(next_move(&View {
            now,
            awake_since: self.awake.since(&active.brief),
            delivery: active.delivery(),
            due: active.due(),
            replans: lane
                .facts
                .rules
                .takes_next_place(active.brief.due.is_some(), active.brief.slot.is_some()),
            grace: lane.facts.rules.grace,
            lead: active.lead(&lane.facts.rules),
            ahead: AHEAD,
            prepared_until: active.prepared_until(),
            verdict: &verdict,
        }))
    }

    /// Nothing is begun of a post whose file may be gone or changed.
    fn unless_held_back(&self, lane: &Lane, id: DeliveryId, chosen: Move, now: Instant) -> Move {
        if chosen == Move::Remind && !self.may_remind(lane, now) {
            return Move::Rest(lane.active.get(&id).and_then(Active::next_look));
        }
        if !matches!(chosen, Move::Begin | Move::Prepare | Move::Send) {
            return chosen;
        }
        let post = lane.active.get(&id).map(|active| active.brief.post);
        let uptime = self.shared.clock.uptime();
        match post.and_then(|post| self.held_back.wait(post, uptime)) {
            None => chosen,
            Some(wait) => {
                let wait = chrono::Duration::from_std(wait).ok();
                Move::Rest(wait.and_then(|wait| now.checked_add_signed(wait)))
            }
        }
    }

    /// Nobody is asked to publish anything while all is stopped, or their account is, or in a blackout.
    fn may_remind(&self, lane: &Lane, now: Instant) -> bool {
        let barred = self.shared.policy.barred(&lane.facts.name, now).is_some();
        self.stopped.is_none() && !barred && lane.may_upload(now)
    }

    pub(super) fn verdict(&self, lane: &Lane, active: &Active, now: Instant) -> Verdict {
        self.shared.policy.judge(&Subject {
            now,
            account: &lane.facts.name,
            rules: &lane.facts.rules,
            state: &lane.state,
            post: &active.brief.name,
            taken: active.brief.taken,
            delivery: active.delivery(),
            due: active.brief.due,
            expires: active.brief.expires,
            from_slot: active.brief.slot.is_some(),
            awake_since: self.awake.since(&active.brief),
            stopped: self.stopped.as_ref(),
        })
    }

    fn begin_move(&mut self, lane: &mut Lane, id: DeliveryId, chosen: Move, now: Instant) {
        let invisible = matches!(chosen, Move::Begin | Move::Prepare | Move::Remind);
        if invisible && (!lane.may_upload(now) || self.stopped.is_some()) {
            return;
        }
        if chosen == Move::Look && !lane.is_open(now) {
            return;
        }
        let film = lane.active.get(&id).filter(|active| active.has_film()).map(Active::due);
        let film = film.filter(|_| matches!(chosen, Move::Begin | Move::Prepare));
        if film.is_some_and(|due| !lane.may_bring_film(due)) {
            return;
        }
        let Some(active) = lane.active.remove(&id) else { return };
        lane.busy.insert(id);
        let (desk, busy) = (self.desk(&lane.facts), self.shared.clock.busy());
        match chosen {
            Move::Begin => {
                lane.begin_upload(id, film);
                self.upload(work::begin(desk, active, busy));
            }
            Move::Prepare => {
                lane.begin_upload(id, film);
                self.upload(work::prepare(desk, active, busy));
            }
            // It is no answer that was lost, so nothing else waits for it.
            Move::Look if active.next_look().is_some() => {
                self.taken(work::look(desk, active, busy));
            }
            Move::Look => {
                lane.looking += 1;
                self.tasks.spawn(async move {
                    Done::Looked(Box::new(work::look(desk, active, busy).await))
                });
            }
            Move::Remind => {
                lane.begin_upload(id, None);
                self.upload(work::remind(desk, active, busy));
            }
            Move::Renew => self.taken(work::renew(desk, active, busy)),
            Move::Replan => self.replan(lane, desk, active, busy),
            Move::Hold(why) => self.taken(work::close(desk, active, Event::Held(why), busy)),
            Move::Expire(why) => self.taken(work::close(desk, active, Event::Expired(why), busy)),
            Move::Miss(why) => self.taken(work::close(desk, active, Event::Missed(why), busy)),
            Move::Rest(_) | Move::Send => {
                lane.busy.remove(&id);
                lane.active.insert(id, active);
            }
        }
    }

    pub(super) fn taken(&mut self, work: impl Future<Output = work::Finished> + Send + 'static) {
        self.tasks.spawn(async move { Done::Taken(Box::new(work.await)) });
    }

    fn upload(&mut self, work: impl Future<Output = work::Finished> + Send + 'static) {
        self.tasks.spawn(async move { Done::Upload(Box::new(work.await)) });
    }

    /// Tells that a lane is left alone.
    pub(super) fn tell_breaker(&self, lane: &mut Lane) {
        let Some(until) = lane.state.open_until else { return };
        self.tell(Some(&lane.facts.name), What::BreakerOpened { until });
        lane.tell_once(Reason::new("account-left-alone"));
    }
}

pub(super) fn earliest(one: Option<Instant>, other: Option<Instant>) -> Option<Instant> {
    [one, other].into_iter().flatten().min()
}

pub(super) fn lead() -> chrono::Duration {
    chrono::Duration::from_std(LONGEST_LEAD).unwrap_or_default()
}

//! What the program promises while it waits, on the world's own time: not to go on earlier than it
//! said, and not much later, whatever people do to the wall clock.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use dakiya::account::AccountName;
use dakiya::clock::{Clock as _, Instant};
use dakiya::delivery::{DeliveryId, HeldAt, State};
use dakiya::event::{Happening, What};
use dakiya::journal::{Brief, Journal as _};
use dakiya::post::PostId;

use super::world::World;

/// How much earlier than it was said something may be done: a clock is read in steps.
const EARLY: Duration = Duration::from_secs(1);

/// How much later: others of the same account go first, or its session is renewed.
const LATE: Duration = Duration::from_secs(2 * 60 * 60);

/// How long after its time a post may count as missed.
const MISSED: Duration = Duration::from_secs(60 * 60);

/// How soon after a wait was asked for the last request may go out that had been begun before.
const REACTION: Duration = Duration::from_secs(30);

/// How long a lost answer is looked for at most, with everything that may come between.
const LONGEST_DOUBT: Duration = Duration::from_secs(32 * 60 * 60);

/// What was promised.
#[derive(Debug, Default)]
pub(crate) struct Promises {
    /// The posts whose time people or a slot named: by a clock that is set back it is to come.
    named: BTreeSet<String>,
    /// The named times of deliveries.
    dues: BTreeMap<DeliveryId, Instant>,
    /// When a delivery is tried again.
    again: BTreeMap<DeliveryId, (AccountName, Duration)>,
    /// Until when an account waits, because its platform asked for it, and since when.
    rests: BTreeMap<AccountName, (Duration, Duration)>,
    /// Until when an account is left alone after failures.
    left_alone: BTreeMap<AccountName, Duration>,
    /// Until when an account was paused; the end of time while it is.
    paused: BTreeMap<AccountName, Duration>,
    /// Until when nothing could be done at all; the end of time while nothing can.
    idle: Duration,
}

impl Promises {
    /// Nothing is promised yet about posts of which these have a named time.
    pub(crate) fn about(named: BTreeSet<String>) -> Self {
        Self { named, ..Self::default() }
    }

    /// Hears what the program tells at `now`; what it breaks by that. Waits that are told while
    /// the clock `is_clear` count.
    pub(crate) fn hear(&mut self, told: &Happening, now: Duration, is_clear: bool) -> Vec<String> {
        let until = |instant: Instant| (instant - told.at).to_std().ok().map(|wait| now + wait);
        match (&told.what, &told.account) {
            (What::Stopped { .. } | What::Degraded { .. }, _) => self.idle = Duration::MAX,
            (What::Started | What::Restored, _) => self.idle = now,
            (What::ClockSet { by }, _) => self.clock_was_set(told.at - *by),
            (What::AccountPaused { .. }, Some(account)) => {
                self.paused.insert(account.clone(), Duration::MAX);
            }
            (What::AccountResumed, Some(account)) => {
                self.paused.insert(account.clone(), now);
            }
            (What::BreakerOpened { until: at }, Some(account)) => {
                self.left_alone.extend(until(*at).map(|at| (account.clone(), at)));
            }
            (What::LaneWaits { until: at }, Some(account)) => {
                self.rests.remove(account);
                let rest = until(*at).filter(|_| is_clear);
                self.rests.extend(rest.map(|at| (account.clone(), (at, now))));
            }
            _ => return self.hear_of_delivery(told, now, is_clear),
        }
        Vec::new()
    }

    /// A named time that was still to come on the clock as it was before may have been leapt over,
    /// and a slot then gives the next firing.
    pub(crate) fn clock_was_set(&mut self, before: Instant) {
        let dues = &self.dues;
        self.again.retain(|id, _| dues.get(id).is_none_or(|due| *due <= before));
    }

    fn hear_of_delivery(&mut self, told: &Happening, now: Duration, is_clear: bool) -> Vec<String> {
        let (Some(id), Some(account)) = (told.delivery, &told.account) else { return Vec::new() };
        if let (What::Planned { due }, Some(post)) = (&told.what, &told.post)
            && self.named.contains(post)
        {
            self.dues.insert(id, *due);
        }
        let mut broken: Vec<_> = self.overdue(id, now, told.at).into_iter().collect();
        if matches!(told.what, What::Sending { .. }) {
            broken.extend(self.too_early(id, account, now));
        }
        self.again.remove(&id);
        if let What::Retrying { next: Some(next), .. } = told.what
            && let Ok(wait) = (next - told.at).to_std()
            && is_clear
        {
            self.again.insert(id, (account.clone(), now + wait));
        }
        broken
    }

    fn too_early(&self, id: DeliveryId, account: &AccountName, now: Duration) -> Option<String> {
        let again = self.again.get(&id).map(|(_, at)| *at).filter(|at| now + EARLY < *at);
        let rest = self.rests.get(account).filter(|(_, since)| *since + REACTION < now);
        let rest = rest.map(|(at, _)| *at).filter(|at| now + EARLY < *at);
        let at = again.max(rest)?;
        Some(format!("delivery {id} on {account}: sent {:?} too early", at - now))
    }

    /// `now` and `wall` are the right time and what the clock shows.
    fn overdue(&self, id: DeliveryId, now: Duration, wall: Instant) -> Option<String> {
        let (account, again) = self.again.get(&id)?;
        // By a clock that was set back a time that has been is to come once more.
        let named = match self.dues.get(&id).map(|due| (wall - *due).to_std()) {
            Some(Err(_to_come)) => return None,
            Some(Ok(since)) => now.saturating_sub(since),
            None => Duration::ZERO,
        };
        let rest = self.rests.get(account).map(|(at, _)| at);
        let others = [self.left_alone.get(account), self.paused.get(account), rest];
        let due = others.into_iter().flatten().chain([&self.idle, again, &named]).max()?;
        let late = now.checked_sub(*due).filter(|late| *late > LATE)?;
        Some(format!("delivery {id} on {account}: tried again {late:?} too late"))
    }

    /// What should have been tried again long ago.
    fn all_overdue(&mut self, now: Duration, wall: Instant) -> Vec<String> {
        let ids: BTreeSet<_> = self.again.keys().copied().collect();
        let late: Vec<_> =
            ids.into_iter().filter_map(|id| Some((id, self.overdue(id, now, wall)?))).collect();
        late.iter().for_each(|(id, _)| drop(self.again.remove(id)));
        late.into_iter().map(|(_, wrong)| wrong).collect()
    }

    /// People took these deliveries back: none of them is tried again.
    fn were_withdrawn(&mut self, deliveries: &[Brief]) {
        deliveries.iter().for_each(|brief| drop(self.again.remove(&brief.delivery.id)));
    }

    /// The machine or the program slept.
    pub(crate) fn nothing_could_be_done_until(&mut self, now: Duration) {
        self.idle = self.idle.max(now);
    }

    /// What a platform asked for may be lost with a process that dies: it asks again.
    pub(crate) fn forget_rests(&mut self) {
        self.rests.clear();
    }

    /// A process starts; it can only keep what its journal tells it. What should have been done
    /// long before may have missed its time by then, and its account's rules give it another one.
    fn start(&mut self, now: Duration, known: &BTreeSet<DeliveryId>) {
        let is_missed = |at: &Duration| *at + MISSED < now;
        self.again.retain(|id, (_, at)| known.contains(id) && !is_missed(at));
        self.idle = now;
    }
}

impl World {
    /// A process starts with what the journal has.
    pub(crate) async fn promises_that_are_known(&self) {
        let open = self.disk.journal().open_deliveries().await.unwrap();
        let waits = |state: &State| matches!(state, State::Ready | State::Preparing);
        let known = open.iter().map(|brief| &brief.delivery);
        let known = known.filter(|one| one.not_before.is_some() && waits(&one.state));
        let known = known.map(|one| one.id).collect();
        self.watch.promises(|promises, now| promises.start(now, &known));
    }

    /// The post was taken back before it was due.
    pub(crate) async fn nothing_more_is_owed(&self, post: PostId) {
        let deliveries = self.disk.journal().deliveries_of(post).await.unwrap();
        self.watch.promises(|promises, _| promises.were_withdrawn(&deliveries));
    }

    /// Nothing waits much longer than it should.
    pub(crate) async fn nothing_is_forgotten(&mut self) {
        let wall = self.clock.now();
        let late = self.watch.promises(|promises, now| promises.all_overdue(now, wall));
        late.into_iter().for_each(|wrong| self.watch.wrong(wrong));
        let open = self.disk.journal().open_deliveries().await.unwrap();
        let doubts = open.iter().map(|brief| &brief.delivery);
        // The people here say at once what they have published.
        let doubts = doubts.filter(|one| {
            let handed = matches!(one.state, State::Held { at: HeldAt::Handed(_), .. });
            handed || matches!(one.state, State::Uncertain(_))
        });
        let doubts: BTreeSet<_> = doubts.map(|one| one.id).collect();
        self.uncertain.retain(|id, _| doubts.contains(id));
        let now = self.clock.elapsed();
        for id in doubts {
            if *self.uncertain.entry(id).or_insert(now) + LONGEST_DOUBT < now {
                self.watch.wrong(format!("delivery {id}: looked for without end"));
            }
        }
    }
}

//! An account's lane: what waits on it, and what is under way.

mod beware;
mod sending;
mod waiting;

use std::collections::{BTreeMap, BTreeSet};
use std::iter::repeat_n;
use std::sync::Arc;
use std::time::Duration;

use super::awake::Awake;
use super::{Active, Breaker, breaker};
use crate::account::{AccountName, Rules};
use crate::clock::{Instant, Reading, moved};
use crate::delivery::{DeliveryId, State};
use crate::journal::{AccountState, Brief, SentAt, SlotKey};
use crate::platform::Platform;
use crate::verdict::Reason;

pub(super) use waiting::Waiting;

/// How many deliveries of a lane are taken into memory ahead of their time.
const AHEAD: usize = 8;

/// How many of them may have films that wait until the films of others were brought there.
const FILMS_AHEAD: usize = 64;

/// How many pieces of invisible work of a lane run at once.
const UPLOADS: usize = 2;

/// What a lane is made of.
#[derive(Debug)]
pub struct LaneFacts {
    /// The account.
    pub name: AccountName,
    /// The engine's rules for it.
    pub rules: Rules,
    /// Its adapter.
    pub platform: Arc<dyn Platform>,
}

/// A wall clock that was set by less is not worth moving everything.
const SLIGHT: chrono::Duration = chrono::Duration::milliseconds(1);

/// A visible request that is out, or whose intent is being written so that it goes out at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Out {
    /// Its part is the last of its delivery.
    LastPart,
    /// Further parts follow, which come before anything else.
    MoreFollow,
}

/// A visible request that was opened ahead of its instant.
#[derive(Debug)]
pub(super) struct Armed {
    /// Its delivery.
    pub(super) active: Active,
    /// When it is to leave.
    pub(super) at: Instant,
    /// The uptime at which it was judged.
    pub(super) judged: Duration,
}

/// One account's lane.
#[derive(Debug)]
pub(super) struct Lane {
    pub(super) facts: Arc<LaneFacts>,
    pub(super) state: AccountState,
    pub(super) waiting: Waiting,
    pub(super) taken: BTreeSet<SlotKey>,
    pub(super) active: BTreeMap<DeliveryId, Active>,
    /// Deliveries that a piece of work holds just now.
    pub(super) busy: BTreeSet<DeliveryId>,
    /// When the messages were sent that count for the budgets, oldest first.
    sent: Vec<Instant>,
    /// What the clocks showed when the instants of this lane were last right.
    seen: Reading,
    /// The visible request that is out.
    pub(super) sending: Option<Out>,
    /// The delivery whose intent is being written ahead of its instant, or taken back: nothing of
    /// it is out.
    pub(super) arming: Option<DeliveryId>,
    /// The visible request whose intent is on the disk and whose instant is still to come.
    pub(super) armed: Option<Armed>,
    /// When its connection for visible requests was last used.
    warmed: Option<Instant>,
    /// How many pieces of invisible work are under way.
    pub(super) uploads: usize,
    /// The deliveries whose films are being brought there, and when these are due.
    pub(super) films: BTreeMap<DeliveryId, Instant>,
    /// Whether a look after a lost answer is under way.
    pub(super) looking: usize,
    /// When the session is to be renewed; nothing else goes on meanwhile.
    pub(super) renew_at: Option<Instant>,
    /// Whether a renewal or a probe is under way.
    pub(super) asking: bool,
    /// How often renewing failed in a row.
    pub(super) failed_renewals: u32,
    /// How often a person has logged the account in since the start.
    pub(super) logins: u64,
    /// Whether a login is being taken up.
    pub(super) logging_in: bool,
    /// Deliveries whose work began with the login before.
    pub(super) of_old_login: BTreeSet<DeliveryId>,
    /// Whether an order came for a delivery that work held.
    pub(super) orders_wait: bool,
    /// What people were told of the account and have not seen to yet, by the reasons' ids.
    told: BTreeSet<String>,
    /// What people are to be told with the next change of the account.
    pub(super) news: Vec<Reason>,
    /// Whether something happened to it since it was last looked at.
    pub(super) stirred: bool,
    /// When it is to be looked at though nothing happens.
    pub(super) wake: Option<Instant>,
}

impl Lane {
    pub(super) fn new(
        facts: Arc<LaneFacts>,
        state: AccountState,
        sent: &[SentAt],
        taken: impl IntoIterator<Item = SlotKey>,
        now: Reading,
    ) -> Self {
        let messages = |sent: &SentAt| facts.platform.messages(sent.media.into());
        let mut sent: Vec<_> =
            sent.iter().flat_map(|sent| repeat_n(sent.at.on(&now), messages(sent))).collect();
        sent.sort();
        Self {
            facts,
            state: AccountState { noted: Some(now), ..state.aligned(&now) },
            waiting: Waiting::default(),
            taken: taken.into_iter().collect(),
            active: BTreeMap::new(),
            busy: BTreeSet::new(),
            sent,
            seen: now,
            sending: None,
            arming: None,
            armed: None,
            warmed: None,
            uploads: 0,
            films: BTreeMap::new(),
            looking: 0,
            renew_at: None,
            asking: false,
            failed_renewals: 0,
            logins: 0,
            logging_in: false,
            of_old_login: BTreeSet::new(),
            orders_wait: false,
            told: BTreeSet::new(),
            news: Vec::new(),
            stirred: true,
            wake: None,
        }
    }

    /// Everything here that is counted from something that happened moves along with the wall
    /// clock, where people have set it. Comes before anything is noted at `now`.
    pub(super) fn align(&mut self, now: &Reading) {
        self.state.noted = Some(*now);
        let by = now.set_since(&self.seen);
        if by.abs() <= SLIGHT {
            return;
        }
        self.seen = *now;
        self.state.move_by(by);
        let own = self.sent.iter_mut().chain(&mut self.renew_at).chain(&mut self.warmed);
        own.for_each(|instant| *instant = moved(*instant, by));
        self.waiting.move_by(by);
    }

    /// The same for what is under way, too.
    pub(super) fn clock_was_set(&mut self, now: &Reading) {
        self.align(now);
        let active = std::mem::take(&mut self.active).into_iter();
        self.active = active.map(|(id, active)| (id, active.aligned(now))).collect();
        self.armed =
            self.armed.take().map(|armed| Armed { active: armed.active.aligned(now), ..armed });
    }

    /// Whether there may be something to do that there was not at the last look.
    pub(super) fn wants_a_look(&self, now: Instant) -> bool {
        self.stirred || self.wake.is_some_and(|wake| wake <= now)
    }

    /// Whether the time of a delivery that waits has passed and it is to get a free place instead.
    pub(super) fn misses_firing(&self, brief: &Brief, awake: &Awake, now: Instant) -> bool {
        let rules = &self.facts.rules;
        let Some(due) = brief.due else { return false };
        matches!(brief.delivery.state, State::Planned | State::Preparing | State::Ready)
            && rules.takes_next_place(true, brief.slot.is_some())
            && brief.delivery.has_missed_firing(due, rules.grace, awake.since(brief), now)
    }

    /// Work lets go of a delivery; whether orders wait for that.
    pub(super) fn let_go(&mut self, id: DeliveryId) -> bool {
        self.busy.remove(&id);
        self.stirred = true;
        std::mem::take(&mut self.orders_wait)
    }

    /// Whether all invisible work of a delivery in memory is done.
    pub(super) fn is_ready(&self, id: DeliveryId) -> bool {
        self.active.get(&id).is_some_and(|active| active.delivery().state == State::Ready)
    }

    /// Whether this lane has the delivery in memory.
    pub(super) fn knows(&self, id: DeliveryId) -> bool {
        self.busy.contains(&id) || self.active.contains_key(&id)
    }

    /// Whether invisible work and looks may go on: the login works and the platform is well.
    pub(super) fn is_open(&self, now: Instant) -> bool {
        self.renew_at.is_none() && !self.asking && breaker(&self.state, now) == Breaker::Closed
    }

    /// Whether another piece of invisible work may start.
    pub(super) fn may_upload(&self, now: Instant) -> bool {
        let paused = self.state.paused.is_some() || self.facts.rules.paused;
        // All films together take one place, so that other things find one.
        let counted = self.uploads - self.films.len().saturating_sub(1);
        counted < UPLOADS && !paused && self.is_open(now)
    }

    /// Whether a film that is due at `due` may be brought there: it can take an hour, so beside
    /// others only where it is due before all of them.
    pub(super) fn may_bring_film(&self, due: Instant) -> bool {
        self.films.values().all(|on_its_way| due < *on_its_way)
    }

    /// A piece of invisible work on `delivery` begins; where it brings a film, one due at `film`.
    pub(super) fn begin_upload(&mut self, delivery: DeliveryId, film: Option<Instant>) {
        self.uploads += 1;
        self.films.extend(film.map(|due| (delivery, due)));
    }

    /// A piece of invisible work on `delivery` has ended.
    pub(super) fn end_upload(&mut self, delivery: DeliveryId) {
        self.uploads -= 1;
        self.films.remove(&delivery);
    }

    /// The deliveries in memory, in the order in which they are due.
    pub(super) fn by_due(&self) -> Vec<DeliveryId> {
        let mut all: Vec<_> = self.active.iter().map(|(id, active)| (active.due(), *id)).collect();
        all.sort_unstable();
        all.into_iter().map(|(_, id)| id).collect()
    }

    /// Whether another delivery may be taken into memory: one that is due, or one for later.
    pub(super) fn has_room(&self, due: bool, now: Instant) -> bool {
        let held = self.busy.len() + self.active.len();
        if held < AHEAD {
            return true;
        }
        let (films, others): (Vec<_>, Vec<_>) =
            self.active.values().partition(|active| has_film_to_bring(active));
        let counted = others.into_iter().filter(|active| {
            let moves = matches!(
                active.delivery().state,
                State::Planned | State::Preparing | State::Ready | State::Sending { .. }
            );
            moves && active.delivery().may_try_at(now) && (active.due() <= now) == due
        });
        // Films are brought there one after the other, for hours perhaps, so they count as one.
        let counted = counted.count() + usize::from(!films.is_empty());
        counted + self.busy.len() < AHEAD && films.len() < FILMS_AHEAD
    }

    /// People know of this about the account, from before the start.
    pub(super) fn knows_of(&mut self, reason: &Reason) {
        self.told.insert(reason.id.to_string());
    }

    /// People are told of something about the account, unless they were and nobody has seen to it.
    pub(super) fn tell_once(&mut self, reason: Reason) {
        if self.told.insert(reason.id.to_string()) {
            self.news.push(reason);
        }
    }

    /// A person has seen to what was told.
    pub(super) fn was_seen_to(&mut self) {
        self.told.clear();
        self.news.clear();
    }
}

/// Whether its film is still to be brought to the platform.
fn has_film_to_bring(active: &Active) -> bool {
    matches!(active.delivery().state, State::Planned | State::Preparing) && active.has_film()
}

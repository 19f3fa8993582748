//! Pieces of work: each takes a delivery, does one thing, writes it down and brings it back.

mod absent;
mod account;
mod begin;
mod close;
mod guard;
mod look;
mod order;
mod recall;
mod send;
mod take;

use std::sync::Arc;
use std::time::Duration;

use super::Active;
use super::awake::Awake;
use super::lane::LaneFacts;
use super::shared::Shared;
use crate::account::AccountName;
use crate::clock::{Busy, Noted};
use crate::delivery::{Context, DeliveryId, Event};
use crate::event::What;
use crate::failure::Failure;
use crate::journal::{Change, JournalError};
use crate::verdict::{Reason, Verdict};

use guard::BrokeDown;

pub(super) use absent::absent;
pub(super) use account::{Asked, probe, refresh, warm};
pub(super) use begin::{begin, prepare};
pub(super) use close::{close, renew};
pub(super) use look::{look, remind};
pub(super) use order::{OrderDone, order, order_without_account};
pub(super) use send::{FRESH, Intent, arm, disarm, request, send};
pub(super) use take::{Booking, load, take};

/// How long a request with a film may still land at least: platforms work on it before it shows.
const FILM_SETTLES: Duration = Duration::from_secs(15 * 60);

/// What a piece of work means for its lane or for everything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Effect {
    /// The session must be renewed.
    Refresh,
    /// The account must be paused.
    Pause(Reason),
    /// The lane waits.
    LaneWaits(Noted),
    /// Our own machine is in trouble.
    Degrade(Reason),
    /// The platform answered.
    WentWell,
    /// A request that shows nothing to anybody was answered.
    Answered,
    /// A request failed.
    WentWrong(Failure),
    /// A visible request was opened that makes so many messages.
    Sent { at: Noted, messages: usize },
    /// A part became public; whether it was the last.
    Published(Noted),
    /// The gate refused inside the transaction.
    Refused(Verdict),
}

/// What comes back from a piece of work on a delivery.
#[derive(Debug)]
pub(super) struct Finished {
    pub(super) account: AccountName,
    pub(super) id: DeliveryId,
    /// The delivery; none where it must be read from the journal anew.
    pub(super) active: Option<Active>,
    pub(super) effects: Vec<Effect>,
    /// What could not be written although the platform has done its part. Nothing may be sent
    /// until it is.
    pub(super) unwritten: Vec<Change>,
    /// How the delivery has ended, still to be written. Nothing waits for it.
    pub(super) ending: Vec<Change>,
    /// A failure of the journal itself.
    pub(super) error: Option<JournalError>,
    /// Keeps a simulated clock still until the engine has seen this.
    pub(super) _busy: Busy,
}

/// Where work is done: what all lanes share, and the lane.
#[derive(Debug, Clone)]
pub(super) struct Desk {
    pub(super) shared: Shared,
    pub(super) lane: Arc<LaneFacts>,
    /// Since when the program has been awake without a break.
    pub(super) awake: Awake,
}

impl Desk {
    /// What the transition function needs for the part of `active` that is under way.
    fn context(&self, active: &Active) -> Context {
        let context = self.shared.context(self.lane.platform.as_ref(), &self.lane.rules);
        let settle =
            if active.has_film() { context.settle.max(FILM_SETTLES) } else { context.settle };
        let promise = active.part().map(|part| self.lane.platform.guarantee_of(part));
        let guarantee = promise.map_or(context.guarantee, |own| own.max(context.guarantee));
        Context { settle, guarantee, ..context }
    }

    fn key(&self, active: &Active) -> String {
        self.shared.keys.key(active.delivery().id, active.revision(), active.delivery().part)
    }

    fn tell(&self, active: &Active, what: What) {
        self.shared.tell_of(active, what);
    }

    fn tell_failure(&self, active: &Active, failure: &Failure) {
        use crate::delivery::State;
        match &active.delivery().state {
            State::Uncertain(doubt) => {
                self.tell(active, What::Uncertain { why: doubt.why.clone() });
            }
            State::Preparing | State::Ready | State::Planned | State::Held { .. } => {
                let next = active.delivery().not_before;
                self.tell(active, What::Retrying { failure: failure.clone(), next });
            }
            _ => {}
        }
    }

    async fn write(&self, changes: Vec<Change>) -> Result<(), JournalError> {
        if changes.is_empty() {
            return Ok(());
        }
        self.shared.journal.commit(self.shared.epoch, changes).await
    }

    /// Work that changed nothing, or whose changes are on disk.
    fn done(&self, active: Active, effects: Vec<Effect>, busy: Busy) -> Finished {
        Finished {
            account: self.lane.name.clone(),
            id: active.delivery().id,
            active: Some(active),
            effects,
            unwritten: Vec::new(),
            ending: Vec::new(),
            error: None,
            _busy: busy,
        }
    }

    /// Work whose changes could not be written. Nothing that a follower can see was done, so
    /// the delivery is read anew and the work is repeated later.
    fn failed(&self, id: DeliveryId, error: JournalError, busy: Busy) -> Finished {
        let effects = match &error {
            JournalError::Disk(_) => vec![Effect::Degrade(super::active::journal_reason(&error))],
            _ => Vec::new(),
        };
        Finished {
            account: self.lane.name.clone(),
            id,
            active: None,
            effects,
            unwritten: Vec::new(),
            ending: Vec::new(),
            error: Some(error),
            _busy: busy,
        }
    }

    /// Applies `event` to a delivery, adds `more` changes before it, and writes all at once.
    async fn advance(
        &self,
        mut active: Active,
        event: Event,
        more: Vec<Change>,
        mut effects: Vec<Effect>,
        busy: Busy,
    ) -> Finished {
        let (id, context) = (active.delivery().id, self.context(&active));
        let mut consequences = match active.apply(event, &context) {
            Ok(consequences) => consequences,
            Err(illegal) => {
                let error = JournalError::Rule(illegal.to_string());
                return self.failed(id, error, busy);
            }
        };
        let mut changes = more;
        changes.append(&mut consequences.changes);
        active.join_moves(&mut changes);
        effects.append(&mut consequences.effects);
        match self.write(changes.clone()).await {
            Ok(()) => {
                self.shared.tell_outcomes(&active, &changes);
                self.done(active, effects, busy)
            }
            Err(error) => self.failed(id, error, busy),
        }
    }

    /// The adapter broke down, and the same may happen at every try: counted as if the program had
    /// died of it.
    async fn broke_down(
        &self,
        active: Active,
        broke: BrokeDown,
        more: Vec<Change>,
        busy: Busy,
    ) -> Finished {
        let event = Event::Interrupted { crashed: true };
        let finished = self.advance(active, event, more, Vec::new(), busy).await;
        if let Some(active) = &finished.active {
            self.tell_failure(active, &broke.into());
        }
        finished
    }
}

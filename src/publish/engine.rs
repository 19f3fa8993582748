//! The one dispatcher: it meets clock, work and the world in one place, and decides.

mod alarm;
mod choose;
mod clock;
mod finish;
mod hear;
mod login;
mod orders;
mod places;
mod send;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use alarm::Alarm;
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::task::JoinSet;

use login::LoggedIn;
use orders::PutOff;

use super::Active;
use super::awake::Awake;
use super::held_back::HeldBack;
use super::input::Input;
use super::lane::{Lane, LaneFacts};
use super::recover;
use super::shared::Shared;
use super::work::{Asked, Desk, Finished, Intent, OrderDone};
use crate::account::AccountName;
use crate::clock::{Busy, Instant, Reading};
use crate::delivery::DeliveryId;
use crate::event::{Happening, Notice, What};
use crate::journal::{Brief, Change, JournalError, OrderId};
use crate::verdict::Reason;

/// How long to wait before writing is tried again after the disk failed.
const DISK_RETRY: chrono::Duration = chrono::Duration::seconds(5);

/// How the engine ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// Asked to, with nothing left under way.
    Drained,
    /// Asked to, with work still under way; it becomes uncertain at the next start.
    Aborted,
    /// Nothing is left to be done, and it was told to end then.
    Quiet,
}

/// Why the engine had to end.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// The journal cannot be used any more.
    #[error(transparent)]
    Journal(#[from] JournalError),
}

/// What comes back from the engine's tasks.
#[derive(Debug)]
enum Done {
    Taken(Box<Finished>),
    Upload(Box<Finished>),
    Sent(Box<Finished>),
    Armed(Box<Intent>),
    Looked(Box<Finished>),
    Warmed(Busy),
    Refreshed(Asked),
    Probed(Asked),
    Ordered(Box<OrderDone>),
    LoggedIn(Box<LoggedIn>),
    Written(Vec<Change>, Option<JournalError>, Busy),
    OnRecord(Box<OnRecord>),
    Located(
        Box<Result<Option<AccountName>, JournalError>>,
        DeliveryId,
        Box<crate::journal::OrderRow>,
        Busy,
    ),
    Loaded(Box<Result<Vec<Brief>, JournalError>>, Busy),
}

/// The outcome of a delivery has come to the disk, or has not.
#[derive(Debug)]
struct OnRecord {
    active: Active,
    changes: Vec<Change>,
    error: Option<JournalError>,
    _busy: Busy,
}

/// The engine. Feed it through [`super::inputs`] and let it [`Engine::run`].
#[derive(Debug)]
pub struct Engine {
    shared: Shared,
    lanes: BTreeMap<AccountName, Lane>,
    inbox: UnboundedReceiver<Input>,
    tasks: JoinSet<Done>,
    stopped: Option<Reason>,
    /// Why our own machine is in trouble, and when to try again.
    degraded: Option<(Reason, Instant)>,
    /// What is still to be written although platforms have done their part.
    unwritten: Vec<Vec<Change>>,
    /// What we told ourselves to do once more.
    again: Vec<Input>,
    /// The orders that are being carried out, or whose answer is not on disk yet.
    in_hand: BTreeSet<OrderId>,
    /// The orders that are tried again later.
    put_off: BTreeMap<OrderId, PutOff>,
    awake: Awake,
    /// What the clocks showed when the wall clock was last found set, or at the start.
    seen: Reading,
    /// Whether the folder was not looked at yet, so that posts may be gone or changed.
    blind: bool,
    /// The posts of whose files the folder is not sure.
    held_back: HeldBack,
    ending: bool,
    /// Ends by itself when nothing is left before this instant.
    until: Option<Instant>,
}

impl Engine {
    /// Builds the engine from what the journal remembers. What an earlier instance left open is
    /// now uncertain, and is looked for before its lane sends anything.
    ///
    /// # Errors
    /// Where the journal fails.
    pub async fn start(
        shared: Shared,
        accounts: Vec<LaneFacts>,
        crashed: bool,
        inbox: UnboundedReceiver<Input>,
    ) -> Result<Self, EngineError> {
        let seen = shared.reading();
        let awake = Awake::from(seen.wall, shared.policy.catch_up_gap());
        let stopped = shared.journal.stopped().await?;
        let lanes = recover::lanes(&shared, accounts).await?;
        let mut engine = Self {
            shared,
            lanes,
            inbox,
            tasks: JoinSet::new(),
            stopped,
            degraded: None,
            unwritten: Vec::new(),
            again: Vec::new(),
            in_hand: BTreeSet::new(),
            put_off: BTreeMap::new(),
            awake,
            seen,
            blind: false,
            held_back: HeldBack::default(),
            ending: false,
            until: None,
        };
        let mut open = recover::Open::all(&engine.shared, crashed);
        while let Some(stretch) = open.next(&engine.shared, &mut engine.lanes).await? {
            engine.add(stretch);
        }
        Ok(engine)
    }

    /// Ends by itself as soon as nothing is left to be done before `until`: for the dry run.
    #[must_use]
    pub fn until(mut self, until: Instant) -> Self {
        self.until = Some(until);
        self
    }

    /// The same, which begins nothing before it is told [`Input::Looked`].
    #[must_use]
    pub fn after_a_look(mut self) -> Self {
        self.blind = true;
        self
    }

    /// Runs until it is told to end.
    ///
    /// # Errors
    /// Where the journal cannot be used any more, for instance because a newer instance took
    /// over. Nothing is sent from then on.
    pub async fn run(mut self) -> Result<Ended, EngineError> {
        let mut alarm = Alarm::new(Arc::clone(&self.shared.clock));
        loop {
            self.tidy().await?;
            let wake = self.choose().into_iter().chain(self.next_put_off()).min();
            if let Some(ended) = self.is_over(wake) {
                return Ok(ended);
            }
            let target = wake.unwrap_or(Instant::MAX_UTC);
            tokio::select! {
                // Results first, so that a simulated clock never runs ahead of work.
                biased;
                Some(done) = self.tasks.join_next(), if !self.tasks.is_empty() => {
                    self.finish(done)?;
                    // What came back meanwhile is looked at together.
                    while let Some(done) = self.tasks.try_join_next() {
                        self.finish(done)?;
                    }
                }
                input = self.inbox.recv(), if !(self.ending && self.inbox.is_closed()) => match input {
                    Some(Input::Abort) => return Ok(self.abort().await),
                    Some(input) => self.hear(input).await?,
                    None => self.begin_to_end(),
                },
                () = alarm.rings_at(target, self.seen), if wake.is_some() => {
                    self.note_sleep(target);
                }
            }
        }
    }

    /// What has to be done before anything new is chosen.
    async fn tidy(&mut self) -> Result<(), EngineError> {
        self.notice_clock().await?;
        let due = |again: Instant| again <= self.shared.now();
        if self.degraded.as_ref().is_some_and(|(_, again)| due(*again)) {
            self.mend().await?;
        }
        self.look_for_put_off();
        for input in std::mem::take(&mut self.again) {
            self.hear(input).await?;
        }
        Ok(())
    }

    fn is_over(&self, wake: Option<Instant>) -> Option<Ended> {
        if !self.tasks.is_empty() {
            return None;
        }
        if self.ending {
            return self.unwritten.is_empty().then_some(Ended::Drained);
        }
        let until = self.until?;
        let later = wake.is_none_or(|wake| wake > until);
        (later && self.inbox.is_empty() && self.unwritten.is_empty()).then_some(Ended::Quiet)
    }

    /// Begins nothing new. What could not be written is tried at once, and again and again until
    /// somebody ends this.
    pub(super) fn begin_to_end(&mut self) {
        self.ending = true;
        if let Some((_, again)) = &mut self.degraded {
            *again = self.shared.now();
        }
    }

    async fn abort(mut self) -> Ended {
        self.tasks.shutdown().await;
        Ended::Aborted
    }

    /// Something happened that may concern every lane.
    fn stir(&mut self) {
        self.lanes.values_mut().for_each(|lane| lane.stirred = true);
    }

    fn desk(&self, lane: &Arc<LaneFacts>) -> Desk {
        Desk { shared: self.shared.clone(), lane: Arc::clone(lane), awake: self.awake }
    }

    fn tell(&self, account: Option<&AccountName>, what: What) {
        self.shared.listener.hear(Happening {
            at: self.shared.now(),
            account: account.cloned(),
            delivery: None,
            post: None,
            what,
        });
    }

    /// Stops all sending until the disk is well again.
    fn degrade(&mut self, why: Reason) {
        let again = self.shared.now() + DISK_RETRY;
        if self.degraded.is_none() {
            self.tell(None, What::Degraded { why: why.clone() });
            let at = self.shared.now();
            let notice = Notice { at, account: None, delivery: None, reason: why.clone() };
            self.unwritten.push(vec![Change::Notice(notice)]);
        }
        self.degraded = Some((why, again));
    }
}

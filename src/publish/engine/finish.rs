//! What comes back from work, and what it means for the lane and for everything.

use tokio::task::JoinError;

use super::{Done, Engine, EngineError, OnRecord};
use crate::clock::{Busy, Instant, Reading};
use crate::delivery::delay;
use crate::event::{Notice, What};
use crate::failure::{Class, Failure};
use crate::journal::{AccountState, Change, JournalError};
use crate::publish::Active;
use crate::publish::active::is_question;
use crate::publish::breaker::{answered, open, went_well, went_wrong};
use crate::publish::input::Input;
use crate::publish::lane::Lane;
use crate::publish::work::{Asked, Effect, Finished};
use crate::verdict::{Reason, Verdict};

impl Engine {
    pub(super) fn finish(&mut self, done: Result<Done, JoinError>) -> Result<(), EngineError> {
        match done {
            Ok(Done::Taken(finished)) => self.take_back(*finished, |_| {}),
            Ok(Done::Upload(finished)) => {
                let id = finished.id;
                self.take_back(*finished, |lane| lane.end_upload(id))
            }
            Ok(Done::Sent(finished)) => self.take_back(*finished, |lane| lane.sending = None),
            Ok(Done::Armed(intent)) => self.armed(*intent),
            Ok(Done::Looked(finished)) => self.take_back(*finished, |lane| lane.looking -= 1),
            Ok(Done::Warmed(_busy)) => Ok(()),
            Ok(Done::Refreshed(asked)) => self.refreshed(asked),
            Ok(Done::Probed(asked)) => self.probed(asked),
            Ok(Done::Ordered(order)) => self.ordered(*order),
            Ok(Done::LoggedIn(login)) => self.logged_in(*login),
            Ok(Done::Written(changes, error, _busy)) => self.written(changes, error),
            Ok(Done::OnRecord(outcome)) => self.on_record(*outcome),
            Ok(Done::Located(account, id, row, _busy)) => self.located(*account, id, *row),
            Ok(Done::Loaded(briefs, _busy)) => {
                self.add((*briefs)?);
                Ok(())
            }
            // A task that panicked took its delivery along. Only the journal knows how it
            // stands, so this instance must not go on as if it knew.
            Err(error) if error.is_panic() => {
                Err(JournalError::Rule(format!("a piece of work panicked: {error}")).into())
            }
            Err(_cancelled) => Ok(()),
        }
    }

    pub(super) fn take_back(
        &mut self,
        finished: Finished,
        release: impl FnOnce(&mut Lane),
    ) -> Result<(), EngineError> {
        let Finished { account, id, active, effects, unwritten, ending, error, _busy } = finished;
        let now = self.shared.reading();
        let active = active.map(|active| active.aligned(&now));
        let Some(mut lane) = self.lanes.remove(&account) else { return Ok(()) };
        lane.align(&now);
        release(&mut lane);
        let effects = lane.without_old_login(id, effects);
        if lane.let_go(id) {
            self.again.push(Input::Orders);
        }
        let mut changes = ending;
        changes.extend(self.apply(&mut lane, effects, &now));
        match active {
            Some(active) if active.delivery().state.is_end() && !changes.is_empty() => {
                self.write_ending(active, std::mem::take(&mut changes), _busy);
            }
            Some(active) if active.delivery().state.is_end() => self.ended(&active),
            Some(active) if is_question(&active.delivery().state) => {}
            Some(active) if needs_no_work(&active, now.wall) => self.wait(&mut lane, active.brief),
            Some(active) => {
                lane.active.insert(id, active);
            }
            None => lane.waiting.add_for_reading(id),
        }
        if !changes.is_empty() {
            self.write_later(changes);
        }
        self.lanes.insert(account, lane);
        if !unwritten.is_empty() {
            self.unwritten.push(unwritten);
        }
        match error {
            None | Some(JournalError::Disk(_) | JournalError::Stale(_)) => Ok(()),
            Some(fatal) => Err(fatal.into()),
        }
    }

    /// Writes how a delivery has ended, with the next intent, and tells of it once that is on the
    /// disk.
    fn write_ending(&mut self, active: Active, changes: Vec<Change>, busy: Busy) {
        let (journal, epoch) = (&self.shared.journal, self.shared.epoch);
        let answer = journal.commit_with_next(epoch, changes.clone());
        self.tasks.spawn(async move {
            let error = answer.await.err();
            Done::OnRecord(Box::new(OnRecord { active, changes, error, _busy: busy }))
        });
    }

    fn on_record(&mut self, outcome: OnRecord) -> Result<(), EngineError> {
        let OnRecord { active, changes, error, _busy } = outcome;
        match error {
            None | Some(JournalError::Disk(_)) => {
                self.shared.tell_outcomes(&active, &changes);
                self.ended(&active);
            }
            Some(JournalError::Stale(_)) => {
                if let Some(lane) = self.lanes.get_mut(&active.brief.account) {
                    lane.waiting.add_for_reading(active.delivery().id);
                    lane.stirred = true;
                }
                return Ok(());
            }
            Some(fatal) => return Err(fatal.into()),
        }
        self.written(changes, error)
    }

    /// What could not be written is kept, and nothing is sent until it is on disk.
    fn written(
        &mut self,
        changes: Vec<Change>,
        error: Option<JournalError>,
    ) -> Result<(), EngineError> {
        match error {
            None => Ok(()),
            Some(error @ JournalError::Disk(_)) => {
                self.unwritten.push(changes);
                self.degrade(crate::publish::active::journal_reason(&error));
                Ok(())
            }
            Some(fatal) => Err(fatal.into()),
        }
    }

    /// Tries to write what is still in memory; sending goes on once all of it is on disk.
    pub(super) async fn mend(&mut self) -> Result<(), EngineError> {
        while let Some(changes) = self.unwritten.first().cloned() {
            match self.shared.journal.commit(self.shared.epoch, changes).await {
                Ok(()) => {
                    self.unwritten.remove(0);
                }
                Err(error @ JournalError::Disk(_)) => {
                    self.degrade(crate::publish::active::journal_reason(&error));
                    return Ok(());
                }
                Err(fatal) => return Err(fatal.into()),
            }
        }
        if let Some(why) = self.shared.policy.machine_trouble(self.shared.now()) {
            self.degrade(why);
            return Ok(());
        }
        if self.degraded.take().is_some() {
            self.stir();
            self.tell(None, What::Restored);
            // An order that met the full disk is still in the journal.
            self.again.push(Input::Orders);
        }
        Ok(())
    }

    pub(super) fn ended(&self, active: &Active) {
        self.shared.tell_of(active, What::DeliveryEnded { post: active.brief.post });
    }

    /// What `effects` mean for the lane; what is to be remembered of its account from now on.
    fn apply(&mut self, lane: &mut Lane, effects: Vec<Effect>, now: &Reading) -> Vec<Change> {
        let before = lane.state.clone();
        let name = lane.facts.name.clone();
        for effect in effects {
            match effect {
                Effect::Refresh => lane.renew_at = Some(now.wall),
                Effect::Pause(why) => self.pause(lane, why),
                Effect::LaneWaits(until) => {
                    let until = until.on(now);
                    lane.state.waits_until = Some(until);
                    self.tell(Some(&name), What::LaneWaits { until });
                }
                Effect::Degrade(why) => self.degrade(why),
                Effect::WentWell => went_well(&mut lane.state),
                Effect::Answered => answered(&mut lane.state),
                Effect::WentWrong(failure) => self.went_wrong(lane, &failure, now.wall),
                Effect::Sent { at, messages } => {
                    lane.note_sent(at, messages);
                    lane.note_pace();
                }
                Effect::Published(at) => lane.state.last_published = Some(at.on(now)),
                Effect::Refused(verdict) => self.refused(lane, verdict),
            }
        }
        account_changes(lane, &before, now.wall)
    }

    /// Another process stopped everything or paused the account: we learn it at the gate.
    fn refused(&mut self, lane: &mut Lane, verdict: Verdict) {
        if let Verdict::Wait { reason, until } = verdict
            && until == Instant::MAX_UTC
            && self.stopped.is_none()
            && lane.state.paused.is_none()
        {
            self.tell(None, What::Stopped { why: reason.clone() });
            self.stopped = Some(reason);
            self.stir();
        }
    }

    pub(super) fn pause(&self, lane: &mut Lane, why: Reason) {
        if lane.state.paused.is_none() {
            self.tell(Some(&lane.facts.name), What::AccountPaused { why: why.clone() });
            lane.tell_once(why.clone());
        }
        lane.state.paused = Some(why);
    }

    fn went_wrong(&self, lane: &mut Lane, failure: &Failure, now: Instant) {
        lane.beware_of(failure);
        if went_wrong(&mut lane.state, failure.class, now) {
            self.tell_breaker(lane);
        }
    }

    fn refreshed(&mut self, asked: Asked) -> Result<(), EngineError> {
        self.asked(asked, |engine, lane, result| match result {
            Ok(()) => {
                lane.renew_at = None;
                lane.failed_renewals = 0;
            }
            Err(failure) if is_dead(&failure) => {
                lane.renew_at = None;
                engine.pause(lane, failure.why_paused());
            }
            Err(failure) => {
                lane.failed_renewals = lane.failed_renewals.saturating_add(1);
                let own = delay(lane.failed_renewals, engine.shared.jitter.next());
                let wait = chrono::Duration::from_std(failure.wait(own)).unwrap_or_default();
                lane.renew_at = Some(engine.shared.now() + wait);
            }
        })
    }

    fn probed(&mut self, asked: Asked) -> Result<(), EngineError> {
        self.asked(asked, |engine, lane, result| match result {
            Ok(()) => went_well(&mut lane.state),
            Err(failure) if failure.class == Class::Session => {
                went_well(&mut lane.state);
                lane.renew_at = Some(engine.shared.now());
            }
            Err(failure) if is_dead(&failure) => {
                went_well(&mut lane.state);
                engine.pause(lane, failure.why_paused());
            }
            Err(_) => {
                open(&mut lane.state, engine.shared.now());
                engine.tell_breaker(lane);
            }
        })
    }

    fn asked(
        &mut self,
        asked: Asked,
        decide: impl FnOnce(&Self, &mut Lane, Result<(), Failure>),
    ) -> Result<(), EngineError> {
        let Asked { account, logins, result, _busy } = asked;
        let Some(mut lane) = self.lanes.remove(&account) else { return Ok(()) };
        // Of a login that is gone nothing more is to be learnt.
        let result = if logins == lane.logins { result } else { Ok(()) };
        lane.align(&self.shared.reading());
        let before = lane.state.clone();
        lane.asking = false;
        lane.stirred = true;
        if let Err(failure) = &result {
            lane.beware_of(failure);
        }
        decide(self, &mut lane, result);
        self.write_account(&mut lane, &before);
        self.lanes.insert(account, lane);
        Ok(())
    }

    /// Writes what is to be remembered of an account, with what people are to be told of it.
    fn write_account(&mut self, lane: &mut Lane, before: &AccountState) {
        let changes = account_changes(lane, before, self.shared.now());
        if !changes.is_empty() {
            self.write_later(changes);
        }
    }

    /// Writes what may be lost in a crash without harm, in order with everything else.
    pub(super) fn write_later(&mut self, changes: Vec<Change>) {
        let (journal, epoch) = (self.shared.journal.clone(), self.shared.epoch);
        let busy = self.shared.clock.busy();
        let answer = journal.commit_with_next(epoch, changes.clone());
        self.tasks.spawn(async move {
            let error = answer.await.err();
            Done::Written(changes, error, busy)
        });
    }
}

/// What is to be remembered of an account from now on, and told about it.
fn account_changes(lane: &mut Lane, before: &AccountState, at: Instant) -> Vec<Change> {
    let account = Some(lane.facts.name.clone());
    let news = std::mem::take(&mut lane.news).into_iter().map(|reason| {
        let account = account.clone();
        Change::Notice(Notice { at, account, delivery: None, reason })
    });
    let state = (lane.state != *before).then(|| Change::Account(lane.state.clone()));
    news.chain(state).collect()
}

fn is_dead(failure: &Failure) -> bool {
    matches!(failure.class, Class::Auth | Class::Policy | Class::Rejected)
}

/// Whether nothing is to be done about it for long, so that it need not be held in memory.
fn needs_no_work(active: &Active, now: Instant) -> bool {
    use crate::delivery::{HeldAt, State};
    if active.delivery().give_up.is_some_and(|end| end <= now) {
        return false;
    }
    match &active.delivery().state {
        State::Held { at, .. } => !matches!(at, HeldAt::Handed(_)),
        State::Planned => active.brief.due.is_none(),
        _ => false,
    }
}

//! What the engine is told, and what the folder says of posts: they are taken, or taken back.

use tokio::sync::oneshot;

use super::{Done, Engine, EngineError};
use crate::delivery::{DeliveryId, Event};
use crate::journal::{Brief, Change, JournalError};
use crate::post::PostId;
use crate::publish::input::{Input, Withdrawn};
use crate::verdict::Reason;

impl Engine {
    pub(super) async fn hear(&mut self, input: Input) -> Result<(), EngineError> {
        match input {
            Input::Taken { posts } => {
                self.load(posts);
                return Ok(());
            }
            Input::Ping { answer } => {
                // Whoever asked may be gone.
                let _gone = answer.send(());
                return Ok(());
            }
            Input::Withdraw { post, reason, answer } => self.withdraw(post, reason, answer).await?,
            Input::Looked => self.blind = false,
            Input::InDoubt { unsure, lost } => {
                self.held_back.set(&unsure, lost, self.shared.clock.uptime());
            }
            Input::Orders => self.read_orders().await?,
            Input::Order(row) => self.order(row),
            Input::Shutdown | Input::Abort => self.begin_to_end(),
        }
        self.stir();
        Ok(())
    }

    fn load(&mut self, posts: Vec<PostId>) {
        let (journal, busy) = (self.shared.journal.clone(), self.shared.clock.busy());
        self.tasks.spawn(async move {
            Done::Loaded(Box::new(journal.deliveries_of_all(posts).await), busy)
        });
    }

    /// Adds deliveries that nobody here knows yet.
    pub(super) fn add(&mut self, briefs: Vec<Brief>) {
        for brief in briefs {
            let id = brief.delivery.id;
            let Some(mut lane) = self.lanes.remove(&brief.account) else { continue };
            if !lane.knows(id) && !brief.delivery.state.is_end() {
                lane.waiting.remove(id);
                self.wait(&mut lane, brief);
                lane.stirred = true;
            }
            self.lanes.insert(lane.facts.name.clone(), lane);
        }
    }

    /// Cancels every delivery of a post, or none of them.
    async fn withdraw(
        &mut self,
        post: PostId,
        reason: Reason,
        answer: oneshot::Sender<Withdrawn>,
    ) -> Result<(), EngineError> {
        let briefs = self.shared.journal.deliveries_of(post).await?;
        let outcome = self.try_withdraw(&briefs, &reason).await?;
        if outcome == Withdrawn::Busy {
            self.held_back.renew(post, self.shared.clock.uptime());
        }
        // Whoever asked may be gone; the deliveries are cancelled all the same.
        let _gone = answer.send(outcome);
        Ok(())
    }

    async fn try_withdraw(
        &mut self,
        briefs: &[Brief],
        reason: &Reason,
    ) -> Result<Withdrawn, EngineError> {
        let unsent =
            briefs.iter().filter(|brief| self.disarm_one(&brief.account, brief.delivery.id));
        if unsent.count() > 0 {
            return Ok(Withdrawn::Busy);
        }
        let public = |brief: &&Brief| brief.delivery.has_begun_in_public();
        let public: Vec<DeliveryId> =
            briefs.iter().filter(public).map(|brief| brief.delivery.id).collect();
        if !public.is_empty() {
            return Ok(Withdrawn::TooLate { public });
        }
        let open: Vec<&Brief> =
            briefs.iter().filter(|brief| !brief.delivery.state.is_end()).collect();
        if open.iter().any(|brief| self.is_busy(brief)) {
            return Ok(Withdrawn::Busy);
        }
        let mut changes = Vec::new();
        for brief in &open {
            match self.cancellation(brief, reason) {
                Some(cancelled) => changes.extend(cancelled),
                // It has gone too far after all.
                None => return Ok(Withdrawn::TooLate { public: vec![brief.delivery.id] }),
            }
        }
        match self.shared.journal.commit(self.shared.epoch, changes).await {
            Ok(()) => {
                open.iter().for_each(|brief| self.forget(brief));
                Ok(Withdrawn::Done)
            }
            Err(JournalError::Stale(_) | JournalError::Disk(_)) => Ok(Withdrawn::Busy),
            Err(error) => Err(error.into()),
        }
    }

    fn is_busy(&self, brief: &Brief) -> bool {
        let lane = self.lanes.get(&brief.account);
        lane.is_some_and(|lane| lane.busy.contains(&brief.delivery.id))
    }

    /// An account that the config does not have just now must not publish the post when it is back.
    fn cancellation(&self, brief: &Brief, reason: &Reason) -> Option<[Change; 2]> {
        let context = match self.lanes.get(&brief.account) {
            Some(lane) => self.shared.context(lane.facts.platform.as_ref(), &lane.facts.rules),
            None => self.shared.context_without_lane(),
        };
        let event = Event::Cancelled(reason.clone());
        let step = crate::delivery::step(&brief.delivery, event, &context).ok()?;
        let delivery = brief.delivery.id;
        Some([
            Change::Move { delivery: step.next, version: brief.version },
            Change::Plan { delivery, due: None, asked: None, slot: None },
        ])
    }

    fn forget(&mut self, brief: &Brief) {
        let Some(lane) = self.lanes.get_mut(&brief.account) else { return };
        lane.waiting.remove(brief.delivery.id);
        lane.active.remove(&brief.delivery.id);
        if let Some(slot) = &brief.slot {
            lane.taken.remove(slot);
        }
    }
}

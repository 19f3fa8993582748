//! The changes of a commit, one function each.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::state::{DeliveryRow, PartRow, PostRow, State};
use crate::account::AccountName;
use crate::clock::{Instant, Noted, Reading};
use crate::delivery::{self, Delivery, DeliveryId, Receipt};
use crate::event::{Notice, Outcome};
use crate::finding::Fact;
use crate::journal::{
    ABOUT_FILES, Attempt, AttemptEnd, Change, Epoch, JournalError, OrderAnswer, OrderId,
    PostStatus, Result, SlotKey, Version, chain, rules,
};
use crate::post::{Part, Post, PostId};

impl State {
    pub(super) fn commit(&mut self, epoch: Epoch, changes: Vec<Change>) -> Result<()> {
        self.fence(epoch)?;
        let mut moved = BTreeSet::new();
        for change in changes {
            if let Change::Move { delivery: Delivery { id, .. }, .. }
            | Change::EndAttempt { delivery: id, .. } = &change
            {
                moved.insert(*id);
            }
            self.apply(change)?;
        }
        moved.into_iter().try_for_each(|id| self.attempts_fit(id))
    }

    fn apply(&mut self, change: Change) -> Result<()> {
        match change {
            Change::Move { delivery, version } => self.move_to(delivery, version),
            Change::Plan { delivery, due, asked, slot } => self.plan(delivery, due, asked, slot),
            Change::Compose { delivery, parts } => self.compose(delivery, parts),
            Change::Progress { delivery, part, progress, expires } => {
                self.progress(delivery, part, progress, expires)
            }
            Change::EndAttempt { delivery, part, at, end } => {
                self.end_attempt(delivery, part, at, &end)
            }
            Change::Receipt { delivery, part, receipt } => self.receipt(delivery, part, receipt),
            Change::Account(state) => {
                self.accounts.put(state.name.clone(), state);
                Ok(())
            }
            Change::Session { account, sealed } => {
                self.touch(&account);
                self.sessions.put(account, sealed);
                Ok(())
            }
            Change::Standing(standing) => {
                self.touch(&standing.account);
                self.standings.put(standing.account.clone(), standing);
                Ok(())
            }
            Change::Outcome(outcome) => {
                self.outcome(outcome);
                Ok(())
            }
            Change::Notice(notice) => {
                self.notice(notice);
                Ok(())
            }
            Change::Acknowledge { delivery, account } => {
                self.acknowledge(delivery, account.as_ref());
                Ok(())
            }
            Change::FileMended { name } => {
                self.file_mended(&name);
                Ok(())
            }
            Change::File(entry) => {
                self.files.put(entry.name.clone(), entry);
                Ok(())
            }
            Change::FileGone { name } => {
                self.files.remove(&name);
                Ok(())
            }
            Change::Rename { post, name } => self.rename(post, name),
            Change::Post { post, status } => self.settle_post(post, status),
            Change::OrderDone { id, answer } => self.order_done(id, answer),
        }
    }

    fn attempts_fit(&self, id: DeliveryId) -> Result<()> {
        let row = self.delivery_row(id)?;
        let sending = matches!(row.delivery.state, delivery::State::Sending { .. });
        let all = (id, u16::MIN, u32::MIN)..=(id, u16::MAX, u32::MAX);
        let open = self.attempts.range(all).filter(|(_, attempt)| attempt.ended.is_none()).count();
        rules::attempts_fit(id, sending, i64::try_from(open).unwrap_or(i64::MAX))
    }

    fn move_to(&mut self, next: Delivery, version: Version) -> Result<()> {
        let row = self.delivery_row(next.id)?;
        if row.version != version {
            return Err(JournalError::Stale(next.id));
        }
        rules::may_move(&row.delivery.state, &next)?;
        self.put_delivery(DeliveryRow { delivery: next, version: Version(version.0 + 1), ..row });
        Ok(())
    }

    fn plan(
        &mut self,
        id: DeliveryId,
        due: Option<Instant>,
        asked: Option<Reading>,
        slot: Option<SlotKey>,
    ) -> Result<()> {
        let row = self.delivery_row(id)?;
        if slot.is_some() && due.is_none() {
            return Err(rules::slot_without_time(id));
        }
        if asked.is_some() && due.is_none() {
            return Err(rules::asked_without_time(id));
        }
        if let Some(old) = row.slot.clone() {
            self.slots.remove(&(row.account.clone(), old));
        }
        if let Some(slot) = slot.clone() {
            let firing = (row.account.clone(), slot);
            if let Some(by) = self.slots.get(&firing) {
                return Err(rules::slot_taken(&firing.1, *by));
            }
            self.slots.put(firing, id);
        }
        self.deliveries.put(id, DeliveryRow { due, asked, slot, ..row });
        Ok(())
    }

    fn compose(&mut self, id: DeliveryId, parts: Vec<Part>) -> Result<()> {
        self.delivery_row(id)?;
        if self.parts.has(&(id, 0)) {
            return Err(rules::composed_already(id));
        }
        if parts.is_empty() {
            return Err(rules::no_parts(id));
        }
        for (number, part) in (0..).zip(parts) {
            let row = PartRow { part: Arc::new(part), progress: None, expires: None };
            self.parts.put((id, number), row);
        }
        Ok(())
    }

    fn part_row(&self, delivery: DeliveryId, part: u16) -> Result<PartRow> {
        let row = self.parts.get(&(delivery, part)).cloned();
        row.ok_or_else(|| rules::unknown_part(delivery, part))
    }

    fn progress(
        &mut self,
        delivery: DeliveryId,
        part: u16,
        progress: Option<serde_json::Value>,
        expires: Option<Noted>,
    ) -> Result<()> {
        let row = self.part_row(delivery, part)?;
        self.parts.put((delivery, part), PartRow { progress, expires, ..row });
        Ok(())
    }

    fn end_attempt(
        &mut self,
        delivery: DeliveryId,
        part: u16,
        at: Instant,
        end: &AttemptEnd,
    ) -> Result<()> {
        let open = self.open_attempt(delivery, part).cloned();
        let open = open.ok_or_else(|| rules::no_open_attempt(delivery, part))?;
        let (end, failure) = end.parts();
        let key = (delivery, part, open.number);
        let ended =
            Attempt { ended: Some(at), end: end.to_owned(), failure: failure.cloned(), ..open };
        self.attempts.put(key, ended);
        Ok(())
    }

    fn receipt(&mut self, delivery: DeliveryId, part: u16, receipt: Receipt) -> Result<()> {
        self.part_row(delivery, part)?;
        if self.receipts.has(&(delivery, part)) {
            return Err(rules::receipt_exists(delivery, part));
        }
        self.receipts.put((delivery, part), receipt);
        Ok(())
    }

    fn outcome(&mut self, outcome: Outcome) {
        let last = self.outcomes.last();
        let (number, before) = last.map_or((0, chain::START), |(n, (_, hash))| (*n, *hash));
        let hash = chain::link(&before, &chain::text(&outcome));
        self.outcomes.put(number + 1, (outcome, hash));
    }

    fn notice(&mut self, notice: Notice) {
        let id = self.notices.last().map_or(1, |(id, _)| id + 1);
        self.notices.put(id, notice);
        self.unseen.put(id, ());
    }

    pub(super) fn acknowledge(
        &mut self,
        delivery: Option<DeliveryId>,
        account: Option<&AccountName>,
    ) {
        let meant = |notice: &Notice| {
            notice.delivery == delivery
                && (delivery.is_some() || notice.account.as_ref() == account)
        };
        self.see(meant);
    }

    fn file_mended(&mut self, name: &str) {
        let post = Fact::from(name);
        self.see(|notice| {
            notice.delivery.is_none()
                && notice.account.is_none()
                && ABOUT_FILES.contains(&&*notice.reason.id)
                && notice.reason.facts.get("post") == Some(&post)
        });
    }

    /// The notices that are meant need no attention any more.
    fn see(&mut self, meant: impl Fn(&Notice) -> bool) {
        let about = |id: &i64| self.notices.get(id).is_some_and(&meant);
        let seen: Vec<_> = self.unseen.iter().map(|(id, ())| *id).filter(about).collect();
        for id in seen {
            self.unseen.remove(&id);
        }
    }

    /// A post that goes on takes the name over from one that has ended.
    fn rename(&mut self, id: PostId, name: String) -> Result<()> {
        let row = self.post_row(id)?;
        let post = Post { name, ..row.post.as_ref().clone() };
        self.forget_known(id, &row);
        let row = PostRow { post: Arc::new(post), ..row };
        if row.status.is_known() {
            self.supersede_settled(&row)?;
        }
        self.put_post(id, row)
    }

    /// What has ended under the name and revision of `row` makes room for it.
    fn supersede_settled(&mut self, row: &PostRow) -> Result<()> {
        let key = (row.post.name.clone(), row.post.content.revision());
        let Some(other) = self.known.get(&key).copied() else { return Ok(()) };
        match self.post_row(other)?.status {
            PostStatus::Settled => self.settle_post(other, PostStatus::Superseded),
            _ => Ok(()),
        }
    }

    fn settle_post(&mut self, id: PostId, status: PostStatus) -> Result<()> {
        let row = self.post_row(id)?;
        self.forget_known(id, &row);
        self.put_post(id, PostRow { status, ..row })
    }

    fn forget_known(&mut self, id: PostId, row: &PostRow) {
        let key = (row.post.name.clone(), row.post.content.revision());
        if self.known.get(&key) == Some(&id) {
            self.known.remove(&key);
        }
    }

    /// Writes a post, and makes it known unless nothing of it will ever be sent.
    fn put_post(&mut self, id: PostId, row: PostRow) -> Result<()> {
        if row.status.is_known() {
            let key = (row.post.name.clone(), row.post.content.revision());
            if let Some(other) = self.known.get(&key) {
                return Err(rules::post_known(*other));
            }
            self.known.put(key, id);
        }
        self.posts.put(id, row);
        Ok(())
    }

    fn order_done(&mut self, id: OrderId, answer: OrderAnswer) -> Result<()> {
        let order = self.orders.get(&id).cloned();
        let mut order = order.ok_or_else(|| rules::unknown_order(id))?;
        if order.answer.is_some() {
            return Err(rules::answered_already(id));
        }
        order.answer = Some(answer);
        self.orders.put(id, order);
        Ok(())
    }
}

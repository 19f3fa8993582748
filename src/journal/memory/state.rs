//! Everything a journal in memory knows.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use super::table::{Table, Undo};
use crate::account::AccountName;
use crate::blobs::Digest;
use crate::clock::{Instant, Noted, Reading};
use crate::delivery::{Delivery, DeliveryId, Receipt};
use crate::event::{Notice, Outcome};
use crate::journal::{
    AccountState, Attempt, Epoch, FileEntry, Instance, JournalError, Order, OrderAnswer, OrderId,
    PostStatus, Result, SlotKey, Standing, Version, rules,
};
use crate::post::{Part, Post, PostId};
use crate::verdict::Reason;

/// What orders attempts, whatever people did to the wall clock: the instance, its uptime, and the
/// attempt.
pub(super) type Opened = (Epoch, Duration, DeliveryId, u16, u32);

/// The tables, and what finds rows in them without a search.
#[derive(Debug, Clone, Default)]
pub(super) struct State {
    pub(super) instances: Table<Epoch, Instance>,
    pub(super) constants: Table<&'static str, Vec<u8>>,
    pub(super) stop: Table<(), Reason>,
    pub(super) accounts: Table<AccountName, AccountState>,
    pub(super) sessions: Table<AccountName, Vec<u8>>,
    pub(super) standings: Table<AccountName, Standing>,
    pub(super) posts: Table<PostId, PostRow>,
    pub(super) deliveries: Table<DeliveryId, DeliveryRow>,
    pub(super) parts: Table<(DeliveryId, u16), PartRow>,
    pub(super) receipts: Table<(DeliveryId, u16), Receipt>,
    pub(super) attempts: Table<(DeliveryId, u16, u32), Attempt>,
    pub(super) outcomes: Table<i64, (Outcome, Digest)>,
    pub(super) notices: Table<i64, Notice>,
    pub(super) files: Table<String, FileEntry>,
    pub(super) orders: Table<OrderId, OrderState>,
    /// The posts that count as known, by name and revision.
    pub(super) known: Table<(String, Digest), PostId>,
    pub(super) of_post: Table<(PostId, DeliveryId), ()>,
    pub(super) open: Table<DeliveryId, ()>,
    pub(super) slots: Table<(AccountName, SlotKey), DeliveryId>,
    /// The attempts of an account, in the order in which they were opened.
    pub(super) sent: Table<(AccountName, Opened), Noted>,
    /// The numbers of the notices that nobody has acknowledged.
    pub(super) unseen: Table<i64, ()>,
    /// The consistent copies that were written, by path.
    pub(super) copies: BTreeMap<std::path::PathBuf, Arc<Self>>,
}

#[derive(Debug, Clone)]
pub(super) struct PostRow {
    pub(super) post: Arc<Post>,
    pub(super) status: PostStatus,
    pub(super) taken: Instant,
}

#[derive(Debug, Clone)]
pub(super) struct DeliveryRow {
    pub(super) delivery: Delivery,
    pub(super) version: Version,
    pub(super) post: PostId,
    pub(super) account: AccountName,
    pub(super) due: Option<Instant>,
    pub(super) asked: Option<Reading>,
    pub(super) slot: Option<SlotKey>,
}

#[derive(Debug, Clone)]
pub(super) struct PartRow {
    pub(super) part: Arc<Part>,
    pub(super) progress: Option<serde_json::Value>,
    pub(super) expires: Option<Noted>,
}

#[derive(Debug, Clone)]
pub(super) struct OrderState {
    pub(super) at: Instant,
    pub(super) order: Order,
    pub(super) answer: Option<OrderAnswer>,
}

impl State {
    /// Does `work` wholly, or not at all where it is refused.
    pub(super) fn attempt<T>(&mut self, work: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        let done = work(self);
        for table in self.tables() {
            if done.is_ok() { table.settle() } else { table.undo() }
        }
        done
    }

    fn tables(&mut self) -> [&mut dyn Undo; 21] {
        [
            &mut self.instances,
            &mut self.constants,
            &mut self.stop,
            &mut self.accounts,
            &mut self.sessions,
            &mut self.standings,
            &mut self.posts,
            &mut self.deliveries,
            &mut self.parts,
            &mut self.receipts,
            &mut self.attempts,
            &mut self.outcomes,
            &mut self.notices,
            &mut self.files,
            &mut self.orders,
            &mut self.known,
            &mut self.of_post,
            &mut self.open,
            &mut self.slots,
            &mut self.sent,
            &mut self.unseen,
        ]
    }

    /// Refuses an instance that is not the newest.
    pub(super) fn fence(&self, epoch: Epoch) -> Result<()> {
        match self.instances.last() {
            Some((newest, _)) if *newest == epoch => Ok(()),
            _ => Err(JournalError::Fenced),
        }
    }

    pub(super) fn delivery_row(&self, id: DeliveryId) -> Result<DeliveryRow> {
        self.deliveries.get(&id).cloned().ok_or_else(|| rules::unknown_delivery(id))
    }

    pub(super) fn post_row(&self, id: PostId) -> Result<PostRow> {
        self.posts.get(&id).cloned().ok_or_else(|| rules::unknown_post(id))
    }

    /// The attempts of a part, oldest first.
    pub(super) fn attempts_of(
        &self,
        delivery: DeliveryId,
        part: u16,
    ) -> impl DoubleEndedIterator<Item = &Attempt> {
        let whole = (delivery, part, u32::MIN)..=(delivery, part, u32::MAX);
        self.attempts.range(whole).map(|(_, attempt)| attempt)
    }

    /// The open attempt of a part.
    pub(super) fn open_attempt(&self, delivery: DeliveryId, part: u16) -> Option<&Attempt> {
        self.attempts_of(delivery, part).next_back().filter(|attempt| attempt.ended.is_none())
    }

    /// Remembers that there is such an account.
    pub(super) fn touch(&mut self, account: &AccountName) {
        if !self.accounts.has(account) {
            self.accounts.put(account.clone(), AccountState::new(account.clone()));
        }
    }
}

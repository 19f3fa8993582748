//! The port, in terms of the state.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use async_trait::async_trait;

use super::MemoryJournal;
use super::state::State;
use crate::account::AccountName;
use crate::clock::Instant;
use crate::delivery::DeliveryId;
use crate::event::Outcome;
use crate::journal::{
    AccountState, Admitted, Answer, Arm, Armed, Begun, Brief, Change, Epoch, FileEntry, Gate,
    Instance, Journal, NoticeRow, Order, OrderAnswer, OrderId, OrderRow, PostStatus, Record,
    Result, SentAt, SlotKey, Standing, Taken,
};
use crate::post::{Post, PostId};
use crate::verdict::Reason;

#[async_trait]
impl Journal for MemoryJournal {
    fn begin(&self, instance: Instance) -> Answer<Begun> {
        self.write(|state| Ok(state.begin(instance)))
    }

    fn end(&self, epoch: Epoch, at: Instant) -> Answer<()> {
        self.write(move |state| state.end(epoch, at))
    }

    fn take(&self, epoch: Epoch, taken: Taken) -> Answer<Admitted> {
        self.write(move |state| state.take(epoch, taken))
    }

    fn commit(&self, epoch: Epoch, changes: Vec<Change>) -> Answer<()> {
        self.write(move |state| state.commit(epoch, changes))
    }

    fn arm(&self, epoch: Epoch, arm: Arm, gate: Gate) -> Answer<Armed> {
        self.write(move |state| state.arm(epoch, &arm, &gate))
    }

    async fn open_deliveries(&self) -> Result<Vec<Brief>> {
        self.read(State::open_deliveries)
    }

    async fn open_deliveries_after(&self, after: DeliveryId, most: usize) -> Result<Vec<Brief>> {
        self.read(|state| state.open_deliveries_after(after, most))
    }

    async fn delivery(&self, id: DeliveryId) -> Result<Option<Record>> {
        self.read(|state| state.record(id))
    }

    async fn deliveries_of(&self, post: PostId) -> Result<Vec<Brief>> {
        self.read(|state| state.deliveries_of(post))
    }

    async fn post(&self, id: PostId) -> Result<Option<Post>> {
        self.read(|state| state.posts.get(&id).map(|row| (*row.post).clone()))
    }

    async fn last_sent(&self, account: &AccountName, most: usize) -> Result<Vec<SentAt>> {
        self.read(|state| state.last_sent(account, most))
    }

    async fn latest(&self) -> Result<Option<Instant>> {
        self.read(|state| {
            let accounts = state.accounts.iter().map(|(name, _)| name);
            let newest = accounts.filter_map(|name| state.last_sent(name, 1).pop());
            let opened = newest.map(|sent| sent.at.at).max();
            opened.max(state.outcomes.last().map(|(_, (outcome, _))| outcome.at))
        })
    }

    async fn taken_slots(&self, account: &AccountName, since: Instant) -> Result<Vec<SlotKey>> {
        self.read(|state| state.taken_slots(account, since))
    }

    async fn accounts(&self) -> Result<Vec<AccountState>> {
        self.read(|state| state.accounts.iter().map(|(_, account)| account.clone()).collect())
    }

    async fn stopped(&self) -> Result<Option<Reason>> {
        self.read(|state| state.stop.get(&()).cloned())
    }

    async fn files(&self) -> Result<Vec<FileEntry>> {
        self.read(|state| state.files.iter().map(|(_, file)| file.clone()).collect())
    }

    async fn files_after(&self, after: &str, most: usize) -> Result<Vec<FileEntry>> {
        self.read(|state| state.files_after(after, most))
    }

    async fn posts_to_settle(&self) -> Result<Vec<(PostId, PostStatus)>> {
        self.read(State::posts_to_settle)
    }

    async fn outcomes(&self, after: i64, most: usize) -> Result<Vec<(i64, Outcome, String)>> {
        self.read(|state| state.outcomes(after, most))
    }

    async fn last_outcome(&self) -> Result<i64> {
        self.read(|state| state.outcomes.last().map_or(0, |(number, _)| *number))
    }

    async fn notices(&self) -> Result<Vec<NoticeRow>> {
        self.read(State::notices)
    }

    async fn session(&self, account: &AccountName) -> Result<Option<Vec<u8>>> {
        self.read(|state| state.sessions.get(account).cloned())
    }

    async fn standings(&self) -> Result<Vec<Standing>> {
        self.read(|state| state.standings.iter().map(|(_, standing)| standing.clone()).collect())
    }

    fn constant(&self, name: &'static str, make: Vec<u8>) -> Answer<Vec<u8>> {
        self.write(move |state| Ok(state.constant(name, make)))
    }

    fn give_order(&self, order: Order, at: Instant) -> Answer<OrderId> {
        self.write(move |state| Ok(state.give_order(order, at)))
    }

    async fn orders(&self) -> Result<Vec<OrderRow>> {
        self.read(State::orders)
    }

    async fn order_answer(&self, id: OrderId) -> Result<Option<OrderAnswer>> {
        self.read(|state| state.orders.get(&id).and_then(|order| order.answer.clone()))
    }

    fn set_stop(&self, stop: Option<Reason>, _at: Instant) -> Answer<()> {
        self.write(|state| {
            state.set_stop(stop);
            Ok(())
        })
    }

    async fn back_up(&self, path: PathBuf) -> Result<()> {
        self.write(move |state| {
            let copies = std::mem::take(&mut state.copies);
            let copy = Arc::new(state.clone());
            state.copies = copies;
            state.copies.insert(path, copy);
            Ok(())
        })
        .await
    }

    async fn check(&self) -> Result<()> {
        self.read(|_| ())
    }

    fn flush(&self) -> Answer<()> {
        let answer = self.write(|_| Ok(()));
        self.sync();
        answer
    }

    fn note_risk(&self, delivery: DeliveryId, at_risk: bool) {
        self.lock().note_risk(delivery, at_risk);
    }

    fn at_risk(&self) -> BTreeSet<DeliveryId> {
        self.lock().at_risk.clone()
    }

    fn commits(&self) -> u64 {
        self.lock().commits
    }
}

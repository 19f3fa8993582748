//! The port, in terms of the database.

use std::collections::BTreeSet;
use std::path::PathBuf;

use async_trait::async_trait;
use tokio::task::JoinError;

use super::open::connect_to_read;
use super::risk::Risks;
use super::trouble::Tried;
use super::write::Page;
use super::writer::COMPANY;
use super::{SqliteJournal, arm, backup, brief, change, check, read, write};
use crate::account::AccountName;
use crate::clock::Instant;
use crate::delivery::DeliveryId;
use crate::event::Outcome;
use crate::journal::{
    AccountState, Admitted, Answer, Arm, Armed, Begun, Brief, Change, DiskFault, Epoch, FileEntry,
    Gate, Instance, Journal, JournalError, NoticeRow, Order, OrderAnswer, OrderId, OrderRow,
    PostStatus, Record, Result, SentAt, SlotKey, Standing, Taken,
};
use crate::post::{Post, PostId};
use crate::verdict::Reason;

#[async_trait]
impl Journal for SqliteJournal {
    fn begin(&self, instance: Instance) -> Answer<Begun> {
        self.own(move |db| write::begin(db, &instance))
    }

    fn end(&self, epoch: Epoch, at: Instant) -> Answer<()> {
        self.own(move |db| write::end(db, epoch, at))
    }

    fn take(&self, epoch: Epoch, taken: Taken) -> Answer<Admitted> {
        match Page::of(&taken.post) {
            Ok(page) => self.own(move |db| write::take(db, epoch, &taken, &page)),
            Err(trouble) => {
                let refused = Err(trouble.at(self.readers.path()));
                Box::pin(std::future::ready(refused))
            }
        }
    }

    fn commit(&self, epoch: Epoch, changes: Vec<Change>) -> Answer<()> {
        if changes.iter().all(Change::prepares) {
            return self.commit_with_next(epoch, changes);
        }
        self.own(move |db| change::commit(db, epoch, &changes))
    }

    fn commit_with_next(&self, epoch: Epoch, changes: Vec<Change>) -> Answer<()> {
        self.own_in_company(COMPANY, move |db| change::commit(db, epoch, &changes))
    }

    fn arm(&self, epoch: Epoch, arm: Arm, gate: Gate) -> Answer<Armed> {
        self.own(move |db| arm::arm(db, epoch, &arm, &gate))
    }

    fn arm_in_company(&self, epoch: Epoch, arm: Arm, gate: Gate, company: usize) -> Answer<Armed> {
        self.own_in_company(company, move |db| arm::arm(db, epoch, &arm, &gate))
    }

    async fn open_deliveries(&self) -> Result<Vec<Brief>> {
        self.readers.read(brief::open_deliveries).await
    }

    async fn open_deliveries_after(&self, after: DeliveryId, most: usize) -> Result<Vec<Brief>> {
        self.readers.read(move |db| brief::open_deliveries_after(db, after, most)).await
    }

    async fn delivery(&self, id: DeliveryId) -> Result<Option<Record>> {
        self.readers.read(move |db| brief::record(db, id)).await
    }

    async fn delivery_with_post(&self, id: DeliveryId) -> Result<Option<(Record, Post)>> {
        self.readers.read(move |db| brief::record_with_post(db, id)).await
    }

    async fn deliveries_of(&self, post: PostId) -> Result<Vec<Brief>> {
        self.readers.read(move |db| brief::deliveries_of(db, post)).await
    }

    async fn deliveries_of_all(&self, posts: Vec<PostId>) -> Result<Vec<Brief>> {
        let each = move |db: &_| {
            let each = posts.iter().map(|post| brief::deliveries_of(db, *post));
            Ok(each.collect::<Tried<Vec<_>>>()?.into_iter().flatten().collect())
        };
        self.readers.read(each).await
    }

    async fn records_of(&self, posts: Vec<PostId>) -> Result<Vec<Vec<Record>>> {
        let each = move |db: &_| posts.iter().map(|post| brief::records_of(db, *post)).collect();
        self.readers.read(each).await
    }

    async fn post(&self, id: PostId) -> Result<Option<Post>> {
        self.readers.read(move |db| read::post(db, id)).await
    }

    async fn last_sent(&self, account: &AccountName, most: usize) -> Result<Vec<SentAt>> {
        let account = account.clone();
        self.readers.read(move |db| read::last_sent(db, &account, most)).await
    }

    async fn latest(&self) -> Result<Option<Instant>> {
        self.readers.read(read::latest).await
    }

    async fn taken_slots(&self, account: &AccountName, since: Instant) -> Result<Vec<SlotKey>> {
        let account = account.clone();
        self.readers.read(move |db| read::taken_slots(db, &account, since)).await
    }

    async fn accounts(&self) -> Result<Vec<AccountState>> {
        self.readers.read(read::accounts).await
    }

    async fn stopped(&self) -> Result<Option<Reason>> {
        self.readers.read(read::stopped).await
    }

    async fn files(&self) -> Result<Vec<FileEntry>> {
        self.readers.read(read::files).await
    }

    async fn files_after(&self, after: &str, most: usize) -> Result<Vec<FileEntry>> {
        let after = after.to_owned();
        self.readers.read(move |db| read::files_after(db, &after, most)).await
    }

    async fn posts_to_settle(&self) -> Result<Vec<(PostId, PostStatus)>> {
        self.readers.read(read::posts_to_settle).await
    }

    async fn outcomes(&self, after: i64, most: usize) -> Result<Vec<(i64, Outcome, String)>> {
        self.readers.read(move |db| read::outcomes(db, after, most)).await
    }

    async fn last_outcome(&self) -> Result<i64> {
        self.readers.read(read::last_outcome).await
    }

    async fn notices(&self) -> Result<Vec<NoticeRow>> {
        self.readers.read(read::notices).await
    }

    async fn session(&self, account: &AccountName) -> Result<Option<Vec<u8>>> {
        let account = account.clone();
        self.readers.read(move |db| read::session(db, &account)).await
    }

    async fn standings(&self) -> Result<Vec<Standing>> {
        self.readers.read(read::standings).await
    }

    fn constant(&self, name: &'static str, make: Vec<u8>) -> Answer<Vec<u8>> {
        self.writer.call(move |db| write::constant(db, name, &make))
    }

    fn give_order(&self, order: Order, at: Instant) -> Answer<OrderId> {
        self.writer.call(move |db| write::give_order(db, &order, at))
    }

    async fn orders(&self) -> Result<Vec<OrderRow>> {
        self.readers.read(read::orders).await
    }

    async fn order_answer(&self, id: OrderId) -> Result<Option<OrderAnswer>> {
        self.readers.read(move |db| read::order_answer(db, id)).await
    }

    fn set_stop(&self, stop: Option<Reason>, at: Instant) -> Answer<()> {
        self.writer.call(move |db| write::set_stop(db, stop.as_ref(), at))
    }

    async fn back_up(&self, path: PathBuf) -> Result<()> {
        let database = self.readers.path().to_owned();
        let copy = move || {
            let copied = connect_to_read(&database).and_then(|db| backup::copy_to(&db, &path));
            copied.map_err(|trouble| trouble.at(&database))
        };
        let copied = tokio::task::spawn_blocking(copy).await;
        copied.unwrap_or_else(|error| Err(unfinished(&error)))
    }

    async fn check(&self) -> Result<()> {
        let database = self.readers.path().to_owned();
        let checked = tokio::task::spawn_blocking(move || {
            let checked = connect_to_read(&database).and_then(|db| check::whole(&db));
            checked.map_err(|trouble| trouble.at(&database))
        });
        checked.await.unwrap_or_else(|error| Err(unfinished(&error)))
    }

    fn flush(&self) -> Answer<()> {
        self.writer.call(|_| Ok(()))
    }

    fn note_risk(&self, delivery: DeliveryId, at_risk: bool) {
        if let Some(risks) = &self.risks {
            risks.note(delivery, at_risk);
        }
    }

    fn at_risk(&self) -> BTreeSet<DeliveryId> {
        self.risks.as_ref().map(Risks::all).unwrap_or_default()
    }

    fn commits(&self) -> u64 {
        self.writer.commits()
    }
}

/// What is said of work beside the calls that did not come to its end.
fn unfinished(error: &JoinError) -> JournalError {
    JournalError::Disk(DiskFault::other(error.to_string()))
}

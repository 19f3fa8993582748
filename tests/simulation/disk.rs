//! The journal of a simulated machine: slow, full at times, and cut off in the middle of a write.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use dakiya::account::AccountName;
use dakiya::clock::Instant;
use dakiya::delivery::{Delivery, DeliveryId, State};
use dakiya::event::Outcome;
use dakiya::journal::{
    AccountState, Admitted, Answer, Arm, Armed, Begun, Brief, Change, Epoch, FileEntry, Gate,
    GateView, Instance, Journal, MemoryJournal, NoticeRow, Order, OrderAnswer, OrderId, OrderRow,
    PostStatus, Record, Result, SentAt, SlotKey, Standing, Taken,
};
use dakiya::post::{Post, PostId};
use dakiya::verdict::Reason;
use futures_util::FutureExt as _;

use super::clock::pass;
use super::death::{Death, Step};
use super::dice::Dice;
use super::planted::Bug;

/// Where a planted bug finds the journal as it was before the last intent.
const BEFORE_INTENT: &str = "before-intent";

/// The disk of the machine, which outlives the processes.
#[derive(Debug, Clone)]
pub(crate) struct Disk {
    journal: Arc<Mutex<MemoryJournal>>,
    intent_open: Arc<Mutex<bool>>,
    newest: Arc<Mutex<Option<Epoch>>>,
    bug: Option<Bug>,
}

/// One process's journal.
#[derive(Debug)]
pub(crate) struct DiskJournal {
    inner: MemoryJournal,
    disk: Disk,
    death: Death,
    slow: Option<Dice>,
    /// What the wall clock showed when the process began.
    opened: Instant,
}

impl Disk {
    pub(crate) fn new(bug: Option<Bug>) -> Self {
        Self { journal: Arc::default(), intent_open: Arc::default(), newest: Arc::default(), bug }
    }

    /// What is on the disk, for people and the oracle.
    pub(crate) fn journal(&self) -> MemoryJournal {
        self.journal.lock().unwrap().clone()
    }

    /// The process died: what the next one finds.
    pub(crate) fn crash(&self) {
        let mut journal = self.journal.lock().unwrap();
        let lost = std::mem::take(&mut *self.intent_open.lock().unwrap());
        let before = journal.restored(&PathBuf::from(BEFORE_INTENT)).filter(|_| lost);
        let found = journal.crash();
        *journal = match self.bug {
            Some(Bug::EmptyJournal) => MemoryJournal::new(),
            _ => before.unwrap_or(found),
        };
    }

    /// The journal for a process that begins `now`. `slow` makes its writes take time.
    pub(crate) fn open(&self, death: Death, slow: Option<Dice>, now: Instant) -> DiskJournal {
        let inner = self.journal();
        let slow = slow.filter(|_| self.bug != Some(Bug::NoIntent));
        inner.hold_back(slow.is_some());
        DiskJournal { inner, disk: self.clone(), death, slow, opened: now }
    }
}

impl DiskJournal {
    fn write<T: Send + 'static>(
        &self,
        call: impl FnOnce(&MemoryJournal) -> Answer<T>,
    ) -> Answer<T> {
        let step = self.death.step();
        if step == Step::DieBefore {
            return std::future::pending().boxed();
        }
        *self.disk.intent_open.lock().unwrap() = false;
        let answer = call(&self.inner);
        if let Some(dice) = &self.slow {
            let (inner, wait) = (self.inner.clone(), dice.millis(1..40));
            tokio::spawn(async move {
                pass(wait).await;
                inner.sync();
            });
        }
        if step == Step::DieAfter { std::future::pending().boxed() } else { answer }
    }

    fn is_planted(&self, bug: Bug) -> bool {
        self.disk.bug == Some(bug)
    }

    fn epoch(&self, epoch: Epoch) -> Epoch {
        let newest = *self.disk.newest.lock().unwrap();
        newest.filter(|_| self.is_planted(Bug::NoFencing)).unwrap_or(epoch)
    }

    fn spoilt(&self, change: Change) -> Change {
        match change {
            Change::Move { mut delivery, version } if self.is_planted(Bug::RescueToQueue) => {
                let interrupted = |why: &Reason| why.id == "interrupted-while-sending";
                if delivery.state.reason().is_some_and(interrupted) {
                    delivery.state = State::Ready;
                }
                Change::Move { delivery, version }
            }
            Change::Plan { delivery, due, asked, slot: Some(_) }
                if self.is_planted(Bug::NoSlotKeys) =>
            {
                Change::Plan { delivery, due, asked, slot: None }
            }
            Change::Move { delivery, version } if self.is_planted(Bug::ReadingsForgotten) => {
                Change::Move { delivery: Delivery { noted: None, ..delivery }, version }
            }
            Change::Account(state) if self.is_planted(Bug::ReadingsForgotten) => {
                Change::Account(AccountState { noted: None, ..state })
            }
            other => other,
        }
    }
}

/// The gate of a program that does not look at the stop switch.
fn without_stop(gate: Gate) -> Gate {
    Gate::new(move |view| gate.ask(&GateView { stopped: None, ..view.clone() }))
}

#[async_trait]
impl Journal for DiskJournal {
    fn begin(&self, instance: Instance) -> Answer<Begun> {
        let (begun, newest) = (self.write(|journal| journal.begin(instance)), &self.disk.newest);
        let newest = Arc::clone(newest);
        let note = move |begun: &Begun| *newest.lock().unwrap() = Some(begun.epoch);
        begun.map(move |begun| begun.inspect(note)).boxed()
    }

    fn end(&self, epoch: Epoch, at: Instant) -> Answer<()> {
        self.write(|journal| journal.end(epoch, at))
    }

    fn take(&self, epoch: Epoch, taken: Taken) -> Answer<Admitted> {
        self.write(|journal| journal.take(epoch, taken))
    }

    fn commit(&self, epoch: Epoch, changes: Vec<Change>) -> Answer<()> {
        let changes = changes.into_iter().map(|change| self.spoilt(change)).collect();
        self.write(|journal| journal.commit(self.epoch(epoch), changes))
    }

    fn arm(&self, epoch: Epoch, arm: Arm, gate: Gate) -> Answer<Armed> {
        let gate = if self.is_planted(Bug::NoStopInGate) { without_stop(gate) } else { gate };
        if self.is_planted(Bug::NoIntent) {
            let copy = self.inner.back_up(PathBuf::from(BEFORE_INTENT));
            copy.now_or_never();
        }
        let armed = self.write(|journal| journal.arm(self.epoch(epoch), arm, gate));
        *self.disk.intent_open.lock().unwrap() = self.is_planted(Bug::NoIntent);
        armed
    }

    async fn open_deliveries(&self) -> Result<Vec<Brief>> {
        self.inner.open_deliveries().await
    }

    async fn open_deliveries_after(&self, after: DeliveryId, most: usize) -> Result<Vec<Brief>> {
        self.inner.open_deliveries_after(after, most).await
    }

    async fn delivery(&self, id: DeliveryId) -> Result<Option<Record>> {
        self.inner.delivery(id).await
    }

    async fn deliveries_of(&self, post: PostId) -> Result<Vec<Brief>> {
        self.inner.deliveries_of(post).await
    }

    async fn post(&self, id: PostId) -> Result<Option<Post>> {
        self.inner.post(id).await
    }

    async fn last_sent(&self, account: &AccountName, most: usize) -> Result<Vec<SentAt>> {
        self.inner.last_sent(account, most).await
    }

    async fn latest(&self) -> Result<Option<Instant>> {
        self.inner.latest().await
    }

    async fn taken_slots(&self, account: &AccountName, since: Instant) -> Result<Vec<SlotKey>> {
        let from_now = self.is_planted(Bug::FiresByWallClock).then_some(self.opened);
        self.inner.taken_slots(account, from_now.unwrap_or(since)).await
    }

    async fn accounts(&self) -> Result<Vec<AccountState>> {
        self.inner.accounts().await
    }

    async fn stopped(&self) -> Result<Option<Reason>> {
        self.inner.stopped().await
    }

    async fn files(&self) -> Result<Vec<FileEntry>> {
        self.inner.files().await
    }

    async fn files_after(&self, after: &str, most: usize) -> Result<Vec<FileEntry>> {
        self.inner.files_after(after, most).await
    }

    async fn posts_to_settle(&self) -> Result<Vec<(PostId, PostStatus)>> {
        self.inner.posts_to_settle().await
    }

    async fn outcomes(&self, after: i64, most: usize) -> Result<Vec<(i64, Outcome, String)>> {
        self.inner.outcomes(after, most).await
    }

    async fn last_outcome(&self) -> Result<i64> {
        self.inner.last_outcome().await
    }

    async fn notices(&self) -> Result<Vec<NoticeRow>> {
        self.inner.notices().await
    }

    async fn standings(&self) -> Result<Vec<Standing>> {
        self.inner.standings().await
    }

    async fn session(&self, account: &AccountName) -> Result<Option<Vec<u8>>> {
        self.inner.session(account).await
    }

    fn constant(&self, name: &'static str, make: Vec<u8>) -> Answer<Vec<u8>> {
        self.write(|journal| journal.constant(name, make))
    }

    fn give_order(&self, order: Order, at: Instant) -> Answer<OrderId> {
        self.write(|journal| journal.give_order(order, at))
    }

    async fn orders(&self) -> Result<Vec<OrderRow>> {
        self.inner.orders().await
    }

    async fn order_answer(&self, id: OrderId) -> Result<Option<OrderAnswer>> {
        self.inner.order_answer(id).await
    }

    fn set_stop(&self, stop: Option<Reason>, at: Instant) -> Answer<()> {
        self.write(|journal| journal.set_stop(stop, at))
    }

    async fn back_up(&self, path: PathBuf) -> Result<()> {
        self.inner.back_up(path).await
    }

    async fn check(&self) -> Result<()> {
        self.inner.check().await
    }

    fn flush(&self) -> Answer<()> {
        self.inner.flush()
    }

    fn note_risk(&self, delivery: DeliveryId, at_risk: bool) {
        self.inner.note_risk(delivery, at_risk);
    }

    fn at_risk(&self) -> BTreeSet<DeliveryId> {
        self.inner.at_risk()
    }

    fn commits(&self) -> u64 {
        self.inner.commits()
    }
}

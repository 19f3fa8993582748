//! The durable record, and the port to it.
//!
//! The words of the contract:
//! - **Durable** means: a power cut right after the answer loses nothing of it.
//! - **Atomic** means: after a crash either all of a call is there, or nothing.
//! - Every change carries the **epoch** of the running instance; a newer instance fences older
//!   ones, whose changes are refused with [`JournalError::Fenced`].
//! - A delivery changes only from the **version** that the caller saw; else
//!   [`JournalError::Stale`], and nothing of the call is done.
//! - Calls made one after the other are done in that order, even before they are answered: a
//!   call takes its place when the method is called, not when its [`Answer`] is awaited, and it
//!   is done even if the answer is dropped. Many calls may share one flush to disk.
//! - A call that is refused leaves nothing behind and does not touch its neighbours. A disk
//!   error fails every call that shared the flush; later calls work as soon as the disk does.
//! - A read sees everything that was answered before it, and nothing that is not durable.
//! - Instants are kept to the nanosecond.
//!
//! What the journal itself watches over, whoever asks ([`JournalError::Rule`]): a delivery comes
//! to `sending` through [`Journal::arm`] alone; an attempt is open exactly while its delivery is
//! `sending`; a part with a receipt is never armed again; receipts and outcomes never change; a
//! delivery that has ended stays so, except that what is public of it may be recalled; a firing
//! of a slot belongs to one delivery of the account.

pub mod chain;
mod change;
mod damage;
mod error;
mod memory;
mod record;
mod rules;
mod sqlite;

#[cfg(test)]
pub(crate) mod contract;

use std::collections::BTreeSet;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use async_trait::async_trait;

use crate::account::AccountName;
use crate::clock::Instant;
use crate::delivery::{Delivery, DeliveryId};
use crate::event::{Notice, Outcome};
use crate::post::{Post, PostId};
use crate::verdict::{Reason, Verdict};

pub use change::{Arm, AttemptEnd, Change, Gate, GateView, Taken, TakenDelivery};
pub use damage::{Damage, DiskFault, DiskKind};
pub use error::{Answer, JournalError, Result};
pub use memory::MemoryJournal;
pub use record::{
    AccountState, Attempt, Brief, FileEntry, Instance, NoticeRow, Order, OrderAnswer, OrderId,
    OrderRow, PartRecord, PostStatus, Record, Sealed, SentAt, SlotKey, Standing, Told,
};

pub use sqlite::{SqliteJournal, has_ballast, lay_ballast};

/// The number of a running instance; every start gets a higher one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Epoch(pub i64);

/// The version of a delivery: 1 when it is taken; every [`Change::Move`] and every [`Journal::arm`]
/// that is not refused raises it by one, and nothing else does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version(pub i64);

/// What a start found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Begun {
    /// Our epoch.
    pub epoch: Epoch,
    /// The instance before us, if there was one.
    pub previous: Option<Instance>,
    /// Whether that one was never ended, so that it died.
    pub crashed: bool,
}

/// What became of a post that was to be taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Admitted {
    /// Its number.
    pub post: PostId,
    /// Its deliveries, in the order in which they were taken.
    pub deliveries: Vec<DeliveryId>,
    /// How it stands, where it was taken earlier; none where it is new.
    pub earlier: Option<Earlier>,
}

/// How a post stands of which a name and revision are known already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Earlier {
    /// Its file is on record with it: the call was made before.
    OnRecord,
    /// It goes on. The file is noted with it and goes where it goes.
    GoesOn,
    /// It has ended and is settled: it is for the caller to say whether it comes anew. Nothing
    /// was noted.
    Ended,
}

/// What became of the wish to open a visible request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Armed {
    /// The intent is durable; the request may go out now, once.
    Open {
        /// The delivery as it now stands; it is not `sending` where the transition function
        /// decided otherwise (then nothing may be sent).
        delivery: Delivery,
        /// Its row's version.
        version: Version,
    },
    /// The gate said no inside the transaction; nothing was written.
    Refused(Verdict),
}

/// A journal that many parts of the program share.
pub type SharedJournal = Arc<dyn Journal>;

/// The durable record of posts, deliveries, attempts, receipts and outcomes.
#[async_trait]
pub trait Journal: Send + Sync + fmt::Debug {
    /// Opens a new epoch. Durable.
    fn begin(&self, instance: Instance) -> Answer<Begun>;

    /// Notes that the instance ended by itself and not by a crash. Durable.
    fn end(&self, epoch: Epoch, at: Instant) -> Answer<()>;

    /// Takes a post in with its deliveries, each at version 1, or only notes the file where a
    /// post of that name and revision is known already and goes on (then the numbers are those of
    /// the known one, see [`Earlier`]). A post that was withdrawn or superseded is not known any
    /// more: an edit that is taken back, or a file that is put back, counts again. The file is
    /// noted with the post's number and revision, its companions with the number. Atomic, durable.
    fn take(&self, epoch: Epoch, taken: Taken) -> Answer<Admitted>;

    /// Does all `changes` or none. Atomic, durable when it answers. Changes of deliveries must
    /// carry the version last seen. Where they only prepare what nobody can see yet, the flush
    /// may wait a moment (milliseconds) for the next call, so that both share it.
    fn commit(&self, epoch: Epoch, changes: Vec<Change>) -> Answer<()>;

    /// The same, for a caller that goes on before it is answered: the flush may wait a moment
    /// (milliseconds) for the next call, so that both share it.
    fn commit_with_next(&self, epoch: Epoch, changes: Vec<Change>) -> Answer<()> {
        self.commit(epoch, changes)
    }

    /// Opens a visible request of the delivery's present part: inside one transaction the gate is asked with what the journal
    /// knows then (stop, pause, the delivery itself), the transition function is applied, and
    /// the attempt is written. At most one attempt of a part is ever open. Atomic, durable
    /// before it answers [`Armed::Open`].
    fn arm(&self, epoch: Epoch, arm: Arm, gate: Gate) -> Answer<Armed>;

    /// The same ahead of the instant at which the request is to leave: the flush may wait a moment
    /// (milliseconds) for the next call that waits for it, or until `company` calls are there.
    fn arm_in_company(&self, epoch: Epoch, arm: Arm, gate: Gate, company: usize) -> Answer<Armed> {
        let _alone = company;
        self.arm(epoch, arm, gate)
    }

    /// All deliveries that have not ended, in the order in which they were taken.
    async fn open_deliveries(&self) -> Result<Vec<Brief>>;

    /// At most `most` of the same, those that were taken after delivery `after`: so that a start
    /// need not hold all of them at once.
    async fn open_deliveries_after(&self, after: DeliveryId, most: usize) -> Result<Vec<Brief>>;

    /// One delivery with its parts, progress, receipts and attempts.
    async fn delivery(&self, id: DeliveryId) -> Result<Option<Record>>;

    /// One delivery with its parts, progress, receipts and attempts, and its post: what all work
    /// on it begins with.
    async fn delivery_with_post(&self, id: DeliveryId) -> Result<Option<(Record, Post)>> {
        let Some(record) = self.delivery(id).await? else { return Ok(None) };
        let post = self.post(record.brief.post).await?;
        Ok(post.map(|post| (record, post)))
    }

    /// The deliveries of a post, in the order in which they were taken.
    async fn deliveries_of(&self, post: PostId) -> Result<Vec<Brief>>;

    /// The deliveries of several posts, those of a post in the order in which they were taken.
    async fn deliveries_of_all(&self, posts: Vec<PostId>) -> Result<Vec<Brief>> {
        let mut all = Vec::with_capacity(posts.len());
        for post in posts {
            all.extend(self.deliveries_of(post).await?);
        }
        Ok(all)
    }

    /// For each of `posts` its deliveries with their parts, progress, receipts and attempts, in
    /// the order in which they were taken.
    async fn records_of(&self, posts: Vec<PostId>) -> Result<Vec<Vec<Record>>> {
        let mut all = Vec::with_capacity(posts.len());
        for post in posts {
            let mut records = Vec::new();
            for brief in self.deliveries_of(post).await? {
                records.extend(self.delivery(brief.delivery.id).await?);
            }
            all.push(records);
        }
        Ok(all)
    }

    /// One post.
    async fn post(&self, id: PostId) -> Result<Option<Post>>;

    /// When the last `most` visible requests for `account` were opened, oldest first, in the order
    /// of boots and uptimes, which nobody can set: the base of rate budgets.
    async fn last_sent(&self, account: &AccountName, most: usize) -> Result<Vec<SentAt>>;

    /// The newest instant on record: at which the last visible request of an account was opened, or
    /// the last outcome came.
    async fn latest(&self) -> Result<Option<Instant>>;

    /// The slot firings of `account` that are taken by deliveries whose time is `since` or later,
    /// in the order of [`SlotKey`].
    async fn taken_slots(&self, account: &AccountName, since: Instant) -> Result<Vec<SlotKey>>;

    /// What is remembered of every account that a delivery, a state or a session ever named, by
    /// name.
    async fn accounts(&self) -> Result<Vec<AccountState>>;

    /// Whether and why everything is stopped.
    async fn stopped(&self) -> Result<Option<Reason>>;

    /// What is remembered of the files of the queue, by name.
    async fn files(&self) -> Result<Vec<FileEntry>>;

    /// At most `most` of the same, those whose names come after `after`: so that a start need not
    /// hold all of them at once.
    async fn files_after(&self, after: &str, most: usize) -> Result<Vec<FileEntry>>;

    /// The posts whose files are still to be moved away or given a receipt: also those whose
    /// deliveries have all ended, not all of them cancelled, while nobody was there to note it.
    async fn posts_to_settle(&self) -> Result<Vec<(PostId, PostStatus)>>;

    /// The outcomes after number `after`, oldest first, at most `most`, each with its hash in
    /// hexadecimal; see [`chain`]. The first has the number 1, and none is ever left out.
    async fn outcomes(&self, after: i64, most: usize) -> Result<Vec<(i64, Outcome, String)>>;

    /// The number of the newest outcome, or 0 where there is none.
    async fn last_outcome(&self) -> Result<i64>;

    /// The notices that nobody has acknowledged, oldest first.
    async fn notices(&self) -> Result<Vec<NoticeRow>>;

    /// The sealed session of an account.
    async fn session(&self, account: &AccountName) -> Result<Option<Vec<u8>>>;

    /// How the accounts that were ever asked stand on their platforms, by name.
    async fn standings(&self) -> Result<Vec<Standing>>;

    /// A value of the instance that never changes once set, made by `make` at the first call:
    /// the identity of this state, and the secret under which keys are derived. Durable.
    fn constant(&self, name: &'static str, make: Vec<u8>) -> Answer<Vec<u8>>;

    /// Leaves an order of a person for the running daemon, or for the next one. Durable.
    /// Needs no epoch, as another process gives it.
    fn give_order(&self, order: Order, at: Instant) -> Answer<OrderId>;

    /// The orders not carried out yet, oldest first.
    async fn orders(&self) -> Result<Vec<OrderRow>>;

    /// What became of an order, once it was carried out.
    async fn order_answer(&self, id: OrderId) -> Result<Option<OrderAnswer>>;

    /// Stops or releases everything, at once and for every process. A release acknowledges the
    /// notices that are about no account. Durable. Needs no epoch.
    fn set_stop(&self, stop: Option<Reason>, at: Instant) -> Answer<()>;

    /// Writes a consistent copy of the whole journal to `path` while work goes on.
    async fn back_up(&self, path: PathBuf) -> Result<()>;

    /// Checks everything that was ever written, on a way of its own: work goes on meanwhile. May
    /// take long.
    async fn check(&self) -> Result<()>;

    /// Waits until every call made before this one is durable.
    fn flush(&self) -> Answer<()>;

    /// Notes that work on a delivery begins which may kill the program before anything of it is
    /// written down, or has ended. This outlives the process, but not surely a power cut, which no
    /// post brings about; so it needs no flush. Where it cannot be noted, nothing is told.
    fn note_risk(&self, delivery: DeliveryId, at_risk: bool);

    /// The deliveries that are noted so, after a start those of the daemon before.
    fn at_risk(&self) -> BTreeSet<DeliveryId>;

    /// How often this handle has written to the disk: many calls may share one.
    fn commits(&self) -> u64;
}

/// The reasons of the notices about a file of the queue, which name it as `post`.
pub const ABOUT_FILES: [&str; 2] = ["post-not-understood", "post-waits-for-media"];

/// The notice that a delivery's state demands, if any: never silent about anything that is not
/// simply published.
#[must_use]
pub fn notice(at: Instant, account: &AccountName, id: DeliveryId, reason: Reason) -> Notice {
    Notice { at, account: Some(account.clone()), delivery: Some(id), reason }
}

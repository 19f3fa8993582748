//! The durable record, and the port to it.
//!
//! The words of the contract:
//! - **Durable** means: a power cut right after the answer loses nothing of it.
//! - **Atomic** means: after a crash either all of a call is there, or nothing.
//! - Every change carries the **epoch** of the running instance; a newer instance fences older
//!   ones, whose changes are refused with [`JournalError::Fenced`].
//! - A delivery changes only from the **version** that the caller saw; else
//!   [`JournalError::Stale`], and nothing of the call is done.
//! - Calls made one after the other are done in that order, even before they are answered.
//!   Many calls may share one flush to disk.

mod change;
mod record;

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
pub use record::{
    AccountState, Attempt, Brief, FileEntry, Instance, NoticeRow, Order, OrderAnswer, OrderId,
    OrderRow, PartRecord, PostStatus, Record, SentAt, SlotKey,
};

/// The number of a running instance; every start gets a higher one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Epoch(pub i64);

/// The version of a delivery's row; every change raises it.
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

/// Why the journal did not do as asked.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// A newer instance has taken over this state folder.
    #[error("a newer instance has taken over the state folder; this one must stop")]
    Fenced,
    /// The delivery was changed meanwhile.
    #[error("delivery {0} was changed meanwhile")]
    Stale(DeliveryId),
    /// The delivery or post is not known.
    #[error("there is no {0} in the journal")]
    Unknown(String),
    /// A rule of the journal itself would be broken, such as two open attempts.
    #[error("the journal refuses to break its own rule: {0}")]
    Rule(String),
    /// The disk is full, read-only or failing. Nothing of the call was done.
    #[error("failed to write the journal ({0}); free disk space or check the disk")]
    Disk(String),
    /// The database does not pass its checks. It was left as it is.
    #[error(
        "the journal {path} is damaged ({detail}); it was left as it is: restore a backup, see docs/recovery.md"
    )]
    Damaged {
        /// The database file.
        path: PathBuf,
        /// What the check said.
        detail: String,
    },
    /// The database was written by a newer program.
    #[error(
        "the journal was written by a newer dakiya (schema {found}, this program knows {known}); update the program"
    )]
    Newer {
        /// Its schema.
        found: i64,
        /// The newest schema known here.
        known: i64,
    },
    /// Another process holds the state folder.
    #[error("another dakiya is running on {0}; stop it first, or use another state folder")]
    Locked(PathBuf),
    /// The state folder is of a kind on which no database is safe.
    #[error(
        "the state folder {path} is on {kind}, where a database is not safe; put it on a local disk ([journal] path)"
    )]
    Network {
        /// The folder.
        path: PathBuf,
        /// The kind of filesystem.
        kind: String,
    },
}

/// The answer of a journal.
pub type Result<T> = std::result::Result<T, JournalError>;

/// A journal that many parts of the program share.
pub type SharedJournal = Arc<dyn Journal>;

/// The durable record of posts, deliveries, attempts, receipts and outcomes.
#[async_trait]
pub trait Journal: Send + Sync + fmt::Debug {
    /// Opens a new epoch. Durable.
    async fn begin(&self, instance: Instance) -> Result<Begun>;

    /// Notes that the instance ended by itself and not by a crash. Durable.
    async fn end(&self, epoch: Epoch, at: Instant) -> Result<()>;

    /// Takes a post in with its deliveries, or does nothing where a post of that name and
    /// revision is known already (then the numbers are those of the known one). Atomic, durable.
    async fn take(&self, epoch: Epoch, taken: Taken) -> Result<(PostId, Vec<DeliveryId>)>;

    /// Does all `changes` or none. Atomic, durable when it answers. Changes of deliveries must
    /// carry the version last seen.
    async fn commit(&self, epoch: Epoch, changes: Vec<Change>) -> Result<()>;

    /// Opens a visible request: inside one transaction the gate is asked with what the journal
    /// knows then (stop, pause, the delivery itself), the transition function is applied, and
    /// the attempt is written. At most one attempt of a part is ever open. Atomic, durable
    /// before it answers [`Armed::Open`].
    async fn arm(&self, epoch: Epoch, arm: Arm, gate: Gate) -> Result<Armed>;

    /// All deliveries that have not ended, in the order in which they were taken.
    async fn open_deliveries(&self) -> Result<Vec<Brief>>;

    /// One delivery with its parts, progress, receipts and attempts.
    async fn delivery(&self, id: DeliveryId) -> Result<Option<Record>>;

    /// The deliveries of a post, in the order in which they were taken.
    async fn deliveries_of(&self, post: PostId) -> Result<Vec<Brief>>;

    /// One post.
    async fn post(&self, id: PostId) -> Result<Option<Post>>;

    /// When visible requests were opened for `account` since `since`, oldest first: the base of
    /// rate budgets and minimum gaps.
    async fn sent_since(&self, account: &AccountName, since: Instant) -> Result<Vec<SentAt>>;

    /// The slot firings of `account` from `since` on that are taken.
    async fn taken_slots(&self, account: &AccountName, since: Instant) -> Result<Vec<SlotKey>>;

    /// What is remembered of every account that was ever touched.
    async fn accounts(&self) -> Result<Vec<AccountState>>;

    /// Whether and why everything is stopped.
    async fn stopped(&self) -> Result<Option<Reason>>;

    /// What is remembered of the files of the queue, by name.
    async fn files(&self) -> Result<Vec<FileEntry>>;

    /// The posts whose files are still to be moved away or given a receipt.
    async fn posts_to_settle(&self) -> Result<Vec<(PostId, PostStatus)>>;

    /// The outcomes after number `after`, oldest first, at most `most`.
    async fn outcomes(&self, after: i64, most: usize) -> Result<Vec<(i64, Outcome, String)>>;

    /// The notices that nobody has acknowledged, oldest first.
    async fn notices(&self) -> Result<Vec<NoticeRow>>;

    /// The sealed session of an account.
    async fn session(&self, account: &AccountName) -> Result<Option<Vec<u8>>>;

    /// A value of the instance that never changes once set, made by `make` at the first call:
    /// the identity of this state, and the secret under which keys are derived. Durable.
    async fn constant(&self, name: &'static str, make: Vec<u8>) -> Result<Vec<u8>>;

    /// Leaves an order of a person for the running daemon, or for the next one. Durable.
    /// Needs no epoch, as another process gives it.
    async fn give_order(&self, order: Order, at: Instant) -> Result<OrderId>;

    /// The orders not carried out yet, oldest first.
    async fn orders(&self) -> Result<Vec<OrderRow>>;

    /// What became of an order, once it was carried out.
    async fn order_answer(&self, id: OrderId) -> Result<Option<OrderAnswer>>;

    /// Stops or releases everything, at once and for every process. Durable. Needs no epoch.
    async fn set_stop(&self, stop: Option<Reason>, at: Instant) -> Result<()>;

    /// Writes a consistent copy of the whole journal to `path` while work goes on.
    async fn back_up(&self, path: PathBuf) -> Result<()>;

    /// Waits until every call made before this one is durable.
    async fn flush(&self) -> Result<()>;
}

/// The notice that a delivery's state demands, if any: never silent about anything that is not
/// simply published.
#[must_use]
pub fn notice(at: Instant, account: &AccountName, id: DeliveryId, reason: Reason) -> Notice {
    Notice { at, account: Some(account.clone()), delivery: Some(id), reason }
}

//! What can be read.

mod account;
mod order;

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{Epoch, Version};
use crate::account::{AccountName, SlotName};
use crate::blobs::Digest;
use crate::clock::{Instant, Noted, Reading, moved};
use crate::delivery::{Delivery, Receipt};
use crate::event::Notice;
use crate::failure::Failure;
use crate::post::{Part, PostId, When};

pub use account::{AccountState, Standing, Told};
pub use order::{Order, OrderAnswer, OrderId, OrderRow, Sealed};

/// A run of the program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instance {
    /// When it started.
    pub started: Instant,
    /// The kernel's id of that boot; leases by uptime hold within one boot only.
    pub boot_id: String,
    /// The machine's id, to notice a cloned or restored state.
    pub machine_id: String,
    /// Its process number.
    pub pid: u32,
    /// The program's version.
    pub version: String,
    /// When it ended by itself, if it did.
    #[serde(default)]
    pub ended: Option<Instant>,
}

/// What the engine keeps in memory of a delivery that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Brief {
    /// The delivery as it stands.
    pub delivery: Delivery,
    /// Its row's version.
    pub version: Version,
    /// Its post.
    pub post: PostId,
    /// The path of the post below the queue.
    pub name: String,
    /// Its account.
    pub account: AccountName,
    /// What the post says about its time.
    pub when: When,
    /// Its time, where it has one already.
    pub due: Option<Instant>,
    /// What the clocks showed when a person wanted it at once, where its time means that; none
    /// where people or a slot named the time.
    pub asked: Option<Reading>,
    /// The firing it has taken, where it has one.
    pub slot: Option<SlotKey>,
    /// When its post was taken.
    pub taken: Instant,
    /// The post's own expiry, where it has one.
    pub expires: Option<Instant>,
    /// Whether the post is urgent.
    pub urgent: bool,
}

impl Brief {
    /// The same on the wall clock of `now`, which people may have set since it was noted.
    #[must_use]
    pub fn aligned(mut self, now: &Reading) -> Self {
        if let Some(asked) = &mut self.asked {
            let by = now.set_since(asked);
            self.due = self.due.map(|due| moved(due, by));
            *asked = *now;
        }
        self.delivery = self.delivery.aligned(now);
        self
    }
}

/// A delivery with all that is known of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// The delivery and its plan.
    pub brief: Brief,
    /// Its parts, if it was composed.
    pub parts: Vec<PartRecord>,
    /// Its attempts, oldest first.
    pub attempts: Vec<Attempt>,
}

/// One part with what was done for it.
#[derive(Debug, Clone, PartialEq)]
pub struct PartRecord {
    /// What is sent.
    pub part: Part,
    /// How far the invisible work has come.
    pub progress: Option<serde_json::Value>,
    /// When what was prepared becomes too old.
    pub expires: Option<Noted>,
    /// The receipt, once it is public.
    pub receipt: Option<Receipt>,
}

/// One try of the visible request of a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// The part.
    pub part: u16,
    /// Its number among the attempts of that part, from 1.
    pub number: u32,
    /// The key that went with it.
    pub key: String,
    /// The SHA-256 of what was to be sent.
    pub body: Digest,
    /// The instance that opened it.
    pub epoch: Epoch,
    /// When it was opened.
    pub opened: Instant,
    /// Time since the machine started, then.
    pub uptime: Duration,
    /// When it ended, if it did.
    pub ended: Option<Instant>,
    /// How it ended: `open`, `published`, `refused`, `lost` or `interrupted`.
    pub end: String,
    /// What went wrong, if something did.
    pub failure: Option<Failure>,
}

/// A firing of a slot for an account. There is one delivery at most for each.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SlotKey {
    /// The slot.
    pub slot: SlotName,
    /// The firing's local time as the crontab line means it, without a zone.
    pub nominal: chrono::NaiveDateTime,
    /// Which of the firing's places, from 0.
    pub place: u16,
}

/// When a visible request was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SentAt {
    /// When.
    pub at: Noted,
    /// How many media its part had.
    pub media: u16,
}

/// What is remembered of a file of the queue, so that an unchanged one is not read again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileEntry {
    /// Its path below the queue.
    pub name: String,
    /// Its size in bytes (of a folder: of all its files).
    pub size: u64,
    /// When it was last changed, in nanoseconds since 1970 (of a folder: its youngest file).
    pub mtime: i64,
    /// Its inode.
    pub inode: u64,
    /// The post taken from it, or none where it has a problem.
    pub post: Option<PostId>,
    /// The revision it had.
    pub revision: Option<Digest>,
}

/// How a post's file stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PostStatus {
    /// It waits in the queue or its deliveries are under way.
    Active,
    /// All its deliveries ended published; the file is to be moved.
    Published,
    /// All ended, not all published; the file is to be moved.
    Failed,
    /// The file was moved, or is kept where it is, and the receipt is written.
    Settled,
    /// Another post took its place: a newer revision before anything was sent, or the same text
    /// under the same name after it had ended.
    Superseded,
    /// Its file was deleted before anything was sent.
    Withdrawn,
}

impl PostStatus {
    /// Every status there is.
    pub const ALL: [Self; 6] = [
        Self::Active,
        Self::Published,
        Self::Failed,
        Self::Settled,
        Self::Superseded,
        Self::Withdrawn,
    ];

    /// Its name, as tables and JSON show it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Published => "published",
            Self::Failed => "failed",
            Self::Settled => "settled",
            Self::Superseded => "superseded",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Whether its file is still to be moved away or given a receipt.
    #[must_use]
    pub fn is_to_be_settled(self) -> bool {
        matches!(self, Self::Published | Self::Failed)
    }

    /// Whether a post of the same name and revision is this post, and not a new one.
    #[must_use]
    pub fn is_known(self) -> bool {
        !matches!(self, Self::Superseded | Self::Withdrawn)
    }
}

/// A notice with its number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeRow {
    /// Its number.
    pub id: i64,
    /// What it says.
    pub notice: Notice,
}

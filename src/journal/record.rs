//! What can be read.

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{Epoch, Version};
use crate::account::{AccountName, SlotName};
use crate::blobs::Digest;
use crate::clock::{Instant, Noted, Reading, moved};
use crate::delivery::{Delivery, DeliveryId, Receipt};
use crate::event::Notice;
use crate::failure::Failure;
use crate::finding::Severity;
use crate::post::{Part, PostId, When};
use crate::verdict::Reason;

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
    /// Whether it was the first part of its delivery.
    pub first_part: bool,
}

/// What is remembered of an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountState {
    /// The account.
    pub name: AccountName,
    /// Why it is paused, if it is.
    pub paused: Option<Reason>,
    /// Nothing is sent before this instant, because the platform asked so.
    pub waits_until: Option<Instant>,
    /// How many failures in a row count against it.
    pub failures: u32,
    /// Until when the circuit breaker is open.
    pub open_until: Option<Instant>,
    /// How often the breaker opened in a row.
    pub opened: u32,
    /// When something of it last became public.
    pub last_published: Option<Instant>,
    /// What the platform's headers last said is left, and when that ends.
    pub left: Option<(u64, Instant)>,
    /// What the clocks showed when its instants were last right; none where it never had any.
    #[serde(default)]
    pub noted: Option<Reading>,
}

impl AccountState {
    /// An account of which nothing is remembered.
    #[must_use]
    pub fn new(name: AccountName) -> Self {
        Self {
            name,
            paused: None,
            waits_until: None,
            failures: 0,
            open_until: None,
            opened: 0,
            last_published: None,
            left: None,
            noted: None,
        }
    }

    /// The same on the wall clock of `now`, which people may have set since it was noted: all its
    /// instants are counted from something that happened.
    #[must_use]
    pub fn aligned(mut self, now: &Reading) -> Self {
        if let Some(noted) = &mut self.noted {
            let by = now.set_since(noted);
            *noted = *now;
            self.move_by(by);
        }
        self
    }

    /// The wall clock was set `by` later, and all instants move along.
    pub fn move_by(&mut self, by: chrono::Duration) {
        self.instants().for_each(|instant| *instant = moved(*instant, by));
    }

    /// Everything that is counted from something that happened.
    fn instants(&mut self) -> impl Iterator<Item = &mut Instant> {
        let single = [&mut self.waits_until, &mut self.open_until, &mut self.last_published];
        let left = self.left.iter_mut().map(|(_, until)| until);
        single.into_iter().flatten().chain(left)
    }

    /// What is to be written where the clock was set, so that the next boot knows of it, too.
    #[must_use]
    pub fn to_be_noted(&self) -> Option<Self> {
        let mut state = self.clone();
        let counts = state.instants().next().is_some();
        counts.then_some(state)
    }
}

/// How an account stands on its platform, as that last said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// The account.
    pub account: AccountName,
    /// When the platform was last asked.
    pub asked: Instant,
    /// Our name there, once it was told.
    pub name: Option<String>,
    /// Where people see us.
    pub url: Option<String>,
    /// When the login ends, if it does.
    pub ends: Option<Instant>,
    /// What is missing or worth knowing.
    pub found: Vec<Told>,
    /// Why the platform did not answer the last time, if it did not.
    pub trouble: Option<Reason>,
}

/// Something that was found, as it can be kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// How much it matters.
    pub severity: Severity,
    /// What was found.
    pub reason: Reason,
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

/// The number of an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct OrderId(pub i64);

/// What a person wants done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "order")]
pub enum Order {
    /// "It is there", perhaps with its address.
    ItIsThere {
        /// The delivery.
        delivery: DeliveryId,
        /// Where it can be seen.
        url: Option<String>,
    },
    /// "It is not there: post it again".
    PostAgain {
        /// The delivery.
        delivery: DeliveryId,
    },
    /// Leave it and end it.
    Abandon {
        /// The delivery.
        delivery: DeliveryId,
    },
    /// Look again whether it is there.
    Look {
        /// The delivery.
        delivery: DeliveryId,
    },
    /// Release what is held.
    Release {
        /// The delivery.
        delivery: DeliveryId,
    },
    /// Take it back before it is sent.
    Cancel {
        /// The delivery.
        delivery: DeliveryId,
    },
    /// Delete what is public of it.
    Recall {
        /// The delivery.
        delivery: DeliveryId,
    },
    /// Let a paused account go on.
    Resume {
        /// The account.
        account: AccountName,
    },
    /// Use the login that a person made beside the daemon.
    LogIn {
        /// The account.
        account: AccountName,
        /// What the login brought.
        login: Sealed,
    },
}

/// What nobody can read without the key of this state, in hexadecimal.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Sealed(pub String);

impl fmt::Debug for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Sealed")
    }
}

/// An order that waits to be carried out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderRow {
    /// Its number.
    pub id: OrderId,
    /// When it was given.
    pub at: Instant,
    /// What is wanted.
    pub order: Order,
}

/// What became of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderAnswer {
    /// Whether it was carried out.
    pub done: bool,
    /// What to tell the person.
    pub reason: Reason,
}

/// A notice with its number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeRow {
    /// Its number.
    pub id: i64,
    /// What it says.
    pub notice: Notice,
}

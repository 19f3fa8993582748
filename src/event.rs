//! What happened, for logs, outcomes and people.

use serde::{Deserialize, Serialize};

use crate::account::AccountName;
use crate::clock::Instant;
use crate::delivery::{DeliveryId, Receipt};
use crate::finding::Severity;
use crate::post::PostId;
use crate::verdict::Reason;

/// How a delivery ended, or that it waits for a person: one line of `outcomes.jsonl`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// When.
    pub at: Instant,
    /// The delivery.
    pub delivery: DeliveryId,
    /// Its post.
    pub post: PostId,
    /// The path of the post's file or folder below `posts/queue/`.
    pub name: String,
    /// The account.
    pub account: AccountName,
    /// The state it came to, as [`crate::delivery::State::name`] has it.
    pub state: String,
    /// When it was due, if it had a time.
    pub due: Option<Instant>,
    /// Why, where it is not simply published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Reason>,
    /// How many parts it has.
    pub parts: u16,
    /// The receipts of the parts that are public, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub receipts: Vec<Receipt>,
}

/// Something that a person must know, until it is acknowledged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// When it was written.
    pub at: Instant,
    /// The account it is about, if it is about one.
    pub account: Option<AccountName>,
    /// The delivery it is about, if it is about one.
    pub delivery: Option<DeliveryId>,
    /// What it says.
    pub reason: Reason,
}

/// One thing that happened in the engine; the report turns it into a log line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happening {
    /// When.
    pub at: Instant,
    /// The account it is about, if it is about one.
    pub account: Option<AccountName>,
    /// The delivery it is about, if it is about one.
    pub delivery: Option<DeliveryId>,
    /// The path of its post below the queue, if it is about one.
    pub post: Option<String>,
    /// What.
    pub what: What,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// It has its time.
    Planned {
        /// The time.
        due: Instant,
    },
    /// It was cut into parts and its invisible work begins.
    Begun {
        /// How many parts.
        parts: u16,
    },
    /// Its invisible work is done.
    Ready {
        /// The part.
        part: u16,
    },
    /// Its intent is on disk, and its visible request goes out.
    Sending {
        /// The part.
        part: u16,
        /// The number of this attempt.
        attempt: u32,
    },
    /// A part became public.
    PartPublished {
        /// The part.
        part: u16,
        /// How many there are.
        parts: u16,
        /// What the platform gave.
        receipt: Receipt,
    },
    /// A request failed; it is tried again.
    Retrying {
        /// What went wrong.
        failure: crate::failure::Failure,
        /// When it is tried again, if that is known.
        next: Option<Instant>,
    },
    /// An answer was lost; it is being looked for.
    Uncertain {
        /// What went wrong.
        why: Reason,
    },
    /// It came to an end, or waits for a person.
    Outcome {
        /// The outcome.
        outcome: Outcome,
    },
    /// It came to its end; perhaps it was the last one of its post.
    DeliveryEnded {
        /// The post.
        post: PostId,
    },
    /// The account was paused.
    AccountPaused {
        /// Why.
        why: Reason,
    },
    /// Its platform says who the account is there.
    Introduced {
        /// Our name there.
        name: String,
    },
    /// Something about the account is missing or worth knowing.
    AccountFound {
        /// How much it matters.
        severity: Severity,
        /// What.
        why: Reason,
    },
    /// The account could not be asked how it stands.
    Unanswered {
        /// Why.
        why: Reason,
    },
    /// The account goes on.
    AccountResumed,
    /// The account is left alone for a while after many failures.
    BreakerOpened {
        /// Until when.
        until: Instant,
    },
    /// The platform asked the account to wait.
    LaneWaits {
        /// Until when.
        until: Instant,
    },
    /// Our own machine is in trouble; nothing is sent.
    Degraded {
        /// Why.
        why: Reason,
    },
    /// Our own machine is well again.
    Restored,
    /// Somebody set the wall clock.
    ClockSet {
        /// How much later it shows now; less than nothing where it was set back.
        by: chrono::Duration,
    },
    /// Everything was stopped by a person.
    Stopped {
        /// Why.
        why: Reason,
    },
    /// The stop was lifted.
    Started,
    /// An order of a person was carried out, or refused.
    Ordered {
        /// What became of it.
        answer: Reason,
        /// Whether it was carried out.
        done: bool,
    },
}

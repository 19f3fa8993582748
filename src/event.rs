//! What happened, for logs, outcomes and people.

use serde::{Deserialize, Serialize};

use crate::account::AccountName;
use crate::clock::Instant;
use crate::delivery::{DeliveryId, Receipt};
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

//! What people want done, and what became of it.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::account::AccountName;
use crate::clock::Instant;
use crate::delivery::DeliveryId;
use crate::verdict::Reason;

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

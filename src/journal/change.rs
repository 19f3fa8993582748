//! What can be written.

use std::fmt;
use std::sync::Arc;

use super::Version;
use super::record::{AccountState, FileEntry, OrderAnswer, OrderId, PostStatus, SlotKey, Standing};
use crate::account::AccountName;
use crate::clock::{Instant, Noted, Reading};
use crate::delivery::{Context, Delivery, DeliveryId, Receipt, State};
use crate::event::{Notice, Outcome};
use crate::failure::Failure;
use crate::post::{Part, Post, PostId};
use crate::verdict::{Reason, Verdict};

/// A post to be taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// The post.
    pub post: Post,
    /// When.
    pub at: Instant,
    /// What is known of its file, for the next look at the folder.
    pub file: Option<FileEntry>,
    /// The same of the media beside it, each under the name `POST/MEDIA`.
    pub companions: Vec<FileEntry>,
    /// Its deliveries.
    pub deliveries: Vec<TakenDelivery>,
}

/// One delivery of a post to be taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenDelivery {
    /// The account.
    pub account: AccountName,
    /// Its fixed time, where the post has one.
    pub due: Option<Instant>,
    /// What the clocks show, where its time means "at once".
    pub asked: Option<Reading>,
    /// When it is given up, where that is known already.
    pub give_up: Option<Instant>,
    /// Why it is held from the start, if it is.
    pub held: Option<Reason>,
}

/// One thing to be written. Each is done only if every other of the same call can be.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// The delivery takes a new state. It must be at `version`; it is then at the next one.
    Move {
        /// The delivery as it is to be.
        delivery: Delivery,
        /// The version it was seen at.
        version: Version,
    },
    /// The delivery has its time, and, if it comes from a slot, its firing, which no other
    /// delivery of the account can have. A firing without a time is refused, and so is a reading.
    Plan {
        /// The delivery.
        delivery: DeliveryId,
        /// Its time; none when it gives its slot back.
        due: Option<Instant>,
        /// What the clocks show, where its time means "at once".
        asked: Option<Reading>,
        /// The firing it takes.
        slot: Option<SlotKey>,
    },
    /// The parts of the delivery, at least one, final from now on. Refused where parts were
    /// written already.
    Compose {
        /// The delivery.
        delivery: DeliveryId,
        /// Its parts.
        parts: Vec<Part>,
    },
    /// How far the invisible work of a composed part has come; none forgets it.
    Progress {
        /// The delivery.
        delivery: DeliveryId,
        /// The part.
        part: u16,
        /// What the adapter needs to go on.
        progress: Option<serde_json::Value>,
        /// When what was prepared becomes too old.
        expires: Option<Noted>,
    },
    /// The open attempt of a part has ended so. Refused where none is open.
    EndAttempt {
        /// The delivery.
        delivery: DeliveryId,
        /// The part.
        part: u16,
        /// When.
        at: Instant,
        /// How.
        end: AttemptEnd,
    },
    /// The receipt of a composed part. Never overwritten: refused where there is one.
    Receipt {
        /// The delivery.
        delivery: DeliveryId,
        /// The part.
        part: u16,
        /// The receipt.
        receipt: Receipt,
    },
    /// What is remembered of an account.
    Account(AccountState),
    /// The sealed session of an account.
    Session {
        /// The account.
        account: AccountName,
        /// The sealed bytes.
        sealed: Vec<u8>,
    },
    /// How an account stands on its platform.
    Standing(Standing),
    /// An outcome, appended to the hash chain.
    Outcome(Outcome),
    /// A notice, in the same transaction as what it is about.
    Notice(Notice),
    /// The notices about a delivery need no attention any more; with no delivery, those about
    /// the account that name no delivery; with neither, those about neither.
    Acknowledge {
        /// The delivery.
        delivery: Option<DeliveryId>,
        /// The account.
        account: Option<AccountName>,
    },
    /// Nothing is the matter with a file of the queue any more: the notices about it need no
    /// attention.
    FileMended {
        /// Its path below the queue.
        name: String,
    },
    /// What is known of a file of the queue.
    File(FileEntry),
    /// The file is gone, if it was known.
    FileGone {
        /// Its path below the queue.
        name: String,
    },
    /// The post's file has this name now. Refused where a post of that name and revision goes on;
    /// one that is settled is superseded.
    Rename {
        /// The post.
        post: PostId,
        /// Its path below the queue.
        name: String,
    },
    /// What became of the post's file.
    Post {
        /// The post.
        post: PostId,
        /// How it stands.
        status: PostStatus,
    },
    /// An order was carried out, with this answer. Refused where it was answered already.
    OrderDone {
        /// The order.
        id: OrderId,
        /// What to tell the person.
        answer: OrderAnswer,
    },
}

impl Change {
    /// Whether it only prepares what nobody can see yet, so that its flush may wait a moment for
    /// that of an intent.
    pub(super) fn prepares(&self) -> bool {
        match self {
            Self::Compose { .. } | Self::Progress { .. } => true,
            Self::Move { delivery, .. } => {
                matches!(delivery.state, State::Preparing | State::Ready)
            }
            _ => false,
        }
    }
}

/// How an attempt ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AttemptEnd {
    /// The part became public.
    Published,
    /// It surely did not.
    Refused(Failure),
    /// It may have.
    Lost(Failure),
    /// The daemon ended before the answer came.
    Interrupted,
}

impl AttemptEnd {
    /// Its name, as [`super::Attempt::end`] has it, and what went wrong.
    pub(super) fn parts(&self) -> (&'static str, Option<&Failure>) {
        match self {
            Self::Published => ("published", None),
            Self::Refused(failure) => ("refused", Some(failure)),
            Self::Lost(failure) => ("lost", Some(failure)),
            Self::Interrupted => ("interrupted", None),
        }
    }
}

/// The wish to open a visible request.
#[derive(Debug, Clone)]
pub struct Arm {
    /// The delivery.
    pub delivery: DeliveryId,
    /// The version it was seen at.
    pub version: Version,
    /// The key that goes with every request of this part.
    pub key: String,
    /// The SHA-256 of what is to be sent.
    pub body: crate::blobs::Digest,
    /// What the transition function needs; what its clocks show becomes the attempt's time.
    pub context: Context,
}

/// What a gate sees inside the transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GateView<'a> {
    /// The delivery as the journal has it.
    pub delivery: &'a Delivery,
    /// What is remembered of its account.
    pub account: &'a AccountState,
    /// Whether and why everything is stopped.
    pub stopped: Option<&'a Reason>,
}

/// The last word of policy, asked inside the transaction that opens an attempt.
///
/// It must be quick, as everything else that is written waits for it, and change nothing, as it
/// may be asked twice where the transaction has to begin anew.
#[derive(Clone)]
pub struct Gate(Arc<dyn Fn(&GateView<'_>) -> Verdict + Send + Sync>);

impl Gate {
    /// A gate that asks `verdict`.
    pub fn new(verdict: impl Fn(&GateView<'_>) -> Verdict + Send + Sync + 'static) -> Self {
        Self(Arc::new(verdict))
    }

    /// A gate that only looks at the stop switch and the account's pause.
    #[must_use]
    pub fn switches_only() -> Self {
        Self::new(|view| match (view.stopped, &view.account.paused) {
            (Some(why), _) | (None, Some(why)) => Verdict::Hold(why.clone()),
            (None, None) => Verdict::Go,
        })
    }

    /// Asks.
    #[must_use]
    pub fn ask(&self, view: &GateView<'_>) -> Verdict {
        (self.0)(view)
    }
}

impl fmt::Debug for Gate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Gate")
    }
}

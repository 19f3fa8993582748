//! What the world tells the engine.

use std::collections::BTreeSet;

use tokio::sync::{mpsc, oneshot};

use crate::delivery::DeliveryId;
use crate::journal::OrderRow;
use crate::post::PostId;
use crate::verdict::Reason;

/// One message to the engine.
#[derive(Debug)]
pub enum Input {
    /// Posts were taken in.
    Taken {
        /// The posts.
        posts: Vec<PostId>,
    },
    /// The post's file is gone or has another revision: take it back, if nothing of it is public.
    Withdraw {
        /// The post.
        post: PostId,
        /// Why.
        reason: Reason,
        /// What became of it.
        answer: oneshot::Sender<Withdrawn>,
    },
    /// The folder is not sure just now what became of the files of these posts, and of no others:
    /// nothing more of them is begun, for a while.
    InDoubt {
        /// Their files are missing for a moment, or being changed.
        unsure: BTreeSet<PostId>,
        /// Their files are gone together with all others; that lasts until the folder says
        /// otherwise.
        lost: BTreeSet<PostId>,
    },
    /// The folder was looked at: what people changed while nobody watched is known.
    Looked,
    /// People gave orders, or set or lifted the stop.
    Orders,
    /// One order; the engine itself turns [`Input::Orders`] into these.
    Order(OrderRow),
    /// Say that you are alive.
    Ping {
        /// Told as soon as this is heard.
        answer: oneshot::Sender<()>,
    },
    /// End, and leave what is under way a while to finish.
    Shutdown,
    /// End now; what is under way becomes uncertain at the next start.
    Abort,
}

/// What became of the wish to take a post back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Withdrawn {
    /// All its deliveries were cancelled.
    Done,
    /// Something of it is public already, or may be: it stays as it was.
    TooLate {
        /// The deliveries that are.
        public: Vec<DeliveryId>,
    },
    /// It cannot be said now; try again in a moment.
    Busy,
}

/// The way to the engine. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Inputs(mpsc::UnboundedSender<Input>);

impl Inputs {
    /// Tells the engine. False if it has ended.
    pub fn tell(&self, input: Input) -> bool {
        self.0.send(input).is_ok()
    }

    /// Asks the engine to take a post back.
    pub async fn withdraw(&self, post: PostId, reason: Reason) -> Withdrawn {
        let (answer, answered) = oneshot::channel();
        if !self.tell(Input::Withdraw { post, reason, answer }) {
            return Withdrawn::Busy;
        }
        answered.await.unwrap_or(Withdrawn::Busy)
    }
}

/// A way to the engine, and the engine's end of it.
#[must_use]
pub fn inputs() -> (Inputs, mpsc::UnboundedReceiver<Input>) {
    let (sender, receiver) = mpsc::unbounded_channel();
    (Inputs(sender), receiver)
}

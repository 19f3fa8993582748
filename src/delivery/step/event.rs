//! What can happen to a delivery.

use crate::clock::Instant;
use crate::delivery::{Found, Receipt};
use crate::failure::Failure;
use crate::verdict::Reason;

/// What happened to a delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// Its lead has begun; it was composed into so many parts.
    Begun {
        /// How many parts, at least 1.
        parts: u16,
    },
    /// An invisible step is done and there are more.
    Progressed,
    /// The platform is still processing; ask again then.
    Processing {
        /// When to ask again.
        until: Instant,
    },
    /// All invisible work of the part is done.
    Prepared,
    /// What was prepared is too old to be used.
    WentStale,
    /// The intent of a visible request is on disk.
    Armed,
    /// The intent was taken back before its request left: nothing was sent.
    Disarmed,
    /// The part is public.
    Receipt(Receipt),
    /// The request under way (visible or not) failed.
    Failed(Failure),
    /// The daemon ended while this was under way.
    Interrupted {
        /// Whether it died, in place of being asked to stop.
        crashed: bool,
    },
    /// A look after a lost answer, or for the word of the person who was given the part, brought
    /// this.
    Looked(Found),
    /// A look failed itself.
    LookFailed(Failure),
    /// The person who was given the part was reminded of it, or could not be.
    Reminded,
    /// Policy or a person holds it.
    Held(Reason),
    /// What held it has passed, or a person released it.
    Released,
    /// A person answered the question of a held delivery.
    Answered(Answer),
    /// Its time has passed.
    Expired(Reason),
    /// Its time passed while nothing could be done.
    Missed(Reason),
    /// People took it back.
    Cancelled(Reason),
    /// What was public was deleted.
    Recalled,
}

/// What a person can say about a held delivery.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// "It is there": the part is public.
    ItIsThere(Receipt),
    /// "It is not there": send the part again.
    PostAgain,
    /// Leave it as it is and end it.
    Abandon,
}

//! The engine's own rules for one account; everything else in its section is the adapter's.

use std::time::Duration;

use crate::delivery::OnDoubt;

/// What becomes of a post with a fixed time that could not be published at that time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missed {
    /// It still goes out within [`Rules::grace`]; later it is held for a person.
    Grace,
    /// It goes out in the account's next free slot.
    NextSlot,
    /// It is held for a person at once.
    Hold,
    /// It is left out, and a person is told.
    Skip,
}

/// How the parts of a thread are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CounterStyle {
    /// Not at all.
    None,
    /// As in `2/5`.
    Latin,
    /// As in `२/५`.
    Devanagari,
}

/// How the engine treats one account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    /// What to do about a delivery in doubt that cannot be found (class C accounts only).
    pub on_doubt: OnDoubt,
    /// The shortest time between two posts on the account.
    pub min_gap: Duration,
    /// What becomes of a post whose time has passed.
    pub missed: Missed,
    /// How late a post may go out by itself.
    pub grace: Duration,
    /// How long after its time a post is given up, if it says nothing itself.
    pub max_age: Duration,
    /// How long before its time a post with pictures is prepared.
    pub lead_image: Duration,
    /// How long before its time a post with films is prepared.
    pub lead_video: Duration,
    /// How long a request whose answer was lost may still land on the platform.
    pub settle: Duration,
    /// How the parts of a thread are counted.
    pub counter: CounterStyle,
    /// Whether nothing is to go out on the account for now.
    pub paused: bool,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            on_doubt: OnDoubt::Hold,
            min_gap: Duration::ZERO,
            missed: Missed::Grace,
            grace: Duration::from_secs(3600),
            max_age: Duration::from_secs(86_400),
            lead_image: Duration::from_secs(600),
            lead_video: Duration::from_secs(3600),
            settle: Duration::from_secs(120),
            counter: CounterStyle::None,
            paused: false,
        }
    }
}

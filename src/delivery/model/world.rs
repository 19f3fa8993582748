//! One situation of the model, and what is promised about it.

use std::fmt;

use super::sketch::{GiveUp, Place, Sketch, older};
use crate::delivery::Guarantee;

/// How long a request may still land after its answer was given up, in ticks.
pub(super) const SETTLE: u8 = 2;

/// How long the program relies on a key of class B, in ticks.
pub(super) const WINDOW: u8 = 12;

/// How long after its intent a request is given up at the latest, in ticks.
pub(super) const DEADLINE: u8 = 2;

/// After how long a person who has a part is reminded, in ticks.
pub(super) const REMIND: u8 = 1;

/// After how long others hear that this person has not said anything, in ticks.
pub(super) const REPORT: u8 = 3;

/// The age at which the platform forgets a key of class B.
pub(super) const FORGETS: u8 = WINDOW + DEADLINE;

/// The last of the keys under which one part can be sent, from 0.
pub(super) const MOST_KEYS: u8 = 3;

/// The age of a key that the platform does not know (any more).
pub(super) const FORGOTTEN: u8 = u8::MAX;

/// The account, and what comes its way.
#[derive(Debug, Clone, Copy)]
pub(super) struct Setting {
    pub(super) guarantee: Guarantee,
    /// Whether the platform shows us nothing of what is public.
    pub(super) blind: bool,
    /// Whether the key is an object that preparing stages, and not a number of our own.
    pub(super) staged: bool,
    /// Whether a doubtful part is sent again once it settled.
    pub(super) repost: bool,
    /// Whether a visible request hands the part to a person, who makes it public.
    pub(super) by_hand: bool,
}

impl Setting {
    pub(super) fn a() -> Self {
        Self { guarantee: Guarantee::A, blind: false, staged: false, repost: false, by_hand: false }
    }

    pub(super) fn b() -> Self {
        Self { guarantee: Guarantee::B, ..Self::a() }
    }

    pub(super) fn c() -> Self {
        Self { guarantee: Guarantee::C, ..Self::a() }
    }

    pub(super) fn d() -> Self {
        Self { guarantee: Guarantee::D, blind: true, ..Self::a() }
    }

    /// Nothing can be read but what the person says.
    pub(super) fn by_hand(guarantee: Guarantee) -> Self {
        Self { guarantee, blind: true, by_hand: true, ..Self::a() }
    }
}

/// What the daemon is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Phase {
    /// It is not running.
    Down,
    /// Nothing visible is out.
    Idle,
    /// The intent is written, the request not yet sent.
    Armed,
    /// The request is out.
    Out,
    /// The request was applied, its answer is on its way.
    Applied,
}

/// A request that nobody waits for any more, but that may still land.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Straggler {
    pub(super) part: u8,
    pub(super) key: u8,
    /// How many ticks it may still take.
    pub(super) life: u8,
}

/// Under which key a public part was sent, and for how long the platform has known it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Known {
    pub(super) key: u8,
    pub(super) age: u8,
}

/// One situation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct World {
    /// The delivery on disk.
    pub(super) journal: Sketch,
    /// The delivery in the daemon's memory.
    pub(super) memory: Sketch,
    pub(super) phase: Phase,
    pub(super) stragglers: [Option<Straggler>; 4],
    /// The parts that followers see, as bits; where a person makes them public, those that this
    /// person has.
    pub(super) public: u8,
    /// The parts of which this person has said that they are public, as bits.
    pub(super) said: u8,
    /// Whether nothing may be published just now, as far as it concerns what a person has.
    pub(super) blackout: bool,
    /// The parts whose receipts are on disk, as bits.
    pub(super) receipts: u8,
    pub(super) known: [Known; 3],
    /// The key that goes with the part under way, where it can change: that of a staged object.
    pub(super) key: u8,
    /// Whether a person ended it in spite of the doubt.
    pub(super) abandoned: bool,
}

/// What must never be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wrong {
    /// Followers see one part twice.
    Double,
    /// A receipt was written for a part that nobody can see.
    FalseReceipt,
    /// A receipt was written twice, or before that of an earlier part.
    ReceiptOutOfOrder,
    /// A part became public before the one ahead of it was known to be.
    OutOfOrder,
    /// A visible request could be opened while one was open.
    TwoOpen,
    /// A person was asked to publish something in a blackout.
    InBlackout,
    /// Others were asked what only the person who has the part can say.
    OthersAsked,
    /// It ended, and what followers see is not what the journal says.
    Untrue,
    /// The engine's event was refused.
    Refused,
    /// It was held or ended and no person was told.
    Silent,
    /// It stands still without being held or ended.
    Stuck,
    /// It can go on for ever without ever being held or ended.
    Endless,
}

impl World {
    /// The start: taken in, and nothing done.
    pub(super) fn start() -> Self {
        let delivery = Sketch::planned();
        Self {
            journal: delivery,
            memory: delivery,
            phase: Phase::Idle,
            stragglers: [None; 4],
            public: 0,
            said: 0,
            blackout: false,
            receipts: 0,
            known: [Known { key: 0, age: FORGOTTEN }; 3],
            key: 0,
            abandoned: false,
        }
    }

    /// Time goes on by one tick, or by more than a day.
    pub(super) fn later(mut self, setting: &Setting, long: bool) -> Self {
        self.journal = self.journal.later(long);
        self.memory = self.memory.later(long);
        for straggler in &mut self.stragglers {
            *straggler = straggler
                .filter(|s| s.life > 1 && !long)
                .map(|s| Straggler { life: s.life - 1, ..s });
        }
        if setting.guarantee == Guarantee::B {
            for known in self.known.iter_mut().filter(|known| known.age != FORGOTTEN) {
                let age = older(known.age, long);
                known.age = if age >= FORGETS { FORGOTTEN } else { age };
            }
        }
        self.tidied(setting)
    }

    /// Its time is over.
    pub(super) fn over(mut self) -> Self {
        self.journal.give_up = GiveUp::Now;
        self.memory.give_up = GiveUp::Now;
        self
    }

    /// The same situation in its one form: nothing that cannot matter any more makes a
    /// difference.
    pub(super) fn tidied(mut self, setting: &Setting) -> Self {
        self.journal = self.journal.tidied(setting);
        self.memory = self.memory.tidied(setting);
        self.blackout &= self.memory.place == Place::Handed;
        self.tidy_stragglers(setting.guarantee);
        for (part, known) in (0_u8..).zip(&mut self.known) {
            let awaited = self.stragglers.iter().flatten().any(|s| s.part == part);
            let over = self.receipts >> part & 1 == 1 && !awaited;
            if over || self.public >> part & 1 == 0 {
                *known = Known { key: 0, age: FORGOTTEN };
            }
        }
        self
    }

    fn tidy_stragglers(&mut self, guarantee: Guarantee) {
        if guarantee == Guarantee::A {
            let known = self.known;
            let lands_again = |s: &Straggler| {
                let known = known[usize::from(s.part)];
                known.age != FORGOTTEN && known.key == s.key
            };
            for straggler in &mut self.stragglers {
                *straggler = straggler.filter(|s| !lands_again(s));
            }
        }
        self.stragglers.sort_unstable_by(|a, b| b.cmp(a));
    }

    pub(super) fn is_public(&self, part: u8) -> bool {
        self.public >> part & 1 == 1
    }

    /// Whether whoever looks finds this part, or knows of it.
    pub(super) fn is_there(&self, part: u8, setting: &Setting) -> bool {
        let there = if setting.by_hand { self.said } else { self.public };
        there >> part & 1 == 1
    }

    /// Whether a request of this part may still land.
    pub(super) fn is_awaited(&self, part: u8) -> bool {
        self.stragglers.iter().flatten().any(|straggler| straggler.part == part)
    }

    /// A person has it that this part is asked for anew, whatever was asked for before.
    pub(super) fn asked_anew(mut self, part: u8) -> Self {
        self.public &= !(1 << part);
        self.said &= !(1 << part);
        for straggler in &mut self.stragglers {
            *straggler = straggler.filter(|s| s.part != part);
        }
        self
    }

    /// What of the promises can be seen in one situation.
    pub(super) fn wrong(&self, setting: &Setting) -> Option<Wrong> {
        let delivery = &self.journal;
        let known = if setting.by_hand { self.said } else { self.public };
        if self.receipts & !known != 0 {
            return Some(Wrong::FalseReceipt);
        }
        if setting.by_hand && delivery.place == Place::HeldDoubt && delivery.crashes < 3 {
            return Some(Wrong::OthersAsked);
        }
        if delivery.is_end() && self.public != self.receipts && !self.abandoned {
            return Some(Wrong::Untrue);
        }
        let all = (1_u8 << delivery.parts) - 1;
        if delivery.place == Place::Published && self.receipts != all {
            return Some(Wrong::Untrue);
        }
        None
    }
}

impl fmt::Display for World {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { memory, phase, public, receipts, .. } = self;
        write!(f, "{:?} part {} {phase:?}", memory.place, memory.part)?;
        write!(f, ", public {public:03b}, receipts {receipts:03b}")?;
        if self.said != 0 || self.blackout {
            write!(f, ", said {:03b}, blackout {}", self.said, self.blackout)?;
        }
        if self.journal != self.memory {
            write!(f, ", on disk {:?}", self.journal.place)?;
        }
        write!(f, ", first {}, since {}, look {}", memory.first, memory.since, memory.look)?;
        for straggler in self.stragglers.iter().flatten() {
            write!(f, ", {straggler:?}")?;
        }
        Ok(())
    }
}

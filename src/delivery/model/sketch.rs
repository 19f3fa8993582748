//! A delivery in a few bytes: instants become ages in ticks, so that equal situations are equal.

use std::time::Duration;

use super::world::{DEADLINE, FORGETS, REPORT, SETTLE, Setting};
use crate::clock::{Boot, Instant, Reading};
use crate::delivery::{Delivery, DeliveryId, Doubt, Guarantee, Handed, HeldAt, State, Why};
use crate::verdict::Reason;

/// The steps in which time goes on.
pub(super) const TICK: Duration = Duration::from_secs(60);

/// The age of what never was.
pub(super) const NEVER: u8 = u8::MAX;

/// More than a day, whatever came later.
pub(super) const LONG_AGO: u8 = NEVER - 1;

/// Ages from here on mean the same, until they are more than a day.
const OLDEST: u8 = FORGETS;

/// When it is given up; later can be never.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum GiveUp {
    Later,
    Now,
}

/// The states without what they carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Place {
    Planned,
    Preparing,
    Ready,
    Sending,
    Uncertain,
    HeldStart,
    HeldPart,
    HeldDoubt,
    Handed,
    Published,
    Failed,
    Expired,
    Missed,
    Cancelled,
    Recalled,
}

/// What of a delivery can make a difference. Left out are its number, its words, and the counts
/// and instants that decide about waiting alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Sketch {
    pub(super) place: Place,
    pub(super) part: u8,
    pub(super) parts: u8,
    /// The age of the first request that may have been applied.
    pub(super) first: u8,
    /// Whether that is the one under way.
    pub(super) sole: bool,
    /// The age of the intent, or of the doubt.
    pub(super) since: u8,
    /// How many ticks are left until the next look.
    pub(super) look: u8,
    /// The same until a person is reminded.
    pub(super) word: u8,
    /// Whether others know that this person has not said anything in time.
    pub(super) reported: bool,
    pub(super) absent: u8,
    pub(super) duplicate: bool,
    /// Whether its time is over.
    pub(super) give_up: GiveUp,
    pub(super) refreshed: bool,
    pub(super) crashes: u8,
}

/// The instant at which everything in the model happens; time goes on by making the rest older.
pub(super) fn now() -> Instant {
    "2026-11-25T09:00:00Z".parse().unwrap()
}

/// What the clocks show in the model: nobody sets them.
pub(super) fn clocks() -> Reading {
    Reading { boot: Boot::named("boot"), wall: now(), uptime: Duration::ZERO }
}

impl Sketch {
    pub(super) fn planned() -> Self {
        Self::of(&Delivery { give_up: Some(ahead(OLDEST)), ..Delivery::planned(DeliveryId(1)) })
    }

    pub(super) fn of(delivery: &Delivery) -> Self {
        let (since, look, absent, duplicate) = match &delivery.state {
            State::Sending { since } => (age(*since), 0, 0, false),
            State::Uncertain(doubt) => {
                (age(doubt.since), left(doubt.next_look), doubt.absent, doubt.duplicate)
            }
            State::Held { at: HeldAt::Handed(handed), .. } => {
                (NEVER, left(handed.next_look), 0, false)
            }
            _ => (NEVER, 0, 0, false),
        };
        let (word, reported) = match &delivery.state {
            State::Held { at: HeldAt::Handed(handed), .. } => {
                (left(handed.next_word), handed.reported)
            }
            _ => (0, false),
        };
        let sending = match delivery.state {
            State::Sending { since } => Some(since),
            _ => None,
        };
        Self {
            place: place(&delivery.state),
            part: delivery.part.try_into().unwrap(),
            parts: delivery.parts.try_into().unwrap(),
            first: delivery.first_sent.map_or(NEVER, age),
            sole: delivery.first_sent.is_some() && delivery.first_sent == sending,
            since,
            look,
            word,
            reported,
            absent,
            duplicate,
            give_up: match delivery.give_up {
                Some(end) if end <= now() => GiveUp::Now,
                _ => GiveUp::Later,
            },
            refreshed: delivery.refreshed,
            crashes: delivery.crashes,
        }
    }

    pub(super) fn delivery(&self) -> Delivery {
        let first_sent = (self.first != NEVER).then(|| match self.sole {
            true => ago(self.since),
            false => ago(self.first) - chrono::Duration::milliseconds(1),
        });
        let give_up = match self.give_up {
            GiveUp::Later => ahead(OLDEST),
            GiveUp::Now => now(),
        };
        Delivery {
            state: self.state(),
            part: self.part.into(),
            parts: self.parts.into(),
            first_sent,
            give_up: Some(give_up),
            refreshed: self.refreshed,
            crashes: self.crashes,
            ..Delivery::planned(DeliveryId(1))
        }
    }

    fn state(&self) -> State {
        let reason = || Reason::new("any");
        let held = |at| State::Held { at, why: reason() };
        let why = Why { why: reason() };
        match self.place {
            Place::Planned => State::Planned,
            Place::Preparing => State::Preparing,
            Place::Ready => State::Ready,
            Place::Sending => State::Sending { since: ago(self.since) },
            Place::Uncertain => State::Uncertain(Doubt {
                since: ago(self.since),
                next_look: ahead(self.look),
                absent: self.absent,
                duplicate: self.duplicate,
                why: reason(),
            }),
            Place::HeldStart => held(HeldAt::Start),
            Place::HeldPart => held(HeldAt::Part),
            Place::HeldDoubt => held(HeldAt::Doubt),
            Place::Handed => held(HeldAt::Handed(Handed {
                next_look: ahead(self.look),
                next_word: ahead(self.word),
                reported: self.reported,
            })),
            Place::Published => State::Published,
            Place::Failed => State::Failed(why),
            Place::Expired => State::Expired(why),
            Place::Missed => State::Missed(why),
            Place::Cancelled => State::Cancelled(why),
            Place::Recalled => State::Recalled,
        }
    }

    /// The same, one tick or more than a day later.
    pub(super) fn later(mut self, long: bool) -> Self {
        for age in [&mut self.first, &mut self.since] {
            *age = older(*age, long);
        }
        for wait in [&mut self.look, &mut self.word] {
            *wait = if long { 0 } else { wait.saturating_sub(1) };
        }
        self
    }

    /// The same in the one form that all sketches have which can never differ in what follows.
    pub(super) fn tidied(mut self, setting: &Setting) -> Self {
        let (first, since) = match setting.guarantee {
            _ if setting.by_hand => (REPORT, 5 * SETTLE),
            Guarantee::A => (0, SETTLE),
            Guarantee::B => (FORGETS, 5 * SETTLE),
            Guarantee::C => (0, 5 * SETTLE),
            Guarantee::D => (0, DEADLINE),
        };
        if self.first != NEVER {
            self.first = self.first.min(first);
        }
        if self.since < LONG_AGO {
            self.since = self.since.min(since);
        }
        self.crashes = self.crashes.min(3);
        self
    }

    pub(super) fn is_end(&self) -> bool {
        self.place >= Place::Published
    }

    pub(super) fn is_held(&self) -> bool {
        matches!(self.place, Place::HeldStart | Place::HeldPart | Place::HeldDoubt | Place::Handed)
    }
}

/// An age one tick or more than a day later.
pub(super) fn older(age: u8, long: bool) -> u8 {
    match age {
        NEVER | LONG_AGO => age,
        _ if long => LONG_AGO,
        _ => (age + 1).min(OLDEST),
    }
}

fn place(state: &State) -> Place {
    match state {
        State::Planned => Place::Planned,
        State::Preparing => Place::Preparing,
        State::Ready => Place::Ready,
        State::Sending { .. } => Place::Sending,
        State::Uncertain(_) => Place::Uncertain,
        State::Held { at: HeldAt::Start, .. } => Place::HeldStart,
        State::Held { at: HeldAt::Part, .. } => Place::HeldPart,
        State::Held { at: HeldAt::Doubt, .. } => Place::HeldDoubt,
        State::Held { at: HeldAt::Handed(_), .. } => Place::Handed,
        State::Published => Place::Published,
        State::Failed(_) => Place::Failed,
        State::Expired(_) => Place::Expired,
        State::Missed(_) => Place::Missed,
        State::Cancelled(_) => Place::Cancelled,
        State::Recalled => Place::Recalled,
    }
}

fn ago(age: u8) -> Instant {
    match age {
        LONG_AGO => now() - chrono::Duration::hours(25),
        _ => now() - TICK * u32::from(age),
    }
}

fn ahead(ticks: u8) -> Instant {
    now() + TICK * u32::from(ticks)
}

fn age(instant: Instant) -> u8 {
    let ticks = (now() - instant).num_seconds() / 60;
    if ticks > 24 * 60 { LONG_AGO } else { u8::try_from(ticks).unwrap().min(OLDEST) }
}

/// Whole ticks from now on, and never more than make a difference.
fn left(instant: Instant) -> u8 {
    let seconds = (instant - now()).num_seconds().max(0);
    u8::try_from((seconds + 59) / 60).unwrap_or(OLDEST).min(OLDEST)
}

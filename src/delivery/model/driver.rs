//! The daemon: it obeys the engine's rules, and asks the transition function for everything.

use std::collections::HashMap;

use super::rules::Rules;
use super::sketch::{Place, Sketch};
use super::world::{MOST_KEYS, Phase, Setting, World, Wrong};
use crate::clock::Instant;
use crate::delivery::{
    Action, Answer, Context, Delivery, Event, Evidence, Found, Guarantee, Receipt,
};
use crate::failure::{Class, Failure};
use crate::verdict::Reason;

/// An event in one byte or two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Cue {
    Begun(u8),
    Prepared,
    WentStale,
    Armed,
    Disarmed,
    Receipt,
    Failed(Class),
    /// The platform asks us to wait for more than a day.
    ToldToWait,
    Interrupted {
        crashed: bool,
    },
    Found,
    Absent,
    CannotKnow,
    LookFailed,
    Reminded,
    Held,
    Released,
    ItIsThere,
    PostAgain,
    Abandon,
    Expired,
    Missed,
    Cancelled,
}

/// What the transition function made of a cue.
#[derive(Debug, Clone, Copy)]
struct Applied {
    next: Sketch,
    receipt: Option<u8>,
    forgets: bool,
    /// Whether it says why it stands where it stands, if it has to, and tells a person.
    told: bool,
}

/// The model of one setting under some rules.
pub(super) struct Model {
    pub(super) rules: Rules,
    pub(super) setting: Setting,
    context: Context,
    seen: HashMap<(Sketch, Cue), Option<Applied>>,
}

impl Model {
    pub(super) fn new(rules: Rules, setting: Setting) -> Self {
        Self { rules, setting, context: rules.context(&setting), seen: HashMap::new() }
    }

    /// Whether the transition function takes the cue.
    pub(super) fn takes(&mut self, delivery: Sketch, cue: Cue) -> bool {
        self.step(delivery, cue).is_some()
    }

    /// The daemon applies a cue of its own and writes down what comes of it.
    pub(super) fn apply(&mut self, world: &World, cue: Cue) -> Result<World, Wrong> {
        let next = self.try_apply(world, cue)?.ok_or(Wrong::Refused)?;
        let silent = self.step(world.memory, cue).is_some_and(|applied| !applied.told);
        if silent { Err(Wrong::Silent) } else { Ok(next) }
    }

    /// A person gives an order, which may not be possible now.
    pub(super) fn try_apply(&mut self, world: &World, cue: Cue) -> Result<Option<World>, Wrong> {
        let Some(applied) = self.step(world.memory, cue) else { return Ok(None) };
        let mut next = World { memory: applied.next, phase: Phase::Idle, ..*world };
        if let Some(part) = applied.receipt {
            if next.receipts != (1 << part) - 1 {
                return Err(Wrong::ReceiptOutOfOrder);
            }
            next.receipts |= 1 << part;
            next.key = 0;
        }
        let renewed = applied.forgets && self.setting.staged;
        let repeated = cue == Cue::Armed && !self.rules.key_is_kept;
        next.key = (next.key + u8::from(renewed || repeated)).min(MOST_KEYS);
        if self.rules.intent_is_durable || cue != Cue::Armed {
            next.journal = next.memory;
        }
        Ok(Some(next.tidied(&self.setting)))
    }

    fn step(&mut self, delivery: Sketch, cue: Cue) -> Option<Applied> {
        let (rules, context, guarantee) = (self.rules, self.context, self.setting.guarantee);
        *self.seen.entry((delivery, cue)).or_insert_with(|| {
            let before = delivery.delivery();
            let step = (rules.step)(&before, cue.event(guarantee), &context).ok()?;
            Some(Applied {
                next: Sketch::of(&step.next),
                receipt: receipt_in(&step.actions),
                forgets: step.actions.contains(&Action::ForgetPrepared),
                told: is_told(&before, &step.next, &step.actions),
            })
        })
    }
}

fn receipt_in(actions: &[Action]) -> Option<u8> {
    actions.iter().find_map(|action| match action {
        Action::KeepReceipt { part, .. } => u8::try_from(*part).ok(),
        _ => None,
    })
}

/// Whoever is held or ends unpublished says why, and a person hears of it. What was handed over is
/// known to the person who has it, until they take too long.
fn is_told(before: &Delivery, after: &Delivery, actions: &[Action]) -> bool {
    let (was, is) = (Sketch::of(before), Sketch::of(after));
    let tells = actions.iter().any(|action| matches!(action, Action::Tell(_)));
    if is.reported && !was.reported {
        return tells;
    }
    let quietly =
        matches!(is.place, Place::Published | Place::Recalled | Place::Cancelled | Place::Handed);
    if is.place == was.place || quietly || !(is.is_held() || is.is_end()) {
        return true;
    }
    let named = after.state.reason().is_some_and(|why| !why.id.is_empty());
    named && tells
}

impl Cue {
    fn event(self, guarantee: Guarantee) -> Event {
        match self {
            Self::Begun(parts) => Event::Begun { parts: parts.into() },
            Self::Prepared => Event::Prepared,
            Self::WentStale => Event::WentStale,
            Self::Armed => Event::Armed,
            Self::Disarmed => Event::Disarmed,
            Self::Receipt if guarantee <= Guarantee::B => {
                Event::Receipt(receipt(Evidence::Repeated))
            }
            Self::Receipt => Event::Receipt(receipt(Evidence::Answered)),
            Self::Failed(class) => Event::Failed(Failure::new(class, "planned", "")),
            Self::ToldToWait => {
                let day = std::time::Duration::from_secs(25 * 60 * 60);
                Event::Failed(Failure::new(Class::Rate, "planned", "").pausing(day))
            }
            Self::Interrupted { crashed } => Event::Interrupted { crashed },
            Self::Found => Event::Looked(Found::Published(receipt(Evidence::ReadBack))),
            Self::Absent => Event::Looked(Found::Absent),
            Self::CannotKnow => Event::Looked(Found::CannotKnow),
            Self::LookFailed => Event::LookFailed(Failure::new(Class::NotSent, "planned", "")),
            Self::Reminded => Event::Reminded,
            Self::Held => Event::Held(Reason::new("blackout")),
            Self::Released => Event::Released,
            Self::ItIsThere => Event::Answered(Answer::ItIsThere(receipt(Evidence::Person))),
            Self::PostAgain => Event::Answered(Answer::PostAgain),
            Self::Abandon => Event::Answered(Answer::Abandon),
            Self::Expired => Event::Expired(Reason::new("time-is-over")),
            Self::Missed => Event::Missed(Reason::new("time-was-missed")),
            Self::Cancelled => Event::Cancelled(Reason::new("withdrawn")),
        }
    }
}

fn receipt(evidence: Evidence) -> Receipt {
    Receipt {
        id: "1".into(),
        url: None,
        at: Instant::MIN_UTC,
        evidence,
        extra: serde_json::Value::Null,
        remarks: Vec::new(),
    }
}

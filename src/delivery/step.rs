//! The one transition function: state and event in, next state and commands out. No I/O.

mod event;
mod handed;
mod held;
mod preparing;
mod sending;
mod uncertain;
mod ways;

use std::time::Duration;

use super::{Delivery, Guarantee, HeldAt, OnDoubt, Patience, Receipt, State};
use crate::clock::{Instant, Reading};
use crate::verdict::Reason;

pub use event::{Answer, Event};

/// How often the daemon may die over one part before a person is asked.
const MOST_CRASHES: u8 = 3;

/// How long a delivery may still be tried after a person let it go on past its end.
const LIFE_AFTER_WORD: Duration = Duration::from_secs(24 * 60 * 60);

/// What the world is like when an event is applied.
#[derive(Debug, Clone, Copy)]
pub struct Context {
    /// What the clocks show.
    pub clocks: Reading,
    /// What the account promises.
    pub guarantee: Guarantee,
    /// What to do where a class C account shows nothing.
    pub on_doubt: OnDoubt,
    /// How long a lost request may still land on the platform.
    pub settle: Duration,
    /// How long the platform knows our key (class B).
    pub key_window: Duration,
    /// How long a person is waited for, where a person makes public what they are given.
    pub patience: Option<Patience>,
    /// A random number in 0..1, for retry times.
    pub jitter: f64,
}

impl Context {
    /// The wall clock.
    #[must_use]
    pub fn now(&self) -> Instant {
        self.clocks.wall
    }
}

/// What has to be done because of a step, besides writing down the new state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// Write down the receipt of this part.
    KeepReceipt {
        /// The part.
        part: u16,
        /// Its receipt.
        receipt: Receipt,
    },
    /// Forget what was prepared for the part under way.
    ForgetPrepared,
    /// Refresh the account's session.
    RefreshSession,
    /// Pause the account until a person mends it.
    PauseAccount(Reason),
    /// Let the whole lane wait.
    LaneWaits {
        /// Until then.
        until: Instant,
    },
    /// Stop all sending: our own machine is in trouble.
    Degrade(Reason),
    /// Tell a person.
    Tell(Reason),
}

/// The outcome of a transition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// The delivery as it now stands.
    pub next: Delivery,
    /// What has to be done, in order, in the same transaction where it is written.
    pub actions: Vec<Action>,
}

/// An event that cannot happen in this state: a bug of ours, or a stale message.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("delivery {id} is {state}, so it cannot take the event {event}")]
pub struct Illegal {
    id: super::DeliveryId,
    state: &'static str,
    event: String,
}

/// Applies `event` to `delivery`. Recovery after a crash goes through this door, too. Where the wall
/// clock was set since the delivery was last written, its instants move along first.
///
/// # Errors
/// Where the event cannot happen in this state; the delivery then stays as it is.
pub fn step(delivery: &Delivery, event: Event, context: &Context) -> Result<Step, Illegal> {
    let illegal = || Illegal {
        id: delivery.id,
        state: delivery.state.name(),
        event: format!("{event:?}").split([' ', '(', '{']).next().unwrap_or_default().to_owned(),
    };
    let refused = illegal();
    let aligned = delivery.aligned(&context.clocks);
    let mut step = apply(&aligned, event, context).ok_or(refused)?;
    // Where nothing happened to it, it need not be written anew.
    step.next =
        if step.next == aligned { delivery.clone() } else { step.next.noted_at(&context.clocks) };
    Ok(step)
}

fn apply(delivery: &Delivery, event: Event, context: &Context) -> Option<Step> {
    let step = Step { next: delivery.clone(), actions: Vec::new() };
    match &delivery.state {
        State::Planned => planned(step, event, context),
        State::Preparing => preparing::apply(step, event, context),
        State::Ready => ready(step, event, context),
        State::Sending { since } => sending::apply(step, event, *since, context),
        State::Uncertain(doubt) => uncertain::apply(step, event, doubt.clone(), context),
        State::Held { at: HeldAt::Handed(handed), why } => {
            handed::apply(step, event, *handed, why, context)
        }
        State::Held { at, .. } => held::apply(step, event, *at, context),
        _ => ended(step, &event),
    }
}

fn planned(step: Step, event: Event, context: &Context) -> Option<Step> {
    match event {
        Event::Begun { parts } if parts > 0 => Some(step.begun(parts)),
        Event::Interrupted { crashed } => Some(composing_ended(step, crashed)),
        Event::Failed(failure) => Some(step.not_applied(failure, context)),
        other => step.before_public(other),
    }
}

/// Composing may be what kills us.
fn composing_ended(mut step: Step, crashed: bool) -> Step {
    if crashed && step.crashed_too_often() {
        return step.held(Reason::new("crashes-the-daemon"));
    }
    step
}

fn ready(step: Step, event: Event, context: &Context) -> Option<Step> {
    match event {
        Event::Armed => Some(step.armed(context)),
        Event::WentStale => Some(step.stale(context)),
        Event::Interrupted { .. } => Some(step),
        Event::Failed(failure) => Some(step.not_applied(failure, context)),
        other => step.before_public(other),
    }
}

fn ended(step: Step, event: &Event) -> Option<Step> {
    let recalled = matches!(event, Event::Recalled) && step.next.is_left_public();
    recalled.then(|| step.to(State::Recalled))
}

#[cfg(test)]
mod tests;

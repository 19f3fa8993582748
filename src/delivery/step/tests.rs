//! Every event in every state, and what each way on depends on.

mod answers;
mod classes;
mod clock;
mod doubts;
mod persons;
mod random;
mod table;

use std::time::Duration;

use super::{Action, Context, Event, Step, step};
use crate::clock::{Boot, Instant, Reading};
use crate::delivery::{
    Delivery, DeliveryId, Doubt, Evidence, Guarantee, Handed, HeldAt, OnDoubt, Receipt, State,
};
use crate::failure::{Class, Failure};
use crate::verdict::Reason;

const SETTLE: Duration = Duration::from_secs(120);
const WINDOW: Duration = Duration::from_secs(50 * 60);

/// So many seconds after the start of every test.
fn at(seconds: i64) -> Instant {
    let start: Instant = "2026-11-25T09:00:00Z".parse().unwrap();
    start + chrono::Duration::seconds(seconds)
}

/// What the clocks show then, where nobody has set them.
fn clocks(seconds: i64) -> Reading {
    let uptime = Duration::from_secs(u64::try_from(1_000_000 + seconds).unwrap());
    Reading { boot: Boot::named("boot"), wall: at(seconds), uptime }
}

fn context(guarantee: Guarantee, seconds: i64) -> Context {
    Context {
        clocks: clocks(seconds),
        guarantee,
        on_doubt: OnDoubt::Hold,
        settle: SETTLE,
        key_window: WINDOW,
        patience: None,
        jitter: 1.0,
    }
}

/// A delivery of three parts in this state, at its first part.
fn in_state(state: State) -> Delivery {
    let parts = if state == State::Planned { 0 } else { 3 };
    Delivery { state, parts, ..Delivery::planned(DeliveryId(7)) }
}

fn reason() -> Reason {
    Reason::new("some-reason")
}

fn held(at: HeldAt) -> State {
    State::Held { at, why: reason() }
}

/// The doubt of a request whose answer was lost at the start.
fn uncertain() -> State {
    State::Uncertain(Doubt {
        since: at(0),
        next_look: at(0),
        absent: 0,
        duplicate: false,
        why: reason(),
    })
}

/// A delivery whose request went out at the start and whose answer was lost then.
fn lost() -> Delivery {
    Delivery { first_sent: Some(at(0)), attempts: 1, ..in_state(uncertain()) }
}

/// A delivery whose only part a person was given at the start.
fn handed() -> Delivery {
    let handed = Handed { next_look: at(30), next_word: at(900), reported: false };
    Delivery { state: held(HeldAt::Handed(handed)), ..lost() }
}

/// A delivery whose first request went out at the start.
fn sending() -> Delivery {
    let state = State::Sending { since: at(0) };
    Delivery { first_sent: Some(at(0)), attempts: 1, ..in_state(state) }
}

fn failure(class: Class) -> Failure {
    Failure::new(class, "some-reason", "")
}

fn receipt() -> Receipt {
    Receipt {
        id: "1".into(),
        url: None,
        at: at(0),
        evidence: Evidence::Answered,
        extra: serde_json::Value::Null,
        remarks: Vec::new(),
    }
}

fn apply(delivery: &Delivery, event: Event, context: &Context) -> Step {
    step(delivery, event, context).unwrap()
}

/// The id of the reason for which it stands where it stands.
fn why(delivery: &Delivery) -> &str {
    delivery.state.reason().map_or("", |why| &why.id)
}

fn is_held(delivery: &Delivery, at: HeldAt) -> bool {
    matches!(delivery.state, State::Held { at: held, .. } if held == at)
}

fn tells(step: &Step) -> bool {
    step.actions.iter().any(|action| matches!(action, Action::Tell(_)))
}

/// State and actions in a few letters, as the tables of the tests have them.
fn short(step: &Step) -> String {
    let state = match &step.next.state {
        State::Planned => "pl",
        State::Preparing => "pr",
        State::Ready => "re",
        State::Sending { .. } => "se",
        State::Uncertain(_) => "un",
        State::Held { at: HeldAt::Start, .. } => "hs",
        State::Held { at: HeldAt::Part, .. } => "hp",
        State::Held { at: HeldAt::Doubt, .. } => "hd",
        State::Held { at: HeldAt::Handed(_), .. } => "hh",
        State::Published => "pu",
        State::Failed(_) => "fa",
        State::Expired(_) => "ex",
        State::Missed(_) => "mi",
        State::Cancelled(_) => "ca",
        State::Recalled => "rc",
    };
    let action = |action: &Action| match action {
        Action::KeepReceipt { .. } => '*',
        Action::ForgetPrepared => '-',
        Action::RefreshSession => '~',
        Action::PauseAccount(_) => '#',
        Action::LaneWaits { .. } => '^',
        Action::Degrade(_) => '%',
        Action::Tell(_) => '!',
    };
    state.chars().chain(step.actions.iter().map(action)).collect()
}

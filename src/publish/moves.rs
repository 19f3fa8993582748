//! What is to be done next about one delivery: a pure decision.

use std::time::Duration;

use crate::clock::Instant;
use crate::delivery::{Delivery, Handed, HeldAt, State};
use crate::verdict::{Reason, Verdict};

/// The next thing to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Move {
    /// Nothing before the instant; nothing at all by itself where there is none.
    Rest(Option<Instant>),
    /// Compose it and begin its invisible work.
    Begin,
    /// Do an invisible step.
    Prepare,
    /// What was prepared is too old; prepare it again.
    Renew,
    /// Send the visible request at its time, as soon as the lane lets it; its intent can be
    /// written now.
    Send,
    /// Look whether it is there.
    Look,
    /// Remind the person who was given it.
    Remind,
    /// Its firing was missed; give it another one.
    Replan,
    /// Hold it.
    Hold(Reason),
    /// Give it up.
    Expire(Reason),
    /// Leave it out.
    Miss(Reason),
}

/// What the decision is made of.
#[derive(Debug, Clone, Copy)]
pub struct View<'a> {
    /// Now.
    pub now: Instant,
    /// Since when the program has been awake without a break.
    pub awake_since: Instant,
    /// The delivery.
    pub delivery: &'a Delivery,
    /// Its time.
    pub due: Instant,
    /// Whether it takes a free firing of a slot where it missed its time.
    pub replans: bool,
    /// How late it may still go out by itself.
    pub grace: Duration,
    /// How long before its time its invisible work begins.
    pub lead: Duration,
    /// How long before its time the intent of its visible request is written.
    pub ahead: Duration,
    /// When what was prepared becomes too old.
    pub prepared_until: Option<Instant>,
    /// Policy's word for now.
    pub verdict: &'a Verdict,
}

/// The next move.
#[must_use]
pub fn next_move(view: &View<'_>) -> Move {
    match &view.delivery.state {
        State::Planned => planned(view),
        State::Preparing => preparing(view),
        State::Ready => ready(view),
        State::Uncertain(doubt) if doubt.next_look <= view.now => Move::Look,
        State::Uncertain(doubt) => Move::Rest(Some(doubt.next_look)),
        State::Held { at: HeldAt::Start, .. } => held(view),
        State::Held { at: HeldAt::Handed(handed), .. } => with_a_person(handed, view.now),
        _ => Move::Rest(None),
    }
}

fn planned(view: &View<'_>) -> Move {
    let begins = earlier(view.due, view.lead);
    if view.now < begins {
        return Move::Rest(Some(begins));
    }
    before_public(view).unwrap_or(Move::Begin)
}

fn preparing(view: &View<'_>) -> Move {
    if let Some(stop) = before_public(view) {
        return stop;
    }
    match view.delivery.not_before {
        Some(not_before) if view.now < not_before => Move::Rest(Some(not_before)),
        _ => Move::Prepare,
    }
}

fn ready(view: &View<'_>) -> Move {
    if let Some(stop) = before_public(view) {
        return stop;
    }
    if view.prepared_until.is_some_and(|until| until <= view.now) {
        return Move::Renew;
    }
    let arms = earlier(sends_at(view.delivery, view.due).unwrap_or(view.now), view.ahead);
    if view.now < arms { Move::Rest(Some(arms)) } else { Move::Send }
}

/// Before when the visible request of a delivery that is due at `due` does not leave; none where
/// nothing of its own holds it up.
pub(super) fn sends_at(delivery: &Delivery, due: Instant) -> Option<Instant> {
    let due = (delivery.part == 0).then_some(due);
    due.max(delivery.not_before)
}

/// What policy and the calendar say before a visible request. A verdict that only says "wait" is
/// the lane's affair.
fn before_public(view: &View<'_>) -> Option<Move> {
    if let Verdict::Expire(why) | Verdict::Refuse(why) = view.verdict {
        return Some(Move::Expire(why.clone()));
    }
    if missed_firing(view) {
        return Some(Move::Replan);
    }
    let due = view.delivery.part > 0 || view.now >= view.due;
    match view.verdict {
        Verdict::Hold(why) if due => Some(Move::Hold(why.clone())),
        Verdict::Miss(why) if due => Some(Move::Miss(why.clone())),
        _ => None,
    }
}

/// Such a firing is dropped; the post takes the next one.
fn missed_firing(view: &View<'_>) -> bool {
    let View { due, grace, awake_since, now, .. } = *view;
    view.replans && view.delivery.has_missed_firing(due, grace, awake_since, now)
}

fn with_a_person(handed: &Handed, now: Instant) -> Move {
    if handed.next_look <= now {
        Move::Look
    } else if handed.next_word <= now {
        Move::Remind
    } else {
        Move::Rest(Some(handed.next_look.min(handed.next_word)))
    }
}

fn held(view: &View<'_>) -> Move {
    match view.delivery.give_up {
        Some(end) if end <= view.now => {
            Move::Expire(Reason::new("time-is-over").with("end", end.to_rfc3339()))
        }
        other => Move::Rest(other),
    }
}

fn earlier(instant: Instant, by: Duration) -> Instant {
    chrono::Duration::from_std(by)
        .ok()
        .and_then(|by| instant.checked_sub_signed(by))
        .unwrap_or(Instant::MIN_UTC)
}

#[cfg(test)]
mod tests;

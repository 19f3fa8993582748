//! A person was given the part and makes it public: they are asked, reminded, and others are told.

use std::time::Duration;

use super::{Answer, Context, Event, Step, held};
use crate::clock::Instant;
use crate::delivery::state::later;
use crate::delivery::{Found, Handed, HeldAt, Patience, State};
use crate::verdict::Reason;

/// How long is waited at least, and for a while at most, until is looked again whether they have said
/// that it is public: the longer it takes, the less a moment matters.
const LOOK_FROM: Duration = Duration::from_secs(2);
const LOOK_UPTO: Duration = Duration::from_secs(30);

/// How long is waited at most where they seem to have forgotten it: every look is written down, and
/// there can be many.
const LOOK_AT_LAST: Duration = Duration::from_secs(10 * 60);

/// How often they are reminded once others know, too.
const THEN_EVERY: Duration = Duration::from_secs(24 * 60 * 60);

pub(super) fn apply(
    step: Step,
    event: Event,
    handed: Handed,
    why: &Reason,
    context: &Context,
) -> Option<Step> {
    let at = HeldAt::Handed(handed);
    match event {
        Event::Looked(Found::Published(receipt)) => Some(step.receipt(receipt)),
        Event::Looked(_) | Event::LookFailed(_) => {
            let next_look = next_look(&step, context);
            Some(waiting(step, Handed { next_look, ..handed }, why))
        }
        Event::Reminded => Some(reminded(step, handed, why, context)),
        Event::Interrupted { crashed: false } => Some(step),
        Event::Interrupted { crashed: true } => {
            let then = later(context.now(), LOOK_UPTO);
            let (next_look, next_word) = (then, handed.next_word.max(then));
            Some(waiting(step, Handed { next_look, next_word, ..handed }, why))
        }
        Event::Answered(Answer::ItIsThere(_) | Answer::Abandon | Answer::PostAgain) => {
            held::apply(step, event, at, context)
        }
        _ => None,
    }
}

/// They have it from now on.
pub(super) fn over(step: Step, patience: Patience, context: &Context) -> Step {
    given(step, later(context.now(), patience.remind), context)
}

/// Nobody knows whether they have it: a reminder has everything in it, and may come twice.
pub(super) fn perhaps_over(step: Step, context: &Context) -> Step {
    given(step, context.now(), context)
}

fn given(mut step: Step, next_word: Instant, context: &Context) -> Step {
    step.next.failures = 0;
    step.next.not_before = None;
    let since = step.next.first_sent.unwrap_or(context.now());
    let why = Reason::new("handed-over").with("since", since.to_rfc3339());
    let next_look = next_look(&step, context);
    waiting(step, Handed { next_look, next_word, reported: false }, &why)
}

fn next_look(step: &Step, context: &Context) -> Instant {
    let since = step.next.first_sent.unwrap_or(context.now());
    let waited = (context.now() - since).to_std().unwrap_or_default();
    let at_first = (waited / 10).clamp(LOOK_FROM, LOOK_UPTO);
    later(context.now(), at_first.max(waited / 300).min(LOOK_AT_LAST))
}

fn waiting(step: Step, handed: Handed, why: &Reason) -> Step {
    step.to(State::Held { at: HeldAt::Handed(handed), why: why.clone() })
}

/// Others hear once of what takes too long.
fn reminded(step: Step, handed: Handed, why: &Reason, context: &Context) -> Step {
    let Some(patience) = context.patience else {
        // The account is of another platform now, which knows nothing of them.
        let next_word = later(context.now(), THEN_EVERY);
        return waiting(step, Handed { next_word, ..handed }, why);
    };
    let since = step.next.first_sent.unwrap_or(context.now());
    let late = context.now() >= later(since, patience.report);
    let pause = if late { THEN_EVERY } else { patience.remind };
    let next_word = later(context.now(), pause);
    let reported = handed.reported || late;
    let told = reported && !handed.reported;
    let step = waiting(step, Handed { next_word, reported, ..handed }, why);
    let unconfirmed = || Reason { facts: why.facts.clone(), ..Reason::new("handed-unconfirmed") };
    if told { step.tell(&unconfirmed()) } else { step }
}

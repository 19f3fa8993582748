//! A visible request is out: every way it can end.

use super::{Context, Event, Step, handed};
use crate::clock::Instant;
use crate::delivery::{Doubt, Guarantee, State};
use crate::failure::{Class, Failure};
use crate::verdict::Reason;

pub(super) fn apply(step: Step, event: Event, since: Instant, context: &Context) -> Option<Step> {
    match event {
        Event::Receipt(receipt) => Some(match context.patience {
            Some(patience) => handed::over(step, patience, context),
            None => step.receipt(receipt),
        }),
        Event::Disarmed => Some(disarmed(step, since)),
        Event::Failed(failure) if failure.class.may_be_applied() => {
            Some(doubtful(step, &failure, context))
        }
        Event::Failed(failure) => Some(surely_not(step, failure, since, context)),
        Event::Interrupted { crashed } => Some(interrupted(step, crashed, context)),
        _ => None,
    }
}

fn doubtful(step: Step, failure: &Failure, context: &Context) -> Step {
    let duplicate = failure.class == Class::Duplicate;
    uncertain(step, failure.why(), duplicate, context)
}

fn surely_not(step: Step, failure: Failure, since: Instant, context: &Context) -> Step {
    unsent(step, since).not_applied(failure, context)
}

/// As if it had never been opened: what was not even tried is late like everything else.
fn disarmed(mut step: Step, since: Instant) -> Step {
    step.next.attempts = step.next.attempts.saturating_sub(1);
    unsent(step, since)
}

/// The platform did not take it, so this request opens no window in which its key is known.
fn unsent(mut step: Step, since: Instant) -> Step {
    if step.next.first_sent == Some(since) {
        step.next.first_sent = None;
    }
    step.to(State::Ready)
}

fn interrupted(mut step: Step, crashed: bool, context: &Context) -> Step {
    step.next.crashes = step.next.crashes.saturating_add(u8::from(crashed));
    uncertain(step, Reason::new("interrupted-while-sending"), false, context)
}

/// Where the doubt may end as a question to a person, that person hears of it at once. The
/// request may have gone out at the last moment before this, long after its intent, so the
/// settle time counts from now.
fn uncertain(step: Step, why: Reason, duplicate: bool, context: &Context) -> Step {
    let told = matches!(context.guarantee, Guarantee::C | Guarantee::D);
    let step = if told { step.tell(&why) } else { step };
    let now = context.now();
    step.to(State::Uncertain(Doubt { since: now, next_look: now, absent: 0, duplicate, why }))
}

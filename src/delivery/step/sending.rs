//! A visible request is out: every way it can end.

use super::{Context, Event, Step};
use crate::clock::Instant;
use crate::delivery::{Doubt, Guarantee, State};
use crate::failure::{Class, Failure};
use crate::verdict::Reason;

pub(super) fn apply(step: Step, event: Event, since: Instant, context: &Context) -> Option<Step> {
    match event {
        Event::Receipt(receipt) => Some(step.receipt(receipt)),
        Event::Failed(failure) if failure.class.may_be_applied() => {
            Some(doubtful(step, &failure, since, context))
        }
        Event::Failed(failure) => Some(surely_not(step, failure, since, context)),
        Event::Interrupted { crashed } => Some(interrupted(step, since, crashed, context)),
        _ => None,
    }
}

fn doubtful(step: Step, failure: &Failure, since: Instant, context: &Context) -> Step {
    let duplicate = failure.class == Class::Duplicate;
    let why = failure.why();
    let doubt = Doubt { since, next_look: context.now, absent: 0, duplicate, why };
    uncertain(step, doubt, context)
}

/// The platform did not take it, so this request opens no window in which its key is known.
fn surely_not(mut step: Step, failure: Failure, since: Instant, context: &Context) -> Step {
    if step.next.first_sent == Some(since) {
        step.next.first_sent = None;
    }
    step.to(State::Ready).not_applied(failure, context)
}

fn interrupted(mut step: Step, since: Instant, crashed: bool, context: &Context) -> Step {
    step.next.crashes = step.next.crashes.saturating_add(u8::from(crashed));
    let why = Reason::new("interrupted-while-sending");
    let next_look = context.now;
    uncertain(step, Doubt { since, next_look, absent: 0, duplicate: false, why }, context)
}

/// Where the doubt may end as a question to a person, that person hears of it at once.
fn uncertain(step: Step, doubt: Doubt, context: &Context) -> Step {
    let told = matches!(context.guarantee, Guarantee::C | Guarantee::D);
    let step = if told { step.tell(&doubt.why) } else { step };
    step.to(State::Uncertain(doubt))
}

//! Invisible work: repeat it freely.

use super::{Action, Context, Event, Step};
use crate::delivery::State;
use crate::failure::{Class, Failure};
use crate::verdict::Reason;

pub(super) fn apply(mut step: Step, event: Event, context: &Context) -> Option<Step> {
    match event {
        Event::Progressed => {
            step.next.failures = 0;
            step.next.not_before = None;
            Some(step)
        }
        Event::Processing { until } => {
            step.next.not_before = Some(until);
            Some(step)
        }
        Event::Prepared => {
            step.next.failures = 0;
            step.next.not_before = None;
            Some(step.to(State::Ready))
        }
        Event::Failed(failure) => Some(failed(step, failure, context)),
        Event::Interrupted { crashed } => Some(interrupted(step, crashed)),
        other => step.before_public(other),
    }
}

fn failed(step: Step, failure: Failure, context: &Context) -> Step {
    // Nothing that a follower can see was sent, so a lost answer is only a reason to repeat.
    let class = if failure.class.may_be_applied() { Class::NotSent } else { failure.class };
    step.not_applied(Failure { class, ..failure }, context)
}

pub(super) fn interrupted(mut step: Step, crashed: bool) -> Step {
    if crashed && step.crashed_too_often() {
        // What was prepared may be what kills us.
        let why = Reason::new("crashes-the-daemon");
        return step.with(Action::ForgetPrepared).held(why);
    }
    step
}

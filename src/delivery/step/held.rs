//! Waiting for a person: the three answers, and release.

use super::{Answer, Context, Event, LIFE_AFTER_WORD, Step};
use crate::delivery::state::later;
use crate::delivery::{HeldAt, State, Why};
use crate::verdict::Reason;

pub(super) fn apply(step: Step, event: Event, at: HeldAt, context: &Context) -> Option<Step> {
    match (event, at) {
        (Event::Interrupted { .. }, _) => Some(step),
        (Event::Released, HeldAt::Start) => Some(restart(step)),
        (Event::Released, HeldAt::Part) => Some(restart(kept_alive(step, context))),
        (Event::Answered(Answer::ItIsThere(receipt)), HeldAt::Doubt | HeldAt::Handed(_)) => {
            Some(step.receipt(receipt))
        }
        (Event::Answered(Answer::PostAgain), _) => Some(post_again(step, context)),
        (Event::Answered(Answer::Abandon), _) => Some(abandon(step)),
        (Event::Cancelled(why), HeldAt::Start) => Some(step.given_up(why, State::Cancelled)),
        (Event::Expired(why), HeldAt::Start) => Some(step.given_up(why, State::Expired)),
        (Event::Missed(why), HeldAt::Start) => Some(step.given_up(why, State::Missed)),
        _ => None,
    }
}

/// Goes on where it was held: with its plan, or with the part that is next.
fn restart(mut step: Step) -> Step {
    step.next.crashes = 0;
    step.next.failures = 0;
    step.next.not_before = None;
    let begun = step.next.parts > 0;
    step.to(if begun { State::Preparing } else { State::Planned })
}

/// A person's word counts for more than the end that passed while they were asked.
fn kept_alive(mut step: Step, context: &Context) -> Step {
    if step.next.give_up.is_some_and(|end| end <= context.now()) {
        step.next.give_up = Some(later(context.now(), LIFE_AFTER_WORD));
    }
    step
}

/// A person took the doubt upon themselves: the part starts afresh, under the same key.
fn post_again(mut step: Step, context: &Context) -> Step {
    step.next.first_sent = None;
    restart(kept_alive(step, context))
}

fn abandon(step: Step) -> Step {
    let why = Reason::new("abandoned-by-person");
    step.to(State::Failed(Why { why }))
}

//! The answer was lost: only evidence, proved absence or a person leads on.

use std::time::Duration;

use super::{Action, Answer, Context, Event, Step, held};
use crate::delivery::state::later;
use crate::delivery::{Doubt, Found, Guarantee, HeldAt, OnDoubt, State, delay};
use crate::failure::{Class, Failure, Pause};
use crate::verdict::Reason;

/// How many looks, the first after the settle time and the last after five times that, must
/// find nothing before a class C account counts as empty.
const LOOKS_FOR_ABSENCE: u8 = 2;

/// How long looks may fail before a person is asked.
const LONGEST_LOOKING: Duration = Duration::from_secs(24 * 60 * 60);

pub(super) fn apply(step: Step, event: Event, doubt: Doubt, context: &Context) -> Option<Step> {
    match event {
        Event::Looked(Found::Published(receipt)) => Some(step.receipt(receipt)),
        Event::Looked(Found::Absent) => Some(absent(step, doubt, context)),
        Event::Looked(Found::CannotKnow) => Some(cannot_know(step, doubt, context)),
        Event::LookFailed(failure) => Some(look_again(step, doubt, &failure, context)),
        Event::Interrupted { crashed } => Some(counted(step, crashed)),
        Event::Answered(answer @ (Answer::ItIsThere(_) | Answer::Abandon)) => {
            held::apply(step, Event::Answered(answer), HeldAt::Doubt)
        }
        _ => None,
    }
}

fn absent(step: Step, doubt: Doubt, context: &Context) -> Step {
    if doubt.duplicate {
        return step.in_doubt(Reason::new("identical-text-exists"));
    }
    if context.guarantee == Guarantee::A {
        // The same key or object cannot appear twice, even if the lost request lands later.
        return resend(step, context);
    }
    match context.guarantee {
        Guarantee::B if key_is_known(&step, context) => absent_with_key(step, doubt, context),
        Guarantee::B | Guarantee::C => absent_without_key(step, doubt, context),
        _ => ask(step, doubt),
    }
}

fn absent_with_key(step: Step, doubt: Doubt, context: &Context) -> Step {
    let settled = later(doubt.since, context.settle);
    if context.now < settled {
        return look_at(step, Doubt { next_look: settled, ..doubt });
    }
    resend(step, context)
}

fn absent_without_key(step: Step, doubt: Doubt, context: &Context) -> Step {
    let settled = later(doubt.since, context.settle);
    if context.now < settled {
        return look_at(step, Doubt { next_look: settled, ..doubt });
    }
    let absent = doubt.absent + 1;
    let last_look = later(doubt.since, context.settle.saturating_mul(5));
    if absent < LOOKS_FOR_ABSENCE || context.now < last_look {
        return look_at(step, Doubt { absent, next_look: last_look.max(context.now), ..doubt });
    }
    match context.on_doubt {
        OnDoubt::SettleRepost if context.guarantee == Guarantee::C => resend(step, context),
        _ => ask(step, doubt),
    }
}

fn cannot_know(step: Step, doubt: Doubt, context: &Context) -> Step {
    match context.guarantee {
        // The repeat itself is the look.
        Guarantee::A => resend(step, context),
        Guarantee::B if key_is_known(&step, context) => absent_with_key(step, doubt, context),
        _ => ask(step, doubt),
    }
}

/// Whether the platform surely still knows the key of the first request of this part.
fn key_is_known(step: &Step, context: &Context) -> bool {
    step.next.first_sent.is_some_and(|first| context.now < later(first, context.key_window))
}

/// Sends the very same request again, unless its time has passed meanwhile. The first time at
/// once, then with growing pauses: a platform that fails every time is not hurried.
fn resend(mut step: Step, context: &Context) -> Step {
    if step.next.give_up.is_some_and(|give_up| give_up <= context.now) {
        let why = Reason::new("expired-while-uncertain");
        return step.given_up(why, State::Expired);
    }
    if step.next.failures > 0 {
        let pause = delay(step.next.failures, context.jitter);
        step.next.not_before = Some(later(context.now, pause));
    }
    step.next.failures = step.next.failures.saturating_add(1);
    step.again()
}

fn look_at(step: Step, doubt: Doubt) -> Step {
    step.to(State::Uncertain(doubt))
}

fn look_again(mut step: Step, doubt: Doubt, failure: &Failure, context: &Context) -> Step {
    if context.now >= later(doubt.since, LONGEST_LOOKING) {
        return ask(step, doubt);
    }
    step = mend_account(step, failure);
    step.next.failures = step.next.failures.saturating_add(1);
    let own = delay(step.next.failures, context.jitter);
    let wait = match failure.pause {
        Pause::For(asked) => asked.max(own),
        Pause::Unsaid => own,
    };
    let next_look = later(context.now, wait);
    look_at(step, Doubt { next_look, ..doubt })
}

/// A look needs a working login as much as a request does.
fn mend_account(step: Step, failure: &Failure) -> Step {
    match failure.class {
        Class::Session if !step.next.refreshed => step.refresh(),
        Class::Session | Class::Auth | Class::Policy => {
            step.with(Action::PauseAccount(failure.why()))
        }
        _ => step,
    }
}

fn ask(step: Step, doubt: Doubt) -> Step {
    // The sentence of the cause needs its own facts.
    let why = Reason { facts: doubt.why.facts, ..Reason::new("uncertain-ask") }
        .with("cause", doubt.why.id.to_string())
        .with("since", doubt.since.to_rfc3339());
    step.in_doubt(why)
}

/// Dying while looking counts, but looking goes on: it is harmless, and needed.
fn counted(mut step: Step, crashed: bool) -> Step {
    step.next.crashes = step.next.crashes.saturating_add(u8::from(crashed));
    step
}

//! The answer was lost: only evidence, proved absence or a person leads on.

use std::time::Duration;

use super::{Action, Answer, Context, Event, MOST_CRASHES, Step, handed, held};
use crate::clock::Instant;
use crate::delivery::state::later;
use crate::delivery::{Doubt, Found, Guarantee, HeldAt, OnDoubt, State, delay};
use crate::failure::{Class, Failure};
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
        Event::Interrupted { crashed } => Some(counted(step, doubt, crashed, context)),
        Event::Answered(answer @ (Answer::ItIsThere(_) | Answer::Abandon)) => {
            held::apply(step, Event::Answered(answer), HeldAt::Doubt, context)
        }
        _ => None,
    }
}

fn absent(step: Step, doubt: Doubt, context: &Context) -> Step {
    match context.guarantee {
        _ if doubt.duplicate => step.in_doubt(Reason::new("identical-text-exists")),
        Guarantee::A => absent_for_ever(step, doubt, context),
        Guarantee::B if step.key_is_known(context) => absent_with_key(step, doubt, context),
        Guarantee::B | Guarantee::C => absent_without_key(step, doubt, context),
        Guarantee::D => ask(step, doubt),
    }
}

/// The same key or object cannot appear twice, so a repeat needs no settled absence. But giving
/// it up does: until then the lost request may still land.
fn absent_for_ever(mut step: Step, doubt: Doubt, context: &Context) -> Step {
    let settled = settled(&doubt, context);
    if context.now() >= settled {
        step.next.first_sent = None;
    } else if is_over(&step, context) {
        return look_at(step, Doubt { next_look: settled, ..doubt });
    }
    repeat(step, context)
}

fn absent_with_key(step: Step, doubt: Doubt, context: &Context) -> Step {
    let settled = settled(&doubt, context);
    if context.now() < settled {
        return look_at(step, Doubt { next_look: settled, ..doubt });
    }
    repeat(step, context)
}

fn absent_without_key(step: Step, doubt: Doubt, context: &Context) -> Step {
    let settled = settled(&doubt, context);
    if context.now() < settled {
        return look_at(step, Doubt { next_look: settled, ..doubt });
    }
    let absent = doubt.absent.saturating_add(1);
    let last_look = later(doubt.since, context.settle.saturating_mul(5));
    if absent < LOOKS_FOR_ABSENCE || context.now() < last_look {
        return look_at(step, Doubt { absent, next_look: last_look.max(context.now()), ..doubt });
    }
    match context.on_doubt {
        OnDoubt::SettleRepost if context.guarantee == Guarantee::C => repost(step, context),
        _ => ask(step, doubt),
    }
}

/// Where nothing can be read, the repeat itself is the look; but nothing proves absence. A person
/// who may have been given it is given it once more, as a reminder.
fn cannot_know(step: Step, doubt: Doubt, context: &Context) -> Step {
    if context.patience.is_some() {
        return handed::perhaps_over(step, context);
    }
    let settled = settled(&doubt, context);
    match context.guarantee {
        _ if is_over(&step, context) => ask(step, doubt),
        Guarantee::A => step.again(context),
        Guarantee::B if !step.key_is_known(context) => ask(step, doubt),
        Guarantee::B if context.now() < settled => {
            look_at(step, Doubt { next_look: settled, ..doubt })
        }
        Guarantee::B => step.again(context),
        Guarantee::C | Guarantee::D => ask(step, doubt),
    }
}

fn settled(doubt: &Doubt, context: &Context) -> Instant {
    later(doubt.since, context.settle)
}

fn is_over(step: &Step, context: &Context) -> bool {
    step.next.give_up.is_some_and(|end| end <= context.now())
}

/// It is surely absent: sends the very same request again, unless its time has passed meanwhile.
fn repeat(mut step: Step, context: &Context) -> Step {
    if !is_over(&step, context) {
        return step.again(context);
    }
    step.next.first_sent = None;
    step.given_up(Reason::new("expired-while-uncertain"), State::Expired)
}

/// Its absence has settled: what is sent now is the first request again.
fn repost(mut step: Step, context: &Context) -> Step {
    step.next.first_sent = None;
    repeat(step, context)
}

fn look_at(step: Step, doubt: Doubt) -> Step {
    step.to(State::Uncertain(doubt))
}

fn look_again(mut step: Step, doubt: Doubt, failure: &Failure, context: &Context) -> Step {
    if context.now() >= later(doubt.since, LONGEST_LOOKING) {
        return match context.patience {
            // Others know no more about it, and hear of it where that person says nothing.
            Some(_) => handed::perhaps_over(step, context),
            None => ask(step, doubt),
        };
    }
    step = mend_account(step, failure);
    step.next.failures = step.next.failures.saturating_add(1);
    let own = delay(step.next.failures, context.jitter);
    let next_look = later(context.now(), failure.wait(own));
    look_at(step, Doubt { next_look, ..doubt })
}

/// A look needs a working login as much as a request does.
fn mend_account(step: Step, failure: &Failure) -> Step {
    match failure.class {
        Class::Session if !step.next.refreshed => step.refresh(),
        Class::Session | Class::Auth | Class::Policy => {
            step.with(Action::PauseAccount(failure.why_paused()))
        }
        _ => step,
    }
}

fn ask(step: Step, doubt: Doubt) -> Step {
    step.ask(doubt.why)
}

/// Dying while looking counts, and looking goes on, as it is harmless and needed; but what dies of
/// it again and again would keep everything else from going out. While no look is due, the death
/// was not of this.
fn counted(mut step: Step, doubt: Doubt, crashed: bool, context: &Context) -> Step {
    if !crashed || doubt.next_look > context.now() {
        return step;
    }
    step.next.crashes = step.next.crashes.saturating_add(1);
    if step.next.crashes >= MOST_CRASHES {
        return step.ask(Reason::new("crashes-the-daemon"));
    }
    step
}

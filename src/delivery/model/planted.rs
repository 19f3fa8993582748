//! Bugs that are planted on purpose: a model that would let one of them pass proves nothing.

mod by_hand;

use super::explore::seek;
use super::rules::Rules;
use super::world::{SETTLE, Setting, WINDOW, Wrong};
use crate::delivery::{
    Action, Context, Delivery, Doubt, Event, Found, Illegal, State, Step, Why, step,
};
use crate::failure::{Class, Failure};
use crate::verdict::Reason;

type Stepped = Result<Step, Illegal>;

/// Under the planted bug a way must lead to this broken promise; without it none does.
fn breaks(rules: Rules, setting: Setting, wrong: Wrong) {
    let explored = seek(rules, setting, wrong);
    assert!(explored.is_err_and(|broken| broken.wrong == wrong), "{setting:?} {wrong:?}");
}

fn planted(bug: fn(&Delivery, Event, &Context) -> Stepped) -> Rules {
    Rules { step: bug, ..Rules::real() }
}

/// The delivery in `state`, and a person is told.
fn moved(delivery: &Delivery, state: State) -> Stepped {
    let next = Delivery { state, ..delivery.clone() };
    Ok(Step { next, actions: vec![Action::Tell(Reason::new("planted"))] })
}

#[test]
fn sending_again_after_a_lost_answer_is_caught() {
    fn bug(delivery: &Delivery, event: Event, context: &Context) -> Stepped {
        let event = match (&delivery.state, event) {
            (State::Sending { .. }, Event::Failed(failure)) if failure.class == Class::Unknown => {
                Event::Failed(Failure { class: Class::NotSent, ..failure })
            }
            (_, event) => event,
        };
        step(delivery, event, context)
    }
    for setting in [Setting::c(), Setting { repost: true, ..Setting::c() }, Setting::d()] {
        breaks(planted(bug), setting, Wrong::Double);
    }
    // The key makes the repeat harmless, but the first request is forgotten all the same.
    breaks(planted(bug), Setting::a(), Wrong::Untrue);
}

#[test]
fn rescuing_an_interrupted_request_into_the_queue_is_caught() {
    fn bug(delivery: &Delivery, event: Event, context: &Context) -> Stepped {
        match (&delivery.state, &event) {
            (State::Sending { .. }, Event::Interrupted { .. }) => moved(delivery, State::Ready),
            _ => step(delivery, event, context),
        }
    }
    for setting in [Setting::b(), Setting::c(), Setting::d()] {
        breaks(planted(bug), setting, Wrong::Double);
    }
}

#[test]
fn a_request_before_its_intent_is_on_disk_is_caught() {
    let rules = Rules { intent_is_durable: false, ..Rules::real() };
    for setting in [Setting::c(), Setting::d()] {
        breaks(rules, setting, Wrong::Double);
    }
}

#[test]
fn sending_again_after_one_empty_read_is_caught() {
    fn bug(delivery: &Delivery, event: Event, context: &Context) -> Stepped {
        match (&delivery.state, &event) {
            (State::Uncertain(_), Event::Looked(Found::Absent)) => moved(delivery, State::Ready),
            _ => step(delivery, event, context),
        }
    }
    for setting in [Setting::b(), Setting { repost: true, ..Setting::c() }] {
        breaks(planted(bug), setting, Wrong::Double);
    }
}

#[test]
fn a_settle_time_of_nothing_is_caught() {
    let rules = Rules { settle: 0, ..Rules::real() };
    for setting in [Setting::b(), Setting { repost: true, ..Setting::c() }] {
        breaks(rules, setting, Wrong::Double);
    }
    breaks(rules, Setting::a(), Wrong::Untrue);
}

#[test]
fn a_settle_time_that_counts_from_the_intent_is_caught() {
    fn bug(delivery: &Delivery, event: Event, context: &Context) -> Stepped {
        let mut step = step(delivery, event, context)?;
        if let (State::Sending { since }, State::Uncertain(doubt)) =
            (&delivery.state, &mut step.next.state)
        {
            *doubt = Doubt { since: *since, ..doubt.clone() };
        }
        Ok(step)
    }
    breaks(planted(bug), Setting::b(), Wrong::Double);
}

#[test]
fn a_new_key_for_every_repeat_is_caught() {
    let rules = Rules { key_is_kept: false, ..Rules::real() };
    for setting in [Setting::a(), Setting { blind: true, ..Setting::b() }] {
        breaks(rules, setting, Wrong::Double);
    }
}

#[test]
fn a_new_object_while_the_old_one_may_appear_is_caught() {
    fn bug(delivery: &Delivery, event: Event, context: &Context) -> Stepped {
        if (&delivery.state, &event) != (&State::Ready, &Event::WentStale) {
            return step(delivery, event, context);
        }
        let next = Delivery { state: State::Preparing, ..delivery.clone() };
        Ok(Step { next, actions: vec![Action::ForgetPrepared] })
    }
    let staged = Setting { staged: true, ..Setting::a() };
    breaks(planted(bug), staged, Wrong::Double);
}

#[test]
fn an_empty_journal_after_a_crash_is_caught() {
    let rules = Rules { journal_survives: false, ..Rules::real() };
    for setting in [Setting::c(), Setting::d()] {
        breaks(rules, setting, Wrong::Double);
    }
}

#[test]
fn sending_again_after_the_key_window_is_caught() {
    let blind = Setting { blind: true, ..Setting::b() };
    for window in [u8::MAX, WINDOW + SETTLE] {
        breaks(Rules { window, ..Rules::real() }, blind, Wrong::Double);
    }
}

#[test]
fn giving_up_while_a_request_may_still_land_is_caught() {
    fn bug(delivery: &Delivery, event: Event, context: &Context) -> Stepped {
        match (&delivery.state, event) {
            (State::Ready, Event::Expired(why)) => moved(delivery, State::Expired(Why { why })),
            (_, event) => step(delivery, event, context),
        }
    }
    for setting in [Setting::a(), Setting { blind: true, ..Setting::b() }] {
        breaks(planted(bug), setting, Wrong::Untrue);
    }
}

#[test]
fn calling_it_published_without_evidence_is_caught() {
    fn bug(delivery: &Delivery, event: Event, context: &Context) -> Stepped {
        match (&delivery.state, &event) {
            (State::Uncertain(_), Event::Looked(Found::CannotKnow)) => {
                moved(delivery, State::Published)
            }
            _ => step(delivery, event, context),
        }
    }
    breaks(planted(bug), Setting::d(), Wrong::Untrue);
}

#[test]
fn holding_without_telling_anybody_is_caught() {
    fn bug(delivery: &Delivery, event: Event, context: &Context) -> Stepped {
        let step = step(delivery, event, context)?;
        Ok(Step { actions: Vec::new(), ..step })
    }
    breaks(planted(bug), Setting::d(), Wrong::Silent);
}

#[test]
fn looking_for_ever_is_caught() {
    fn bug(delivery: &Delivery, event: Event, context: &Context) -> Stepped {
        match (&delivery.state, &event) {
            (State::Uncertain(doubt), Event::Looked(_)) => {
                let next_look = context.now() + chrono::Duration::minutes(1);
                moved(delivery, State::Uncertain(Doubt { next_look, ..doubt.clone() }))
            }
            _ => step(delivery, event, context),
        }
    }
    breaks(planted(bug), Setting::c(), Wrong::Endless);
}

#[test]
fn waiting_for_nothing_is_caught() {
    fn bug(delivery: &Delivery, event: Event, context: &Context) -> Stepped {
        match (&delivery.state, &event) {
            (State::Sending { .. }, Event::Interrupted { .. }) => {
                moved(delivery, delivery.state.clone())
            }
            _ => step(delivery, event, context),
        }
    }
    breaks(planted(bug), Setting::d(), Wrong::Stuck);
}

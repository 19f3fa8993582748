//! The same where a person makes public what they are given.

use super::super::rules::Rules;
use super::super::world::{Setting, Wrong};
use super::{Stepped, breaks, moved, planted};
use crate::delivery::{
    Context, Delivery, Event, Found, Guarantee, Handed, HeldAt, State, Step, Why, step,
};
use crate::verdict::Reason;

/// Under the planted bug this promise is broken where a person makes things public.
fn breaks_by_hand(rules: Rules, wrong: Wrong) {
    for guarantee in [Guarantee::C, Guarantee::D] {
        breaks(rules, Setting::by_hand(guarantee), wrong);
    }
}

fn with_a_person(delivery: &Delivery) -> Option<Handed> {
    match delivery.state {
        State::Held { at: HeldAt::Handed(handed), .. } => Some(handed),
        _ => None,
    }
}

#[test]
fn giving_it_to_them_again_because_nobody_knows_is_caught() {
    fn lost(delivery: &Delivery, event: Event, context: &Context) -> Stepped {
        match (&delivery.state, &event) {
            (State::Uncertain(_), Event::Looked(Found::CannotKnow)) => {
                moved(delivery, State::Ready)
            }
            _ => step(delivery, event, context),
        }
    }
    fn started(delivery: &Delivery, event: Event, context: &Context) -> Stepped {
        match (with_a_person(delivery), &event) {
            (Some(_), Event::Interrupted { .. }) => moved(delivery, State::Planned),
            _ => step(delivery, event, context),
        }
    }
    for bug in [lost, started] {
        breaks_by_hand(planted(bug), Wrong::Double);
    }
}

#[test]
fn taking_the_handing_over_for_the_publication_is_caught() {
    fn bug(delivery: &Delivery, event: Event, context: &Context) -> Stepped {
        step(delivery, event, &Context { patience: None, ..*context })
    }
    breaks_by_hand(planted(bug), Wrong::FalseReceipt);
}

#[test]
fn an_end_of_what_a_person_has_by_time_or_policy_is_caught() {
    fn bug(delivery: &Delivery, event: Event, context: &Context) -> Stepped {
        match (with_a_person(delivery), event) {
            (Some(_), Event::Expired(why)) => moved(delivery, State::Expired(Why { why })),
            (_, event) => step(delivery, event, context),
        }
    }
    breaks_by_hand(planted(bug), Wrong::Untrue);
}

#[test]
fn reminding_somebody_for_ever_without_telling_others_is_caught() {
    fn bug(delivery: &Delivery, event: Event, context: &Context) -> Stepped {
        match (with_a_person(delivery), &event) {
            (Some(handed), Event::Reminded) => {
                let next_word = context.now() + chrono::Duration::minutes(1);
                let why = Reason::new("planted");
                let at = HeldAt::Handed(Handed { next_word, ..handed });
                moved(delivery, State::Held { at, why })
            }
            _ => step(delivery, event, context),
        }
    }
    breaks_by_hand(planted(bug), Wrong::Endless);
}

#[test]
fn calling_it_told_when_nobody_was_told_is_caught() {
    fn bug(delivery: &Delivery, event: Event, context: &Context) -> Stepped {
        let step = step(delivery, event, context)?;
        let actions = if with_a_person(delivery).is_some() { Vec::new() } else { step.actions };
        Ok(Step { actions, ..step })
    }
    breaks_by_hand(planted(bug), Wrong::Silent);
}

#[test]
fn reminding_somebody_in_a_blackout_is_caught() {
    breaks_by_hand(Rules { blackouts_hold: false, ..Rules::real() }, Wrong::InBlackout);
}

#[test]
fn asking_others_what_only_the_person_knows_is_caught() {
    fn bug(delivery: &Delivery, event: Event, context: &Context) -> Stepped {
        step(
            delivery,
            event,
            &match &delivery.state {
                State::Uncertain(_) => Context { patience: None, ..*context },
                _ => *context,
            },
        )
    }
    breaks_by_hand(planted(bug), Wrong::OthersAsked);
}

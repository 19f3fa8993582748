//! Whatever happens, in whatever order.

use std::time::Duration;

use proptest::prelude::*;
use proptest::sample::select;

use super::table::events;
use super::{at, context, failure};
use crate::delivery::step::{Action, Context, Event, step};
use crate::delivery::{Delivery, DeliveryId, Guarantee, OnDoubt, State};
use crate::failure::Class;

const GUARANTEES: [Guarantee; 4] = [Guarantee::A, Guarantee::B, Guarantee::C, Guarantee::D];

/// Any event; those that lead on are the more likely ones, so that deliveries get far.
fn event() -> impl Strategy<Value = Event> {
    let onward = events().into_iter().filter(|event| {
        matches!(
            event,
            Event::Begun { .. }
                | Event::Prepared
                | Event::Armed
                | Event::Receipt(_)
                | Event::Looked(_)
                | Event::Answered(_)
        )
    });
    let failed = select(Class::ALL.to_vec()).prop_map(|class| Event::Failed(failure(class)));
    let unlooked = select(Class::ALL.to_vec()).prop_map(|class| Event::LookFailed(failure(class)));
    prop_oneof![
        6 => select(onward.collect::<Vec<_>>()),
        2 => select(events()),
        2 => failed,
        1 => unlooked,
    ]
}

/// What happens, and how many seconds later.
fn history() -> impl Strategy<Value = Vec<(Event, i64)>> {
    let pause = prop_oneof![Just(0), 0..200_i64, 0..5_000_i64, 0..100_000_i64];
    prop::collection::vec((event(), pause), 0..80)
}

fn setting() -> impl Strategy<Value = Context> {
    let repost = any::<bool>();
    (select(GUARANTEES.to_vec()), repost, 0.0..1.0).prop_map(|(guarantee, repost, jitter)| {
        let on_doubt = if repost { OnDoubt::SettleRepost } else { OnDoubt::Hold };
        Context { jitter, on_doubt, ..context(guarantee, 0) }
    })
}

/// Follows a delivery through the events that it takes: before, after and what is to be done.
fn follow(
    setting: Context,
    history: Vec<(Event, i64)>,
    mut check: impl FnMut(&Delivery, &Delivery, &[Action]) -> Result<(), TestCaseError>,
) -> Result<(), TestCaseError> {
    let mut delivery = Delivery { give_up: Some(at(90_000)), ..Delivery::planned(DeliveryId(1)) };
    let mut context = setting;
    for (event, seconds) in history {
        context.clocks.wall += chrono::Duration::seconds(seconds);
        context.clocks.uptime += Duration::from_secs(u64::try_from(seconds).unwrap());
        if let Ok(step) = step(&delivery, event, &context) {
            check(&delivery, &step.next, &step.actions)?;
            delivery = step.next;
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn the_part_never_goes_back_and_never_beyond_the_last(
        setting in setting(), history in history()
    ) {
        follow(setting, history, |before, after, _| {
            prop_assert!(after.part >= before.part);
            prop_assert!(after.part < after.parts.max(1));
            prop_assert!(before.parts == 0 || after.parts == before.parts);
            Ok(())
        })?;
    }

    #[test]
    fn receipts_come_one_for_each_part_in_order(setting in setting(), history in history()) {
        let mut kept = 0;
        follow(setting, history, |before, after, actions| {
            for action in actions {
                if let Action::KeepReceipt { part, .. } = action {
                    prop_assert_eq!(*part, kept);
                    kept += 1;
                }
            }
            let all = match after.state {
                State::Published => true,
                State::Recalled => before.state == State::Published,
                _ => false,
            };
            prop_assert_eq!(kept, if all { after.parts } else { kept.min(after.part) });
            Ok(())
        })?;
    }

    #[test]
    fn an_end_is_an_end(setting in setting(), history in history()) {
        follow(setting, history, |before, after, actions| {
            let recalled = before.is_left_public() && after.state == State::Recalled;
            prop_assert!(!before.state.is_end() || recalled);
            prop_assert!(!recalled || actions.is_empty());
            Ok(())
        })?;
    }

    #[test]
    fn what_may_be_public_never_ends_as_if_it_were_not(
        setting in setting(), history in history()
    ) {
        follow(setting, history, |before, after, _| {
            let unpublished = matches!(
                after.state,
                State::Expired(_) | State::Missed(_) | State::Cancelled(_)
            );
            prop_assert!(!unpublished || (after.part == 0 && after.first_sent.is_none()));
            let asked = matches!(before.state, State::Held { .. } | State::Uncertain(_));
            let failed = matches!(after.state, State::Failed(_)) && !asked;
            prop_assert!(!failed || (after.part == 0 && after.first_sent.is_none()));
            Ok(())
        })?;
    }

    #[test]
    fn only_a_ready_delivery_is_sent(setting in setting(), history in history()) {
        follow(setting, history, |before, after, _| {
            let sends = matches!(after.state, State::Sending { .. });
            prop_assert!(!sends || before.state == State::Ready);
            prop_assert_eq!(sends, after.attempts > before.attempts);
            Ok(())
        })?;
    }
}

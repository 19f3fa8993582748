//! What a person can say to a delivery that waits for them: lines to copy, with their meaning.

use crate::cli::desk::Desk;
use crate::delivery::{Delivery, HeldAt, State};

/// One thing that a person can say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Answer {
    /// The option of `dakiya resolve`, as people write it.
    pub(super) option: &'static str,
    /// The message that says what it means.
    pub(super) meaning: &'static str,
}

const fn answer(option: &'static str, meaning: &'static str) -> Answer {
    Answer { option, meaning }
}

const POSTED: Answer = answer("--posted URL", "answer-posted");
const POST_AGAIN: Answer = answer("--post-again", "answer-post-again");
const ABANDON: Answer = answer("--abandon", "answer-abandon");
const HAND_AGAIN: Answer = answer("--post-again", "answer-hand-again");
const ABANDON_HANDED: Answer = answer("--abandon", "answer-abandon-handed");
const ABANDON_REST: Answer = answer("--abandon", "answer-abandon-rest");
const LOOK: Answer = answer("--look", "answer-look");
const RELEASE: Answer = answer("--release", "answer-release");
const CANCEL: Answer = answer("--cancel", "answer-cancel");

/// What can be said to `delivery` as it stands; nothing where it asks for nothing.
pub(super) fn answers(delivery: &Delivery) -> &'static [Answer] {
    match &delivery.state {
        State::Held { at: HeldAt::Doubt, .. } => &[POSTED, POST_AGAIN, ABANDON, LOOK],
        State::Uncertain(_) => &[POSTED, ABANDON, LOOK],
        State::Held { at: HeldAt::Handed(_), .. } => &[POSTED, HAND_AGAIN, ABANDON_HANDED, LOOK],
        State::Held { at: HeldAt::Part, .. } => &[RELEASE, ABANDON_REST],
        State::Held { at: HeldAt::Start, .. } => &[RELEASE, CANCEL],
        _ => &[],
    }
}

/// The command lines that answer `delivery`.
pub(super) fn lines(desk: &Desk, delivery: &Delivery) -> Vec<String> {
    let line = |answer: &Answer| desk.line(&format!("resolve {} {}", delivery.id, answer.option));
    answers(delivery).iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use clap::Parser as _;

    use super::*;
    use crate::cli::Arguments;
    use crate::clock::{Clock as _, SimulatedClock, from_micros};
    use crate::delivery::{
        Answer as Said, Context, DeliveryId, Doubt, Event, Evidence, Guarantee, Handed, OnDoubt,
        Receipt, step,
    };
    use crate::verdict::Reason;

    fn states() -> Vec<State> {
        let why = || Reason::new("blackout");
        let now = from_micros(0);
        let handed = Handed { next_look: now, next_word: now, reported: false };
        let held = [HeldAt::Start, HeldAt::Part, HeldAt::Doubt, HeldAt::Handed(handed)];
        let held = held.map(|at| State::Held { at, why: why() });
        let doubt = Doubt { since: now, next_look: now, absent: 0, duplicate: false, why: why() };
        held.into_iter().chain([State::Uncertain(doubt)]).collect()
    }

    fn delivery(state: State) -> Delivery {
        let part = u16::from(matches!(state, State::Held { at: HeldAt::Part, .. }));
        Delivery { state, part, parts: 2, ..Delivery::planned(DeliveryId(7)) }
    }

    /// The event that an order with this option brings.
    fn event(option: &str) -> Event {
        match option {
            // A look that finds it says the same as a person who found it.
            "--posted URL" | "--look" => Event::Answered(Said::ItIsThere(Receipt {
                id: String::new(),
                url: None,
                at: from_micros(0),
                evidence: Evidence::Person,
                extra: serde_json::Value::Null,
                remarks: Vec::new(),
            })),
            "--post-again" => Event::Answered(Said::PostAgain),
            "--abandon" => Event::Answered(Said::Abandon),
            "--release" => Event::Released,
            "--cancel" => Event::Cancelled(Reason::new("cancelled-by-person")),
            other => panic!("{other}"),
        }
    }

    #[test]
    fn whatever_is_offered_can_be_typed_and_is_then_carried_out() {
        let context = Context {
            clocks: SimulatedClock::starting_at(from_micros(0)).reading(),
            guarantee: Guarantee::D,
            on_doubt: OnDoubt::default(),
            settle: std::time::Duration::ZERO,
            key_window: std::time::Duration::ZERO,
            patience: None,
            jitter: 0.0,
        };
        for state in states() {
            let delivery = delivery(state);
            assert!(!answers(&delivery).is_empty());
            for answer in answers(&delivery) {
                let line = format!("dakiya resolve 7 {}", answer.option);
                assert!(Arguments::try_parse_from(line.split(' ')).is_ok(), "{line}");
                let done = step(&delivery, event(answer.option), &context);
                assert!(done.is_ok(), "{line}: {:?}", delivery.state);
            }
        }
    }

    #[test]
    fn what_asks_for_nothing_is_offered_nothing() {
        for state in [State::Planned, State::Ready, State::Published] {
            assert!(answers(&delivery(state)).is_empty());
        }
    }
}

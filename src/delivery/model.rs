//! The proof of the heart: every way in which requests, answers, crashes, people and time can
//! interleave, tried on the real transition function.
//!
//! The world of the model is one delivery on one account: what the journal has on disk, the
//! daemon (up, down, or with a visible request out), and the platform with its ledger, the keys
//! that it knows and the requests that are still on their way to it. [`chances`] knows every next
//! thing that can happen; [`explore`] tries them all, breadth first, and holds what comes of it
//! against the promises. The driver obeys the engine's rules: the intent is on disk before
//! the request goes out, the outcome after it; a start applies the interruption; an uncertain
//! delivery is looked for before anything else is sent.
//!
//! What is assumed of the world:
//! - A request lands within the settle time after its answer was given up, or never.
//! - A visible request is given up within [`world::DEADLINE`] of its intent.
//! - The platform knows a key (class B) for that long beyond the key window, counted from when
//!   the request was applied; where own posts can be read, it may even die before it keeps it.
//! - A read tells the truth of its moment. People look, too, and once the settle time is over.
//!
//! - Where a person makes public what they are given, the visible request only gives it to them; that
//!   it is public is what they say. Whoever wants it given to them once more knows of the first time.
//!
//! The model makes more happen than can, and not less: nothing waits for its time to be tried
//! again, and neither crashes nor visible requests are counted, as the situations are finitely
//! many without. A thread has up to 3 parts; a staged object is renewed up to 3 times a part.

mod chances;
mod driver;
mod explore;
mod person;
mod planted;
mod platform;
mod rules;
mod sketch;
mod world;

use explore::{Explored, explore};
use rules::Rules;
use sketch::Place;
use world::Setting;

use super::Guarantee;

/// Explores one setting under the true rules, and tells how large it was.
fn prove(name: &str, setting: Setting) -> Explored {
    let explored = explore(Rules::real(), setting).unwrap_or_else(|broken| panic!("{broken}"));
    println!("{name}: {explored}");
    explored
}

fn ends_of(explored: &Explored, expected: &[Place]) {
    for place in expected {
        assert!(explored.quiet.contains_key(place), "no way led to {place:?}: {explored}");
    }
}

#[test]
fn a_key_known_for_ever_makes_every_part_public_exactly_once() {
    let explored = prove("A, own key, can be read", Setting::a());
    ends_of(&explored, &[Place::Published, Place::Failed, Place::HeldPart]);
}

#[test]
fn a_key_known_for_ever_is_enough_where_nothing_can_be_read() {
    let explored = prove("A, own key, cannot be read", Setting { blind: true, ..Setting::a() });
    ends_of(&explored, &[Place::Published, Place::HeldDoubt]);
}

#[test]
fn a_staged_object_is_never_staged_anew_while_it_may_still_appear() {
    let explored = prove("A, staged object", Setting { staged: true, ..Setting::a() });
    ends_of(&explored, &[Place::Published, Place::HeldDoubt]);
}

#[test]
fn a_key_with_a_window_makes_every_part_public_exactly_once() {
    let explored = prove("B, can be read", Setting::b());
    ends_of(&explored, &[Place::Published, Place::HeldDoubt, Place::Failed]);
}

#[test]
fn a_key_with_a_window_is_enough_where_nothing_can_be_read() {
    let explored = prove("B, cannot be read", Setting { blind: true, ..Setting::b() });
    ends_of(&explored, &[Place::Published, Place::HeldDoubt]);
}

#[test]
fn reading_back_or_asking_never_doubles_a_part() {
    let explored = prove("C, hold", Setting::c());
    ends_of(&explored, &[Place::Published, Place::HeldDoubt]);
}

#[test]
fn sending_again_after_two_late_reads_never_doubles_a_part() {
    let explored = prove("C, settle and repost", Setting { repost: true, ..Setting::c() });
    ends_of(&explored, &[Place::Published, Place::Failed, Place::HeldPart]);
}

#[test]
fn nobody_is_asked_twice_to_publish_a_part_and_what_they_have_ends_by_their_word() {
    for guarantee in [Guarantee::C, Guarantee::D] {
        let explored = prove("by hand", Setting::by_hand(guarantee));
        ends_of(&explored, &[Place::Published, Place::Failed, Place::HeldPart]);
    }
}

#[test]
fn asking_never_doubles_a_part() {
    let explored = prove("D", Setting::d());
    ends_of(&explored, &[Place::Published, Place::HeldDoubt, Place::HeldPart]);
}

//! What holds of every plan.

use std::collections::BTreeSet;
use std::time::Duration;

use proptest::prelude::*;
use proptest::sample::select;

use super::{HOUR, World, at, brief, slot};
use crate::account::SlotName;
use crate::journal::Brief;
use crate::post::When;
use crate::schedule::{Place, Planned, Slot};

const LINES: [&str; 5] =
    ["0 9 * * *", "0 12 * * 1-5", "*/30 8-10 * * *", "0 9,18 * * *", "15 8 25 11 *"];

fn any_slots() -> impl Strategy<Value = Vec<Slot>> {
    let one = (select(LINES.to_vec()), 1..4_u16, prop::bool::weighted(0.2));
    prop::collection::vec(one, 0..4).prop_map(|slots| {
        let slots = slots.into_iter().zip(["one", "two", "three"]);
        let slots = slots.map(|((line, places, foreign), name)| {
            let accounts = if foreign { vec!["tele".parse().unwrap()] } else { Vec::new() };
            Slot { accounts, ..slot(name, line, places) }
        });
        slots.collect()
    })
}

fn any_world() -> impl Strategy<Value = World> {
    let bars = prop::collection::vec((0..12 * HOUR, 1..6 * HOUR), 0..3);
    let last = prop::option::of(-100..0_i64);
    (any_slots(), 0..90_u64, last, bars).prop_map(|(slots, gap, last, bars)| World {
        min_gap: Duration::from_secs(gap * 60),
        last_published: last.map(at),
        bars: bars.into_iter().map(|(from, length)| (from, from + length)).collect(),
        ..World::of(slots)
    })
}

fn queueing() -> impl Strategy<Value = When> {
    let named = select(vec!["one", "two", "three", "four"]);
    prop_oneof![
        3 => Just(When::NextSlot),
        2 => named.prop_map(|name| When::Slot(name.parse().unwrap())),
    ]
}

fn any_when() -> impl Strategy<Value = When> {
    prop_oneof![
        4 => queueing(),
        1 => Just(When::Now),
        2 => (-100..2000_i64).prop_map(|minutes| When::At(at(minutes))),
    ]
}

fn waiting(when: impl Strategy<Value = When>) -> impl Strategy<Value = Vec<Brief>> {
    let expires = prop::option::weighted(0.3, 0..3000_i64);
    prop::collection::vec((when, expires), 0..14).prop_map(|posts| {
        let posts = (1..).zip(posts);
        let post = |(id, (when, expires)): (i64, (When, Option<i64>))| {
            let expires = expires.map(at);
            Brief { expires, ..brief(id, when) }
        };
        posts.map(post).collect()
    })
}

fn places(planned: &[Planned]) -> Vec<Place> {
    planned.iter().filter_map(|one| one.place.clone()).collect()
}

/// The slot that a post waits for, if it waits for one alone.
fn only(brief: &Brief) -> Option<&SlotName> {
    match &brief.when {
        When::Slot(name) => Some(name),
        _ => None,
    }
}

proptest! {
    #[test]
    fn no_two_posts_share_a_place(world in any_world(), waiting in waiting(any_when())) {
        let places = places(&world.plan(&waiting));
        let distinct: BTreeSet<_> = places.iter().map(|place| &place.key).collect();
        prop_assert_eq!(distinct.len(), places.len());
    }

    #[test]
    fn every_place_is_a_free_one_of_the_right_slot(
        world in any_world(), waiting in waiting(any_when())
    ) {
        for (brief, planned) in waiting.iter().zip(world.plan(&waiting)) {
            let Some(Place { key, at: time }) = planned.place else { continue };
            let slot = world.slots.iter().find(|slot| slot.name == key.slot).unwrap();
            prop_assert!(slot.is_for(&super::account()) && key.place < slot.places);
            prop_assert!(only(brief).is_none_or(|name| *name == key.slot));
            prop_assert!(time >= at(0) && world.barred(time).is_none());
            prop_assert!(brief.expires.is_none_or(|expires| time < expires));
            prop_assert_eq!(time.naive_utc(), key.nominal);
        }
    }

    #[test]
    fn nobody_is_overtaken_by_a_later_post_that_wants_the_same(
        world in any_world(), waiting in waiting(queueing())
    ) {
        let planned = world.plan(&waiting);
        for (index, earlier) in waiting.iter().enumerate() {
            for (later, other) in waiting.iter().enumerate().skip(index + 1) {
                let same = only(earlier).is_none() || only(earlier) == only(other);
                if let (true, Some(first), Some(second)) =
                    (same, planned[index].at, planned[later].at)
                {
                    prop_assert!(first <= second, "{} and {}", index, later);
                }
            }
        }
    }

    #[test]
    fn gaps_are_kept_and_nothing_comes_before_its_time(
        world in any_world(), waiting in waiting(any_when())
    ) {
        let planned = world.plan(&waiting);
        let gap = chrono::Duration::from_std(world.min_gap).unwrap();
        let mut times: Vec<_> = planned.iter().filter_map(|one| one.at).collect();
        times.extend(world.last_published);
        times.sort();
        prop_assert!(times.windows(2).all(|pair| pair[1] - pair[0] >= gap));
        let early = |one: &Planned| one.place.as_ref().is_some_and(|p| one.at < Some(p.at));
        prop_assert!(!planned.iter().any(|one| early(one) || one.at.is_some_and(|t| t < at(0))));
    }

    #[test]
    fn the_same_lane_gives_the_same_plan_and_later_posts_change_no_place(
        world in any_world(), waiting in waiting(any_when()), cut in 0..14_usize
    ) {
        let planned = world.plan(&waiting);
        prop_assert_eq!(&planned, &world.plan(&waiting));
        let first = &waiting[..cut.min(waiting.len())];
        let before: Vec<_> = world.plan(first).into_iter().map(|one| one.place).collect();
        let after: Vec<_> = planned.into_iter().take(first.len()).map(|one| one.place).collect();
        prop_assert_eq!(before, after);
    }
}

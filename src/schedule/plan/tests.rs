//! The plan of one lane.

mod random;

use super::{Outlook, Planned, plan};
use crate::account::{AccountName, Rules};
use crate::clock::Instant;
use crate::delivery::{Delivery, DeliveryId, Doubt, HeldAt, State};
use crate::journal::{Brief, SlotKey, Version};
use crate::platform::Budget;
use crate::post::{PostId, When};
use crate::schedule::{CronLine, LaneView, Place, Slot, Zone, replan};
use crate::verdict::{Reason, Verdict};
use std::collections::BTreeSet;
use std::time::Duration;

/// So many minutes after eight in the morning of a Wednesday.
fn at(minutes: i64) -> Instant {
    let start: Instant = "2026-11-25T08:00:00Z".parse().unwrap();
    start + chrono::Duration::minutes(minutes)
}

const HOUR: i64 = 60;
const DAY: i64 = 24 * HOUR;

fn slot(name: &str, line: &str, places: u16) -> Slot {
    Slot {
        name: name.parse().unwrap(),
        line: CronLine::parse(line).unwrap(),
        zone: Zone::UTC,
        places,
        accounts: Vec::new(),
    }
}

fn brief(id: i64, when: When) -> Brief {
    Brief {
        delivery: Delivery::planned(DeliveryId(id)),
        version: Version(1),
        post: PostId(id),
        name: format!("post-{id}.md"),
        account: account(),
        when,
        due: None,
        asked: None,
        slot: None,
        taken: at(-100),
        expires: None,
        urgent: false,
    }
}

fn queued(id: i64) -> Brief {
    brief(id, When::NextSlot)
}

fn held(id: i64, held: HeldAt, why: &'static str) -> Brief {
    let mut brief = queued(id);
    brief.delivery.state = State::Held { at: held, why: Reason::new(why) };
    brief
}

fn account() -> AccountName {
    "toot".parse().unwrap()
}

/// A lane of which everything is known.
#[derive(Debug, Default, Clone)]
struct World {
    slots: Vec<Slot>,
    taken: BTreeSet<SlotKey>,
    min_gap: Duration,
    last_published: Option<Instant>,
    budgets: Vec<Budget>,
    sent: Vec<Instant>,
    /// Stretches of minutes in which nothing goes out.
    bars: Vec<(i64, i64)>,
}

impl World {
    fn of(slots: impl Into<Vec<Slot>>) -> Self {
        Self { slots: slots.into(), ..Self::default() }
    }

    fn barred(&self, instant: Instant) -> Option<Instant> {
        let bar = self.bars.iter().find(|(from, until)| (at(*from)..at(*until)).contains(&instant));
        bar.map(|(_, until)| at(*until))
    }

    fn with_view<T>(
        &self,
        taken: &BTreeSet<SlotKey>,
        use_it: impl FnOnce(&LaneView<'_>) -> T,
    ) -> T {
        use_it(&LaneView {
            account: &account(),
            slots: &self.slots,
            taken,
            barred: &|instant| self.barred(instant),
            now: at(0),
        })
    }

    fn plan(&self, waiting: &[Brief]) -> Vec<Planned> {
        // Gaps and places alone: whether a firing was missed is looked at elsewhere.
        let rules = Rules { min_gap: self.min_gap, grace: Duration::MAX, ..Rules::default() };
        self.with_view(&self.taken, |view| plan(&self.outlook(*view, &rules), waiting))
    }

    fn outlook<'a>(&'a self, lane: LaneView<'a>, rules: &'a Rules) -> Outlook<'a> {
        Outlook {
            lane,
            rules,
            catch_up_gap: Duration::ZERO,
            awake_since: Instant::MIN_UTC,
            last_published: self.last_published,
            budgets: &self.budgets,
            sent: &self.sent,
            rests_until: None,
            judge: &|_, _| Verdict::Go,
        }
    }

    fn replan(&self, when: &When) -> Option<Place> {
        self.with_view(&self.taken, |view| replan(view, when))
    }
}

/// Minutes and reason of each.
fn told(planned: &[Planned]) -> Vec<(Option<i64>, &str)> {
    let minutes = |planned: &Planned| planned.at.map(|instant| (instant - at(0)).num_minutes());
    planned.iter().map(|one| (minutes(one), &*one.why.id)).collect()
}

#[test]
fn the_queue_takes_free_places_first_in_first_out() {
    let world = World::of([slot("morning", "0 9 * * *", 2)]);
    let planned = world.plan(&[queued(1), queued(2), queued(3)]);
    let next = "next-free-slot";
    assert_eq!(told(&planned), [(Some(60), next), (Some(60), next), (Some(60 + DAY), next)]);
    let places: Vec<_> = planned.iter().map(|one| one.place.clone().unwrap().key.place).collect();
    assert_eq!(places, [0, 1, 0]);
    assert_eq!(planned[0].why.facts["slot"], "morning".into());
}

#[test]
fn a_firing_right_now_is_still_free() {
    let world = World::of([slot("now", "0 8 * * *", 1)]);
    assert_eq!(told(&world.plan(&[queued(1)])), [(Some(0), "next-free-slot")]);
}

#[test]
fn a_named_slot_is_waited_for_while_others_pass() {
    let world = World::of([slot("morning", "0 9 * * *", 1), slot("evening", "0 18 * * *", 1)]);
    let evening = When::Slot("evening".parse().unwrap());
    let planned = world.plan(&[brief(1, evening), queued(2), queued(3)]);
    let minutes: Vec<_> = told(&planned).into_iter().map(|(minutes, _)| minutes).collect();
    assert_eq!(minutes, [Some(10 * HOUR), Some(HOUR), Some(HOUR + DAY)]);
}

#[test]
fn taken_places_are_left_alone() {
    let world = World::of([slot("morning", "0 9 * * *", 1)]);
    let place = world.replan(&When::NextSlot).unwrap();
    let taken = World { taken: BTreeSet::from([place.key]), ..world };
    assert_eq!(told(&taken.plan(&[queued(1)])), [(Some(60 + DAY), "next-free-slot")]);
}

#[test]
fn a_slot_of_other_accounts_gives_no_place() {
    let mut other = slot("morning", "0 9 * * *", 1);
    other.accounts = vec!["tele".parse().unwrap()];
    let named = When::Slot("morning".parse().unwrap());
    let planned = World::of([other]).plan(&[queued(1), brief(2, named)]);
    assert_eq!(told(&planned), [(None, "no-free-slot"), (None, "no-free-slot")]);
}

#[test]
fn slots_avoid_blackouts_and_may_fire_right_at_their_end() {
    let hourly = World::of([slot("hourly", "0 * * * *", 1)]);
    let world = World { bars: vec![(30, 3 * HOUR)], ..hourly };
    let planned = world.plan(&[queued(1), queued(2), queued(3)]);
    let minutes: Vec<_> = told(&planned).into_iter().map(|(minutes, _)| minutes).collect();
    assert_eq!(minutes, [Some(0), Some(180), Some(240)]);
}

#[test]
fn a_post_that_expires_by_its_slot_leaves_the_place_to_the_next() {
    let world = World::of([slot("morning", "0 9 * * *", 1)]);
    let expiring = |id, minutes| Brief { expires: Some(at(minutes)), ..queued(id) };
    let planned = world.plan(&[expiring(1, 60), expiring(2, 61), expiring(3, 2 * DAY)]);
    assert_eq!(
        told(&planned),
        [
            (None, "expires-before-slot"),
            (Some(60), "next-free-slot"),
            (Some(60 + DAY), "next-free-slot")
        ]
    );
}

#[test]
fn times_of_their_own_are_kept_and_past_ones_are_now() {
    let fixed = |id, minutes| brief(id, When::At(at(minutes)));
    let planned = World::default().plan(&[fixed(1, 45), fixed(2, -45), brief(3, When::Now)]);
    assert_eq!(
        told(&planned),
        [(Some(45), "fixed-time"), (Some(0), "fixed-time"), (Some(0), "at-once")]
    );
    assert!(planned.iter().all(|one| one.place.is_none()));
}

#[test]
fn what_has_its_time_already_keeps_it() {
    let key = SlotKey {
        slot: "morning".parse().unwrap(),
        nominal: "2026-11-25T09:00:00".parse().unwrap(),
        place: 0,
    };
    let booked =
        |id, minutes, slot, when| Brief { due: Some(at(minutes)), slot, ..brief(id, when) };
    let planned = World::default().plan(&[
        booked(1, 60, Some(key), When::NextSlot),
        booked(2, 70, None, When::Now),
        booked(3, 80, None, When::At(at(75))),
        booked(4, -80, None, When::At(at(-80))),
    ]);
    assert_eq!(
        told(&planned),
        [
            (Some(60), "slot-taken"),
            (Some(70), "at-once"),
            (Some(80), "fixed-time"),
            (Some(0), "fixed-time")
        ]
    );
    assert_eq!(planned[0].why.facts["slot"], "morning".into());
}

#[test]
fn what_waits_for_a_person_has_no_time_but_its_reason() {
    let world = World::of([slot("morning", "0 9 * * *", 1)]);
    let mut uncertain = queued(4);
    uncertain.delivery.state = State::Uncertain(Doubt {
        since: at(0),
        next_look: at(2),
        absent: 0,
        duplicate: false,
        why: Reason::new("answer-lost"),
    });
    let planned = world.plan(&[
        held(1, HeldAt::Start, "blackout"),
        held(2, HeldAt::Part, "text-too-long"),
        held(3, HeldAt::Doubt, "uncertain-ask"),
        uncertain,
        queued(5),
    ]);
    assert_eq!(
        told(&planned),
        [
            (None, "blackout"),
            (None, "text-too-long"),
            (None, "uncertain-ask"),
            (None, "answer-lost"),
            (Some(60), "next-free-slot")
        ]
    );
}

#[test]
fn the_minimum_gap_moves_later_posts_and_says_what_they_wanted() {
    let world = World { min_gap: Duration::from_secs(600), ..World::default() };
    let fixed = |id, minutes| brief(id, When::At(at(minutes)));
    let planned = world.plan(&[fixed(1, 30), fixed(2, 35), fixed(3, 25), fixed(4, 70)]);
    assert_eq!(
        told(&planned),
        [
            (Some(35), "minimum-gap"),
            (Some(45), "minimum-gap"),
            (Some(25), "fixed-time"),
            (Some(70), "fixed-time")
        ]
    );
    assert_eq!(planned[1].why.facts["wanted"], at(35).to_rfc3339().into());
}

#[test]
fn the_minimum_gap_counts_from_what_went_out_last() {
    let last_published = Some(at(-4));
    let world = World { min_gap: Duration::from_secs(600), last_published, ..World::default() };
    let planned = world.plan(&[brief(1, When::Now), brief(2, When::At(at(6)))]);
    assert_eq!(told(&planned), [(Some(6), "minimum-gap"), (Some(16), "minimum-gap")]);
}

#[test]
fn of_two_posts_for_one_minute_the_one_taken_first_goes_first() {
    let world = World { min_gap: Duration::from_secs(60), ..World::default() };
    let planned = world.plan(&[brief(9, When::At(at(5))), brief(4, When::At(at(5)))]);
    assert_eq!(told(&planned), [(Some(6), "minimum-gap"), (Some(5), "fixed-time")]);
}

#[test]
fn planning_anew_takes_the_next_place_of_the_slot_that_was_asked_for() {
    let world = World::of([slot("morning", "0 9 * * *", 1), slot("evening", "0 18 * * *", 1)]);
    let evening = When::Slot("evening".parse().unwrap());
    let found = |when| world.replan(&when).map(|place| (place.key.slot.to_string(), place.at));
    assert_eq!(found(evening), Some(("evening".into(), at(10 * HOUR))));
    for any in [When::NextSlot, When::Now, When::At(at(5))] {
        assert_eq!(found(any), Some(("morning".into(), at(HOUR))));
    }
    assert_eq!(found(When::Slot("noon".parse().unwrap())), None);
}

/// So many requests in so many minutes.
fn budget(most: u32, minutes: u64) -> Budget {
    Budget { most, per: Duration::from_secs(minutes * 60) }
}

#[test]
fn where_the_budget_of_the_platform_is_used_up_the_rest_goes_out_later_and_says_why() {
    let world = World { budgets: vec![budget(2, 10)], ..World::default() };
    let now = || brief(1, When::Now);
    let waiting =
        [1, 2, 3, 4, 5].map(|id| Brief { delivery: Delivery::planned(DeliveryId(id)), ..now() });
    let (once, later) = ("at-once", "budget-used");
    assert_eq!(
        told(&world.plan(&waiting)),
        [(Some(0), once), (Some(0), once), (Some(10), later), (Some(10), later), (Some(20), later)]
    );
}

#[test]
fn what_was_sent_before_counts() {
    let world =
        World { budgets: vec![budget(2, 10)], sent: vec![at(-7), at(-6)], ..World::default() };
    assert_eq!(told(&world.plan(&[brief(1, When::Now)])), [(Some(3), "budget-used")]);
    let long_ago = World { sent: vec![at(-11), at(-6)], ..world };
    assert_eq!(told(&long_ago.plan(&[brief(1, When::Now)])), [(Some(0), "at-once")]);
}

#[test]
fn a_thread_takes_a_request_for_each_of_its_parts() {
    let world = World { budgets: vec![budget(3, 10)], ..World::default() };
    let mut thread = brief(1, When::Now);
    thread.delivery.parts = 5;
    let planned = world.plan(&[thread, brief(2, When::Now), brief(3, When::Now)]);
    let later = "budget-used";
    assert_eq!(told(&planned), [(Some(0), "at-once"), (Some(10), later), (Some(20), later)]);
}

#[test]
fn the_longer_of_gap_and_budget_gives_the_reason() {
    let world = World {
        budgets: vec![budget(1, 5)],
        min_gap: Duration::from_secs(20 * 60),
        ..World::default()
    };
    let both = [brief(1, When::Now), brief(2, When::Now)];
    assert_eq!(told(&world.plan(&both))[1], (Some(20), "minimum-gap"));
    let narrow = World { budgets: vec![budget(1, 30)], ..world };
    assert_eq!(told(&narrow.plan(&both))[1], (Some(30), "budget-used"));
}

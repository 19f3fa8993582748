//! People set the wall clock while something is waited for.

use std::sync::Arc;
use std::time::Duration;

use super::rig::{Rig, minutes, start};
use super::toy::{Fate, failure};
use crate::account::Missed;
use crate::clock::{Clock as _, Noted};
use crate::delivery::{Guarantee, HeldAt, State};
use crate::event::What;
use crate::failure::{Class, Failure, Pause};
use crate::journal::{AccountState, Journal as _, SentAt};
use crate::platform::Prepared;
use crate::post::When;
use crate::publish::lane::{Lane, LaneFacts};

/// Set back and forward, from minutes to days, by less than a post lives.
const SETS: [chrono::Duration; 6] = [
    chrono::Duration::days(-3),
    chrono::Duration::hours(-2),
    chrono::Duration::minutes(-5),
    chrono::Duration::minutes(5),
    chrono::Duration::hours(2),
    chrono::Duration::hours(20),
];

const HALF_AN_HOUR: chrono::Duration = chrono::Duration::minutes(30);

/// Longer than anything here takes, on any of these clocks.
fn in_the_end() -> crate::clock::Instant {
    minutes(60 * 24 * 3)
}

fn limited(seconds: u64) -> Fate {
    let pause = Pause::For(Duration::from_secs(seconds));
    Fate::Refused(Failure { pause, ..failure(Class::Rate) })
}

async fn rig(guarantee: Guarantee, moment: fn(&What) -> bool, by: chrono::Duration) -> Rig {
    let rig = Rig::new(guarantee).await;
    *rig.set.lock().unwrap() = Some((moment, by));
    rig
}

fn retrying(what: &What) -> bool {
    matches!(what, What::Retrying { .. })
}

fn public(what: &What) -> bool {
    matches!(what, What::PartPublished { .. })
}

#[tokio::test]
async fn a_retry_waits_as_long_as_was_said_however_the_clock_is_set() {
    for by in SETS {
        let mut rig = rig(Guarantee::D, retrying, by).await;
        rig.toy.order(Fate::Refused(failure(Class::NotSent)));
        let id = rig.post("notice", When::Now).await;
        rig.run_until(in_the_end()).await;
        assert!(matches!(rig.toy.uptimes()[..], [15..=31]), "{by}: {:?}", rig.toy.uptimes());
        assert_eq!(rig.state(id).await, State::Published);
    }
}

#[tokio::test]
async fn a_wait_that_a_platform_asked_for_is_kept_and_no_longer_than_that() {
    for by in SETS {
        let waits = |what: &What| matches!(what, What::LaneWaits { .. });
        let mut rig = rig(Guarantee::D, waits, by).await;
        rig.toy.order(limited(600));
        rig.post("one", When::Now).await;
        rig.post("two", When::Now).await;
        rig.run_until(in_the_end()).await;
        assert_eq!(rig.toy.uptimes(), [600, 600], "{by}");
    }
}

#[tokio::test]
async fn a_breaker_stays_open_as_long_as_it_should() {
    for by in SETS {
        let opened = |what: &What| matches!(what, What::BreakerOpened { .. });
        let mut rig = rig(Guarantee::D, opened, by).await;
        for _ in 0..5 {
            rig.toy.order(Fate::Refused(failure(Class::NotSent)));
        }
        rig.post("notice", When::Now).await;
        rig.run_until(in_the_end()).await;
        // Four pauses that double before it opens, then five minutes or the fifth pause.
        let [uptime] = rig.toy.uptimes()[..] else { panic!("{by}: {:?}", rig.toy.uptimes()) };
        assert!((225 + 300..=450 + 480).contains(&uptime), "{by}: {uptime}");
    }
}

#[tokio::test]
async fn the_gap_between_posts_is_neither_cut_short_nor_drawn_out() {
    for by in SETS {
        let mut rig = rig(Guarantee::A, public, by).await;
        rig.rules.min_gap = Duration::from_secs(600);
        rig.post("one", When::Now).await;
        rig.post("two", When::Now).await;
        rig.run_until(in_the_end()).await;
        assert_eq!(rig.toy.uptimes(), [0, 600], "{by}");
    }
}

#[tokio::test]
async fn a_budget_counts_what_was_sent_in_its_own_time() {
    for by in SETS {
        let mut rig = rig(Guarantee::A, public, by).await;
        rig.toy.allow(1, Duration::from_secs(900));
        rig.post("one", When::Now).await;
        rig.post("two", When::Now).await;
        rig.run_until(in_the_end()).await;
        assert_eq!(rig.toy.uptimes(), [0, 900], "{by}");
    }
}

#[tokio::test]
async fn what_was_prepared_gets_too_old_by_the_time_that_passes() {
    let ready = |what: &What| matches!(what, What::Ready { .. });
    let mut rig = rig(Guarantee::A, ready, chrono::Duration::hours(-3)).await;
    let expires = Some(minutes(90));
    rig.toy.order_prepare(Ok(Prepared::Done { progress: serde_json::json!({}), expires }));
    rig.post("notice", When::At(minutes(30))).await;
    rig.run_until(in_the_end()).await;
    let heard = rig.heard.lock().unwrap();
    assert_eq!(heard.iter().filter(|one| ready(&one.what)).count(), 2);
    assert_eq!(rig.public(), [("notice".to_owned(), 30)]);
}

#[tokio::test]
async fn the_disk_is_tried_again_soon() {
    let degraded = |what: &What| matches!(what, What::Degraded { .. });
    let mut rig = rig(Guarantee::A, degraded, chrono::Duration::days(-2)).await;
    rig.post("notice", When::Now).await;
    rig.journal.fail_next(1);
    rig.run_until(in_the_end()).await;
    assert!(matches!(rig.toy.uptimes()[..], [0..=11]), "{:?}", rig.toy.uptimes());
}

#[tokio::test]
async fn a_lost_answer_is_looked_for_at_the_time_it_settles() {
    for by in SETS {
        let uncertain = |what: &What| matches!(what, What::Uncertain { .. });
        let mut rig = rig(Guarantee::B, uncertain, by).await;
        rig.toy.order(Fate::Refused(failure(Class::Unknown)));
        rig.post("notice", When::Now).await;
        rig.run_until(in_the_end()).await;
        // Under the same key, as the platform surely knows it still.
        assert_eq!(rig.toy.uptimes(), [120], "{by}");
    }
}

#[tokio::test]
async fn what_waits_across_a_restart_waits_as_long_as_it_should() {
    for by in SETS {
        let mut rig = Rig::new(Guarantee::D).await;
        rig.toy.order(limited(600));
        rig.post("one", When::Now).await;
        rig.post("two", When::Now).await;
        rig.run_until(minutes(1)).await;
        rig.clock.set(by);
        rig.begin().await;
        rig.run_until(in_the_end()).await;
        // The other was there before the start, so it is late and keeps its distance.
        assert_eq!(rig.toy.uptimes(), [600, 900], "{by}");
    }
}

#[tokio::test]
async fn budgets_and_gaps_hold_across_a_restart() {
    for by in SETS {
        let mut rig = Rig::new(Guarantee::A).await;
        rig.toy.allow(1, Duration::from_secs(900));
        rig.post("one", When::Now).await;
        rig.run_until(minutes(1)).await;
        rig.clock.set(by);
        rig.begin().await;
        rig.post("two", When::Now).await;
        rig.run_until(in_the_end()).await;
        assert_eq!(rig.toy.uptimes(), [0, 900], "{by}");
    }
}

#[tokio::test]
async fn a_post_for_now_means_now_on_a_clock_that_was_set_back() {
    let mut rig = rig(Guarantee::A, public, chrono::Duration::days(-1)).await;
    rig.rules.min_gap = Duration::from_secs(60);
    for name in 0..12 {
        rig.post(&format!("post {name}"), When::Now).await;
    }
    rig.run_until(in_the_end()).await;
    let minute = |n: u64| n * 60;
    assert_eq!(rig.toy.uptimes(), (0..12).map(minute).collect::<Vec<_>>());
}

#[tokio::test]
async fn what_a_person_released_goes_out_on_a_clock_that_was_set_back() {
    let mut rig = Rig::new(Guarantee::A).await;
    rig.rules.missed = Missed::Hold;
    let id = rig.post("notice", When::At(minutes(-30))).await;
    rig.run_until(minutes(1)).await;
    assert!(matches!(rig.state(id).await, State::Held { at: HeldAt::Start, .. }));
    rig.stop(true).await;
    rig.order(crate::journal::Order::Release { delivery: id }).await;
    rig.run_until(minutes(2)).await;
    rig.clock.set(chrono::Duration::days(-2));
    rig.stop(false).await;
    rig.run_until(minutes(3) - chrono::Duration::days(2)).await;
    assert_eq!(rig.state(id).await, State::Published, "{:?}", rig.public());
}

#[tokio::test]
async fn a_post_for_now_is_not_missed_because_the_clock_was_set_forward() {
    let mut rig = rig(Guarantee::A, public, chrono::Duration::hours(5)).await;
    rig.rules.missed = Missed::Skip;
    rig.rules.min_gap = Duration::from_secs(600);
    rig.post("one", When::Now).await;
    let two = rig.post("two", When::Now).await;
    rig.run_until(in_the_end()).await;
    assert_eq!((rig.state(two).await, rig.toy.uptimes()), (State::Published, vec![0, 600]));
}

#[tokio::test]
async fn times_that_a_clock_set_forward_leaves_out_are_missed() {
    let mut rig = rig(Guarantee::A, public, chrono::Duration::hours(5)).await;
    rig.slot("hourly", "0 * * * *");
    rig.post("one", When::Now).await;
    let held = rig.post("two", When::At(minutes(90))).await;
    let late = rig.post("three", When::At(minutes(270))).await;
    rig.post("four", When::NextSlot).await;
    rig.run_until(in_the_end()).await;
    assert!(matches!(rig.state(held).await, State::Held { at: HeldAt::Start, .. }));
    assert_eq!(rig.state(late).await, State::Published);
    let public = rig.public();
    assert_eq!(public.len(), 3, "{public:?}");
    assert!(public.iter().any(|(text, _)| text == "three"), "{public:?}");
    assert!(public.iter().any(|(text, at)| text == "four" && *at >= 300), "{public:?}");
}

#[tokio::test]
async fn a_firing_that_is_ahead_again_is_not_taken_for_a_missed_one() {
    let mut rig = rig(Guarantee::A, public, chrono::Duration::hours(-2)).await;
    rig.slot("early", "0 2 * * *");
    rig.post("one", When::Now).await;
    rig.post("two", When::NextSlot).await;
    rig.run_until(minutes(60)).await;
    assert_eq!(rig.public(), [("one".to_owned(), 0), ("two".to_owned(), -60)]);
}

#[tokio::test]
async fn a_clock_that_is_set_back_by_days_fires_nothing_twice() {
    let mut rig = Rig::new(Guarantee::A).await;
    rig.slot("daily", "0 4 * * *");
    rig.post("one", When::NextSlot).await;
    rig.run_until(minutes(70)).await;
    // A start on day ten reads the firings of the last two days only.
    let day = 24 * 60;
    rig.clock.advance_to(minutes(10 * day + 61));
    rig.begin().await;
    *rig.set.lock().unwrap() = Some((public, chrono::Duration::days(-10) - HALF_AN_HOUR));
    rig.post("now", When::Now).await;
    rig.post("two", When::NextSlot).await;
    rig.run_until(minutes(2 * day)).await;
    let times: Vec<_> = rig.public().into_iter().map(|(_, minute)| minute).collect();
    assert_eq!(times, [60, 10 * day + 61, day + 60]);
}

#[tokio::test]
async fn a_place_that_was_given_is_kept_on_a_clock_that_is_set_back() {
    let planned = |what: &What| matches!(what, What::Planned { .. });
    let mut rig = rig(Guarantee::A, planned, chrono::Duration::hours(-2)).await;
    rig.slot("hourly", "0 * * * *");
    rig.clock.advance_to(minutes(1));
    rig.post("notice", When::NextSlot).await;
    rig.run_until(minutes(100)).await;
    assert_eq!(rig.public(), [("notice".to_owned(), 60)]);
}

#[tokio::test]
async fn people_are_told_that_the_clock_was_set() {
    let by = chrono::Duration::hours(-2);
    let mut rig = rig(Guarantee::D, retrying, by).await;
    rig.toy.order(Fate::Refused(failure(Class::NotSent)));
    rig.post("notice", When::Now).await;
    rig.run_until(in_the_end()).await;
    let heard = rig.heard.lock().unwrap();
    let told: Vec<_> =
        heard.iter().filter(|one| matches!(one.what, What::ClockSet { .. })).collect();
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].what, What::ClockSet { by });
}

#[tokio::test]
async fn what_moved_is_on_disk_for_the_next_boot() {
    let by = chrono::Duration::hours(-2);
    let mut rig = rig(Guarantee::D, retrying, by).await;
    rig.toy.order(limited(900));
    let id = rig.post("notice", When::Now).await;
    rig.run_until(minutes(-110)).await;
    let delivery = rig.record(id).await.brief.delivery;
    assert_eq!(delivery.not_before, Some(minutes(15) + by));
    let account = rig.journal.accounts().await.unwrap().remove(0);
    assert_eq!(account.waits_until, Some(minutes(15) + by));
}

#[tokio::test]
async fn everything_that_a_lane_counts_moves_along() {
    let rig = Rig::new(Guarantee::A).await;
    rig.toy.allow(1, Duration::from_secs(900));
    let facts = LaneFacts {
        name: "toy".parse().unwrap(),
        rules: rig.rules.clone(),
        platform: Arc::new(rig.toy.clone()),
    };
    let before = rig.clock.reading();
    let state = AccountState {
        waits_until: Some(minutes(1)),
        open_until: Some(minutes(2)),
        last_published: Some(minutes(-3)),
        left: Some((7, minutes(4))),
        noted: Some(before),
        ..AccountState::new(facts.name.clone())
    };
    let sent = [SentAt { at: Noted::from(before), media: 0 }];
    let mut lane = Lane::new(Arc::new(facts), state, &sent, [], before);
    lane.renew_at = Some(minutes(5));
    for by in SETS {
        rig.clock.set(by);
        lane.align(&rig.clock.reading());
        let from = |instant: Option<crate::clock::Instant>| instant.unwrap() - rig.clock.now();
        let minutes = chrono::Duration::minutes;
        assert_eq!(from(lane.state.waits_until), minutes(1));
        assert_eq!(from(lane.state.open_until), minutes(2));
        assert_eq!(from(lane.state.last_published), minutes(-3));
        assert_eq!(from(lane.state.left.map(|(_, until)| until)), minutes(4));
        assert_eq!(from(lane.renew_at), minutes(5));
        assert_eq!(lane.state.noted, Some(rig.clock.reading()));
    }
    assert!(start() != rig.clock.now());
}

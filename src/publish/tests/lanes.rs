//! Whole ways through the engine.

use super::rig::{Rig, minutes};
use super::toy::{Fate, failure};
use crate::blobs::Digest;
use crate::delivery::{Guarantee, HeldAt, State};
use crate::failure::Class;
use crate::journal::{Journal as _, Order};
use crate::platform::Prepared;
use crate::policy::Window;
use crate::post::samples::content;
use crate::post::{Content, Media, MediaKind, When};

fn lost() -> Fate {
    Fate::Applied(failure(Class::Unknown))
}

fn never_arrived() -> Fate {
    Fate::Refused(failure(Class::Unknown))
}

#[tokio::test]
async fn a_post_for_now_goes_out_at_once() {
    let mut rig = Rig::new(Guarantee::A).await;
    let id = rig.post("notice", When::Now).await;
    rig.run_until(minutes(60)).await;
    assert_eq!(rig.public(), [("notice".to_owned(), 0)]);
    assert_eq!(rig.state(id).await, State::Published);
    assert_eq!(rig.journal.outcomes(0, 10).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_fixed_time_is_kept_to_the_minute() {
    let mut rig = Rig::new(Guarantee::A).await;
    rig.post("notice", When::At(minutes(90))).await;
    rig.run_until(minutes(200)).await;
    assert_eq!(rig.public(), [("notice".to_owned(), 90)]);
}

#[tokio::test]
async fn a_part_takes_as_many_places_of_a_budget_as_the_platform_counts_for_it() {
    let mut rig = Rig::new(Guarantee::D).await;
    rig.toy.allow(20, std::time::Duration::from_secs(600));
    let film = Media::of("a.mp4", Digest::of(b"film"), MediaKind::Mp4, 4);
    let with_film = |name: &str| {
        let content = content(name);
        Content { media: vec![film.clone()], when: When::Now, ..content }
    };
    for name in ["one", "two"] {
        rig.post_content(name, with_film(name)).await;
    }
    rig.run_until(minutes(1)).await;
    // What was sent before a restart counts as much.
    rig.post_content("three", with_film("three")).await;
    rig.run_until(minutes(60)).await;
    let [one, two, three] = ["one", "two", "three"].map(str::to_owned);
    assert_eq!(rig.public(), [(one, 0), (two, 0), (three, 10)]);
}

#[tokio::test]
async fn posts_take_slots_first_in_first_out() {
    let mut rig = Rig::new(Guarantee::A).await;
    rig.slot("hourly", "0 * * * *");
    for name in ["one", "two", "three"] {
        rig.post(name, When::NextSlot).await;
    }
    rig.run_until(minutes(500)).await;
    let times: Vec<_> = rig.public();
    assert_eq!(times, [("one".into(), 0), ("two".into(), 60), ("three".into(), 120)]);
}

#[tokio::test]
async fn a_lost_answer_never_makes_two_posts_whatever_the_promise() {
    for guarantee in [Guarantee::A, Guarantee::B, Guarantee::C, Guarantee::D] {
        for applied in [true, false] {
            let mut rig = Rig::new(guarantee).await;
            rig.toy.order(if applied { lost() } else { never_arrived() });
            let id = rig.post("notice", When::Now).await;
            rig.run_until(minutes(600)).await;
            let count = rig.public().len();
            let state = rig.state(id).await;
            match guarantee {
                Guarantee::A | Guarantee::B => {
                    assert_eq!((count, state), (1, State::Published), "{guarantee:?} {applied}");
                }
                Guarantee::C if applied => assert_eq!((count, state), (1, State::Published)),
                _ => {
                    assert_eq!(count, usize::from(applied), "{guarantee:?} {applied}");
                    assert!(matches!(state, State::Held { at: HeldAt::Doubt, .. }), "{state:?}");
                    assert!(!rig.journal.notices().await.unwrap().is_empty());
                }
            }
        }
    }
}

#[tokio::test]
async fn a_person_answers_the_question_of_a_doubt() {
    let mut rig = Rig::new(Guarantee::D).await;
    rig.toy.order(lost());
    let id = rig.post("notice", When::Now).await;
    rig.run_until(minutes(10)).await;
    let url = Some("https://toy.example/7".to_owned());
    rig.order(Order::ItIsThere { delivery: id, url: url.clone() }).await;
    rig.run_until(minutes(20)).await;
    assert_eq!(rig.state(id).await, State::Published);
    let receipt = rig.record(id).await.parts[0].receipt.clone().unwrap();
    assert_eq!(receipt.url, url);
    assert_eq!(rig.public().len(), 1);
}

#[tokio::test]
async fn post_again_by_a_person_sends_once_more() {
    let mut rig = Rig::new(Guarantee::D).await;
    rig.toy.order(never_arrived());
    let id = rig.post("notice", When::Now).await;
    rig.run_until(minutes(10)).await;
    rig.order(Order::PostAgain { delivery: id }).await;
    rig.run_until(minutes(20)).await;
    assert_eq!((rig.public().len(), rig.state(id).await), (1, State::Published));
}

#[tokio::test]
async fn a_restart_with_an_open_attempt_looks_before_it_sends() {
    let mut rig = Rig::new(Guarantee::C).await;
    let id = rig.post("notice", When::Now).await;
    rig.run_until(minutes(1)).await;
    assert_eq!(rig.public().len(), 1);
    assert_eq!(rig.state(id).await, State::Published);
}

#[tokio::test]
async fn a_repeat_after_a_restart_does_not_wait_for_the_gap_of_late_posts() {
    let mut rig = Rig::new(Guarantee::A).await;
    rig.post("one", When::Now).await;
    rig.run_until(minutes(1)).await;
    let two = rig.post("two", When::At(minutes(1))).await;
    for _ in 0..3 {
        rig.toy.order(never_arrived());
    }
    rig.run_until(minutes(1) + chrono::Duration::milliseconds(1)).await;
    let delivery = rig.record(two).await.brief.delivery;
    assert!(delivery.first_sent.is_some(), "{delivery:?}");
    rig.begin().await;
    rig.run_until(minutes(5)).await;
    let public: Vec<_> = rig.public().into_iter().map(|(text, _)| text).collect();
    assert_eq!(public, ["one", "two"]);
}

#[tokio::test]
async fn surely_unsent_requests_are_repeated_until_they_go_through() {
    let mut rig = Rig::new(Guarantee::D).await;
    for _ in 0..3 {
        rig.toy.order(Fate::Refused(failure(Class::NotSent)));
    }
    let id = rig.post("notice", When::Now).await;
    rig.run_until(minutes(60)).await;
    assert_eq!((rig.public().len(), rig.state(id).await), (1, State::Published));
}

#[tokio::test]
async fn a_refused_post_fails_and_the_next_one_goes_out() {
    let mut rig = Rig::new(Guarantee::D).await;
    rig.toy.order(Fate::Refused(failure(Class::Rejected)));
    let bad = rig.post("bad", When::Now).await;
    let good = rig.post("good", When::Now).await;
    rig.run_until(minutes(60)).await;
    assert!(matches!(rig.state(bad).await, State::Failed(_)));
    assert_eq!(rig.state(good).await, State::Published);
}

#[tokio::test]
async fn a_dead_login_pauses_the_account_and_loses_nothing() {
    let mut rig = Rig::new(Guarantee::D).await;
    rig.toy.order(Fate::Refused(failure(Class::Auth)));
    let id = rig.post("notice", When::Now).await;
    rig.run_until(minutes(30)).await;
    assert!(rig.public().is_empty());
    let account = rig.journal.accounts().await.unwrap().remove(0);
    assert!(account.paused.is_some());
    rig.order(Order::Resume { account: account.name }).await;
    rig.run_until(minutes(50)).await;
    assert_eq!((rig.public().len(), rig.state(id).await), (1, State::Published));
}

#[tokio::test]
async fn an_ended_session_is_renewed_once_and_the_post_goes_out() {
    let mut rig = Rig::new(Guarantee::A).await;
    rig.toy.order(Fate::Refused(failure(Class::Session)));
    rig.toy.order_refresh(Err(failure(Class::NotSent)));
    rig.post("notice", When::Now).await;
    rig.run_until(minutes(30)).await;
    assert_eq!((rig.public().len(), rig.toy.refreshed()), (1, 2));
}

#[tokio::test]
async fn a_long_text_goes_out_as_a_thread_in_order() {
    let mut rig = Rig::new(Guarantee::C).await;
    rig.toy.order(Fate::Refused(failure(Class::NotSent)));
    rig.toy.order(lost());
    let text = "यह एक लंबा वाक्य है जो भागों में बाँटा जाएगा। ".repeat(5);
    let mut content = content(&text);
    content.when = When::Now;
    let id = rig.post_content("long", content).await;
    rig.run_until(minutes(100)).await;
    let record = rig.record(id).await;
    let sent: Vec<_> = rig.public().into_iter().map(|(text, _)| text).collect();
    let planned: Vec<_> = record.parts.iter().map(|part| part.part.text.clone()).collect();
    assert!(planned.len() > 1);
    assert_eq!(sent, planned);
}

#[tokio::test]
async fn the_stop_holds_everything_and_start_lets_it_go() {
    let mut rig = Rig::new(Guarantee::A).await;
    rig.stop(true).await;
    rig.post("notice", When::Now).await;
    rig.run_until(minutes(5)).await;
    assert!(rig.public().is_empty());
    rig.stop(false).await;
    rig.run_until(minutes(10)).await;
    assert_eq!(rig.public().len(), 1);
}

#[tokio::test]
async fn a_fixed_time_inside_a_blackout_is_held_and_a_slot_avoids_it() {
    let mut rig = Rig::new(Guarantee::A).await;
    rig.slot("hourly", "0 * * * *");
    rig.blackouts.push(Window {
        from: minutes(30),
        until: minutes(150),
        accounts: Vec::new(),
        reason: "silence".into(),
    });
    rig.clock.advance_to(minutes(20));
    let fixed = rig.post("fixed", When::At(minutes(40))).await;
    rig.post("queued", When::NextSlot).await;
    rig.run_until(minutes(300)).await;
    assert!(matches!(rig.state(fixed).await, State::Held { at: HeldAt::Start, .. }));
    assert_eq!(rig.public(), [("queued".to_owned(), 180)]);
}

#[tokio::test]
async fn a_breaker_leaves_a_dead_platform_alone_and_probes_it() {
    let mut rig = Rig::new(Guarantee::D).await;
    for _ in 0..6 {
        rig.toy.order(Fate::Refused(failure(Class::NotSent)));
    }
    rig.toy.order_whoami(Err(failure(Class::NotSent)));
    let id = rig.post("notice", When::Now).await;
    rig.run_until(minutes(200)).await;
    assert_eq!((rig.public().len(), rig.state(id).await), (1, State::Published));
}

#[tokio::test]
async fn a_post_that_is_too_old_expires_instead_of_coming_late() {
    let mut rig = Rig::new(Guarantee::D).await;
    for _ in 0..200 {
        rig.toy.order(Fate::Refused(failure(Class::NotSent)));
        rig.toy.order_whoami(Err(failure(Class::NotSent)));
    }
    let id = rig.post("notice", When::Now).await;
    rig.run_until(minutes(3000)).await;
    assert!(matches!(rig.state(id).await, State::Expired(_)), "{:?}", rig.state(id).await);
    assert!(rig.public().is_empty());
}

#[tokio::test]
async fn missed_fixed_times_are_held_and_missed_slots_take_the_next_firing() {
    let mut rig = Rig::new(Guarantee::A).await;
    rig.slot("hourly", "0 * * * *");
    let fixed = rig.post("fixed", When::At(minutes(30))).await;
    let queued = rig.post("queued", When::NextSlot).await;
    // The program was down for five and a half hours.
    rig.clock.advance_to(minutes(330));
    rig.run_until(minutes(500)).await;
    assert!(matches!(rig.state(fixed).await, State::Held { .. }));
    assert_eq!(rig.state(queued).await, State::Published);
    assert_eq!(rig.public(), [("queued".to_owned(), 360)]);
}

#[tokio::test]
async fn a_platform_that_is_still_processing_is_asked_again() {
    let mut rig = Rig::new(Guarantee::A).await;
    let after = std::time::Duration::from_secs(90);
    rig.toy.order_prepare(Ok(Prepared::Wait { progress: serde_json::json!({ "id": 1 }), after }));
    rig.post("notice", When::Now).await;
    rig.run_until(minutes(30)).await;
    assert_eq!(rig.public(), [("notice".to_owned(), 1)]);
}

#[tokio::test]
async fn a_look_that_fails_is_repeated_and_nothing_is_sent_meanwhile() {
    let mut rig = Rig::new(Guarantee::C).await;
    rig.toy.order(lost());
    rig.toy.order_look(Err(failure(Class::NotSent)));
    rig.toy.order_look(Err(failure(Class::Rate)));
    let id = rig.post("notice", When::Now).await;
    rig.run_until(minutes(60)).await;
    assert_eq!((rig.public().len(), rig.state(id).await), (1, State::Published));
}

//! Accounts on which a person makes public what they are given.

use std::time::Duration;

use super::rig::{Rig, minutes};
use super::toy::{Fate, failure};
use crate::delivery::{DeliveryId, Guarantee, HeldAt, Patience, State};
use crate::failure::Class;
use crate::journal::{Journal as _, Order};
use crate::policy::Window;
use crate::post::samples::content;
use crate::post::{Content, When};
use crate::verdict::Reason;

async fn by_hand() -> Rig {
    let rig = Rig::new(Guarantee::C).await;
    let of = |minutes: u64| Duration::from_secs(minutes * 60);
    rig.toy.is_by_hand(Patience { remind: of(15), report: of(60) });
    rig
}

async fn is_with_them(rig: &Rig, id: DeliveryId) -> bool {
    matches!(rig.state(id).await, State::Held { at: HeldAt::Handed(_), .. })
}

#[tokio::test]
async fn it_is_published_only_once_the_person_says_so() {
    let mut rig = by_hand().await;
    let id = rig.post("notice", When::Now).await;
    rig.run_until(minutes(10)).await;
    assert!(is_with_them(&rig, id).await);
    rig.toy.say_it_is_public();
    rig.run_until(minutes(12)).await;
    assert_eq!(rig.state(id).await, State::Published);
    let outcomes = rig.journal.outcomes(0, 9).await.unwrap();
    let states: Vec<_> = outcomes.iter().map(|(_, outcome, _)| outcome.state.as_str()).collect();
    assert_eq!(states, ["held", "published"]);
    assert!(rig.journal.notices().await.unwrap().is_empty());
}

#[tokio::test]
async fn a_silent_person_is_reminded_and_then_others_hear_of_it_once() {
    let mut rig = by_hand().await;
    let id = rig.post("notice", When::Now).await;
    rig.run_until(minutes(59)).await;
    assert_eq!(rig.toy.reminders().len(), 3);
    assert!(rig.journal.notices().await.unwrap().is_empty());
    rig.run_until(minutes(600)).await;
    assert_eq!(rig.toy.reminders().len(), 4);
    let notices = rig.journal.notices().await.unwrap();
    let ids: Vec<_> = notices.iter().map(|row| row.notice.reason.id.to_string()).collect();
    assert_eq!(ids, ["handed-unconfirmed"]);
    assert!(is_with_them(&rig, id).await);
}

#[tokio::test]
async fn what_they_have_holds_up_nothing_else() {
    let mut rig = by_hand().await;
    for number in 0..12 {
        rig.post(&format!("notice {number}"), When::Now).await;
    }
    rig.run_until(minutes(10)).await;
    assert_eq!(rig.toy.public().len(), 12);
}

#[tokio::test]
async fn a_restart_and_a_stop_leave_it_with_them() {
    let mut rig = by_hand().await;
    let id = rig.post("notice", When::Now).await;
    rig.run_until(minutes(10)).await;
    rig.begin().await;
    let why = Some(Reason::new("stopped-by-person"));
    rig.journal.set_stop(why, minutes(10)).await.unwrap();
    rig.run_until(minutes(40)).await;
    assert!(is_with_them(&rig, id).await);
    assert_eq!(rig.toy.public().len(), 1);
    assert!(rig.toy.reminders().is_empty(), "nobody is asked to publish while all is stopped");
    let toy = rig.toy.clone();
    rig.meanwhile = Some((minutes(42), Box::new(move |_| toy.say_it_is_public())));
    rig.run_until(minutes(45)).await;
    assert_eq!(rig.state(id).await, State::Published, "their word counts all the same");
}

#[tokio::test]
async fn nobody_is_reminded_in_a_blackout_nor_of_what_has_expired() {
    for expires in [None, Some(minutes(12))] {
        let mut rig = by_hand().await;
        let (from, until) = (minutes(10), minutes(100));
        let blackout = Window { from, until, accounts: Vec::new(), reason: "silence".into() };
        rig.blackouts.extend(expires.is_none().then_some(blackout));
        let content = Content { when: When::Now, expires, ..content("notice") };
        let id = rig.post_content("notice", content).await;
        rig.run_until(minutes(99)).await;
        assert!(is_with_them(&rig, id).await);
        assert!(rig.toy.reminders().is_empty());
        let told = !rig.journal.notices().await.unwrap().is_empty();
        assert_eq!(told, expires.is_some(), "others hear of what was not published in time");
        rig.toy.say_it_is_public();
        rig.run_until(minutes(110)).await;
        assert_eq!(rig.state(id).await, State::Published);
    }
}

#[tokio::test]
async fn a_lost_answer_ends_in_a_reminder_and_in_no_question_to_others() {
    let mut rig = by_hand().await;
    rig.toy.order(Fate::Refused(failure(Class::Unknown)));
    let id = rig.post("notice", When::Now).await;
    rig.run_until(minutes(5)).await;
    assert!(is_with_them(&rig, id).await);
    assert_eq!(rig.toy.reminders().len(), 1);
}

#[tokio::test]
async fn anybody_can_say_it_for_them_or_end_it() {
    for published in [true, false] {
        let mut rig = by_hand().await;
        let id = rig.post("notice", When::Now).await;
        rig.run_until(minutes(5)).await;
        let url = Some("https://example.org/1".to_owned());
        rig.order(match published {
            true => Order::ItIsThere { delivery: id, url },
            false => Order::Abandon { delivery: id },
        })
        .await;
        rig.run_until(minutes(10)).await;
        assert_eq!(rig.state(id).await == State::Published, published);
        assert!(rig.state(id).await.is_end());
    }
}

#[tokio::test]
async fn an_adapter_that_breaks_down_while_it_looks_is_not_asked_without_end() {
    let mut rig = by_hand().await;
    rig.toy.break_down("find", 3);
    let id = rig.post("notice", When::Now).await;
    rig.run_until(minutes(5)).await;
    rig.toy.say_it_is_public();
    rig.run_until(minutes(6)).await;
    assert_eq!(rig.state(id).await, State::Published);
}

#[tokio::test]
async fn others_hear_of_it_also_where_the_person_cannot_be_reminded() {
    let mut rig = by_hand().await;
    rig.toy.break_down("remind", 100);
    rig.post("notice", When::Now).await;
    rig.run_until(minutes(90)).await;
    assert!(rig.toy.reminders().is_empty());
    let notices = rig.journal.notices().await.unwrap();
    assert_eq!(notices[0].notice.reason.id, "handed-unconfirmed");
}

#[tokio::test]
async fn what_may_have_killed_the_program_while_they_had_it_waits_a_moment_at_the_next_start() {
    let mut rig = by_hand().await;
    let id = rig.post("notice", When::Now).await;
    rig.run_until(minutes(16)).await;
    assert_eq!(rig.toy.reminders().len(), 1);
    rig.clock.advance_to(minutes(31));
    rig.begin().await;
    rig.run_until(minutes(31)).await;
    assert_eq!(rig.toy.reminders().len(), 1, "not at once");
    rig.run_until(minutes(33)).await;
    assert_eq!(rig.toy.reminders().len(), 2);
    assert!(is_with_them(&rig, id).await);
}

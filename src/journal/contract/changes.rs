//! Commits: atomic, versioned, in order.

use futures_util::future::join_all;

use super::Stage;
use super::samples::{Desk, at, clocks, name, noted, outcome, part, receipt};
use crate::clock::Instant;
use crate::delivery::{Delivery, DeliveryId, Doubt, Event, HeldAt, State, Why};
use crate::journal::{Change, JournalError, Version};
use crate::verdict::Reason;

pub(crate) async fn a_move_raises_the_version_and_is_read_back_exactly(stage: &impl Stage) {
    let desk = Desk::start(stage).await;
    let id = desk.take("notice.md").await;
    let why = Reason::new("late").with("minutes", 5_i64).with("file", "सूचना.md");
    let odd = at(1) + chrono::Duration::nanoseconds(7);
    let doubt =
        Doubt { since: odd, next_look: at(3), absent: 1, duplicate: true, why: why.clone() };
    let states = [
        State::Preparing,
        State::Ready,
        State::Uncertain(doubt),
        State::Held { at: HeldAt::Doubt, why: why.clone() },
        State::Planned,
        State::Missed(Why { why }),
    ];
    for (version, state) in (1..).zip(states) {
        let delivery = Delivery {
            id,
            state,
            part: 2,
            parts: 3,
            attempts: u32::MAX,
            first_sent: Some(odd),
            failures: 6,
            not_before: Some(Instant::MAX_UTC),
            give_up: None,
            refreshed: true,
            crashes: u8::MAX,
            noted: Some(clocks(7)),
        };
        let version = Version(version);
        desk.commit(vec![Change::Move { delivery: delivery.clone(), version }]).await.unwrap();
        assert_eq!(desk.delivery(id).await, (delivery, Version(version.0 + 1)));
    }
    assert_eq!(desk.journal.open_deliveries().await.unwrap(), [], "missed is an end");
}

pub(crate) async fn a_stale_version_undoes_the_whole_call(stage: &impl Stage) {
    let desk = Desk::start(stage).await;
    let (a, b) = (desk.take("a.md").await, desk.take("b.md").await);
    let hold = |why: &'static str| Event::Held(Reason::new(why));
    let (first, late) = (desk.by(a, hold("first")).await, desk.by(a, hold("late")).await);
    desk.commit(vec![first]).await.unwrap();
    let before = desk.journal.open_deliveries().await.unwrap();
    let other = desk.by(b, hold("other")).await;
    let refused = desk.commit(vec![other, Change::Outcome(outcome(1)), late]).await;
    assert_eq!(refused, Err(JournalError::Stale(a)));
    assert_eq!(desk.journal.open_deliveries().await.unwrap(), before);
    assert_eq!(desk.journal.outcomes(0, 9).await.unwrap(), []);
}

pub(crate) async fn one_bad_change_undoes_those_before_it(stage: &impl Stage) {
    let desk = Desk::start(stage).await;
    let id = desk.take("a.md").await;
    let session = Change::Session { account: name("y"), sealed: b"sealed".to_vec() };
    let compose = Change::Compose { delivery: id, parts: vec![part("a")] };
    let bad = Change::Progress { delivery: id, part: 5, progress: None, expires: None };
    let refused = desk.commit(vec![session, compose, bad]).await;
    assert_eq!(refused, Err(JournalError::Unknown(format!("part 5 of delivery {id}"))));
    assert_eq!(desk.journal.session(&name("y")).await.unwrap(), None);
    assert_eq!(desk.journal.accounts().await.unwrap().len(), 1);
    assert_eq!(desk.journal.delivery(id).await.unwrap().unwrap().parts, []);
    let move_on = desk.by(id, Event::Begun { parts: 1 }).await;
    desk.commit(vec![move_on]).await.expect("its neighbours go on");
}

pub(crate) async fn an_ended_delivery_stays_so_but_may_be_recalled(stage: &impl Stage) {
    let desk = Desk::start(stage).await;
    let id = desk.ready("a.md", 1).await;
    desk.arm(id, 60).await.unwrap();
    desk.commit(desk.published(id, 0).await).await.unwrap();
    let (delivery, version) = desk.delivery(id).await;
    assert_eq!(delivery.state, State::Published);
    let to = |state| Change::Move { delivery: Delivery { state, ..delivery.clone() }, version };
    let refused = desk.commit(vec![to(State::Ready)]).await;
    assert!(matches!(refused, Err(JournalError::Rule(_))), "{refused:?}");
    desk.commit(vec![to(State::Recalled)]).await.unwrap();
    assert_eq!(desk.delivery(id).await.0.state, State::Recalled);
}

pub(crate) async fn what_failed_may_be_recalled_where_a_part_is_public(stage: &impl Stage) {
    let desk = Desk::start(stage).await;
    for (name, part) in [("a.md", 0), ("b.md", 1)] {
        let id = desk.take(name).await;
        let (delivery, version) = desk.delivery(id).await;
        let why = Why { why: Reason::new("abandoned-by-person") };
        let failed = Delivery { state: State::Failed(why), part, parts: 2, ..delivery };
        desk.commit(vec![Change::Move { delivery: failed.clone(), version }]).await.unwrap();
        let (_, version) = desk.delivery(id).await;
        let recalled = Delivery { state: State::Recalled, ..failed };
        let done = desk.commit(vec![Change::Move { delivery: recalled, version }]).await;
        assert_eq!(done.is_ok(), part > 0, "{done:?}");
    }
}

pub(crate) async fn parts_are_final(stage: &impl Stage) {
    let desk = Desk::start(stage).await;
    let id = desk.take("a.md").await;
    let compose = |parts| vec![Change::Compose { delivery: id, parts }];
    assert!(matches!(desk.commit(compose(vec![])).await, Err(JournalError::Rule(_))));
    desk.commit(compose(vec![part("एक"), part("दो")])).await.unwrap();
    let again = desk.commit(compose(vec![part("other")])).await;
    assert!(matches!(again, Err(JournalError::Rule(_))), "{again:?}");
    let record = desk.journal.delivery(id).await.unwrap().unwrap();
    let texts: Vec<_> = record.parts.into_iter().map(|row| row.part).collect();
    assert_eq!(texts, [part("एक"), part("दो")]);
}

pub(crate) async fn progress_is_kept_and_forgotten(stage: &impl Stage) {
    let desk = Desk::start(stage).await;
    let id = desk.ready("a.md", 2).await;
    let progress = |progress: Option<serde_json::Value>, expires| {
        vec![Change::Progress { delivery: id, part: 1, progress, expires }]
    };
    let uploaded = serde_json::json!({ "z": 1, "media": ["1", "2"], "a": null });
    desk.commit(progress(Some(uploaded.clone()), Some(noted(99)))).await.unwrap();
    let parts = desk.journal.delivery(id).await.unwrap().unwrap().parts;
    assert_eq!((&parts[1].progress, parts[1].expires), (&Some(uploaded), Some(noted(99))));
    assert_eq!((&parts[0].progress, parts[0].expires), (&None, None));
    desk.commit(progress(None, None)).await.unwrap();
    let parts = desk.journal.delivery(id).await.unwrap().unwrap().parts;
    assert_eq!((&parts[1].progress, parts[1].expires), (&None, None));
}

pub(crate) async fn a_receipt_is_never_overwritten(stage: &impl Stage) {
    let desk = Desk::start(stage).await;
    let id = desk.ready("a.md", 1).await;
    let keep =
        |part, name: &str| vec![Change::Receipt { delivery: id, part, receipt: receipt(name) }];
    desk.commit(keep(0, "first")).await.unwrap();
    let second = desk.commit(keep(0, "second")).await;
    assert!(matches!(second, Err(JournalError::Rule(_))), "{second:?}");
    let unknown = desk.commit(keep(1, "third")).await;
    assert_eq!(unknown, Err(JournalError::Unknown(format!("part 1 of delivery {id}"))));
    let record = desk.journal.delivery(id).await.unwrap().unwrap();
    assert_eq!(record.parts[0].receipt, Some(receipt("first")));
}

pub(crate) async fn calls_are_done_in_the_order_in_which_they_were_made(stage: &impl Stage) {
    let desk = Desk::start(stage).await;
    let calls: Vec<_> = (1..=100)
        .map(|n| desk.journal.commit(desk.epoch, vec![Change::Outcome(outcome(n))]))
        .collect();
    desk.journal.flush().await.unwrap();
    let done = desk.journal.outcomes(0, 1_000).await.unwrap();
    let order: Vec<_> = done.into_iter().map(|(_, outcome, _)| outcome.delivery.0).collect();
    assert_eq!(order, (1..=100).collect::<Vec<_>>());
    for call in calls.into_iter().rev() {
        call.await.unwrap();
    }
}

pub(crate) async fn a_call_is_done_although_its_answer_is_dropped(stage: &impl Stage) {
    let desk = Desk::start(stage).await;
    drop(desk.journal.commit(desk.epoch, vec![Change::Outcome(outcome(1))]));
    desk.journal.flush().await.unwrap();
    assert_eq!(desk.journal.outcomes(0, 9).await.unwrap().len(), 1);
}

pub(crate) async fn calls_at_the_same_time_are_all_kept(stage: &impl Stage) {
    let desk = Desk::start(stage).await;
    let before = desk.journal.commits();
    let one = |n: i64| {
        let (journal, epoch) = (desk.journal.clone(), desk.epoch);
        tokio::spawn(async move {
            for _ in 0..5 {
                journal.commit(epoch, vec![Change::Outcome(outcome(n))]).await.unwrap();
            }
        })
    };
    for task in join_all((0..32).map(one)).await {
        task.unwrap();
    }
    let numbers: Vec<_> =
        desk.journal.outcomes(0, 1_000).await.unwrap().into_iter().map(|row| row.0).collect();
    assert_eq!(numbers, (1..=160).collect::<Vec<_>>());
    assert!(desk.journal.commits() - before <= 160);
    assert_eq!(desk.journal.delivery(DeliveryId(1)).await.unwrap(), None);
}

//! Visible requests: the intent is durable first, and there is one at most.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::Stage;
use super::samples::{Desk, at, clocks, drop_without_end, name, part, receipt};
use crate::blobs::Digest;
use crate::clock::Reading;
use crate::delivery::{Delivery, DeliveryId, Event, State};
use crate::failure::{Class, Failure};
use crate::journal::{
    AccountState, Arm, Armed, Attempt, AttemptEnd, Change, Gate, JournalError, SentAt, Version,
};
use crate::post::{Media, MediaKind, Part};
use crate::verdict::{Reason, Verdict};

fn assert_rule<T: std::fmt::Debug>(answer: Result<T, JournalError>) {
    assert!(matches!(answer, Err(JournalError::Rule(_))), "{answer:?}");
}

async fn attempts(desk: &Desk, id: DeliveryId) -> Vec<Attempt> {
    desk.journal.delivery(id).await.unwrap().unwrap().attempts
}

fn lost() -> Failure {
    Failure::new(Class::Unknown, "answer-lost", "timed out").pausing(Duration::from_secs(9))
}

pub(crate) async fn an_armed_delivery_is_sending_with_an_open_attempt(stage: &impl Stage) {
    let desk = Desk::start(stage).await;
    let id = desk.ready("a.md", 1).await;
    let (_, version) = desk.delivery(id).await;
    let armed = desk.arm(id, 60).await.unwrap();
    let Armed::Open { delivery, version: next } = armed else { panic!("{armed:?}") };
    assert_eq!(delivery.state, State::Sending { since: at(60) });
    assert_eq!((next, delivery.first_sent), (Version(version.0 + 1), Some(at(60))));
    assert_eq!(desk.delivery(id).await, (delivery, next));
    let open = Attempt {
        part: 0,
        number: 1,
        key: format!("key-{id}"),
        body: Digest::of(b"body"),
        epoch: desk.epoch,
        opened: at(60),
        uptime: Duration::from_secs(3600),
        ended: None,
        end: "open".into(),
        failure: None,
    };
    assert_eq!(attempts(&desk, id).await, [open]);
}

pub(crate) async fn the_gate_is_asked_inside_and_its_no_writes_nothing(stage: &impl Stage) {
    let desk = Desk::start(stage).await;
    let id = desk.ready("a.md", 1).await;
    let before = desk.delivery(id).await;
    let asked = Arc::new(AtomicBool::new(false));
    let (seen, expected) = (Arc::clone(&asked), before.0.clone());
    let no = Verdict::Wait { until: at(90), reason: Reason::new("blackout") };
    let answer = no.clone();
    let gate = Gate::new(move |view| {
        assert_eq!(*view.delivery, expected);
        assert_eq!((view.account.name.as_str(), view.stopped), ("x", None));
        seen.store(true, Ordering::SeqCst);
        answer.clone()
    });
    let refused = desk.journal.arm(desk.epoch, desk.wish(id, 60).await, gate).await.unwrap();
    assert_eq!(refused, Armed::Refused(no));
    assert!(asked.load(Ordering::SeqCst));
    assert_eq!(desk.delivery(id).await, before);
    assert_eq!(attempts(&desk, id).await, []);
}

pub(crate) async fn a_stop_from_another_process_is_seen_at_once(stage: &impl Stage) {
    let desk = Desk::start(stage).await;
    let id = desk.ready("a.md", 1).await;
    let why = Reason::new("stopped-by-person");
    let cli = stage.beside();
    cli.set_stop(Some(why.clone()), at(59)).await.unwrap();
    assert_eq!(desk.arm(id, 60).await.unwrap(), Armed::Refused(Verdict::Hold(why)));
    cli.set_stop(None, at(60)).await.unwrap();
    assert!(matches!(desk.arm(id, 60).await.unwrap(), Armed::Open { .. }));
}

pub(crate) async fn a_pause_of_the_account_is_seen(stage: &impl Stage) {
    let desk = Desk::start(stage).await;
    let id = desk.ready("a.md", 1).await;
    let why = Reason::new("token-revoked");
    let paused = AccountState { paused: Some(why.clone()), ..AccountState::new(name("x")) };
    let pause = desk.journal.commit(desk.epoch, vec![Change::Account(paused)]);
    let armed = desk.arm(id, 60);
    pause.await.unwrap();
    assert_eq!(armed.await.unwrap(), Armed::Refused(Verdict::Hold(why)));
}

pub(crate) async fn a_part_has_one_open_attempt_at_most(stage: &impl Stage) {
    let desk = Desk::start(stage).await;
    let id = desk.ready("a.md", 1).await;
    desk.arm(id, 60).await.unwrap();
    assert_rule(desk.arm(id, 61).await);
    assert_eq!(attempts(&desk, id).await.len(), 1);
}

pub(crate) async fn the_end_of_the_key_window_is_recorded_without_an_attempt(stage: &impl Stage) {
    let desk = Desk::start(stage).await;
    let id = desk.ready("a.md", 1).await;
    let (delivery, version) = desk.delivery(id).await;
    let sent = Delivery { first_sent: Some(at(1)), ..delivery };
    desk.commit(vec![Change::Move { delivery: sent, version }]).await.unwrap();
    let armed = desk.arm(id, 60).await.unwrap();
    let Armed::Open { delivery, version: next } = armed else { panic!("{armed:?}") };
    assert!(matches!(delivery.state, State::Uncertain(_)), "{delivery:?}");
    assert_eq!(next, Version(version.0 + 2));
    assert_eq!(desk.delivery(id).await, (delivery, next));
    assert_eq!(attempts(&desk, id).await, []);
}

pub(crate) async fn a_stale_wish_is_refused(stage: &impl Stage) {
    let desk = Desk::start(stage).await;
    let id = desk.ready("a.md", 1).await;
    let wish = desk.wish(id, 60).await;
    let held = desk.by(id, Event::Held(Reason::new("blackout"))).await;
    desk.commit(vec![held]).await.unwrap();
    let arm = |wish| desk.journal.arm(desk.epoch, wish, Gate::switches_only());
    assert_eq!(arm(wish.clone()).await, Err(JournalError::Stale(id)));
    let (delivery, unknown) = (DeliveryId(99), JournalError::Unknown("delivery 99".into()));
    assert_eq!(arm(Arm { delivery, ..wish }).await, Err(unknown));
    assert_rule(desk.arm(id, 60).await);
}

pub(crate) async fn nothing_is_armed_that_was_not_composed(stage: &impl Stage) {
    let desk = Desk::start(stage).await;
    let id = desk.take("a.md").await;
    for event in [Event::Begun { parts: 1 }, Event::Prepared] {
        let change = desk.by(id, event).await;
        desk.commit(vec![change]).await.unwrap();
    }
    let refused = desk.arm(id, 60).await;
    assert_eq!(refused, Err(JournalError::Unknown(format!("part 0 of delivery {id}"))));
    desk.commit(vec![Change::Compose { delivery: id, parts: vec![part("a")] }]).await.unwrap();
    desk.arm(id, 60).await.unwrap();
}

pub(crate) async fn a_part_with_a_receipt_is_never_armed_again(stage: &impl Stage) {
    let desk = Desk::start(stage).await;
    let id = desk.ready("a.md", 1).await;
    let kept = Change::Receipt { delivery: id, part: 0, receipt: receipt("17") };
    desk.commit(vec![kept]).await.unwrap();
    assert_rule(desk.arm(id, 60).await);
}

pub(crate) async fn sending_is_entered_by_arming_alone(stage: &impl Stage) {
    let desk = Desk::start(stage).await;
    let id = desk.ready("a.md", 1).await;
    let (delivery, version) = desk.delivery(id).await;
    let sending = Delivery { state: State::Sending { since: at(60) }, ..delivery };
    assert_rule(desk.commit(vec![Change::Move { delivery: sending, version }]).await);
}

pub(crate) async fn an_attempt_ends_with_the_sending(stage: &impl Stage) {
    let desk = Desk::start(stage).await;
    let id = desk.ready("a.md", 1).await;
    let end = |end| Change::EndAttempt { delivery: id, part: 0, at: at(61), end };
    assert_rule(desk.commit(vec![end(AttemptEnd::Published)]).await);
    desk.arm(id, 60).await.unwrap();
    let lost_it = desk.by(id, Event::Failed(lost())).await;
    assert_rule(desk.commit(vec![lost_it.clone()]).await);
    assert_rule(desk.commit(vec![end(AttemptEnd::Lost(lost()))]).await);
    desk.commit(vec![lost_it, end(AttemptEnd::Lost(lost()))]).await.unwrap();
    assert!(matches!(desk.delivery(id).await.0.state, State::Uncertain(_)));
}

pub(crate) async fn attempts_are_numbered_and_keep_how_they_ended(stage: &impl Stage) {
    let desk = Desk::start(stage).await;
    let id = desk.ready("thread.md", 2).await;
    let refused = Failure::new(Class::NotSent, "refused", "connection refused");
    desk.arm(id, 60).await.unwrap();
    let end = AttemptEnd::Refused(refused.clone());
    let failed = desk.by(id, Event::Failed(refused.clone())).await;
    let ended = Change::EndAttempt { delivery: id, part: 0, at: at(61), end };
    desk.commit(vec![ended, failed]).await.unwrap();
    desk.arm(id, 62).await.unwrap();
    desk.commit(desk.published(id, 0).await).await.unwrap();
    let prepared = desk.by(id, Event::Prepared).await;
    desk.commit(vec![prepared]).await.unwrap();
    desk.arm(id, 63).await.unwrap();
    let all = attempts(&desk, id).await;
    let shown: Vec<_> = all.iter().map(|a| (a.part, a.number, a.end.as_str(), a.ended)).collect();
    let (first, second) = ((0, 1, "refused", Some(at(61))), (0, 2, "published", Some(at(61))));
    assert_eq!(shown, [first, second, (1, 1, "open", None)]);
    assert_eq!((&all[0].failure, &all[1].failure), (&Some(refused), &None));
    let parts = desk.journal.delivery(id).await.unwrap().unwrap().parts;
    assert_eq!(parts[0].receipt, Some(receipt(&format!("{id}-0"))));
    assert_eq!(parts[1].receipt, None);
}

pub(crate) async fn the_last_requests_are_told_in_their_order_whatever_the_wall_clock_shows(
    stage: &impl Stage,
) {
    let desk = Desk::start(stage).await;
    let media =
        ["a.jpg", "b.jpg"].map(|name| Media::of(name, Digest::of(b"x"), MediaKind::Jpeg, 1));
    let pictures = Part { media: media.to_vec(), ..part("part 0") };
    let a = desk.ready_as("a.md", vec![pictures, part("part 1")]).await;
    let b = desk.ready("b.md", 1).await;
    desk.arm(a, 60).await.unwrap();
    desk.commit(desk.published(a, 0).await).await.unwrap();
    let prepared = desk.by(a, Event::Prepared).await;
    desk.commit(vec![prepared]).await.unwrap();
    // The clock was set back by an hour.
    let mut wish = desk.wish(b, 61).await;
    wish.context.clocks.wall = at(1);
    let set_back = wish.context.clocks;
    desk.journal.arm(desk.epoch, wish, Gate::switches_only()).await.unwrap();
    drop_without_end(desk);
    let desk = Desk::start(stage).await;
    let crashed = desk.by(b, Event::Interrupted { crashed: true }).await;
    let ended =
        Change::EndAttempt { delivery: b, part: 0, at: at(2), end: AttemptEnd::Interrupted };
    desk.commit(vec![ended, crashed]).await.unwrap();
    desk.arm(a, 0).await.unwrap();
    let sent = |under: Reading, media| SentAt { at: under.into(), media };
    let all = [sent(clocks(60), 2), sent(set_back, 0), sent(clocks(0), 0)];
    assert_eq!(desk.journal.last_sent(&name("x"), 5).await.unwrap(), all);
    assert_eq!(desk.journal.last_sent(&name("x"), 2).await.unwrap(), all[1..]);
    assert_eq!(desk.journal.last_sent(&name("y"), 5).await.unwrap(), []);
}

pub(crate) async fn an_open_attempt_survives_a_crash(stage: &impl Stage) {
    let desk = Desk::start(stage).await;
    let id = desk.ready("a.md", 1).await;
    desk.arm(id, 60).await.unwrap();
    let (before, old) = (desk.delivery(id).await, desk.epoch);
    drop_without_end(desk);
    let desk = Desk::start(stage).await;
    assert_eq!(desk.delivery(id).await, before);
    let open = &attempts(&desk, id).await[0];
    assert_eq!((open.epoch, open.ended), (old, None));
    let crashed = Event::Interrupted { crashed: true };
    let end = AttemptEnd::Interrupted;
    let ended = Change::EndAttempt { delivery: id, part: 0, at: at(70), end };
    desk.commit(vec![ended, desk.by(id, crashed).await]).await.unwrap();
    assert!(matches!(desk.delivery(id).await.0.state, State::Uncertain(_)));
    assert_eq!(attempts(&desk, id).await[0].end, "interrupted");
}

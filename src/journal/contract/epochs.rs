//! Starts, ends and fences.

use std::collections::BTreeSet;

use super::Stage;
use super::samples::{Desk, at, drop_without_end, instance, name, taken};
use crate::delivery::DeliveryId;
use crate::journal::{Change, Epoch, Gate, Instance, JournalError};

pub(crate) async fn the_first_start_has_no_previous_instance(stage: &impl Stage) {
    let begun = stage.open().begin(instance(0)).await.unwrap();
    assert_eq!((begun.previous, begun.crashed), (None, false));
}

pub(crate) async fn a_start_after_an_end_is_no_crash(stage: &impl Stage) {
    let desk = Desk::start(stage).await;
    desk.journal.end(desk.epoch, at(9)).await.unwrap();
    let first = desk.epoch;
    drop(desk);
    let begun = stage.open().begin(instance(10)).await.unwrap();
    assert!(begun.epoch > first);
    assert_eq!(begun.previous, Some(Instance { ended: Some(at(9)), ..instance(0) }));
    assert!(!begun.crashed);
}

pub(crate) async fn a_start_without_an_end_is_a_crash(stage: &impl Stage) {
    drop_without_end(Desk::start(stage).await);
    let begun = stage.open().begin(instance(10)).await.unwrap();
    assert_eq!((begun.previous, begun.crashed), (Some(instance(0)), true));
}

pub(crate) async fn an_older_instance_is_fenced_from_everything(stage: &impl Stage) {
    let desk = Desk::start(stage).await;
    let id = desk.ready("notice.md", 1).await;
    let wish = desk.wish(id, 60).await;
    let newer = desk.journal.begin(instance(1)).await.unwrap().epoch;
    assert!(newer > desk.epoch);
    let fenced = Err(JournalError::Fenced);
    assert_eq!(desk.commit(Vec::new()).await, fenced);
    assert_eq!(desk.journal.end(desk.epoch, at(2)).await, fenced);
    let taken = desk.journal.take(desk.epoch, taken("other.md", &["x"])).await;
    assert_eq!(taken.unwrap_err(), JournalError::Fenced);
    let armed = desk.journal.arm(desk.epoch, wish, Gate::switches_only()).await;
    assert_eq!(armed.unwrap_err(), JournalError::Fenced);
    assert_eq!(desk.journal.open_deliveries().await.unwrap().len(), 1);
}

pub(crate) async fn a_journal_that_nobody_began_is_fenced(stage: &impl Stage) {
    let journal = stage.open();
    let session = Change::Session { account: name("x"), sealed: vec![1] };
    let refused = journal.commit(Epoch(1), vec![session]).await;
    assert_eq!(refused, Err(JournalError::Fenced));
    assert_eq!(journal.session(&name("x")).await.unwrap(), None);
    assert_eq!(journal.delivery(DeliveryId(1)).await.unwrap(), None);
}

pub(crate) async fn what_is_at_risk_outlives_the_daemon(stage: &impl Stage) {
    let desk = Desk::start(stage).await;
    assert!(desk.journal.at_risk().is_empty());
    let [one, other] = [DeliveryId(1), DeliveryId(20)];
    desk.journal.note_risk(one, true);
    desk.journal.note_risk(other, true);
    desk.journal.note_risk(one, false);
    drop(desk);
    let desk = Desk::start(stage).await;
    assert_eq!(desk.journal.at_risk(), BTreeSet::from([other]));
    desk.journal.note_risk(other, false);
    drop(desk);
    assert!(Desk::start(stage).await.journal.at_risk().is_empty());
}

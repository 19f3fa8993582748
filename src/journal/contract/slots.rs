//! Firings of slots.

use super::Stage;
use super::samples::{Desk, at, clocks, name, slot};
use crate::delivery::DeliveryId;
use crate::journal::{Change, JournalError, SlotKey};

fn plan(delivery: DeliveryId, minute: i64, slot: SlotKey) -> Vec<Change> {
    vec![Change::Plan { delivery, due: Some(at(minute)), asked: None, slot: Some(slot) }]
}

pub(crate) async fn a_firing_belongs_to_one_delivery_of_an_account(stage: &impl Stage) {
    let desk = Desk::start(stage).await;
    let (a, b) = (desk.take("a.md").await, desk.take("b.md").await);
    let other = super::samples::taken("c.md", &["y"]);
    let c = desk.journal.take(desk.epoch, other).await.unwrap().deliveries[0];
    desk.commit(plan(a, 60, slot(9, 0))).await.unwrap();
    desk.commit(plan(a, 60, slot(9, 0))).await.unwrap();
    let refused = desk.commit(plan(b, 60, slot(9, 0))).await;
    assert!(matches!(refused, Err(JournalError::Rule(_))), "{refused:?}");
    desk.commit(plan(b, 61, slot(9, 1))).await.unwrap();
    desk.commit(plan(c, 60, slot(9, 0))).await.unwrap();
    let taken = desk.journal.taken_slots(&name("x"), at(60)).await.unwrap();
    assert_eq!(taken, [slot(9, 0), slot(9, 1)]);
    assert_eq!(desk.journal.taken_slots(&name("x"), at(61)).await.unwrap(), [slot(9, 1)]);
    assert_eq!(desk.journal.taken_slots(&name("z"), at(0)).await.unwrap(), []);
    let brief = desk.journal.delivery(b).await.unwrap().unwrap().brief;
    assert_eq!((brief.due, brief.slot), (Some(at(61)), Some(slot(9, 1))));
}

pub(crate) async fn a_firing_can_be_given_back(stage: &impl Stage) {
    let desk = Desk::start(stage).await;
    let (a, b) = (desk.take("a.md").await, desk.take("b.md").await);
    desk.commit(plan(a, 60, slot(9, 0))).await.unwrap();
    let back = Change::Plan { delivery: a, due: None, asked: None, slot: None };
    let swap = [vec![back], plan(b, 60, slot(9, 0))].concat();
    desk.commit(swap).await.unwrap();
    let briefs = desk.journal.open_deliveries().await.unwrap();
    assert_eq!((briefs[0].due, &briefs[0].slot), (None, &None));
    assert_eq!(briefs[1].slot, Some(slot(9, 0)));
    assert_eq!(briefs[0].version.0, 1, "a plan does not raise the version");
}

pub(crate) async fn a_time_that_means_at_once_keeps_what_the_clocks_showed(stage: &impl Stage) {
    let desk = Desk::start(stage).await;
    let mut wanted = super::samples::taken("a.md", &["x"]);
    wanted.deliveries[0].asked = Some(clocks(60));
    let id = desk.journal.take(desk.epoch, wanted).await.unwrap().deliveries[0];
    let asked = async || desk.journal.delivery(id).await.unwrap().unwrap().brief.asked;
    assert_eq!(asked().await, Some(clocks(60)));
    let plan = |due, asked| vec![Change::Plan { delivery: id, due, asked, slot: None }];
    desk.commit(plan(Some(at(70)), Some(clocks(70)))).await.unwrap();
    assert_eq!(asked().await, Some(clocks(70)));
    let odd = desk.commit(plan(None, Some(clocks(70)))).await;
    assert!(matches!(odd, Err(JournalError::Rule(_))), "{odd:?}");
    desk.commit(plan(Some(at(80)), None)).await.unwrap();
    assert_eq!(asked().await, None);
}

pub(crate) async fn a_firing_needs_a_time(stage: &impl Stage) {
    let desk = Desk::start(stage).await;
    let a = desk.take("a.md").await;
    let odd = Change::Plan { delivery: a, due: None, asked: None, slot: Some(slot(9, 0)) };
    assert!(matches!(desk.commit(vec![odd]).await, Err(JournalError::Rule(_))));
    let unknown = desk.commit(plan(DeliveryId(77), 60, slot(9, 0))).await;
    assert_eq!(unknown, Err(JournalError::Unknown("delivery 77".into())));
}

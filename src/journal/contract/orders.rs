//! What other processes want.

use super::Stage;
use super::samples::{Desk, at};
use crate::delivery::DeliveryId;
use crate::journal::{Change, JournalError, Order, OrderAnswer, OrderId, OrderRow};
use crate::verdict::Reason;

pub(crate) async fn an_order_of_another_process_waits_and_is_answered(stage: &impl Stage) {
    let desk = Desk::start(stage).await;
    let cli = stage.beside();
    let look = Order::Look { delivery: DeliveryId(3) };
    let there = Order::ItIsThere { delivery: DeliveryId(4), url: Some("https://x.y/1".into()) };
    let first = cli.give_order(look.clone(), at(5)).await.unwrap();
    let second = cli.give_order(there.clone(), at(6)).await.unwrap();
    let rows = [
        OrderRow { id: first, at: at(5), order: look },
        OrderRow { id: second, at: at(6), order: there },
    ];
    assert_eq!(desk.journal.orders().await.unwrap(), rows);
    assert_eq!(cli.order_answer(first).await.unwrap(), None);
    let answer = OrderAnswer { done: true, reason: Reason::new("looked") };
    desk.commit(vec![Change::OrderDone { id: first, answer: answer.clone() }]).await.unwrap();
    assert_eq!(cli.order_answer(first).await.unwrap(), Some(answer));
    assert_eq!(desk.journal.orders().await.unwrap(), rows[1..]);
}

pub(crate) async fn an_order_is_answered_once(stage: &impl Stage) {
    let desk = Desk::start(stage).await;
    let order = Order::Resume { account: super::samples::name("x") };
    let id = desk.journal.give_order(order, at(1)).await.unwrap();
    let answer = OrderAnswer { done: false, reason: Reason::new("not-paused") };
    let done = |id| vec![Change::OrderDone { id, answer: answer.clone() }];
    desk.commit(done(id)).await.unwrap();
    assert!(matches!(desk.commit(done(id)).await, Err(JournalError::Rule(_))));
    let unknown = desk.commit(done(OrderId(99))).await;
    assert_eq!(unknown, Err(JournalError::Unknown("order 99".into())));
    assert_eq!(desk.journal.order_answer(OrderId(99)).await.unwrap(), None);
}

pub(crate) async fn a_stop_is_seen_by_all_and_survives(stage: &impl Stage) {
    let desk = Desk::start(stage).await;
    assert_eq!(desk.journal.stopped().await.unwrap(), None);
    let why = Reason::new("stopped-by-person").with("who", "asha");
    stage.beside().set_stop(Some(why.clone()), at(5)).await.unwrap();
    assert_eq!(desk.journal.stopped().await.unwrap(), Some(why.clone()));
    drop(desk);
    let journal = stage.open();
    assert_eq!(journal.stopped().await.unwrap(), Some(why));
    journal.set_stop(None, at(9)).await.unwrap();
    assert_eq!(journal.stopped().await.unwrap(), None);
}

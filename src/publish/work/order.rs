//! Carrying out what a person wants done with one delivery.

use super::take::load;
use super::{Desk, Finished};
use crate::clock::Busy;
use crate::delivery::{Answer, DeliveryId, Event, Evidence, HeldAt, Receipt, State};
use crate::journal::{Change, JournalError, Order, OrderAnswer, OrderRow};
use crate::publish::Active;
use crate::verdict::Reason;

/// What became of an order, with the delivery as it then is.
#[derive(Debug)]
pub(in crate::publish) struct OrderDone {
    pub(in crate::publish) finished: Finished,
    pub(in crate::publish) answer: OrderAnswer,
}

/// Carries out `row` on delivery `id`. The change and the answer are written together.
pub(in crate::publish) async fn order(
    desk: Desk,
    id: DeliveryId,
    row: OrderRow,
    busy: Busy,
) -> OrderDone {
    let active = match load(&desk, id).await {
        Ok(active) => active,
        Err(error) => {
            let answer = refused(Reason::new("order-unknown-delivery").with("id", id.0));
            return OrderDone { finished: desk.failed(id, error, busy), answer };
        }
    };
    match event_for(&row.order, &active, &desk) {
        Ok(event) => carry_out(desk, active, event, row, busy).await,
        Err(reason) => answer_only(desk, active, refused(reason), row, busy).await,
    }
}

async fn carry_out(
    desk: Desk,
    active: Active,
    event: Event,
    row: OrderRow,
    busy: Busy,
) -> OrderDone {
    if active.clone().apply(event.clone(), &desk.context()).is_err() {
        let reason = not_now(&active);
        return answer_only(desk, active, refused(reason), row, busy).await;
    }
    let answer = OrderAnswer { done: true, reason: Reason::new("order-done") };
    let mut changes = vec![Change::OrderDone { id: row.id, answer: answer.clone() }];
    changes.push(Change::Acknowledge { delivery: Some(active.delivery().id), account: None });
    if matches!(event, Event::Cancelled(_)) {
        let delivery = active.delivery().id;
        changes.push(Change::Plan { delivery, due: None, slot: None });
    }
    let finished = desk.advance(active, event, changes, Vec::new(), busy).await;
    OrderDone { finished, answer }
}

async fn answer_only(
    desk: Desk,
    active: Active,
    answer: OrderAnswer,
    row: OrderRow,
    busy: Busy,
) -> OrderDone {
    let id = active.delivery().id;
    let change = Change::OrderDone { id: row.id, answer: answer.clone() };
    let finished = match desk.write(vec![change]).await {
        Ok(()) => desk.done(active, Vec::new(), busy),
        Err(error) => desk.failed(id, error, busy),
    };
    OrderDone { finished, answer }
}

fn event_for(order: &Order, active: &Active, desk: &Desk) -> Result<Event, Reason> {
    let in_doubt = matches!(
        active.delivery().state,
        State::Held { at: HeldAt::Doubt, .. } | State::Uncertain(_)
    );
    match order {
        Order::ItIsThere { url, .. } if in_doubt => {
            Ok(Event::Answered(Answer::ItIsThere(by_person(url.clone(), desk))))
        }
        Order::PostAgain { .. } => Ok(Event::Answered(Answer::PostAgain)),
        Order::Abandon { .. } => Ok(Event::Answered(Answer::Abandon)),
        Order::Release { .. } => Ok(Event::Released),
        Order::Cancel { .. } => Ok(Event::Cancelled(Reason::new("cancelled-by-person"))),
        _ => Err(not_now(active)),
    }
}

fn by_person(url: Option<String>, desk: &Desk) -> Receipt {
    Receipt {
        id: String::new(),
        url,
        at: desk.shared.now(),
        evidence: Evidence::Person,
        extra: serde_json::Value::Null,
        remarks: Vec::new(),
    }
}

fn not_now(active: &Active) -> Reason {
    let delivery = active.delivery();
    Reason::new("order-not-possible").with("id", delivery.id.0).with("state", delivery.state.name())
}

fn refused(reason: Reason) -> OrderAnswer {
    OrderAnswer { done: false, reason }
}

impl OrderDone {
    /// Whether the journal failed, so that the order is still to be carried out.
    pub(in crate::publish) fn is_unwritten(&self) -> bool {
        matches!(self.finished.error, Some(JournalError::Disk(_)))
    }
}

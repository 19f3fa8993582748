//! Carrying out what a person wants done with one delivery.

use super::absent;
use super::guard::guarded;
use super::recall::{self, Recall};
use super::take::load;
use super::{Desk, Finished};
use crate::clock::{Busy, Reading};
use crate::delivery::{
    Answer, Delivery, DeliveryId, Event, Evidence, Found, HeldAt, Receipt, State,
};
use crate::event::What;
use crate::failure::Failure;
use crate::journal::{Change, JournalError, Order, OrderAnswer, OrderId, OrderRow};
use crate::publish::Active;
use crate::verdict::Reason;

/// What became of an order, with the delivery as it then is.
#[derive(Debug)]
pub(in crate::publish) struct OrderDone {
    pub(in crate::publish) id: OrderId,
    pub(in crate::publish) finished: Finished,
    pub(in crate::publish) answer: OrderAnswer,
    /// Whether the delivery had ended before, so that nothing of it changes any more.
    pub(in crate::publish) had_ended: bool,
    /// Why the order is to be tried again later; then it is not answered yet.
    pub(in crate::publish) again: Option<Failure>,
}

/// Carries out `row` on delivery `id`. The change and the answer are written together.
pub(in crate::publish) async fn order(
    desk: Desk,
    id: DeliveryId,
    row: OrderRow,
    busy: Busy,
) -> OrderDone {
    let active = match load(&desk.shared, id).await {
        Ok(active) => active,
        Err(error) => return unreadable(&desk, id, &row, error, busy),
    };
    if matches!(row.order, Order::Abandon { .. }) && active.delivery().state.is_end() {
        return seen(desk, active, row, busy).await;
    }
    if matches!(row.order, Order::Recall { .. }) && recall::is_possible(&active) {
        return take_back(desk, active, row, busy).await;
    }
    let event = match &row.order {
        Order::Look { .. } => look_once(&desk, &active).await,
        order => event_for(order, &active, &desk),
    };
    match event {
        Ok(event) => carry_out(desk, active, event, row, busy).await,
        Err(reason) => answer_only(desk, active, refused(reason), row, busy).await,
    }
}

/// The same at the desk of an account that the config does not have: only what ends the delivery
/// is done.
pub(in crate::publish) async fn order_without_account(
    desk: Desk,
    id: DeliveryId,
    row: OrderRow,
    busy: Busy,
) -> OrderDone {
    let active = match load(&desk.shared, id).await {
        Ok(active) => active,
        Err(error) => return unreadable(&desk, id, &row, error, busy),
    };
    if matches!(row.order, Order::Abandon { .. }) && active.delivery().state.is_end() {
        return seen(desk, active, row, busy).await;
    }
    let event = event_for(&row.order, &active, &desk).ok();
    match event.filter(|event| absent::ends(&desk, &active, event.clone())) {
        Some(event) => carry_out(desk, active, event, row, busy).await,
        None => {
            let reason = absent::refusal(&desk, &active);
            answer_only(desk, active, refused(reason), row, busy).await
        }
    }
}

fn unreadable(
    desk: &Desk,
    id: DeliveryId,
    row: &OrderRow,
    error: JournalError,
    busy: Busy,
) -> OrderDone {
    let answer = refused(Reason::new("order-unknown-delivery").with("id", id.0));
    let finished = desk.failed(id, error, busy);
    OrderDone { id: row.id, finished, answer, had_ended: false, again: None }
}

/// Deletes what is public. The delivery had ended already, so that its post is not filed away again.
async fn take_back(desk: Desk, active: Active, row: OrderRow, busy: Busy) -> OrderDone {
    let order = row.id;
    match recall::recall(&desk, &active, row.at).await {
        Recall::Gone(event) => {
            let done = carry_out(desk, active, event, row, busy).await;
            OrderDone { had_ended: true, ..done }
        }
        Recall::Later(failure) => {
            desk.tell(&active, What::Retrying { failure: failure.clone(), next: None });
            let answer = refused(failure.why());
            let finished = desk.done(active, Vec::new(), busy);
            OrderDone { id: order, finished, answer, had_ended: true, again: Some(failure) }
        }
        Recall::Left(why) => {
            let (at, id) = (desk.shared.now(), active.delivery().id);
            let notice = crate::journal::notice(at, &desk.lane.name, id, why.clone());
            let answer = refused(why);
            let done = Change::OrderDone { id: order, answer: answer.clone() };
            write_only(desk, active, answer, vec![Change::Notice(notice), done], order, busy).await
        }
    }
}

/// A delivery that has ended stays as it is; a person has seen what its notices say.
async fn seen(desk: Desk, active: Active, row: OrderRow, busy: Busy) -> OrderDone {
    let answer = done();
    let changes = answered(&row, &answer, active.delivery().id);
    write_only(desk, active, answer, changes, row.id, busy).await
}

/// Looks once more, because a person asks: what is found settles the question, and anything else
/// leaves it as it is.
async fn look_once(desk: &Desk, active: &Active) -> Result<Event, Reason> {
    let in_doubt = is_in_doubt(active);
    let key = desk.key(active);
    let Some(job) = active.job(&key).filter(|_| in_doubt) else { return Err(not_now(active)) };
    let since = active.delivery().first_sent.unwrap_or(active.brief.taken);
    let id = active.delivery().id.0;
    let found = guarded(desk.lane.platform.find(&job, since)).await;
    match found.unwrap_or_else(|broke| Err(broke.into())) {
        Ok(Found::Published(receipt)) => Ok(Event::Answered(Answer::ItIsThere(receipt))),
        Ok(Found::Absent) => Err(Reason::new("look-found-nothing").with("id", id)),
        Ok(Found::CannotKnow) => Err(Reason::new("look-cannot-know").with("id", id)),
        Err(failure) => {
            Err(Reason::new("look-failed").with("id", id).with("detail", failure.detail))
        }
    }
}

async fn carry_out(
    desk: Desk,
    mut active: Active,
    event: Event,
    row: OrderRow,
    busy: Busy,
) -> OrderDone {
    let mut tried = active.clone();
    if tried.apply(event.clone(), &desk.context(&active)).is_err() {
        let reason = not_now(&active);
        return answer_only(desk, active, refused(reason), row, busy).await;
    }
    let doubt = recall::left_in_doubt(&active).filter(|_| event == Event::Recalled);
    let answer = doubt.clone().map_or_else(done, |reason| OrderAnswer { done: true, reason });
    let id = active.delivery().id;
    let mut changes = answered(&row, &answer, id);
    let notice = |why| crate::journal::notice(desk.shared.now(), &desk.lane.name, id, why);
    changes.extend(doubt.map(notice).map(Change::Notice));
    changes.extend(replanned(&mut active, tried.delivery(), desk.shared.reading()));
    let finished = desk.advance(active, event, changes, Vec::new(), busy).await;
    OrderDone { id: row.id, finished, answer, had_ended: false, again: None }
}

/// What is written with an order that was carried out: its answer, and that the person knows.
fn answered(row: &OrderRow, answer: &OrderAnswer, delivery: DeliveryId) -> Vec<Change> {
    vec![
        Change::OrderDone { id: row.id, answer: answer.clone() },
        Change::Acknowledge { delivery: Some(delivery), account: None },
    ]
}

/// A cancelled delivery gives back its place. A release makes a time that has passed now: late as
/// it is, a person wants it to go out.
fn replanned(active: &mut Active, next: &Delivery, now: Reading) -> Option<Change> {
    let delivery = next.id;
    if matches!(next.state, State::Cancelled(_)) {
        return Some(Change::Plan { delivery, due: None, asked: None, slot: None });
    }
    let at_start = matches!(active.delivery().state, State::Held { at: HeldAt::Start, .. });
    let released = at_start && !next.state.is_end();
    let late = active.brief.slot.is_none() && active.brief.due.is_some_and(|due| due < now.wall);
    (released && late).then(|| {
        (active.brief.due, active.brief.asked) = (Some(now.wall), Some(now));
        Change::Plan { delivery, due: Some(now.wall), asked: Some(now), slot: None }
    })
}

async fn answer_only(
    desk: Desk,
    active: Active,
    answer: OrderAnswer,
    row: OrderRow,
    busy: Busy,
) -> OrderDone {
    let change = Change::OrderDone { id: row.id, answer: answer.clone() };
    write_only(desk, active, answer, vec![change], row.id, busy).await
}

async fn write_only(
    desk: Desk,
    active: Active,
    answer: OrderAnswer,
    changes: Vec<Change>,
    order: OrderId,
    busy: Busy,
) -> OrderDone {
    let (id, had_ended) = (active.delivery().id, active.delivery().state.is_end());
    let finished = match desk.write(changes).await {
        Ok(()) => desk.done(active, Vec::new(), busy),
        Err(error) => desk.failed(id, error, busy),
    };
    OrderDone { id: order, finished, answer, had_ended, again: None }
}

fn is_in_doubt(active: &Active) -> bool {
    matches!(
        active.delivery().state,
        State::Held { at: HeldAt::Doubt | HeldAt::Handed(_), .. } | State::Uncertain(_)
    )
}

/// Whether a person has to decide about the rest first.
fn waits_half_public(active: &Active) -> bool {
    let delivery = active.delivery();
    delivery.part > 0 && matches!(delivery.state, State::Held { .. })
}

fn event_for(order: &Order, active: &Active, desk: &Desk) -> Result<Event, Reason> {
    match order {
        Order::PostAgain { .. } | Order::Release { .. } if has_expired(active, desk) => {
            Err(Reason::new("order-after-expiry").with("id", active.delivery().id.0))
        }
        Order::Recall { .. } if waits_half_public(active) => {
            Err(Reason::new("recall-while-held").with("id", active.delivery().id.0))
        }
        Order::ItIsThere { url, .. } if is_in_doubt(active) => by_person(url.clone(), active, desk)
            .map(|receipt| Event::Answered(Answer::ItIsThere(receipt))),
        Order::PostAgain { .. } => Ok(Event::Answered(Answer::PostAgain)),
        Order::Abandon { .. } => Ok(Event::Answered(Answer::Abandon)),
        Order::Release { .. } => Ok(Event::Released),
        Order::Cancel { .. } => Ok(Event::Cancelled(Reason::new("cancelled-by-person"))),
        _ => Err(not_now(active)),
    }
}

/// The receipt of what a person found. Where further parts must answer to it, its address is
/// needed, as nothing else names it.
fn by_person(url: Option<String>, active: &Active, desk: &Desk) -> Result<Receipt, Reason> {
    let platform = &desk.lane.platform;
    let id = url.as_deref().and_then(|url| platform.id_in(url));
    let more = active.delivery().part + 1 < active.delivery().parts;
    if more && id.is_none() && platform.parts_are_linked() {
        return Err(Reason::new("order-needs-address").with("id", active.delivery().id.0));
    }
    Ok(Receipt {
        // An address that the platform does not know for its own may name a person.
        url: url.filter(|_| id.is_some()),
        id: id.unwrap_or_default(),
        at: desk.shared.now(),
        evidence: Evidence::Person,
        extra: serde_json::Value::Null,
        remarks: Vec::new(),
    })
}

fn has_expired(active: &Active, desk: &Desk) -> bool {
    active.brief.expires.is_some_and(|expires| expires <= desk.shared.now())
}

fn not_now(active: &Active) -> Reason {
    let delivery = active.delivery();
    Reason::new("order-not-possible").with("id", delivery.id.0).with("state", delivery.state.name())
}

fn done() -> OrderAnswer {
    OrderAnswer { done: true, reason: Reason::new("order-done") }
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

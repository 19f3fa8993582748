//! The rules of the journal that need no storage: every implementation decides by these.

use super::{Arm, Gate, GateView, JournalError, OrderId, Result, SlotKey, Version};
use crate::delivery::{Delivery, DeliveryId, Event, State, step};
use crate::post::PostId;
use crate::verdict::Verdict;

/// What is durable about a delivery when it is to be armed.
pub(super) struct Facts<'a> {
    pub(super) version: Version,
    pub(super) view: GateView<'a>,
    /// Whether the present part is written down, and not public yet.
    pub(super) part: PartFact,
}

/// How the part that is to be sent stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PartFact {
    NotComposed,
    Composed,
    Public,
}

/// What the wish to arm comes to.
pub(super) enum Arming {
    /// The gate said no.
    Refused(Verdict),
    /// The delivery moves, but nothing may be sent.
    Moved(Delivery),
    /// An attempt is to be written.
    Open(Delivery),
}

/// Decides what becomes of the wish to open a visible request.
pub(super) fn arming(arm: &Arm, facts: &Facts<'_>, gate: &Gate) -> Result<Arming> {
    let delivery = facts.view.delivery;
    if facts.version != arm.version {
        return Err(JournalError::Stale(delivery.id));
    }
    let verdict = gate.ask(&facts.view);
    if verdict != Verdict::Go {
        return Ok(Arming::Refused(verdict));
    }
    let step = step(delivery, Event::Armed, &arm.context).map_err(|e| broken(e.to_string()))?;
    if !matches!(step.next.state, State::Sending { .. }) {
        return Ok(Arming::Moved(step.next));
    }
    match facts.part {
        PartFact::Composed => Ok(Arming::Open(step.next)),
        PartFact::NotComposed => Err(unknown_part(delivery.id, delivery.part)),
        PartFact::Public => Err(receipt_exists(delivery.id, delivery.part)),
    }
}

/// Whether a delivery may be written as `next`, apart from its version.
pub(super) fn may_move(old: &State, next: &Delivery) -> Result<()> {
    let before = Delivery { state: old.clone(), ..next.clone() };
    let recalled = next.state == State::Recalled && before.is_left_public();
    if old.is_end() && *old != next.state && !recalled {
        let (id, name) = (next.id, old.name());
        return Err(broken(format!("delivery {id} has ended as {name} and stays so")));
    }
    let sending = |state: &State| matches!(state, State::Sending { .. });
    if sending(&next.state) && !sending(old) {
        return Err(broken(format!("delivery {} can be sending only when it was armed", next.id)));
    }
    Ok(())
}

/// Whether an attempt is open exactly while its delivery is sending.
pub(super) fn attempts_fit(delivery: DeliveryId, sending: bool, open: i64) -> Result<()> {
    match (sending, open) {
        (true, 1) | (false, 0) => Ok(()),
        (true, _) => Err(broken(format!("delivery {delivery} is sending without an open attempt"))),
        (false, _) => {
            Err(broken(format!("delivery {delivery} has an open attempt but is not sending")))
        }
    }
}

pub(super) fn broken(rule: impl Into<String>) -> JournalError {
    JournalError::Rule(rule.into())
}

pub(super) fn unknown_delivery(id: DeliveryId) -> JournalError {
    JournalError::Unknown(format!("delivery {id}"))
}

pub(super) fn unknown_post(id: PostId) -> JournalError {
    JournalError::Unknown(format!("post {id}"))
}

pub(super) fn unknown_part(delivery: DeliveryId, part: u16) -> JournalError {
    JournalError::Unknown(format!("part {part} of delivery {delivery}"))
}

pub(super) fn receipt_exists(delivery: DeliveryId, part: u16) -> JournalError {
    broken(format!("part {part} of delivery {delivery} has a receipt already"))
}

pub(super) fn composed_already(delivery: DeliveryId) -> JournalError {
    broken(format!("the parts of delivery {delivery} are final"))
}

pub(super) fn no_parts(delivery: DeliveryId) -> JournalError {
    broken(format!("delivery {delivery} must have at least one part"))
}

pub(super) fn attempt_is_open(delivery: DeliveryId, part: u16) -> JournalError {
    broken(format!("part {part} of delivery {delivery} has an open attempt already"))
}

pub(super) fn no_open_attempt(delivery: DeliveryId, part: u16) -> JournalError {
    broken(format!("part {part} of delivery {delivery} has no open attempt"))
}

pub(super) fn slot_without_time(delivery: DeliveryId) -> JournalError {
    broken(format!("delivery {delivery} needs a time for its slot"))
}

pub(super) fn asked_without_time(delivery: DeliveryId) -> JournalError {
    broken(format!("delivery {delivery} needs a time that means at once"))
}

pub(super) fn slot_taken(slot: &SlotKey, by: DeliveryId) -> JournalError {
    let SlotKey { slot, nominal, place } = slot;
    broken(format!("place {place} of slot {slot} at {nominal} belongs to delivery {by}"))
}

pub(super) fn one_delivery_per_account(account: &crate::account::AccountName) -> JournalError {
    broken(format!("a post has one delivery for the account {account}"))
}

pub(super) fn post_known(id: PostId) -> JournalError {
    broken(format!("post {id} has that name and revision already"))
}

pub(super) fn unknown_order(id: OrderId) -> JournalError {
    JournalError::Unknown(format!("order {}", id.0))
}

pub(super) fn answered_already(id: OrderId) -> JournalError {
    broken(format!("order {} was answered already", id.0))
}

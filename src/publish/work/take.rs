//! Taking a waiting delivery into work, and giving it its time.

use super::{Desk, Finished};
use crate::clock::{Busy, Instant};
use crate::delivery::{DeliveryId, State};
use crate::event::What;
use crate::journal::{Brief, Change, JournalError};
use crate::publish::{Active, Shared};
use crate::schedule::Place;

/// The time that a delivery gets when it is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::publish) enum Booking {
    /// It has its time already.
    Kept,
    /// This instant.
    At(Instant),
    /// This place of a slot.
    In(Place),
}

/// Reads a waiting delivery with its post from the journal, and writes down its time.
pub(in crate::publish) async fn take(
    desk: Desk,
    id: DeliveryId,
    booking: Booking,
    busy: Busy,
) -> Finished {
    match load(&desk.shared, id).await {
        Ok(mut active) => {
            // A post can expire before its delivery was begun and got an end of its own.
            let Brief { delivery, expires, .. } = &mut active.brief;
            delivery.give_up = delivery.give_up.or(*expires);
            rebook(desk, active, booking, busy).await
        }
        Err(error) => desk.failed(id, error, busy),
    }
}

/// Gives a delivery another time.
async fn rebook(desk: Desk, mut active: Active, booking: Booking, busy: Busy) -> Finished {
    let (due, slot) = match booking {
        Booking::Kept => return desk.done(active, Vec::new(), busy),
        // What people wanted at once has its time, which moves along with the clock.
        Booking::At(_) if active.brief.asked.is_some() => {
            desk.tell(&active, What::Planned { due: active.due() });
            return desk.done(active, Vec::new(), busy);
        }
        // It has that time already, and perhaps the firing of a slot with it.
        Booking::At(at) if active.brief.due == Some(at) => (at, active.brief.slot.clone()),
        Booking::At(at) => (at, None),
        Booking::In(place) => (place.at, Some(place.key)),
    };
    desk.tell(&active, What::Planned { due });
    if active.brief.due == Some(due) && active.brief.slot == slot {
        // A fixed time was written down when the post was taken in.
        return desk.done(active, Vec::new(), busy);
    }
    active.brief.due = Some(due);
    active.brief.asked = None;
    active.brief.slot.clone_from(&slot);
    let id = active.delivery().id;
    let mut changes = vec![Change::Plan { delivery: id, due: Some(due), asked: None, slot }];
    if active.delivery().state != State::Planned {
        changes.extend(active.live_on(due, &desk.lane.rules));
    }
    match desk.write(changes).await {
        Ok(()) => desk.done(active, Vec::new(), busy),
        Err(error) => desk.failed(id, error, busy),
    }
}

/// A delivery with its post, as the journal has them.
pub(in crate::publish) async fn load(
    shared: &Shared,
    id: DeliveryId,
) -> Result<Active, JournalError> {
    let missing = || JournalError::Unknown(format!("delivery {id}"));
    let (record, post) = shared.journal.delivery_with_post(id).await?.ok_or_else(missing)?;
    Ok(Active::new(record, post).aligned(&shared.reading()))
}

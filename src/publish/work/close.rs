//! What policy or the calendar decided about a delivery before its visible request.

use super::{Desk, Finished};
use crate::clock::Busy;
use crate::delivery::Event;
use crate::publish::Active;

/// Writes that the delivery is held, given up or left out.
pub(in crate::publish) async fn close(
    desk: Desk,
    active: Active,
    event: Event,
    busy: Busy,
) -> Finished {
    desk.advance(active, event, Vec::new(), Vec::new(), busy).await
}

/// Forgets what was prepared, because it is too old to be used.
pub(in crate::publish) async fn renew(desk: Desk, active: Active, busy: Busy) -> Finished {
    desk.advance(active, Event::WentStale, Vec::new(), Vec::new(), busy).await
}

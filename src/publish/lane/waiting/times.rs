//! Deliveries by an instant, in sixteen bytes each: there can be a hundred thousand of them.

use std::collections::BTreeSet;

use crate::clock::Instant;
use crate::delivery::DeliveryId;

/// Deliveries by an instant, the earlier one first, and at one instant who was taken in first.
#[derive(Debug, Default)]
pub(super) struct Times(BTreeSet<(i64, DeliveryId)>);

impl Times {
    /// Adds a delivery at an instant.
    pub(super) fn insert(&mut self, at: Instant, id: DeliveryId) {
        self.0.insert((nanos(at), id));
    }

    /// The first.
    pub(super) fn first(&self) -> Option<(Instant, DeliveryId)> {
        self.0.first().map(|(at, id)| (instant(*at), *id))
    }

    /// Takes the first.
    pub(super) fn take_first(&mut self) -> Option<(Instant, DeliveryId)> {
        self.0.pop_first().map(|(at, id)| (instant(at), id))
    }

    /// Removes a delivery, if it is there.
    pub(super) fn remove(&mut self, id: DeliveryId) {
        self.0.retain(|(_, other)| *other != id);
    }

    /// Removes a delivery that is there at this instant, if at all.
    pub(super) fn remove_at(&mut self, at: Instant, id: DeliveryId) {
        self.0.remove(&(nanos(at), id));
    }
}

/// Nanoseconds since 1970, to which the journal keeps instants, too. What lies outside the years
/// 1678 to 2261 becomes the end or the beginning of time.
fn nanos(at: Instant) -> i64 {
    let end = if at < Instant::UNIX_EPOCH { i64::MIN } else { i64::MAX };
    at.timestamp_nanos_opt().unwrap_or(end)
}

fn instant(nanos: i64) -> Instant {
    match nanos {
        i64::MIN => Instant::MIN_UTC,
        i64::MAX => Instant::MAX_UTC,
        nanos => Instant::from_timestamp_nanos(nanos),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_come_in_the_order_of_their_instants_which_stay_what_they_were() {
        let at = Instant::from_timestamp_nanos(1_795_600_000_123_456_789);
        let mut times = Times::default();
        for (instant, id) in [
            (Instant::MAX_UTC, 1),
            (at, 3),
            (Instant::MIN_UTC, 4),
            (at, 2),
            (Instant::UNIX_EPOCH, 5),
        ] {
            times.insert(instant, DeliveryId(id));
        }
        let order: Vec<_> = std::iter::from_fn(|| times.take_first()).collect();
        let ids: Vec<_> = order.iter().map(|(_, id)| id.0).collect();
        assert_eq!(ids, [4, 5, 2, 3, 1]);
        assert_eq!(order[0].0, Instant::MIN_UTC);
        assert_eq!(order[2].0, at);
        assert_eq!(order[4].0, Instant::MAX_UTC);
    }

    #[test]
    fn a_delivery_is_removed_wherever_it_stands() {
        let mut times = Times::default();
        let at = Instant::UNIX_EPOCH;
        for id in 1..=3 {
            times.insert(at, DeliveryId(id));
        }
        times.remove(DeliveryId(1));
        times.remove_at(at, DeliveryId(2));
        times.remove_at(Instant::MAX_UTC, DeliveryId(3));
        assert_eq!(times.first(), Some((at, DeliveryId(3))));
    }
}

//! The next free place of an account's slots.

use std::collections::BTreeSet;

use super::Slot;
use crate::account::{AccountName, SlotName};
use crate::clock::Instant;
use crate::journal::SlotKey;

/// How many firings are looked at before an account counts as without a free place: with one a
/// minute, almost seven years.
const MOST_FIRINGS: usize = 3_500_000;

/// A place that a delivery can take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The firing and its place.
    pub key: SlotKey,
    /// When it is.
    pub at: Instant,
}

impl Place {
    /// Whether a post that ends at `end` can still use it.
    #[must_use]
    pub fn serves(&self, end: Option<Instant>) -> bool {
        end.is_none_or(|end| self.at < end)
    }
}

/// The earliest free place strictly after `after` in the slots of `account`, or only in the
/// slot `only`. `taken` are the places that are gone, and firings for which `barred` says an
/// instant are skipped up to that instant.
pub fn next_free<'s>(
    slots: impl IntoIterator<Item = &'s Slot>,
    account: &AccountName,
    only: Option<&SlotName>,
    taken: &BTreeSet<SlotKey>,
    after: Instant,
    barred: &dyn Fn(Instant) -> Option<Instant>,
) -> Option<Place> {
    slots
        .into_iter()
        .filter(|slot| slot.is_for(account) && only.is_none_or(|only| *only == slot.name))
        .filter_map(|slot| free_in(slot, taken, after, barred))
        .min_by(|a, b| (a.at, &a.key).cmp(&(b.at, &b.key)))
}

fn free_in(
    slot: &Slot,
    taken: &BTreeSet<SlotKey>,
    after: Instant,
    barred: &dyn Fn(Instant) -> Option<Instant>,
) -> Option<Place> {
    let mut after = after;
    let mut looked = 0;
    while looked < MOST_FIRINGS {
        let mut restart = None;
        for firing in slot.line.firings_after(slot.zone, after) {
            looked += 1;
            if let Some(until) = barred(firing.at) {
                // An instant before the bar's end, so that a firing right at its end counts.
                restart = Some(until - chrono::Duration::nanoseconds(1));
                break;
            }
            let free = (0..slot.places)
                .map(|place| SlotKey { slot: slot.name.clone(), nominal: firing.nominal, place })
                .find(|key| !taken.contains(key));
            if let Some(key) = free {
                return Some(Place { key, at: firing.at });
            }
            if looked >= MOST_FIRINGS {
                return None;
            }
        }
        after = restart.filter(|next| *next > after)?;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schedule::{CronLine, Zone};
    use chrono::TimeZone as _;

    fn slot(name: &str, line: &str, places: u16) -> Slot {
        Slot {
            name: name.parse().unwrap(),
            line: CronLine::parse(line).unwrap(),
            zone: Zone::parse("Asia/Kolkata").unwrap(),
            places,
            accounts: Vec::new(),
        }
    }

    fn at(hour: u32, minute: u32) -> Instant {
        chrono::Utc.with_ymd_and_hms(2026, 11, 25, hour, minute, 0).unwrap()
    }

    fn toot() -> AccountName {
        "toot".parse().unwrap()
    }

    fn open(_: Instant) -> Option<Instant> {
        None
    }

    #[test]
    fn the_earliest_of_all_slots_is_taken() {
        let slots = [slot("noon", "0 12 * * *", 1), slot("morning", "0 9 * * *", 1)];
        let place = next_free(&slots, &toot(), None, &BTreeSet::new(), at(0, 0), &open).unwrap();
        assert_eq!((place.key.slot.as_str(), place.at), ("morning", at(3, 30)));
    }

    #[test]
    fn a_taken_place_leads_to_the_next_place_then_to_the_next_firing() {
        let slots = [slot("morning", "0 9 * * *", 2)];
        let mut taken = BTreeSet::new();
        let mut seen = Vec::new();
        for _ in 0..3 {
            let place = next_free(&slots, &toot(), None, &taken, at(0, 0), &open).unwrap();
            seen.push((place.key.place, place.at));
            taken.insert(place.key);
        }
        let next_day = at(3, 30) + chrono::Duration::days(1);
        assert_eq!(seen, [(0, at(3, 30)), (1, at(3, 30)), (0, next_day)]);
    }

    #[test]
    fn a_barred_stretch_is_skipped_to_its_end() {
        let slots = [slot("hourly", "0 * * * *", 1)];
        let bar = |instant: Instant| (instant < at(6, 30)).then(|| at(6, 30));
        let place = next_free(&slots, &toot(), None, &BTreeSet::new(), at(0, 0), &bar).unwrap();
        assert_eq!(place.at, at(6, 30), "12:00 in India is 06:30 UTC, right at the end");
    }

    #[test]
    fn a_slot_for_others_is_no_slot() {
        let mut other = slot("morning", "0 9 * * *", 1);
        other.accounts = vec!["other".parse().unwrap()];
        assert_eq!(next_free([&other], &toot(), None, &BTreeSet::new(), at(0, 0), &open), None);
    }
}

//! Slots: named times, with places that deliveries take first in, first out.

use chrono::NaiveDateTime;

use crate::account::{AccountName, Directory, SlotName};
use crate::clock::Instant;
use crate::keys::Keys;

use super::cron::CronLine;
use super::wall::first_instant;
use super::zone::Zone;

/// The most posts for one account in one firing.
const MOST_PLACES: u32 = 100;

/// A named time from cron.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// Its name.
    pub name: SlotName,
    /// When it fires.
    pub line: CronLine,
    /// The zone in which its line is meant.
    pub zone: Zone,
    /// How many posts of one account each firing takes.
    pub places: u16,
    /// The accounts it is for; empty for all.
    pub accounts: Vec<AccountName>,
}

impl Slot {
    /// Takes a slot's keys. `None` where it has no line that can be understood.
    pub fn read(
        keys: &mut Keys<'_>,
        name: SlotName,
        zone: Zone,
        directory: &Directory,
    ) -> Option<Self> {
        let line = line(keys);
        let own_zone = read_zone(keys, "zone");
        let places = keys.number("places", "places = 1", 1..=MOST_PLACES);
        let accounts = directory.read(keys, "accounts", "accounts = [\"mastodon\"]");
        Some(Self {
            name,
            line: line?,
            zone: own_zone.unwrap_or(zone),
            places: places.and_then(|places| places.try_into().ok()).unwrap_or(1),
            accounts: accounts.unwrap_or_default(),
        })
    }

    /// The instant of its firing with this nominal time.
    #[must_use]
    pub fn instant_of(&self, nominal: NaiveDateTime) -> Option<Instant> {
        first_instant(nominal, self.zone)
    }

    /// Whether posts of `account` may take its places.
    #[must_use]
    pub fn is_for(&self, account: &AccountName) -> bool {
        self.accounts.is_empty() || self.accounts.contains(account)
    }
}

/// Takes the name of a zone, if it is there.
pub fn read_zone(keys: &mut Keys<'_>, key: &str) -> Option<Zone> {
    let (name, span) = keys.take_spanned::<String>(key, "zone = \"Asia/Kolkata\"")?;
    match Zone::parse(&name) {
        Ok(zone) => Some(zone),
        Err(error) => {
            keys.found(span, error.finding());
            None
        }
    }
}

fn line(keys: &mut Keys<'_>) -> Option<CronLine> {
    let (text, span) = keys.require_spanned::<String>("cron", "cron = \"0 9 * * 1-6\"")?;
    match CronLine::parse(&text) {
        Ok(line) => Some(line),
        Err(error) => {
            keys.found_inside(span, &text, error.span.clone(), error.finding());
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Finding, Source};

    fn read(toml: &str) -> (Option<Slot>, Vec<Finding>) {
        let source = Source::new("test.toml", toml);
        let mut keys = Keys::parse(&source, 0, toml);
        let directory = Directory::new([account("toot"), account("tele")]);
        let name = "morning".parse().unwrap();
        let slot = Slot::read(&mut keys, name, Zone::UTC, &directory);
        (slot, keys.finish())
    }

    fn account(name: &str) -> AccountName {
        name.parse().unwrap()
    }

    #[test]
    fn a_slot_that_names_no_account_serves_all() {
        let (slot, findings) = read("cron = \"0 9 * * 1-6\"");
        let slot = slot.unwrap();
        assert_eq!((slot.places, slot.zone, findings), (1, Zone::UTC, vec![]));
        assert!(slot.is_for(&account("toot")));
    }

    #[test]
    fn a_slot_with_accounts_serves_those_alone() {
        let (slot, _) = read("cron = \"@daily\"\nzone = \"Asia/Kolkata\"\naccounts = [\"tele\"]");
        let slot = slot.unwrap();
        assert_eq!(slot.zone.name(), "Asia/Kolkata");
        assert!(slot.is_for(&account("tele")) && !slot.is_for(&account("toot")));
    }

    #[test]
    fn a_wrong_field_is_pointed_at_within_the_line() {
        let (slot, findings) = read("cron = \"0 9 * 13 *\"");
        assert_eq!((slot, findings[0].id), (None, "cron-out-of-range"));
        assert_eq!(findings[0].place.as_ref().unwrap().column(), 15);
    }

    #[test]
    fn zones_and_places_that_cannot_be_are_refused() {
        let (_, findings) = read("cron = \"@daily\"\nzone = \"Asia/Calcuta\"\nplaces = 0");
        let ids: Vec<_> = findings.iter().map(|finding| finding.id).collect();
        assert_eq!(ids, ["zone-misspelt", "number-out-of-range"]);
    }
}

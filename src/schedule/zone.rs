//! Time zones by their IANA names.

use std::fmt;
use std::str::FromStr;

use chrono::DateTime;
use chrono_tz::{TZ_VARIANTS, Tz};
use thiserror::Error;

use crate::clock::Instant;
use crate::finding::Finding;

/// How alike two names must be, from 0 to 1, for one to be suggested for the other.
const LIKENESS: f64 = 0.75;

/// What people write, and the name that IANA gives it now. Old IANA names are accepted as they
/// stand; here they only keep a suggestion from naming them.
const OTHER_NAMES: [(&str, &str); 19] = [
    ("IST", "Asia/Kolkata"),
    ("India", "Asia/Kolkata"),
    ("Delhi", "Asia/Kolkata"),
    ("New_Delhi", "Asia/Kolkata"),
    ("Mumbai", "Asia/Kolkata"),
    ("Chennai", "Asia/Kolkata"),
    ("Bengaluru", "Asia/Kolkata"),
    ("Asia/Calcutta", "Asia/Kolkata"),
    ("Asia/Katmandu", "Asia/Kathmandu"),
    ("Asia/Dacca", "Asia/Dhaka"),
    ("Asia/Thimbu", "Asia/Thimphu"),
    ("Asia/Rangoon", "Asia/Yangon"),
    ("Asia/Saigon", "Asia/Ho_Chi_Minh"),
    ("Asia/Macao", "Asia/Macau"),
    ("Asia/Ulan_Bator", "Asia/Ulaanbaatar"),
    ("Europe/Kiev", "Europe/Kyiv"),
    ("America/Buenos_Aires", "America/Argentina/Buenos_Aires"),
    ("America/Godthab", "America/Nuuk"),
    ("Atlantic/Faeroe", "Atlantic/Faroe"),
];

/// A time zone of the IANA database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Zone(Tz);

/// A name that no time zone has; it may be a slip for one.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("no time zone is called `{found}`; write such as `{}`", suggestion.unwrap_or("Asia/Kolkata"))]
pub struct ZoneError {
    /// What was written.
    pub found: String,
    /// The name that was probably meant.
    pub suggestion: Option<&'static str>,
}

/// The edition of the IANA database that the program carries, such as `2025b`.
#[must_use]
pub fn tzdata_version() -> &'static str {
    chrono_tz::IANA_TZDB_VERSION
}

impl Zone {
    /// Universal time.
    pub const UTC: Self = Self(Tz::UTC);

    /// The zone of that IANA name, which is case-sensitive.
    pub fn parse(name: &str) -> Result<Self, ZoneError> {
        let unknown = |_| ZoneError { found: name.to_owned(), suggestion: suggestion(name) };
        Tz::from_str(name).map(Self).map_err(unknown)
    }

    /// The IANA name.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// What the clocks of the zone show at `instant`, with their offset.
    #[must_use]
    pub fn local(self, instant: Instant) -> DateTime<Tz> {
        instant.with_timezone(&self.0)
    }

    pub(super) fn table(self) -> Tz {
        self.0
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Zone {
    type Err = ZoneError;

    fn from_str(name: &str) -> Result<Self, ZoneError> {
        Self::parse(name)
    }
}

impl ZoneError {
    /// The error as a finding without a place: the caller knows where the name stands.
    #[must_use]
    pub fn finding(&self) -> Finding {
        let id = if self.suggestion.is_some() { "zone-misspelt" } else { "zone-unknown" };
        Finding::error(id)
            .with("found", self.found.as_str())
            .with("example", self.suggestion.unwrap_or("Asia/Kolkata"))
    }
}

/// The current name that `found` is most like.
fn suggestion(found: &str) -> Option<&'static str> {
    let found = found.trim().replace(' ', "_").to_lowercase();
    let current = TZ_VARIANTS.iter().map(|zone| (zone.name(), zone.name()));
    let names = OTHER_NAMES.into_iter().chain(current);
    let rated = names.map(|(name, meant)| (likeness(&found, &name.to_lowercase()), meant));
    // The first of equals wins, so that another name comes before the old IANA name it equals.
    let best = rated.reduce(|best, next| if next.0 > best.0 { next } else { best });
    best.filter(|(likeness, _)| *likeness >= LIKENESS).map(|(_, meant)| meant)
}

/// How alike two names are, from 0 to 1; a right city in a wrong region or in none is close.
fn likeness(found: &str, name: &str) -> f64 {
    let city = |name: &str| name.rsplit('/').next().unwrap_or_default().to_owned();
    let whole = strsim::normalized_damerau_levenshtein(found, name);
    let cities = strsim::normalized_damerau_levenshtein(&city(found), &city(name));
    whole.max(cities * 0.95)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Fact;

    fn suggested(name: &str) -> Option<&'static str> {
        Zone::parse(name).unwrap_err().suggestion
    }

    #[test]
    fn a_slip_gets_the_nearest_current_name() {
        let slips = [
            ("Asia/Calcuta", "Asia/Kolkata"),
            ("Asia/Kolkatta", "Asia/Kolkata"),
            ("asia/kolkata", "Asia/Kolkata"),
            ("Asia/Katmandhu", "Asia/Kathmandu"),
            ("Europe/Londn", "Europe/London"),
            ("America/New York", "America/New_York"),
        ];
        for (slip, meant) in slips {
            assert_eq!(suggested(slip), Some(meant), "{slip}");
        }
    }

    #[test]
    fn a_city_in_a_wrong_region_or_in_none_is_found() {
        for name in ["Kolkata", "Europe/Kolkata", "IST", "india", "New Delhi", "Asia/Mumbai"] {
            assert_eq!(suggested(name), Some("Asia/Kolkata"), "{name}");
        }
    }

    #[test]
    fn a_name_like_no_other_gets_no_suggestion() {
        let error = Zone::parse("the office").unwrap_err();
        assert_eq!(error.suggestion, None);
        assert_eq!(error.finding().id, "zone-unknown");
    }

    #[test]
    fn the_finding_carries_what_was_written_and_what_was_meant() {
        let finding = Zone::parse("Asia/Calcuta").unwrap_err().finding();
        assert_eq!(finding.id, "zone-misspelt");
        let facts = [("found", Fact::from("Asia/Calcuta")), ("example", "Asia/Kolkata".into())];
        assert_eq!(finding.facts, facts);
    }

    #[test]
    fn old_names_are_still_accepted() {
        assert_eq!(Zone::parse("Asia/Calcutta").unwrap().name(), "Asia/Calcutta");
    }

    #[test]
    fn every_name_that_can_be_suggested_exists() {
        for (_, meant) in OTHER_NAMES {
            assert!(Zone::parse(meant).is_ok(), "{meant}");
        }
    }

    #[test]
    fn the_edition_of_the_zone_tables_is_a_year_and_a_letter() {
        let (year, letter) = tzdata_version().split_at(4);
        assert!(year.parse::<u16>().unwrap() >= 2025);
        assert!(letter.bytes().all(|byte| byte.is_ascii_lowercase()));
    }
}

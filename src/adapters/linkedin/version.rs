//! The version of the API that every request has to name.
//!
//! One a month, but not every month; each lives at least twelve months (page `versioning`). So it
//! is pinned and never made from the date.

use std::fmt;

use chrono::{Datelike as _, NaiveDate};

use crate::clock::Instant;
use crate::finding::Finding;

/// From how many months on a version is old: two before the earliest end.
const OLD: i32 = 10;

/// The oldest month that was still served in November 2026 (page `migrations`).
const OLDEST: (i32, u32) = (2026, 1);

/// A month such as `202609`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Version {
    year: i32,
    month: u32,
}

impl Version {
    /// The one this adapter was written for.
    pub(super) const PINNED: Self = Self { year: 2026, month: 9 };

    /// Reads `202609`.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let digits = text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_digit());
        let number = text.parse::<u32>().ok().filter(|_| digits);
        let parts =
            number.and_then(|number| Some((i32::try_from(number / 100).ok()?, number % 100)));
        match parts.filter(|(_, month)| (1..=12).contains(month)) {
            Some(month) if month < OLDEST => Err(format!("version {text} has ended")),
            Some((year, month)) => Ok(Self { year, month }),
            None => Err("a version is a month, written like 202609".to_owned()),
        }
    }

    /// About when LinkedIn ends it.
    pub(super) fn ends(self) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(self.year + 1, self.month, 15)
    }

    /// What is to be said of its age.
    pub(super) fn finding(self, now: Instant) -> Option<Finding> {
        let months =
            (now.year() - self.year) * 12 + now.month().cast_signed() - self.month.cast_signed();
        let ends = self.ends()?;
        (months >= OLD).then(|| {
            Finding::warning("linkedin-version-old")
                .with("version", self.to_string())
                .with("date", ends.to_string())
        })
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}{:02}", self.year, self.month)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_version_is_old_two_months_before_its_end() {
        let at = |text: &str| format!("{text}T00:00:00Z").parse().unwrap();
        let version = Version::read("202609").unwrap();
        assert_eq!(version, Version::PINNED);
        assert_eq!(version.finding(at("2027-06-30")), None);
        let finding = version.finding(at("2027-07-01")).unwrap();
        assert_eq!(finding.id, "linkedin-version-old");
        assert!(finding.facts.contains(&("date", "2027-09-15".into())), "{finding:?}");
    }

    #[test]
    fn what_is_no_month_or_has_ended_is_refused() {
        for text in ["", "2026-09", "202613", "202600", "26099", "latest", "202512", "2026 9"] {
            assert!(Version::read(text).is_err(), "{text:?}");
        }
        assert!(Version::read("202601").is_ok());
    }
}

//! The version of the Graph API that requests name, and when it ends.

use std::fmt;

use chrono::NaiveDate;

use crate::clock::Instant;
use crate::finding::Finding;

/// How long before its end a version is warned of, in days.
const WARNED: i64 = 90;

/// When the versions end that are known to (changelog of the Graph API, read in 2026); newer ones
/// have no end yet.
const ENDS: [(u16, (i32, u32, u32)); 5] = [
    (21, (2027, 1, 21)),
    (22, (2027, 5, 20)),
    (23, (2027, 10, 8)),
    (24, (2028, 2, 18)),
    (25, (2028, 7, 29)),
];

/// A version such as `v25.0`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::adapters) struct Version(u16);

impl Version {
    /// The one that is asked for where the config names none.
    pub(in crate::adapters) const DEFAULT: Self = Self(25);

    /// Reads `v25.0`.
    ///
    /// # Errors
    /// What is wrong with it.
    pub(in crate::adapters) fn read(text: &str) -> Result<Self, String> {
        let number = text.strip_prefix('v').and_then(|rest| rest.strip_suffix(".0"));
        match number.and_then(|number| number.parse().ok()) {
            Some(number) if number < ENDS[0].0 => Err(format!("{text} has ended")),
            Some(number) => Ok(Self(number)),
            None => Err("a version is written like v25.0".to_owned()),
        }
    }

    fn ends(self) -> Option<NaiveDate> {
        let (_, (year, month, day)) = ENDS.iter().find(|(number, _)| *number == self.0)?;
        NaiveDate::from_ymd_opt(*year, *month, *day)
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "v{}.0", self.0)
    }
}

/// What is to be said of `version` now: that it ends soon, or that the server answered with
/// another one, `served`, which it does silently once a version has ended.
pub(in crate::adapters) fn version_finding(
    version: Version,
    served: Option<&str>,
    now: Instant,
) -> Option<Finding> {
    if let Some(served) = served.filter(|served| *served != version.to_string()) {
        let finding = Finding::warning("graph-version-not-served");
        return Some(finding.with("version", version.to_string()).with("served", served));
    }
    let ends = version.ends()?;
    let days = (ends - now.date_naive()).num_days();
    (days < WARNED).then(|| {
        Finding::warning("graph-version-ends")
            .with("version", version.to_string())
            .with("date", ends.to_string())
    })
}

/// The same without an answer; where its end is far, when it comes.
pub(in crate::adapters) fn version_note(version: Version, now: Instant) -> Option<Finding> {
    version_finding(version, None, now).or_else(|| {
        let finding = Finding::note("graph-version-until").with("version", version.to_string());
        Some(finding.with("date", version.ends()?.to_string()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Instant {
        format!("{text}T00:00:00Z").parse().unwrap()
    }

    #[test]
    fn a_version_is_warned_of_a_quarter_before_its_end() {
        let version = Version::read("v21.0").unwrap();
        assert_eq!(version_finding(version, None, day("2026-10-01")), None);
        let finding = version_finding(version, None, day("2026-10-24")).unwrap();
        assert_eq!(finding.id, "graph-version-ends");
    }

    #[test]
    fn an_end_that_is_far_is_a_note() {
        let note = version_note(Version::DEFAULT, day("2026-10-01")).unwrap();
        assert_eq!((note.id, note.facts.len()), ("graph-version-until", 2));
        let near = version_note(Version::DEFAULT, day("2028-07-01")).unwrap();
        assert_eq!(near.id, "graph-version-ends");
    }

    #[test]
    fn another_version_in_the_answer_is_told() {
        let served = version_finding(Version::DEFAULT, Some("v26.0"), day("2026-10-01"));
        assert_eq!(served.unwrap().id, "graph-version-not-served");
        assert_eq!(version_finding(Version::DEFAULT, Some("v25.0"), day("2026-10-01")), None);
    }

    #[test]
    fn what_is_no_version_or_has_ended_is_refused() {
        for text in ["25", "v25", "v25.1", "v20.0", "latest"] {
            assert!(Version::read(text).is_err(), "{text}");
        }
    }
}

//! Which of our published posts came of a container: neither publishing nor its status says it once
//! the answer is lost.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization as _;

use super::container::LAG;
use super::line::Id;
use crate::clock::Instant;
use crate::delivery::{Evidence, Receipt};
use crate::failure::{Class, Failure};
use crate::http::Url;

/// How far the platform's clock may be from ours, in seconds.
const SKEW: i64 = 120;

/// How long a published post may be missing in the list, in seconds.
const LISTED_WITHIN: i64 = 600;

/// The remark on a receipt of a post that the platform says is public and does not show.
pub(in crate::adapters) const ID_UNKNOWN: &str = "graph-id-unknown";

/// One of our posts, as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::adapters) struct Listed {
    pub(in crate::adapters) id: Id,
    pub(in crate::adapters) text: String,
    pub(in crate::adapters) permalink: Option<String>,
    pub(in crate::adapters) at: Option<Instant>,
}

/// From when on a list is read, for a first request at `since`.
pub(in crate::adapters) fn from(since: Instant) -> Instant {
    since - chrono::Duration::seconds(SKEW)
}

/// Reads a time as Meta writes it, such as `2026-11-25T04:30:00+0000`.
pub(in crate::adapters) fn time(text: &str) -> Option<Instant> {
    let read = chrono::DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%z");
    read.ok().map(|time| time.to_utc())
}

/// The only one of `listed` that was published since `since` and has one of the texts `ours`; none
/// where there is none, or more than one.
pub(in crate::adapters) fn only_one<'l>(
    listed: &'l [Listed],
    ours: &[String],
    since: Instant,
) -> Option<&'l Listed> {
    let wanted: BTreeSet<String> = ours.iter().map(|text| same(text)).collect();
    let fits = |one: &&Listed| {
        one.at.is_some_and(|at| at >= from(since)) && wanted.contains(&same(&one.text))
    };
    let mut fitting = listed.iter().filter(fits);
    let only = fitting.next()?;
    fitting.next().is_none().then_some(only)
}

/// The receipt of a container that is published, by the one post that came of it, `found`. Where
/// the list shows none, it is looked for again for a while `since`; then the receipt goes without
/// id.
pub(in crate::adapters) fn receipt(
    found: Option<&Listed>,
    since: Instant,
    now: Instant,
    evidence: Evidence,
) -> Result<Receipt, Failure> {
    if found.is_none() && (now - since).num_seconds() < LISTED_WITHIN {
        let failure = Failure::new(Class::NotYet, "graph-not-listed", "");
        return Err(failure.pausing(std::time::Duration::from_secs(30)));
    }
    let remarks = if found.is_none() { vec![ID_UNKNOWN.to_owned()] } else { Vec::new() };
    Ok(Receipt {
        id: found.map(|one| one.id.0.clone()).unwrap_or_default(),
        url: found.and_then(|one| permalink(one.permalink.as_deref()?)),
        at: now,
        evidence,
        extra: serde_json::Value::Null,
        remarks,
    })
}

/// `text`, if it is an address of one of Meta's services.
pub(in crate::adapters) fn permalink(text: &str) -> Option<String> {
    let url = Url::parse(text).ok().filter(|url| url.scheme() == "https")?;
    let host = url.host_str()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    ["threads.net", "threads.com", "instagram.com"].contains(&host).then(|| url.to_string())
}

/// That the status may still lag behind a request under way.
pub(in crate::adapters) fn not_settled(since: Instant, now: Instant) -> Option<Failure> {
    let early = (now - since).num_seconds() < LAG;
    let failure = Failure::new(Class::NotYet, "graph-not-settled", "");
    let wait = u64::try_from(LAG).unwrap_or_default();
    early.then(|| failure.pausing(std::time::Duration::from_secs(wait)))
}

/// A text as it is compared: composed, and without the blanks that platforms change.
fn same(text: &str) -> String {
    text.nfc().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Instant {
        crate::clock::from_micros(1_764_045_000_000_000) + chrono::Duration::seconds(second)
    }

    fn listed(id: &str, text: &str, second: i64) -> Listed {
        let id = Id(id.to_owned());
        Listed { id, text: text.to_owned(), permalink: None, at: Some(at(second)) }
    }

    #[test]
    fn the_post_is_known_by_text_and_time() {
        let all = [listed("1", "क", -3600), listed("2", "ख", 1), listed("3", " क\n\nख ", 2)];
        let found = only_one(&all, &["क ख".to_owned()], at(0));
        assert_eq!(found.unwrap().id.as_str(), "3");
        assert_eq!(only_one(&all, &["क".to_owned()], at(0)), None);
    }

    #[test]
    fn of_two_equal_ones_neither_is_surely_ours() {
        let all = [listed("1", "क", 1), listed("2", "क", 2)];
        assert_eq!(only_one(&all, &["क".to_owned()], at(0)), None);
    }

    #[test]
    fn what_the_list_does_not_show_is_looked_for_again_and_then_told() {
        let early = receipt(None, at(0), at(599), Evidence::ReadBack).unwrap_err();
        assert_eq!(early.class, Class::NotYet);
        let late = receipt(None, at(0), at(600), Evidence::ReadBack).unwrap();
        assert_eq!((late.id.as_str(), late.remarks[0].as_str()), ("", ID_UNKNOWN));
    }

    #[test]
    fn only_addresses_of_the_services_are_links() {
        assert!(permalink("https://www.threads.com/@office/post/C1").is_some());
        assert!(permalink("https://www.instagram.com/p/C1/").is_some());
        for other in [
            "javascript:alert(1)//",
            "https://evil.example/@threads.net",
            "x",
            "http://threads.net/",
        ] {
            assert_eq!(permalink(other), None, "{other}");
        }
    }

    #[test]
    fn times_are_read_as_meta_writes_them() {
        assert_eq!(time("2025-11-25T04:30:00+0000"), Some(at(0)));
        assert_eq!(time("yesterday"), None);
    }
}

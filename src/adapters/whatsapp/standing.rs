//! Whether an organisation may use the interface at all, by what its settings say of it.

use chrono::NaiveDate;
use toml::value::Datetime;

use crate::clock::Instant;
use crate::finding::Finding;
use crate::keys::Keys;

const KIND: &str = "organisation_kind = \"charity\"";
const CONFIRMED: &str = "policy_confirmed_on = 2026-11-20";

/// After so many days the policy is to be read again.
const CONFIRMATION: i64 = 365;

/// What an organisation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// One that may, if it keeps to the policy.
    Plain,
    /// One that needs Meta's leave besides.
    Government,
    /// One that may not (Business Messaging Policy, as several readers of it say in 2026), by its word.
    Political(&'static str),
}

const KINDS: [(&str, Kind); 11] = [
    ("association", Kind::Plain),
    ("business", Kind::Plain),
    ("charity", Kind::Plain),
    ("cooperative", Kind::Plain),
    ("health", Kind::Plain),
    ("school", Kind::Plain),
    ("government", Kind::Government),
    ("party", Kind::Political("party")),
    ("politician", Kind::Political("politician")),
    ("candidate", Kind::Political("candidate")),
    ("campaign", Kind::Political("campaign")),
];

/// What the settings say of the organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Standing {
    pub(super) kind: Kind,
    /// When somebody last read the policy.
    pub(super) confirmed: NaiveDate,
}

impl Standing {
    /// Reads it; what stands against it is added to `keys`.
    pub(super) fn read(keys: &mut Keys<'_>, now: Instant) -> Option<Self> {
        let kind = kind(keys);
        let confirmed = confirmed(keys, now);
        Some(Self { kind: kind?, confirmed: confirmed? })
    }

    /// What is to be said of it.
    pub(super) fn findings(self, now: Instant) -> Vec<Finding> {
        let leave = (self.kind == Kind::Government)
            .then(|| Finding::warning("whatsapp-government-needs-leave"));
        let days = (now.date_naive() - self.confirmed).num_days();
        let old = (days > CONFIRMATION).then(|| {
            let date = self.confirmed.to_string();
            Finding::warning("whatsapp-policy-read-long-ago").with("date", date)
        });
        leave.into_iter().chain(old).collect()
    }
}

fn kind(keys: &mut Keys<'_>) -> Option<Kind> {
    if !keys.has("organisation_kind") {
        keys.missing("organisation_kind", KIND);
        return None;
    }
    let kind = keys.choice("organisation_kind", KIND, &KINDS)?;
    if let Kind::Political(word) = kind {
        keys.found_here(Finding::error("whatsapp-political").with("kind", word));
        return None;
    }
    Some(kind)
}

fn confirmed(keys: &mut Keys<'_>, now: Instant) -> Option<NaiveDate> {
    if !keys.has("policy_confirmed_on") {
        keys.missing("policy_confirmed_on", CONFIRMED);
        return None;
    }
    day(keys, "policy_confirmed_on", CONFIRMED, now)
}

/// The day under `key`, if it is there. What is no day, or lies ahead, is added to `keys`.
pub(super) fn day(
    keys: &mut Keys<'_>,
    key: &str,
    example: &str,
    now: Instant,
) -> Option<NaiveDate> {
    let (written, span) = keys.take_spanned::<Datetime>(key, example)?;
    // Somewhere it may be tomorrow already.
    let latest = now.date_naive().succ_opt().unwrap_or(now.date_naive());
    let problem = match only_day(written) {
        Some(day) if day <= latest => return Some(day),
        Some(_) => "the day lies ahead",
        None => "it is no day without a time",
    };
    let finding = Finding::error("wrong-value").with("key", keys.full(key));
    keys.found(span, finding.with("problem", problem).with("example", example));
    None
}

fn only_day(written: Datetime) -> Option<NaiveDate> {
    let date = written.date.filter(|_| written.time.is_none())?;
    NaiveDate::from_ymd_opt(i32::from(date.year), u32::from(date.month), u32::from(date.day))
}

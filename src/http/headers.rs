//! Headers of an answer: the server's clock, and when it will listen again.

use std::fmt;
use std::time::Duration;

use chrono::{DateTime, NaiveDateTime, Utc};
use reqwest::header::{DATE, HeaderMap, HeaderName, RETRY_AFTER};

use crate::clock::Instant;

/// The headers of an answer. `Debug` shows the names alone: values may hold secrets.
#[derive(Clone, Default)]
pub struct Headers(HeaderMap);

/// What `Retry-After` says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RetryAfter {
    /// There is no such header.
    Missing,
    /// Not before this long.
    Wait(Duration),
    /// It names an instant that has passed.
    Past,
    /// It cannot be understood.
    Garbage,
}

/// What a server says about its rate limit. Where it speaks of several windows at once, this is
/// the exhausted one that lasts longest, else the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RateHint {
    /// Requests allowed in the window.
    pub limit: Option<u64>,
    /// Requests left in the window.
    pub remaining: Option<u64>,
    /// Until the window ends.
    pub resets_in: Option<Duration>,
}

/// How the families of rate headers begin: Mastodon and Discord, Bluesky, X, and X's two windows
/// of a day (docs and measurements of Nov 2026).
const FAMILIES: [&str; 5] =
    ["x-ratelimit", "ratelimit", "x-rate-limit", "x-app-limit-24hour", "x-user-limit-24hour"];

/// Numbers from here on are seconds since 1970, smaller ones seconds from now.
const FIRST_UNIX: f64 = 1e9;

/// Waits are capped here (a century), so that sums with clocks cannot overflow.
const LONGEST: f64 = 100.0 * 365.25 * 86_400.0;

impl Headers {
    /// The first value called `name` (any case), if it is readable text.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.to_str().ok()
    }

    /// The server's clock when it answered.
    #[must_use]
    pub fn date(&self) -> Option<Instant> {
        http_date(self.0.get(DATE)?.to_str().ok()?)
    }

    /// What `Retry-After` says. A date is measured against the answer's own `Date`, or against
    /// `now` where it has none.
    #[must_use]
    pub fn retry_after(&self, now: Instant) -> RetryAfter {
        let Some(value) = self.0.get(RETRY_AFTER) else { return RetryAfter::Missing };
        let Some(text) = value.to_str().ok().map(str::trim) else { return RetryAfter::Garbage };
        if let Some(seconds) = plain_number(text) {
            return RetryAfter::Wait(seconds_long(seconds));
        }
        let Some(instant) = http_date(text) else { return RetryAfter::Garbage };
        match (instant - self.date().unwrap_or(now)).to_std() {
            Ok(wait) if !wait.is_zero() => RetryAfter::Wait(wait),
            _ => RetryAfter::Past,
        }
    }

    /// What the rate headers say, measured like [`Headers::retry_after`].
    #[must_use]
    pub fn rate_hint(&self, now: Instant) -> Option<RateHint> {
        let now = self.date().unwrap_or(now);
        let hints = || FAMILIES.iter().filter_map(|family| self.family(family, now));
        let exhausted = hints().filter(|hint| hint.remaining == Some(0));
        exhausted.max_by_key(|hint| hint.resets_in).or_else(|| hints().next())
    }

    fn family(&self, family: &str, now: Instant) -> Option<RateHint> {
        let value = |of: &str| self.get(&format!("{family}-{of}"));
        let count = |of: &str| value(of)?.trim().parse().ok();
        let (limit, remaining) = (count("limit"), count("remaining"));
        let after = value("reset-after").and_then(plain_number).map(seconds_long);
        let resets_in = after.or_else(|| until_reset(value("reset")?, now));
        let says_something = limit.is_some() || remaining.is_some() || resets_in.is_some();
        says_something.then_some(RateHint { limit, remaining, resets_in })
    }

    /// How many values there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl RetryAfter {
    /// The wait, where one is named.
    #[must_use]
    pub fn wait(self) -> Option<Duration> {
        match self {
            Self::Wait(wait) => Some(wait),
            Self::Missing | Self::Past | Self::Garbage => None,
        }
    }
}

impl From<HeaderMap> for Headers {
    fn from(map: HeaderMap) -> Self {
        Self(map)
    }
}

impl fmt::Debug for Headers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.0.keys().map(HeaderName::as_str)).finish()
    }
}

/// The wait until `reset`, which is an ISO 8601 time, seconds since 1970, or seconds from now.
/// A reset that has passed is no wait.
fn until_reset(reset: &str, now: Instant) -> Option<Duration> {
    let reset = reset.trim();
    if let Ok(instant) = DateTime::parse_from_rfc3339(reset) {
        return Some((instant.to_utc() - now).to_std().unwrap_or_default());
    }
    let number = plain_number(reset)?;
    if number < FIRST_UNIX {
        return Some(seconds_long(number));
    }
    let since_1970 = now.timestamp_micros() as f64 / 1e6;
    Some(seconds_long((number - since_1970).max(0.0)))
}

/// Digits with at most one point among them; neither sign nor exponent.
fn plain_number(text: &str) -> Option<f64> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    if plain { text.parse().ok() } else { None }
}

fn seconds_long(seconds: f64) -> Duration {
    Duration::try_from_secs_f64(seconds.min(LONGEST)).unwrap_or_default()
}

/// A date as HTTP writes it (RFC 9110 5.6.7): today's form, or one of the two obsolete ones that
/// must still be read.
fn http_date(text: &str) -> Option<DateTime<Utc>> {
    let obsolete = ["%A, %d-%b-%y %H:%M:%S GMT", "%a %b %e %H:%M:%S %Y"];
    let today = NaiveDateTime::parse_from_str(text, "%a, %d %b %Y %H:%M:%S GMT").ok();
    let read = |form: &&str| NaiveDateTime::parse_from_str(text, form).ok();
    today.or_else(|| obsolete.iter().find_map(read)).map(|naive| naive.and_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Thursday, 26 November 2026, 03:00 UTC.
    const SERVER: &str = "Thu, 26 Nov 2026 03:00:00 GMT";

    fn headers(pairs: &[(&'static str, &str)]) -> Headers {
        let mut map = HeaderMap::new();
        for (name, value) in pairs {
            map.insert(*name, value.parse().unwrap());
        }
        Headers(map)
    }

    /// Our own clock, two hours off the server's.
    fn ours() -> Instant {
        http_date("Thu, 26 Nov 2026 05:00:00 GMT").unwrap()
    }

    fn hint(limit: u64, remaining: u64, seconds: f64) -> RateHint {
        let resets_in = Some(Duration::from_secs_f64(seconds));
        RateHint { limit: Some(limit), remaining: Some(remaining), resets_in }
    }

    #[test]
    fn all_three_forms_of_an_http_date_are_read() {
        for text in [SERVER, "Thursday, 26-Nov-26 03:00:00 GMT", "Thu Nov 26 03:00:00 2026"] {
            let date = http_date(text).unwrap();
            assert_eq!(date.to_rfc3339(), "2026-11-26T03:00:00+00:00", "{text}");
        }
    }

    #[test]
    fn retry_after_comes_in_seconds() {
        for (text, seconds) in [("0", 0.0), ("30", 30.0), ("0.64", 0.64), ("1000000000", 1e9)] {
            let wait = RetryAfter::Wait(Duration::from_secs_f64(seconds));
            assert_eq!(headers(&[("retry-after", text)]).retry_after(ours()), wait, "{text}");
        }
    }

    #[test]
    fn a_date_in_retry_after_is_measured_by_the_servers_clock() {
        let pairs = [("date", SERVER), ("retry-after", "Thu, 26 Nov 2026 03:01:30 GMT")];
        let wait = RetryAfter::Wait(Duration::from_secs(90));
        assert_eq!(headers(&pairs).retry_after(ours()), wait);
        assert_eq!(headers(&pairs[1..]).retry_after(ours()), RetryAfter::Past);
    }

    #[test]
    fn what_retry_after_does_not_say_is_told_apart() {
        let read = |text| headers(&[("date", SERVER), ("retry-after", text)]).retry_after(ours());
        assert_eq!(headers(&[]).retry_after(ours()), RetryAfter::Missing);
        assert_eq!(read("Thu, 26 Nov 2026 02:59:00 GMT"), RetryAfter::Past);
        for garbage in ["", "soon", "-5", "1e9", "inf", "NaN", "1.2.3", "."] {
            assert_eq!(read(garbage), RetryAfter::Garbage, "{garbage:?}");
        }
    }

    #[test]
    fn an_absurd_wait_is_capped_and_does_not_overflow() {
        let read = headers(&[("retry-after", "99999999999999999999999999")]).retry_after(ours());
        assert_eq!(read.wait(), Some(Duration::from_secs_f64(LONGEST)));
    }

    #[test]
    fn mastodon_names_the_reset_as_a_time() {
        let headers = headers(&[
            ("date", SERVER),
            ("x-ratelimit-limit", "300"),
            ("x-ratelimit-remaining", "0"),
            ("x-ratelimit-reset", "2026-11-26T03:30:00.000000Z"),
        ]);
        assert_eq!(headers.rate_hint(ours()), Some(hint(300, 0, 1800.0)));
    }

    #[test]
    fn bluesky_and_x_name_the_reset_in_seconds_since_1970() {
        let reset = (http_date(SERVER).unwrap().timestamp() + 120).to_string();
        for family in ["ratelimit", "x-rate-limit"] {
            let mut map = HeaderMap::new();
            map.insert(DATE, SERVER.parse().unwrap());
            for (of, value) in [("limit", "3000"), ("remaining", "7"), ("reset", &reset)] {
                let name: HeaderName = format!("{family}-{of}").parse().unwrap();
                map.insert(name, value.parse().unwrap());
            }
            assert_eq!(Headers(map).rate_hint(ours()), Some(hint(3000, 7, 120.0)), "{family}");
        }
    }

    #[test]
    fn discord_names_the_wait_itself() {
        let headers = headers(&[
            ("x-ratelimit-limit", "5"),
            ("x-ratelimit-remaining", "0"),
            ("x-ratelimit-reset", "1470173023.123"),
            ("x-ratelimit-reset-after", "1.5"),
        ]);
        assert_eq!(headers.rate_hint(ours()), Some(hint(5, 0, 1.5)));
    }

    #[test]
    fn the_exhausted_window_counts_where_there_are_several() {
        let headers = headers(&[
            ("x-rate-limit-limit", "900"),
            ("x-rate-limit-remaining", "899"),
            ("x-rate-limit-reset", "60"),
            ("x-user-limit-24hour-limit", "100"),
            ("x-user-limit-24hour-remaining", "0"),
            ("x-user-limit-24hour-reset", "7200"),
        ]);
        assert_eq!(headers.rate_hint(ours()), Some(hint(100, 0, 7200.0)));
    }

    #[test]
    fn a_reset_that_has_passed_is_no_wait() {
        let headers = headers(&[("date", SERVER), ("x-ratelimit-reset", "2020-01-01T00:00:00Z")]);
        assert_eq!(headers.rate_hint(ours()).unwrap().resets_in, Some(Duration::ZERO));
    }

    #[test]
    fn no_rate_headers_give_no_hint() {
        assert_eq!(headers(&[("date", SERVER)]).rate_hint(ours()), None);
    }

    #[test]
    fn printed_headers_show_no_values() {
        let printed = format!("{:?}", headers(&[("set-cookie", "canary-cookie")]));
        assert_eq!(printed, "[\"set-cookie\"]");
    }
}

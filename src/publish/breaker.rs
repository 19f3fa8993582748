//! The circuit breaker of an account: after failures in a row it is left alone for a while.

use std::time::Duration;

use crate::clock::Instant;
use crate::failure::Class;
use crate::journal::AccountState;

/// How many failures in a row open the breaker.
const FAILURES: u32 = 5;

/// How long it stays open the first time; it doubles with every time in a row.
const FIRST_OPEN: Duration = Duration::from_secs(5 * 60);

/// The longest it stays open.
const LONGEST_OPEN: Duration = Duration::from_secs(60 * 60);

/// Whether requests may go out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Breaker {
    /// They may.
    Closed,
    /// Not before the instant.
    Open(Instant),
    /// First it must be asked, by a read, whether the platform is well again.
    Probe,
}

/// How the breaker of `account` stands at `now`.
#[must_use]
pub fn breaker(account: &AccountState, now: Instant) -> Breaker {
    match account.open_until {
        None => Breaker::Closed,
        Some(until) if now < until => Breaker::Open(until),
        Some(_) => Breaker::Probe,
    }
}

/// Counts a request that went well: the breaker closes.
pub(super) fn went_well(account: &mut AccountState) {
    account.failures = 0;
    account.opened = 0;
    account.open_until = None;
}

/// Counts a request that was answered, though it showed nothing to anybody: those that failed
/// before it are not in a row with those after it. An open breaker waits for its own question.
pub(super) fn answered(account: &mut AccountState) {
    if account.open_until.is_none() {
        account.failures = 0;
    }
}

/// Counts a request that failed; true if that opened the breaker.
pub(super) fn went_wrong(account: &mut AccountState, class: Class, now: Instant) -> bool {
    if !class.counts_for_breaker() {
        return false;
    }
    account.failures = account.failures.saturating_add(1);
    if account.failures < FAILURES && account.open_until.is_none() {
        return false;
    }
    open(account, now);
    true
}

/// Opens the breaker anew after a probe that failed.
pub(super) fn open(account: &mut AccountState, now: Instant) {
    let doubled = FIRST_OPEN.saturating_mul(1 << account.opened.min(16));
    let open = chrono::Duration::from_std(doubled.min(LONGEST_OPEN)).unwrap_or_default();
    account.opened = account.opened.saturating_add(1);
    account.failures = 0;
    account.open_until = Some(now + open);
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeZone as _;

    fn account() -> AccountState {
        AccountState::new("toot".parse().unwrap())
    }

    fn now() -> Instant {
        chrono::Utc.with_ymd_and_hms(2026, 11, 25, 9, 0, 0).unwrap()
    }

    #[test]
    fn five_failures_in_a_row_open_it_for_five_minutes() {
        let mut account = account();
        let opened: Vec<_> =
            (0..5).map(|_| went_wrong(&mut account, Class::NotSent, now())).collect();
        assert_eq!(opened, [false, false, false, false, true]);
        let until = now() + chrono::Duration::minutes(5);
        assert_eq!(breaker(&account, now()), Breaker::Open(until));
        assert_eq!(breaker(&account, until), Breaker::Probe);
    }

    #[test]
    fn a_success_in_between_starts_the_count_anew() {
        let mut account = account();
        for _ in 0..4 {
            went_wrong(&mut account, Class::Server, now());
        }
        went_well(&mut account);
        assert!(!went_wrong(&mut account, Class::Server, now()));
    }

    #[test]
    fn an_answer_to_what_nobody_sees_breaks_the_row_and_closes_nothing() {
        let mut account = account();
        for _ in 0..4 {
            went_wrong(&mut account, Class::Server, now());
        }
        answered(&mut account);
        assert!(!went_wrong(&mut account, Class::Server, now()));
        for _ in 0..4 {
            went_wrong(&mut account, Class::Server, now());
        }
        answered(&mut account);
        assert!(matches!(breaker(&account, now()), Breaker::Open(_)));
    }

    #[test]
    fn each_failed_probe_doubles_the_pause_up_to_an_hour() {
        let mut account = account();
        let minutes: Vec<_> = (0..6)
            .map(|_| {
                open(&mut account, now());
                (account.open_until.unwrap() - now()).num_minutes()
            })
            .collect();
        assert_eq!(minutes, [5, 10, 20, 40, 60, 60]);
    }

    #[test]
    fn a_refusal_says_nothing_about_the_platforms_health() {
        let mut account = account();
        for _ in 0..20 {
            assert!(!went_wrong(&mut account, Class::Rejected, now()));
        }
    }
}

//! When people are told that the login of an account ends.

use crate::clock::Instant;
use crate::verdict::Reason;

/// So many days before its end, a person is told.
const TOLD: [i64; 3] = [1, 7, 14];

/// What a person is to be told of a login that ends at `ends`, where its platform is asked at
/// `now` and was asked `before`: once for each time that passed meanwhile, 14 days, 7 days and
/// 1 day ahead.
#[must_use]
pub fn login_ends(ends: Instant, before: Option<Instant>, now: Instant) -> Option<Reason> {
    let stage =
        |at: Instant| TOLD.into_iter().find(|days| ends - at <= chrono::Duration::days(*days));
    let days = stage(now)?;
    if before.and_then(stage).is_some_and(|told| told <= days) {
        return None;
    }
    let reason = if ends <= now { "login-has-ended" } else { "login-ends" };
    Some(Reason::new(reason).with("end", ends.to_rfc3339()).with("days", days))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::from_micros;

    fn day(day: i64) -> Instant {
        from_micros(1_795_600_000_000_000) + chrono::Duration::days(day)
    }

    #[test]
    fn a_login_that_is_asked_for_daily_is_told_of_three_times() {
        let told: Vec<i64> = (0..40)
            .filter(|today| login_ends(day(30), Some(day(today - 1)), day(*today)).is_some())
            .collect();
        assert_eq!(told, [16, 23, 29]);
    }

    #[test]
    fn the_first_answer_tells_whatever_is_near() {
        for (today, days) in [(0, None), (16, Some(14_i64)), (25, Some(7)), (29, Some(1))] {
            let reason = login_ends(day(30), None, day(today));
            let facts = reason.and_then(|reason| reason.facts.get("days").cloned());
            assert_eq!(facts, days.map(Into::into), "{today}");
        }
        assert_eq!(login_ends(day(30), None, day(31)).unwrap().id, "login-has-ended");
    }

    #[test]
    fn a_renewed_login_is_told_of_anew() {
        assert!(login_ends(day(90), Some(day(29)), day(30)).is_none());
        assert!(login_ends(day(90), Some(day(75)), day(76)).is_some());
    }
}

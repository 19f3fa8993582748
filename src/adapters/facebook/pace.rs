//! How much of what we may ask was used up, as the headers of every answer say.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::adapters::graph::{Usage, usage};
use crate::clock::{Noted, SharedClock};
use crate::http::Answer;
use crate::platform::Pace;

/// From how many percent on posts follow each other slowly, and from where on none goes out.
const BUSY: u64 = 80;
const FULL: u64 = 95;

/// How long a busy Page is left alone between two posts.
const SLOW: Duration = Duration::from_secs(60);

/// How long a full one is, where it does not say. Windows roll, so some of it is free again then.
const LONG: Duration = Duration::from_secs(15 * 60);

/// Until when the next post waits.
#[derive(Debug, Default)]
pub(super) struct Leave(Mutex<Option<Noted>>);

impl Leave {
    /// Notes what `answer` says; one without these headers says nothing.
    pub(super) fn note(&self, answer: &Answer, clock: &SharedClock) {
        let Some(usage) = usage(answer) else { return };
        let under = clock.reading();
        let until = wait(usage).and_then(|wait| chrono::Duration::from_std(wait).ok());
        let noted = until.map(|wait| Noted { at: under.wall + wait, under });
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = noted;
    }

    /// What is left, while that holds.
    pub(super) fn pace(&self, clock: &SharedClock) -> Option<Pace> {
        let noted = (*self.0.lock().unwrap_or_else(PoisonError::into_inner))?;
        let now = clock.reading();
        let resets = noted.on(&now);
        (resets > now.wall).then_some(Pace { remaining: 0, resets })
    }
}

fn wait(usage: Usage) -> Option<Duration> {
    match usage.percent {
        FULL.. => Some(usage.regain.unwrap_or(LONG)),
        BUSY.. => Some(SLOW),
        _ => usage.regain,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::clock::{Clock as _, SimulatedClock, from_micros};

    fn waits(header: &str, value: &str) -> Option<i64> {
        let simulated = SimulatedClock::starting_at(from_micros(1_795_600_000_000_000));
        let clock: SharedClock = Arc::new(simulated.clone());
        let kept = Leave::default();
        let headers = [(header.to_owned(), value.to_owned())];
        kept.note(&Answer::of(200, &headers, Vec::new()), &clock);
        kept.pace(&clock).map(|pace| (pace.resets - simulated.now()).num_seconds())
    }

    #[test]
    fn a_busy_page_is_slow_and_a_full_one_waits_as_long_as_it_says() {
        assert_eq!(waits("x-app-usage", r#"{"call_count":79}"#), None);
        assert_eq!(waits("x-app-usage", r#"{"call_count":80}"#), Some(60));
        assert_eq!(waits("x-app-usage", r#"{"total_time":95}"#), Some(900));
        let full = r#"{"1":[{"call_count":100,"estimated_time_to_regain_access":12}]}"#;
        assert_eq!(waits("x-business-use-case-usage", full), Some(720));
        assert_eq!(waits("x-other", "{}"), None);
    }

    #[test]
    fn a_wait_ends_with_the_next_answer_that_knows_better() {
        let simulated = SimulatedClock::starting_at(from_micros(1_795_600_000_000_000));
        let clock: SharedClock = Arc::new(simulated);
        let kept = Leave::default();
        let answer = |percent: u8| {
            let value = format!("{{\"call_count\":{percent}}}");
            Answer::of(200, &[("x-app-usage".to_owned(), value)], Vec::new())
        };
        kept.note(&answer(99), &clock);
        kept.note(&Answer::of(200, &[], Vec::new()), &clock);
        assert!(kept.pace(&clock).is_some());
        kept.note(&answer(10), &clock);
        assert_eq!(kept.pace(&clock), None);
    }
}

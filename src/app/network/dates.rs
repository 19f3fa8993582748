//! What the platforms' clocks say of ours.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;

use crate::clock::{Instant, SharedClock};
use crate::http::{Answer, Kind, Lost, Request, Transport};

/// How far the clock may be off what the platforms' answers say.
const LIMIT: chrono::Duration = chrono::Duration::seconds(120);

/// The servers' clocks, as their last answers had them.
#[derive(Debug)]
pub(in crate::app) struct Dates {
    clock: SharedClock,
    seen: Mutex<BTreeMap<String, Seen>>,
}

/// What a server's clock showed when the machine had been up for so long.
#[derive(Debug, Clone, Copy)]
struct Seen {
    date: Instant,
    uptime: Duration,
}

impl Dates {
    pub(in crate::app) fn new(clock: SharedClock) -> Self {
        Self { clock, seen: Mutex::default() }
    }

    pub(in crate::app) fn note(&self, server: &str, date: Instant) {
        let seen = Seen { date, uptime: self.clock.uptime() };
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).insert(server.to_owned(), seen);
    }

    /// Whether some server has told its date, and our clock is not off it.
    pub(in crate::app) fn agree(&self) -> bool {
        let is_told = !self.seen.lock().unwrap_or_else(PoisonError::into_inner).is_empty();
        is_told && self.ahead().is_none()
    }

    /// How far our clock is ahead, where it is off what every server says; of several that
    /// agree, the least. A clock that was set right is right at once.
    pub(in crate::app) fn ahead(&self) -> Option<chrono::Duration> {
        let (now, uptime) = (self.clock.now(), self.clock.uptime());
        let ahead = |seen: &Seen| {
            let since = uptime.saturating_sub(seen.uptime);
            now - seen.date - chrono::Duration::from_std(since).unwrap_or_default()
        };
        let seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.values().map(ahead).min_by_key(|ahead| ahead.abs()).filter(|ahead| ahead.abs() > LIMIT)
    }
}

/// A transport that notes the dates of answers.
pub(super) struct Dated {
    pub(super) inner: Arc<dyn Transport>,
    pub(super) dates: Arc<Dates>,
}

impl fmt::Debug for Dated {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.inner.fmt(f)
    }
}

#[async_trait]
impl Transport for Dated {
    async fn send(&self, kind: Kind, request: Request) -> Result<Answer, Lost> {
        let server = request.url().host_str().unwrap_or_default().to_owned();
        let answer = self.inner.send(kind, request).await?;
        if let Some(date) = answer.received {
            self.dates.note(&server, date);
        }
        Ok(answer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::{Clock as _, SimulatedClock};

    fn at(minute: i64) -> Instant {
        crate::clock::from_micros(1_795_600_000_000_000) + chrono::Duration::minutes(minute)
    }

    fn dates(minute: i64) -> (Dates, SimulatedClock) {
        let clock = SimulatedClock::starting_at(at(minute));
        (Dates::new(Arc::new(clock.clone())), clock)
    }

    #[test]
    fn a_clock_that_every_server_contradicts_is_off_by_the_least() {
        let (dates, _) = dates(10);
        assert_eq!((dates.ahead(), dates.agree()), (None, false));
        dates.note("a.example", at(0));
        assert_eq!(dates.ahead(), Some(chrono::Duration::minutes(10)));
        dates.note("b.example", at(5));
        assert_eq!(dates.ahead(), Some(chrono::Duration::minutes(5)));
        assert!(!dates.agree());
        dates.note("c.example", at(9));
        assert_eq!((dates.ahead(), dates.agree()), (None, true));
    }

    #[test]
    fn time_that_passes_makes_no_difference() {
        let (dates, clock) = dates(0);
        dates.note("a.example", at(0));
        clock.advance_to(at(500));
        assert_eq!((dates.ahead(), clock.now()), (None, at(500)));
        dates.note("a.example", at(600));
        assert_eq!(dates.ahead(), Some(chrono::Duration::minutes(-100)));
    }
}

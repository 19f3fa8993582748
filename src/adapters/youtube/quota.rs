//! What a project may ask in a day, counted here: YouTube says nowhere how much is left (page "Quota
//! calculator", June 2026). Days begin at midnight in California.
//!
//! Only what this account asked is counted. Other accounts and programs of the same project, and
//! what was asked while a crash came, are not, so the count is never more than what was used.

use std::time::Duration;

use chrono::{Days, NaiveDate, NaiveTime, TimeZone as _};
use chrono_tz::America::Los_Angeles;
use serde::{Deserialize, Serialize};
use tokio::sync::Mutex;

use crate::clock::{Instant, SharedClock};
use crate::http::{Method, Request};
use crate::platform::Session;

/// The units of a project in a day, apart from uploads, which have a bucket of their own.
pub(super) const POOL: u32 = 10_000;

/// What it takes to ask how a film is, and to show it.
pub(super) const SHOWING: u32 = 70;

/// What it costs to change something, and to add a caption track.
pub(super) const CHANGE: u32 = 50;
pub(super) const CAPTION: u32 = 400;

/// The units that are left today.
#[derive(Debug)]
pub(super) struct Quota {
    pool: u32,
    clock: SharedClock,
    kept: Session,
    spent: Mutex<Option<Spent>>,
}

/// What was spent on one day in California.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Spent {
    day: NaiveDate,
    units: u32,
}

impl Quota {
    pub(super) fn new(pool: u32, clock: SharedClock, kept: Session) -> Self {
        Self { pool, clock, kept, spent: Mutex::default() }
    }

    /// All units of a day.
    pub(super) fn pool(&self) -> u32 {
        self.pool
    }

    /// How many are left today, at most.
    pub(super) async fn left(&self) -> u32 {
        let spent = self.today(&mut *self.spent.lock().await).await;
        self.pool.saturating_sub(spent.units)
    }

    /// Counts a request that cost so many `units`.
    pub(super) async fn spend(&self, units: u32) {
        self.count(|spent| spent.saturating_add(units)).await;
    }

    /// YouTube says that nothing is left.
    pub(super) async fn used_up(&self) {
        self.count(|spent| spent.max(self.pool)).await;
    }

    async fn count(&self, units: impl FnOnce(u32) -> u32) {
        let mut kept = self.spent.lock().await;
        let before = self.today(&mut kept).await;
        let now = Spent { units: units(before.units), ..before };
        if *kept != Some(now) {
            *kept = Some(now);
            // What cannot be kept is counted until the next start.
            let _in_memory_at_least = self.kept.store(&now).await;
        }
    }

    async fn today(&self, known: &mut Option<Spent>) -> Spent {
        if known.is_none() {
            *known = self.kept.load().await.ok().flatten();
        }
        let day = self.clock.now().with_timezone(&Los_Angeles).date_naive();
        known.filter(|spent| spent.day == day).unwrap_or(Spent { day, units: 0 })
    }
}

/// What `request` costs in units; also where it is refused.
pub(super) fn price(request: &Request) -> u32 {
    let resource = request.url().path().rsplit("/v3/").next().unwrap_or_default();
    match (request.method(), resource) {
        (&Method::GET, _) => 1,
        (&Method::POST, "captions") => CAPTION,
        (&Method::PUT | &Method::DELETE, "videos") | (&Method::POST, "playlistItems") => CHANGE,
        (&Method::POST, "thumbnails/set") => CHANGE,
        _ => 0,
    }
}

/// How long until quotas are counted anew.
pub(super) fn until_reset(now: Instant) -> Duration {
    let there = now.with_timezone(&Los_Angeles);
    let tomorrow = there.date_naive().checked_add_days(Days::new(1));
    let midnight = tomorrow.map(|day| day.and_time(NaiveTime::MIN));
    let reset = midnight.and_then(|midnight| Los_Angeles.from_local_datetime(&midnight).earliest());
    let wait = reset.and_then(|reset| (reset.to_utc() - now).to_std().ok());
    wait.unwrap_or(Duration::from_secs(86_400))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::clock::{SimulatedClock, from_micros};
    use crate::http::Url;
    use crate::platform::no_sessions;

    #[test]
    fn quotas_are_counted_anew_at_midnight_in_california() {
        for (now, hours) in [
            ("2026-11-25T07:30:00Z", 1),
            ("2026-11-25T08:30:00Z", 24),
            // Summer time ends and begins there.
            ("2026-10-31T07:30:00Z", 24),
            ("2026-11-01T07:30:00Z", 25),
            ("2027-03-14T08:30:00Z", 23),
        ] {
            let wait = until_reset(now.parse().unwrap());
            assert_eq!(wait.as_secs().div_ceil(3600), hours, "{now}: {wait:?}");
        }
    }

    #[tokio::test]
    async fn what_was_spent_outlives_a_restart_and_ends_with_the_day() {
        let clock = SimulatedClock::starting_at(from_micros(1_795_600_000_000_000));
        let session = no_sessions();
        let quota = || Quota::new(1000, Arc::new(clock.clone()), session.clone());
        quota().spend(400).await;
        quota().spend(1).await;
        assert_eq!(quota().left().await, 599);
        quota().used_up().await;
        assert_eq!(quota().left().await, 0);
        let reset = until_reset(from_micros(1_795_600_000_000_000));
        clock.advance_to(from_micros(1_795_600_000_000_000) + reset);
        assert_eq!(quota().left().await, 1000);
    }

    #[test]
    fn every_request_has_its_price() {
        for (method, path, units) in [
            (Method::GET, "/youtube/v3/videos", 1),
            (Method::PUT, "/youtube/v3/videos", 50),
            (Method::DELETE, "/youtube/v3/videos", 50),
            (Method::POST, "/upload/youtube/v3/videos", 0),
            (Method::PUT, "/upload/youtube/v3/anything", 0),
            (Method::POST, "/upload/youtube/v3/thumbnails/set", 50),
            (Method::POST, "/upload/youtube/v3/captions", 400),
            (Method::POST, "/youtube/v3/playlistItems", 50),
            (Method::POST, "/token", 0),
        ] {
            let url =
                Url::parse(&format!("https://www.googleapis.com{path}?part=snippet")).unwrap();
            let request = Request::new("any", method.clone(), url);
            assert_eq!(price(&request), units, "{method} {path}");
        }
    }
}

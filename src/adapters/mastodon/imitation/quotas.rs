//! Rate limits: windows aligned to the clock, and headers for the one closest to its end.

use chrono::DurationRound as _;
use chrono::SubsecRound as _;

use super::refused;
use crate::clock::Instant;
use crate::platform::mock::Reply;

/// What is counted on its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    Api,
    Statuses,
    Uploads,
    Deletes,
}

/// So many requests in so many minutes.
#[derive(Debug, Clone, Copy)]
pub(in crate::adapters::mastodon) struct Quota {
    pub(in crate::adapters::mastodon) most: u64,
    pub(in crate::adapters::mastodon) minutes: i64,
}

/// All quotas of a server; the default is Mastodon's.
#[derive(Debug, Clone, Copy)]
pub(in crate::adapters::mastodon) struct Quotas {
    pub(in crate::adapters::mastodon) api: Quota,
    pub(in crate::adapters::mastodon) statuses: Quota,
    pub(in crate::adapters::mastodon) uploads: Quota,
    pub(in crate::adapters::mastodon) deletes: Quota,
}

impl Default for Quotas {
    fn default() -> Self {
        Self {
            api: Quota { most: 300, minutes: 5 },
            statuses: Quota { most: 300, minutes: 180 },
            uploads: Quota { most: 30, minutes: 30 },
            deletes: Quota { most: 30, minutes: 30 },
        }
    }
}

/// What was used of the quotas.
#[derive(Debug)]
pub(super) struct Counters {
    windows: [Window; 4],
    /// Which windows the request under way was counted in.
    touched: Vec<usize>,
    now: Instant,
}

#[derive(Debug, Clone, Copy)]
struct Window {
    quota: Quota,
    ends: Instant,
    used: u64,
}

impl Counters {
    pub(super) fn of(quotas: Quotas) -> Self {
        let all = [quotas.api, quotas.statuses, quotas.uploads, quotas.deletes];
        let start = Instant::MIN_UTC;
        let windows = all.map(|quota| Window { quota, ends: start, used: 0 });
        Self { windows, touched: Vec::new(), now: start }
    }

    /// A request begins at `now`.
    pub(super) fn begin(&mut self, now: Instant) {
        self.now = now;
        self.touched.clear();
    }

    /// Counts the request in `family`.
    ///
    /// # Errors
    /// The answer where the quota is used up.
    pub(super) fn take(&mut self, family: Family) -> Result<(), Reply> {
        let index = family as usize;
        let window = &mut self.windows[index];
        if window.ends <= self.now {
            window.ends = end_of_window(self.now, window.quota);
            window.used = 0;
        }
        self.touched.push(index);
        if window.used >= window.quota.most {
            return Err(refused(429, "Too many requests"));
        }
        window.used += 1;
        Ok(())
    }

    /// The answer with the server's clock and the headers of the window closest to its end.
    pub(super) fn stamp(&self, reply: Reply) -> Reply {
        let reply = dated(reply, self.now);
        let touched = self.touched.iter().map(|index| self.windows[*index]);
        match touched.min_by_key(|window| window.quota.most - window.used) {
            Some(window) => {
                let left = window.quota.most - window.used;
                limited(reply, window.quota.most, left, window.ends)
            }
            None => reply,
        }
    }
}

/// The answer when a limit of `most` is used up and ends after `wait`.
pub(super) fn exhausted(most: u64, now: Instant, wait: chrono::Duration) -> Reply {
    limited(dated(refused(429, "Too many requests"), now), most, 0, now + wait)
}

fn end_of_window(now: Instant, quota: Quota) -> Instant {
    let period = chrono::Duration::minutes(quota.minutes);
    now.duration_trunc(period).unwrap_or(now) + period
}

fn dated(reply: Reply, now: Instant) -> Reply {
    let date = now.trunc_subsecs(0).format("%a, %d %b %Y %H:%M:%S GMT");
    reply.header("date", date.to_string())
}

fn limited(reply: Reply, most: u64, left: u64, ends: Instant) -> Reply {
    reply
        .header("x-ratelimit-limit", most.to_string())
        .header("x-ratelimit-remaining", left.to_string())
        .header("x-ratelimit-reset", ends.format("%Y-%m-%dT%H:%M:%S%.6fZ").to_string())
}

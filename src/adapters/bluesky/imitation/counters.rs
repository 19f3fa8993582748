//! Rate limits, with the headers that were measured.

use serde_json::json;

use super::Knobs;
use super::intake::Refused;
use crate::clock::Instant;
use crate::platform::mock::Reply;

/// The window of the limit on all requests, in seconds.
const WINDOW: i64 = 300;

/// The limits on logins: how many in how many seconds.
const LOGINS: [(u64, i64); 2] = [(30, 300), (300, 86_400)];

/// A window that begins with its first request.
#[derive(Debug)]
struct Window {
    most: u64,
    seconds: i64,
    used: u64,
    began: i64,
}

/// All counters of one account.
#[derive(Debug)]
pub(super) struct Counters {
    requests: Window,
    writes: [Window; 2],
    logins: [Window; 2],
}

impl Window {
    fn of(most: u64, seconds: i64) -> Self {
        Self { most, seconds, used: 0, began: i64::MIN / 2 }
    }

    fn use_up(&mut self, points: u64, now: i64) -> Result<(), Refused> {
        if now - self.began >= self.seconds {
            (self.began, self.used) = (now, 0);
        }
        if self.used + points > self.most {
            return Err(Refused::with(429, json!({ "reset": self.began + self.seconds })));
        }
        self.used += points;
        Ok(())
    }
}

impl Counters {
    pub(super) fn new(knobs: &Knobs) -> Self {
        Self {
            requests: Window::of(knobs.requests, WINDOW),
            writes: [Window::of(knobs.points.0, 3600), Window::of(knobs.points.1, 86_400)],
            logins: LOGINS.map(|(most, seconds)| Window::of(most, seconds)),
        }
    }

    pub(super) fn request(&mut self, now: Instant) -> Result<(), Refused> {
        self.requests.use_up(1, now.timestamp())
    }

    pub(super) fn write(&mut self, points: u64, now: Instant) -> Result<(), Refused> {
        self.writes.iter_mut().try_for_each(|window| window.use_up(points, now.timestamp()))
    }

    pub(super) fn login(&mut self, now: Instant) -> Result<(), Refused> {
        self.logins.iter_mut().try_for_each(|window| window.use_up(1, now.timestamp()))
    }

    /// The reply with the headers that every answer carries.
    pub(super) fn with_headers(&self, reply: Reply, now: Instant) -> Reply {
        if reply.status == 429 {
            return reply;
        }
        let Window { most, used, began, seconds } = &self.requests;
        let reset = (began + seconds).max(now.timestamp());
        with_limit(reply, *most, most.saturating_sub(*used), reset)
    }
}

/// The answer at a limit. It has no `Retry-After`: servers send that only since July 2026.
pub(super) fn limited(reset: i64) -> Reply {
    let body = json!({ "error": "RateLimitExceeded", "message": "Rate Limit Exceeded" });
    with_limit(Reply::json(429, &body), 3000, 0, reset)
}

fn with_limit(reply: Reply, most: u64, left: u64, reset: i64) -> Reply {
    reply
        .header("ratelimit-limit", most.to_string())
        .header("ratelimit-remaining", left.to_string())
        .header("ratelimit-reset", reset.to_string())
        .header("ratelimit-policy", format!("{most};w={WINDOW}"))
}

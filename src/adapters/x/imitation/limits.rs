//! Rate limits and their headers (docs.x.com `fundamentals/rate-limits`).

use std::collections::BTreeMap;

use serde_json::json;

use super::Refusal;
use crate::clock::Instant;
use crate::platform::mock::{Asked, Reply};

/// A quarter of an hour, and a day, in seconds.
const WINDOW: i64 = 900;
const DAY: i64 = 86_400;

/// The counters of one account.
#[derive(Debug)]
pub(super) struct Limits {
    posts: (u64, u64),
    windows: BTreeMap<&'static str, Window>,
    day: Window,
}

/// A window that begins with its first request.
#[derive(Debug, Clone, Copy)]
struct Window {
    began: i64,
    used: u64,
}

impl Window {
    const NONE: Self = Self { began: i64::MIN / 2, used: 0 };

    /// Counts one more request, if there is room for it.
    fn count(&mut self, most: u64, length: i64, now: i64) -> bool {
        if now - self.began >= length {
            *self = Self { began: now, used: 0 };
        }
        let room = self.used < most;
        self.used += u64::from(room);
        room
    }
}

impl Limits {
    pub(super) fn new(posts: (u64, u64)) -> Self {
        Self { posts, windows: BTreeMap::new(), day: Window::NONE }
    }

    pub(super) fn count(&mut self, asked: &Asked, now: Instant) -> Result<(), Refusal> {
        let (name, most) = self.of(asked);
        let window = self.windows.entry(name).or_insert(Window::NONE);
        let mut room = window.count(most, WINDOW, now.timestamp());
        if name == "post" && room {
            room = self.day.count(self.posts.1, DAY, now.timestamp());
        }
        if room { Ok(()) } else { Err(refusal()) }
    }

    /// `reply` with the headers that every answer has, at the server's own time.
    pub(super) fn say(&self, reply: Reply, asked: &Asked, now: Instant) -> Reply {
        if reply.headers.iter().any(|(name, _)| name == "x-rate-limit-reset") {
            return reply;
        }
        let (name, most) = self.of(asked);
        let window = self.windows.get(name).copied().unwrap_or(Window::NONE);
        let began = window.began.max(now.timestamp() - WINDOW);
        let left = most - window.used.min(most);
        let reply = with(reply, now, "x-rate-limit", most, left, began + WINDOW);
        if name != "post" {
            return reply;
        }
        let left = self.posts.1 - self.day.used.min(self.posts.1);
        let began = self.day.began.max(now.timestamp() - DAY);
        with(reply, now, "x-user-limit-24hour", self.posts.1, left, began + DAY)
    }

    fn of(&self, asked: &Asked) -> (&'static str, u64) {
        let has = |piece: &str| asked.path.split('/').any(|one| one == piece);
        match asked.method.as_str() {
            "POST" if has("tweets") => ("post", self.posts.0),
            "DELETE" => ("delete", 50),
            "GET" if has("me") => ("me", 75),
            "GET" if has("tweets") => ("list", 900),
            "GET" => ("status", 1000),
            _ if has("metadata") => ("metadata", 500),
            _ => ("upload", 1875),
        }
    }
}

/// The answer of a window that is full until `reset`.
pub(super) fn exceeded(now: Instant, reset: Instant) -> Reply {
    let reset = reset.timestamp() + i64::from(reset.timestamp_subsec_nanos() > 0);
    with(refusal().reply(), now, "x-rate-limit", 100, 0, reset)
}

fn refusal() -> Refusal {
    Refusal {
        status: 429,
        body: json!({
            "title": "Too Many Requests", "detail": "Too Many Requests", "type": "about:blank",
            "status": 429,
        }),
    }
}

fn with(reply: Reply, now: Instant, family: &str, most: u64, left: u64, reset: i64) -> Reply {
    let date = now.format("%a, %d %b %Y %H:%M:%S GMT").to_string();
    let dated = reply.headers.iter().any(|(name, _)| name == "date");
    let reply = if dated { reply } else { reply.header("date", date) };
    reply
        .header(&format!("{family}-limit"), most.to_string())
        .header(&format!("{family}-remaining"), left.to_string())
        .header(&format!("{family}-reset"), reset.to_string())
}

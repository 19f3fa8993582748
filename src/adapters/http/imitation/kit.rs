//! What all imitations need: paths, fields of a known kind, and rate limits by the clock.

use std::collections::VecDeque;
use std::time::Duration;

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value as Json};

use crate::clock::Instant;
use crate::platform::mock::Asked;

/// At most so many requests in any window.
#[derive(Debug)]
pub(super) struct Quota {
    most: usize,
    per: Duration,
    seen: VecDeque<Instant>,
}

impl Quota {
    /// `most` in any `per`.
    pub(super) fn new(most: usize, per: Duration) -> Self {
        Self { most, per, seen: VecDeque::new() }
    }

    /// Counts a request, or says how long to wait for the next.
    pub(super) fn take(&mut self, now: Instant) -> Result<usize, Duration> {
        let per = chrono::Duration::from_std(self.per).unwrap_or_default();
        while self.seen.front().is_some_and(|first| *first + per <= now) {
            self.seen.pop_front();
        }
        match self.seen.front() {
            Some(first) if self.seen.len() >= self.most => {
                Err((*first + per - now).to_std().unwrap_or_default())
            }
            _ => {
                self.seen.push_back(now);
                Ok(self.most - self.seen.len())
            }
        }
    }
}

/// The segments of a path, decoded.
pub(super) fn segments(asked: &Asked) -> Vec<String> {
    let path = asked.path.trim_start_matches('/');
    path.split('/').map(|at| percent_decode_str(at).decode_utf8_lossy().into_owned()).collect()
}

/// What a field may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Holds {
    Text,
    Flag,
    Number,
    List,
    Table,
}

/// The first field of `object` that is not among `fields`, or holds something else.
pub(super) fn strange<'o>(
    object: &'o Map<String, Json>,
    fields: &[(&str, Holds)],
) -> Option<&'o str> {
    let strange = object.iter().find(|(name, value)| {
        let known = fields.iter().find(|(known, _)| known == name);
        known.is_none_or(|(_, holds)| !holds.fits(value))
    });
    strange.map(|(name, _)| name.as_str())
}

impl Holds {
    fn fits(self, value: &Json) -> bool {
        match self {
            Self::Text => value.is_string(),
            Self::Flag => value.is_boolean(),
            Self::Number => value.is_i64() || value.is_u64(),
            Self::List => value.is_array(),
            Self::Table => value.is_object(),
        }
    }
}

/// The query value that is not among `known`.
pub(super) fn strange_query<'a>(asked: &'a Asked, known: &[&str]) -> Option<&'a str> {
    let strange = asked.query.iter().find(|(name, _)| !known.contains(&name.as_str()));
    strange.map(|(name, _)| name.as_str())
}

/// Whole seconds, rounded up, as `Retry-After` has them.
pub(super) fn whole_seconds(wait: Duration) -> String {
    wait.as_millis().div_ceil(1000).to_string()
}

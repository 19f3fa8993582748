//! Containers: staged posts that are made, filled by the platform, and published once.
//!
//! Sources: "Content Publishing" of Instagram, "Posts", "Publishing" and "Troubleshooting" of
//! Threads (copies of 2025 and 2026, read in November 2026). A container lives 24 hours and can be
//! published once; its status tells after any doubt what became of it.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::line::{Line, not_understood};
use super::refusal::{Asked, Refusal};
use crate::clock::Instant;
use crate::failure::{Class, Failure};
use crate::secret::Secret;

/// How long a container may be published, in seconds; an hour is kept from the 24 that it lives.
const LIFE: i64 = 23 * 3600;

/// How long a container may be worked on before that is told, in seconds.
const PATIENCE: i64 = 15 * 60;

/// How long a finished container may be unknown to the publishing side, in seconds, before another
/// one is made: usually it is known within a minute, and sometimes never.
const UNKNOWN_FOR: i64 = 180;

/// How long the status may lag behind a request that is under way, in seconds.
pub(in crate::adapters) const LAG: i64 = 20;

/// The reason of a refusal that says that there is no such container, perhaps not yet.
pub(in crate::adapters) const NOT_FOUND: &str = "graph-container-not-found";

/// How a service names what a container says of itself.
#[derive(Debug, Clone, Copy)]
pub(in crate::adapters) struct Names {
    /// The field with the status.
    pub(in crate::adapters) status: &'static str,
    /// The field with more words.
    pub(in crate::adapters) said: &'static str,
}

/// A container that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::adapters) struct Staged {
    pub(in crate::adapters) id: String,
    /// When it was made, in seconds since 1970.
    pub(in crate::adapters) made: i64,
    /// How often it was looked at while it was not ready.
    #[serde(default)]
    pub(in crate::adapters) looks: u32,
    /// When it was seen to be ready, in seconds since 1970.
    #[serde(default)]
    pub(in crate::adapters) ready: Option<i64>,
}

/// How far a container is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::adapters) enum Status {
    InProgress,
    Finished,
    Published,
    Expired,
    Failed,
}

/// What a container says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::adapters) struct Look {
    pub(in crate::adapters) status: Status,
    /// More words, such as `FAILED_DOWNLOADING_VIDEO`.
    pub(in crate::adapters) said: String,
}

/// What a look at a container that is waited for means.
#[derive(Debug, PartialEq)]
pub(in crate::adapters) enum Next {
    /// It can be used.
    Ready,
    /// It is looked at again after so long.
    Wait(Duration),
    /// It will never be ready; why, as the platform says it.
    Failed(String),
    /// It is gone, and another one is made.
    Gone,
}

impl Staged {
    /// The container `id`, made at `now`.
    pub(in crate::adapters) fn new(id: &str, now: Instant) -> Self {
        Self { id: id.to_owned(), made: now.timestamp(), looks: 0, ready: None }
    }

    /// Until when it may be published.
    pub(in crate::adapters) fn expires(&self) -> Option<Instant> {
        Instant::from_timestamp(self.made.checked_add(LIFE)?, 0)
    }

    /// Takes in what a look at it brought.
    pub(in crate::adapters) fn seen(&mut self, look: Option<Look>, now: Instant) -> Next {
        let Some(look) = look else { return Next::Gone };
        match look.status {
            Status::Finished => {
                self.ready.get_or_insert(now.timestamp());
                Next::Ready
            }
            Status::InProgress => {
                self.looks = self.looks.saturating_add(1);
                Next::Wait(pause(self.looks))
            }
            Status::Failed => Next::Failed(look.said),
            // What was published before it was prepared anew is not published again.
            Status::Published | Status::Expired => Next::Gone,
        }
    }

    /// That it takes too long, where it does; it is kept.
    pub(in crate::adapters) fn too_slow(&self, now: Instant) -> Option<Failure> {
        let slow = now.timestamp() - self.made > PATIENCE;
        let failure = Failure::new(Class::NotYet, "graph-media-slow", "");
        slow.then(|| failure.pausing(Duration::from_secs(300)))
    }
}

/// How long to wait after look number `looks`: Meta asks for one a minute; pictures and texts are
/// ready within seconds.
fn pause(looks: u32) -> Duration {
    let seconds = [5, 15, 30, 60];
    let at = usize::try_from(looks.saturating_sub(1)).unwrap_or(usize::MAX);
    Duration::from_secs(seconds[at.min(seconds.len() - 1)])
}

impl Names {
    fn fields(&self) -> String {
        format!("id,{},{}", self.status, self.said)
    }

    fn read(&self, fields: &Map<String, Value>) -> Option<Look> {
        let text = |name: &str| fields.get(name).and_then(Value::as_str);
        let status = match text(self.status)? {
            "IN_PROGRESS" => Status::InProgress,
            "FINISHED" => Status::Finished,
            "PUBLISHED" => Status::Published,
            "EXPIRED" => Status::Expired,
            "ERROR" => Status::Failed,
            _ => return None,
        };
        Some(Look { status, said: text(self.said).unwrap_or_default().to_owned() })
    }
}

/// Looks at the container `id`; none where the platform does not know it.
pub(in crate::adapters) async fn look(
    line: &Line,
    token: &Secret,
    id: &str,
    names: Names,
) -> Result<Option<Look>, Failure> {
    let request = line.get("container", token, &[id], &[("fields", &names.fields())])?;
    let answer = line.wire.invisible(request).await?;
    if !answer.is_success() {
        let gone = Refusal::read(&answer).is_some_and(|refusal| refusal.is_missing());
        return if gone { Ok(None) } else { Err(line.refused(&answer, Asked::Invisible)) };
    }
    let fields: Map<String, Value> = answer.json().map_err(not_understood)?;
    let known = fields.get("id").and_then(Value::as_str) == Some(id);
    let look = names.read(&fields).filter(|_| known);
    look.map(Some).ok_or_else(|| not_understood("a container without a status"))
}

/// What the refusal `failure` of the visible request means, now that the container was looked at:
/// nothing (`Ok`) where it is published already.
pub(in crate::adapters) fn after_refusal(
    look: Option<&Look>,
    staged: &Staged,
    failure: Failure,
    now: Instant,
) -> Result<(), Failure> {
    let gone = || Failure::new(Class::Stale, "graph-container-gone", &failure.detail);
    let again = |seconds| {
        let again = Failure::new(Class::NotYet, NOT_FOUND, &failure.detail);
        again.pausing(Duration::from_secs(seconds))
    };
    let since = now.timestamp() - staged.ready.unwrap_or(staged.made);
    match look.map(|look| look.status) {
        Some(Status::Published) => Ok(()),
        Some(Status::InProgress) => Err(again(15)),
        Some(Status::Expired | Status::Failed) | None => Err(gone()),
        Some(Status::Finished) if failure.reason != NOT_FOUND => Err(failure),
        Some(Status::Finished) if since > UNKNOWN_FOR => Err(gone()),
        Some(Status::Finished) => Err(again(15)),
    }
}

/// Whether the container has to be looked at before a refusal is believed. An answer of a server
/// in trouble leaves it in doubt anyway, and refused logins and limits refuse everything alike.
pub(in crate::adapters) fn is_to_be_checked(failure: &Failure) -> bool {
    let alike = matches!(failure.class, Class::Auth | Class::Session | Class::Rate);
    failure.reason == NOT_FOUND || !(alike || failure.class.may_be_applied())
}

/// That nothing was prepared that could be published.
pub(in crate::adapters) fn nothing_staged() -> Failure {
    Failure::new(Class::Stale, "graph-container-gone", "nothing is ready to be published")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::from_micros;

    const NAMES: Names = Names { status: "status", said: "error_message" };

    fn at(second: i64) -> Instant {
        from_micros(1_764_045_000_000_000) + chrono::Duration::seconds(second)
    }

    fn ready() -> Staged {
        Staged { ready: Some(at(0).timestamp()), ..Staged::new("1", at(0)) }
    }

    fn look(status: Status) -> Option<Look> {
        Some(Look { status, said: String::new() })
    }

    fn not_found() -> Failure {
        Failure::new(Class::NotYet, NOT_FOUND, "")
    }

    #[test]
    fn pauses_grow_to_a_minute() {
        let mut staged = Staged::new("1", at(0));
        let waits: Vec<_> = (0..6)
            .map(|_| match staged.seen(look(Status::InProgress), at(0)) {
                Next::Wait(wait) => wait.as_secs(),
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(waits, [5, 15, 30, 60, 60, 60]);
    }

    #[test]
    fn a_status_that_is_not_known_is_none() {
        let fields = |status: &str| Map::from_iter([("status".to_owned(), status.into())]);
        assert_eq!(NAMES.read(&fields("FINISHED")).unwrap().status, Status::Finished);
        assert_eq!(NAMES.read(&fields("finished")), None);
        assert_eq!(NAMES.read(&Map::new()), None);
    }

    #[test]
    fn what_is_published_already_is_no_failure() {
        let look = look(Status::Published);
        assert_eq!(after_refusal(look.as_ref(), &ready(), not_found(), at(1)), Ok(()));
    }

    #[test]
    fn a_container_that_is_not_known_yet_is_published_again_and_later_made_anew() {
        let finished = look(Status::Finished);
        let class = |second, failure| {
            after_refusal(finished.as_ref(), &ready(), failure, at(second)).unwrap_err().class
        };
        assert_eq!(class(170, not_found()), Class::NotYet);
        assert_eq!(class(181, not_found()), Class::Stale);
        let refused = Failure::new(Class::Policy, "threads-held-for-spam", "");
        assert_eq!(class(181, refused), Class::Policy);
    }

    #[test]
    fn what_has_expired_failed_or_is_gone_is_made_anew() {
        for look in [look(Status::Expired), look(Status::Failed), None] {
            let failure = after_refusal(look.as_ref(), &ready(), not_found(), at(1)).unwrap_err();
            assert_eq!((failure.class, &*failure.reason), (Class::Stale, "graph-container-gone"));
        }
    }

    #[test]
    fn a_container_lives_an_hour_less_than_the_platform_says() {
        assert_eq!(ready().expires().unwrap() - at(0), chrono::Duration::hours(23));
        assert_eq!(ready().too_slow(at(900)), None);
        assert_eq!(ready().too_slow(at(901)).unwrap().class, Class::NotYet);
    }
}

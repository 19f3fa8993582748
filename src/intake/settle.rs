//! What is still being watched: files that must rest before they are read, and files that were
//! shown to the caller but not confirmed yet. Pure; time is the machine's uptime.

use std::collections::BTreeMap;
use std::time::Duration;

use super::Stamp;

/// How a name in the queue is dealt with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    /// As a post: a text file, a folder, or something that is to be refused as one.
    Post,
    /// As a picture or film that a post may name.
    Media,
    /// As something that nobody can want here.
    Stray,
    /// It has no name in readable characters.
    Unreadable,
}

#[derive(Debug)]
struct Watched {
    what: What,
    /// None for a post that is to be read again though its own file is unchanged.
    stamp: Option<Stamp>,
    /// Since when it is unchanged.
    since: Duration,
    /// When it may be read, or be told of where it is no post.
    ready: Duration,
    /// Whether the caller was told of it; then it is looked at again only with everything else.
    shown: bool,
    round: u32,
}

/// Something whose time has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Due {
    /// Its name.
    pub name: String,
    /// How it is dealt with.
    pub what: What,
    /// The stamp with which it rested; none for a post whose own file is known already.
    pub stamp: Option<Stamp>,
    /// Whether the caller was told of it before.
    pub shown: bool,
}

impl Due {
    fn of((name, watched): (&String, &Watched)) -> Self {
        Self { name: name.clone(), what: watched.what, stamp: watched.stamp, shown: watched.shown }
    }
}

/// Everything that is watched, by name.
#[derive(Debug, Default)]
pub(super) struct Settle {
    rest: Duration,
    watched: BTreeMap<String, Watched>,
    round: u32,
}

impl Settle {
    /// From now on files must rest for `rest`.
    pub(super) fn set_rest(&mut self, rest: Duration) {
        self.rest = rest;
    }

    /// Begins a look at everything.
    pub(super) fn begin(&mut self) {
        self.round = self.round.wrapping_add(1);
    }

    /// Ends a look at everything: what was not met is no longer watched. Returns the names of
    /// which the caller was told.
    pub(super) fn end(&mut self) -> Vec<String> {
        let round = self.round;
        let gone = self.watched.extract_if(.., |_, watched| watched.round != round);
        gone.filter(|(_, watched)| watched.shown).map(|(name, _)| name).collect()
    }

    /// `name` was met with `stamp`; where that is new, its rest begins anew.
    pub(super) fn observe(&mut self, name: &str, what: What, stamp: Stamp, now: Duration) {
        match self.watched.get_mut(name) {
            Some(watched) if watched.stamp == Some(stamp) => watched.round = self.round,
            _ => {
                let ready = now + self.rest;
                self.insert(name, Watched { what, stamp: Some(stamp), since: now, ready, ..NEW });
            }
        }
    }

    /// `name` was met as it is known; it is not watched for its own sake.
    pub(super) fn unchanged(&mut self, name: &str) {
        let Some(watched) = self.watched.get_mut(name) else { return };
        watched.round = self.round;
        if watched.stamp.is_some() {
            self.watched.remove(name);
        }
    }

    /// The post `name` is to be read again at `ready`, though its own file is unchanged.
    pub(super) fn read_again(&mut self, name: &str, ready: Duration) {
        if !self.watched.contains_key(name) {
            self.insert(name, Watched { ready, ..NEW });
        }
    }

    /// When `name` will have rested with `stamp`; none where it is not watched with it.
    pub(super) fn rested_at(&self, name: &str, stamp: Stamp) -> Option<Duration> {
        let watched = self.watched.get(name).filter(|watched| watched.stamp == Some(stamp))?;
        Some(watched.since + self.rest)
    }

    /// The posts that may be read now, at most `most`; those already shown only with `again`.
    pub(super) fn due(&self, now: Duration, again: bool, most: usize) -> Vec<Due> {
        let posts = self.watched.iter().filter(|(_, watched)| {
            watched.is_post() && watched.ready <= now && (again || !watched.shown)
        });
        posts.take(most).map(Due::of).collect()
    }

    /// The files that belong to no post and were unchanged for as long as `patience` says for
    /// their kind; those already shown only with `again`.
    pub(super) fn lone(
        &self,
        now: Duration,
        again: bool,
        patience: impl Fn(What) -> Duration,
    ) -> Vec<Due> {
        let lone = self.watched.iter().filter(|(_, watched)| {
            !watched.is_post() && watched.due(&patience) <= now && (again || !watched.shown)
        });
        lone.map(Due::of).collect()
    }

    /// `name` is not to be read or told of before `until`.
    pub(super) fn postpone(&mut self, name: &str, until: Duration) {
        if let Some(watched) = self.watched.get_mut(name) {
            watched.ready = until;
        }
    }

    /// The caller was told of `name`.
    pub(super) fn shown(&mut self, name: &str) {
        if let Some(watched) = self.watched.get_mut(name) {
            watched.shown = true;
        }
    }

    /// `name` is looked at again at once, though it was shown.
    pub(super) fn look_again(&mut self, name: &str) {
        if let Some(watched) = self.watched.get_mut(name) {
            watched.shown = false;
        }
    }

    /// The names of all posts that are watched.
    pub(super) fn posts(&self) -> impl Iterator<Item = &str> {
        let posts = self.watched.iter().filter(|(_, watched)| watched.is_post());
        posts.map(|(name, _)| name.as_str())
    }

    /// `name` is not watched any more; tells whether the caller was told of it.
    pub(super) fn forget(&mut self, name: &str) -> bool {
        self.watched.remove(name).is_some_and(|watched| watched.shown)
    }

    /// When something will be due next.
    pub(super) fn next(&self, patience: impl Fn(What) -> Duration) -> Option<Duration> {
        let waiting = self.watched.values().filter(|watched| !watched.shown);
        waiting.map(|watched| watched.due(&patience)).min()
    }

    fn insert(&mut self, name: &str, watched: Watched) {
        self.watched.insert(name.to_owned(), Watched { round: self.round, ..watched });
    }
}

impl Watched {
    fn is_post(&self) -> bool {
        matches!(self.what, What::Post | What::Unreadable)
    }

    fn due(&self, patience: impl Fn(What) -> Duration) -> Duration {
        if self.is_post() {
            return self.ready;
        }
        self.ready.max(self.since + patience(self.what))
    }
}

const NEW: Watched = Watched {
    what: What::Post,
    stamp: None,
    since: Duration::ZERO,
    ready: Duration::ZERO,
    shown: false,
    round: 0,
};

#[cfg(test)]
mod tests {
    use super::*;

    const REST: Duration = Duration::from_secs(5);

    fn at(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    fn stamp(size: u64) -> Stamp {
        Stamp { size, changed: 0, inode: 1 }
    }

    fn settle() -> Settle {
        Settle { rest: REST, ..Settle::default() }
    }

    fn due(settle: &Settle, seconds: u64) -> Vec<String> {
        settle.due(at(seconds), false, 9).into_iter().map(|due| due.name).collect()
    }

    #[test]
    fn a_file_is_due_when_it_has_rested() {
        let mut settle = settle();
        settle.observe("a.md", What::Post, stamp(1), at(10));
        assert_eq!(due(&settle, 14), [""; 0]);
        assert_eq!(due(&settle, 15), ["a.md"]);
        assert_eq!(settle.next(|_| REST), Some(at(15)));
    }

    #[test]
    fn every_change_begins_the_rest_anew() {
        let mut settle = settle();
        for second in 0..60 {
            settle.observe("a.md", What::Post, stamp(second), at(second));
            assert_eq!(due(&settle, second), [""; 0], "still growing");
        }
        settle.observe("a.md", What::Post, stamp(59), at(64));
        assert_eq!(due(&settle, 64), ["a.md"]);
    }

    #[test]
    fn what_was_shown_is_not_shown_again_until_everything_is() {
        let mut settle = settle();
        settle.observe("a.md", What::Post, stamp(1), at(0));
        settle.shown("a.md");
        assert_eq!(due(&settle, 60), [""; 0]);
        assert_eq!(settle.next(|_| REST), None);
        assert_eq!(settle.due(at(60), true, 9).len(), 1);
        settle.observe("a.md", What::Post, stamp(2), at(61));
        assert_eq!(due(&settle, 66), ["a.md"], "it changed after it was shown");
    }

    #[test]
    fn what_was_not_met_is_forgotten() {
        let mut settle = settle();
        settle.observe("a.md", What::Post, stamp(1), at(0));
        settle.observe("b.md", What::Post, stamp(1), at(0));
        settle.begin();
        settle.observe("b.md", What::Post, stamp(1), at(1));
        assert_eq!(settle.end(), [""; 0], "nobody was told of it");
        assert_eq!(due(&settle, 5), ["b.md"]);
    }

    #[test]
    fn a_file_that_became_what_it_was_is_left_alone() {
        let mut settle = settle();
        settle.observe("a.md", What::Post, stamp(1), at(0));
        settle.unchanged("a.md");
        assert_eq!(due(&settle, 60), [""; 0]);
    }

    #[test]
    fn a_post_with_a_new_picture_is_read_again_though_its_file_is_unchanged() {
        let mut settle = settle();
        settle.read_again("a.md", at(5));
        settle.unchanged("a.md");
        assert_eq!(due(&settle, 5), ["a.md"]);
    }

    #[test]
    fn at_most_as_many_as_asked_for_come_at_once() {
        let mut settle = settle();
        for name in ["c", "a", "b"] {
            settle.observe(name, What::Post, stamp(1), at(0));
        }
        let due: Vec<_> = settle.due(at(9), false, 2).into_iter().map(|due| due.name).collect();
        assert_eq!(due, ["a", "b"]);
    }

    #[test]
    fn a_picture_is_lone_only_after_patience() {
        let mut settle = settle();
        settle.observe("a.jpg", What::Media, stamp(1), at(0));
        let patience = |_| at(600);
        assert_eq!(settle.lone(at(599), false, patience).len(), 0);
        assert_eq!(settle.lone(at(600), false, patience).len(), 1);
        assert_eq!(due(&settle, 600), [""; 0]);
        assert_eq!(settle.rested_at("a.jpg", stamp(1)), Some(at(5)));
        assert_eq!(settle.rested_at("a.jpg", stamp(2)), None);
    }
}

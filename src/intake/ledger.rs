//! What is known of the files of the queue, and which of them are missing. Pure.

mod table;

use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;
use std::time::Duration;

use super::Stamp;
use super::missing::Missing;
use crate::blobs::Digest;
use crate::journal::FileEntry;
use crate::post::PostId;

use table::Table;
pub(super) use table::{Known, Mark};

/// From so many posts on, all of them missing at once is taken for a lost folder.
const MANY: usize = 3;

/// How a file that was met compares with what is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// Nothing is known of it, or it is not as it was.
    New,
    /// It is as it was.
    Unchanged,
}

/// Everything that is known, as the journal has it.
#[derive(Debug, Default)]
pub(super) struct Ledger {
    known: Table,
    /// Media beside posts that are files, as `POST/MEDIA`, with the mark of their stamp.
    companions: BTreeMap<Box<str>, Mark>,
    /// The posts that use a file beside them.
    users: HashMap<Box<str>, Vec<Box<str>>>,
    missing: Missing,
    round: u16,
}

impl Ledger {
    /// Begins a look at everything.
    pub(super) fn begin(&mut self) {
        self.round = self.round.wrapping_add(1);
    }

    /// Ends a look at everything: what was not met is missing.
    pub(super) fn end(&mut self, now: Duration) {
        for (name, known) in self.known.iter() {
            if known.round != self.round {
                self.missing.note(name, now);
            }
        }
    }

    /// `name` was met with `stamp`.
    pub(super) fn standing(&mut self, name: &str, stamp: Stamp) -> Standing {
        let mark = self.mark(stamp);
        let Some(known) = self.known.get(name) else { return Standing::New };
        if known.round != self.round {
            self.known.meet(name, self.round);
        }
        self.missing.clear(name);
        if known.stamp == mark { Standing::Unchanged } else { Standing::New }
    }

    /// `name` was looked for and not found.
    pub(super) fn miss(&mut self, name: &str, now: Duration) {
        if self.known.get(name).is_some() {
            self.missing.note(name, now);
        }
    }

    /// `name` has been missing since `now` only: its file may have been renamed.
    pub(super) fn miss_anew(&mut self, name: &str, now: Duration) {
        self.missing.clear(name);
        self.miss(name, now);
    }

    /// What is known of `name`.
    pub(super) fn get(&self, name: &str) -> Option<Known> {
        self.known.get(name)
    }

    /// Whether the file `name` beside a post is known with `stamp`, to any post or as lone.
    pub(super) fn knows(&self, name: &str, stamp: Stamp) -> bool {
        let mark = self.mark(stamp);
        let lone = self.known.get(name).is_some_and(|known| known.stamp == mark);
        lone || self.users_of(name).any(|post| self.companions.get(&*of(post, name)) == Some(&mark))
    }

    /// The posts that use the file `name` beside them.
    pub(super) fn users_of(&self, name: &str) -> impl Iterator<Item = &str> {
        self.users.get(name).into_iter().flatten().map(AsRef::as_ref)
    }

    /// Those of the users of `name` that took it with another stamp.
    pub(super) fn outdated(&self, name: &str, stamp: Stamp) -> Vec<String> {
        let mark = self.mark(stamp);
        let old = |post: &&str| self.companions.get(&*of(post, name)) != Some(&mark);
        self.users_of(name).filter(old).map(str::to_owned).collect()
    }

    /// The names of the files beside the post `name` that it uses.
    pub(super) fn companions_of(&self, name: &str) -> impl Iterator<Item = &str> {
        let start = of(name, "");
        let length = start.len();
        self.companions
            .range(start.clone()..)
            .take_while(move |(key, _)| key.starts_with(&*start))
            .map(move |(key, _)| &key[length..])
    }

    /// The missing file that had this revision, with its post.
    pub(super) fn find_missing(&self, revision: Digest) -> Option<(String, PostId)> {
        let revision = self.mark(revision);
        self.missing.names().find_map(|name| {
            let known = self.get(name).filter(|known| known.revision == Some(revision))?;
            Some((name.to_owned(), known.post?))
        })
    }

    /// What has been missing for `rest`; those already shown only with `again`.
    pub(super) fn gone(&self, now: Duration, rest: Duration, again: bool) -> Vec<(String, Known)> {
        let gone = self.missing.gone(now, rest, again).into_iter();
        gone.filter_map(|name| self.get(&name).map(|known| (name, known))).collect()
    }

    /// Where there are many posts and the files of all of them are missing for `rest`, they are
    /// lost from now on: not gone, until somebody says so.
    pub(super) fn lose_all(&mut self, now: Duration, rest: Duration) {
        let gone = self.gone(now, rest, true).into_iter().filter(|(_, known)| known.post.is_some());
        let gone: Vec<_> = gone.map(|(name, _)| name).collect();
        // Counted only where it matters: every look comes by here.
        if gone.len() >= MANY && gone.len() == self.posts() {
            gone.iter().for_each(|name| self.missing.lose(name));
        }
    }

    /// A person says that the files that are lost are gone.
    pub(super) fn give_up_lost(&mut self) {
        self.missing.give_up_lost();
    }

    /// Whether the file `name` is missing.
    pub(super) fn is_missing(&self, name: &str) -> bool {
        self.missing.has(name)
    }

    fn posts(&self) -> usize {
        self.known.iter().filter(|(_, known)| known.post.is_some()).count()
    }

    /// The posts whose files are lost; those already shown only with `again`.
    pub(super) fn lost(&self, again: bool) -> Vec<(String, PostId)> {
        let lost = self.missing.lost(again).into_iter();
        lost.filter_map(|name| Some((self.get(&name)?.post?, name)))
            .map(|(post, name)| (name, post))
            .collect()
    }

    /// Whether a post's file cannot be understood, so that nobody knows which media it uses.
    pub(super) fn has_riddles(&self) -> bool {
        self.known.iter().any(|(name, known)| {
            known.revision.is_none() && self.companions_of(name).next().is_none()
        })
    }

    /// The caller was told that `name` is gone or lost.
    pub(super) fn gone_shown(&mut self, name: &str) {
        self.missing.shown(name);
    }

    /// The caller is told again at `at` that `name` is gone.
    pub(super) fn tell_again(&mut self, name: &str, at: Duration, rest: Duration) {
        self.missing.tell_again(name, at, rest);
    }

    /// The posts whose files are missing and not lost.
    pub(super) fn missing(&self) -> impl Iterator<Item = PostId> {
        let missing = self.missing.names().filter(|name| !self.missing.is_lost(name));
        missing.filter_map(|name| self.get(name)?.post)
    }

    /// When something that is missing will be gone.
    pub(super) fn next(&self, rest: Duration) -> Option<Duration> {
        self.missing.next(rest)
    }

    /// Remembers `entry`; one whose name is `POST/MEDIA` belongs to that post.
    pub(super) fn remember(&mut self, entry: &FileEntry) {
        let mark = self.mark(Stamp::of(entry));
        match entry.name.split_once('/') {
            Some((post, media)) => self.remember_companion(post, media, mark),
            None => {
                let revision = entry.revision.map(|revision| self.mark(revision));
                let known = Known { stamp: mark, post: entry.post, revision, round: self.round };
                self.missing.clear(&entry.name);
                self.known.put(&entry.name, known);
            }
        }
    }

    fn remember_companion(&mut self, post: &str, media: &str, mark: Mark) {
        if self.companions.insert(of(post, media), mark).is_none() {
            self.users.entry(media.into()).or_default().push(post.into());
        }
    }

    /// Forgets `name`, be it a file with all its companions or one companion.
    pub(super) fn forget(&mut self, name: &str) {
        match name.split_once('/') {
            Some((post, media)) => self.forget_companion(post, media),
            None => {
                self.known.remove(name);
                self.missing.clear(name);
                let companions: Vec<_> = self.companions_of(name).map(str::to_owned).collect();
                for media in companions {
                    self.forget_companion(name, &media);
                }
            }
        }
    }

    fn forget_companion(&mut self, post: &str, media: &str) {
        self.companions.remove(&of(post, media));
        if let Some(users) = self.users.get_mut(media) {
            users.retain(|user| **user != *post);
            if users.is_empty() {
                self.users.remove(media);
            }
        }
    }

    /// Stands for a stamp or a revision.
    pub(super) fn mark(&self, thing: impl Hash) -> Mark {
        self.known.mark(thing)
    }
}

/// The name under which a file beside a post is remembered.
pub(super) fn of(post: &str, media: &str) -> Box<str> {
    format!("{post}/{media}").into()
}

impl Stamp {
    pub(super) fn of(entry: &FileEntry) -> Self {
        Self { size: entry.size, changed: entry.mtime, inode: entry.inode }
    }

    /// What is to be remembered of a file with this stamp.
    pub(super) fn entry(self, name: impl Into<String>, revision: Option<Digest>) -> FileEntry {
        FileEntry {
            name: name.into(),
            size: self.size,
            mtime: self.changed,
            inode: self.inode,
            post: None,
            revision,
        }
    }
}

#[cfg(test)]
mod tests;

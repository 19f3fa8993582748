//! What is met in the queue, compared with what is known of it.

use std::ffi::CStr;
use std::io;
use std::time::Duration;

use rustix::fs::FileType;

use super::super::folder::{is_alt, is_subtitles};
use super::super::ledger::Standing;
use super::super::read::survey;
use super::super::settle::What;
use super::super::{Folder, Found, Refusal, Seen, Stamp, is_ignored};
use super::{Scanner, Waiting};
use crate::media::kind_of_name;

impl Scanner {
    pub(super) fn meet_raw(
        &mut self,
        queue: &Folder,
        raw: &CStr,
        uptime: Duration,
    ) -> io::Result<()> {
        let name = raw.to_string_lossy();
        if is_ignored(&name) {
            return Ok(());
        }
        let found = match queue.look_raw(raw) {
            Ok(found) => found,
            Err(Refusal::Missing) => return Ok(()),
            Err(refusal) => return Err(refusal.into()),
        };
        match raw.to_str() {
            Ok(name) => self.met(queue, name, found, uptime),
            Err(_) => self.settle.observe(&name, What::Unreadable, found.stamp, uptime),
        }
        Ok(())
    }

    pub(super) fn meet(
        &mut self,
        queue: &Folder,
        name: &str,
        uptime: Duration,
        seen: &mut Vec<Seen>,
    ) -> io::Result<()> {
        let waiting = self.waiting.iter().filter(|(_, waiting)| waiting.lacks(name));
        let waiting: Vec<_> = waiting.map(|(post, _)| post.clone()).collect();
        for post in waiting {
            self.settle.look_again(&post);
        }
        match queue.look(name) {
            Ok(found) => self.met(queue, name, found, uptime),
            Err(Refusal::Missing) => {
                self.ledger.miss(name, uptime);
                self.check_held(name, None, uptime);
                if self.settle.forget(name) {
                    self.vanished(name, seen);
                }
            }
            Err(refusal) => return Err(refusal.into()),
        }
        Ok(())
    }

    /// Something that the caller was told of is not there any more. Where it is remembered,
    /// that is told when it is gone for good.
    pub(super) fn vanished(&mut self, name: &str, seen: &mut Vec<Seen>) {
        self.waiting.remove(name);
        self.held.forget(name);
        if self.ledger.get(name).is_none() {
            seen.push(Seen::Mended { name: name.to_owned() });
        }
    }

    fn met(&mut self, queue: &Folder, name: &str, found: Found, uptime: Duration) {
        let what = what(name, found.kind);
        let stamp = if found.kind == FileType::Directory {
            // A folder that cannot be read is refused when its turn comes.
            let own = queue.folder(name).and_then(|folder| survey(&folder));
            own.map_or(found.stamp, |(stamp, _)| stamp)
        } else {
            found.stamp
        };
        self.check_held(name, Some(stamp), uptime);
        if self.ledger.users_of(name).next().is_some() {
            return self.met_companion(name, what, stamp, uptime);
        }
        match self.ledger.standing(name, stamp) {
            Standing::Unchanged => self.settle.unchanged(name),
            Standing::New => self.settle.observe(name, what, stamp, uptime),
        }
    }

    /// A file that posts use: where it changed, they are read again once it rests.
    fn met_companion(&mut self, name: &str, what: What, stamp: Stamp, uptime: Duration) {
        let outdated = self.ledger.outdated(name, stamp);
        if outdated.is_empty() {
            return self.settle.unchanged(name);
        }
        self.settle.observe(name, what, stamp, uptime);
        let ready = self.settle.rested_at(name, stamp).unwrap_or(uptime);
        for post in outdated {
            self.settle.read_again(&post, ready);
        }
    }
}

impl Waiting {
    /// Whether `name` may be what is waited for: one of the files, or the folder they go into.
    fn lacks(&self, name: &str) -> bool {
        self.missing.iter().any(|missing| missing == name)
    }
}

/// How a thing in the queue is dealt with, by its name and kind.
fn what(name: &str, kind: FileType) -> What {
    if kind != FileType::RegularFile {
        return What::Post;
    }
    let lower = name.to_ascii_lowercase();
    if is_alt(name) || is_subtitles(name) || kind_of_name(name).is_some() {
        What::Media
    } else if lower.ends_with(".md") || lower.ends_with(".txt") {
        What::Post
    } else {
        What::Stray
    }
}

//! Looking at the queue: what is new, changed, gone or renamed, told as facts.

use std::collections::{BTreeSet, HashMap};
use std::io;
use std::time::Duration;

use super::ledger::{Ledger, of};
use super::network::is_far;
use super::seen::gone;
use super::settle::Settle;
use super::{Folder, Footprint, IntakeConfig, LocalTime, Names, Seen, is_ignored};
use crate::blobs::Blobs;
use crate::clock::Instant;
use crate::journal::{Change, FileEntry};
use crate::post::PostId;

mod held;
mod meet;
mod tell;

use held::Held;

/// How many posts are read in one look; with more waiting, the next look is due at once.
const MOST_AT_ONCE: usize = 256;

/// After how many bytes of media a look reads no more posts: all of them are copied, and pictures
/// made over, before the first of its posts is on record.
const MOST_MEDIA: u64 = 256 * 1024 * 1024;

/// Looks at a queue again and again, and opens only what is new or changed.
pub struct Scanner {
    config: IntakeConfig,
    blobs: Blobs,
    local: LocalTime,
    names: Option<Names>,
    ledger: Ledger,
    settle: Settle,
    waiting: HashMap<String, Waiting>,
    held: Held,
    /// The media of posts that were told in this look, and in those before it that it was ahead of.
    used: BTreeSet<String>,
    rest: Duration,
    most_media: u64,
    reads: u64,
}

/// A post that waits for files.
#[derive(Debug)]
struct Waiting {
    since: Duration,
    missing: Vec<String>,
    here: Vec<String>,
    /// Whether it is on record that these are missing.
    confirmed: bool,
}

/// The posts of whose files a look was not sure.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InDoubt {
    /// Missing for a moment, or being changed.
    pub unsure: BTreeSet<PostId>,
    /// Gone together with all others.
    pub lost: BTreeSet<PostId>,
}

/// One look.
#[derive(Debug, Clone, Copy)]
struct Look {
    now: Instant,
    uptime: Duration,
    /// Whether at everything, so that what was told and not confirmed is told again.
    whole: bool,
}

impl Scanner {
    /// A scanner of the queue that `config` names, of whose files nothing is known. `local` is the
    /// configured zone; media go into `blobs`.
    #[must_use]
    pub fn new(config: IntakeConfig, blobs: Blobs, local: LocalTime) -> Self {
        Self {
            rest: config.settle,
            config,
            blobs,
            local,
            names: None,
            ledger: Ledger::default(),
            settle: Settle::default(),
            waiting: HashMap::new(),
            held: Held::default(),
            used: BTreeSet::new(),
            most_media: MOST_MEDIA,
            reads: 0,
        }
    }

    /// The same, which also says at once what is wrong with the names in settings that have other
    /// mistakes.
    #[must_use]
    pub fn knowing(self, names: Names) -> Self {
        Self { names: Some(names), ..self }
    }

    /// Learns what the journal remembers of files.
    pub fn learn(&mut self, known: &[FileEntry]) {
        known.iter().for_each(|entry| self.ledger.remember(entry));
    }

    /// Looks at everything. `uptime` is the machine's, which never jumps.
    ///
    /// # Errors
    /// Where the queue cannot be listed. Nothing is taken for gone then.
    pub fn scan(&mut self, now: Instant, uptime: Duration) -> io::Result<Vec<Seen>> {
        self.used.clear();
        let queue = self.open()?;
        self.ledger.begin();
        self.settle.begin();
        self.held.begin();
        let mut failed = None;
        queue.each(|raw, _| {
            if let Err(error) = self.meet_raw(&queue, raw, uptime) {
                failed = Some(error);
            }
        })?;
        failed.map_or(Ok(()), Err)?;
        self.ledger.end(uptime);
        self.check_unmet(uptime);
        let mut seen = Vec::new();
        for name in self.settle.end() {
            self.vanished(&name, &mut seen);
        }
        self.work(&queue, Look { now, uptime, whole: true }, &mut seen);
        Ok(seen)
    }

    /// Looks at what is under `names`, as file events named them, and at what is due.
    ///
    /// # Errors
    /// Where the queue cannot be read. Nothing is taken for gone then.
    pub fn look_at(
        &mut self,
        names: &BTreeSet<String>,
        now: Instant,
        uptime: Duration,
    ) -> io::Result<Vec<Seen>> {
        self.used.clear();
        self.look_among(names, now, uptime)
    }

    /// Looks at what is due, though what the look before told is not on record yet. That must have
    /// ended with posts that are new.
    ///
    /// # Errors
    /// Where the queue cannot be read. Nothing is taken for gone then.
    pub fn look_ahead(&mut self, now: Instant, uptime: Duration) -> io::Result<Vec<Seen>> {
        self.look_among(&BTreeSet::new(), now, uptime)
    }

    fn look_among(
        &mut self,
        names: &BTreeSet<String>,
        now: Instant,
        uptime: Duration,
    ) -> io::Result<Vec<Seen>> {
        let queue = self.open()?;
        let mut seen = Vec::new();
        let due = self.settle.due(uptime, false, MOST_AT_ONCE).into_iter().map(|due| due.name);
        for name in names.iter().cloned().chain(due).collect::<BTreeSet<_>>() {
            if !is_ignored(&name) {
                self.meet(&queue, &name, uptime, &mut seen)?;
            }
        }
        self.work(&queue, Look { now, uptime, whole: false }, &mut seen);
        Ok(seen)
    }

    /// The uptime at which [`Scanner::look_at`] has something to do without any event; none
    /// where nothing is waited for.
    #[must_use]
    pub fn next_look(&self) -> Option<Duration> {
        let settled = self.settle.next(|what| self.patience(what));
        settled.into_iter().chain(self.ledger.next(self.rest)).min()
    }

    /// `seen` is on record, a new post as `taken`; it is not told again.
    pub fn confirm(&mut self, seen: &Seen, taken: Option<PostId>) {
        match seen {
            Seen::Taken(new) | Seen::Changed { new, .. } => {
                if let Some(post) = taken {
                    self.remember(&new.files.of(post));
                }
            }
            Seen::Touched { post, new } => self.remember(&new.files.of(*post)),
            Seen::Renamed { post, to, .. } => self.remember(&to.files.of(*post)),
            Seen::Problem { files, .. } => files.iter().for_each(|files| self.remember(files)),
            Seen::WaitingForMedia { name, missing, .. } => {
                let waiting = self.waiting.get_mut(name);
                let waiting = waiting.filter(|waiting| waiting.missing == *missing);
                waiting.into_iter().for_each(|waiting| waiting.confirmed = true);
            }
            Seen::Gone { name, .. } => self.ledger.forget(name),
            Seen::Mended { .. } | Seen::AllGone { .. } => {}
        }
    }

    /// What was told of `name` could not be put on record yet: it is told again at `at`.
    pub fn tell_again(&mut self, name: &str, at: Duration) {
        self.settle.postpone(name, at);
        self.settle.look_again(name);
        self.ledger.tell_again(name, at, self.rest);
    }

    /// A person says that the files which are gone together with all others are gone for good:
    /// each is told as gone.
    pub fn give_up_lost(&mut self) {
        self.ledger.give_up_lost();
    }

    /// Whether the file of a post that was taken is not there just now.
    #[must_use]
    pub fn is_missing(&self, name: &str) -> bool {
        self.ledger.is_missing(name)
    }

    /// What the folder is not sure of just now.
    #[must_use]
    pub fn in_doubt(&self) -> InDoubt {
        let changing = self.settle.posts().filter_map(|name| self.post_of(name));
        let lost = self.ledger.lost(true).into_iter().map(|(_, post)| post);
        InDoubt { unsure: self.ledger.missing().chain(changing).collect(), lost: lost.collect() }
    }

    /// The file of `name` was filed away or is of no interest any more. Returns what the
    /// journal has to forget.
    pub fn forget(&mut self, name: &str) -> Vec<Change> {
        let names = self.names_of(name);
        self.ledger.forget(name);
        self.settle.forget(name);
        self.held.forget(name);
        gone(&names).collect()
    }

    /// The media beside the post `name` that no other post uses; they go where it goes.
    #[must_use]
    pub fn companions(&self, name: &str) -> Vec<String> {
        let companions = self.ledger.companions_of(name);
        let alone = companions.filter(|media| self.ledger.users_of(media).count() == 1);
        alone.map(str::to_owned).collect()
    }

    /// How long a changed file must rest before it is read, as the last look found the queue.
    #[must_use]
    pub fn rest(&self) -> Duration {
        self.rest
    }

    /// How many files were opened so far.
    #[must_use]
    pub fn reads(&self) -> u64 {
        self.reads
    }

    fn open(&mut self) -> io::Result<Folder> {
        let queue = Folder::open(&self.config.queue)?.allowing(self.config.owners.clone());
        let far = is_far(&queue, &self.config.queue);
        self.rest = if far { self.config.settle_network } else { self.config.settle };
        self.settle.set_rest(self.rest);
        Ok(queue)
    }

    fn remember(&mut self, files: &Footprint) {
        for name in &files.dropped {
            self.ledger.forget(name);
        }
        for entry in &files.entries {
            self.settle.forget(entry.name.rsplit('/').next().unwrap_or(&entry.name));
            self.ledger.remember(entry);
        }
    }

    fn post_of(&self, name: &str) -> Option<PostId> {
        self.ledger.get(name).and_then(|known| known.post)
    }

    /// All names under which the post `name` and its media are remembered.
    fn names_of(&self, name: &str) -> Vec<String> {
        let media = self.ledger.companions_of(name).map(|media| String::from(of(name, media)));
        std::iter::once(name.to_owned()).chain(media).collect()
    }
}

#[cfg(test)]
mod tests;

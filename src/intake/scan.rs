//! Looking at the queue: what is new, changed, gone or renamed, told as facts.

use std::collections::{BTreeSet, HashMap};
use std::ffi::CStr;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use rustix::fs::FileType;

use super::folder::is_alt;
use super::ledger::{Known, Ledger, Standing, of};
use super::media::kind_of_name;
use super::network::is_far;
use super::read::{Reader, Stop, footprint, survey};
use super::seen::gone;
use super::settle::{Due, Settle, What};
use super::{
    Folder, Footprint, Found, IntakeConfig, LocalTime, Refusal, Seen, Stamp, Understood, is_ignored,
};
use crate::blobs::Blobs;
use crate::clock::Instant;
use crate::finding::Finding;
use crate::journal::{Change, FileEntry};
use crate::post::PostId;

/// How many posts are read in one look; with more waiting, the next look is due at once.
const MOST_AT_ONCE: usize = 256;

/// How long a post waits for its media, and media for their post, before a person is told.
const MEDIA_PATIENCE: Duration = Duration::from_secs(10 * 60);

/// The same for files that nobody can want in the queue.
const STRAY_PATIENCE: Duration = Duration::from_secs(60);

/// A post that is due so soon and lacks its media is told of at once.
const DUE_SOON: chrono::TimeDelta = chrono::TimeDelta::minutes(30);

/// Looks at a queue again and again, and opens only what is new or changed.
pub struct Scanner {
    config: IntakeConfig,
    blobs: Blobs,
    local: LocalTime,
    owners: Option<Arc<[u32]>>,
    ledger: Ledger,
    settle: Settle,
    waiting: HashMap<String, Waiting>,
    /// The media of posts that were told in this look.
    used: BTreeSet<String>,
    rest: Duration,
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

/// One look.
#[derive(Debug, Clone, Copy)]
struct Look {
    now: Instant,
    uptime: Duration,
    /// Whether at everything, so that what was told and not confirmed is told again.
    whole: bool,
}

impl Scanner {
    /// A scanner of the queue that `config` names. `known` is what the journal remembers of its
    /// files, `local` the configured zone; media go into `blobs`.
    #[must_use]
    pub fn new(
        config: IntakeConfig,
        blobs: Blobs,
        local: LocalTime,
        known: Vec<FileEntry>,
    ) -> Self {
        Self {
            rest: config.settle,
            config,
            blobs,
            local,
            owners: None,
            ledger: Ledger::new(known),
            settle: Settle::default(),
            waiting: HashMap::new(),
            used: BTreeSet::new(),
            reads: 0,
        }
    }

    /// The same, which takes posts only from files of these user numbers.
    #[must_use]
    pub fn allowing(mut self, owners: Option<Arc<[u32]>>) -> Self {
        self.owners = owners;
        self
    }

    /// Looks at everything. `uptime` is the machine's, which never jumps.
    ///
    /// # Errors
    /// Where the queue cannot be listed. Nothing is taken for gone then.
    pub fn scan(&mut self, now: Instant, uptime: Duration) -> io::Result<Vec<Seen>> {
        let queue = self.open()?;
        self.ledger.begin();
        self.settle.begin();
        let mut failed = None;
        queue.each(|raw, _| {
            if let Err(error) = self.meet_raw(&queue, raw, uptime) {
                failed = Some(error);
            }
        })?;
        failed.map_or(Ok(()), Err)?;
        self.ledger.end(uptime);
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

    /// The file of `name` was filed away or is of no interest any more. Returns what the
    /// journal has to forget.
    pub fn forget(&mut self, name: &str) -> Vec<Change> {
        let names = self.names_of(name);
        self.ledger.forget(name);
        self.settle.forget(name);
        gone(&names).collect()
    }

    /// The media beside the post `name` that no other post uses; they go where it goes.
    #[must_use]
    pub fn companions(&self, name: &str) -> Vec<String> {
        let companions = self.ledger.companions_of(name);
        let alone = companions.filter(|media| self.ledger.users_of(media).count() == 1);
        alone.map(str::to_owned).collect()
    }

    /// How many files were opened so far.
    #[must_use]
    pub fn reads(&self) -> u64 {
        self.reads
    }

    fn open(&mut self) -> io::Result<Folder> {
        let queue = Folder::open(&self.config.queue)?.allowing(self.owners.clone());
        let far = is_far(&queue, &self.config.queue);
        self.rest = if far { self.config.settle_network } else { self.config.settle };
        self.settle.set_rest(self.rest);
        Ok(queue)
    }

    fn meet_raw(&mut self, queue: &Folder, raw: &CStr, uptime: Duration) -> io::Result<()> {
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

    fn meet(
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
    fn vanished(&mut self, name: &str, seen: &mut Vec<Seen>) {
        self.waiting.remove(name);
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

    fn work(&mut self, queue: &Folder, look: Look, seen: &mut Vec<Seen>) {
        self.used.clear();
        for due in self.settle.due(look.uptime, look.whole, MOST_AT_ONCE) {
            self.read(queue, &due, look, seen);
        }
        self.lone(look, seen);
        self.gone(look, seen);
    }

    fn read(&mut self, queue: &Folder, due: &Due, look: Look, seen: &mut Vec<Seen>) {
        let mut reader = Reader {
            queue,
            blobs: &self.blobs,
            local: &self.local,
            settle: &mut self.settle,
            ledger: &self.ledger,
            reads: &mut self.reads,
            now: look.uptime,
        };
        let read = match due.what {
            What::Unreadable => Err(Stop::unreadable(&due.name)),
            _ => reader.read(&due.name, due.stamp),
        };
        match read {
            Ok(new) => self.understood(new, look, seen),
            Err(Stop::Unrested(until)) => return self.settle.postpone(&due.name, until),
            Err(waiting @ Stop::Waiting { .. }) => self.waits(&due.name, waiting, look, seen),
            Err(refused @ Stop::Refused { .. }) => self.refused(&due.name, refused, seen),
        }
        self.settle.shown(&due.name);
    }

    fn understood(&mut self, mut new: Understood, look: Look, seen: &mut Vec<Seen>) {
        let name = new.post.name.clone();
        let known = self.ledger.get(&name);
        let had_problem = known.is_some_and(|known| known.revision.is_none());
        if self.waiting.remove(&name).is_some() || had_problem {
            seen.push(Seen::Mended { name: name.clone() });
        }
        new.files.dropped = self.dropped(&name, &new.files.entries, seen);
        seen.push(match known.and_then(|known| Some((known.post?, known.revision))) {
            Some((post, revision)) if revision == Some(new.revision) => {
                Seen::Touched { post, new: Box::new(new) }
            }
            Some((old, _)) => Seen::Changed { old, new: Box::new(new) },
            None => self.new_or_renamed(new, look),
        });
    }

    fn new_or_renamed(&mut self, mut new: Understood, look: Look) -> Seen {
        let Some((from, post)) = self.ledger.find_missing(new.revision) else {
            return Seen::Taken(Box::new(new));
        };
        new.files.dropped.extend(self.names_of(&from));
        self.ledger.miss_anew(&from, look.uptime);
        Seen::Renamed { from, post, to: Box::new(new) }
    }

    /// What was remembered of the post's files and is not so any more; a picture that was
    /// thought lone is not.
    fn dropped(&mut self, name: &str, now: &[FileEntry], seen: &mut Vec<Seen>) -> Vec<String> {
        let mut dropped = self.names_of(name);
        dropped.retain(|old| now.iter().all(|entry| entry.name != *old));
        for media in now.iter().filter_map(|entry| Some(entry.name.split_once('/')?.1)) {
            self.used.insert(media.to_owned());
            if self.ledger.get(media).is_some_and(|known| known.post.is_none()) {
                seen.push(Seen::Mended { name: media.to_owned() });
                dropped.push(media.to_owned());
            }
        }
        dropped
    }

    fn refused(&mut self, name: &str, refused: Stop, seen: &mut Vec<Seen>) {
        let Stop::Refused { findings, passing, stamp, media } = refused else { return };
        self.waiting.remove(name);
        let post = self.post_of(name);
        let files = stamp.filter(|_| !passing).map(|stamp| {
            let entries = footprint(name, None, stamp, &media);
            let dropped = self.dropped(name, &entries, seen);
            let files = Footprint { entries, dropped };
            post.map_or(files.clone(), |post| files.of(post))
        });
        seen.push(Seen::Problem { name: name.to_owned(), post, findings, files });
    }

    fn waits(&mut self, name: &str, waiting: Stop, look: Look, seen: &mut Vec<Seen>) {
        let Stop::Waiting { missing, here, findings, due } = waiting else { return };
        let since = self.waiting.get(name).map_or(look.uptime, |before| before.since);
        let confirmed = self
            .waiting
            .get(name)
            .is_some_and(|before| before.confirmed && before.missing == missing);
        let soon = due.is_some_and(|due| due - look.now <= DUE_SOON);
        let over = since + self.patience(What::Media) <= look.uptime;
        if (soon || over) && !confirmed {
            let (post, missing) = (self.post_of(name), missing.clone());
            let name = name.to_owned();
            seen.push(Seen::WaitingForMedia { name, post, missing, findings });
        }
        self.waiting.insert(name.to_owned(), Waiting { since, missing, here, confirmed });
    }

    /// Files that belong to no post.
    fn lone(&mut self, look: Look, seen: &mut Vec<Seen>) {
        let lone = self.settle.lone(look.uptime, look.whole, |what| self.patience(what));
        let riddles = !lone.is_empty() && self.ledger.has_riddles();
        for due in lone {
            let is_media = due.what == What::Media;
            if is_media && (riddles || self.is_wanted(&due.name)) {
                continue;
            }
            self.settle.shown(&due.name);
            let id = if is_media { "media-without-post" } else { "not-a-post" };
            let findings = vec![Finding::error(id).with("file", due.name.as_str())];
            let entries = due.stamp.into_iter().map(|stamp| stamp.entry(&*due.name, None));
            let files = Some(Footprint { entries: entries.collect(), dropped: Vec::new() });
            seen.push(Seen::Problem { name: due.name, post: None, findings, files });
        }
    }

    /// Whether a post that is not on record yet uses the file `name`.
    fn is_wanted(&self, name: &str) -> bool {
        let here = |waiting: &Waiting| waiting.here.iter().any(|here| here == name);
        self.used.contains(name) || self.waiting.values().any(here)
    }

    fn gone(&mut self, look: Look, seen: &mut Vec<Seen>) {
        self.ledger.lose_all(look.uptime, self.rest);
        let lost = self.ledger.lost(look.whole);
        if !lost.is_empty() {
            lost.iter().for_each(|(name, _)| self.ledger.gone_shown(name));
            seen.push(Seen::AllGone { posts: lost });
        }
        for (name, Known { post, .. }) in self.ledger.gone(look.uptime, self.rest, look.whole) {
            self.ledger.gone_shown(&name);
            let dropped = self.names_of(&name);
            seen.push(Seen::Gone { name, post, dropped });
        }
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

    /// How long something may lie there without being used; not at all where files need not
    /// rest, as in a single look from a script.
    fn patience(&self, what: What) -> Duration {
        match what {
            _ if self.rest.is_zero() => Duration::ZERO,
            What::Stray => STRAY_PATIENCE.max(self.rest),
            _ => MEDIA_PATIENCE,
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
    if is_alt(name) || kind_of_name(name).is_some() {
        What::Media
    } else if lower.ends_with(".md") || lower.ends_with(".txt") {
        What::Post
    } else {
        What::Stray
    }
}

#[cfg(test)]
mod tests;

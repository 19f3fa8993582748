//! From what was met to what is told.

use std::time::Duration;

use super::super::ledger::Known;
use super::super::read::{Reader, Stop, footprint};
use super::super::settle::{Due, What};
use super::super::{Folder, Footprint, Seen, Understood};
use super::{Look, MOST_AT_ONCE, Scanner, Waiting};
use crate::finding::Finding;
use crate::journal::FileEntry;

/// How long a post waits for its media, and media for their post, before a person is told.
const MEDIA_PATIENCE: Duration = Duration::from_secs(10 * 60);

/// The same for files that nobody can want in the queue.
const STRAY_PATIENCE: Duration = Duration::from_secs(60);

/// A post that is due so soon and lacks its media is told of at once.
const DUE_SOON: chrono::TimeDelta = chrono::TimeDelta::minutes(30);

impl Scanner {
    pub(super) fn work(&mut self, queue: &Folder, look: Look, seen: &mut Vec<Seen>) {
        let mut media = 0;
        for due in self.settle.due(look.uptime, look.whole, MOST_AT_ONCE) {
            let before = seen.len();
            self.read(queue, &due, look, seen);
            if !due.shown {
                media += seen[before..].iter().map(media_in).sum::<u64>();
            }
            if media > self.most_media {
                break;
            }
        }
        // A file may belong to a post that is still to be read.
        if self.settle.due(look.uptime, false, 1).is_empty() {
            self.lone(look, seen);
        }
        self.gone(look, seen);
    }

    fn read(&mut self, queue: &Folder, due: &Due, look: Look, seen: &mut Vec<Seen>) {
        self.held.forget(&due.name);
        let mut reader = Reader {
            queue,
            blobs: &self.blobs,
            local: &self.local,
            names: self.names.as_ref(),
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
        let now = Some(self.ledger.mark(new.revision));
        seen.push(match known.and_then(|known| Some((known.post?, known.revision))) {
            Some((post, revision)) if revision == now => Seen::Touched { post, new: Box::new(new) },
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
                self.settle.postpone(&due.name, look.uptime + MEDIA_PATIENCE);
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
        self.used.contains(name) || self.held.uses(name) || self.waiting.values().any(here)
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

    /// How long something may lie there without being used; not at all where files need not
    /// rest, as in a single look from a script.
    pub(super) fn patience(&self, what: What) -> Duration {
        match what {
            _ if self.rest.is_zero() => Duration::ZERO,
            What::Stray => STRAY_PATIENCE.max(self.rest),
            _ => MEDIA_PATIENCE,
        }
    }
}

/// How many bytes of media a post has that was read.
fn media_in(seen: &Seen) -> u64 {
    let media = seen.understood().map(|new| new.post.content.all_media().map(|one| one.bytes));
    media.into_iter().flatten().sum()
}

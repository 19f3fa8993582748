//! Films that are made over, one after the other, while everything else goes on. What is made is
//! kept until the posts that wait for it are on record.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::fs;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use tokio::sync::mpsc::WeakUnboundedSender;
use tracing::error;

use crate::app::pipeline::Task;
use crate::blobs::{Blobs, Digest};
use crate::clock::Instant;
use crate::intake::Understood;
use crate::journal::FileEntry;
use crate::media::{Fitter, Stop};
use crate::post::{Fitted, Made, Media, Obstacle, Refused, Wanted, When};

/// The file in the state folder that says which films are being made.
const FILE: &str = "films.json";

/// How long a film can wait for others whose posts have a time of their own: what is for a slot
/// takes the next one where it comes too late.
const FOR_A_SLOT: chrono::Duration = chrono::Duration::days(1);

/// A film, and what is wanted of it.
type Key = (Digest, Wanted);

/// The queue of films.
#[derive(Debug, Default)]
pub struct Films {
    tasks: Option<WeakUnboundedSender<Task>>,
    path: Option<PathBuf>,
    /// The posts that wait for films, by name.
    waiting: BTreeMap<String, Waiting>,
    queue: VecDeque<(Media, Wanted)>,
    making: Option<Making>,
    made: HashMap<Key, Result<Made, Refused>>,
    /// A sweep that waits until nothing is being made.
    sweep: Option<Blobs>,
}

#[derive(Debug)]
struct Waiting {
    keys: HashSet<Key>,
    /// When its films should be made.
    wanted: Instant,
    /// The files of which it was made: what is refused is tried again when they change.
    files: Vec<FileEntry>,
    being_made: BeingMade,
}

#[derive(Debug)]
struct Making {
    key: Key,
    stop: Stop,
    /// Whether nobody wanted it any more at some time.
    stopped: bool,
}

/// A post that waits for its film.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BeingMade {
    /// The name of the post below the queue.
    pub post: String,
    /// The film's file.
    pub file: String,
    /// Since when.
    pub since: Instant,
}

/// Which films the daemon with its state in `folder` is making; none where it says nothing.
#[must_use]
pub fn being_made(folder: &Path) -> Vec<BeingMade> {
    let text = fs::read(folder.join(FILE)).unwrap_or_default();
    serde_json::from_slice(&text).unwrap_or_default()
}

impl Films {
    /// An empty queue that tells `tasks` of every film that is done, and writes into the state
    /// folder `folder`, if there is one, what is being made. What a run before was making is begun
    /// anew when its post is read.
    #[must_use]
    pub fn new(tasks: WeakUnboundedSender<Task>, folder: Option<&Path>) -> Self {
        let mut films = Self::default();
        films.tasks = Some(tasks);
        films.path = folder.map(|folder| folder.join(FILE));
        films.tell();
        films
    }

    /// Whether something is being made or waits to be.
    #[must_use]
    pub fn is_at_work(&self) -> bool {
        self.making.is_some() || !self.queue.is_empty()
    }

    /// What was made earlier need not be made again.
    pub(in crate::app) fn learn(&mut self, made: impl IntoIterator<Item = Fitted>) {
        for Fitted { of, wanted, made } in made {
            if made.is_ok() {
                self.made.insert((of, wanted), made);
            }
        }
    }

    /// Gives `understood` what is made of what it `wants`; what is left is still to be made.
    pub(in crate::app) fn supply(
        &mut self,
        understood: &mut Understood,
        wants: Vec<(Media, Wanted)>,
    ) -> Vec<(Media, Wanted)> {
        self.forget_refusals(&understood.post.name, &understood.files.entries);
        let mut missing = Vec::new();
        for (medium, wanted) in wants {
            let (of, key) = (medium.digest, (medium.digest, wanted.clone()));
            match self.made.get(&key).cloned() {
                Some(made) => understood.post.fitted.push(Fitted { of, wanted, made }),
                None => missing.push((medium, wanted)),
            }
        }
        missing
    }

    fn forget_refusals(&mut self, name: &str, files: &[FileEntry]) {
        if let Some(waiting) = self.waiting.get(name).filter(|waiting| waiting.files != files) {
            self.made.retain(|key, made| made.is_ok() || !waiting.keys.contains(key));
        }
    }

    /// The post `understood` waits for `missing` from now on.
    pub(in crate::app) fn order(
        &mut self,
        understood: &Understood,
        missing: &[(Media, Wanted)],
        now: Instant,
    ) {
        let name = &understood.post.name;
        let file = missing.first().map(|(medium, _)| medium.name.clone()).unwrap_or_default();
        let since = self.waiting.get(name).map_or(now, |before| before.being_made.since);
        // Those of them that are made already are kept for it, too.
        let made = understood.post.fitted.iter().map(|one| (one.of, one.wanted.clone()));
        let made = made.filter(|key| self.made.contains_key(key));
        let keys = missing.iter().map(key).chain(made).collect();
        let wanted = wanted_at(&understood.post.content.when, since);
        let being_made = BeingMade { post: name.clone(), file, since };
        let files = understood.files.entries.clone();
        self.waiting.insert(name.clone(), Waiting { keys, wanted, files, being_made });
        for job in missing {
            let is_known = self.queue.iter().any(|one| key(one) == key(job))
                || self.making.as_ref().is_some_and(|making| making.key == key(job));
            if !is_known {
                self.queue.push_back(job.clone());
            }
        }
        self.tell();
    }

    /// The post `name` is on record, gone, or wants no films any more.
    pub(in crate::app) fn forget(&mut self, name: &str) {
        if self.waiting.remove(name).is_some() {
            self.tell();
        }
    }

    /// Lets go of what no post waits for.
    pub(in crate::app) fn tidy(&mut self) {
        let wanted: HashSet<&Key> =
            self.waiting.values().flat_map(|waiting| &waiting.keys).collect();
        self.queue.retain(|job| wanted.contains(&key(job)));
        self.made.retain(|key, _| wanted.contains(key));
        if let Some(making) = &mut self.making
            && !wanted.contains(&making.key)
        {
            making.stopped = true;
            making.stop.stop();
        }
    }

    /// Begins with the next film, where none is being made.
    pub(in crate::app) fn begin(&mut self, fitter: Option<Arc<Fitter>>) {
        let (None, Some(fitter), Some(tasks)) = (&self.making, fitter, self.tasks.clone()) else {
            return;
        };
        let Some((medium, wanted)) = self.take_next() else { return };
        let stop = Stop::default();
        let key = key(&(medium.clone(), wanted.clone()));
        self.making = Some(Making { key, stop: stop.clone(), stopped: false });
        tokio::task::spawn_blocking(move || {
            let made = whatever_happens(|| fitter.fit_unless(&stop, &medium, &wanted));
            let fitted = Fitted { of: medium.digest, wanted, made };
            if let Some(tasks) = tasks.upgrade() {
                // Nobody is left to take it in.
                let _ended = tasks.send(Task::Film(Box::new(fitted)));
            }
        });
    }

    /// Takes the film that should be made first; of several, the one that was asked for first.
    fn take_next(&mut self) -> Option<(Media, Wanted)> {
        let wanted = |job: &(Media, Wanted)| {
            let job = key(job);
            let waiting = self.waiting.values().filter(|waiting| waiting.keys.contains(&job));
            waiting.map(|waiting| waiting.wanted).min().unwrap_or(Instant::MAX_UTC)
        };
        let next = self.queue.iter().map(wanted).enumerate().min_by_key(|(_, wanted)| *wanted);
        next.and_then(|(at, _)| self.queue.remove(at))
    }

    /// A film is done, or cannot be made; the posts that wait for nothing else now.
    pub(in crate::app) fn came(&mut self, fitted: Fitted) -> Vec<String> {
        let Fitted { of, wanted, made } = fitted;
        let key = (of, wanted);
        let stopped = self.making.take_if(|making| making.key == key).is_some_and(|it| it.stopped);
        if !stopped {
            self.made.insert(key.clone(), made);
        }
        self.tell();
        let is_ready = |waiting: &Waiting| {
            waiting.keys.contains(&key)
                && (stopped || waiting.keys.iter().all(|key| self.made.contains_key(key)))
        };
        let ready = self.waiting.iter().filter(|(_, waiting)| is_ready(waiting));
        ready.map(|(name, _)| name.clone()).collect()
    }

    /// What was made and belongs to no post on record yet.
    pub(in crate::app) fn needed(&self) -> HashSet<Digest> {
        self.made.values().flatten().map(|made| made.medium.digest).collect()
    }

    /// A sweep of `blobs` is to wait until nothing is being made.
    pub(in crate::app) fn sweep_later(&mut self, blobs: Blobs) {
        self.sweep = Some(blobs);
    }

    /// The sweep that waited, if nothing is being made any more.
    pub(in crate::app) fn sweep_now(&mut self) -> Option<Blobs> {
        if self.is_at_work() { None } else { self.sweep.take() }
    }

    /// Says in the state folder what is being made.
    fn tell(&self) {
        let Some(path) = &self.path else { return };
        let is_open =
            |waiting: &&Waiting| waiting.keys.iter().any(|key| !self.made.contains_key(key));
        let open = self.waiting.values().filter(is_open);
        let all: Vec<_> = open.map(|waiting| &waiting.being_made).collect();
        if let Err(error) = write(path, &all) {
            error!(%error, "which films are being made cannot be noted in the state folder");
        }
    }
}

impl Drop for Films {
    fn drop(&mut self) {
        if let Some(making) = &self.making {
            making.stop.stop();
        }
        self.waiting.clear();
        self.tell();
    }
}

/// What comes of making a film, also where this program breaks down over it: else all others would
/// wait for it for ever.
fn whatever_happens(make: impl FnOnce() -> Result<Made, Refused>) -> Result<Made, Refused> {
    let broke = |_| Refused { why: Obstacle::Failed, detail: String::new() };
    catch_unwind(AssertUnwindSafe(make)).map_err(broke).flatten()
}

/// When the films of a post that has waited `since` should be made.
fn wanted_at(when: &When, since: Instant) -> Instant {
    match when {
        When::At(at) => *at,
        When::Now => since,
        When::NextSlot | When::Slot(_) => since.checked_add_signed(FOR_A_SLOT).unwrap_or(since),
    }
}

fn key((medium, wanted): &(Media, Wanted)) -> Key {
    (medium.digest, wanted.clone())
}

/// It is of use only while we run, so it need not outlast a power cut.
fn write(path: &Path, all: &[&BeingMade]) -> io::Result<()> {
    if all.is_empty() {
        return match fs::remove_file(path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        };
    }
    let unfinished = path.with_extension("tmp");
    fs::write(&unfinished, serde_json::to_vec(all)?)?;
    fs::rename(&unfinished, path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_film_over_which_the_program_breaks_down_is_one_that_cannot_be_made() {
        let refused = whatever_happens(|| panic!("over a film")).unwrap_err();
        assert_eq!(refused.why, Obstacle::Failed);
    }
}

//! File events: a hint that something in the queue may have changed, never more. They can be
//! lost, and on network filesystems they do not come at all; the truth is the next look.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use notify::event::{AccessKind, AccessMode, EventKind, MetadataKind, ModifyKind};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher as _};
use tokio::sync::Notify;

use super::network::is_network;
use super::{Folder, is_ignored};

/// How many names are kept apart; with more, looking through everything is no dearer.
const MOST_NAMES: usize = 4096;

/// Where something may have changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hint {
    /// Under these names of the queue.
    Names(BTreeSet<String>),
    /// Anywhere.
    Anywhere,
}

/// Listens to the queue for as long as it lives.
#[derive(Debug)]
pub struct Watch {
    shared: Arc<Shared>,
    blind: Option<String>,
    /// Whether others change the folder from elsewhere, of which no event tells.
    far: bool,
    /// Ends the events when dropped.
    _watcher: Option<RecommendedWatcher>,
}

#[derive(Debug)]
struct Shared {
    queue: PathBuf,
    hint: Mutex<Hint>,
    woken: Notify,
}

impl Watch {
    /// Begins to listen to the folder `queue`. Where that is not possible, no hint ever comes,
    /// and [`Watch::blind`] says why.
    #[must_use]
    pub fn new(queue: &Path) -> Self {
        let shared = Arc::new(Shared {
            queue: queue.to_owned(),
            hint: Mutex::new(Hint::none()),
            woken: Notify::new(),
        });
        let far = Folder::open(queue).is_ok_and(|folder| is_network(&folder));
        match listen(&shared) {
            Ok(watcher) => Self { shared, blind: None, far, _watcher: Some(watcher) },
            Err(error) => Self { shared, blind: Some(error.to_string()), far, _watcher: None },
        }
    }

    /// Why no hints come, where none can: the kernel has no watches left, or there is no folder.
    #[must_use]
    pub fn blind(&self) -> Option<&str> {
        self.blind.as_deref()
    }

    /// Whether hints may fail to come although something changed.
    #[must_use]
    pub fn is_deaf(&self) -> bool {
        self.far || self.blind.is_some()
    }

    /// Waits for the next hint; what comes meanwhile is gathered in one. May be dropped while
    /// it waits, and nothing is lost.
    pub async fn hint(&self) -> Hint {
        loop {
            let woken = self.shared.woken.notified();
            let hint = self.shared.with(|hint| std::mem::replace(hint, Hint::none()));
            if hint != Hint::none() {
                return hint;
            }
            woken.await;
        }
    }
}

fn listen(shared: &Arc<Shared>) -> notify::Result<RecommendedWatcher> {
    let heard = Arc::clone(shared);
    let config = notify::Config::default().with_follow_symlinks(false);
    let hear = move |event: notify::Result<Event>| heard.hear(event);
    let mut watcher = RecommendedWatcher::new(hear, config)?;
    watcher.watch(&shared.queue, RecursiveMode::Recursive)?;
    Ok(watcher)
}

impl Shared {
    fn hear(&self, event: notify::Result<Event>) {
        let Ok(event) = event else {
            // No watches left for a new folder, or worse: only looking everywhere helps.
            return self.wake(|hint| *hint = Hint::Anywhere);
        };
        if event.need_rescan() {
            return self.wake(|hint| *hint = Hint::Anywhere);
        }
        if !matters(&event.kind) {
            return;
        }
        for path in &event.paths {
            match top_name(&self.queue, path) {
                Some(name) if is_ignored(&name) => {}
                Some(name) => self.wake(|hint| hint.add(name)),
                None => self.wake(|hint| *hint = Hint::Anywhere),
            }
        }
    }

    fn wake(&self, change: impl FnOnce(&mut Hint)) {
        self.with(change);
        self.woken.notify_one();
    }

    fn with<T>(&self, change: impl FnOnce(&mut Hint) -> T) -> T {
        change(&mut self.hint.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Hint {
    /// Nothing was heard.
    #[must_use]
    pub fn none() -> Self {
        Self::Names(BTreeSet::new())
    }

    fn add(&mut self, name: String) {
        let Self::Names(names) = self else { return };
        names.insert(name);
        if names.len() > MOST_NAMES {
            *self = Self::Anywhere;
        }
    }
}

/// Whether an event can mean a change: our own opening and reading must not wake us.
fn matters(kind: &EventKind) -> bool {
    match kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => true,
        EventKind::Access(_)
        | EventKind::Modify(ModifyKind::Metadata(MetadataKind::AccessTime)) => false,
        _ => true,
    }
}

/// The name below `queue` to which `path` belongs; none for the queue itself and for names
/// that are no text.
fn top_name(queue: &Path, path: &Path) -> Option<String> {
    let below = path.strip_prefix(queue).ok()?;
    Some(below.components().next()?.as_os_str().to_str()?.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn names(names: &[&str]) -> Hint {
        Hint::Names(names.iter().map(|name| (*name).to_owned()).collect())
    }

    /// Waits until something was heard of every one of `wanted`.
    async fn heard(watch: &Watch, wanted: &[&str]) {
        let mut missing: BTreeSet<_> = wanted.iter().map(|name| (*name).to_owned()).collect();
        while !missing.is_empty() {
            match watch.hint().await {
                Hint::Names(names) => missing.retain(|name| !names.contains(name)),
                Hint::Anywhere => return,
            }
        }
    }

    #[tokio::test]
    async fn new_changed_renamed_and_deleted_files_are_heard_of() {
        let dir = tempfile::tempdir().unwrap();
        let at = |name: &str| dir.path().join(name);
        let watch = Watch::new(dir.path());
        assert_eq!((watch.blind(), watch.is_deaf()), (None, false));
        fs::write(at("notice.md"), "a").unwrap();
        heard(&watch, &["notice.md"]).await;
        fs::rename(at("notice.md"), at("other.md")).unwrap();
        heard(&watch, &["notice.md", "other.md"]).await;
        fs::remove_file(at("other.md")).unwrap();
        heard(&watch, &["other.md"]).await;
    }

    #[tokio::test]
    async fn what_happens_in_a_folder_is_heard_as_the_folder() {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("rally")).unwrap();
        let watch = Watch::new(dir.path());
        fs::write(dir.path().join("rally/post.md"), "a").unwrap();
        heard(&watch, &["rally"]).await;
    }

    #[tokio::test]
    async fn looking_and_notes_wake_nobody() {
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join("notice.md"), "a").unwrap();
        let watch = Watch::new(dir.path());
        fs::read(dir.path().join("notice.md")).unwrap();
        fs::read_dir(dir.path()).unwrap().count();
        fs::write(dir.path().join("notice.md.problem.txt"), "a").unwrap();
        // Events come in order, so the first thing heard is the last thing done.
        fs::write(dir.path().join("last.md"), "a").unwrap();
        assert_eq!(watch.hint().await, names(&["last.md"]));
    }

    #[test]
    fn a_lost_event_means_anywhere() {
        let shared =
            Shared { queue: "/q".into(), hint: Mutex::new(names(&["a.md"])), woken: Notify::new() };
        let overflow = Event::new(EventKind::Other).set_flag(notify::event::Flag::Rescan);
        shared.hear(Ok(overflow));
        assert_eq!(shared.with(|hint| hint.clone()), Hint::Anywhere);
        shared.with(|hint| *hint = Hint::none());
        shared.hear(Err(notify::Error::new(notify::ErrorKind::MaxFilesWatch)));
        assert_eq!(shared.with(|hint| hint.clone()), Hint::Anywhere);
    }

    #[test]
    fn a_flood_of_names_means_anywhere() {
        let mut hint = Hint::none();
        for number in 0..=MOST_NAMES {
            hint.add(format!("{number}.md"));
        }
        assert_eq!(hint, Hint::Anywhere);
    }

    #[tokio::test]
    async fn a_folder_that_is_not_there_gives_no_hints_and_says_why() {
        let dir = tempfile::tempdir().unwrap();
        let watch = Watch::new(&dir.path().join("none"));
        assert!(watch.blind().is_some() && watch.is_deaf());
    }
}

//! All files of the queue vanish at once: more likely a share that is not mounted than a decision.
//! Everything stops then, once, until a person lets it go on; that says that they are gone indeed.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use tracing::{error, info};

use super::Pipeline;
use crate::journal::JournalError;
use crate::post::PostId;
use crate::publish::Input;
use crate::verdict::Reason;

/// The file in the state folder with the names of which people were told.
const FILE: &str = "queue-vanished.json";

/// The names of which people were told that they vanished. Kept in the state folder, so that what
/// a person says counts also after a restart.
#[derive(Debug, Default)]
pub struct Vanished {
    path: Option<PathBuf>,
    told: BTreeSet<String>,
}

impl Vanished {
    /// What the state folder `folder` remembers.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn load(folder: &Path) -> io::Result<Self> {
        let path = folder.join(FILE);
        let told = match fs::read(&path) {
            Ok(text) => serde_json::from_slice(&text)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => BTreeSet::new(),
            Err(error) => return Err(error),
        };
        Ok(Self { path: Some(path), told })
    }

    fn add(&mut self, names: impl Iterator<Item = String>) {
        self.told.extend(names);
        self.keep();
    }

    /// Forgets the names for which `stays` does not hold.
    fn retain(&mut self, stays: impl Fn(&str) -> bool) {
        let before = self.told.len();
        self.told.retain(|name| stays(name));
        if self.told.len() < before {
            self.keep();
        }
    }

    /// Where it cannot be kept, people are asked once more after a restart.
    fn keep(&self) {
        let Some(path) = &self.path else { return };
        if let Err(error) = write(path, &self.told) {
            error!(%error, "what vanished cannot be noted in the state folder");
        }
    }
}

fn write(path: &Path, told: &BTreeSet<String>) -> io::Result<()> {
    if told.is_empty() {
        return fs::remove_file(path);
    }
    let unfinished = path.with_extension("tmp");
    let mut file = fs::File::create(&unfinished)?;
    file.write_all(&serde_json::to_vec(told)?)?;
    file.sync_all()?;
    fs::rename(&unfinished, path)
}

impl Pipeline {
    /// Whether people were told that files vanished, and let everything go on since.
    pub(super) async fn may_have_confirmed(&self) -> Result<bool, JournalError> {
        Ok(!self.vanished.told.is_empty() && self.journal.stopped().await?.is_none())
    }

    /// What is there again did not vanish.
    pub(super) fn note_returned(&mut self) {
        if let Some(scanner) = &self.scanner {
            self.vanished.retain(|name| scanner.is_missing(name));
        }
    }

    /// Stops everything where people were not told of these posts yet. Where they were, and nothing
    /// is stopped any more, the files are gone as if each had been deleted.
    pub(super) async fn all_gone(
        &mut self,
        posts: &[(String, PostId)],
    ) -> Result<(), JournalError> {
        if posts.iter().all(|(name, _)| self.vanished.told.contains(name)) {
            if self.may_have_confirmed().await?
                && let Some(scanner) = &mut self.scanner
            {
                info!(posts = posts.len(), "the files that vanished are gone, a person says");
                scanner.give_up_lost();
            }
            return Ok(());
        }
        self.vanished.add(posts.iter().map(|(name, _)| name.clone()));
        let why = Reason::new("queue-vanished").with("posts", posts.len());
        error!(posts = posts.len(), "every file of the queue is gone at once; all is stopped");
        self.journal.set_stop(Some(why), self.clock.now()).await?;
        self.engine.tell(Input::Orders);
        Ok(())
    }
}

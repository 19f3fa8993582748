//! The contract on a real disk, and what only a database can suffer.

mod agreement;
mod copies;
mod costs;
mod damage;
#[cfg(feature = "faults")]
mod faults;
mod groups;
mod opening;
mod space;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::open::DATABASE;
use crate::journal::contract::samples::{Desk, instance, outcome};
use crate::journal::contract::{Stage, contract};
use crate::journal::{Change, Journal, SharedJournal, SqliteJournal};

/// A state folder on a real disk.
pub(crate) struct Folder(tempfile::TempDir);

impl Folder {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    /// A state folder that forgets at a power cut but is fast, where the machine has one.
    fn fast() -> Self {
        let memory = Path::new("/dev/shm");
        let folder = tempfile::tempdir_in(memory).or_else(|_| tempfile::tempdir());
        Self(folder.unwrap())
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn database(&self) -> PathBuf {
        self.path().join(DATABASE)
    }

    fn log(&self) -> PathBuf {
        super::log::beside(&self.database())
    }

    /// What a power cut now would leave.
    fn copy(&self) -> Self {
        let copy = Self::fast();
        for entry in std::fs::read_dir(self.path()).unwrap() {
            let entry = entry.unwrap();
            let shared_memory = entry.file_name().to_string_lossy().ends_with("-shm");
            if entry.file_type().unwrap().is_file() && !shared_memory {
                std::fs::copy(entry.path(), copy.path().join(entry.file_name())).unwrap();
            }
        }
        copy
    }
}

impl Stage for Folder {
    fn open(&self) -> SharedJournal {
        Arc::new(SqliteJournal::open(self.path()).unwrap())
    }

    fn beside(&self) -> SharedJournal {
        Arc::new(SqliteJournal::open_shared(self.path()).unwrap())
    }
}

contract!(super::Folder::new());

/// A daemon whose database can be reached into.
async fn daemon(folder: &Folder) -> (Arc<SqliteJournal>, Desk) {
    let journal = Arc::new(SqliteJournal::open(folder.path()).unwrap());
    let epoch = journal.begin(instance(0)).await.unwrap().epoch;
    let desk = Desk { journal: Arc::<SqliteJournal>::clone(&journal), epoch };
    (journal, desk)
}

fn one_outcome(number: i64) -> Vec<Change> {
    vec![Change::Outcome(outcome(number))]
}

async fn outcome_count(journal: &dyn Journal) -> usize {
    journal.outcomes(0, 10_000).await.unwrap().len()
}

//! The contract on a real disk, and what only a database can suffer.

mod agreement;

use std::path::Path;
use std::sync::Arc;

use crate::journal::contract::{Stage, contract};
use crate::journal::{SharedJournal, SqliteJournal};

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

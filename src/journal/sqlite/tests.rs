//! The contract on a real disk, and what only a database can suffer.

use crate::journal::contract::{Stage, contract};
use crate::journal::{SharedJournal, SqliteJournal};
use std::sync::Arc;

/// A state folder on a real disk.
pub(crate) struct Folder(tempfile::TempDir);

impl Folder {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }
}

impl Stage for Folder {
    fn open(&self) -> SharedJournal {
        Arc::new(SqliteJournal::open(self.0.path()).unwrap())
    }

    fn beside(&self) -> SharedJournal {
        Arc::new(SqliteJournal::open_shared(self.0.path()).unwrap())
    }
}

contract!(super::Folder::new());

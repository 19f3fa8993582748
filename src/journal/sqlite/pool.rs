//! A few connections that only read.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use super::open::connect_to_read;
use super::trouble::Tried;
use crate::journal::{DiskFault, JournalError, Result};

/// How many reads go on at once.
const CONNECTIONS: usize = 2;

/// Connections for reading, opened when they are first needed.
#[derive(Debug, Clone)]
pub(super) struct Pool(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    path: PathBuf,
    idle: Mutex<Vec<Connection>>,
    free: Semaphore,
}

impl Pool {
    pub(super) fn new(path: PathBuf) -> Self {
        let free = Semaphore::new(CONNECTIONS);
        Self(Arc::new(Shared { path, idle: Mutex::default(), free }))
    }

    pub(super) fn path(&self) -> &Path {
        &self.0.path
    }

    /// Looks at one moment of the journal, on a thread that may block.
    pub(super) async fn read<T: Send + 'static>(
        &self,
        look: impl FnOnce(&Connection) -> Tried<T> + Send + 'static,
    ) -> Result<T> {
        let shared = Arc::clone(&self.0);
        let closed = |_| JournalError::Disk(DiskFault::other("the journal was closed"));
        let permit = self.0.free.acquire().await.map_err(closed)?;
        let seen = spawn_blocking(move || shared.look(look)).await;
        drop(permit);
        seen.unwrap_or_else(|error| Err(JournalError::Disk(DiskFault::other(error.to_string()))))
    }
}

impl Shared {
    fn look<T>(&self, look: impl FnOnce(&Connection) -> Tried<T>) -> Result<T> {
        self.at_one_moment(look).map_err(|trouble| trouble.at(&self.path))
    }

    fn at_one_moment<T>(&self, look: impl FnOnce(&Connection) -> Tried<T>) -> Tried<T> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let db = idle.map_or_else(|| connect_to_read(&self.path), Ok)?;
        let moment = db.unchecked_transaction()?;
        let seen = look(&moment)?;
        moment.finish()?;
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(db);
        Ok(seen)
    }
}

//! The durable record in an embedded database: SQLite with a write-ahead log, every group of
//! calls flushed to the disk before it is answered.

mod arm;
mod backup;
mod ballast;
mod brief;
mod change;
mod check;
mod folder;
mod journal;
mod log;
mod marker;
mod migrate;
mod open;
mod pool;
mod read;
mod risk;
mod row;
mod trouble;
mod write;
mod writer;

#[cfg(test)]
mod tests;

use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;
use uuid::Uuid;

use super::{Answer, Instance, Result, rules};
pub use ballast::{has_ballast, lay_ballast};
use folder::{Lock, private};
use open::Opened;
use pool::Pool;
use risk::Risks;
use trouble::Tried;
use writer::Writer;

/// A journal in a state folder on a local disk.
///
/// The folder holds `journal.db` (with its log `journal.db-wal` while it is open), `state.toml`
/// by which a lost database is told from a new one, `lock`, `wake`, which other processes touch
/// after they left something to do, `at-work`, which says what may just be killing the daemon,
/// `ballast`, which makes way on a full disk, and `backups/`.
#[derive(Debug)]
pub struct SqliteJournal {
    // They end in this order: the last connection to close works the log into the database and
    // must be one that may write, and the lock is given back after the last byte.
    readers: Pool,
    writer: Writer,
    lock: Option<Lock>,
    /// Only the daemon has it.
    risks: Option<Risks>,
    identity: Uuid,
}

impl SqliteJournal {
    /// Opens the state in `folder` for the one daemon that works on it, and makes it where there
    /// never was one. Blocks while it checks the database.
    ///
    /// # Errors
    /// Where another daemon runs, the folder lies on a network, the database is damaged, gone or
    /// newer than this program, or the disk fails. Nothing is ever replaced or repaired here.
    pub fn open(folder: &Path) -> Result<Self> {
        Self::start(open::own(folder, &migrate::STEPS)?, || {})
    }

    /// Opens the state in `folder` for another process than the daemon, which may be running. It
    /// may read, leave orders, and stop or release everything; every other call is refused.
    /// After a write it touches `folder/wake`.
    ///
    /// # Errors
    /// As [`Self::open`], but never because a daemon runs; and where there is no journal yet.
    pub fn open_shared(folder: &Path) -> Result<Self> {
        let wake = folder.join(folder::WAKE);
        Self::start(open::beside(folder)?, move || {
            // Whoever misses it finds the order at the next look at the journal.
            let woken = private().write(true).create(true).truncate(true).open(&wake);
            let _ = woken.and_then(|mut file| std::io::Write::write_all(&mut file, b"1\n"));
        })
    }

    /// Whether a daemon has the state in `folder` just now.
    #[must_use]
    pub fn has_daemon(folder: &Path) -> bool {
        matches!(Lock::share(folder), Err(super::JournalError::Locked(_)))
    }

    /// Whether `folder` lies where a database is safe; one that is not there yet does.
    ///
    /// # Errors
    /// Where it is on a network, or cannot be asked.
    pub fn judge_folder(folder: &Path) -> Result<()> {
        if folder.exists() { folder::refuse_unsafe(folder) } else { Ok(()) }
    }

    /// The daemon that runs, or the last that ran.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn last_instance(&self) -> Result<Option<Instance>> {
        self.readers.read(write::last_instance).await
    }

    /// A [constant](super::Journal::constant) that was set already.
    ///
    /// # Errors
    /// Where the database cannot be read.
    pub async fn known_constant(&self, name: &'static str) -> Result<Option<Vec<u8>>> {
        self.readers.read(move |db| read::constant(db, name)).await
    }

    fn start(opened: Opened, after: impl Fn() + Send + 'static) -> Result<Self> {
        Self::start_with(opened, writer::PATIENCE, after)
    }

    fn start_with(
        opened: Opened,
        patience: Duration,
        after: impl Fn() + Send + 'static,
    ) -> Result<Self> {
        let Opened { db, path, identity, lock, risks } = opened;
        let failed = |error| folder::disk("start the writer of", &path, &error);
        let writer = Writer::start(db, path.clone(), patience, after).map_err(failed)?;
        Ok(Self { readers: Pool::new(path), writer, lock, risks, identity })
    }

    /// Who this state is, for as long as it exists: also a restored copy is the same.
    #[must_use]
    pub fn identity(&self) -> Uuid {
        self.identity
    }

    /// A call that only the daemon may make.
    fn own<T: Send + 'static>(
        &self,
        work: impl FnMut(&Connection) -> Tried<T> + Send + 'static,
    ) -> Answer<T> {
        if self.lock.is_some() { self.writer.call(work) } else { not_ours() }
    }

    /// The same for one whose flush may wait for the next call, or until so many wait.
    fn own_in_company<T: Send + 'static>(
        &self,
        company: usize,
        work: impl FnMut(&Connection) -> Tried<T> + Send + 'static,
    ) -> Answer<T> {
        if self.lock.is_some() { self.writer.call_in_company(company, work) } else { not_ours() }
    }
}

fn not_ours<T: Send + 'static>() -> Answer<T> {
    let refused = rules::broken("only the daemon may do that; leave an order instead");
    Box::pin(std::future::ready(Err(refused)))
}

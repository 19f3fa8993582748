//! From a folder to a journal that may be written: every check, in order.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use uuid::Uuid;

use super::folder::{self, Lock, disk, private, sync_folder};
use super::log::{self, Log};
use super::migrate::{STEPS, migrate, refuse_newer, schema_of};
use super::read::one;
use super::risk::Risks;
use super::trouble::Tried;
use super::{check, marker};
use crate::journal::{Damage, JournalError, Result};

/// The database's name in the state folder.
pub(super) const DATABASE: &str = "journal.db";

/// How long to wait for another process that writes an order.
const PATIENCE: Duration = Duration::from_secs(10);

/// How many prepared statements are kept; more than there are different ones.
const STATEMENTS: usize = 128;

/// Every connection is used by one thread at a time, so that it needs no lock of its own.
const OWN_THREAD: OpenFlags = OpenFlags::SQLITE_OPEN_NO_MUTEX;

/// How many pages of 4 KiB the log may have before it is worked into the database.
const LOG_PAGES: u32 = 4_000;

/// How many bytes the log keeps on the disk after a flood went through it.
const LARGEST_IDLE_LOG: i64 = 32 << 20;

/// How much of the database a reader keeps at hand, in KiB (negative by SQLite's custom).
const READER_CACHE: i64 = -1_024;

/// How much of the database the writer keeps at hand, in KiB (negative by SQLite's custom).
const WRITER_CACHE: i64 = -4_096;

/// A database that passed all checks, and who it is.
pub(super) struct Opened {
    pub(super) db: Connection,
    pub(super) path: PathBuf,
    pub(super) identity: Uuid,
    pub(super) lock: Option<Lock>,
    pub(super) risks: Option<Risks>,
}

/// Opens the state in `folder` for the daemon; makes it where there never was one.
pub(super) fn own(folder: &Path, steps: &[&str]) -> Result<Opened> {
    folder::prepare(folder)?;
    let lock = Lock::take(folder)?;
    folder::make_wake(folder)?;
    let path = folder.join(DATABASE);
    let expected = marker::read(folder)?;
    let fresh = is_fresh(&path, expected)?;
    if fresh {
        create(folder, &path)?;
    } else {
        examine(&path, expected.is_some())?;
    }
    let db = connect_to_write(&path).map_err(|trouble| trouble.at(&path))?;
    let schema = schema_of(&db).map_err(|trouble| trouble.at(&path))?;
    refuse_newer(schema, steps)?;
    refuse_emptied(&path, schema, expected)?;
    migrate(&db, folder, &path, steps)?;
    let identity = identify(&db, &path, expected)?;
    if expected.is_none() {
        // Once there is a marker, a database without tables counts as damaged.
        empty_the_log(&db).map_err(|trouble| trouble.at(&path))?;
        marker::write(folder, identity)?;
    }
    let risks = Some(Risks::open(folder)?);
    Ok(Opened { db, path, identity, lock: Some(lock), risks })
}

/// Opens the state in `folder` beside a daemon, which may be running or not.
pub(super) fn beside(folder: &Path) -> Result<Opened> {
    let path = folder.join(DATABASE);
    let expected = marker::read(folder)?;
    if expected.is_none() && !path.exists() {
        return Err(JournalError::Absent(folder.into()));
    }
    is_fresh(&path, expected)?;
    // The daemon looked at the log when it started; where none runs, nobody did since the crash.
    if size(&log::beside(&path)) > 0
        && let Ok(_no_daemon) = Lock::share(folder)
    {
        refuse_damaged_log(&path)?;
    }
    let db = connect_to_write(&path).map_err(|trouble| trouble.at(&path))?;
    let found = schema_of(&db).map_err(|trouble| trouble.at(&path))?;
    refuse_newer(found, &STEPS)?;
    let known = i64::try_from(STEPS.len()).unwrap_or(i64::MAX);
    if found < known {
        return Err(JournalError::Older { found, known });
    }
    let identity = identify(&db, &path, expected)?;
    Ok(Opened { db, path, identity, lock: None, risks: None })
}

/// Whether there never was a database here. One that was here and is gone is damage.
fn is_fresh(path: &Path, expected: Option<Uuid>) -> Result<bool> {
    if size(path) > 0 {
        return Ok(false);
    }
    if expected.is_some() || size(&log::beside(path)) > 0 {
        return Err(damaged(path, Damage::Gone));
    }
    Ok(true)
}

fn size(path: &Path) -> u64 {
    path.metadata().map_or(0, |found| found.len())
}

fn create(folder: &Path, path: &Path) -> Result<()> {
    let failed = |error| disk("make", path, &error);
    private().write(true).create(true).truncate(false).open(path).map_err(failed)?;
    sync_folder(folder).map_err(failed)?;
    sync_folder(folder.parent().unwrap_or(folder)).map_err(failed)
}

/// Looks at a database without changing a byte of it.
fn examine(path: &Path, marked: bool) -> Result<()> {
    refuse_damaged_log(path)?;
    check::before_use(path, marked).map_err(|trouble| trouble.at_check(path))
}

fn refuse_damaged_log(path: &Path) -> Result<()> {
    match log::look(path).map_err(|error| disk("read the log of", path, &error))? {
        Log::Sound => Ok(()),
        Log::Damaged(at) => {
            let detail = format!("its log is damaged at byte {at}, with whole groups behind that");
            Err(damaged(path, Damage::Broken(detail)))
        }
    }
}

fn refuse_emptied(path: &Path, schema: i64, expected: Option<Uuid>) -> Result<()> {
    match expected {
        Some(_) if schema == 0 => Err(damaged(path, Damage::Emptied)),
        _ => Ok(()),
    }
}

/// The identity in the database, which must be that of the marker.
fn identify(db: &Connection, path: &Path, expected: Option<Uuid>) -> Result<Uuid> {
    let identity = identity(db, expected.is_none()).map_err(|trouble| trouble.at(path))?;
    match (identity, expected) {
        (Some(identity), None) => Ok(identity),
        (Some(identity), Some(expected)) if identity == expected => Ok(identity),
        _ => Err(damaged(path, Damage::Foreign)),
    }
}

fn identity(db: &Connection, may_make: bool) -> Tried<Option<Uuid>> {
    if may_make {
        let new = Uuid::new_v4().to_string();
        db.execute("INSERT OR IGNORE INTO identity (only, uuid) VALUES (1, ?)", [new])?;
    }
    one(db, "SELECT uuid FROM identity", [], |columns| columns.name())
}

fn empty_the_log(db: &Connection) -> Tried<()> {
    Ok(db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?)
}

fn connect_to_write(path: &Path) -> Tried<Connection> {
    let db = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OWN_THREAD)?;
    prepare(&db)?;
    db.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get::<_, String>(0))?;
    db.pragma_update(None, "synchronous", "FULL")?;
    db.pragma_update(None, "foreign_keys", true)?;
    db.pragma_update(None, "wal_autocheckpoint", LOG_PAGES)?;
    db.pragma_update(None, "journal_size_limit", LARGEST_IDLE_LOG)?;
    db.pragma_update(None, "cache_size", WRITER_CACHE)?;
    db.pragma_update(None, "temp_store", "MEMORY")?;
    Ok(db)
}

/// A connection that cannot change anything.
pub(super) fn connect_to_read(path: &Path) -> Tried<Connection> {
    let db = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY | OWN_THREAD)?;
    prepare(&db)?;
    db.pragma_update(None, "cache_size", READER_CACHE)?;
    Ok(db)
}

fn prepare(db: &Connection) -> Tried<()> {
    db.busy_timeout(PATIENCE)?;
    // Plans that look at the bound values are made anew at every call.
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    db.set_prepared_statement_cache_capacity(STATEMENTS);
    Ok(())
}

fn damaged(path: &Path, detail: Damage) -> JournalError {
    JournalError::Damaged { path: path.into(), detail }
}

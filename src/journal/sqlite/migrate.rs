//! The schema, step by step, forward only.

use std::path::Path;

use rusqlite::Connection;

use super::backup::copy_to;
use super::folder::{disk, sync_folder};
use super::trouble::{Tried, Trouble};
use crate::journal::{JournalError, Result};

/// The steps, oldest first; never change one that was released.
pub(super) const STEPS: [&str; 4] = [
    include_str!("migrations/0001_first.sql"),
    include_str!("migrations/0002_standing.sql"),
    include_str!("migrations/0003_clock.sql"),
    include_str!("migrations/0004_fitted.sql"),
];

/// The schema that a database has; 0 where it has none yet.
pub(super) fn schema_of(db: &Connection) -> Tried<i64> {
    Ok(db.query_row("PRAGMA user_version", [], |row| row.get(0))?)
}

/// Brings the database in `folder` up to date; where it held something, after a copy of it.
pub(super) fn migrate(db: &Connection, folder: &Path, path: &Path, steps: &[&str]) -> Result<()> {
    let found = schema_of(db).map_err(|trouble| trouble.at(path))?;
    for (schema, sql) in (1..).zip(steps) {
        if schema <= found {
            continue;
        }
        if found > 0 {
            keep_a_copy(db, folder, path, schema)?;
        }
        step(db, schema, sql).map_err(|trouble| trouble.at(path))?;
    }
    Ok(())
}

/// Refuses a database that these steps do not know.
pub(super) fn refuse_newer(found: i64, steps: &[&str]) -> Result<()> {
    let known = i64::try_from(steps.len()).unwrap_or(i64::MAX);
    if found > known { Err(JournalError::Newer { found, known }) } else { Ok(()) }
}

fn step(db: &Connection, schema: i64, sql: &str) -> Tried<()> {
    let all = format!("BEGIN IMMEDIATE; {sql}; PRAGMA user_version = {schema}; COMMIT;");
    let done = db.execute_batch(&all);
    if done.is_err() && !db.is_autocommit() {
        db.execute_batch("ROLLBACK")?;
    }
    done.map_err(Trouble::from)
}

/// Copies the database to `backups/before-schema-N.db`. A copy that is there already was made
/// before an earlier try of the same step and is the better one.
fn keep_a_copy(db: &Connection, folder: &Path, path: &Path, schema: i64) -> Result<()> {
    let backups = folder.join("backups");
    let copy = backups.join(format!("before-schema-{schema}.db"));
    if copy.exists() {
        return Ok(());
    }
    let failed = |error| disk("make the folder", &backups, &error);
    std::fs::create_dir_all(&backups).map_err(failed)?;
    sync_folder(folder).map_err(failed)?;
    copy_to(db, &copy).map_err(|trouble| trouble.at(path))
}

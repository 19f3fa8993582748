//! Whether the database is what was written.

use std::path::Path;

use rusqlite::Connection;

use super::brief::all;
use super::read::{content, outcomes};
use super::trouble::{Tried, Trouble};
use crate::journal::chain::{Head, verify};
use crate::post::PostId;

/// How many outcomes are verified at once.
const STRETCH: usize = 1_000;

/// The check of every start: pages, rows and constraints, but not the indexes.
pub(super) fn quick(db: &Connection) -> Tried<()> {
    pragma(db, "PRAGMA quick_check(1)")
}

/// The whole check: also indexes, references, what people wrote, and the chain of outcomes.
pub(super) fn whole(db: &Connection) -> Tried<()> {
    pragma(db, "PRAGMA integrity_check(1)")?;
    references(db)?;
    contents(db)?;
    chain(db)
}

fn pragma(db: &Connection, pragma: &str) -> Tried<()> {
    let verdict: String = db.query_row(pragma, [], |row| row.get(0))?;
    if verdict == "ok" { Ok(()) } else { Err(Trouble::Unreadable(verdict)) }
}

fn references(db: &Connection) -> Tried<()> {
    let broken = all(db, "PRAGMA foreign_key_check", [], |columns| columns.plain::<String>())?;
    match broken.first() {
        Some(table) => Err(Trouble::Unreadable(format!("a row of {table} hangs in the air"))),
        None => Ok(()),
    }
}

fn contents(db: &Connection) -> Tried<()> {
    let sql = "SELECT id, revision, body FROM post LEFT JOIN content ON post = id";
    all(db, sql, [], |columns| {
        let (id, revision) = (PostId(columns.plain()?), columns.digest()?);
        content(id, &revision, columns.text()?).map(drop)
    })
    .map(drop)
}

fn chain(db: &Connection) -> Tried<()> {
    let mut head = Head::EMPTY;
    loop {
        let stretch = outcomes(db, head.number, STRETCH)?;
        if stretch.is_empty() {
            return Ok(());
        }
        let verified = verify(head, &stretch);
        head = verified.map_err(|broken| Trouble::Unreadable(broken.to_string()))?;
    }
}

/// The check of a start, on a connection of its own that cannot change a single byte.
pub(super) fn before_use(path: &Path) -> Tried<()> {
    quick(&super::open::connect_to_read(path)?)
}

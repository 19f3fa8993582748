//! Whether the database is what was written.

use std::path::Path;

use rusqlite::Connection;

use super::brief::all;
use super::migrate::schema_of;
use super::read::outcomes;
use super::trouble::{Tried, Trouble};
use crate::journal::chain::{Head, verify};
use crate::post::{Content, Part};

/// How many outcomes are verified at once.
const STRETCH: usize = 1_000;

/// The tables by which it is decided what may still be sent. What people wrote lies in two
/// others, most of the database, and is checked by its digest whenever it is read.
const DECIDING: [&str; 15] = [
    "sqlite_schema",
    "identity",
    "instance",
    "constant",
    "stop_switch",
    "account",
    "session",
    "post",
    "delivery",
    "attempt",
    "receipt",
    "outcome",
    "notice",
    "file",
    "person_order",
];

/// The check of every start: pages, rows, constraints and indexes of what decides. An index that
/// lost an entry would let a post be taken in twice.
fn deciding(db: &Connection) -> Tried<()> {
    DECIDING.iter().try_for_each(|table| pragma(db, &format!("PRAGMA integrity_check({table})")))
}

/// The whole check: every page, references, what people wrote, and the chain of outcomes.
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
    let posts = "SELECT revision, body FROM post LEFT JOIN content ON post = id";
    all(db, posts, [], |columns| columns.sealed::<Content>().map(drop))?;
    let parts = "SELECT digest, body FROM part";
    all(db, parts, [], |columns| columns.sealed::<Part>().map(drop))?;
    Ok(())
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
/// Where there is no marker, a database without tables is one whose making was cut off.
pub(super) fn before_use(path: &Path, marked: bool) -> Tried<()> {
    let db = super::open::connect_to_read(path)?;
    if !marked && schema_of(&db)? == 0 {
        return Ok(());
    }
    deciding(&db)
}

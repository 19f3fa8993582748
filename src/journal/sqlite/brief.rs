//! Reading deliveries with their plans, and all that hangs on one.

use std::collections::HashMap;

use rusqlite::{Connection, Params, params};

use super::read;
use super::row::Columns;
use super::trouble::{Tried, Trouble};
use crate::account::{AccountName, SlotName};
use crate::clock::Instant;
use crate::delivery::{Delivery, DeliveryId, State};
use crate::journal::{Attempt, Brief, Epoch, PartRecord, Record, Version, rules};
use crate::post::{Post, PostId, When};

const BRIEF: &str = "SELECT d.account, a.name, d.id, d.state, d.detail, d.part, d.parts,
        d.attempts, d.first_sent, d.failures, d.not_before, d.give_up, d.refreshed, d.crashes,
        d.noted, d.version, d.post, d.due, d.asked, d.slot, d.nominal, d.place, p.name, p.taken, p.timing, p.slot,
        p.at, p.expires, p.urgent
    FROM delivery d JOIN post p ON p.id = d.post JOIN account a ON a.id = d.account ";

/// The names of accounts that were read already, so that many deliveries share one.
type Names = HashMap<i64, AccountName>;

pub(super) fn open_deliveries(db: &Connection) -> Tried<Vec<Brief>> {
    open_deliveries_after(db, DeliveryId(i64::MIN), usize::MAX)
}

pub(super) fn open_deliveries_after(
    db: &Connection,
    after: DeliveryId,
    most: usize,
) -> Tried<Vec<Brief>> {
    let open = "WHERE d.state NOT IN
        ('published', 'failed', 'expired', 'missed', 'cancelled', 'recalled') AND d.id > ?
        ORDER BY d.id LIMIT ?";
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    briefs(db, open, [after.0, most])
}

pub(super) fn deliveries_of(db: &Connection, post: PostId) -> Tried<Vec<Brief>> {
    briefs(db, "WHERE d.post = ? ORDER BY d.id", [post.0])
}

pub(super) fn brief(db: &Connection, id: DeliveryId) -> Tried<Option<Brief>> {
    Ok(briefs(db, "WHERE d.id = ?", [id.0])?.pop())
}

fn briefs(db: &Connection, which: &str, params: impl Params) -> Tried<Vec<Brief>> {
    let mut query = db.prepare_cached(&format!("{BRIEF}{which}"))?;
    let mut rows = query.query(params)?;
    let (mut briefs, mut names) = (Vec::new(), Names::new());
    while let Some(row) = rows.next()? {
        briefs.push(read_brief(&mut Columns::of(row), &mut names)?);
    }
    Ok(briefs)
}

fn read_brief(columns: &mut Columns<'_, '_>, names: &mut Names) -> Tried<Brief> {
    let account = read_account(columns, names)?;
    Ok(Brief {
        delivery: read_delivery(columns)?,
        version: Version(columns.plain()?),
        post: PostId(columns.plain()?),
        due: columns.some_instant()?,
        asked: columns.some_json()?,
        slot: columns.slot()?,
        name: columns.plain()?,
        account,
        taken: columns.instant()?,
        when: read_when(columns)?,
        expires: columns.some_instant()?,
        urgent: columns.plain()?,
    })
}

fn read_account(columns: &mut Columns<'_, '_>, names: &mut Names) -> Tried<AccountName> {
    let number = columns.plain()?;
    if let Some(name) = names.get(&number) {
        columns.skip();
        return Ok(name.clone());
    }
    let name: AccountName = columns.name()?;
    names.insert(number, name.clone());
    Ok(name)
}

fn read_delivery(columns: &mut Columns<'_, '_>) -> Tried<Delivery> {
    Ok(Delivery {
        id: DeliveryId(columns.plain()?),
        state: columns.state()?,
        part: columns.plain()?,
        parts: columns.plain()?,
        attempts: columns.plain()?,
        first_sent: columns.some_instant()?,
        failures: columns.plain()?,
        not_before: columns.some_instant()?,
        give_up: columns.some_instant()?,
        refreshed: columns.plain()?,
        crashes: columns.plain()?,
        noted: columns.some_json()?,
    })
}

fn read_when(columns: &mut Columns<'_, '_>) -> Tried<When> {
    let timing = columns.text()?;
    let slot: Option<SlotName> = columns.some_name()?;
    let at: Option<Instant> = columns.some_instant()?;
    match (timing, slot, at) {
        ("next-slot", None, None) => Ok(When::NextSlot),
        ("slot", Some(slot), None) => Ok(When::Slot(slot)),
        ("at", None, Some(at)) => Ok(When::At(at)),
        ("now", None, None) => Ok(When::Now),
        _ => Err(Trouble::Unreadable(format!("the timing {timing:?} and its value do not fit"))),
    }
}

/// The state and version of a delivery that must exist.
pub(super) fn head(db: &Connection, id: DeliveryId) -> Tried<(State, Version)> {
    let mut head = db.prepare_cached("SELECT state, detail, version FROM delivery WHERE id = ?")?;
    let mut rows = head.query([id.0])?;
    let row = rows.next()?.ok_or_else(|| rules::unknown_delivery(id))?;
    let mut columns = Columns::of(row);
    Ok((columns.state()?, Version(columns.plain()?)))
}

pub(super) fn record(db: &Connection, id: DeliveryId) -> Tried<Option<Record>> {
    brief(db, id)?.map(|brief| whole(db, brief)).transpose()
}

pub(super) fn records_of(db: &Connection, post: PostId) -> Tried<Vec<Record>> {
    deliveries_of(db, post)?.into_iter().map(|brief| whole(db, brief)).collect()
}

fn whole(db: &Connection, brief: Brief) -> Tried<Record> {
    let id = brief.delivery.id;
    Ok(Record { parts: parts(db, id)?, attempts: attempts(db, id)?, brief })
}

pub(super) fn record_with_post(db: &Connection, id: DeliveryId) -> Tried<Option<(Record, Post)>> {
    let Some(record) = record(db, id)? else { return Ok(None) };
    let post = read::post(db, record.brief.post)?;
    Ok(post.map(|post| (record, post)))
}

fn parts(db: &Connection, id: DeliveryId) -> Tried<Vec<PartRecord>> {
    let sql = "SELECT p.digest, p.body, p.progress, p.expires, p.noted, r.body
        FROM part p LEFT JOIN receipt r ON r.delivery = p.delivery AND r.part = p.part
        WHERE p.delivery = ? ORDER BY p.part";
    all(db, sql, [id.0], |columns| {
        Ok(PartRecord {
            part: columns.sealed()?,
            progress: columns.some_json()?,
            expires: columns.some_noted()?,
            receipt: columns.some_json()?,
        })
    })
}

fn attempts(db: &Connection, id: DeliveryId) -> Tried<Vec<Attempt>> {
    let sql = "SELECT part, number, key, body, epoch, opened, uptime, ended, ending, failure
        FROM attempt WHERE delivery = ? ORDER BY part, number";
    all(db, sql, [id.0], |columns| {
        Ok(Attempt {
            part: columns.plain()?,
            number: columns.plain()?,
            key: columns.plain()?,
            body: columns.digest()?,
            epoch: Epoch(columns.plain()?),
            opened: columns.instant()?,
            uptime: columns.duration()?,
            ended: columns.some_instant()?,
            end: columns.plain()?,
            failure: columns.some_json()?,
        })
    })
}

/// Every row of a query, read by `read`.
pub(super) fn all<T>(
    db: &Connection,
    sql: &str,
    params: impl Params,
    mut read: impl FnMut(&mut Columns<'_, '_>) -> Tried<T>,
) -> Tried<Vec<T>> {
    let mut query = db.prepare_cached(sql)?;
    let mut rows = query.query(params)?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        all.push(read(&mut Columns::of(row))?);
    }
    Ok(all)
}

pub(super) fn has_part(db: &Connection, delivery: DeliveryId, part: u16) -> Tried<bool> {
    let mut part_row = db.prepare_cached("SELECT 1 FROM part WHERE delivery = ? AND part = ?")?;
    Ok(part_row.exists(params![delivery.0, part])?)
}

pub(super) fn has_receipt(db: &Connection, delivery: DeliveryId, part: u16) -> Tried<bool> {
    let mut kept = db.prepare_cached("SELECT 1 FROM receipt WHERE delivery = ? AND part = ?")?;
    Ok(kept.exists(params![delivery.0, part])?)
}

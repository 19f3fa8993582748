//! Changes of deliveries, their parts and attempts.

use rusqlite::{Connection, OptionalExtension as _, params};

use super::super::brief::{self, has_part, has_receipt};
use super::super::row::{json, nanos, nominal, some_json, some_nanos};
use super::super::trouble::Tried;
use super::super::write::update_delivery;
use super::run;
use crate::blobs::Digest;
use crate::clock::{Instant, Noted, Reading};
use crate::delivery::{Delivery, DeliveryId, Receipt};
use crate::journal::{AttemptEnd, JournalError, SlotKey, Version, rules};
use crate::post::Part;

pub(super) fn move_to(db: &Connection, next: &Delivery, version: Version) -> Tried<()> {
    let (state, at) = brief::head(db, next.id)?;
    if at != version {
        return Err(JournalError::Stale(next.id).into());
    }
    rules::may_move(&state, next)?;
    update_delivery(db, next)
}

pub(super) fn plan(
    db: &Connection,
    id: DeliveryId,
    due: Option<Instant>,
    asked: Option<&Reading>,
    slot: Option<&SlotKey>,
) -> Tried<()> {
    let mut account = db.prepare_cached("SELECT account FROM delivery WHERE id = ?")?;
    let account = account.query_row([id.0], |row| row.get(0)).optional()?;
    let account: i64 = account.ok_or_else(|| rules::unknown_delivery(id))?;
    if slot.is_some() && due.is_none() {
        return Err(rules::slot_without_time(id).into());
    }
    if asked.is_some() && due.is_none() {
        return Err(rules::asked_without_time(id).into());
    }
    if let Some(slot) = slot
        && let Some(by) = slot_holder(db, account, slot)?
        && by != id
    {
        return Err(rules::slot_taken(slot, by).into());
    }
    run(
        db,
        "UPDATE delivery SET due = ?2, slot = ?3, nominal = ?4, place = ?5, asked = ?6
         WHERE id = ?1",
        params![
            id.0,
            some_nanos(due),
            slot.map(|slot| slot.slot.as_str()),
            slot.map(nominal),
            slot.map(|slot| slot.place),
            some_json(asked)?
        ],
    )
}

fn slot_holder(db: &Connection, account: i64, slot: &SlotKey) -> Tried<Option<DeliveryId>> {
    let mut holder = db.prepare_cached(
        "SELECT id FROM delivery WHERE account = ? AND nominal = ? AND slot = ? AND place = ?",
    )?;
    let firing = params![account, nominal(slot), slot.slot.as_str(), slot.place];
    Ok(holder.query_row(firing, |row| row.get(0).map(DeliveryId)).optional()?)
}

pub(super) fn compose(db: &Connection, id: DeliveryId, parts: &[Part]) -> Tried<()> {
    if parts.is_empty() {
        refuse_parts(db, id)?;
        return Err(rules::no_parts(id).into());
    }
    // Most can be written, so that only for the others it is looked up why they cannot.
    insert_parts(db, id, parts).map_err(|trouble| trouble.explained(|| refuse_parts(db, id)))
}

fn refuse_parts(db: &Connection, id: DeliveryId) -> Tried<()> {
    brief::head(db, id)?;
    if has_part(db, id, 0)? { Err(rules::composed_already(id).into()) } else { Ok(()) }
}

fn insert_parts(db: &Connection, id: DeliveryId, parts: &[Part]) -> Tried<()> {
    let mut insert =
        db.prepare_cached("INSERT INTO part (delivery, part, body, digest) VALUES (?, ?, ?, ?)")?;
    for (number, part) in (0_u16..).zip(parts) {
        let body = json(part)?;
        let digest = Digest::of(body.as_bytes());
        insert.execute(params![id.0, number, body, digest.as_bytes()])?;
    }
    Ok(())
}

pub(super) fn set_progress(
    db: &Connection,
    delivery: DeliveryId,
    part: u16,
    progress: Option<&serde_json::Value>,
    expires: Option<&Noted>,
) -> Tried<()> {
    let mut set = db.prepare_cached(
        "UPDATE part SET progress = ?, expires = ?, noted = ? WHERE delivery = ? AND part = ?",
    )?;
    let noted = some_json(expires.map(|expires| &expires.under))?;
    let (progress, expires) = (some_json(progress)?, expires.map(|expires| nanos(expires.at)));
    match set.execute(params![progress, expires, noted, delivery.0, part])? {
        0 => Err(rules::unknown_part(delivery, part).into()),
        _ => Ok(()),
    }
}

pub(super) fn end_attempt(
    db: &Connection,
    delivery: DeliveryId,
    part: u16,
    at: Instant,
    end: &AttemptEnd,
) -> Tried<()> {
    let (ending, failure) = end.parts();
    let mut end = db.prepare_cached(
        "UPDATE attempt SET ended = ?, ending = ?, failure = ?
         WHERE delivery = ? AND part = ? AND ended IS NULL",
    )?;
    let failure = some_json(failure)?;
    match end.execute(params![nanos(at), ending, failure, delivery.0, part])? {
        0 => Err(rules::no_open_attempt(delivery, part).into()),
        _ => Ok(()),
    }
}

pub(super) fn keep_receipt(
    db: &Connection,
    delivery: DeliveryId,
    part: u16,
    receipt: &Receipt,
) -> Tried<()> {
    let sql = "INSERT INTO receipt (delivery, part, body) VALUES (?, ?, ?)";
    let kept = run(db, sql, params![delivery.0, part, json(receipt)?]);
    kept.map_err(|trouble| trouble.explained(|| refuse_receipt(db, delivery, part)))
}

fn refuse_receipt(db: &Connection, delivery: DeliveryId, part: u16) -> Tried<()> {
    if !has_part(db, delivery, part)? {
        return Err(rules::unknown_part(delivery, part).into());
    }
    if has_receipt(db, delivery, part)? {
        return Err(rules::receipt_exists(delivery, part).into());
    }
    Ok(())
}

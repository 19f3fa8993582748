//! The calls that write, one function each. They run inside the transaction of their group.

use rusqlite::{Connection, OptionalExtension as _, params};

use super::change::acknowledge;
use super::read;
use super::row::{Columns, detail, json, nanos, some_json, some_nanos};
use super::trouble::Tried;
use crate::account::AccountName;
use crate::blobs::Digest;
use crate::clock::Instant;
use crate::delivery::{Delivery, DeliveryId, HeldAt, State};
use crate::fault;
use crate::journal::{
    Admitted, Begun, Earlier, Epoch, FileEntry, Instance, JournalError, Order, OrderId, PostStatus,
    Taken, TakenDelivery, rules,
};
use crate::post::{Content, Post, PostId, When};
use crate::verdict::Reason;

/// Refuses an instance that is not the newest.
pub(super) fn fence(db: &Connection, epoch: Epoch) -> Tried<()> {
    let mut newest = db.prepare_cached("SELECT max(epoch) FROM instance")?;
    match newest.query_row([], |row| row.get::<_, Option<i64>>(0))? {
        Some(newest) if newest == epoch.0 => Ok(()),
        _ => Err(JournalError::Fenced.into()),
    }
}

pub(super) fn begin(db: &Connection, instance: &Instance) -> Tried<Begun> {
    fault::point("journal.instance.before")?;
    let previous = last_instance(db)?;
    db.prepare_cached(
        "INSERT INTO instance (started, boot_id, machine_id, pid, version) VALUES (?, ?, ?, ?, ?)",
    )?
    .execute(params![
        nanos(instance.started),
        instance.boot_id,
        instance.machine_id,
        instance.pid,
        instance.version
    ])?;
    let crashed = previous.as_ref().is_some_and(|previous| previous.ended.is_none());
    Ok(Begun { epoch: Epoch(db.last_insert_rowid()), previous, crashed })
}

pub(super) fn last_instance(db: &Connection) -> Tried<Option<Instance>> {
    let mut last = db.prepare_cached(
        "SELECT started, boot_id, machine_id, pid, version, ended FROM instance
         ORDER BY epoch DESC LIMIT 1",
    )?;
    let mut rows = last.query([])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let mut columns = Columns::of(row);
    Ok(Some(Instance {
        started: columns.instant()?,
        boot_id: columns.plain()?,
        machine_id: columns.plain()?,
        pid: columns.plain()?,
        version: columns.plain()?,
        ended: columns.some_instant()?,
    }))
}

pub(super) fn end(db: &Connection, epoch: Epoch, at: Instant) -> Tried<()> {
    fault::point("journal.end.before")?;
    fence(db, epoch)?;
    let mut end = db.prepare_cached("UPDATE instance SET ended = ? WHERE epoch = ?")?;
    end.execute(params![nanos(at), epoch.0])?;
    Ok(())
}

/// What people wrote, as it is kept: made once, outside of the thread that writes.
pub(super) struct Page {
    body: String,
    revision: Digest,
    fitted: Option<String>,
}

impl Page {
    pub(super) fn of(post: &Post) -> Tried<Self> {
        let body = json(&post.content)?;
        // The revision of a content is the digest of just this.
        let revision = Digest::of(body.as_bytes());
        let fitted = (!post.fitted.is_empty()).then(|| json(&post.fitted)).transpose()?;
        Ok(Self { body, revision, fitted })
    }
}

pub(super) fn take(db: &Connection, epoch: Epoch, taken: &Taken, page: &Page) -> Tried<Admitted> {
    fault::point("journal.take.before")?;
    fence(db, epoch)?;
    let Taken { post, at, file, deliveries, .. } = taken;
    let admitted = match known_post(db, &post.name, page.revision.as_bytes())? {
        Some(id) => {
            let earlier = Some(standing(db, id, file.as_ref())?);
            Admitted { post: id, deliveries: delivery_numbers(db, id)?, earlier }
        }
        None => {
            let id = insert_post(db, post, *at, page)?;
            let deliveries = insert_deliveries(db, id, deliveries)?;
            Admitted { post: id, deliveries, earlier: None }
        }
    };
    if admitted.earlier != Some(Earlier::Ended) {
        note_files(db, admitted.post, page.revision, taken)?;
    }
    Ok(admitted)
}

fn standing(db: &Connection, post: PostId, file: Option<&FileEntry>) -> Tried<Earlier> {
    if let Some(file) = file {
        let mut noted = db.prepare_cached("SELECT 1 FROM file WHERE name = ? AND post = ?")?;
        if noted.exists(params![file.name, post.0])? {
            return Ok(Earlier::OnRecord);
        }
    }
    let status = read::post_head(db, post)?.map(|(_, status)| status);
    Ok(if status == Some(PostStatus::Settled) { Earlier::Ended } else { Earlier::GoesOn })
}

fn note_files(db: &Connection, id: PostId, revision: Digest, taken: &Taken) -> Tried<()> {
    let Taken { file, companions, .. } = taken;
    if let Some(file) = file {
        let entry = FileEntry { post: Some(id), revision: Some(revision), ..file.clone() };
        put_file(db, &entry)?;
    }
    for companion in companions {
        put_file(db, &FileEntry { post: Some(id), ..companion.clone() })?;
    }
    Ok(())
}

pub(super) fn known_post(
    db: &Connection,
    name: &str,
    revision: &[u8; 32],
) -> Tried<Option<PostId>> {
    let mut known = db.prepare_cached(
        "SELECT id FROM post
         WHERE name = ? AND revision = ? AND status NOT IN ('superseded', 'withdrawn')",
    )?;
    let id = known.query_row(params![name, revision], |row| row.get(0)).optional()?;
    Ok(id.map(PostId))
}

fn insert_post(db: &Connection, post: &Post, at: Instant, page: &Page) -> Tried<PostId> {
    let Content { when, expires, urgent, .. } = &post.content;
    let (timing, slot, fixed) = match when {
        When::NextSlot => ("next-slot", None, None),
        When::Slot(slot) => ("slot", Some(slot.as_str()), None),
        When::At(instant) => ("at", None, Some(nanos(*instant))),
        When::Now => ("now", None, None),
    };
    db.prepare_cached(
        "INSERT INTO post (name, revision, status, taken, timing, slot, at, expires, urgent)
         VALUES (?, ?, 'active', ?, ?, ?, ?, ?, ?)",
    )?
    .execute(params![
        post.name,
        page.revision.as_bytes(),
        nanos(at),
        timing,
        slot,
        fixed,
        some_nanos(*expires),
        urgent
    ])?;
    let id = PostId(db.last_insert_rowid());
    let insert = "INSERT INTO content (post, body, fitted) VALUES (?, ?, ?)";
    db.prepare_cached(insert)?.execute(params![id.0, page.body, page.fitted])?;
    Ok(id)
}

/// The deliveries of a post that is new.
fn insert_deliveries(
    db: &Connection,
    post: PostId,
    deliveries: &[TakenDelivery],
) -> Tried<Vec<DeliveryId>> {
    let one = |(number, taken): (usize, &TakenDelivery)| {
        let mut before = deliveries[..number].iter();
        if before.any(|other| other.account == taken.account) {
            return Err(rules::one_delivery_per_account(&taken.account).into());
        }
        insert_delivery(db, post, taken)
    };
    deliveries.iter().enumerate().map(one).collect()
}

fn insert_delivery(db: &Connection, post: PostId, taken: &TakenDelivery) -> Tried<DeliveryId> {
    let TakenDelivery { account, due, asked, give_up, held } = taken;
    let number = account_number(db, account)?;
    let state = match held {
        Some(why) => State::Held { at: HeldAt::Start, why: why.clone() },
        None => State::Planned,
    };
    db.prepare_cached(
        "INSERT INTO delivery (post, account, version, state, detail, part, parts, attempts,
            failures, give_up, refreshed, crashes, due, asked)
         VALUES (?, ?, 1, ?, ?, 0, 0, 0, 0, ?, 0, 0, ?, ?)",
    )?
    .execute(params![
        post.0,
        number,
        state.name(),
        detail(&state)?,
        some_nanos(*give_up),
        some_nanos(*due),
        some_json(asked.as_ref())?
    ])?;
    Ok(DeliveryId(db.last_insert_rowid()))
}

fn delivery_numbers(db: &Connection, post: PostId) -> Tried<Vec<DeliveryId>> {
    let mut all = db.prepare_cached("SELECT id FROM delivery WHERE post = ? ORDER BY id")?;
    let ids = all.query_map([post.0], |row| row.get(0).map(DeliveryId))?;
    Ok(ids.collect::<Result<_, _>>()?)
}

/// The number of an account, which from now on is remembered.
pub(super) fn account_number(db: &Connection, name: &AccountName) -> Tried<i64> {
    let mut known = db.prepare_cached("SELECT id FROM account WHERE name = ?")?;
    if let Some(id) = known.query_row([name.as_str()], |row| row.get(0)).optional()? {
        return Ok(id);
    }
    db.prepare_cached("INSERT INTO account (name) VALUES (?)")?.execute([name.as_str()])?;
    Ok(db.last_insert_rowid())
}

pub(super) fn put_file(db: &Connection, file: &FileEntry) -> Tried<()> {
    db.prepare_cached(
        "INSERT INTO file (name, size, mtime, inode, post, revision) VALUES (?, ?, ?, ?, ?, ?)
         ON CONFLICT (name) DO UPDATE SET size = excluded.size, mtime = excluded.mtime,
            inode = excluded.inode, post = excluded.post, revision = excluded.revision",
    )?
    .execute(params![
        file.name,
        file.size.cast_signed(),
        file.mtime,
        file.inode.cast_signed(),
        file.post.map(|post| post.0),
        file.revision.as_ref().map(|revision| revision.as_bytes())
    ])?;
    Ok(())
}

/// Writes a delivery as it is to be and raises its version.
pub(super) fn update_delivery(db: &Connection, next: &Delivery) -> Tried<()> {
    db.prepare_cached(
        "UPDATE delivery SET version = version + 1, state = ?2, detail = ?3, part = ?4,
            parts = ?5, attempts = ?6, first_sent = ?7, failures = ?8, not_before = ?9,
            give_up = ?10, refreshed = ?11, crashes = ?12, noted = ?13
         WHERE id = ?1",
    )?
    .execute(params![
        next.id.0,
        next.state.name(),
        detail(&next.state)?,
        next.part,
        next.parts,
        next.attempts,
        some_nanos(next.first_sent),
        next.failures,
        some_nanos(next.not_before),
        some_nanos(next.give_up),
        next.refreshed,
        next.crashes,
        some_json(next.noted.as_ref())?
    ])?;
    Ok(())
}

pub(super) fn constant(db: &Connection, name: &str, make: &[u8]) -> Tried<Vec<u8>> {
    let mut set =
        db.prepare_cached("INSERT OR IGNORE INTO constant (name, value) VALUES (?, ?)")?;
    set.execute(params![name, make])?;
    let mut get = db.prepare_cached("SELECT value FROM constant WHERE name = ?")?;
    Ok(get.query_row([name], |row| row.get(0))?)
}

pub(super) fn give_order(db: &Connection, order: &Order, at: Instant) -> Tried<OrderId> {
    fault::point("journal.order.before")?;
    let mut give = db.prepare_cached("INSERT INTO person_order (at, body) VALUES (?, ?)")?;
    give.execute(params![nanos(at), json(order)?])?;
    Ok(OrderId(db.last_insert_rowid()))
}

pub(super) fn set_stop(db: &Connection, stop: Option<&Reason>, at: Instant) -> Tried<()> {
    fault::point("journal.stop.before")?;
    db.prepare_cached(
        "INSERT INTO stop_switch (only, why, at) VALUES (1, ?, ?)
         ON CONFLICT (only) DO UPDATE SET why = excluded.why, at = excluded.at",
    )?
    .execute(params![some_json(stop)?, nanos(at)])?;
    if stop.is_none() { acknowledge(db, None, None) } else { Ok(()) }
}

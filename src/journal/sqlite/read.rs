//! What else can be read.

use rusqlite::{Connection, params};

use super::brief::all;
use super::row::{Columns, nanos};
use super::trouble::{Tried, Trouble};
use crate::account::AccountName;
use crate::blobs::Digest;
use crate::clock::Instant;
use crate::delivery::DeliveryId;
use crate::event::{Notice, Outcome};
use crate::journal::{
    AccountState, FileEntry, NoticeRow, OrderAnswer, OrderId, OrderRow, PostStatus, SentAt,
    SlotKey, Standing,
};
use crate::post::{Post, PostId};
use crate::verdict::Reason;

/// How far the nominal time of a firing may lie before its instant: the widest zone, and a day
/// left out at the date line.
const FARTHEST_NOMINAL: chrono::Duration = chrono::Duration::hours(48);

pub(super) fn one<T>(
    db: &Connection,
    sql: &str,
    params: impl rusqlite::Params,
    read: impl FnMut(&mut Columns<'_, '_>) -> Tried<T>,
) -> Tried<Option<T>> {
    Ok(all(db, sql, params, read)?.pop())
}

pub(super) fn post(db: &Connection, id: PostId) -> Tried<Option<Post>> {
    let sql = "SELECT name, revision, body, fitted
               FROM post LEFT JOIN content ON post = id WHERE id = ?";
    one(db, sql, [id.0], |columns| {
        let (name, content) = (columns.plain()?, columns.sealed()?);
        Ok(Post { name, content, fitted: columns.some_json()?.unwrap_or_default() })
    })
}

pub(super) fn constant(db: &Connection, name: &str) -> Tried<Option<Vec<u8>>> {
    one(db, "SELECT value FROM constant WHERE name = ?", [name], |columns| columns.plain())
}

/// The revision and the status of a post.
pub(super) fn post_head(db: &Connection, id: PostId) -> Tried<Option<(Digest, PostStatus)>> {
    let sql = "SELECT revision, status FROM post WHERE id = ?";
    one(db, sql, [id.0], |columns| Ok((columns.digest()?, status(columns.text()?)?)))
}

fn status(name: &str) -> Tried<PostStatus> {
    let known = PostStatus::ALL.into_iter().find(|status| status.name() == name);
    known.ok_or_else(|| Trouble::Unreadable(format!("there is no post status {name:?}")))
}

pub(super) fn posts_to_settle(db: &Connection) -> Tried<Vec<(PostId, PostStatus)>> {
    let sql = "SELECT id, status FROM post WHERE status IN ('active', 'published', 'failed')
        AND (status <> 'active' OR (
            EXISTS (SELECT 1 FROM delivery d WHERE d.post = post.id AND state <> 'cancelled')
            AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.post = post.id AND state NOT IN
                ('published', 'failed', 'expired', 'missed', 'cancelled', 'recalled'))))
        ORDER BY id";
    all(db, sql, [], |columns| Ok((PostId(columns.plain()?), status(columns.text()?)?)))
}

pub(super) fn last_sent(db: &Connection, account: &AccountName, most: usize) -> Tried<Vec<SentAt>> {
    let sql = "SELECT opened, uptime, boot_id, (SELECT coalesce(json_array_length(p.body, '$.media'), 0)
            FROM part p WHERE p.delivery = attempt.delivery AND p.part = attempt.part)
        FROM attempt JOIN instance USING (epoch) WHERE account = (SELECT id FROM account WHERE name = ?)
        ORDER BY epoch DESC, uptime DESC, delivery DESC, part DESC, number DESC LIMIT ?";
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let mut sent = all(db, sql, params![account.as_str(), most], |columns| {
        Ok(SentAt { at: columns.opened()?, media: columns.plain()? })
    })?;
    sent.reverse();
    Ok(sent)
}

pub(super) fn latest(db: &Connection) -> Tried<Option<Instant>> {
    // For each account its newest one stands at the end of an index.
    let sql = "SELECT max((SELECT opened FROM attempt WHERE attempt.account = a.id
            ORDER BY epoch DESC, uptime DESC LIMIT 1))
        FROM account a";
    let opened = one(db, sql, [], |columns| columns.some_instant())?.flatten();
    let sql = "SELECT body FROM outcome ORDER BY number DESC LIMIT 1";
    let outcome = one(db, sql, [], |columns| columns.json::<Outcome>())?;
    Ok(opened.max(outcome.map(|outcome| outcome.at)))
}

pub(super) fn taken_slots(
    db: &Connection,
    account: &AccountName,
    since: Instant,
) -> Tried<Vec<SlotKey>> {
    let sql = "SELECT slot, nominal, place FROM delivery
        WHERE account = (SELECT id FROM account WHERE name = ?)
            AND slot IS NOT NULL AND nominal >= ? AND due >= ?
        ORDER BY slot, nominal, place";
    let earliest = since.checked_sub_signed(FARTHEST_NOMINAL).map_or(i64::MIN, nanos);
    let slots =
        all(db, sql, params![account.as_str(), earliest, nanos(since)], |columns| columns.slot())?;
    Ok(slots.into_iter().flatten().collect())
}

const ACCOUNT: &str = "SELECT name, paused, waits_until, failures, open_until, opened,
    last_published, left_count, left_until, noted FROM account ";

fn read_account(columns: &mut Columns<'_, '_>) -> Tried<AccountState> {
    Ok(AccountState {
        name: columns.name()?,
        paused: columns.some_json()?,
        waits_until: columns.some_instant()?,
        failures: columns.plain()?,
        open_until: columns.some_instant()?,
        opened: columns.plain()?,
        last_published: columns.some_instant()?,
        left: columns.some_bits()?.zip(columns.some_instant()?),
        noted: columns.some_json()?,
    })
}

pub(super) fn accounts(db: &Connection) -> Tried<Vec<AccountState>> {
    all(db, &format!("{ACCOUNT} ORDER BY name"), [], read_account)
}

pub(super) fn account(db: &Connection, name: &AccountName) -> Tried<AccountState> {
    let known = one(db, &format!("{ACCOUNT} WHERE name = ?"), [name.as_str()], read_account)?;
    Ok(known.unwrap_or_else(|| AccountState::new(name.clone())))
}

pub(super) fn stopped(db: &Connection) -> Tried<Option<Reason>> {
    let why = one(db, "SELECT why FROM stop_switch", [], |columns| columns.some_json())?;
    Ok(why.flatten())
}

pub(super) fn files(db: &Connection) -> Tried<Vec<FileEntry>> {
    files_after(db, "", usize::MAX)
}

/// Those whose names come after `after`; no name is empty.
pub(super) fn files_after(db: &Connection, after: &str, most: usize) -> Tried<Vec<FileEntry>> {
    let sql = "SELECT name, size, mtime, inode, post, revision FROM file WHERE name > ?
        ORDER BY name LIMIT ?";
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    all(db, sql, params![after, most], |columns| {
        Ok(FileEntry {
            name: columns.plain()?,
            size: columns.bits()?,
            mtime: columns.plain()?,
            inode: columns.bits()?,
            post: columns.plain::<Option<i64>>()?.map(PostId),
            revision: columns.some_digest()?,
        })
    })
}

pub(super) fn outcomes(
    db: &Connection,
    after: i64,
    most: usize,
) -> Tried<Vec<(i64, Outcome, String)>> {
    let sql = "SELECT number, body, hash FROM outcome WHERE number > ? ORDER BY number LIMIT ?";
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    all(db, sql, [after, most], |columns| {
        Ok((columns.plain()?, columns.json()?, columns.digest()?.to_string()))
    })
}

pub(super) fn last_outcome(db: &Connection) -> Tried<i64> {
    let sql = "SELECT number FROM outcome ORDER BY number DESC LIMIT 1";
    Ok(one(db, sql, [], |columns| columns.plain())?.unwrap_or(0))
}

pub(super) fn notices(db: &Connection) -> Tried<Vec<NoticeRow>> {
    let sql = "SELECT id, at, account, delivery, reason FROM notice WHERE seen = 0 ORDER BY id";
    all(db, sql, [], |columns| {
        Ok(NoticeRow {
            id: columns.plain()?,
            notice: Notice {
                at: columns.instant()?,
                account: columns.some_name()?,
                delivery: columns.plain::<Option<i64>>()?.map(DeliveryId),
                reason: columns.json()?,
            },
        })
    })
}

pub(super) fn session(db: &Connection, account: &AccountName) -> Tried<Option<Vec<u8>>> {
    let sql = "SELECT sealed FROM session
        WHERE account = (SELECT id FROM account WHERE name = ?)";
    one(db, sql, [account.as_str()], |columns| columns.plain())
}

pub(super) fn standings(db: &Connection) -> Tried<Vec<Standing>> {
    let sql = "SELECT body FROM standing JOIN account ON account.id = account ORDER BY name";
    all(db, sql, [], |columns| columns.json())
}

pub(super) fn orders(db: &Connection) -> Tried<Vec<OrderRow>> {
    let sql = "SELECT id, at, body FROM person_order WHERE answer IS NULL ORDER BY id";
    all(db, sql, [], |columns| {
        Ok(OrderRow {
            id: OrderId(columns.plain()?),
            at: columns.instant()?,
            order: columns.json()?,
        })
    })
}

pub(super) fn order_answer(db: &Connection, id: OrderId) -> Tried<Option<OrderAnswer>> {
    let sql = "SELECT answer FROM person_order WHERE id = ?";
    Ok(one(db, sql, [id.0], |columns| columns.some_json())?.flatten())
}

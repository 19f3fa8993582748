//! The changes of a commit, one function each: those of deliveries in `delivery`, those of posts in
//! `post`, the rest here.

mod delivery;
mod post;

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension as _, params};

use super::brief;
use super::row::{json, nanos, some_json, some_nanos};
use super::trouble::Tried;
use super::write::{account_number, fence, put_file};
use crate::account::AccountName;
use crate::blobs::Digest;
use crate::delivery::{DeliveryId, State};
use crate::event::{Notice, Outcome};
use crate::fault;
use crate::journal::{
    ABOUT_FILES, AccountState, Change, Epoch, OrderAnswer, OrderId, Standing, chain, rules,
};

use delivery::{compose, end_attempt, keep_receipt, move_to, plan, set_progress};
use post::{rename, settle};

pub(super) fn commit(db: &Connection, epoch: Epoch, changes: &[Change]) -> Tried<()> {
    fence(db, epoch)?;
    let mut moved = BTreeMap::new();
    for change in changes {
        match change {
            Change::Move { delivery, .. } => {
                moved.insert(delivery.id, Some(&delivery.state));
            }
            Change::EndAttempt { delivery, .. } => {
                moved.entry(*delivery).or_insert(None);
            }
            _ => {}
        }
        fault::point(point_before(change))?;
        apply(db, change)?;
    }
    moved.into_iter().try_for_each(|(id, state)| attempts_fit(db, id, state))
}

/// The name of the fault point before a change.
fn point_before(change: &Change) -> &'static str {
    match change {
        Change::Move { .. } => "journal.move.before",
        Change::Plan { .. } => "journal.plan.before",
        Change::Compose { .. } => "journal.compose.before",
        Change::Progress { .. } => "journal.progress.before",
        Change::EndAttempt { .. } => "journal.end-attempt.before",
        Change::Receipt { .. } => "journal.receipt.before",
        Change::Outcome(_) => "journal.outcome.before",
        Change::Notice(_) => "journal.notice.before",
        Change::Session { .. } => "journal.session.before",
        Change::Standing(_) => "journal.standing.before",
        Change::Post { .. } | Change::Rename { .. } => "journal.post.before",
        Change::File(_) | Change::FileGone { .. } | Change::FileMended { .. } => {
            "journal.file.before"
        }
        Change::Account(_) => "journal.account.before",
        Change::Acknowledge { .. } => "journal.acknowledge.before",
        Change::OrderDone { .. } => "journal.order-done.before",
    }
}

fn apply(db: &Connection, change: &Change) -> Tried<()> {
    match change {
        Change::Move { delivery, version } => move_to(db, delivery, *version),
        Change::Plan { delivery, due, asked, slot } => {
            plan(db, *delivery, *due, asked.as_ref(), slot.as_ref())
        }
        Change::Compose { delivery, parts } => compose(db, *delivery, parts),
        Change::Progress { delivery, part, progress, expires } => {
            set_progress(db, *delivery, *part, progress.as_ref(), expires.as_ref())
        }
        Change::EndAttempt { delivery, part, at, end } => {
            end_attempt(db, *delivery, *part, *at, end)
        }
        Change::Receipt { delivery, part, receipt } => keep_receipt(db, *delivery, *part, receipt),
        Change::Account(state) => put_account(db, state),
        Change::Session { account, sealed } => put_session(db, account, sealed),
        Change::Standing(standing) => put_standing(db, standing),
        Change::Outcome(outcome) => append_outcome(db, outcome),
        Change::Notice(notice) => write_notice(db, notice),
        Change::Acknowledge { delivery, account } => acknowledge(db, *delivery, account.as_ref()),
        Change::FileMended { name } => file_mended(db, name),
        Change::File(entry) => put_file(db, entry),
        Change::FileGone { name } => run(db, "DELETE FROM file WHERE name = ?", [name]),
        Change::Rename { post, name } => rename(db, *post, name),
        Change::Post { post, status } => settle(db, *post, *status),
        Change::OrderDone { id, answer } => order_done(db, *id, answer),
    }
}

fn run(db: &Connection, sql: &str, params: impl rusqlite::Params) -> Tried<()> {
    db.prepare_cached(sql)?.execute(params)?;
    Ok(())
}

/// Whether the delivery, which was just written with `state` if with any, and its attempts agree.
fn attempts_fit(db: &Connection, id: DeliveryId, state: Option<&State>) -> Tried<()> {
    let mut open =
        db.prepare_cached("SELECT count(*) FROM attempt WHERE delivery = ? AND ended IS NULL")?;
    let open: i64 = open.query_row([id.0], |row| row.get(0))?;
    let sending = |state: &State| matches!(state, State::Sending { .. });
    let sending = match state {
        Some(state) => sending(state),
        None => sending(&brief::head(db, id)?.0),
    };
    Ok(rules::attempts_fit(id, sending, open)?)
}

fn put_account(db: &Connection, state: &AccountState) -> Tried<()> {
    run(
        db,
        "UPDATE account SET paused = ?2, waits_until = ?3, failures = ?4, open_until = ?5,
            opened = ?6, last_published = ?7, left_count = ?8, left_until = ?9, noted = ?10
         WHERE id = ?1",
        params![
            account_number(db, &state.name)?,
            some_json(state.paused.as_ref())?,
            some_nanos(state.waits_until),
            state.failures,
            some_nanos(state.open_until),
            state.opened,
            some_nanos(state.last_published),
            state.left.map(|(count, _)| count.cast_signed()),
            state.left.map(|(_, until)| nanos(until)),
            some_json(state.noted.as_ref())?
        ],
    )
}

fn put_session(db: &Connection, account: &AccountName, sealed: &[u8]) -> Tried<()> {
    let account = account_number(db, account)?;
    run(
        db,
        "INSERT INTO session (account, sealed) VALUES (?, ?)
         ON CONFLICT (account) DO UPDATE SET sealed = excluded.sealed",
        params![account, sealed],
    )
}

fn put_standing(db: &Connection, standing: &Standing) -> Tried<()> {
    let account = account_number(db, &standing.account)?;
    run(
        db,
        "INSERT INTO standing (account, body) VALUES (?, ?)
         ON CONFLICT (account) DO UPDATE SET body = excluded.body",
        params![account, json(standing)?],
    )
}

fn append_outcome(db: &Connection, outcome: &Outcome) -> Tried<()> {
    let mut last =
        db.prepare_cached("SELECT number, hash FROM outcome ORDER BY number DESC LIMIT 1")?;
    let last = last.query_row([], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    let (number, before): (i64, [u8; 32]) = last.unwrap_or((0, *chain::START.as_bytes()));
    let body = chain::text(outcome);
    let hash = chain::link(&Digest::from_bytes(before), &body);
    let sql = "INSERT INTO outcome (number, body, hash) VALUES (?, ?, ?)";
    run(db, sql, params![number + 1, body, hash.as_bytes()])
}

fn write_notice(db: &Connection, notice: &Notice) -> Tried<()> {
    let Notice { at, account, delivery, reason } = notice;
    let account = account.as_ref().map(|name| name.as_str());
    run(
        db,
        "INSERT INTO notice (at, account, delivery, reason) VALUES (?, ?, ?, ?)",
        params![nanos(*at), account, delivery.map(|id| id.0), json(reason)?],
    )
}

pub(super) fn acknowledge(
    db: &Connection,
    delivery: Option<DeliveryId>,
    account: Option<&AccountName>,
) -> Tried<()> {
    run(
        db,
        "UPDATE notice SET seen = 1
         WHERE seen = 0 AND delivery IS ?1 AND (?1 IS NOT NULL OR account IS ?2)",
        params![delivery.map(|id| id.0), account.map(AccountName::as_str)],
    )
}

fn file_mended(db: &Connection, name: &str) -> Tried<()> {
    let [broken, waiting] = ABOUT_FILES;
    run(
        db,
        "UPDATE notice SET seen = 1
         WHERE seen = 0 AND delivery IS NULL AND account IS NULL
            AND reason ->> 'id' IN (?2, ?3) AND reason ->> '$.facts.post' = ?1",
        params![name, broken, waiting],
    )
}

fn order_done(db: &Connection, id: OrderId, answer: &OrderAnswer) -> Tried<()> {
    let mut done =
        db.prepare_cached("UPDATE person_order SET answer = ? WHERE id = ? AND answer IS NULL")?;
    if done.execute(params![json(answer)?, id.0])? == 1 {
        return Ok(());
    }
    let known = db.prepare_cached("SELECT 1 FROM person_order WHERE id = ?")?.exists([id.0])?;
    Err(if known { rules::answered_already(id) } else { rules::unknown_order(id) }.into())
}

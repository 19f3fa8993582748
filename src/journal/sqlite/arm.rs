//! Opening a visible request: gate, transition and intent in one transaction.

use rusqlite::{Connection, OptionalExtension as _, params};

use super::row::{duration_nanos, nanos};
use super::trouble::Tried;
use super::write::{account_number, fence, update_delivery};
use super::{brief, read};
use crate::account::AccountName;
use crate::delivery::{Delivery, DeliveryId};
use crate::fault;
use crate::journal::rules::{self, Arming, Facts, PartFact};
use crate::journal::{Arm, Armed, Epoch, Gate, GateView, Version};

pub(super) fn arm(db: &Connection, epoch: Epoch, arm: &Arm, gate: &Gate) -> Tried<Armed> {
    fault::point("journal.arm.before")?;
    fence(db, epoch)?;
    let unknown = || rules::unknown_delivery(arm.delivery);
    let brief = brief::brief(db, arm.delivery)?.ok_or_else(unknown)?;
    let account = read::account(db, &brief.account)?;
    let stopped = read::stopped(db)?;
    let view = GateView { delivery: &brief.delivery, account: &account, stopped: stopped.as_ref() };
    let part = part_fact(db, &brief.delivery)?;
    let arming = rules::arming(arm, &Facts { version: brief.version, view, part }, gate)?;
    let armed = match arming {
        Arming::Refused(verdict) => Armed::Refused(verdict),
        Arming::Moved(next) => armed(db, brief.version, next)?,
        Arming::Open(next) => {
            open_attempt(db, epoch, arm, &brief.account, next.part)?;
            armed(db, brief.version, next)?
        }
    };
    fault::point("journal.arm.after")?;
    Ok(armed)
}

fn part_fact(db: &Connection, delivery: &Delivery) -> Tried<PartFact> {
    if brief::has_receipt(db, delivery.id, delivery.part)? {
        return Ok(PartFact::Public);
    }
    let composed = brief::has_part(db, delivery.id, delivery.part)?;
    Ok(if composed { PartFact::Composed } else { PartFact::NotComposed })
}

fn armed(db: &Connection, version: Version, next: Delivery) -> Tried<Armed> {
    update_delivery(db, &next)?;
    Ok(Armed::Open { delivery: next, version: Version(version.0 + 1) })
}

fn open_attempt(
    db: &Connection,
    epoch: Epoch,
    arm: &Arm,
    account: &AccountName,
    part: u16,
) -> Tried<()> {
    let (delivery, clocks) = (arm.delivery, &arm.context.clocks);
    let number = match last_attempt(db, delivery, part)? {
        Some((_, true)) => return Err(rules::attempt_is_open(delivery, part).into()),
        Some((number, false)) => number + 1,
        None => 1,
    };
    db.prepare_cached(
        "INSERT INTO attempt (delivery, part, number, account, epoch, opened, uptime, key, body)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )?
    .execute(params![
        delivery.0,
        part,
        number,
        account_number(db, account)?,
        epoch.0,
        nanos(clocks.wall),
        duration_nanos(clocks.uptime),
        arm.key,
        arm.body.as_bytes()
    ])?;
    Ok(())
}

/// The number of the last attempt of a part, and whether it is open.
fn last_attempt(db: &Connection, delivery: DeliveryId, part: u16) -> Tried<Option<(u32, bool)>> {
    let mut last = db.prepare_cached(
        "SELECT number, ended IS NULL FROM attempt WHERE delivery = ? AND part = ?
         ORDER BY number DESC LIMIT 1",
    )?;
    let of_part = params![delivery.0, part];
    Ok(last.query_row(of_part, |row| Ok((row.get(0)?, row.get(1)?))).optional()?)
}

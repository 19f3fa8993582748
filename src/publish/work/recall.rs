//! Deleting what is public, because a person wants it gone.

use super::Desk;
use super::guard::guarded;
use crate::delivery::{Event, Receipt};
use crate::failure::{Class, Failure};
use crate::publish::Active;
use crate::verdict::Reason;

/// How long a recall is tried again: who still waits for it by then looks for another way.
const PATIENCE: chrono::Duration = chrono::Duration::hours(24);

/// What became of it.
#[derive(Debug)]
pub(super) enum Recall {
    /// Everything is gone.
    Gone(Event),
    /// It is worth trying again.
    Later(Failure),
    /// Something is left, and stays.
    Left(Reason),
}

/// Deletes all public parts of a delivery, the last one first, so that no reply ever hangs in
/// the air. What is gone already counts as deleted, so it may be done again after a crash.
pub(super) async fn recall(desk: &Desk, active: &Active, asked: crate::clock::Instant) -> Recall {
    let mut left: Vec<(&Receipt, Failure)> = Vec::new();
    let receipts: Vec<&Receipt> =
        active.parts.iter().filter_map(|one| one.receipt.as_ref()).collect();
    for receipt in receipts.iter().rev() {
        match delete(desk, receipt).await {
            Ok(()) => {}
            Err(failure) if may_pass(failure.class) && desk.shared.now() - asked < PATIENCE => {
                return Recall::Later(failure);
            }
            Err(failure) => left.push((receipt, failure)),
        }
    }
    let id = active.delivery().id.0;
    let Some((_, failure)) = left.first() else { return Recall::Gone(Event::Recalled) };
    let urls = left.iter().rev().filter_map(|(receipt, _)| receipt.url.as_deref());
    let urls: Vec<&str> = urls.collect();
    Recall::Left(
        Reason::new("recall-left")
            .with("id", id)
            .with("left", left.len())
            .with("parts", receipts.len())
            .with("cause", failure.reason.as_ref())
            .with("detail", failure.detail.as_str())
            .with("urls", urls.join(" ")),
    )
}

/// Deletes one part; with a session that ended, once more with a new one.
async fn delete(desk: &Desk, receipt: &Receipt) -> Result<(), Failure> {
    let platform = &desk.lane.platform;
    match guarded(platform.recall(receipt)).await? {
        Err(failure) if failure.class == Class::Session => {
            guarded(platform.refresh()).await??;
            guarded(platform.recall(receipt)).await?
        }
        other => other,
    }
}

/// Whether the same request may do later. That a deletion was lost is no doubt: it is repeated.
fn may_pass(class: Class) -> bool {
    matches!(
        class,
        Class::NotSent
            | Class::Rate
            | Class::NotYet
            | Class::Server
            | Class::Unknown
            | Class::Local
    )
}

/// What a person must still look for where all that is known to be public is gone: a part whose
/// answer was lost, and that was never cleared up.
pub(super) fn left_in_doubt(active: &Active) -> Option<Reason> {
    let delivery = active.delivery();
    let why = Reason::new("recall-left-doubt").with("id", delivery.id.0);
    delivery.first_sent.map(|_| why.with("part", i64::from(delivery.part) + 1))
}

/// Whether something of the delivery can be recalled.
pub(super) fn is_possible(active: &Active) -> bool {
    active.delivery().is_left_public()
}

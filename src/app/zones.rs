//! A new edition of the time zones: slots keep the local time they were planned for, and those that
//! come at another instant by it are told.

use tracing::warn;

use crate::clock::Instant;
use crate::delivery::State;
use crate::event::Notice;
use crate::journal::{Brief, Change, Epoch, JournalError, SharedJournal};
use crate::schedule::{Slot, tzdata_version};
use crate::verdict::Reason;

/// Stands between the program's version and that of the time zones.
const MARK: &str = " tzdata ";

/// The versions that an instance is noted with: the program's, and that of its time zones.
#[must_use]
pub(super) fn versions() -> String {
    format!("{}{MARK}{}", env!("CARGO_PKG_VERSION"), tzdata_version())
}

/// Whether the instance that noted `before` knew the zones as we do; one that noted nothing of
/// them is taken to.
#[must_use]
pub(super) fn are_new(before: &str) -> bool {
    before.split_once(MARK).is_some_and(|(_, zones)| zones != tzdata_version())
}

/// Plans anew what waits for a firing that comes at another instant now.
///
/// # Errors
/// Where the journal fails.
pub(super) async fn follow(
    journal: &SharedJournal,
    epoch: Epoch,
    slots: &[Slot],
    now: Instant,
) -> Result<(), JournalError> {
    let open = journal.open_deliveries().await?;
    let changes: Vec<Change> = open.iter().flat_map(|brief| moved(brief, slots, now)).collect();
    if changes.is_empty() {
        return Ok(());
    }
    warn!(zones = tzdata_version(), moved = changes.len() / 2, "time zones changed, slots moved");
    journal.commit(epoch, changes).await
}

/// The change of a plan with its notice.
fn moved(brief: &Brief, slots: &[Slot], now: Instant) -> Vec<Change> {
    let waits = matches!(
        brief.delivery.state,
        State::Planned | State::Preparing | State::Ready | State::Held { .. }
    );
    let at = || {
        let key = brief.slot.as_ref().filter(|_| waits && brief.delivery.part == 0)?;
        let slot = slots.iter().find(|slot| slot.name == key.slot)?;
        let (before, after) = (brief.due?, slot.instant_of(key.nominal)?);
        (before > now && before != after).then_some((before, after))
    };
    let Some((before, after)) = at() else { return Vec::new() };
    let reason = Reason::new("slot-moved")
        .with("due", before.to_rfc3339())
        .with("wanted", after.to_rfc3339());
    let delivery = brief.delivery.id;
    let account = Some(brief.account.clone());
    vec![
        Change::Plan { delivery, due: Some(after), asked: None, slot: brief.slot.clone() },
        Change::Notice(Notice { at: now, account, delivery: Some(delivery), reason }),
    ]
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::journal::MemoryJournal;
    use crate::journal::contract::samples::{at, instance, slot, taken};
    use crate::schedule::{CronLine, Zone};

    fn morning(zone: Zone) -> Slot {
        Slot {
            name: "morning".parse().unwrap(),
            line: CronLine::parse("0 9 * * *").unwrap(),
            zone,
            places: 1,
            accounts: Vec::new(),
        }
    }

    #[test]
    fn only_another_edition_of_the_zones_is_new() {
        assert!(!are_new(&versions()));
        assert!(!are_new("0.1.0"));
        assert!(are_new("0.1.0 tzdata 1970a"));
    }

    #[tokio::test]
    async fn a_firing_that_a_zone_moves_is_planned_anew_and_told() {
        let journal: SharedJournal = Arc::new(MemoryJournal::new());
        let epoch = journal.begin(instance(0)).await.unwrap().epoch;
        let id = journal.take(epoch, taken("a.md", &["x"])).await.unwrap().deliveries[0];
        let key = slot(9, 0);
        let kolkata = morning(Zone::parse("Asia/Kolkata").unwrap());
        let due = kolkata.instant_of(key.nominal);
        let plan = Change::Plan { delivery: id, due, asked: None, slot: Some(key.clone()) };
        journal.commit(epoch, vec![plan]).await.unwrap();
        let now = at(-100_000);
        follow(&journal, epoch, &[kolkata], now).await.unwrap();
        assert!(journal.notices().await.unwrap().is_empty(), "nothing moved");
        let utc = morning(Zone::UTC);
        follow(&journal, epoch, std::slice::from_ref(&utc), now).await.unwrap();
        let brief = journal.delivery(id).await.unwrap().unwrap().brief;
        assert_eq!((brief.due, brief.slot), (utc.instant_of(key.nominal), Some(key)));
        let told = journal.notices().await.unwrap();
        assert_eq!((told.len(), &*told[0].notice.reason.id), (1, "slot-moved"));
    }
}

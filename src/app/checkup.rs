//! The journal is checked as a whole every week: a disk can spoil what nobody reads. Where it is
//! damaged, everything stops and a person is told.

use std::fs;
use std::path::{Path, PathBuf};

use tracing::{error, info};

use crate::clock::{Instant, SharedClock};
use crate::event::Notice;
use crate::journal::{Change, Epoch, JournalError, SharedJournal};
use crate::publish::{Input, Inputs};
use crate::verdict::Reason;

/// The file in the state folder that holds when the journal was last found whole.
const FILE: &str = "checked";

const WEEK: chrono::Duration = chrono::Duration::days(7);

/// What a check needs.
pub(super) struct Checkup {
    pub(super) journal: SharedJournal,
    pub(super) epoch: Epoch,
    pub(super) folder: PathBuf,
    pub(super) engine: Inputs,
    pub(super) clock: SharedClock,
}

/// Checks every week, as long as it is let run.
pub(super) async fn check_weekly(checkup: Checkup) {
    loop {
        // Not at the start, which has more urgent work.
        checkup.clock.sleep_until(checkup.clock.now() + chrono::Duration::hours(2)).await;
        if is_due(last(&checkup.folder), checkup.clock.now()) {
            checkup.once().await;
        }
        checkup.clock.sleep_until(checkup.clock.now() + chrono::Duration::hours(22)).await;
    }
}

/// A clock that was set back far must not keep the journal from being checked.
fn is_due(last: Option<Instant>, now: Instant) -> bool {
    last.is_none_or(|last| now - last >= WEEK || last - now >= WEEK)
}

fn last(folder: &Path) -> Option<Instant> {
    fs::read_to_string(folder.join(FILE)).ok()?.trim().parse().ok()
}

impl Checkup {
    async fn once(&self) {
        match self.journal.check().await {
            Ok(()) => {
                info!("the journal was checked and is whole");
                let now = self.clock.now().to_rfc3339();
                if let Err(error) = fs::write(self.folder.join(FILE), now + "\n") {
                    error!(%error, "it cannot be noted that the journal was checked");
                }
            }
            Err(error @ JournalError::Damaged { .. }) => self.damaged(&error).await,
            Err(error) => error!(%error, "the journal cannot be checked; tried again in a day"),
        }
    }

    async fn damaged(&self, damage: &JournalError) {
        error!(error = %damage, "the journal is damaged; everything is stopped");
        let why = Reason::new("journal-damaged").with("detail", damage.to_string());
        let at = self.clock.now();
        let notice = Notice { at, account: None, delivery: None, reason: why.clone() };
        let stopped = self.journal.set_stop(Some(why), at).await;
        let told = self.journal.commit(self.epoch, vec![Change::Notice(notice)]).await;
        self.engine.tell(Input::Orders);
        if let Err(error) = stopped {
            error!(%error, "the stop cannot be written; ending at once");
            self.engine.tell(Input::Abort);
        } else if let Err(error) = told {
            error!(%error, "the journal cannot be told of its damage");
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use rusqlite::Connection;

    use super::*;
    use crate::clock::SimulatedClock;
    use crate::journal::contract::samples::{at, instance, outcome};
    use crate::journal::{Journal as _, SqliteJournal};
    use crate::publish::inputs;

    #[test]
    fn a_check_is_due_every_seventh_day() {
        let day = |day: i64| at(day * 24 * 60);
        assert!(is_due(None, day(0)));
        let due: Vec<i64> = (0..9).filter(|today| is_due(Some(day(0)), day(*today))).collect();
        assert_eq!(due, [7, 8]);
        assert!(is_due(Some(day(30)), day(0)), "noted by a clock that was wrong");
    }

    async fn checkup(folder: &Path) -> (Checkup, tokio::sync::mpsc::UnboundedReceiver<Input>) {
        let journal = SqliteJournal::open(folder).unwrap();
        let epoch = journal.begin(instance(0)).await.unwrap().epoch;
        journal.commit(epoch, vec![Change::Outcome(outcome(1))]).await.unwrap();
        let (engine, inbox) = inputs();
        let clock = Arc::new(SimulatedClock::starting_at(at(0)));
        let journal = Arc::new(journal);
        (Checkup { journal, epoch, folder: folder.to_owned(), engine, clock }, inbox)
    }

    #[tokio::test]
    async fn a_whole_journal_is_noted_and_nothing_stops() {
        let folder = tempfile::tempdir().unwrap();
        let (checkup, _inbox) = checkup(folder.path()).await;
        checkup.once().await;
        assert_eq!(last(folder.path()), Some(at(0)));
        assert_eq!(checkup.journal.stopped().await.unwrap(), None);
    }

    #[tokio::test]
    async fn a_damaged_journal_stops_everything_and_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let (checkup, mut inbox) = checkup(folder.path()).await;
        // Somebody changed what was published, past every rule of the database.
        let db = Connection::open(folder.path().join("journal.db")).unwrap();
        let tamper = "DROP TRIGGER outcome_is_final;
            UPDATE outcome SET body = replace(body, 'notice.md', 'other.md');";
        db.execute_batch(tamper).unwrap();
        drop(db);
        checkup.once().await;
        assert_eq!(last(folder.path()), None);
        assert_eq!(checkup.journal.stopped().await.unwrap().unwrap().id, "journal-damaged");
        let told = checkup.journal.notices().await.unwrap();
        assert_eq!(told[0].notice.reason.id, "journal-damaged");
        assert!(matches!(inbox.try_recv(), Ok(Input::Orders)));
    }
}

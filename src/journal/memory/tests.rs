//! The contract on a journal in memory, and what only its disk can do.

use std::path::Path;
use std::sync::{Arc, Mutex};

use futures_util::FutureExt as _;

use super::MemoryJournal;
use crate::journal::contract::samples::{Desk, instance, outcome};
use crate::journal::contract::{Stage, contract};
use crate::journal::{Change, Journal, JournalError, SharedJournal};

/// A machine whose state lies in memory.
#[derive(Default)]
pub(crate) struct Machine {
    journal: Mutex<Option<MemoryJournal>>,
}

impl Stage for Machine {
    fn open(&self) -> SharedJournal {
        let mut journal = self.journal.lock().unwrap();
        let next = journal.as_ref().map_or_else(MemoryJournal::new, MemoryJournal::crash);
        *journal = Some(next.clone());
        Arc::new(next)
    }

    fn beside(&self) -> SharedJournal {
        Arc::new(self.journal.lock().unwrap().clone().unwrap())
    }
}

contract!(super::Machine::default());

async fn desk(journal: &MemoryJournal) -> Desk {
    let epoch = journal.begin(instance(0)).await.unwrap().epoch;
    Desk { journal: Arc::new(journal.clone()), epoch }
}

fn write(desk: &Desk) -> crate::journal::Answer<()> {
    desk.journal.commit(desk.epoch, vec![Change::Outcome(outcome(1))])
}

async fn count(journal: &MemoryJournal) -> usize {
    journal.outcomes(0, 99).await.unwrap().len()
}

#[tokio::test]
async fn a_crash_loses_what_was_held_back_and_nothing_else() {
    let journal = MemoryJournal::new();
    let desk = desk(&journal).await;
    write(&desk).await.unwrap();
    journal.hold_back(true);
    let lost = write(&desk);
    assert_eq!((journal.waiting(), count(&journal).await), (1, 1));
    let restarted = journal.crash();
    assert!(matches!(lost.await, Err(JournalError::Disk(_))));
    assert_eq!(count(&restarted).await, 1);
    assert!(restarted.begin(instance(1)).await.unwrap().crashed);
    assert!(matches!(write(&desk).await, Err(JournalError::Disk(_))), "the dead write nothing");
    assert!(journal.notices().await.is_err());
}

#[tokio::test]
async fn what_is_held_back_is_answered_at_the_next_group() {
    let journal = MemoryJournal::new();
    let desk = desk(&journal).await;
    journal.hold_back(true);
    let before = journal.commits();
    let (mut first, second) = (write(&desk), write(&desk));
    assert_eq!((&mut first).now_or_never(), None);
    journal.sync();
    first.await.unwrap();
    second.await.unwrap();
    assert_eq!((journal.commits() - before, count(&journal).await), (1, 2));
    let third = write(&desk);
    journal.flush().await.unwrap();
    assert_eq!(third.now_or_never(), Some(Ok(())));
}

#[tokio::test]
async fn a_failing_disk_fails_whole_groups_and_then_works_again() {
    let journal = MemoryJournal::new();
    let desk = desk(&journal).await;
    journal.hold_back(true);
    journal.fail_next(1);
    let group = [write(&desk), write(&desk)];
    journal.sync();
    for answer in group {
        assert!(matches!(answer.await, Err(JournalError::Disk(_))));
    }
    assert_eq!(count(&journal).await, 0);
    journal.hold_back(false);
    write(&desk).await.unwrap();
    assert_eq!(count(&journal).await, 1);
}

#[tokio::test]
async fn a_copy_is_what_was_there_when_it_was_written() {
    let journal = MemoryJournal::new();
    let desk = desk(&journal).await;
    write(&desk).await.unwrap();
    journal.back_up("monday.db".into()).await.unwrap();
    write(&desk).await.unwrap();
    let restored = journal.restored(Path::new("monday.db")).unwrap();
    assert_eq!((count(&restored).await, count(&journal).await), (1, 2));
    assert!(journal.restored(Path::new("tuesday.db")).is_none());
}

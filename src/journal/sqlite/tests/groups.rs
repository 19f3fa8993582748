//! Calls that share a flush.

use std::sync::mpsc::{Sender, channel};

use futures_util::future::join_all;

use super::{Folder, daemon, one_outcome, outcome_count};
use crate::journal::contract::samples::{Desk, taken};
use crate::journal::{Answer, Armed, Gate, Journal as _, JournalError};
use crate::verdict::{Reason, Verdict};

/// Keeps the writing thread busy until the sender is dropped, so that a group gathers.
async fn occupy(desk: &Desk) -> (Sender<()>, Answer<Armed>) {
    let id = desk.ready("busy.md", 1).await;
    let wish = desk.wish(id, 60).await;
    let ((release, wait), (enter, entered)) = (channel(), channel());
    let wait = std::sync::Mutex::new(wait);
    let gate = Gate::new(move |_| {
        enter.send(()).unwrap();
        let _ = wait.lock().unwrap().recv();
        Verdict::Hold(Reason::new("blackout"))
    });
    let busy = desk.journal.arm(desk.epoch, wish, gate);
    entered.recv().unwrap();
    (release, busy)
}

#[tokio::test]
async fn what_waits_while_the_disk_is_busy_shares_one_flush() {
    let folder = Folder::new();
    let (journal, desk) = daemon(&folder).await;
    let (release, busy) = occupy(&desk).await;
    let before = journal.commits();
    let calls: Vec<_> = (0..32).map(|n| journal.commit(desk.epoch, one_outcome(n))).collect();
    drop(release);
    busy.await.unwrap();
    assert!(join_all(calls).await.into_iter().all(|answer| answer.is_ok()));
    assert_eq!(journal.commits() - before, 1);
    assert_eq!(outcome_count(&*journal).await, 32);
}

#[tokio::test]
async fn a_refused_call_does_not_touch_its_neighbours() {
    let folder = Folder::new();
    let (journal, desk) = daemon(&folder).await;
    let (release, busy) = occupy(&desk).await;
    let twice = taken("double.md", &["x", "x"]);
    let good = journal.commit(desk.epoch, one_outcome(1));
    let bad = journal.take(desk.epoch, twice);
    let other = journal.commit(desk.epoch, one_outcome(2));
    drop(release);
    busy.await.unwrap();
    good.await.unwrap();
    assert!(matches!(bad.await, Err(JournalError::Rule(_))));
    other.await.unwrap();
    assert_eq!(outcome_count(&*journal).await, 2);
    assert_eq!(journal.open_deliveries().await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_disk_error_fails_the_whole_group_and_leaves_nothing_of_it() {
    let folder = Folder::new();
    let (journal, desk) = daemon(&folder).await;
    let (release, busy) = occupy(&desk).await;
    let mut large = taken("large.md", &["x"]);
    large.post.content.text = "क".repeat(1 << 20);
    let good = journal.commit(desk.epoch, one_outcome(1));
    let full = journal.writer.call(|db| Ok(db.pragma_update(None, "max_page_count", 60)?));
    let bad = journal.take(desk.epoch, large.clone());
    let other = journal.commit(desk.epoch, one_outcome(2));
    drop(release);
    let errors = [busy.await.err(), good.await.err(), full.await.err(), bad.await.err()];
    let failed = |error: &Option<JournalError>| matches!(error, Some(JournalError::Disk(_)));
    assert!(errors[1..].iter().all(failed), "{errors:?}");
    assert!(failed(&other.await.err()));
    assert_eq!(outcome_count(&*journal).await, 0);
    desk.commit(one_outcome(3)).await.expect("small things still fit");
    let more = journal.writer.call(|db| Ok(db.pragma_update(None, "max_page_count", 100_000)?));
    more.await.unwrap();
    journal.take(desk.epoch, large).await.expect("there is space again");
    assert_eq!(outcome_count(&*journal).await, 1);
    journal.check().await.unwrap();
}

#[tokio::test]
async fn a_gate_that_panics_takes_nothing_down_with_it() {
    let folder = Folder::new();
    let (journal, desk) = daemon(&folder).await;
    let id = desk.ready("a.md", 1).await;
    let before = desk.delivery(id).await;
    let gate = Gate::new(|_| panic!("a bug in a policy stage"));
    let armed = journal.arm(desk.epoch, desk.wish(id, 60).await, gate).await;
    assert!(matches!(armed, Err(JournalError::Rule(_))), "{armed:?}");
    assert_eq!(desk.delivery(id).await, before);
    desk.arm(id, 60).await.unwrap();
}

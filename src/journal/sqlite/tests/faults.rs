//! The daemon is killed, or its disk fails, at every point that it passes, one after the other.
//!
//! A child process does the same short work over and over, each time with another point armed;
//! this process then looks at what it left.

use std::path::Path;
use std::process::{Command, ExitStatus};
use std::sync::Arc;

use super::{Folder, outcome_count};
use crate::delivery::{DeliveryId, State};
use crate::journal::chain::{Head, verify};
use crate::journal::contract::Stage as _;
use crate::journal::contract::samples::{Desk, instance, outcome, taken};
use crate::journal::{Armed, Change, Gate, Journal as _, JournalError, SqliteJournal};

const FOLDER: &str = "DAKIYA_TEST_FOLDER";
const CHILD: &str = "journal::sqlite::tests::faults::child";

/// Takes a post, prepares it, arms it and notes how it went. Stops at the first error.
async fn work(folder: &Path) -> Result<(), JournalError> {
    let journal = Arc::new(SqliteJournal::open(folder)?);
    let epoch = journal.begin(instance(0)).await?.epoch;
    let desk = Desk { journal, epoch };
    desk.journal.take(epoch, taken("a.md", &["x"])).await?;
    let id = desk.ready("b.md", 1).await;
    let wish = desk.wish(id, 60).await;
    let armed = desk.journal.arm(epoch, wish, Gate::switches_only()).await?;
    assert!(matches!(armed, Armed::Open { .. }));
    let mut done = desk.published(id, 0).await;
    done.push(Change::Outcome(outcome(id.0)));
    desk.commit(done).await?;
    desk.journal.end(epoch, crate::journal::contract::samples::at(99)).await
}

/// Not a test: what the other tests start as a process of its own.
#[tokio::test]
#[ignore = "the child process of the other tests"]
async fn child() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    work(Path::new(&folder)).await.unwrap();
}

fn run(folder: &Folder, plan: &str) -> ExitStatus {
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.args([CHILD, "--exact", "--ignored"]);
    child.env(FOLDER, folder.path()).env("DAKIYA_FAULTS", plan);
    child.output().unwrap().status
}

/// What is left is whole, whatever was cut: each step is there with all those before it.
async fn is_whole(folder: &Folder) -> usize {
    let journal = SqliteJournal::open(folder.path()).unwrap();
    journal.check().await.unwrap();
    let outcomes = journal.outcomes(0, 9).await.unwrap();
    verify(Head::EMPTY, &outcomes).unwrap();
    let Some(record) = journal.delivery(DeliveryId(2)).await.unwrap() else { return 0 };
    let open = record.attempts.iter().filter(|attempt| attempt.ended.is_none()).count();
    let state = &record.brief.delivery.state;
    assert_eq!(matches!(state, State::Sending { .. }), open == 1, "{state:?}");
    let public = *state == State::Published;
    assert_eq!(public, outcomes.len() == 1);
    assert_eq!(public, record.parts.first().is_some_and(|part| part.receipt.is_some()));
    usize::try_from(record.brief.version.0).unwrap()
}

/// Arms point after point until the work goes through untouched.
async fn at_every_point(action: &str) {
    let (mut reached, mut cut) = (0, 0);
    loop {
        let folder = Folder::fast();
        let plan = format!("*={action}@{}", cut + 1);
        if run(&folder, &plan).success() {
            break;
        }
        let now = is_whole(&folder).await;
        assert!(now >= reached, "{plan}: {now} after {reached}");
        (reached, cut) = (now, cut + 1);
    }
    assert!(cut >= 20, "only {cut} points were passed");
    assert_eq!(reached, 5, "the last cut came after everything was written");
}

#[tokio::test]
async fn a_kill_at_any_point_leaves_whole_calls() {
    at_every_point("kill").await;
}

#[tokio::test]
async fn a_failure_at_any_point_leaves_whole_calls() {
    let folder = Folder::fast();
    assert!(run(&folder, "").success());
    let (done, mut failed) = (outcome_count(&*folder.open()).await, 0);
    assert_eq!(done, 1);
    for step in 1..60 {
        let folder = Folder::fast();
        if !run(&folder, &format!("*=error@{step}")).success() {
            failed += 1;
            is_whole(&folder).await;
        }
    }
    assert!(failed >= 15, "only {failed} failures");
}

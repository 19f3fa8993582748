//! Copies that are written while work goes on.

use std::fs;

use super::{Folder, daemon, one_outcome, outcome_count};
use crate::journal::contract::Stage as _;
use crate::journal::{Journal as _, JournalError, SqliteJournal};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_copy_made_while_others_write_opens_and_passes_every_check() {
    let (folder, restored) = (Folder::new(), Folder::new());
    let (journal, desk) = daemon(&folder).await;
    let (writing, epoch) = (journal.clone(), desk.epoch);
    let writer = tokio::spawn(async move {
        for number in 0..200 {
            writing.commit(epoch, one_outcome(number)).await.unwrap();
        }
    });
    for _ in 0..5 {
        journal.back_up(restored.database()).await.unwrap();
        let copy = SqliteJournal::open(restored.path()).unwrap();
        copy.check().await.unwrap();
        assert_eq!(copy.identity(), journal.identity());
        assert!(copy.begin(crate::journal::contract::samples::instance(1)).await.unwrap().crashed);
    }
    writer.await.unwrap();
    journal.back_up(restored.database()).await.unwrap();
    assert_eq!(outcome_count(&*restored.open()).await, 200);
    assert_eq!(fs::read_dir(restored.path()).unwrap().filter(is_draft).count(), 0);
}

fn is_draft(entry: &std::io::Result<fs::DirEntry>) -> bool {
    entry.as_ref().unwrap().file_name().to_string_lossy().ends_with(".tmp")
}

#[tokio::test]
async fn a_copy_that_fails_leaves_the_old_one() {
    let folder = Folder::new();
    let (journal, _desk) = daemon(&folder).await;
    let path = folder.path().join("nowhere/copy.db");
    let failed = journal.back_up(path.clone()).await;
    assert!(matches!(failed, Err(JournalError::Disk(_))), "{failed:?}");
    assert!(!path.exists());
}

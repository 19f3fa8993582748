//! A disk without space.

use std::path::Path;
use std::process::Command;

use super::{Folder, daemon, one_outcome, outcome_count};
use crate::journal::contract::samples::taken;
use crate::journal::{Journal as _, JournalError};

/// A small disk of its own, taken away at the end.
struct SmallDisk<'a>(&'a Path);

impl<'a> SmallDisk<'a> {
    fn at(folder: &'a Path) -> Option<Self> {
        let arguments = ["-t", "tmpfs", "-o", "size=2m", "none"];
        let mounted = Command::new("mount").args(arguments).arg(folder).output().ok()?;
        mounted.status.success().then_some(Self(folder))
    }

    /// Fills the disk to the last byte.
    fn fill(&self) {
        let filler = self.0.join("filler");
        std::fs::write(&filler, vec![1; 4 << 20]).unwrap_err();
    }

    fn empty(&self) {
        std::fs::remove_file(self.0.join("filler")).unwrap();
    }
}

impl Drop for SmallDisk<'_> {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.0).status();
    }
}

#[tokio::test]
async fn a_full_disk_fails_calls_whole_and_work_goes_on_when_there_is_space() {
    let folder = Folder::new();
    let Some(disk) = SmallDisk::at(folder.path()) else {
        println!("skipped: mounting is not allowed here");
        return;
    };
    let (journal, desk) = daemon(&folder).await;
    desk.commit(one_outcome(1)).await.unwrap();
    disk.fill();
    let mut refused = 0;
    for number in 0..50 {
        let taken = journal.take(desk.epoch, taken(&format!("{number}.md"), &["x"])).await;
        refused += usize::from(matches!(taken, Err(JournalError::Disk(_))));
    }
    assert!(refused > 0);
    assert_eq!(journal.open_deliveries().await.unwrap().len(), 50 - refused);
    disk.empty();
    desk.commit(one_outcome(2)).await.unwrap();
    assert_eq!(outcome_count(&*journal).await, 2);
    journal.check().await.unwrap();
    drop((journal, desk));
}

//! Which folders are opened, and which are refused untouched.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

use super::{Folder, daemon, one_outcome, outcome_count};
use crate::journal::contract::Stage as _;
use crate::journal::contract::samples::{Desk, at, instance, taken};
use crate::journal::sqlite::{migrate, open};
use crate::journal::{Epoch, Journal as _, JournalError, SqliteJournal};
use crate::verdict::Reason;

fn damage(folder: &Folder) -> String {
    match SqliteJournal::open(folder.path()) {
        Err(JournalError::Damaged { detail, .. }) => detail.to_string(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_second_daemon_is_refused_at_once_and_may_come_when_the_first_is_gone() {
    let folder = Folder::new();
    let first = folder.open();
    let second = SqliteJournal::open(folder.path());
    assert_eq!(second.unwrap_err(), JournalError::Locked(folder.path().into()));
    drop(first);
    SqliteJournal::open(folder.path()).unwrap();
}

#[tokio::test]
async fn nobody_else_can_look_into_the_state() {
    let folder = Folder::new();
    let desk = Desk::start(&folder).await;
    let mode = |path: &std::path::Path| path.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(folder.path()), 0o700);
    for entry in fs::read_dir(folder.path()).unwrap() {
        let path = entry.unwrap().path();
        assert_eq!(mode(&path), 0o600, "{}", path.display());
    }
    drop(desk);
}

#[tokio::test]
async fn the_identity_is_the_same_at_every_start() {
    let folder = Folder::new();
    let first = SqliteJournal::open(folder.path()).unwrap().identity();
    assert_eq!(SqliteJournal::open(folder.path()).unwrap().identity(), first);
    assert_eq!(SqliteJournal::open_shared(folder.path()).unwrap().identity(), first);
    assert_ne!(SqliteJournal::open(Folder::new().path()).unwrap().identity(), first);
}

#[tokio::test]
async fn a_database_that_is_gone_or_empty_is_never_replaced() {
    let folder = Folder::new();
    drop(Desk::start(&folder).await);
    fs::remove_file(folder.database()).unwrap();
    assert!(damage(&folder).contains("missing"));
    assert!(!folder.database().exists());
    fs::write(folder.database(), b"").unwrap();
    assert!(damage(&folder).contains("missing or empty"));
    assert_eq!(fs::read(folder.database()).unwrap(), b"");
    let shared = SqliteJournal::open_shared(folder.path());
    assert!(matches!(shared, Err(JournalError::Damaged { .. })), "{shared:?}");
}

#[tokio::test]
async fn a_log_without_its_database_is_damage() {
    let folder = Folder::new();
    fs::write(folder.log(), b"what was written last").unwrap();
    assert!(damage(&folder).contains("missing"));
}

#[tokio::test]
async fn another_states_database_is_refused() {
    let (folder, other) = (Folder::new(), Folder::new());
    drop((folder.open(), other.open()));
    fs::copy(other.database(), folder.database()).unwrap();
    assert!(damage(&folder).contains("state.toml"));
    fs::write(folder.path().join("state.toml"), "state = nonsense").unwrap();
    assert!(damage(&folder).contains("marker"));
}

#[tokio::test]
async fn a_lost_marker_is_written_again() {
    let folder = Folder::new();
    let identity = SqliteJournal::open(folder.path()).unwrap().identity();
    fs::remove_file(folder.path().join("state.toml")).unwrap();
    assert_eq!(SqliteJournal::open(folder.path()).unwrap().identity(), identity);
    fs::remove_file(folder.database()).unwrap();
    damage(&folder);
}

#[tokio::test]
async fn a_start_that_was_cut_before_the_first_table_starts_anew() {
    let folder = Folder::new();
    fs::write(folder.database(), b"").unwrap();
    let desk = Desk::start(&folder).await;
    assert_eq!(desk.epoch, Epoch(1));
}

#[tokio::test]
async fn a_start_that_was_cut_by_a_full_disk_starts_anew() {
    let folder = Folder::new();
    let half_made = rusqlite::Connection::open(folder.database()).unwrap();
    half_made.pragma_update(None, "journal_mode", "WAL").unwrap();
    drop(half_made);
    assert!(fs::metadata(folder.database()).unwrap().len() > 0);
    let desk = Desk::start(&folder).await;
    assert_eq!(desk.epoch, Epoch(1));
    drop(desk);
    let emptied = rusqlite::Connection::open(folder.database()).unwrap();
    emptied
        .execute_batch(
            "PRAGMA writable_schema=ON; DELETE FROM sqlite_schema; PRAGMA user_version=0;",
        )
        .unwrap();
    drop(emptied);
    damage(&folder);
}

/// The schema that this program knows.
fn known() -> i64 {
    i64::try_from(migrate::STEPS.len()).unwrap()
}

fn one_more(step: &'static str) -> Vec<&'static str> {
    migrate::STEPS.into_iter().chain([step]).collect()
}

#[tokio::test]
async fn a_database_of_the_first_schema_is_brought_up_to_date_with_all_it_holds() {
    let folder = Folder::new();
    drop(open::own(folder.path(), &migrate::STEPS[..1]).unwrap());
    let desk = Desk::start(&folder).await;
    desk.commit(one_outcome(1)).await.unwrap();
    assert_eq!(desk.journal.standings().await.unwrap(), []);
    assert_eq!(outcome_count(&*desk.journal).await, 1);
}

#[tokio::test]
async fn a_newer_schema_is_refused_by_all() {
    let folder = Folder::new();
    let (journal, desk) = daemon(&folder).await;
    let newer = journal.writer.call(|db| Ok(db.pragma_update(None, "user_version", 7)?));
    newer.await.unwrap();
    drop((journal, desk));
    let expected = JournalError::Newer { found: 7, known: known() };
    assert_eq!(SqliteJournal::open(folder.path()).unwrap_err(), expected);
    assert_eq!(SqliteJournal::open_shared(folder.path()).unwrap_err(), expected);
}

#[tokio::test]
async fn a_new_step_is_taken_once_after_a_copy_of_what_was() {
    let folder = Folder::new();
    let desk = Desk::start(&folder).await;
    desk.commit(one_outcome(1)).await.unwrap();
    drop(desk);
    let steps = one_more("ALTER TABLE post ADD COLUMN colour TEXT");
    for _ in 0..2 {
        let opened = open::own(folder.path(), &steps).unwrap();
        assert_eq!(migrate::schema_of(&opened.db).unwrap(), known() + 1);
    }
    let old = Folder::new();
    let copy = folder.path().join(format!("backups/before-schema-{}.db", known() + 1));
    fs::copy(copy, old.database()).unwrap();
    assert_eq!(outcome_count(&*old.open()).await, 1);
}

#[tokio::test]
async fn a_step_that_fails_changes_nothing() {
    let folder = Folder::new();
    drop(folder.open());
    let steps = one_more("ALTER TABLE post ADD COLUMN colour TEXT; nonsense");
    assert!(open::own(folder.path(), &steps).is_err());
    let steps = one_more("ALTER TABLE post ADD COLUMN colour TEXT");
    open::own(folder.path(), &steps).unwrap();
}

#[tokio::test]
async fn an_older_database_waits_for_the_daemon() {
    let folder = Folder::new();
    let (journal, desk) = daemon(&folder).await;
    journal.writer.call(|db| Ok(db.pragma_update(None, "user_version", 0)?)).await.unwrap();
    drop((journal, desk));
    let older = JournalError::Older { found: 0, known: known() };
    assert_eq!(SqliteJournal::open_shared(folder.path()).unwrap_err(), older);
}

#[tokio::test]
async fn another_process_finds_no_journal_where_no_daemon_ever_ran() {
    let folder = Folder::new();
    let absent = JournalError::Absent(folder.path().into());
    assert_eq!(SqliteJournal::open_shared(folder.path()).unwrap_err(), absent);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

#[tokio::test]
async fn another_process_leaves_orders_and_wakes_the_daemon_but_does_not_do_its_work() {
    let folder = Folder::new();
    let desk = Desk::start(&folder).await;
    let cli = SqliteJournal::open_shared(folder.path()).unwrap();
    let taken = cli.take(desk.epoch, taken("a.md", &["x"])).await;
    assert!(matches!(taken, Err(JournalError::Rule(_))), "{taken:?}");
    assert!(matches!(cli.begin(instance(1)).await, Err(JournalError::Rule(_))));
    let wake = folder.path().join("wake");
    assert_eq!(fs::read(&wake).unwrap(), b"", "it is there to be watched");
    cli.set_stop(Some(Reason::new("stopped")), at(1)).await.unwrap();
    assert_ne!(fs::read(&wake).unwrap(), b"");
    drop(cli);
    desk.commit(one_outcome(1)).await.unwrap();
}

#[tokio::test]
async fn a_state_that_cannot_be_made_is_told_with_its_name() {
    let folder = Folder::new();
    let file = folder.path().join("file");
    fs::write(&file, b"").unwrap();
    let error = SqliteJournal::open(&file.join("state")).unwrap_err().to_string();
    assert!(error.contains("file/state") && error.contains("check the disk"), "{error}");
}

/// Needs the right to mount; says so where it has none.
#[tokio::test]
async fn a_read_only_disk_is_told_as_such() {
    let folder = Folder::new();
    drop(folder.open());
    let mount = |options: &str| {
        let arguments = ["-t", "tmpfs", "-o", options, "none"];
        Command::new("mount").args(arguments).arg(folder.path()).output().unwrap().status
    };
    if !mount("ro,size=1m").success() {
        println!("skipped: mounting is not allowed here");
        return;
    }
    let error = SqliteJournal::open(folder.path()).unwrap_err().to_string();
    let unmounted = Command::new("umount").arg(folder.path()).status().unwrap();
    assert!(unmounted.success());
    assert!(error.contains("Read-only file system"), "{error}");
}

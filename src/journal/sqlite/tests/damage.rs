//! Bytes that are not what was written.

use std::fs;

use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

use super::{Folder, daemon, one_outcome, outcome_count};
use crate::journal::chain::{Head, verify};
use crate::journal::contract::samples::{Desk, taken};
use crate::journal::{Journal as _, JournalError, SqliteJournal};

const SEED: u64 = 20_261_123;
const POSTS: usize = 40;
const GROUPS: usize = 12;

async fn used(folder: &Folder) {
    let desk = Desk::start(folder).await;
    for number in 0..POSTS {
        desk.journal.take(desk.epoch, taken(&format!("{number}.md"), &["x"])).await.unwrap();
    }
    let id = desk.ready("thread.md", 2).await;
    desk.arm(id, 60).await.unwrap();
    desk.commit(desk.published(id, 0).await).await.unwrap();
    desk.commit(one_outcome(1)).await.unwrap();
}

/// Whether everything can be read, or is refused: nothing may look as if it never was.
async fn nothing_is_forgotten(journal: &SqliteJournal) {
    if let Ok(open) = journal.open_deliveries().await {
        assert_eq!(open.len(), POSTS + 1);
    }
    if let Ok(outcomes) = journal.outcomes(0, 10).await {
        assert_eq!(outcomes.len(), 1);
        let changed = verify(Head::EMPTY, &outcomes).is_err();
        assert!(!changed || journal.check().await.is_err());
    }
    let thread = crate::delivery::DeliveryId(i64::try_from(POSTS).unwrap() + 1);
    if let Ok(record) = journal.delivery(thread).await {
        let record = record.unwrap();
        assert_eq!((record.parts.len(), record.attempts.len()), (2, 1));
        assert!(record.parts[0].receipt.is_some() && record.parts[1].receipt.is_none());
    }
}

/// The same bytes but for one.
fn flipped(bytes: &[u8], random: &mut ChaCha8Rng) -> Vec<u8> {
    let (at, flip) = (random.random_range(0..bytes.len()), random.random_range(1..=255_u8));
    println!("seed {SEED}: byte {at} ^ {flip}");
    let mut flipped = bytes.to_vec();
    flipped[at] ^= flip;
    flipped
}

#[tokio::test]
async fn a_flipped_byte_never_opens_an_empty_journal() {
    let whole = Folder::fast();
    used(&whole).await;
    let bytes = fs::read(whole.database()).unwrap();
    let mut random = ChaCha8Rng::seed_from_u64(SEED);
    let (mut refused, mut read) = (0, 0);
    for _ in 0..1000 {
        let (damaged, flipped) = (whole.copy(), flipped(&bytes, &mut random));
        fs::write(damaged.database(), &flipped).unwrap();
        match SqliteJournal::open(damaged.path()) {
            Ok(journal) => {
                nothing_is_forgotten(&journal).await;
                read += 1;
            }
            Err(JournalError::Damaged { .. } | JournalError::Newer { .. }) => {
                assert!(fs::read(damaged.database()).unwrap() == flipped, "it was touched");
                refused += 1;
            }
            Err(other) => panic!("{other}"),
        }
    }
    assert!(refused > 0 && read > 0, "{refused} refused, {read} read");
}

/// A state after a power cut, with its last groups in the log only.
async fn cut_off(folder: &Folder) -> Folder {
    let (journal, desk) = daemon(folder).await;
    for number in 0..GROUPS {
        desk.commit(one_outcome(i64::try_from(number).unwrap())).await.unwrap();
    }
    let copy = folder.copy();
    drop((journal, desk));
    copy
}

#[tokio::test]
async fn a_log_that_ends_early_loses_whole_groups_from_its_end_only() {
    let cut = cut_off(&Folder::fast()).await;
    let log = fs::read(cut.log()).unwrap();
    let mut random = ChaCha8Rng::seed_from_u64(SEED);
    let mut lengths: Vec<_> = (0..40).map(|_| random.random_range(0..=log.len())).collect();
    lengths.extend([0, log.len()]);
    lengths.sort_unstable();
    let mut last = 0;
    for length in lengths {
        let shorter = cut.copy();
        fs::write(shorter.log(), &log[..length]).unwrap();
        let journal = SqliteJournal::open(shorter.path()).unwrap();
        let outcomes = journal.outcomes(0, 100).await.unwrap();
        verify(Head::EMPTY, &outcomes).unwrap();
        assert!(outcomes.len() >= last, "seed {SEED}: {length} bytes");
        last = outcomes.len();
    }
    assert_eq!(last, GROUPS);
}

#[tokio::test]
async fn a_log_damaged_in_the_middle_is_refused_and_left_as_it_is() {
    let cut = cut_off(&Folder::fast()).await;
    let log = fs::read(cut.log()).unwrap();
    let mut random = ChaCha8Rng::seed_from_u64(SEED);
    let (mut refused, mut opened) = (0, 0);
    for _ in 0..200 {
        let (damaged, flipped) = (cut.copy(), flipped(&log, &mut random));
        fs::write(damaged.log(), &flipped).unwrap();
        match SqliteJournal::open(damaged.path()) {
            // Damage in the last group looks as if it had never been flushed.
            Ok(journal) => {
                assert!(outcome_count(&journal).await >= GROUPS - 1);
                opened += 1;
            }
            Err(JournalError::Damaged { .. }) => {
                assert!(fs::read(damaged.log()).unwrap() == flipped, "it was touched");
                refused += 1;
            }
            Err(other) => panic!("{other}"),
        }
    }
    assert!(refused > opened && opened > 0, "{refused} refused, {opened} opened");
}

#[tokio::test]
async fn what_lies_behind_the_end_of_a_log_that_began_anew_means_nothing() {
    let folder = Folder::fast();
    let desk = Desk::start(&folder).await;
    for number in 0..20 {
        desk.commit(one_outcome(number)).await.unwrap();
    }
    let other = rusqlite::Connection::open(folder.database()).unwrap();
    other.query_row("PRAGMA wal_checkpoint(RESTART)", [], |_| Ok(())).unwrap();
    desk.commit(one_outcome(20)).await.unwrap();
    let cut = folder.copy();
    assert!(fs::read(cut.log()).unwrap().len() > 20 * 4_096);
    assert_eq!(outcome_count(&SqliteJournal::open(cut.path()).unwrap()).await, 21);
}

#[tokio::test]
async fn another_process_does_not_work_a_damaged_log_away() {
    let cut = cut_off(&Folder::fast()).await;
    let mut log = fs::read(cut.log()).unwrap();
    log[100] ^= 1;
    fs::write(cut.log(), &log).unwrap();
    let shared = SqliteJournal::open_shared(cut.path());
    assert!(matches!(shared, Err(JournalError::Damaged { .. })), "{shared:?}");
    assert!(SqliteJournal::open(cut.path()).is_err());
}

#[tokio::test]
async fn a_changed_text_is_not_published() {
    let folder = Folder::fast();
    let (journal, desk) = daemon(&folder).await;
    desk.take("notice.md").await;
    let post = desk.journal.open_deliveries().await.unwrap()[0].post;
    let change = "UPDATE content SET body = replace(body, 'बंद', 'खुला')";
    journal.writer.call(move |db| Ok(db.execute(change, [])?)).await.unwrap();
    assert!(matches!(journal.post(post).await, Err(JournalError::Damaged { .. })));
    assert!(matches!(journal.check().await, Err(JournalError::Damaged { .. })));
}

#[tokio::test]
async fn the_schema_itself_keeps_receipts_outcomes_and_parts() {
    let folder = Folder::fast();
    used(&folder).await;
    let (journal, _desk) = daemon(&folder).await;
    for sql in [
        "UPDATE receipt SET body = '{}'",
        "DELETE FROM receipt",
        "UPDATE outcome SET body = '{}'",
        "DELETE FROM outcome",
        "UPDATE part SET body = '{}'",
        "UPDATE attempt SET ending = 'lost'",
        "INSERT INTO attempt SELECT delivery, 1, 1, account, epoch, opened, uptime, key, body, NULL,
            'open', NULL FROM attempt WHERE epoch = 1",
        "UPDATE delivery SET state = 'publishing'",
        "INSERT INTO delivery SELECT * FROM delivery",
    ] {
        let refused = journal.writer.call(move |db| Ok(db.execute(sql, [])?)).await;
        assert!(matches!(refused, Err(JournalError::Rule(_))), "{sql}: {refused:?}");
    }
}

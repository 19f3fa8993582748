//! What work costs, counted and not timed.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use futures_util::future::join_all;

use super::Folder;
use crate::delivery::{DeliveryId, Event, step};
use crate::journal::contract::samples::{
    Desk, at, context, instance, name, outcome, part, slot, taken,
};
use crate::journal::sqlite::migrate::STEPS;
use crate::journal::sqlite::open;
use crate::journal::{Change, Gate, Journal as _, PostStatus, SqliteJournal, Version};
use crate::post::PostId;
use crate::post::samples::notice;

/// A journal that counts the steps of SQLite's machine on its writing connection.
fn counted(folder: &Folder) -> (SqliteJournal, Arc<AtomicU64>) {
    let mut opened = open::own(folder.path(), &STEPS).unwrap();
    let steps = Arc::new(AtomicU64::new(0));
    let counter = Arc::clone(&steps);
    let count = move || {
        counter.fetch_add(1, Ordering::Relaxed);
        false
    };
    opened.db.progress_handler(1, Some(count)).unwrap();
    (SqliteJournal::start(opened, || {}).unwrap(), steps)
}

async fn fill(desk: &Desk, from: u32, to: u32) {
    let take = |n| desk.journal.take(desk.epoch, taken(&format!("{n}.md"), &["x"]));
    let taken = join_all((from..to).map(take)).await;
    let plan = |n: u32| {
        let slot = slot(n % 24, u16::try_from(n / 24).unwrap());
        let delivery = DeliveryId(i64::from(n) + 1);
        vec![Change::Plan { delivery, due: Some(at(i64::from(n))), asked: None, slot: Some(slot) }]
    };
    let planned = (from..to).map(|n| desk.journal.commit(desk.epoch, plan(n)));
    assert!(join_all(planned).await.into_iter().all(|done| done.is_ok()));
    assert!(taken.into_iter().all(|taken| taken.is_ok()));
}

/// Publishes one delivery that was prepared before, as the engine does.
async fn publish(desk: &Desk, id: DeliveryId) {
    desk.arm(id, 60).await.unwrap();
    let mut done = desk.published(id, 0).await;
    done.push(Change::Outcome(outcome(id.0)));
    done.push(Change::Post { post: PostId(id.0), status: PostStatus::Published });
    done.push(Change::Acknowledge { delivery: Some(id), account: Some(name("x")) });
    desk.commit(done).await.unwrap();
}

#[tokio::test]
async fn one_publish_costs_the_same_however_long_the_queue_is() {
    let folder = Folder::fast();
    let (journal, steps) = counted(&folder);
    let epoch = journal.begin(instance(0)).await.unwrap().epoch;
    let desk = Desk { journal: Arc::new(journal), epoch };
    fill(&desk, 0, 100).await;
    let (first, second) = (desk.ready("first.md", 1).await, desk.ready("second.md", 1).await);
    steps.store(0, Ordering::Relaxed);
    publish(&desk, first).await;
    let few = steps.load(Ordering::Relaxed);
    fill(&desk, 102, 5_000).await;
    steps.store(0, Ordering::Relaxed);
    publish(&desk, second).await;
    let many = steps.load(Ordering::Relaxed);
    assert!(few > 100 && many * 10 <= few * 12, "{few} steps with 100, {many} with 5,000");
}

/// Everything that is prepared of a delivery of one part, as the engine writes it.
async fn prepared(desk: &Desk, id: DeliveryId) -> Vec<Change> {
    let (planned, version) = desk.delivery(id).await;
    let begun = step(&planned, Event::Begun { parts: 1 }, &context(60)).unwrap().next;
    let ready = step(&begun, Event::Prepared, &context(60)).unwrap().next;
    vec![
        Change::Compose { delivery: id, parts: vec![part("one part")] },
        Change::Move { delivery: begun, version },
        Change::Move { delivery: ready, version: Version(version.0 + 1) },
    ]
}

#[tokio::test]
async fn a_post_of_one_lane_costs_one_flush() {
    const POSTS: i64 = 50;
    let folder = Folder::fast();
    let opened = open::own(folder.path(), &STEPS).unwrap();
    // Whoever may wait for company waits until it comes, however slow the machine is.
    let journal = SqliteJournal::start_with(opened, Duration::from_secs(3_600), || {}).unwrap();
    let epoch = journal.begin(instance(0)).await.unwrap().epoch;
    let desk = Desk { journal: Arc::new(journal), epoch };
    let take = |n| desk.journal.take(epoch, taken(&format!("{n}.md"), &["x"]));
    assert!(join_all((0..=POSTS).map(take)).await.iter().all(Result::is_ok));
    let first = desk.journal.commit(epoch, prepared(&desk, DeliveryId(1)).await);
    desk.journal.flush().await.unwrap();
    first.await.unwrap();
    let before = desk.journal.commits();
    let mut outcome_of_last = Vec::new();
    for id in (1..=POSTS).map(DeliveryId) {
        let next = prepared(&desk, DeliveryId(id.0 + 1)).await;
        let wish = desk.wish(id, 60).await;
        let outcome = desk.journal.commit_with_next(epoch, outcome_of_last);
        let next = desk.journal.commit(epoch, next);
        desk.journal.arm(epoch, wish, Gate::switches_only()).await.unwrap();
        outcome.await.unwrap();
        next.await.unwrap();
        outcome_of_last = desk.published(id, 0).await;
    }
    assert_eq!(desk.journal.commits() - before, u64::try_from(POSTS).unwrap());
}

#[tokio::test]
async fn a_queued_post_takes_little_more_than_its_text() {
    let folder = Folder::fast();
    let desk = Desk::start(&folder).await;
    let take = |n| desk.journal.take(desk.epoch, taken(&format!("2026/{n}.md"), &["x"]));
    let all = join_all((0..2_000).map(take)).await;
    assert!(all.iter().all(Result::is_ok));
    drop(desk);
    let text = serde_json::to_vec(&notice().content).unwrap().len();
    let a_post = folder.database().metadata().unwrap().len() / 2_000;
    assert!(a_post < u64::try_from(text).unwrap() + 400, "{a_post} bytes, {text} of them text");
}

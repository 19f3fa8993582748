//! P1: posts a second from the folder to the platform, and from the journal to the platform, with
//! every record safe from a power cut, as a ratio to a bare client that posts from memory.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    missing_docs,
    reason = "a program that measures, and not a part of the product"
)]

mod common;

use std::time::Duration;

use common::mock::Mock;
use common::rig::{Keep, Rig};
use common::table::{Rounds, line};
use common::{Ground, bare, queue, setting};
use dakiya::post::When;

#[tokio::main]
async fn main() {
    let posts = setting("DAKIYA_BENCH_POSTS", 2_000);
    let rounds = setting("DAKIYA_BENCH_ROUNDS", 5);
    let ground = Ground::new();
    for (lanes, filed, queued) in [(32, ">= 0.45", ">= 0.60"), (8, "-", "-")] {
        let measured = measure(&ground, posts, lanes, rounds).await;
        line("P1", &format!("folder to published, {lanes} lanes, of bare"), &measured[0], filed);
        line("P1", &format!("journal to published, {lanes} lanes, of bare"), &measured[1], queued);
        line("P1", &format!("flushes a post from the journal, {lanes} lanes"), &measured[2], "-");
    }
}

/// The rates from the folder and from the journal as shares of the bare client's, and the flushes
/// a post.
async fn measure(ground: &Ground, posts: usize, lanes: usize, rounds: usize) -> [Rounds; 3] {
    let mut measured: [Rounds; 3] = Default::default();
    for _ in 0..rounds {
        let mock = Mock::start(Duration::ZERO);
        let bare = bare::publish(&mock, posts, lanes).await.as_secs_f64();
        let (queued, flushes) = from_journal(ground, &mock, posts, lanes).await;
        let filed = from_folder(ground, &mock, posts, lanes).await;
        let values = [bare / filed.as_secs_f64(), bare / queued.as_secs_f64(), flushes];
        measured.iter_mut().zip(values).for_each(|(figure, value)| figure.push(value));
    }
    measured
}

#[expect(clippy::cast_precision_loss, reason = "small numbers")]
async fn from_journal(ground: &Ground, mock: &Mock, posts: usize, lanes: usize) -> (Duration, f64) {
    let rig = Rig::open(&ground.folder(), Keep::Disk).await;
    rig.take(posts, lanes, |_| When::Now).await;
    let facts = rig.lanes(mock, lanes).await;
    let (before, received) = (rig.journal.commits(), mock.received());
    let took = rig.publish(facts).await;
    assert_eq!(mock.received() - received, posts);
    (took, (rig.journal.commits() - before) as f64 / posts as f64)
}

async fn from_folder(ground: &Ground, mock: &Mock, posts: usize, lanes: usize) -> Duration {
    let folder = ground.folder();
    queue::fill(&folder.join("posts"), posts, lanes, "\"now\"");
    let rig = Rig::open(&folder, Keep::Disk).await;
    let received = mock.received();
    let took = queue::publish(&rig, &folder, mock, posts, lanes).await;
    assert_eq!(mock.received() - received, posts);
    took
}

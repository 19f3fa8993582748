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

use common::mock::Mock;
use common::rig::{Keep, Rig};
use common::table::{Rounds, line};
use common::{bare, folder, queue, setting};
use dakiya::post::When;
use std::time::Duration;

#[tokio::main]
async fn main() {
    let posts = setting("DAKIYA_BENCH_POSTS", 2_000);
    let rounds = setting("DAKIYA_BENCH_ROUNDS", 5);
    for lanes in [32, 8] {
        let (mut queued, mut filed, mut commits) = <(Rounds, Rounds, Rounds)>::default();
        for _ in 0..rounds {
            let mock = Mock::start(Duration::ZERO);
            let bare = bare::publish(&mock, posts, lanes).await;
            let (memory, written) = from_journal(&mock, posts, lanes).await;
            let whole = from_folder(&mock, posts, lanes).await;
            queued.push(bare.as_secs_f64() / memory.as_secs_f64());
            filed.push(bare.as_secs_f64() / whole.as_secs_f64());
            commits.push(written);
        }
        let (folder, journal) = if lanes == 32 { (">= 0.45", ">= 0.60") } else { ("-", "-") };
        line("P1", &format!("folder to published, {lanes} lanes, of bare"), &filed, folder);
        line("P1", &format!("journal to published, {lanes} lanes, of bare"), &queued, journal);
        line("P1", &format!("flushes a post from the journal, {lanes} lanes"), &commits, "-");
    }
}

#[expect(clippy::cast_precision_loss, reason = "small numbers")]
async fn from_journal(mock: &Mock, posts: usize, lanes: usize) -> (Duration, f64) {
    let folder = folder();
    let rig = Rig::open(folder.path(), Keep::Disk).await;
    rig.take(posts, lanes, |_| When::Now).await;
    let facts = rig.lanes(mock, lanes).await;
    let (before, received) = (rig.journal.commits(), mock.received());
    let took = rig.publish(facts).await;
    assert_eq!(mock.received() - received, posts);
    (took, (rig.journal.commits() - before) as f64 / posts as f64)
}

async fn from_folder(mock: &Mock, posts: usize, lanes: usize) -> Duration {
    let folder = folder();
    queue::fill(&folder.path().join("posts"), posts, lanes, "\"now\"");
    let rig = Rig::open(folder.path(), Keep::Disk).await;
    let received = mock.received();
    let took = queue::publish(&rig, folder.path(), mock, posts, lanes).await;
    assert_eq!(mock.received() - received, posts);
    took
}

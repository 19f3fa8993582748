//! P2: one lane, whose posts go out strictly one after the other, as a ratio to a bare client that
//! does the same; the same at a platform that takes 50 ms to answer; and flushes a post.

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
use common::{Ground, bare, setting};
use dakiya::post::When;

#[tokio::main]
async fn main() {
    let posts = setting("DAKIYA_BENCH_POSTS", 1_000);
    let rounds = setting("DAKIYA_BENCH_ROUNDS", 5);
    let (quick, slow) = (Duration::ZERO, Duration::from_millis(50));
    let ground = Ground::new();
    against_bare(&ground, "one lane, of bare", (posts, rounds), quick, ">= 0.35").await;
    let slowly = "one lane, a platform that takes 50 ms";
    against_bare(&ground, slowly, (60, rounds), slow, ">= 0.99").await;
    for (lanes, goal) in [(1, "<= 1.02"), (8, "<= 0.20"), (32, "<= 0.06")] {
        let mut flushes = Rounds::default();
        for _ in 0..rounds {
            let (_, count) = ours(&ground, &Mock::start(quick), posts * lanes.min(4), lanes).await;
            flushes.push(count);
        }
        line("P2", &format!("flushes a post, {lanes} lanes"), &flushes, goal);
    }
}

async fn against_bare(
    ground: &Ground,
    what: &str,
    (posts, rounds): (usize, usize),
    delay: Duration,
    goal: &str,
) {
    let mut ratios = Rounds::default();
    for _ in 0..rounds {
        let mock = Mock::start(delay);
        let bare = bare::publish(&mock, posts, 1).await;
        let (took, _) = ours(ground, &mock, posts, 1).await;
        ratios.push(bare.as_secs_f64() / took.as_secs_f64());
    }
    line("P2", what, &ratios, goal);
}

/// How long `posts` posts took, and how often the journal was flushed for each.
#[expect(clippy::cast_precision_loss, reason = "small numbers")]
async fn ours(ground: &Ground, mock: &Mock, posts: usize, lanes: usize) -> (Duration, f64) {
    let rig = Rig::open(&ground.folder(), Keep::Disk).await;
    rig.take(posts, lanes, |_| When::Now).await;
    let facts = rig.lanes(mock, lanes).await;
    let before = rig.journal.commits();
    let took = rig.publish(facts).await;
    (took, (rig.journal.commits() - before) as f64 / posts as f64)
}

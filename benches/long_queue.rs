//! P4: what a long queue costs: the first look at it, the proof that nothing in it changed, and the
//! way of the first due post after a start.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    missing_docs,
    reason = "a program that measures, and not a part of the product"
)]

mod common;

use std::collections::BTreeSet;
use std::path::Path;
use std::time::{Duration, Instant};

use common::mock::Mock;
use common::rig::{self, Keep, Rig, strict};
use common::table::{Rounds, line};
use common::{Ground, queue, setting};
use dakiya::app::{Task, learn};
use dakiya::blobs::Blobs;
use dakiya::clock::{Clock as _, SystemClock};
use dakiya::intake::Hint;
use dakiya::post::When;
use dakiya::publish::{Input, inputs};

/// A time far in the future.
const LATER: &str = "2049-11-25T09:00:00";

/// The number of the first post that is due; no queued one is numbered as high.
const DUE: usize = 900_000;

#[tokio::main]
async fn main() {
    let posts = setting("DAKIYA_BENCH_POSTS", 5_000);
    let rounds = setting("DAKIYA_BENCH_ROUNDS", 3);
    println!("P4 with {posts} queued files, everything in the page cache");
    let ground = Ground::new();
    intake(&ground, posts, rounds).await;
    let folder = ground.folder();
    prepare(&folder, posts).await;
    proof(&folder, posts, rounds).await;
    start(&folder, &ground.folder(), rounds).await;
}

async fn intake(ground: &Ground, posts: usize, rounds: usize) {
    let mut ratios = Rounds::default();
    for _ in 0..rounds {
        let folder = ground.folder();
        let posts_folder = folder.join("posts");
        queue::fill(&posts_folder, posts, 1, LATER);
        let bare = read_and_parse(&posts_folder.join("queue"), posts);
        let taken = take_all(&folder, posts).await;
        ratios.push(taken.as_secs_f64() / bare.as_secs_f64());
    }
    line("P4", "first intake, of bare read and parse", &ratios, "<= 2");
}

/// Reads every file once, and its front matter as TOML.
fn read_and_parse(queue: &Path, posts: usize) -> Duration {
    let begin = Instant::now();
    let mut read = 0;
    for entry in std::fs::read_dir(queue).expect("the queue") {
        let text = std::fs::read_to_string(entry.expect("an entry").path()).expect("a text");
        let front = text.strip_prefix("+++\n").and_then(|rest| rest.split_once("\n+++\n"));
        let table: toml::Table = front.expect("front matter").0.parse().expect("TOML");
        read += usize::from(table.contains_key("at"));
    }
    assert_eq!(read, posts);
    begin.elapsed()
}

async fn take_all(folder: &Path, posts: usize) -> Duration {
    let mock = Mock::start(Duration::ZERO);
    let rig = Rig::open(folder, Keep::Disk).await;
    let lanes = rig.lanes(&mock, 1).await;
    let (engine, _inbox) = inputs();
    let config = queue::config(&folder.join("posts"), 1);
    let begin = Instant::now();
    let mut pipeline = queue::pipeline(&rig, folder, config, &lanes, engine).await;
    pipeline.run(Task::Look(Hint::Anywhere)).await.expect("a look");
    while pipeline.next_look().is_some() {
        let more = Task::Look(Hint::Names(BTreeSet::new()));
        pipeline.run(more).await.expect("a look");
    }
    let took = begin.elapsed();
    assert_eq!(rig.journal.files().await.expect("the files").len(), posts);
    took
}

/// A state that knows `posts` files, and the files.
async fn prepare(folder: &Path, posts: usize) {
    queue::fill(&folder.join("posts"), posts, 1, LATER);
    let rig = Rig::open(folder, Keep::Disk).await;
    let first = rig.in_future(Duration::from_secs(86_400));
    rig.take_files(&folder.join("posts/queue"), posts, 1, first).await;
}

async fn proof(folder: &Path, posts: usize, rounds: usize) {
    let (mut alone, mut whole) = <(Rounds, Rounds)>::default();
    let rig = Rig::open(folder, Keep::Disk).await;
    let config = queue::config(&folder.join("posts"), 1);
    for _ in 0..rounds {
        let bare = stat_all(&config.posts.queue, posts);
        let begin = Instant::now();
        let mut scanner = queue::scanner(&config, Blobs::new(folder.join("state/blobs")));
        learn(&mut scanner, &rig.journal).await.expect("the files");
        let loaded = begin.elapsed();
        let seen = scanner.scan(SystemClock.now(), SystemClock.uptime()).expect("a look");
        assert!(seen.is_empty() && scanner.reads() == 0, "something changed");
        whole.push(begin.elapsed().as_secs_f64() / bare.as_secs_f64());
        alone.push((begin.elapsed() - loaded).as_secs_f64() / bare.as_secs_f64());
    }
    line("P4", "proof that nothing changed, of a bare stat scan", &alone, "<= 1.1");
    line("P4", "the same with loading what is known", &whole, "-");
}

fn stat_all(queue: &Path, posts: usize) -> Duration {
    let begin = Instant::now();
    let mut found = 0;
    for entry in std::fs::read_dir(queue).expect("the queue") {
        let length = entry.expect("an entry").metadata().expect("a file").len();
        found += usize::from(length > 0);
    }
    assert_eq!(found, posts);
    begin.elapsed()
}

async fn start(long: &Path, empty: &Path, rounds: usize) {
    let (mut ratios, mut walks) = <(Rounds, Rounds)>::default();
    for round in 0..rounds {
        let walk = stat_all(&long.join("posts/queue"), count(long));
        let short = first_due(empty, round).await;
        let took = first_due(long, round).await;
        ratios.push(took.as_secs_f64() / short.as_secs_f64());
        walks.push(took.as_secs_f64() / walk.as_secs_f64());
    }
    line("P4", "start to first due post, of that with an empty queue", &ratios, "<= 1.3");
    line("P4", "start to first due post, of a bare stat scan", &walks, "<= 0.5");
}

fn count(folder: &Path) -> usize {
    std::fs::read_dir(folder.join("posts/queue")).expect("the queue").count()
}

/// From opening the state to the platform having the one post that is due, another one in every
/// round.
async fn first_due(folder: &Path, round: usize) -> Duration {
    let mock = Mock::start(Duration::ZERO);
    let before = Rig::open(folder, Keep::Disk).await;
    before.take_one(DUE + round, When::Now).await;
    before.journal.end(before.epoch, SystemClock.now()).await.expect("an end");
    drop(before);
    let lanes = rig::lanes(folder, &mock, 1).await;
    let begin = Instant::now();
    let rig = Rig::open(folder, Keep::Disk).await;
    let (engine, inputs) = rig.engine(lanes, strict()).await;
    let running = tokio::spawn(engine.run());
    while mock.received() == 0 {
        tokio::task::yield_now().await;
    }
    let took = begin.elapsed();
    inputs.tell(Input::Shutdown);
    running.await.expect("a run").expect("a journal that works");
    took
}

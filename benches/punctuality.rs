//! P3: from the due instant to the platform having the request, as a ratio to a bare client that
//! waits on a timer of tokio; and how late the last of a thousand posts of one instant is.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    missing_docs,
    reason = "a program that measures, and not a part of the product"
)]

mod common;

use std::time::{Duration, Instant};

use common::mock::Mock;
use common::rig::{Keep, Rig, strict};
use common::table::{Rounds, line};
use common::{Ground, bare, setting};
use dakiya::post::When;
use dakiya::publish::Input;

/// How far apart the posts of the first measure are.
const APART: Duration = Duration::from_millis(23);

/// How long before the first instant everything is started.
const LEAD: Duration = Duration::from_millis(1_500);

/// How many lanes share the posts of one instant.
const LANES: usize = 32;

#[tokio::main]
async fn main() {
    let posts = setting("DAKIYA_BENCH_POSTS", 100);
    let rounds = setting("DAKIYA_BENCH_ROUNDS", 5);
    let ground = Ground::new();
    punctual(&ground, posts, rounds).await;
    crowd(&ground, 1_000, rounds).await;
}

async fn punctual(ground: &Ground, posts: usize, rounds: usize) {
    let (mut middle, mut tail, mut journal) = <(Rounds, Rounds, Rounds)>::default();
    for _ in 0..rounds {
        let bare = bare_lateness(posts).await;
        let memory = our_lateness(ground, posts, Keep::Memory).await;
        let disk = our_lateness(ground, posts, Keep::Disk).await;
        middle.push(disk.median() / bare.median());
        tail.push(disk.quantile(0.99) / bare.quantile(0.99));
        journal.push(disk.median() / memory.median());
    }
    line("P3", "due to received, p50, of a bare tokio timer", &middle, "<= 0.25");
    line("P3", "due to received, p99, of a bare tokio timer", &tail, "<= 0.5");
    line(
        "P3",
        "due to received, p50, with a journal on disk to one in memory",
        &journal,
        "<= 1.05",
    );
}

/// How late each post was received, in seconds, by a bare client.
async fn bare_lateness(posts: usize) -> Rounds {
    let mock = Mock::start(Duration::ZERO);
    let client = bare::client();
    bare::send(&client, &mock, 999_999, bare::body(999_999)).await;
    mock.arrivals();
    let first = Instant::now() + Duration::from_millis(50);
    for n in 0..posts {
        let body = bare::body(n);
        tokio::time::sleep_until((first + due(n)).into()).await;
        bare::send(&client, &mock, n, body).await;
    }
    lateness(&mock, first)
}

async fn our_lateness(ground: &Ground, posts: usize, keep: Keep) -> Rounds {
    let mock = Mock::start(Duration::ZERO);
    let rig = Rig::open(&ground.folder(), keep).await;
    let (first, steady) = (rig.in_future(LEAD), Instant::now() + LEAD);
    rig.take(posts, 1, |n| When::At(first + chrono(due(n)))).await;
    rig.publish(rig.lanes(&mock, 1).await).await;
    lateness(&mock, steady)
}

fn lateness(mock: &Mock, first: Instant) -> Rounds {
    let late = |(n, at): (usize, Instant)| at.duration_since(first + due(n)).as_secs_f64();
    mock.arrivals().into_iter().map(late).collect()
}

/// Odd distances, so that no instant falls on a tick by rule.
fn due(n: usize) -> Duration {
    let n = u32::try_from(n).expect("a small number");
    APART * n + Duration::from_micros(u64::from(n * 377 % 1000))
}

fn chrono(duration: Duration) -> chrono::Duration {
    chrono::Duration::from_std(duration).expect("a short time")
}

/// `posts` posts of one instant: when the last is received, by the time that as many take that
/// wait already.
async fn crowd(ground: &Ground, posts: usize, rounds: usize) {
    let mut ratios = Rounds::default();
    for _ in 0..rounds {
        let flowing = {
            let mock = Mock::start(Duration::ZERO);
            let rig = Rig::open(&ground.folder(), Keep::Disk).await;
            rig.take(posts, LANES, |_| When::Now).await;
            rig.publish(rig.lanes(&mock, LANES).await).await
        };
        ratios.push(last_of(ground, posts).await.as_secs_f64() / flowing.as_secs_f64());
    }
    line(
        "P3",
        &format!("last of {posts} at one instant, of their time at P1's rate"),
        &ratios,
        "<= 1.2",
    );
}

async fn last_of(ground: &Ground, posts: usize) -> Duration {
    let mock = Mock::start(Duration::ZERO);
    let rig = Rig::open(&ground.folder(), Keep::Disk).await;
    let wait = LEAD * 2;
    let (due, steady) = (rig.in_future(wait), Instant::now() + wait);
    rig.take(posts, LANES, |_| When::At(due)).await;
    let lanes = rig.lanes(&mock, LANES).await;
    let (engine, inputs) = rig.engine(lanes, strict()).await;
    let running = tokio::spawn(engine.run());
    while mock.received() < posts {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    inputs.tell(Input::Shutdown);
    running.await.expect("a run").expect("a journal that works");
    let last = mock.arrivals().into_iter().map(|(_, at)| at).max().expect("arrivals");
    last.duration_since(steady)
}

//! P5: what the program keeps in memory, as it says itself: idle, and for every queued post. Each
//! figure is that of a process of its own.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    missing_docs,
    reason = "a program that measures, and not a part of the product"
)]

mod common;

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use common::mock::Mock;
use common::rig::{self, Keep, Rig, strict};
use common::table::{Rounds, line};
use common::{Ground, queue, setting};
use dakiya::app::Task;
use dakiya::clock::{Clock as _, SystemClock};
use dakiya::http::{Http, HttpOptions, Kind};
use dakiya::intake::Hint;

/// The variable that makes this program the one to be measured.
const CHILD: &str = "DAKIYA_BENCH_CHILD";

const MIB: f64 = 1024.0 * 1024.0;

#[tokio::main]
async fn main() {
    if let Some(folder) = std::env::var_os(CHILD) {
        return measured(Path::new(&folder)).await;
    }
    let posts = setting("DAKIYA_BENCH_POSTS", 100_000);
    let rounds = setting("DAKIYA_BENCH_ROUNDS", 3);
    let ground = Ground::new();
    let (empty, full) = (ground.folder(), ground.folder());
    prepare(&empty, 0).await;
    prepare(&full, posts).await;
    let mut figures: [Rounds; 5] = Default::default();
    for _ in 0..rounds {
        let (idle, idle_peak) = child(&empty);
        let (long, long_peak) = child(&full);
        #[expect(clippy::cast_precision_loss, reason = "small numbers")]
        let each = (long - idle) / posts as f64;
        let values = [idle / MIB, idle_peak / MIB, long / MIB, long_peak / MIB, each];
        figures.iter_mut().zip(values).for_each(|(figure, value)| figure.push(value));
    }
    let [idle, idle_peak, long, long_peak, each] = figures;
    line("P5", "MiB resident, idle, with TLS and database", &idle, "<= 10");
    line("P5", "MiB at most, idle", &idle_peak, "-");
    line("P5", &format!("MiB resident with {posts} queued posts"), &long, "<= 20");
    line("P5", "MiB at most with them", &long_peak, "-");
    line("P5", "bytes a queued post", &each, "<= 100");
}

async fn prepare(folder: &Path, posts: usize) {
    queue::fill(&folder.join("posts"), posts, 4, "2049-11-25T09:00:00");
    let rig = Rig::open(folder, Keep::Disk).await;
    let first = rig.in_future(Duration::from_secs(86_400));
    rig.take_files(&folder.join("posts/queue"), posts, 4, first).await;
    rig.journal.end(rig.epoch, SystemClock.now()).await.expect("an end");
}

/// Bytes resident and at most, of a process of its own on the state in `folder`.
fn child(folder: &Path) -> (f64, f64) {
    let program = std::env::current_exe().expect("this program");
    let output = Command::new(program).env(CHILD, folder).output().expect("a child");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8(output.stdout).expect("text");
    let (resident, most) = text.trim().split_once(' ').expect("two numbers");
    (resident.parse().expect("a number"), most.parse().expect("a number"))
}

/// Runs as the daemon does, with nothing due, and tells its memory.
async fn measured(folder: &Path) {
    let mock = Mock::start(Duration::ZERO);
    let world = Http::new(HttpOptions::default()).expect("a client");
    for kind in [Kind::Fresh, Kind::Warm, Kind::Invisible] {
        world.make_ready(kind).expect("TLS");
    }
    let rig = Rig::open(folder, Keep::Disk).await;
    let lanes = rig::lanes(folder, &mock, 4).await;
    let (engine, inputs) = rig.engine(rig::lanes(folder, &mock, 4).await, strict()).await;
    let running = tokio::spawn(engine.run());
    let config = queue::config(&folder.join("posts"), 4);
    let mut pipeline = queue::pipeline(&rig, folder, config, &lanes, inputs.clone()).await;
    pipeline.run(Task::Look(Hint::Anywhere)).await.expect("a look");
    tokio::time::sleep(Duration::from_millis(300)).await;
    println!("{} {}", kib("VmRSS:") * 1024, kib("VmHWM:") * 1024);
    running.abort();
}

fn kib(field: &str) -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").expect("our status");
    let line = status.lines().find_map(|line| line.strip_prefix(field)).expect("the field");
    line.trim().trim_end_matches(" kB").parse().expect("a number")
}

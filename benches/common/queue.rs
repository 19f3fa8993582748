//! The way of a file: from the queue to the folder of the published ones.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use dakiya::app::{Addressees, Films, Pipeline, Task, Troubles, Vanished, learn};
use dakiya::blobs::Blobs;
use dakiya::config::{Config, Overrides};
use dakiya::event::{Happening, What};
use dakiya::finding::Source;
use dakiya::intake::{Hint, InDoubt, IntakeConfig, Scanner};
use dakiya::language::Language;
use dakiya::publish::{Input, Inputs, LaneFacts, Listener};
use dakiya::report::Words;
use dakiya::schedule::{Zone, resolve_fixed};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use super::mock::Mock;
use super::rig::{Rig, check};
use super::{file, lane};

/// Writes `posts` files, in turn for `accounts` accounts, all due at `at`.
pub fn fill(posts_folder: &Path, posts: usize, accounts: usize, at: &str) {
    let queue = posts_folder.join("queue");
    std::fs::create_dir_all(&queue).expect("a queue");
    for n in 0..posts {
        let path = queue.join(format!("{n:06}.md"));
        std::fs::write(path, file(n, &lane(n % accounts), at)).expect("a file");
    }
}

/// The config of `accounts` accounts, whose posts lie in `posts_folder`. Files need no rest.
pub fn config(posts_folder: &Path, accounts: usize) -> Arc<Config> {
    let mut text = "zone = \"Asia/Kolkata\"\n".to_owned();
    for n in 0..accounts {
        text += &format!(
            "[accounts.{}]\nplatform = \"mastodon\"\nserver = \"https://mock.example\"\n\
             token = {{ credential = \"t\" }}\n",
            lane(n)
        );
    }
    let path = posts_folder.join("../config/dakiya.toml");
    let overrides = Overrides::read(|_| None).expect("no overrides");
    let config = Config::parse(Source::new("dakiya.toml", text), &path, &overrides);
    let mut config = config.expect("a config");
    config.posts = IntakeConfig {
        queue: posts_folder.join("queue"),
        published: posts_folder.join("published"),
        failed: posts_folder.join("failed"),
        settle: Duration::ZERO,
        settle_network: Duration::ZERO,
        ..config.posts
    };
    Arc::new(config)
}

/// A pipeline on `rig`, as the daemon makes it.
pub async fn pipeline(
    rig: &Rig,
    folder: &Path,
    config: Arc<Config>,
    lanes: &[LaneFacts],
    engine: Inputs,
) -> Pipeline {
    let mut scanner = scanner(&config, Blobs::new(folder.join("state/blobs")));
    learn(&mut scanner, &rig.journal).await.expect("the files");
    Pipeline {
        scanner: Some(scanner),
        addressees: Addressees::new(config, lanes),
        journal: Arc::clone(&rig.journal),
        epoch: rig.epoch,
        engine,
        clock: Arc::clone(&rig.clock),
        words: Arc::new(Words::new(Language::English)),
        note: Arc::new(|findings| panic!("{findings:?}")),
        hands_off: false,
        unsettled: false,
        refused: BTreeSet::new(),
        vanished: Vanished::default(),
        in_doubt: InDoubt::default(),
        fresh_notice: Arc::default(),
        troubles: Troubles::default(),
        ahead: Vec::new(),
        films: Films::default(),
    }
}

/// A scanner as the daemon makes it, to which nothing is known.
pub fn scanner(config: &Config, blobs: Blobs) -> Scanner {
    let zone: Zone = config.zone;
    let local =
        Arc::new(move |written| resolve_fixed(written, zone).map_err(|error| error.finding()));
    Scanner::new(config.posts.clone(), blobs, local)
}

/// Publishes the `posts` files in `folder`, and waits until each lies among the published ones;
/// how long it took from the first look on.
pub async fn publish(
    rig: &Rig,
    folder: &Path,
    mock: &Mock,
    posts: usize,
    accounts: usize,
) -> Duration {
    let lanes = rig.lanes(mock, accounts).await;
    let config = config(&folder.join("posts"), accounts);
    let (tasks, mut todo) = unbounded_channel();
    let engine_lanes = rig.lanes(mock, accounts).await;
    let begin = Instant::now();
    let (engine, inputs) = rig.engine(engine_lanes, settling(tasks)).await;
    let running = tokio::spawn(engine.run());
    let pipeline = pipeline(rig, folder, config, &lanes, inputs.clone()).await;
    let fed = tokio::spawn(async move {
        feed(pipeline, &mut todo, posts).await;
    });
    fed.await.expect("a feed");
    let took = begin.elapsed();
    inputs.tell(Input::Shutdown);
    running.await.expect("a run").expect("a journal that works");
    let left = std::fs::read_dir(folder.join("posts/queue")).expect("the queue").count();
    assert_eq!(left, 0, "files that were not filed away");
    took
}

fn settling(tasks: UnboundedSender<Task>) -> Listener {
    Listener::new(move |happening: Happening| {
        check(&happening);
        if let What::DeliveryEnded { post } = happening.what {
            tasks.send(Task::Settle(vec![post])).expect("a feed that goes on");
        }
    })
}

/// Feeds the pipeline as the daemon does, until `posts` posts were filed away.
async fn feed(mut pipeline: Pipeline, todo: &mut UnboundedReceiver<Task>, posts: usize) {
    pipeline.run(Task::Look(Hint::Anywhere)).await.expect("a look");
    let (mut settled, mut tasks) = (0, Vec::new());
    while settled < posts {
        tokio::select! {
            biased;
            count = todo.recv_many(&mut tasks, 256) => assert!(count > 0, "the engine ended"),
            () = std::future::ready(()), if pipeline.next_look().is_some() => {
                tasks.push(Task::Look(Hint::Names(BTreeSet::new())));
            }
        }
        settled += tasks.iter().filter(|task| matches!(task, Task::Settle(_))).count();
        pipeline.run_all(std::mem::take(&mut tasks)).await.expect("a journal that works");
    }
}

//! The running program: folder, engine, outcomes and orders, side by side until it is told to end.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;
use tokio::sync::Notify;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tracing::{error, info, warn};

use super::accounts::{Ground, accounts};
use super::addressing::Addressees;
use super::backups::back_up_daily;
use super::health;
use super::lifecycle::{Signals, Wish, end, systemd};
use super::network::Network;
use super::pipeline::{NoteText, Pipeline, Task};
use super::restored;
use super::state::{State, StateError};
use super::sweep::sweep_daily;
use crate::clock::{Clock, Instant, SharedClock};
use crate::config::Config;
use crate::event::{Happening, What};
use crate::finding::Finding;
use crate::intake::{Hint, Scanner, Watch, owner, sweep_unfinished};
use crate::journal::{JournalError, SharedJournal};
use crate::policy::{Machine, Policy};
use crate::publish::{
    Ended, Engine, EngineError, Input, Inputs, Jitter, LaneFacts, Listener, Shared, inputs,
};
use crate::report::{OutcomesFile, Words, log};
use crate::schedule::resolve_fixed;
use crate::text::Escaped;
use crate::verdict::Reason;

/// How long it takes at most to read what has rested, so that it is not waited for in vain.
const READING: Duration = Duration::from_millis(100);

/// The file in the state folder that other processes touch after they left an order.
const WAKE_FILE: &str = "wake";

/// How many tasks of the pipeline are done together at most.
const MOST_TASKS: usize = 256;

/// The name of the file in the posts folder that stops everything.
const STOP_FILE: &str = "STOP";

/// Why the daemon could not start or had to end.
#[derive(Debug, thiserror::Error)]
pub enum DaemonError {
    /// The config, an account or the posts folder is not as it must be.
    #[error("the config or the posts folder cannot be used")]
    Findings(Vec<Finding>),
    /// The state.
    #[error(transparent)]
    State(#[from] StateError),
    /// The engine.
    #[error(transparent)]
    Engine(#[from] EngineError),
    /// The system.
    #[error("the system refused {what}: {source}")]
    System {
        /// What was asked of it.
        what: &'static str,
        /// What it said.
        source: std::io::Error,
    },
}

impl From<JournalError> for DaemonError {
    fn from(error: JournalError) -> Self {
        Self::State(StateError::Journal(error))
    }
}

/// Everything that a run needs.
pub struct Plan {
    /// The config.
    pub config: Arc<Config>,
    /// The clock.
    pub clock: SharedClock,
    /// The opened state.
    pub state: State,
    /// Where requests go.
    pub network: Network,
    /// The text of problem notes.
    pub note: NoteText,
    /// Whether nothing in the posts folder may be touched.
    pub hands_off: bool,
    /// The folder of the organisation's own recipes.
    pub recipes: PathBuf,
    /// Hears everything that happens, beside the log.
    pub listener: Listener,
}

impl std::fmt::Debug for Plan {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Plan")
    }
}

/// Runs until a signal ends it.
///
/// # Errors
/// Where it cannot start, or the journal cannot be used any more.
pub async fn run(plan: Plan) -> Result<Ended, DaemonError> {
    let mut signals = Signals::listen()
        .map_err(|source| DaemonError::System { what: "to hear signals", source })?;
    let lanes = lanes(&plan).await?;
    claim_folder(&plan)?;
    let policy = policy(&plan).await?;
    let addressees = Addressees::new(Arc::clone(&plan.config), &lanes);
    let (engine_inputs, inbox) = inputs();
    let (tasks, todo) = unbounded_channel();
    let fresh_outcome = Arc::new(Notify::new());
    let shared = shared(&plan, policy, &tasks, &fresh_outcome);
    let engine = Engine::start(shared, lanes, plan.state.crashed, inbox).await?.after_a_look();
    let mut pipeline = pipeline(&plan, addressees, engine_inputs.clone()).await?;
    pipeline.settle_leftovers().await?;
    engine_inputs.tell(Input::Orders);

    let journal = Arc::clone(&plan.state.journal);
    let folder = plan.state.folder.clone();
    let mut side = tokio::task::JoinSet::new();
    side.spawn(feed(pipeline, todo, Arc::clone(&plan.clock), plan.config.posts.rescan));
    side.spawn(copy_outcomes(journal, folder.clone(), fresh_outcome));
    side.spawn(hear_orders(folder, engine_inputs.clone()));
    side.spawn(feed_watchdog(Arc::clone(&plan.clock)));
    side.spawn(hear_stop_file(
        plan.config.posts.queue.clone(),
        engine_inputs.clone(),
        stopper(&plan),
    ));
    if !plan.hands_off {
        side.spawn(sweep_daily(tasks, plan.state.blobs.clone(), Arc::clone(&plan.clock)));
        let (folder, keep) = (plan.state.folder.clone(), plan.config.journal.backups);
        let journal = Arc::clone(&plan.state.journal);
        side.spawn(back_up_daily(journal, folder, keep, Arc::clone(&plan.clock)));
    }
    systemd(&[sd_notify::NotifyState::Ready]);
    info!(accounts = plan.config.accounts.len(), "dakiya is running");

    let ended = drive(engine, &mut signals, &engine_inputs, &plan).await;
    drop(side);
    finish(&plan, ended).await
}

/// Lets the engine run, and turns signals into what it understands.
async fn drive(
    engine: Engine,
    signals: &mut Signals,
    inputs: &Inputs,
    plan: &Plan,
) -> Result<Ended, EngineError> {
    let mut running = tokio::spawn(engine.run());
    loop {
        let wish = tokio::select! {
            ended = &mut running => return flat(ended),
            wish = signals.next() => wish,
        };
        match wish {
            Wish::Look => {
                inputs.tell(Input::Orders);
            }
            Wish::Stop => stop(plan, inputs).await,
            Wish::End => break,
        }
    }
    info!("ending: waiting for what is under way (a second signal ends at once)");
    tokio::select! {
        ended = &mut running => flat(ended),
        () = end(signals, inputs, plan.clock.as_ref()) => flat(running.await),
    }
}

fn flat(
    ended: Result<Result<Ended, EngineError>, tokio::task::JoinError>,
) -> Result<Ended, EngineError> {
    ended.unwrap_or_else(|error| {
        Err(JournalError::Rule(format!("the engine broke down: {error}")).into())
    })
}

async fn stop(plan: &Plan, inputs: &Inputs) {
    let reason = Some(Reason::new("stopped-by-signal"));
    if let Err(error) = plan.state.journal.set_stop(reason, plan.clock.now()).await {
        error!(%error, "the stop cannot be written; ending at once");
        inputs.tell(Input::Abort);
    }
    inputs.tell(Input::Orders);
}

async fn finish(plan: &Plan, ended: Result<Ended, EngineError>) -> Result<Ended, DaemonError> {
    let ended = ended?;
    if ended != Ended::Aborted {
        plan.state.journal.end(plan.state.epoch, plan.clock.now()).await?;
    }
    let mut outcomes = OutcomesFile::open(&plan.state.folder)
        .map_err(|source| DaemonError::System { what: "to write outcomes.jsonl", source })?;
    if let Err(error) = outcomes.catch_up(&plan.state.journal).await? {
        error!(%error, "outcomes.jsonl cannot be written; it is caught up at the next start");
    }
    info!("dakiya has ended");
    Ok(ended)
}

/// Two states on one folder would publish everything twice.
fn claim_folder(plan: &Plan) -> Result<(), DaemonError> {
    if plan.hands_off {
        return Ok(());
    }
    let queue = &plan.config.posts.queue;
    std::fs::create_dir_all(queue)
        .map_err(|source| DaemonError::System { what: "to make the queue's folder", source })?;
    let posts = queue.parent().unwrap_or(queue);
    let claimed = owner::claim(posts, &plan.state.owner).map_err(|source| DaemonError::System {
        what: "to mark the posts folder as ours",
        source,
    })?;
    match claimed.objection() {
        Some(finding) => Err(DaemonError::Findings(vec![finding])),
        None => {
            sweep(plan, posts);
            Ok(())
        }
    }
}

/// Removes what a program that died left half-written, now that the folder is surely ours.
fn sweep(plan: &Plan, posts: &Path) {
    if !plan.state.crashed {
        return;
    }
    let config = &plan.config.posts;
    let done = [&config.published, &config.failed].map(std::fs::read_dir);
    let months = done.into_iter().flatten().flatten().flatten().map(|month| month.path());
    for folder in [posts.to_owned(), config.queue.clone()].into_iter().chain(months) {
        if let Err(error) = sweep_unfinished(&folder) {
            let folder = Escaped(&folder.display().to_string()).to_string();
            warn!(folder, %error, "what was half-written here stays");
        }
    }
}

async fn lanes(plan: &Plan) -> Result<Vec<LaneFacts>, DaemonError> {
    let ground = Ground {
        clock: Arc::clone(&plan.clock),
        blobs: plan.state.blobs.clone(),
        recipes: plan.recipes.clone(),
        kept: Some(plan.state.kept()),
    };
    accounts(&plan.config, &ground, &plan.network).await.map_err(DaemonError::Findings)
}

fn shared(
    plan: &Plan,
    policy: Policy,
    tasks: &UnboundedSender<Task>,
    fresh_outcome: &Arc<Notify>,
) -> Shared {
    let (tasks, fresh, also) = (tasks.clone(), Arc::clone(fresh_outcome), plan.listener.clone());
    let listener = Listener::new(move |happening: Happening| {
        log(&happening);
        match &happening.what {
            What::DeliveryEnded { post } => {
                fresh.notify_one();
                // With nobody left to file posts away, they are filed at the next start.
                let _ended = tasks.send(Task::Settle(vec![*post]));
            }
            What::Outcome { .. } => fresh.notify_one(),
            // What could not be written at first is in the journal now.
            What::Restored => {
                fresh.notify_one();
                let _ended = tasks.send(Task::SettleLeftovers);
            }
            _ => {}
        }
        also.hear(happening);
    });
    Shared {
        clock: Arc::clone(&plan.clock),
        journal: Arc::clone(&plan.state.journal),
        epoch: plan.state.epoch,
        policy: Arc::new(policy),
        slots: plan.config.slots.clone().into(),
        keys: plan.state.keys.clone(),
        listener,
        jitter: Jitter::random(),
    }
}

/// A try-out on passing state is not held up by what the real one asks of the machine and of the
/// past.
async fn policy(plan: &Plan) -> Result<Policy, DaemonError> {
    if plan.hands_off {
        return Ok(Policy::on(Machine::well(), &plan.config.policy));
    }
    let State { folder, passed, .. } = &plan.state;
    let dates = plan.network.dates().filter(|_| !plan.config.policy.trust_clock);
    let machine = health::machine(folder, plan.config.journal.min_free, *passed, dates);
    let forgotten = restored::look(plan).await?;
    Ok(Policy::on(machine, &plan.config.policy).having_forgotten(forgotten))
}

async fn pipeline(
    plan: &Plan,
    addressees: Addressees,
    engine: Inputs,
) -> Result<Pipeline, DaemonError> {
    let known = plan.state.journal.files().await?;
    let zone = plan.config.zone;
    let local =
        Arc::new(move |written| resolve_fixed(written, zone).map_err(|error| error.finding()));
    let scanner = Scanner::new(plan.config.posts.clone(), plan.state.blobs.clone(), local, known);
    Ok(Pipeline {
        scanner: Some(scanner),
        addressees,
        journal: Arc::clone(&plan.state.journal),
        epoch: plan.state.epoch,
        engine,
        clock: Arc::clone(&plan.clock),
        words: Arc::new(Words::new(plan.config.language).in_zone(plan.config.zone)),
        note: Arc::clone(&plan.note),
        hands_off: plan.hands_off,
        unsettled: false,
    })
}

/// Feeds the pipeline: hints of the folder, the next look, a rescan now and then.
async fn feed(
    mut pipeline: Pipeline,
    mut todo: UnboundedReceiver<Task>,
    clock: SharedClock,
    rescan: Duration,
) {
    let queue = pipeline.addressees.config().posts.queue.clone();
    let watch = Watch::new(&queue);
    if let Some(why) = watch.blind() {
        warn!(why, "no file events here; the queue is read every minute");
    }
    let mut whole_at = clock.now();
    let mut blind_since = Some(clock.uptime());
    let mut tasks = Vec::new();
    loop {
        let patience = blind_since.map(|since| since + pipeline.rest() + READING);
        let next = pipeline.next_look().into_iter().chain(patience).min();
        let next = next.map_or(Instant::MAX_UTC, |at| instant_of(at, clock.as_ref())).min(whole_at);
        tokio::select! {
            biased;
            _ = todo.recv_many(&mut tasks, MOST_TASKS) => {}
            hint = watch.hint() => tasks.push(Task::Look(hint)),
            () = clock.sleep_until(next) => {
                tasks.push(Task::Look(due(&mut whole_at, &clock, rescan)));
            }
        }
        if tasks.is_empty() {
            return;
        }
        if let Err(error) = pipeline.run_all(std::mem::take(&mut tasks)).await {
            error!(%error, "the journal cannot be used any more; the folder is left alone");
            return;
        }
        let at_rest = pipeline.next_look().is_none();
        if blind_since
            .take_if(|since| at_rest || *since + pipeline.rest() < clock.uptime())
            .is_some()
        {
            pipeline.engine.tell(Input::Looked);
        }
    }
}

/// What a timer means: a look at everything when that is due, else at what has rested.
fn due(whole_at: &mut Instant, clock: &SharedClock, rescan: Duration) -> Hint {
    let now = clock.now();
    if now < *whole_at {
        return Hint::Names(BTreeSet::new());
    }
    *whole_at = now + chrono::Duration::from_std(rescan).unwrap_or(chrono::Duration::minutes(1));
    Hint::Anywhere
}

/// The scanner counts in uptime, the clock waits for instants.
fn instant_of(uptime: Duration, clock: &dyn Clock) -> Instant {
    let wait = uptime.saturating_sub(clock.uptime());
    let wait = chrono::Duration::from_std(wait).unwrap_or(chrono::Duration::zero());
    clock.now().checked_add_signed(wait).unwrap_or(Instant::MAX_UTC)
}

/// Copies outcomes into their file whenever there are new ones.
async fn copy_outcomes(journal: SharedJournal, folder: PathBuf, fresh: Arc<Notify>) {
    let mut file = None;
    loop {
        if file.is_none() {
            file = OutcomesFile::open(&folder)
                .inspect_err(|error| error!(%error, "outcomes.jsonl cannot be opened"))
                .ok();
        }
        if let Some(open) = &mut file {
            match open.catch_up(&journal).await {
                Ok(Ok(())) => {}
                Ok(Err(error)) => {
                    error!(%error, "outcomes.jsonl cannot be written; the journal has them all");
                    file = None;
                }
                Err(error) => error!(%error, "outcomes cannot be read"),
            }
        }
        fresh.notified().await;
    }
}

/// Hears of orders that other processes leave in the journal.
async fn hear_orders(folder: PathBuf, engine: Inputs) {
    let mut watch = watch_for_orders(&folder);
    loop {
        let woken = match watch.hint().await {
            Hint::Anywhere => true,
            Hint::Names(names) => names.contains(WAKE_FILE),
        };
        if !woken {
            continue;
        }
        // The file may be another one now.
        watch = watch_for_orders(&folder);
        if !engine.tell(Input::Orders) {
            return;
        }
    }
}

/// Watches the one file that others touch. The folder changes with every write of the journal, so
/// it is watched only where somebody removed that file.
fn watch_for_orders(folder: &Path) -> Watch {
    let wake = folder.join(WAKE_FILE);
    Watch::new(if wake.exists() { &wake } else { folder })
}

/// Sets the stop in the journal.
type Stopper = Box<dyn Fn(Reason) -> BoxFuture<'static, Result<(), JournalError>> + Send + Sync>;

fn stopper(plan: &Plan) -> Stopper {
    let (journal, clock) = (Arc::clone(&plan.state.journal), Arc::clone(&plan.clock));
    Box::new(move |reason| journal.set_stop(Some(reason), clock.now()))
}

/// A file called STOP beside the queue stops everything, for those who have only the folder.
/// It is taken as an order once; removing it starts nothing.
async fn hear_stop_file(queue: PathBuf, engine: Inputs, stop: Stopper) {
    let Some(posts) = queue.parent().map(Path::to_owned) else { return };
    let watch = Watch::new(&posts);
    let mut there = false;
    loop {
        let now_there = posts.join(STOP_FILE).exists();
        if now_there && !there {
            match stop(Reason::new("stopped-by-file")).await {
                Ok(()) => engine.tell(Input::Orders),
                Err(error) => {
                    error!(%error, "the stop cannot be written; ending at once");
                    engine.tell(Input::Abort)
                }
            };
        }
        there = now_there;
        watch.hint().await;
    }
}

/// Tells systemd's watchdog that we are alive, at half its interval.
async fn feed_watchdog(clock: SharedClock) {
    let Some(interval) = sd_notify::watchdog_enabled() else { return };
    let half = chrono::Duration::from_std(interval / 2).unwrap_or(chrono::Duration::seconds(10));
    loop {
        systemd(&[sd_notify::NotifyState::Watchdog]);
        clock.sleep_until(clock.now() + half).await;
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;

    use futures_util::poll;

    use super::*;
    use crate::clock::SystemClock;
    use crate::journal::{Journal as _, SqliteJournal};
    use crate::publish::inputs;

    #[tokio::test]
    async fn an_order_of_another_process_is_heard_also_after_its_file_was_removed() {
        let folder = tempfile::tempdir().unwrap();
        let _daemon = SqliteJournal::open(folder.path()).unwrap();
        let other = SqliteJournal::open_shared(folder.path()).unwrap();
        let (engine, mut inbox) = inputs();
        let mut hearing = pin!(hear_orders(folder.path().to_owned(), engine));
        assert!(poll!(hearing.as_mut()).is_pending(), "it listens from now on");
        for _ in 0..3 {
            other.set_stop(None, SystemClock.now()).await.unwrap();
            tokio::select! {
                () = hearing.as_mut() => panic!("it ended"),
                heard = inbox.recv() => assert!(matches!(heard, Some(Input::Orders)), "{heard:?}"),
            }
            std::fs::remove_file(folder.path().join(WAKE_FILE)).unwrap();
        }
    }
}

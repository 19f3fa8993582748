//! The running program: folder, engine, outcomes and orders, side by side until it is told to end.

mod tasks;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use tracing::{error, info, warn};

use super::accounts::{Ground, accounts};
use super::addressing::Addressees;
use super::beside::{Broken, Why};
use super::drive::{Surroundings, drive};
use super::fitting::Films;
use super::health;
use super::lifecycle::{Signals, systemd};
use super::network::Network;
use super::pipeline::{NoteText, Pipeline, Task, Troubles, Vanished, learn};
use super::restored;
use super::state::{State, StateError};
use super::threads::PublicPart;
use super::zones;
use crate::clock::{Instant, SharedClock};
use crate::config::Config;
use crate::event::{Happening, Notice, What};
use crate::finding::Finding;
use crate::intake::{InDoubt, Scanner, owner, sweep_unfinished};
use crate::journal::{Change, JournalError};
use crate::media::Fitter;
use crate::policy::{Machine, Policy};
use crate::publish::{
    Ended, Engine, EngineError, Input, Inputs, Jitter, LaneFacts, Listener, Shared, inputs,
};
use crate::report::{OutcomesFile, Words, log};
use crate::schedule::{resolve_fixed, tzdata_version};
use crate::text::Escaped;
use crate::verdict::Reason;

use tasks::{Ends, Fresh, beside, introductions, keep_asking};

pub(super) use tasks::always;

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
    #[error("{what}: {source}")]
    System {
        /// The message that tells what was asked of it.
        what: &'static str,
        /// What it said.
        source: std::io::Error,
    },
    /// A part of the program ended though it was to go on.
    #[error("a part of the program ({task}) ended by itself: {why}; it must be started anew")]
    Broken {
        /// Which part.
        task: &'static str,
        /// Why.
        why: String,
    },
}

impl DaemonError {
    /// What people are told, with what they can do; nothing where findings say it.
    #[must_use]
    pub fn reason(&self) -> Option<Reason> {
        match self {
            Self::Findings(_) => None,
            Self::State(error) => Some(error.reason()),
            Self::Engine(EngineError::Journal(error)) => Some(error.reason()),
            Self::System { what, source } => {
                Some(Reason::new(what).with("detail", source.to_string()))
            }
            Self::Broken { .. } => {
                Some(Reason::new("program-fault").with("detail", self.to_string()))
            }
        }
    }
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
        .map_err(|source| DaemonError::System { what: "system-signals", source })?;
    let lanes = lanes(&plan).await?;
    claim_folder(&plan)?;
    let policy = policy(&plan).await?;
    if plan.state.new_zones {
        let State { journal, epoch, .. } = &plan.state;
        zones::follow(journal, *epoch, &plan.config.slots, plan.clock.now()).await?;
    }
    let addressees = Addressees::new(Arc::clone(&plan.config), &lanes)
        .fitting_with(Fitter::of_this_program(plan.state.blobs.clone()));
    let (engine_inputs, inbox) = inputs();
    let (tasks, todo) = unbounded_channel();
    let asking = introductions(&plan, &lanes).await;
    let fresh = Fresh::default();
    let (parts, public_parts) = unbounded_channel();
    let shared = shared(&plan, policy, &tasks, parts, &fresh);
    let engine = Engine::start(shared, lanes, plan.state.crashed, inbox).await?.after_a_look();
    let films = (!plan.hands_off).then_some(plan.state.folder.as_path());
    let films = Films::new(tasks.downgrade(), films);
    let mut pipeline = pipeline(&plan, addressees, engine_inputs.clone(), &fresh, films).await?;
    pipeline.settle_leftovers().await?;
    engine_inputs.tell(Input::Orders);

    let ends = Ends { tasks, todo, fresh, public_parts };
    let mut beside = beside(&plan, &engine_inputs, pipeline, ends);
    beside.spawn("standing", always(keep_asking(asking)));
    systemd(&[sd_notify::NotifyState::Ready]);
    info!(accounts = plan.config.accounts.len(), tzdata = tzdata_version(), "dakiya is running");

    let running = tokio::spawn(engine.run());
    let surroundings =
        Surroundings { inputs: &engine_inputs, journal: &plan.state.journal, clock: &plan.clock };
    let (ended, broken) = drive(running, &mut signals, &mut beside, surroundings).await;
    drop(beside);
    if let Some(broken) = &broken {
        tell_of(broken, &plan).await;
    }
    let ended = finish(&plan, ended).await?;
    match broken {
        None => Ok(ended),
        // What is wrong with the state is told as such.
        Some(Broken { why: Why::Journal(error), .. }) if !error.is_about_the_call() => {
            Err(error.into())
        }
        Some(Broken { task, why }) => Err(DaemonError::Broken { task, why: why.to_string() }),
    }
}

/// People see it in the status, however soon the program is started anew.
async fn tell_of(broken: &Broken, plan: &Plan) {
    let at = plan.clock.now();
    let notice = Notice { at, account: None, delivery: None, reason: broken.reason() };
    let told = plan.state.journal.commit(plan.state.epoch, vec![Change::Notice(notice)]).await;
    if let Err(error) = told {
        error!(%error, "the journal cannot be told of it");
    }
}

async fn finish(plan: &Plan, ended: Result<Ended, EngineError>) -> Result<Ended, DaemonError> {
    let ended = ended?;
    // Also after an end in the middle of work: somebody wanted it, so no post is to blame. What
    // was out is uncertain at the next start, as its attempt is still open.
    let noted = plan.state.journal.end(plan.state.epoch, plan.clock.now()).await;
    match noted {
        Err(error) if ended == Ended::Aborted => error!(%error, "the end cannot be written"),
        noted => noted?,
    }
    let mut outcomes = OutcomesFile::open(&plan.state.folder)
        .map_err(|source| DaemonError::System { what: "system-outcomes", source })?;
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
        .map_err(|source| DaemonError::System { what: "system-queue-folder", source })?;
    let posts = queue.parent().unwrap_or(queue);
    let claimed = owner::claim(posts, &plan.state.owner)
        .map_err(|source| DaemonError::System { what: "system-owner", source })?;
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
        kept: plan.state.kept(),
    };
    accounts(&plan.config, &ground, &plan.network).await.map_err(DaemonError::Findings)
}

fn shared(
    plan: &Plan,
    policy: Policy,
    tasks: &UnboundedSender<Task>,
    parts: UnboundedSender<PublicPart>,
    fresh: &Fresh,
) -> Shared {
    let (tasks, fresh, also) = (tasks.clone(), fresh.clone(), plan.listener.clone());
    let listener = Listener::new(move |happening: Happening| {
        log(&happening);
        fresh.notice.notify_one();
        if let Some(part) = PublicPart::of(&happening) {
            // In a try-out nobody notes it.
            let _unnoted = parts.send(part);
        }
        match &happening.what {
            What::DeliveryEnded { .. } | What::Outcome { .. } | What::Restored => {
                fresh.outcome.notify_one();
            }
            _ => {}
        }
        if let Some(task) = Task::after(&happening.what) {
            // With nobody left to file posts away, they are filed at the next start.
            let _ended = tasks.send(task);
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
        logins: Arc::clone(&plan.state.sessions) as _,
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
    let trusted = plan.config.policy.trust_clock;
    let dates = plan.network.dates().filter(|_| !trusted);
    let passed = if trusted { Instant::MIN_UTC } else { *passed };
    let machine = health::machine(folder, plan.config.journal.min_free, passed, dates);
    let forgotten = restored::look(plan).await?;
    Ok(Policy::on(machine, &plan.config.policy).having_forgotten(forgotten))
}

async fn pipeline(
    plan: &Plan,
    addressees: Addressees,
    engine: Inputs,
    fresh: &Fresh,
    films: Films,
) -> Result<Pipeline, DaemonError> {
    let zone = plan.config.zone;
    let local =
        Arc::new(move |written| resolve_fixed(written, zone).map_err(|error| error.finding()));
    let vanished = match plan.hands_off {
        true => Vanished::default(),
        false => Vanished::load(&plan.state.folder)
            .map_err(|source| DaemonError::System { what: "system-vanished", source })?,
    };
    let mut scanner = Scanner::new(plan.config.posts.clone(), plan.state.blobs.clone(), local)
        .knowing(addressees.knowledge());
    learn(&mut scanner, &plan.state.journal).await?;
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
        ahead: Vec::new(),
        refused: BTreeSet::new(),
        vanished,
        in_doubt: InDoubt::default(),
        fresh_notice: Arc::clone(&fresh.notice),
        troubles: Troubles::known(plan.state.journal.notices().await?),
        films,
    })
}

//! The dry run: the whole program on a simulated clock, against imitated platforms.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use super::accounts::{Ground, accounts};
use super::addressing::Addressees;
use super::daemon::DaemonError;
use super::network::{Mocks, Network};
use super::passing::PassingFolder;
use super::state::State;
use super::survey::Survey;
use crate::account::AccountName;
use crate::clock::{Clock as _, Instant, Reading, SharedClock, SimulatedClock};
use crate::config::Config;
use crate::delivery::State as DeliveryState;
use crate::event::{Happening, Outcome, What};
use crate::journal::Brief;
use crate::media::Fitter;
use crate::policy::{Machine, Policy};
use crate::publish::{Engine, Input, Jitter, LaneFacts, Listener, Shared, inputs};

/// What a dry run brought.
#[derive(Debug)]
pub struct DryRun {
    /// What lies in the queue, judged.
    pub survey: Survey,
    /// Every outcome, in the order of their instants.
    pub outcomes: Vec<Outcome>,
    /// What had not come to its end when the span was over.
    pub later: Vec<Brief>,
    /// How many messages followers would have seen, by account, as the imitations counted them.
    pub public: BTreeMap<AccountName, usize>,
    /// The start of the span.
    pub from: Instant,
    /// Its end.
    pub until: Instant,
}

impl DryRun {
    /// Whether everything would go well: nothing refused, nothing that needs a person.
    #[must_use]
    pub fn is_fine(&self) -> bool {
        let published = |outcome: &Outcome| outcome.state == "published";
        !crate::finding::any_error(&self.survey.findings())
            && self.outcomes.iter().all(published)
            && self.later.iter().all(|brief| matches!(brief.delivery.state, DeliveryState::Planned))
    }
}

/// Simulates `days` days from `from` on with everything that lies in the queue now.
///
/// # Errors
/// Where config, accounts or the queue cannot be used.
pub async fn dry_run(
    config: Arc<Config>,
    recipes: PathBuf,
    from: Instant,
    days: u16,
) -> Result<DryRun, DaemonError> {
    let folder = PassingFolder::new()?;
    let simulated = SimulatedClock::starting_at(from);
    let clock: SharedClock = Arc::new(simulated.clone());
    let state = State::passing(folder.path(), &clock).await?;
    let mocks = Mocks::new(Arc::clone(&clock)).map_err(DaemonError::Findings)?;
    let network = Network::Mocked(mocks);
    let blobs = state.blobs.clone();
    let ground = Ground { clock: Arc::clone(&clock), blobs, recipes, kept: state.kept() };
    let lanes = accounts(&config, &ground, &network).await.map_err(DaemonError::Findings)?;
    let fitter = Fitter::of_this_program(state.blobs.clone());
    let addressees = Addressees::new(Arc::clone(&config), &lanes).fitting_with(fitter);
    let survey = Survey::of(&addressees, state.blobs.root(), from);
    take(&survey, &addressees, &state, clock.reading()).await?;
    let until = from + chrono::Duration::days(i64::from(days));
    let outcomes = simulate(&config, &state, &clock, lanes, until).await?;
    let later = state.journal.open_deliveries().await?;
    let public = public(&network);
    simulated.advance_to(until);
    debug_assert!(simulated.now() >= until);
    Ok(DryRun { survey, outcomes, later, public, from, until })
}

async fn take(
    survey: &Survey,
    addressees: &Addressees,
    state: &State,
    now: Reading,
) -> Result<(), DaemonError> {
    for post in survey.posts.iter().filter(|post| post.addressed.is_fit() && !post.over) {
        let taken = addressees.taken(&post.understood, &post.addressed, now);
        state.journal.take(state.epoch, taken).await?;
    }
    Ok(())
}

async fn simulate(
    config: &Config,
    state: &State,
    clock: &SharedClock,
    lanes: Vec<LaneFacts>,
    until: Instant,
) -> Result<Vec<Outcome>, DaemonError> {
    let heard: Arc<Mutex<Vec<Outcome>>> = Arc::default();
    let hearing = Arc::clone(&heard);
    let listener = Listener::new(move |happening: Happening| {
        if let What::Outcome { outcome } = happening.what {
            hearing.lock().unwrap_or_else(PoisonError::into_inner).push(outcome);
        }
    });
    let shared = Shared {
        clock: Arc::clone(clock),
        journal: Arc::clone(&state.journal),
        epoch: state.epoch,
        policy: Arc::new(Policy::on(Machine::well(), &config.policy)),
        slots: config.slots.clone().into(),
        keys: state.keys.clone(),
        logins: Arc::clone(&state.sessions) as _,
        listener,
        jitter: Jitter::seeded(0),
    };
    let (engine_inputs, inbox) = inputs();
    engine_inputs.tell(Input::Orders);
    Engine::start(shared, lanes, false, inbox).await?.until(until).run().await?;
    let heard = heard.lock().unwrap_or_else(PoisonError::into_inner).clone();
    Ok(last(heard))
}

/// How each delivery stood in the end, in order of time: what a person was given and has published
/// is published.
fn last(heard: Vec<Outcome>) -> Vec<Outcome> {
    let last: BTreeMap<_, _> =
        heard.into_iter().map(|outcome| (outcome.delivery, outcome)).collect();
    let mut outcomes: Vec<_> = last.into_values().collect();
    outcomes.sort_by_key(|outcome| (outcome.at, outcome.delivery));
    outcomes
}

fn public(network: &Network) -> BTreeMap<AccountName, usize> {
    let Network::Mocked(mocks) = network else { return BTreeMap::new() };
    let stages = mocks.stages().into_iter();
    stages.map(|(name, stage)| (name, stage.ledger().len())).collect()
}

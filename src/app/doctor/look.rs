//! Looking at everything, once.

use std::path::PathBuf;
use std::sync::Arc;

use super::accounts::{AccountFacts, FETCHES};
use super::clock::{ClockFacts, Platforms, synced};
use super::host::{HostFacts, host, try_out};
use super::state::JournalFacts;
use super::{Line, Looked, disk, folders, state};
use crate::account::AccountName;
use crate::app::accounts::{Ground, Kept, account};
use crate::app::daemon::DaemonError;
use crate::app::network::{Mocks, Network};
use crate::app::passing::PassingFolder;
use crate::app::standing::ask_beside;
use crate::blobs::Blobs;
use crate::clock::{Instant, SharedClock};
use crate::config::Config;
use crate::finding::Finding;
use crate::journal::{Journal as _, SqliteJournal, Standing};
use crate::media::Fitter;
use crate::platform::{Budget, most_counted};
use crate::publish::LaneFacts;

/// What is to be looked at.
#[derive(Debug)]
pub struct Examination {
    /// The config.
    pub config: Arc<Config>,
    /// The folder of the organisation's own recipes.
    pub recipes: PathBuf,
    /// The clock.
    pub clock: SharedClock,
    /// Whether the platforms and the media host are asked.
    pub ask: bool,
}

/// Looks, and says of each thing how it is.
///
/// # Errors
/// Where nothing can be looked at, as the machine has no room for passing files.
pub async fn look(examination: &Examination) -> Result<Vec<Line>, DaemonError> {
    Ok(examination.looked().await?.lines())
}

impl Examination {
    async fn looked(&self) -> Result<Looked, DaemonError> {
        let passing = PassingFolder::new()?;
        let config = &self.config;
        let state = state::look(&config.journal.path).await;
        let nothing = JournalFacts::default();
        let known = state.journal.as_ref().unwrap_or(&nothing);
        let (world, network) = match Network::world(config, Arc::clone(&self.clock)) {
            Ok(world) => (Some(world), Vec::new()),
            Err(findings) => (None, findings),
        };
        let (accounts, needed_by, asked) = self.accounts(&passing, known, world.as_ref()).await?;
        let (folders, clock) = (
            folders::look(&config.posts, known.owner.as_ref()),
            self.clock_facts(known.latest, asked.then_some(world.as_ref()).flatten()),
        );
        Ok(Looked {
            warnings: config.warnings.clone(),
            folders,
            disk: disk::look(&config.journal.path, config.journal.min_free),
            clock,
            tools: Fitter::of_this_program(Blobs::new(passing.path())).tools(),
            host: self.host(&passing, world.as_ref(), needed_by).await,
            network,
            accounts,
            state,
        })
    }

    fn clock_facts(&self, passed: Option<Instant>, asked: Option<&Network>) -> ClockFacts {
        let (now, zone) = (self.clock.now(), self.config.zone);
        let dates = asked.and_then(Network::dates);
        let platforms = dates.map(|dates| match dates.ahead() {
            Some(by) => Platforms::Ahead(by),
            None if dates.agree() => Platforms::Agree,
            None => Platforms::Silent,
        });
        let shown = zone.local(now).format("%Y-%m-%d %H:%M").to_string();
        ClockFacts { now, passed, synced: synced(), platforms, zone: zone.to_string(), shown }
    }

    async fn host(
        &self,
        passing: &PassingFolder,
        world: Option<&Network>,
        needed_by: Vec<AccountName>,
    ) -> HostFacts {
        let is_set = self.config.media_host.place.is_some();
        let facts = HostFacts { is_set, needed_by, ..HostFacts::default() };
        let transport = world.and_then(Network::transport).filter(|_| is_set);
        let Some(transport) = transport else { return facts };
        let blobs = Blobs::new(passing.path());
        match host(&self.config, transport, Arc::clone(&self.clock), blobs.clone()) {
            Err(trouble) => HostFacts { trouble: Some(trouble), ..facts },
            Ok(hosting) if self.ask => {
                HostFacts { tried: Some(try_out(&hosting, &blobs).await), ..facts }
            }
            Ok(_) => facts,
        }
    }

    /// Each account; who of them needs a media host; and whether platforms were asked.
    async fn accounts(
        &self,
        passing: &PassingFolder,
        known: &JournalFacts,
        world: Option<&Network>,
    ) -> Result<(Vec<AccountFacts>, Vec<AccountName>, bool), DaemonError> {
        let mocks = Mocks::new(Arc::clone(&self.clock)).map_err(DaemonError::Findings)?;
        let mocked = Network::Mocked(mocks);
        let real = self.real(passing, world).await;
        let asked = self.asked(&real).await;
        let folder = &self.config.journal.path;
        let beside = Beside {
            known,
            asked: &asked,
            journal: SqliteJournal::open_shared(folder).ok(),
            ground: self.ground(passing, Kept::beside(folder).unwrap_or(Kept::Nowhere)),
            mocked: &mocked,
        };
        let (mut all, mut needing) = (Vec::new(), Vec::new());
        for (name, built) in real {
            let facts = self.one(&beside, &name, built.err().unwrap_or_default()).await;
            needing.extend(facts.explained.iter().any(|one| one.id == FETCHES).then_some(name));
            all.push(facts);
        }
        Ok((all, needing, !asked.is_empty()))
    }

    /// One account, with what is wrong with its settings. What its adapter has to say needs no
    /// secrets, so that is asked of one on an imitation.
    async fn one(
        &self,
        beside: &Beside<'_>,
        name: &AccountName,
        trouble: Vec<Finding>,
    ) -> AccountFacts {
        let lane = account(&self.config, &beside.ground, beside.mocked, name).await.ok();
        let (explained, budgets) = match &lane {
            Some(lane) => (lane.platform.explain().await, lane.platform.limits().budgets),
            None => Default::default(),
        };
        let rules = self.config.accounts.get(name).map(|account| &account.rules);
        let states = &beside.known.accounts;
        AccountFacts {
            name: name.clone(),
            trouble,
            paused_by_config: rules.is_some_and(|rules| rules.paused),
            state: states.iter().find(|state| state.name == *name).cloned(),
            standing: standing(name, beside.asked, &beside.known.standings),
            explained,
            budgets: self.spent(beside.journal.as_ref(), name, budgets).await,
            now: self.clock.now(),
        }
    }

    async fn asked(
        &self,
        real: &[(AccountName, Result<LaneFacts, Vec<Finding>>)],
    ) -> Vec<Standing> {
        if !self.ask {
            return Vec::new();
        }
        let lanes: Vec<_> = real.iter().filter_map(|(_, lane)| lane.as_ref().ok()).collect();
        ask_beside(&lanes, &self.config.journal.path, self.clock.as_ref()).await
    }

    /// Each account as it is built on the world; its secrets are read for that, and nothing is
    /// asked.
    async fn real(
        &self,
        passing: &PassingFolder,
        world: Option<&Network>,
    ) -> Vec<(AccountName, Result<LaneFacts, Vec<Finding>>)> {
        let mut all = Vec::new();
        for name in self.config.accounts.keys() {
            let built = match world {
                Some(world) => {
                    let ground = self.ground(passing, Kept::Nowhere);
                    account(&self.config, &ground, world, name).await
                }
                None => Err(Vec::new()),
            };
            all.push((name.clone(), built));
        }
        all
    }

    fn ground(&self, passing: &PassingFolder, kept: Kept) -> Ground {
        Ground {
            clock: Arc::clone(&self.clock),
            blobs: Blobs::new(passing.path()),
            recipes: self.recipes.clone(),
            kept,
        }
    }

    /// How much of each budget was used, as far as the journal knows.
    async fn spent(
        &self,
        journal: Option<&SqliteJournal>,
        name: &AccountName,
        budgets: Vec<Budget>,
    ) -> Vec<(Budget, usize)> {
        let Some(journal) = journal else { return Vec::new() };
        let sent = journal.last_sent(name, most_counted(&budgets)).await.unwrap_or_default();
        let reading = self.clock.reading();
        let used = |budget: &Budget| {
            let per = chrono::Duration::from_std(budget.per).unwrap_or_default();
            sent.iter().filter(|sent| sent.at.on(&reading) > reading.wall - per).count()
        };
        budgets.iter().map(|budget| (*budget, used(budget))).collect()
    }
}

/// What the accounts are looked at with.
struct Beside<'a> {
    known: &'a JournalFacts,
    /// What the platforms said just now.
    asked: &'a [Standing],
    journal: Option<SqliteJournal>,
    /// With what the daemon keeps.
    ground: Ground,
    mocked: &'a Network,
}

/// What was said now, or else what was kept.
fn standing(name: &AccountName, asked: &[Standing], kept: &[Standing]) -> Option<Standing> {
    let mut all = asked.iter().chain(kept);
    all.find(|standing| standing.account == *name).cloned()
}

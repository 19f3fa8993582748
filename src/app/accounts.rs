//! From the config's accounts to lanes: the one place where the engine meets the adapters.

use std::path::PathBuf;
use std::sync::Arc;

use super::network::Network;
use super::seal::Seal;
use super::sessions::JournalSessions;
use crate::account::{AccountName, CounterStyle};
use crate::adapters;
use crate::blobs::Blobs;
use crate::clock::SharedClock;
use crate::config::{AccountConfig, Config};
use crate::finding::{Finding, any_error};
use crate::journal::{Epoch, SharedJournal};
use crate::keys::nearest;
use crate::platform::{Platform, Row, Session, Setup, no_sessions};
use crate::publish::LaneFacts;
use crate::text::{self, Counter, Digits};

/// What accounts are built on.
#[derive(Debug, Clone)]
pub struct Ground {
    /// The clock.
    pub clock: SharedClock,
    /// Pictures and films.
    pub blobs: Blobs,
    /// The folder of the organisation's own recipes.
    pub recipes: PathBuf,
    /// Where sessions are kept; without it they live as long as the process.
    pub kept: Option<Kept>,
}

/// Where sessions are kept.
#[derive(Debug, Clone)]
pub struct Kept {
    /// The journal.
    pub journal: SharedJournal,
    /// Our epoch in it.
    pub epoch: Epoch,
    /// The key that seals them.
    pub seal: Arc<Seal>,
}

/// Builds every account of the config.
///
/// # Errors
/// With everything that was found wrong with any of them.
pub async fn accounts(
    config: &Config,
    ground: &Ground,
    network: &Network,
) -> Result<Vec<LaneFacts>, Vec<Finding>> {
    let mut lanes = Vec::new();
    let mut findings = Vec::new();
    for (name, account) in &config.accounts {
        match one(config, ground, network, name, account).await {
            Ok(facts) => lanes.push(facts),
            Err(mut found) => findings.append(&mut found),
        }
    }
    if any_error(&findings) { Err(findings) } else { Ok(lanes) }
}

async fn one(
    config: &Config,
    ground: &Ground,
    network: &Network,
    name: &AccountName,
    account: &AccountConfig,
) -> Result<LaneFacts, Vec<Finding>> {
    let row = adapters::row(account.platform.as_str())
        .ok_or_else(|| vec![unknown_platform(config, name, account.platform.as_str())])?;
    let setup = |link: super::network::Link| Setup {
        account: name.clone(),
        transport: link.transport,
        clock: Arc::clone(&ground.clock),
        session: ground.session(name),
        blobs: ground.blobs.clone(),
        secrets: link.secrets,
        counter: counter(account.rules.counter),
        recipes: ground.recipes.clone(),
        mock: link.mock,
    };
    let build = |link| build(config, name, row, setup(link));
    let platform = network.connect(name, row, &build).await?;
    Ok(LaneFacts { name: name.clone(), rules: account.rules.clone(), platform })
}

fn build(
    config: &Config,
    name: &AccountName,
    row: &'static Row,
    setup: Setup,
) -> Result<Arc<dyn Platform>, Vec<Finding>> {
    let read = config.with_settings(name, |keys| (row.build)(setup, keys));
    match read {
        Some((Some(platform), findings)) if !any_error(&findings) => Ok(Arc::from(platform)),
        Some((_, findings)) => Err(findings),
        None => Err(vec![Finding::error("account-unknown").with("found", name.as_str())]),
    }
}

impl Ground {
    fn session(&self, account: &AccountName) -> Session {
        let Some(kept) = &self.kept else { return no_sessions() };
        Session::new(Arc::new(JournalSessions {
            account: account.clone(),
            journal: Arc::clone(&kept.journal),
            epoch: kept.epoch,
            seal: Arc::clone(&kept.seal),
        }))
    }
}

fn unknown_platform(config: &Config, account: &AccountName, platform: &str) -> Finding {
    let finding = Finding::error("platform-unknown")
        .with("account", account.as_str())
        .with("found", platform)
        .with("nearest", nearest(platform, adapters::names()).unwrap_or_default())
        .with("known", adapters::names().collect::<Vec<_>>().join(", "));
    config.at_platform(account, finding)
}

fn counter(style: CounterStyle) -> Counter {
    let (style, digits) = match style {
        CounterStyle::None => (text::CounterStyle::None, Digits::Latin),
        CounterStyle::Latin => (text::CounterStyle::AfterSpace, Digits::Latin),
        CounterStyle::Devanagari => (text::CounterStyle::AfterSpace, Digits::Devanagari),
    };
    Counter { style, digits }
}

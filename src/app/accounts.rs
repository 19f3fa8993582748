//! From the config's accounts to lanes: the one place where the engine meets the adapters.

use std::path::{Path, PathBuf};
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
use crate::journal::{Epoch, SqliteJournal};
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
    /// Where sessions are kept.
    pub kept: Kept,
}

/// Where sessions are kept.
#[derive(Debug, Clone)]
pub enum Kept {
    /// Nowhere: they live as long as the process.
    Nowhere,
    /// In the journal.
    InJournal(Arc<JournalSessions>),
    /// In memory, until the one account that is logged in is handed over.
    UntilHandedOver(Session),
}

impl Kept {
    /// What the state in `folder` keeps, for a process beside the daemon: it can read, and every
    /// write is refused. None where there is no state that can be read.
    #[must_use]
    pub fn beside(folder: &Path) -> Option<Self> {
        let journal = SqliteJournal::open_shared(folder).ok()?;
        let seal = Seal::of_folder(folder).ok()?;
        let sessions = JournalSessions::new(Arc::new(journal), Epoch(0), Arc::new(seal));
        Some(Self::InJournal(Arc::new(sessions)))
    }

    fn session(&self, account: &AccountName) -> Session {
        match self {
            Self::Nowhere => no_sessions(),
            Self::InJournal(sessions) => Session::new(sessions.of(account)),
            Self::UntilHandedOver(session) => session.clone(),
        }
    }
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

/// The account `name` alone, built.
///
/// # Errors
/// What is wrong with it, or that there is none.
pub(super) async fn account(
    config: &Config,
    ground: &Ground,
    network: &Network,
    name: &AccountName,
) -> Result<LaneFacts, Vec<Finding>> {
    match config.accounts.get(name) {
        Some(account) => one(config, ground, network, name, account).await,
        None => Err(vec![config.directory.unknown(name.as_str())]),
    }
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
        session: ground.kept.session(name),
        blobs: ground.blobs.clone(),
        secrets: link.secrets,
        host: link.host,
        counter: counter(account.rules.counter),
        recipes: ground.recipes.clone(),
        posts: config.posts.queue.parent().unwrap_or(Path::new("")).to_owned(),
        plain: config.http.plain.clone(),
        mock: link.mock,
    };
    let build = |link| build(config, name, row, setup(link));
    let platform = network.connect(name, row, &build).await?;
    platform.remember().await;
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::{Mocks, State};
    use crate::clock::SystemClock;
    use crate::delivery::Guarantee;

    const CONFIG: &str = "zone = \"Asia/Kolkata\"\n\n[journal]\npath = \"state\"\n\n\
        [accounts.toot]\nplatform = \"mastodon\"\nserver = \"https://social.example\"\n\
        token = { credential = \"t\" }\n";

    async fn built(folder: &Path, kept: Kept) -> (Network, Vec<LaneFacts>) {
        let path = folder.join("dakiya.toml");
        std::fs::write(&path, CONFIG).unwrap();
        let config = Config::load(&path).unwrap();
        let clock: SharedClock = Arc::new(SystemClock);
        let network = Network::Mocked(Mocks::new(Arc::clone(&clock)).unwrap());
        let blobs = Blobs::new(folder.join("blobs"));
        let ground = Ground { clock, blobs, recipes: folder.to_owned(), kept };
        let lanes = accounts(&config, &ground, &network).await.unwrap();
        (network, lanes)
    }

    #[tokio::test]
    async fn what_the_daemon_learnt_of_a_server_is_known_beside_it_without_asking() {
        let folder = tempfile::tempdir().unwrap();
        let (posts, state) = (folder.path(), folder.path().join("state"));
        assert!(Kept::beside(&state).is_none(), "nothing is made where nothing was");
        assert!(!state.exists());
        let clock: SharedClock = Arc::new(SystemClock);
        let daemon = State::open(&state, &clock).await.unwrap();
        let (_mocks, lanes) = built(posts, daemon.kept()).await;
        assert_eq!(lanes[0].platform.guarantee(), Guarantee::C);
        lanes[0].platform.whoami().await.unwrap();
        let (Network::Mocked(mocks), lanes) = built(posts, Kept::beside(&state).unwrap()).await
        else {
            panic!("no mocks")
        };
        assert_eq!(lanes[0].platform.guarantee(), Guarantee::B);
        assert!(mocks.stages().values().all(|stage| stage.seen().is_empty()));
    }
}

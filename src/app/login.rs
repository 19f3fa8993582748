//! Logging an account in with a browser, on this machine or on another.

mod came;
mod door;

use std::path::PathBuf;
use std::sync::Arc;

use super::accounts::{Ground, account};
use super::network::Network;
use super::state::State;
use crate::account::AccountName;
use crate::clock::SharedClock;
use crate::config::Config;
use crate::failure::Failure;
use crate::finding::Finding;
use crate::http::Url;
use crate::journal::{JournalError, Order};
use crate::platform::{Begun, CameBack, Identity, Platform, WayBack};

pub use came::{Unusable, came_back};
pub use door::Door;

/// Where a browser on this machine is sent back to, where nothing else is said. Platforms that
/// compare it letter by letter want it registered so.
const BACK: &str = "http://127.0.0.1:8765/login";

/// The same for platforms that only take addresses with TLS: nobody answers there, but the browser
/// shows the address.
const BACK_PASTED: &str = "https://localhost/login";

/// Where the browser is sent back to, where the person says nothing else.
///
/// # Errors
/// Never: both are addresses.
pub fn usual_back(way: WayBack) -> Result<Url, url::ParseError> {
    Url::parse(match way {
        WayBack::Loopback | WayBack::Pin => BACK,
        WayBack::Pasted => BACK_PASTED,
    })
}

/// One account that is being logged in, with the state that keeps its tokens.
#[derive(Debug)]
pub struct LoggingIn {
    state: State,
    platform: Arc<dyn Platform>,
    name: AccountName,
    clock: SharedClock,
}

impl LoggingIn {
    /// The account `name` of `config`, alone: what is wrong with others does not matter here.
    ///
    /// # Errors
    /// What is wrong with the account.
    pub async fn of(
        config: &Config,
        state: State,
        network: &Network,
        recipes: PathBuf,
        name: AccountName,
        clock: SharedClock,
    ) -> Result<Self, Vec<Finding>> {
        let ground = Ground {
            clock: Arc::clone(&clock),
            blobs: state.blobs.clone(),
            recipes,
            kept: Some(state.kept()),
        };
        let lane = account(config, &ground, network, &name).await?;
        Ok(Self { state, platform: lane.platform, name, clock })
    }

    /// How what the platform says comes back; nothing where its login is made by hand.
    #[must_use]
    pub fn way_back(&self) -> Option<WayBack> {
        self.platform.login().map(|login| login.way_back())
    }

    /// Begins a login that leads back to `back`.
    ///
    /// # Errors
    /// The platform's failure, and where there is no login.
    pub async fn begin(&self, back: &Url) -> Result<Begun, Failure> {
        self.login()?.begin(back).await
    }

    /// Ends it, and lets the account go on where it was paused.
    ///
    /// # Errors
    /// The platform's failure, and where there is no login.
    pub async fn finish(&self, begun: &Begun, back: &Url, came: &CameBack) -> Result<(), Failure> {
        self.login()?.finish(begun, back, came).await
    }

    /// Who we are now.
    ///
    /// # Errors
    /// The platform's failure.
    pub async fn whoami(&self) -> Result<Identity, Failure> {
        self.platform.whoami().await
    }

    /// Lets the account go on at the next start, if it is paused, and leaves the state in order.
    ///
    /// # Errors
    /// Where the journal fails.
    pub async fn close(self) -> Result<(), JournalError> {
        let State { journal, epoch, .. } = &self.state;
        let states = journal.accounts().await?;
        if states.iter().any(|state| state.name == self.name && state.paused.is_some()) {
            let order = Order::Resume { account: self.name.clone() };
            journal.give_order(order, self.clock.now()).await?;
        }
        journal.end(*epoch, self.clock.now()).await
    }

    fn login(&self) -> Result<&dyn crate::platform::Login, Failure> {
        self.platform.login().ok_or_else(|| {
            let none = Finding::error("login-by-hand").with("account", self.name.as_str());
            Failure::from_finding(&none)
        })
    }
}

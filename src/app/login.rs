//! Logging an account in with a browser, on this machine or on another.

mod came;
mod door;
mod held;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::accounts::{Ground, Kept, account};
use super::network::Network;
use super::seal::Seal;
use super::state::{State, StateError};
use crate::account::AccountName;
use crate::blobs::Blobs;
use crate::clock::SharedClock;
use crate::config::Config;
use crate::failure::Failure;
use crate::finding::Finding;
use crate::http::Url;
use crate::journal::{JournalError, Order, OrderId, SharedJournal, SqliteJournal};
use crate::platform::{Begun, CameBack, Identity, Platform, Session, WayBack};

pub use came::{Unusable, came_back};
pub use door::Door;
use held::Held;
pub(super) use held::Left;

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

/// One account that is being logged in. Its tokens are handed over to the daemon, which alone keeps
/// and renews them: the one that runs, or the next.
#[derive(Debug)]
pub struct LoggingIn {
    platform: Arc<dyn Platform>,
    name: AccountName,
    held: Arc<Held>,
    state: StateBeside,
    clock: SharedClock,
}

/// The state that a login is left in.
#[derive(Debug)]
pub struct StateBeside {
    journal: SharedJournal,
    seal: Seal,
    blobs: Blobs,
}

impl StateBeside {
    /// The state in `folder`, beside a daemon or without one; it is made where there never was
    /// one.
    ///
    /// # Errors
    /// Where the journal or the key cannot be used.
    pub async fn open(folder: &Path, clock: &SharedClock) -> Result<Self, StateError> {
        let journal = match SqliteJournal::open_shared(folder) {
            Err(JournalError::Absent(_) | JournalError::Older { .. }) => {
                let state = State::open(folder, clock).await?;
                state.journal.end(state.epoch, clock.now()).await?;
                drop(state);
                SqliteJournal::open_shared(folder)?
            }
            opened => opened?,
        };
        let (seal, blobs) = (Seal::in_folder(folder)?, State::blobs_in(folder));
        Ok(Self { journal: Arc::new(journal), seal, blobs })
    }

    /// Its journal.
    #[must_use]
    pub fn journal(&self) -> SharedJournal {
        Arc::clone(&self.journal)
    }
}

impl LoggingIn {
    /// The account `name` of `config`, alone: what is wrong with others does not matter here.
    ///
    /// # Errors
    /// What is wrong with the account.
    pub async fn of(
        config: &Config,
        state: StateBeside,
        network: &Network,
        recipes: PathBuf,
        name: AccountName,
        clock: SharedClock,
    ) -> Result<Self, Vec<Finding>> {
        let held = Arc::new(Held::default());
        let ground = Ground {
            clock: Arc::clone(&clock),
            blobs: state.blobs.clone(),
            recipes,
            kept: Kept::UntilHandedOver(Session::new(Arc::clone(&held) as _)),
        };
        let lane = account(config, &ground, network, &name).await?;
        Ok(Self { platform: lane.platform, name, held, state, clock })
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

    /// Ends it.
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

    /// Leaves the login, if there was one, for the daemon that runs or for the next; the number of
    /// the order. From then on nothing may be asked here any more, as a token has one who renews
    /// it.
    ///
    /// # Errors
    /// Where it cannot be sealed or written.
    pub async fn hand_over(self) -> Result<Option<OrderId>, StateError> {
        let Some(left) = self.held.left() else { return Ok(None) };
        let login = left.seal(&self.state.seal, &self.name)?;
        let order = Order::LogIn { account: self.name, login };
        Ok(Some(self.state.journal.give_order(order, self.clock.now()).await?))
    }

    fn login(&self) -> Result<&dyn crate::platform::Login, Failure> {
        self.platform.login().ok_or_else(|| {
            let none = Finding::error("login-by-hand").with("account", self.name.as_str());
            Failure::from_finding(&none)
        })
    }
}

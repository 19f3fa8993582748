//! The port: what the engine asks of a platform, and what every adapter promises.

mod album;
mod budget;
mod choice;
mod classify;
mod compose;
mod cost;
mod fit;
mod host;
mod limits;
mod login;
pub mod oauth;
mod rules;
mod session;
mod setup;
mod tokens;
mod upload_address;
mod uploads;
mod wire;

pub mod mock;

use std::fmt;
use std::time::Duration;

use async_trait::async_trait;

use crate::clock::Instant;
use crate::delivery::{Found, Guarantee, Patience, Receipt};
use crate::failure::Failure;
use crate::finding::Finding;
use crate::post::{Draft, Part};

pub use budget::{allowed_from, longest_window, most_counted, paced_from};
pub use classify::{Rule, classify, lost};
pub use compose::{compose, with_warning};
pub use cost::Cost;
pub use fit::{done_to, fitted, ready, wanted, wanted_for, wants};
pub use host::{MediaHost, NoHost};
pub use limits::{Budget, Company, FilmRule, Limits, MediaRule, Threads};
pub use login::{Begun, CameBack, Login, WayBack};
pub use rules::media_findings;
pub use session::{Session, SessionError, Sessions, no_sessions, with_login};
pub use setup::{Row, Secrets, Setup, unlisted};
pub use tokens::{Exchange, Keeper, Tokens};
pub use upload_address::upload_address;
pub use uploads::Uploads;
pub use wire::{Pace, Wire};

/// How long a platform of class B surely still knows our key, where its adapter says nothing else:
/// ten minutes less than the hour for which Mastodon keeps it (its source, read July 2026).
pub const KEY_WINDOW: Duration = Duration::from_secs(50 * 60);

/// One of our accounts on a platform, as the engine sees it.
///
/// An adapter keeps nothing between calls but its session and what it learnt about the server's
/// limits: everything else it needs comes in the [`Job`]. It never sleeps, never repeats a
/// request by itself, and reads time only from the clock it was given.
#[async_trait]
pub trait Platform: Send + Sync + fmt::Debug {
    /// The name under which a post may carry a version for this kind of platform, such as
    /// `mastodon`, or the recipe's name.
    fn kind(&self) -> &str;

    /// What this account takes: static facts, or what the server last said of itself.
    fn limits(&self) -> Limits;

    /// What it takes of `draft`, whose options may ask for another kind of post.
    fn limits_for(&self, _draft: &Draft) -> Limits {
        self.limits()
    }

    /// What this account promises about a request whose answer was lost. It may get weaker
    /// when the server turns out to be of another kind, never stronger than its row says.
    fn guarantee(&self) -> Guarantee;

    /// The same for `part` alone, where it is of a kind that the platform keeps no promise for:
    /// never more than the account promises.
    fn guarantee_of(&self, _part: &Part) -> Guarantee {
        self.guarantee()
    }

    /// How long after the first request of a part a repeat of it is surely still noticed, where the
    /// account promises class B.
    fn key_window(&self) -> Duration {
        KEY_WINDOW
    }

    /// Turns a draft into parts, or says why not. Offline, pure and deterministic: the same
    /// draft and limits give the same parts. No parts means that some finding is an error.
    fn compose(&self, draft: &Draft) -> Composed;

    /// Does ONE invisible step towards making the part ready, and says how far it is. What it
    /// returns is written down and given back in [`Job::progress`] at the next call, also after
    /// a restart; so a step that was done is not done again. Called until it says
    /// [`Prepared::Done`]. Everything in here may be repeated.
    ///
    /// # Errors
    /// A failure; the step is tried again later where the class allows it.
    async fn prepare(&self, job: &Job<'_>) -> Result<Prepared, Failure>;

    /// Sends the ONE visible request of the part. The intent is on disk before this is called.
    /// An `Ok` means: it is public, and the receipt has an id of the right shape (or none where
    /// the platform gives none). Never called twice for one attempt.
    ///
    /// # Errors
    /// A failure whose class tells whether it may have been applied; when not sure, it is
    /// [`crate::failure::Class::Unknown`].
    async fn publish(&self, job: &Job<'_>) -> Result<Receipt, Failure>;

    /// Looks whether the part is public after an answer was lost; `since` is when the first
    /// request was opened. Reads only. Says [`Found::Absent`] only when it is surely not there
    /// now, and [`Found::Published`] only when it is surely ours.
    ///
    /// # Errors
    /// A failure of the look itself; it is repeated later.
    async fn find(&self, job: &Job<'_>, since: Instant) -> Result<Found, Failure>;

    /// How long a person is waited for, where [`publish`](Self::publish) gives the part to a person,
    /// who makes it public: it is public once [`find`](Self::find) sees their word, or they say so.
    fn patience(&self) -> Option<Patience> {
        None
    }

    /// Reminds the person who was given the part; says everything again that they need. A reminder
    /// that comes twice does no harm.
    ///
    /// # Errors
    /// A failure; they are reminded again at the next time.
    async fn remind(&self, _job: &Job<'_>) -> Result<(), Failure> {
        Ok(())
    }

    /// Deletes what a receipt names. Already gone counts as done.
    ///
    /// # Errors
    /// A failure; the recall is tried again where the class allows it.
    async fn recall(&self, receipt: &Receipt) -> Result<(), Failure>;

    /// Takes up what was last kept of the server, where the adapter learns its limits from it.
    /// Asks nobody.
    async fn remember(&self) {}

    /// Who we are there, without any side effect: the probe of the circuit breaker. Also learns
    /// the server's limits where it publishes them.
    ///
    /// # Errors
    /// A failure.
    async fn whoami(&self) -> Result<Identity, Failure>;

    /// What people have to know of the account that does not need asking: how much the platform
    /// allows or charges, what ends when, what is known of its tests. Reads what was kept, and asks
    /// nobody. The finding `platform-fetches-media` says that a media host is needed.
    async fn explain(&self) -> Vec<Finding> {
        Vec::new()
    }

    /// The platform's id of what stands at `url`, as a person gives it for a part that they found
    /// there. The last piece of its path, where a platform does not write it otherwise.
    fn id_in(&self, url: &str) -> Option<String> {
        let url = crate::http::Url::parse(url).ok()?;
        let piece = url.path_segments()?.rfind(|piece| !piece.is_empty())?;
        Some(piece.to_owned())
    }

    /// Whether a later part needs the id of one before it, because it answers to it.
    fn parts_are_linked(&self) -> bool {
        true
    }

    /// Renews the session. The engine calls it for one account at a time. A failed renewal
    /// keeps the old session.
    ///
    /// # Errors
    /// A failure; [`crate::failure::Class::Auth`] means that a person must log in again.
    async fn refresh(&self) -> Result<(), Failure> {
        use crate::failure::Class;
        Err(Failure::new(Class::Auth, "session-cannot-be-renewed", "no session to renew"))
    }

    /// How a person logs this account in with a browser; nothing where its secrets are made by
    /// hand on the platform's own pages.
    fn login(&self) -> Option<&dyn Login> {
        None
    }

    /// As how many messages the platform counts a part with so many media, where its budgets are
    /// about messages.
    fn messages(&self, _media: usize) -> usize {
        1
    }

    /// What the platform charges for publishing `part`, by its published prices.
    fn cost(&self, _part: &Part) -> Cost {
        Cost::NONE
    }

    /// Opens the connection of the next visible request, where that may use one that is open
    /// already. Called a second or two before its time. No follower can see anything of it, and
    /// nothing depends on how it ends.
    async fn warm(&self) {}

    /// What the platform's last answer said about the requests that are left.
    fn pace(&self) -> Option<Pace> {
        None
    }
}

/// What an adapter needs to work on one part.
#[derive(Debug, Clone, Copy)]
pub struct Job<'a> {
    /// The part, final.
    pub part: &'a Part,
    /// Its place, from 0.
    pub index: u16,
    /// How many parts the delivery has.
    pub parts: u16,
    /// The key of this part: the same for every attempt, after every restart, and for no other
    /// part, revision or account. 64 hexadecimal digits.
    pub key: &'a str,
    /// When the delivery is due.
    pub due: Instant,
    /// What [`Platform::prepare`] last returned for this part; null before its first call.
    pub progress: &'a serde_json::Value,
    /// The receipt of the first part, for parts after it.
    pub root: Option<&'a Receipt>,
    /// The receipt of the part before, for parts after the first.
    pub parent: Option<&'a Receipt>,
}

/// What composing brought.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Composed {
    /// The parts, in order; empty where a finding is an error.
    pub parts: Vec<Part>,
    /// What was found. Places are added by whoever knows the file.
    pub findings: Vec<Finding>,
}

/// How far the invisible work of a part is.
#[derive(Debug, Clone, PartialEq)]
pub enum Prepared {
    /// A step is done and there are more.
    More {
        /// What the next step needs.
        progress: serde_json::Value,
    },
    /// The platform is busy with what we gave it; ask again after so long.
    Wait {
        /// What the next step needs.
        progress: serde_json::Value,
        /// How long to wait.
        after: Duration,
    },
    /// All is done; the visible request is one small round trip now.
    Done {
        /// What the visible request needs.
        progress: serde_json::Value,
        /// When what was prepared becomes too old, if it does.
        expires: Option<Instant>,
    },
}

impl Prepared {
    /// Nothing was to be done.
    #[must_use]
    pub fn nothing() -> Self {
        Self::Done { progress: serde_json::Value::Object(serde_json::Map::new()), expires: None }
    }
}

/// Who we are on a platform.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Our name there.
    pub name: String,
    /// Where people see us.
    pub url: Option<String>,
    /// When the login ends, if it does.
    pub ends: Option<Instant>,
    /// What is missing or worth knowing: scopes, rights, rules of the server.
    pub findings: Vec<Finding>,
}

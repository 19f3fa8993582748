//! Strict imitations of platforms: for `run --mock`, the dry run, and every test.
//!
//! An [`Imitation`] is a pure machine: a request in, a reply out, and a ledger of what became
//! public. It refuses what the real platform refuses with the real platform's answer. The
//! [`Stage`] around it knows the mischief that tests order, and the two doors to it: a loopback
//! server ([`Server`]) and a transport without any network ([`Direct`]).

mod asked;
#[cfg(test)]
pub(crate) mod bench;
mod direct;
mod host;
mod mischief;
#[cfg(test)]
pub(crate) mod openapi;
mod rig;
mod secrets;
mod server;
mod stage;

pub use asked::{Asked, FormPart, Reply};
pub use direct::Direct;
pub use host::{MOCK_HOST, MockHost};
pub use mischief::{Mischief, Trick, Which};
pub use rig::{JobSeed, Rig, Way};
pub use secrets::MockSecrets;
pub use server::Server;
pub use stage::{Fate, Stage};

use crate::clock::Instant;

/// The imitation of one platform with one account on it.
pub trait Imitation: Send {
    /// The values of the account's secret settings that this imitation accepts, by key.
    fn secrets(&self) -> Vec<(&'static str, String)>;

    /// Answers a request as the platform does, and keeps the ledger.
    fn answer(&mut self, asked: &Asked, ledger: &mut Ledger, now: Instant) -> Reply;

    /// Whether this request is one that makes a part public.
    fn is_visible(&self, asked: &Asked) -> bool;

    /// The answer of the real platform when its rate limit is reached.
    fn rate_limited(&self, wait: std::time::Duration, now: Instant) -> Reply;

    /// The answer of the real platform when the session or token has ended; the imitation goes
    /// on refusing until a session is renewed, or for ever where there is nothing to renew.
    fn end_session(&mut self, for_ever: bool);

    /// Takes from the platform what it knows about idempotency keys or staged objects, as it
    /// does by itself after a time.
    fn forget(&mut self) {}
}

/// What became public on an imitation, in order. The oracle of every test.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ledger {
    entries: Vec<Public>,
}

/// One message that followers could see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Public {
    /// The platform's id.
    pub id: String,
    /// The text as followers saw it.
    pub text: String,
    /// How many pictures or films it had.
    pub media: usize,
    /// The descriptions that came with them.
    pub alt: Vec<String>,
    /// The id of what it replies to.
    pub parent: Option<String>,
    /// When.
    pub at: Instant,
    /// Whether it was deleted again.
    pub deleted: bool,
}

impl Ledger {
    /// Adds a message.
    pub fn add(&mut self, public: Public) {
        self.entries.push(public);
    }

    /// Marks the message `id` as deleted; whether it was there.
    pub fn delete(&mut self, id: &str) -> bool {
        let found = self.entries.iter_mut().find(|entry| entry.id == id && !entry.deleted);
        found.map(|entry| entry.deleted = true).is_some()
    }

    /// Every message that ever became public, deleted ones included.
    #[must_use]
    pub fn all(&self) -> &[Public] {
        &self.entries
    }
}

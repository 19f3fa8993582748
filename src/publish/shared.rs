//! What every piece of work needs.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

use super::{Active, KeySecret, Logins};
use crate::account::Rules;
use crate::clock::{Instant, Reading, SharedClock};
use crate::delivery::{Context, Guarantee};
use crate::event::{Happening, What};
use crate::journal::{Change, Epoch, SharedJournal};
use crate::platform::{KEY_WINDOW, Platform};
use crate::policy::Policy;
use crate::schedule::Slot;

/// Everything that is the same for all lanes. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Shared {
    /// The clock.
    pub clock: SharedClock,
    /// The journal.
    pub journal: SharedJournal,
    /// Our epoch in it.
    pub epoch: Epoch,
    /// Policy.
    pub policy: Arc<Policy>,
    /// All slots.
    pub slots: Arc<[Slot]>,
    /// The secret under which keys are derived.
    pub keys: KeySecret,
    /// Where logins are taken up.
    pub logins: Arc<dyn Logins>,
    /// Who hears what happens.
    pub listener: Listener,
    /// Randomness for retry times.
    pub jitter: Jitter,
}

impl Shared {
    /// What the transition function needs for an account of this platform under these rules.
    #[must_use]
    pub fn context(&self, platform: &dyn Platform, rules: &Rules) -> Context {
        Context {
            clocks: self.clock.reading(),
            guarantee: platform.guarantee(),
            on_doubt: rules.on_doubt,
            settle: rules.settle,
            key_window: platform.key_window(),
            patience: platform.patience(),
            jitter: self.jitter.next(),
        }
    }

    /// The same for an account that the config does not have: enough to take back what was never
    /// begun.
    #[must_use]
    pub(super) fn context_without_lane(&self) -> Context {
        let rules = Rules::default();
        Context {
            clocks: self.clock.reading(),
            guarantee: Guarantee::D,
            on_doubt: rules.on_doubt,
            settle: rules.settle,
            key_window: KEY_WINDOW,
            patience: None,
            jitter: self.jitter.next(),
        }
    }

    /// What both clocks show.
    #[must_use]
    pub fn reading(&self) -> Reading {
        self.clock.reading()
    }

    /// Tells what happened to a delivery.
    pub(super) fn tell_of(&self, active: &Active, what: What) {
        self.listener.hear(Happening {
            at: self.now(),
            account: Some(active.brief.account.clone()),
            delivery: Some(active.delivery().id),
            post: Some(active.brief.name.clone()),
            what,
        });
    }

    /// Tells the outcomes that `changes` have put on record: whoever hears of one may read it in
    /// the journal.
    pub(super) fn tell_outcomes(&self, active: &Active, changes: &[Change]) {
        for change in changes {
            if let Change::Outcome(outcome) = change {
                self.tell_of(active, What::Outcome { outcome: outcome.clone() });
            }
        }
    }

    /// The wall clock.
    #[must_use]
    pub fn now(&self) -> Instant {
        self.clock.now()
    }
}

/// Hears what happens in the engine.
#[derive(Clone)]
pub struct Listener(Arc<dyn Fn(Happening) + Send + Sync>);

impl Listener {
    /// A listener that calls `hear`. It must not block.
    pub fn new(hear: impl Fn(Happening) + Send + Sync + 'static) -> Self {
        Self(Arc::new(hear))
    }

    /// Nobody listens.
    #[must_use]
    pub fn nobody() -> Self {
        Self::new(|_| {})
    }

    /// Tells it.
    pub fn hear(&self, happening: Happening) {
        (self.0)(happening);
    }
}

impl fmt::Debug for Listener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Listener")
    }
}

/// Random numbers in 0..1 from a seed, so that a run can be repeated.
#[derive(Clone, Debug)]
pub struct Jitter(Arc<Mutex<ChaCha8Rng>>);

impl Jitter {
    /// The numbers of `seed`.
    #[must_use]
    pub fn seeded(seed: u64) -> Self {
        Self(Arc::new(Mutex::new(ChaCha8Rng::seed_from_u64(seed))))
    }

    /// Numbers that differ from run to run.
    #[must_use]
    pub fn random() -> Self {
        Self::seeded(rand::random())
    }

    /// The next number.
    #[must_use]
    pub fn next(&self) -> f64 {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).random()
    }
}

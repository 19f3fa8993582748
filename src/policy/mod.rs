//! Policy: an ordered list of small stages, each answering with a named reason.

mod blackout;
mod config;
mod expiry;
mod late;
mod machine;
mod pause;
mod restored;
mod stop;

use std::fmt;
use std::time::Duration;

use crate::account::{AccountName, Rules};
use crate::clock::Instant;
use crate::delivery::Delivery;
use crate::journal::AccountState;
use crate::verdict::{Reason, Verdict};

pub use blackout::{Window, barred_until};
pub use config::PolicyConfig;
pub use machine::Machine;
pub use restored::Forgotten;

/// What a stage judges.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// The wall clock.
    pub now: Instant,
    /// The account.
    pub account: &'a AccountName,
    /// Its rules.
    pub rules: &'a Rules,
    /// What is remembered of it.
    pub state: &'a AccountState,
    /// The name of the post.
    pub post: &'a str,
    /// When the post was taken.
    pub taken: Instant,
    /// The delivery.
    pub delivery: &'a Delivery,
    /// Its time, where it has one.
    pub due: Option<Instant>,
    /// The end that its post names, which no word of a person moves.
    pub expires: Option<Instant>,
    /// Whether its time comes from a slot, so that a missed one is simply the next one's.
    pub from_slot: bool,
    /// Since when the program has been awake without a break.
    pub awake_since: Instant,
    /// Whether and why everything is stopped.
    pub stopped: Option<&'a Reason>,
}

/// One rule of policy. A new one is a file here and a line in [`Policy::new`].
pub trait Stage: Send + Sync + fmt::Debug {
    /// The verdict, or none where this rule has nothing against it.
    fn judge(&self, subject: &Subject<'_>) -> Option<Verdict>;
}

/// All rules, in order; the first that says something decides.
#[derive(Debug)]
pub struct Policy {
    stages: Vec<Box<dyn Stage>>,
    blackouts: Vec<Window>,
    machine: Machine,
    catch_up_gap: Duration,
}

impl Policy {
    /// The rules, with these blackout windows, on a machine that is always well.
    #[must_use]
    pub fn new(blackouts: Vec<Window>) -> Self {
        let config = PolicyConfig { blackouts, ..PolicyConfig::default() };
        Self::on(Machine::well(), &config)
    }

    /// The rules of the config on this machine.
    #[must_use]
    pub fn on(machine: Machine, config: &PolicyConfig) -> Self {
        let blackouts = config.blackouts.clone();
        let stages: Vec<Box<dyn Stage>> = vec![
            Box::new(stop::Stop),
            Box::new(pause::Pause),
            Box::new(expiry::Expiry),
            Box::new(blackout::Blackout::new(blackouts.clone())),
            Box::new(late::Late),
            Box::new(machine.clone()),
        ];
        Self { stages, blackouts, machine, catch_up_gap: config.catch_up_gap }
    }

    /// The same on a state that has forgotten these outcomes.
    #[must_use]
    pub fn having_forgotten(mut self, outcomes: Forgotten) -> Self {
        self.stages.push(Box::new(outcomes));
        self
    }

    /// The shortest time between two posts of an account that are late because of downtime.
    #[must_use]
    pub fn catch_up_gap(&self) -> Duration {
        self.catch_up_gap
    }

    /// What is wrong with our own machine, if something is.
    #[must_use]
    pub fn machine_trouble(&self, now: Instant) -> Option<Reason> {
        self.machine.trouble(now)
    }

    /// Whether the delivery may go out now. Asked when its time comes, and once more inside the
    /// transaction that opens an attempt.
    #[must_use]
    pub fn judge(&self, subject: &Subject<'_>) -> Verdict {
        self.stages.iter().find_map(|stage| stage.judge(subject)).unwrap_or(Verdict::Go)
    }

    /// Until when a blackout bars `account` at `instant`, if one does.
    #[must_use]
    pub fn barred(&self, account: &AccountName, instant: Instant) -> Option<Instant> {
        barred_until(&self.blackouts, account, instant)
    }
}

#[cfg(test)]
mod tests;

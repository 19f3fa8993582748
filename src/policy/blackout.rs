//! Blackout windows: times in which nothing goes out by itself, such as the silence before a poll.

use super::{Stage, Subject};
use crate::account::AccountName;
use crate::clock::Instant;
use crate::verdict::{Reason, Verdict};

/// A stretch of time, its start included and its end not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Window {
    /// Its start.
    pub from: Instant,
    /// Its end.
    pub until: Instant,
    /// The accounts it is for; empty for all.
    pub accounts: Vec<AccountName>,
    /// What it is for, in the words of whoever set it.
    pub reason: String,
}

impl Window {
    fn covers(&self, account: &AccountName, instant: Instant) -> bool {
        let for_it = self.accounts.is_empty() || self.accounts.contains(account);
        for_it && self.from <= instant && instant < self.until
    }
}

/// Until when one of `windows` bars `account` at `instant`, if one does. Windows that overlap or
/// touch count as one.
#[must_use]
pub fn barred_until(
    windows: &[Window],
    account: &AccountName,
    instant: Instant,
) -> Option<Instant> {
    let mut until = None;
    let mut at = instant;
    while let Some(window) = windows.iter().find(|window| window.covers(account, at)) {
        until = Some(window.until);
        at = window.until;
    }
    until
}

#[derive(Debug)]
pub(super) struct Blackout(Vec<Window>);

impl Blackout {
    pub(super) fn new(windows: Vec<Window>) -> Self {
        Self(windows)
    }
}

impl Stage for Blackout {
    fn judge(&self, subject: &Subject<'_>) -> Option<Verdict> {
        let Subject { account, now, .. } = *subject;
        let window = self.0.iter().find(|window| window.covers(account, now))?;
        let until = barred_until(&self.0, account, now)?;
        let reason = Reason::new("blackout")
            .with("cause", window.reason.as_str())
            .with("until", until.to_rfc3339());
        Some(Verdict::Hold(reason))
    }
}

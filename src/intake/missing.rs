//! Files that are known and were not met: renamed, about to be replaced by an editor, deleted,
//! or lost together with the whole folder. Pure.

use std::collections::BTreeMap;
use std::time::Duration;

/// What is missing, by name.
#[derive(Debug, Default)]
pub(super) struct Missing(BTreeMap<Box<str>, Entry>);

#[derive(Debug, Clone, Copy)]
struct Entry {
    since: Duration,
    /// Whether the caller was told.
    shown: bool,
    loss: Loss,
}

/// Whether a file went together with everything else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Loss {
    /// It went alone.
    None,
    /// It did; only its return, or a person, says what became of it.
    Lost,
    /// A person said that it is gone.
    GivenUp,
}

impl Missing {
    /// `name` is missing; since `now`, unless it was before.
    pub(super) fn note(&mut self, name: &str, now: Duration) {
        if !self.0.contains_key(name) {
            self.0.insert(name.into(), Entry { since: now, shown: false, loss: Loss::None });
        }
    }

    /// `name` is not missing.
    pub(super) fn clear(&mut self, name: &str) {
        self.0.remove(name);
    }

    /// Whether `name` is missing.
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// All that is missing.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(AsRef::as_ref)
    }

    /// Whether `name` is lost.
    pub(super) fn is_lost(&self, name: &str) -> bool {
        self.0.get(name).is_some_and(Entry::is_lost)
    }

    /// What is gone: missing for `rest`, and not lost. What was shown only with `again`.
    pub(super) fn gone(&self, now: Duration, rest: Duration, again: bool) -> Vec<String> {
        self.select(|entry| entry.is_gone(now, rest) && (again || !entry.shown))
    }

    /// What is lost; nothing where all of it was shown, unless with `again`.
    pub(super) fn lost(&self, again: bool) -> Vec<String> {
        let news = again || self.0.values().any(|entry| entry.is_lost() && !entry.shown);
        self.select(|entry| entry.is_lost() && news)
    }

    /// `name` is lost, unless a person said that it is gone.
    pub(super) fn lose(&mut self, name: &str) {
        if let Some(entry) = self.0.get_mut(name).filter(|entry| entry.loss == Loss::None) {
            entry.loss = Loss::Lost;
        }
    }

    /// A person says that what is lost is gone.
    pub(super) fn give_up_lost(&mut self) {
        for entry in self.0.values_mut().filter(|entry| entry.is_lost()) {
            (entry.loss, entry.shown) = (Loss::GivenUp, false);
        }
    }

    /// The caller was told of `name`.
    pub(super) fn shown(&mut self, name: &str) {
        if let Some(entry) = self.0.get_mut(name) {
            entry.shown = true;
        }
    }

    /// The caller is told again at `at` that `name` is gone.
    pub(super) fn tell_again(&mut self, name: &str, at: Duration, rest: Duration) {
        if let Some(entry) = self.0.get_mut(name) {
            entry.shown = false;
            entry.since = at.saturating_sub(rest);
        }
    }

    /// When something will be gone.
    pub(super) fn next(&self, rest: Duration) -> Option<Duration> {
        let open = self.0.values().filter(|entry| !entry.shown);
        open.map(|entry| entry.since + rest).min()
    }

    fn select(&self, wanted: impl Fn(&Entry) -> bool) -> Vec<String> {
        let wanted = self.0.iter().filter(|(_, entry)| wanted(entry));
        wanted.map(|(name, _)| name.to_string()).collect()
    }
}

impl Entry {
    fn is_gone(&self, now: Duration, rest: Duration) -> bool {
        !self.is_lost() && self.since + rest <= now
    }

    fn is_lost(&self) -> bool {
        self.loss == Loss::Lost
    }
}

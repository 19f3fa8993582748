//! Which names a template may use, known before anything is sent.

use std::collections::{BTreeMap, BTreeSet};

use super::Input;
use crate::finding::Finding;
use crate::keys::nearest;

/// What every template of a request can name.
pub(super) const BASE: [&str; 14] = [
    "text", "lang", "warning", "card", "media", "key", "index", "parts", "due", "now", "account",
    "root", "parent", "options",
];

/// The names that the place of a template brings, beside steps.
pub(super) const PLACED: [&str; 12] = [
    "item",
    "item_index",
    "settings",
    "secrets",
    "answer",
    "body",
    "status",
    "html",
    "visible",
    "entry",
    "since",
    "id",
];

/// The names known at one place; a name with members must be followed by one of them.
#[derive(Debug, Clone, Default)]
pub(super) struct Scope(BTreeMap<String, Option<BTreeSet<String>>>);

impl Scope {
    /// What every request can name.
    pub(super) fn of_requests(settings: &[Input], options: &[Input]) -> Self {
        let mut scope = Self::of_answers(settings);
        scope.0.extend(BASE.iter().map(|name| ((*name).to_owned(), None)));
        let secrets = settings.iter().filter(|input| input.secret);
        scope.add("secrets", secrets.flat_map(Input::names));
        scope.add("options", options.iter().flat_map(Input::names));
        scope
    }

    /// What can be named where the account is known and no post is: settings, and no secrets.
    pub(super) fn of_answers(settings: &[Input]) -> Self {
        let mut scope = Self::default();
        let plain = settings.iter().filter(|input| !input.secret);
        let origins = settings.iter().filter_map(Input::origin_name);
        scope.add("settings", plain.flat_map(Input::names).chain(origins));
        scope
    }

    /// The same, without secrets: for what is written down.
    pub(super) fn without_secrets(&self) -> Self {
        let mut scope = self.clone();
        scope.0.remove("secrets");
        scope
    }

    /// The same, with these names alone.
    pub(super) fn only(mut self, names: &[&str]) -> Self {
        self.0.retain(|name, _| names.contains(&name.as_str()));
        self
    }

    /// The same, with more names.
    pub(super) fn with(&self, names: &[&str]) -> Self {
        let mut scope = self.clone();
        scope.0.extend(names.iter().map(|name| ((*name).to_owned(), None)));
        scope
    }

    /// Adds a name with its members.
    pub(super) fn add(&mut self, name: &str, members: impl IntoIterator<Item = String>) {
        self.0.insert(name.to_owned(), Some(members.into_iter().collect()));
    }

    /// Adds a name that may have any members.
    pub(super) fn add_open(&mut self, name: &str) {
        self.0.insert(name.to_owned(), None);
    }

    /// Whether `name` is taken already, here or by a place.
    pub(super) fn has(&self, name: &str) -> bool {
        self.0.contains_key(name) || BASE.contains(&name) || PLACED.contains(&name)
    }

    /// A finding for every one of `names` that is not known here.
    pub(super) fn check(&self, names: &BTreeSet<String>) -> Vec<Finding> {
        names.iter().filter_map(|name| self.unknown(name)).collect()
    }

    fn unknown(&self, name: &str) -> Option<Finding> {
        let mut parts = name.splitn(3, '.');
        let (first, second) = (parts.next()?, parts.next());
        let Some(members) = self.0.get(first) else {
            return Some(finding(name, first, self.0.keys().map(String::as_str)));
        };
        let (members, second) = (members.as_ref()?, second?);
        (!members.contains(second))
            .then(|| finding(name, second, members.iter().map(String::as_str)))
    }
}

fn finding<'n>(name: &str, word: &str, known: impl Iterator<Item = &'n str> + Clone) -> Finding {
    let all: Vec<_> = known.clone().collect();
    Finding::error("recipe-unknown-name")
        .with("name", name)
        .with("nearest", nearest(word, known).unwrap_or_default())
        .with("known", all.join(", "))
}

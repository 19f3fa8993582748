//! Reading TOML key by key, so that every mistake of a file is found at once, with its place.

use std::ops::Range;
use std::sync::Arc;

use serde::de::DeserializeOwned;
use serde_spanned::Spanned;
use toml::de::{DeTable, DeValue, ValueDeserializer};

use crate::finding::{Finding, Source};
use crate::secret;

mod duration;
mod kind;
mod lists;
mod size;
mod syntax;
mod values;

pub use duration::{DurationProblem, parse_duration, show_duration};
pub use lists::PlacedText;
pub use size::parse_size;

/// How many lines with broken syntax are shown; after one slip the rest is often noise.
const MOST_SYNTAX: usize = 20;

/// How alike (0 to 1) a known key must be to be offered for an unknown one.
const ALIKE: f64 = 0.7;

/// One table of a TOML text. Keys are taken out of it one by one; what is left at
/// [`Keys::finish`] is unknown and refused with the nearest right key.
#[derive(Debug)]
pub struct Keys<'a> {
    source: Arc<Source>,
    /// Where the TOML text starts in the source.
    offset: usize,
    /// The keys that lead here, such as `accounts.x-main`.
    path: String,
    /// The bytes of the table's header or value.
    span: Range<usize>,
    table: DeTable<'a>,
    known: Vec<String>,
    /// Where the syntax is broken; nothing else is said about these places.
    broken: Arc<[Range<usize>]>,
    findings: Vec<Finding>,
}

impl<'a> Keys<'a> {
    /// Reads `toml`, which starts at byte `offset` of `source`. Where the syntax is broken, what
    /// could be read is returned with a finding for the first mistake of every line.
    #[must_use]
    pub fn parse(source: &Arc<Source>, offset: usize, toml: &'a str) -> Self {
        let (table, errors) = DeTable::parse_recoverable(toml);
        let errors = first_of_each_line(toml, errors);
        let mut keys = Self {
            source: Arc::clone(source),
            offset,
            path: String::new(),
            span: 0..0,
            table: table.into_inner(),
            known: Vec::new(),
            broken: Arc::default(),
            findings: Vec::new(),
        };
        for (span, problem) in &errors {
            keys.found(span.clone(), syntax::broken(toml, span, problem));
        }
        keys.broken = errors.into_iter().map(|(span, _)| span).collect();
        keys
    }

    /// The keys that lead to this table, such as `accounts.x-main`; empty at the top.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Whether the table has `key` and it was not taken yet.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// Takes the value of `key`, if it is there. A value of the wrong type is a finding that
    /// shows `example`, a whole right line.
    pub fn take<T: DeserializeOwned>(&mut self, key: &str, example: &str) -> Option<T> {
        self.take_spanned(key, example).map(|(value, _)| value)
    }

    /// Like [`Keys::take`], with the place of the value for further findings.
    pub fn take_spanned<T: DeserializeOwned>(
        &mut self,
        key: &str,
        example: &str,
    ) -> Option<(T, Range<usize>)> {
        let value = self.remove(key)?;
        let span = value.span();
        let kind = value.get_ref().type_str();
        match T::deserialize(ValueDeserializer::from(value)) {
            Ok(value) => Some((value, span)),
            Err(error) => {
                let place = error.span().unwrap_or_else(|| span.clone());
                let finding = match error.message() {
                    secret::INLINE => Finding::error("secret-inline"),
                    secret::FORM => Finding::error("secret-form-wrong"),
                    _ => kind::wrong_value(&error, kind, &span),
                };
                self.found(place, finding.with("key", self.full(key)).with("example", example));
                None
            }
        }
    }

    /// Takes the value of `key` and reads it with `read`; what `read` refuses is a finding with
    /// `problem` and `example` at the value.
    pub fn take_with<T>(
        &mut self,
        key: &str,
        example: &str,
        read: impl FnOnce(&str) -> Result<T, String>,
    ) -> Option<T> {
        let (text, span) = self.take_spanned::<String>(key, example)?;
        match read(&text) {
            Ok(value) => Some(value),
            Err(problem) => {
                let finding = Finding::error("wrong-value")
                    .with("key", self.full(key))
                    .with("problem", problem)
                    .with("example", example);
                self.found(span, finding);
                None
            }
        }
    }

    /// Like [`Keys::take`], but its absence is a finding, too.
    pub fn require<T: DeserializeOwned>(&mut self, key: &str, example: &str) -> Option<T> {
        self.require_spanned(key, example).map(|(value, _)| value)
    }

    /// Like [`Keys::require`], with the place of the value.
    pub fn require_spanned<T: DeserializeOwned>(
        &mut self,
        key: &str,
        example: &str,
    ) -> Option<(T, Range<usize>)> {
        if !self.has(key) {
            self.missing(key, example);
            return None;
        }
        self.take_spanned(key, example)
    }

    /// Notes that `key` is missing; `example` is a whole right line.
    pub fn missing(&mut self, key: &str, example: &str) {
        self.known.push(key.to_owned());
        let finding = Finding::error("missing-key")
            .with("key", self.full(key))
            .with("example", example.to_owned());
        self.found(self.span.clone(), finding);
    }

    /// Takes the table under `key`, if it is there. Its findings must be given back with
    /// [`Keys::absorb`].
    pub fn table(&mut self, key: &str, example: &str) -> Option<Self> {
        let value = self.remove(key)?;
        let span = value.span();
        match value.into_inner() {
            DeValue::Table(table) => Some(self.inner(key, span, table)),
            other => {
                let finding = Finding::error("not-a-table")
                    .with("key", self.full(key))
                    .with("found", other.type_str())
                    .with("example", example);
                self.found(span, finding);
                None
            }
        }
    }

    /// Takes all tables under `key`, such as every `[accounts.NAME]`, in the order of their
    /// names, each with the place of its name.
    pub fn tables(&mut self, key: &str, example: &str) -> Vec<(String, Range<usize>, Self)> {
        let Some(mut outer) = self.table(key, example) else { return Vec::new() };
        let mut inner = Vec::new();
        for (name, value) in std::mem::take(&mut outer.table) {
            let name_span = name.span();
            let name = name.into_inner().into_owned();
            let span = value.span();
            match value.into_inner() {
                DeValue::Table(table) => {
                    let keys = outer.inner(&name, span, table);
                    inner.push((name, name_span, keys));
                }
                other => {
                    let finding = Finding::error("not-a-table")
                        .with("key", outer.full(&name))
                        .with("found", other.type_str())
                        .with("example", example);
                    outer.found(span, finding);
                }
            }
        }
        self.findings.append(&mut outer.findings);
        inner
    }

    /// Adds a finding at `span`, which is counted in the TOML text.
    pub fn found(&mut self, span: Range<usize>, finding: Finding) {
        if self.broken.iter().any(|broken| broken.start < span.end && span.start < broken.end) {
            return;
        }
        let place = span.start + self.offset..span.end + self.offset;
        self.findings.push(finding.at(&self.source, place));
    }

    /// Adds a finding about the table as a whole.
    pub fn found_here(&mut self, finding: Finding) {
        self.found(self.span.clone(), finding);
    }

    /// Ends an inner table: what it found, and what is unknown in it, counts as found here.
    pub fn absorb(&mut self, inner: Keys<'_>) {
        self.findings.extend(inner.finish());
    }

    /// Everything found, with a finding for every key that nobody took.
    #[must_use]
    pub fn finish(mut self) -> Vec<Finding> {
        let left = std::mem::take(&mut self.table);
        for (key, _) in left {
            let span = key.span();
            let finding = self.unknown(key.get_ref());
            self.found(span, finding);
        }
        self.findings
    }

    fn unknown(&self, key: &str) -> Finding {
        let finding = Finding::error("unknown-key").with("key", self.full(key));
        match nearest(key, self.known.iter().map(String::as_str)) {
            Some(known) => finding.with("nearest", known),
            None => finding.with("nearest", "").with("known", self.known.join(", ")),
        }
    }

    fn remove(&mut self, key: &str) -> Option<Spanned<DeValue<'a>>> {
        self.known.push(key.to_owned());
        self.table.remove(key)
    }

    fn inner(&self, key: &str, span: Range<usize>, table: DeTable<'a>) -> Self {
        Self {
            source: Arc::clone(&self.source),
            offset: self.offset,
            path: self.full(key),
            span,
            table,
            known: Vec::new(),
            broken: Arc::clone(&self.broken),
            findings: Vec::new(),
        }
    }

    /// `key` with the keys that lead to it, such as `accounts.toot.settle`.
    #[must_use]
    pub fn full(&self, key: &str) -> String {
        if self.path.is_empty() { key.to_owned() } else { format!("{}.{key}", self.path) }
    }
}

/// The first error of each line, with what it says; see [`MOST_SYNTAX`].
fn first_of_each_line(toml: &str, errors: Vec<toml::de::Error>) -> Vec<(Range<usize>, String)> {
    let mut first: Vec<(Range<usize>, String)> = Vec::new();
    for error in errors {
        let span = error.span().unwrap_or(0..0);
        let start = span.start.min(toml.len());
        let between = |last: usize| toml.as_bytes().get(last.min(start)..last.max(start));
        let on_line = |last: usize| between(last).is_none_or(|text| !text.contains(&b'\n'));
        if first.last().is_some_and(|(last, _)| on_line(last.start)) {
            continue;
        }
        if first.len() == MOST_SYNTAX {
            break;
        }
        first.push((start..span.end.clamp(start, toml.len()), error.message().to_owned()));
    }
    first
}

/// The candidate that is most like `word`, if one is alike enough to be meant.
#[must_use]
pub fn nearest<'c>(word: &str, candidates: impl Iterator<Item = &'c str>) -> Option<&'c str> {
    let word = word.to_lowercase();
    candidates
        .map(|candidate| (strsim::jaro_winkler(&word, &candidate.to_lowercase()), candidate))
        .filter(|(alike, _)| *alike >= ALIKE)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests;

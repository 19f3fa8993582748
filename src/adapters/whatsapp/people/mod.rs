//! The people who agreed to get messages: data, not a promise. One row for each person; who has no
//! row gets nothing, and neither does who wants no more.
//!
//! The file is read when a post is composed, prepared and sent, and read anew whenever it changed.
//! Nothing of it is kept but in memory: parts name people by a code that only our app's secret makes.

mod csv;
mod row;
mod tables;

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use super::mask;
use crate::clock::Instant;
use crate::finding::{Fact, Finding, Source};
use crate::secret::Secret;

use row::Row;

/// The largest file that is read, in bytes.
const LARGEST: u64 = 8 << 20;

/// How much of a code names a person: 128 bits, in hexadecimal digits.
const CODE: usize = 32;

/// One person of the list.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Person {
    /// `+` and digits. Never shown in full.
    pub(super) number: String,
    /// What names them where things are written down.
    pub(super) code: String,
    categories: Vec<String>,
    opted_out: bool,
}

/// Everybody, in the order of the file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct List {
    people: Vec<Person>,
}

/// Why somebody must not be written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum No {
    /// There is no row, or it does not cover this category.
    NotListed,
    /// They want no more messages.
    OptedOut,
}

/// The list with the time at which its file was last changed; or what is wrong with it.
type Read = Result<(Arc<List>, Instant), Vec<Finding>>;

/// The file, and what was last read of it.
#[derive(Debug)]
pub(super) struct People {
    path: PathBuf,
    /// How messages name it.
    name: String,
    secret: Secret,
    last: Mutex<Option<(Stamp, Read)>>,
}

/// What tells one state of a file from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stamp {
    changed: SystemTime,
    bytes: u64,
}

impl std::fmt::Debug for Person {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Person({})", mask::short(&self.number))
    }
}

impl Person {
    /// Whether they may get what is of `category`.
    pub(super) fn may_get(&self, category: &str) -> Result<(), No> {
        if self.opted_out {
            return Err(No::OptedOut);
        }
        let agreed = self.categories.iter().any(|one| one == category);
        if agreed { Ok(()) } else { Err(No::NotListed) }
    }
}

/// What is said of a list that may not be saved whole.
pub(super) const UNFINISHED: &str = "whatsapp-recipients-unfinished";

impl List {
    /// Everybody who may get what is of `category`.
    pub(super) fn for_category<'l>(
        &'l self,
        category: &'l str,
    ) -> impl Iterator<Item = &'l Person> {
        self.people.iter().filter(move |person| person.may_get(category).is_ok())
    }

    /// The person of this `code`, if they may get what is of `category`.
    pub(super) fn person(&self, code: &str, category: &str) -> Result<&Person, No> {
        let person = self.people.iter().find(|person| person.code == code).ok_or(No::NotListed)?;
        person.may_get(category).map(|()| person)
    }
}

impl People {
    /// The people in the file at `path`, which messages call `name`. Nothing is read yet.
    pub(super) fn new(path: PathBuf, name: String, secret: Secret) -> Self {
        Self { path, name, secret, last: Mutex::default() }
    }

    /// The list as the file has it now.
    pub(super) fn read(&self) -> Read {
        let stamp = self.stamp().map_err(|problem| vec![self.unreadable(&problem)])?;
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        match &*last {
            Some((known, read)) if *known == stamp => read.clone(),
            _ => {
                let read = self.read_anew(stamp);
                *last = Some((stamp, read.clone()));
                read
            }
        }
    }

    /// How many people of `category` there were when the file was last read.
    pub(super) fn last_count(&self, category: &str) -> Option<usize> {
        let last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let (list, _) = last.as_ref()?.1.as_ref().ok()?;
        Some(list.for_category(category).count())
    }

    fn stamp(&self) -> Result<Stamp, String> {
        let metadata = fs::metadata(&self.path).map_err(|error| error.to_string())?;
        if !metadata.is_file() {
            return Err("it is not a regular file".to_owned());
        }
        let changed = metadata.modified().map_err(|error| error.to_string())?;
        Ok(Stamp { changed, bytes: metadata.len() })
    }

    fn read_anew(&self, stamp: Stamp) -> Read {
        if stamp.bytes > LARGEST {
            let problem = format!("it is larger than {} MiB", LARGEST >> 20);
            return Err(vec![self.unreadable(&problem)]);
        }
        let bytes = fs::read(&self.path);
        let bytes = bytes.map_err(|error| vec![self.unreadable(&error.to_string())])?;
        let text = String::from_utf8(bytes)
            .map_err(|_| vec![self.unreadable("it is not written in UTF-8")])?;
        let list = self.understand(&text)?;
        Ok((Arc::new(list), Instant::from(stamp.changed)))
    }

    fn understand(&self, text: &str) -> Result<List, Vec<Finding>> {
        // What is shown of a file with a mistake must show nobody's number.
        let source = Source::new(self.name.as_str(), mask::covered(text));
        // A list that is just being saved could lack the very word that somebody wants no messages.
        if !text.is_empty() && !text.ends_with('\n') {
            let end = text.len()..text.len();
            return Err(vec![Finding::error(UNFINISHED).at(&source, end)]);
        }
        let toml = self.path.extension().is_some_and(|ending| ending == "toml");
        let rows = if toml { tables::rows(&source, text) } else { csv::rows(&source, text) };
        let list = rows.and_then(|rows| self.list(&source, rows));
        list.map_err(|findings| findings.into_iter().map(without_numbers).collect())
    }

    fn list(&self, source: &Arc<Source>, rows: Vec<Row>) -> Result<List, Vec<Finding>> {
        let mut seen = BTreeMap::new();
        let mut findings = Vec::new();
        for row in &rows {
            let place = row.number_at.clone();
            if let Some(first) = seen.insert(row.number.as_str(), place.clone()) {
                let line = source.text[..first.start].matches('\n').count() + 1;
                let finding = Finding::error("whatsapp-person-twice").with("line", line);
                findings.push(finding.at(source, place));
            }
        }
        if !findings.is_empty() {
            return Err(findings);
        }
        Ok(List { people: rows.into_iter().map(|row| self.person(row)).collect() })
    }

    fn person(&self, row: Row) -> Person {
        let Row { number, categories, opted_out, .. } = row;
        Person { code: self.code(&number), number, categories, opted_out }
    }

    /// What names the person with this number: nobody without our app's secret can tell whose it is.
    fn code(&self, number: &str) -> String {
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(self.secret.expose().as_bytes()) else {
            return String::new();
        };
        mac.update(number.as_bytes());
        let mut code = hex::encode(mac.finalize().into_bytes());
        code.truncate(CODE);
        code
    }

    fn unreadable(&self, problem: &str) -> Finding {
        Finding::error("whatsapp-recipients-unreadable")
            .with("file", self.name.as_str())
            .with("problem", problem)
    }
}

/// What is said of a mistake may quote what was written.
fn without_numbers(finding: Finding) -> Finding {
    let facts = finding.facts.into_iter().map(|(name, fact)| match fact {
        Fact::Text(text) => (name, Fact::Text(mask::covered(&text))),
        number @ Fact::Number(_) => (name, number),
    });
    Finding { facts: facts.collect(), ..finding }
}

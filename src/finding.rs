//! What was found wrong (or worth saying), as data. Words are put on at the edge.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use unicode_segmentation::UnicodeSegmentation as _;

/// How much a [`Finding`] matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; nothing is wrong.
    Note,
    /// It will work, but probably not as meant.
    Warning,
    /// It cannot be accepted.
    Error,
}

/// A text that findings point into: a file's name for people, and its content.
#[derive(PartialEq, Eq)]
pub struct Source {
    /// The name shown to people, relative to the project folder.
    pub name: String,
    /// The whole content.
    pub text: String,
}

impl Source {
    /// A source that can be shared by many findings.
    pub fn new(name: impl Into<String>, text: impl Into<String>) -> Arc<Self> {
        Arc::new(Self { name: name.into(), text: text.into() })
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Source({})", self.name)
    }
}

/// Where in a source a finding points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The text pointed into.
    pub source: Arc<Source>,
    /// The bytes meant.
    pub span: Range<usize>,
}

impl Place {
    /// The line, counted from 1.
    #[must_use]
    pub fn line(&self) -> usize {
        self.before().matches('\n').count() + 1
    }

    /// The column, counted from 1 in visible characters (grapheme clusters).
    #[must_use]
    pub fn column(&self) -> usize {
        let before = self.before();
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        before[line_start..].graphemes(true).count() + 1
    }

    fn before(&self) -> &str {
        let text = &self.source.text;
        let mut end = self.span.start.min(text.len());
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        &text[..end]
    }
}

/// One value that a message needs, such as a number or a key's name.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Fact {
    /// Text from the user, the platform or the program; escaped when printed.
    Text(String),
    /// A count or a limit.
    Number(i64),
}

impl From<&str> for Fact {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Fact {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<usize> for Fact {
    fn from(number: usize) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<u64> for Fact {
    fn from(number: u64) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

impl From<i64> for Fact {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

/// One thing found: an id with its facts, and the place where there is one.
///
/// The id names a message of the catalogues (`report/words/`), where each has a text and, as
/// `ID.hint`, what to do about it, in every language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The message's id, lower case with hyphens.
    pub id: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// Where, if it is about a text.
    pub place: Option<Place>,
    /// What the message needs, by name.
    pub facts: Vec<(&'static str, Fact)>,
}

impl Finding {
    /// Something that cannot be accepted.
    #[must_use]
    pub fn error(id: &'static str) -> Self {
        Self::new(id, Severity::Error)
    }

    /// Something that is probably not as meant.
    #[must_use]
    pub fn warning(id: &'static str) -> Self {
        Self::new(id, Severity::Warning)
    }

    /// Something worth knowing.
    #[must_use]
    pub fn note(id: &'static str) -> Self {
        Self::new(id, Severity::Note)
    }

    fn new(id: &'static str, severity: Severity) -> Self {
        Self { id, severity, place: None, facts: Vec::new() }
    }

    /// The same, pointing at `span` of `source`.
    #[must_use]
    pub fn at(mut self, source: &Arc<Source>, span: Range<usize>) -> Self {
        self.place = Some(Place { source: Arc::clone(source), span });
        self
    }

    /// The same, with one more fact.
    #[must_use]
    pub fn with(mut self, name: &'static str, fact: impl Into<Fact>) -> Self {
        self.facts.push((name, fact.into()));
        self
    }
}

/// Whether any of `findings` is an error.
#[must_use]
pub fn any_error(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| finding.severity == Severity::Error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_visible_characters_not_bytes() {
        let source = Source::new("a.md", "x = 1\nनमस्ते = 2");
        let at = source.text.find('2').unwrap();
        let finding = Finding::error("any").at(&source, at..at + 1);
        let place = finding.place.unwrap();
        assert_eq!((place.line(), place.column()), (2, 7));
    }

    #[test]
    fn a_place_past_the_end_is_the_end() {
        let source = Source::new("a.md", "ab");
        let place = Finding::error("any").at(&source, 99..100).place.unwrap();
        assert_eq!((place.line(), place.column()), (1, 3));
    }
}

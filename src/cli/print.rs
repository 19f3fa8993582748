//! Findings as a good compiler prints them: what is wrong, the line with a mark below it, and
//! what to do about it.

use std::ops::Range;

use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Renderer, Snippet};
use anstyle::{AnsiColor, Effects, Style};
use serde_json::{Value, json};

use super::json::acts;
use super::table::cut;
use crate::finding::{Fact, Finding, Place, Severity};
use crate::report::Words;
use crate::secret;
use crate::text::Escaped;

#[cfg(test)]
mod tests;

/// The look of line numbers and of what stands around them.
const NUMBERS: Style = AnsiColor::BrightBlue.on_default().effects(Effects::BOLD);

/// The most lines of a file that are shown for one finding.
const MOST_LINES: usize = 4;

/// How wide a line of a file is shown, in columns, and how much of it is looked at for that, in bytes.
const WIDEST_EXCERPT: usize = 72;
const MOST_EXCERPT: usize = 2048;

/// The fact that says which account a finding is about.
const ACCOUNT: &str = "account";

/// Whether there may be colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// None: for files, pipes and people who said so.
    Plain,
    /// For a terminal that shows them.
    Coloured,
}

/// The findings, in their order, with a count at the end.
#[must_use]
pub fn print_findings(findings: &[Finding], words: &Words, look: Look) -> String {
    let merged = merged(findings);
    let mut printed = String::new();
    for (finding, accounts) in &merged {
        printed += &print_finding(finding, accounts, words, look);
        printed += "\n\n";
    }
    printed + &summary(&merged, words)
}

/// What is the same for several accounts is one thing to mend: each finding once, with the
/// accounts that have it.
fn merged(findings: &[Finding]) -> Vec<(&Finding, Vec<&str>)> {
    let mut merged: Vec<(&Finding, Vec<&str>)> = Vec::new();
    for finding in findings {
        let account = account(finding);
        match merged.iter_mut().find(|(other, _)| account.is_some() && is_same(other, finding)) {
            Some((_, accounts)) => accounts.extend(account.filter(|one| !accounts.contains(one))),
            None => merged.push((finding, account.into_iter().collect())),
        }
    }
    merged
}

fn is_same(one: &Finding, other: &Finding) -> bool {
    let facts = |finding: &Finding| -> Vec<_> {
        finding.facts.iter().filter(|(name, _)| *name != ACCOUNT).cloned().collect()
    };
    (one.id, &one.place) == (other.id, &other.place) && facts(one) == facts(other)
}

fn account(finding: &Finding) -> Option<&str> {
    finding.facts.iter().find_map(|(name, fact)| match fact {
        Fact::Text(account) if *name == ACCOUNT => Some(account.as_str()),
        _ => None,
    })
}

/// The findings for machines, as a list: `id`, `severity`, `file`, `line`, `column`, `message`,
/// `hint` and `facts`. Lines and columns count from 1, columns in visible characters; what is
/// not known is null.
#[must_use]
pub fn findings_json(findings: &[Finding], words: &Words) -> Value {
    findings.iter().map(|finding| finding_json(finding, words)).collect()
}

fn finding_json(finding: &Finding, words: &Words) -> Value {
    let said = words.finding(finding);
    let place = finding.place.as_ref();
    let fact = |(name, fact): &(&str, Fact)| {
        let value = match fact {
            Fact::Text(text) => Value::from(secret::strike_out(text)),
            Fact::Number(number) => Value::from(*number),
        };
        ((*name).to_owned(), value)
    };
    json!({
        "id": finding.id,
        "severity": finding.severity,
        "file": place.map(|place| place.source.name.as_str()),
        "line": place.map(Place::line),
        "column": place.map(Place::column),
        "message": said.message,
        "hint": said.hint,
        "facts": finding.facts.iter().map(fact).collect::<serde_json::Map<_, _>>(),
    })
}

fn print_finding(finding: &Finding, accounts: &[&str], words: &Words, look: Look) -> String {
    let said = words.finding(finding);
    // Where the sentence names the account itself, nothing is left to say.
    let named = accounts.len() == 1 && accounts.iter().all(|one| said.message.contains(one));
    let accounts =
        if named { String::new() } else { secret::strike_out(&accounts.join(", ")).into_owned() };
    let level_name = words.plain(severity_id(finding.severity));
    let title = level(finding.severity).with_name(level_name).primary_title(one_line(said.message));
    let mut group = Group::with_title(title.id(finding.id));
    let excerpt = finding.place.as_ref().map(|place| Excerpt::of(place, is_secret(finding)));
    // Of a file that cannot be shown, only its name is.
    if let Some(excerpt) = excerpt.as_ref().filter(|excerpt| !excerpt.text.trim().is_empty()) {
        group = group.element(excerpt.snippet());
    }
    if !accounts.is_empty() {
        let name = words.plain("finding-accounts");
        group = group.element(Level::NOTE.with_name(name).message(one_line(accounts)));
    }
    if let Some(hint) = said.hint {
        let name = words.plain("severity-hint");
        group = group.element(Level::HELP.with_name(name).message(one_line(hint)));
    }
    let printed = renderer(look).render(&[group]);
    match (&finding.place, excerpt) {
        (Some(place), Some(excerpt)) => with_location(&printed, place, &excerpt, look),
        _ => printed,
    }
}

fn renderer(look: Look) -> Renderer {
    match look {
        Look::Plain => Renderer::plain(),
        Look::Coloured => Renderer::styled().line_num(NUMBERS),
    }
}

/// Says below the title where it is. The renderer would count the column in code points, of
/// which one visible sign of Hindi has several.
fn with_location(printed: &str, place: &Place, excerpt: &Excerpt, look: Look) -> String {
    let (title, rest) = printed.split_once('\n').unwrap_or((printed, ""));
    let name = Escaped(&place.source.name);
    let indent = " ".repeat(excerpt.last_line().to_string().len());
    let style = if look == Look::Coloured { NUMBERS } else { Style::new() };
    let (line, column) = (excerpt.first_line, place.column());
    format!("{title}\n{indent}{style}-->{style:#} {name}:{line}:{column}\n{rest}")
}

fn one_line(text: String) -> String {
    if text.contains('\n') { text.replace('\n', " ") } else { text }
}

/// Whether the place of the finding holds a secret, which then must not be shown.
fn is_secret(finding: &Finding) -> bool {
    finding.id == "secret-inline"
}

fn level(severity: Severity) -> Level<'static> {
    match severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    }
}

fn severity_id(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "severity-error",
        Severity::Warning => "severity-warning",
        Severity::Note => "severity-note",
    }
}

/// How many errors and warnings there are; nothing where there are none.
fn summary(findings: &[(&Finding, Vec<&str>)], words: &Words) -> String {
    let of = |severity| findings.iter().filter(move |(finding, _)| finding.severity == severity);
    let count = |severity| of(severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    if errors + warnings == 0 {
        return String::new();
    }
    let both = usize::from(errors > 0 && warnings > 0);
    let facts = [("errors", errors), ("warnings", warnings), ("both", both)];
    let facts = facts.map(|(name, number)| (name, Fact::from(number)));
    words.message("findings-summary", facts.iter().map(|(name, fact)| (*name, fact))) + "\n"
}

/// The lines around a place, safe to show.
struct Excerpt {
    text: String,
    span: Range<usize>,
    first_line: usize,
}

impl Excerpt {
    fn of(place: &Place, hide: bool) -> Self {
        let whole = &place.source.text;
        let start = whole.floor_char_boundary(place.span.start.min(whole.len()));
        let end = whole.ceil_char_boundary(place.span.end.clamp(start, whole.len()));
        let from = whole[..start].rfind('\n').map_or(0, |newline| newline + 1);
        let to = line_end(whole, from, end);
        let to = from + whole[from..to].trim_end_matches('\r').len();
        let span = start.min(to) - from..end.min(to) - from;
        let mut text = whole[from..to].to_owned();
        if hide {
            text.replace_range(span.clone(), &"*".repeat(span.len()));
        }
        let (text, span) = shortened(harmless(&secret::cover(&text)), span);
        Self { text, span, first_line: place.line() }
    }

    fn last_line(&self) -> usize {
        self.first_line + self.text.matches('\n').count()
    }

    fn snippet(&self) -> Snippet<'_, Annotation<'_>> {
        let mark = AnnotationKind::Primary.span(self.span.clone());
        Snippet::source(&self.text).line_start(self.first_line).annotation(mark)
    }
}

/// A long line, and what of `span` is left of it. People write whole paragraphs in one, and a mark
/// below a line that a terminal breaks points at nothing.
fn shortened(text: String, span: Range<usize>) -> (String, Range<usize>) {
    let head = &text[..text.floor_char_boundary(MOST_EXCERPT)];
    let short = cut(head, WIDEST_EXCERPT);
    let kept = short.strip_suffix('…').map_or(0, str::len);
    if text.contains('\n') || short == text || span.start >= kept {
        return (text, span);
    }
    (short, span.start..span.end.min(kept))
}

/// The end of the line that `end` is on, or of the last line that may be shown.
fn line_end(whole: &str, from: usize, end: usize) -> usize {
    let mut line_ends = whole[from..].match_indices('\n').map(|(at, _)| from + at);
    let shown = line_ends.by_ref().take(MOST_LINES);
    let mut last = None;
    for line_end in shown {
        last = Some(line_end);
        if line_end >= end {
            break;
        }
    }
    match last {
        Some(last) if last >= end || line_ends.next().is_some() => last,
        _ => whole.len(),
    }
}

/// The text with signs of equal length in place of what could act on a terminal, so that no
/// place in it moves. The renderer itself sees to tabs and to ASCII's control characters.
fn harmless(text: &str) -> String {
    text.chars().map(harmless_sign).collect()
}

fn harmless_sign(sign: char) -> char {
    match (acts(sign), sign.len_utf8()) {
        (true, 2) => '·',
        (true, 3) => '␦',
        _ => sign,
    }
}

//! How answers are read: what counts as success, what is taken out, what refusals mean.

use std::ops::Range;

use regex::Regex;

use super::inputs::{is_name, pattern};
use super::meaning::{Meaning, WORDS};
use super::read::{expression, template_at};
use super::scope::Scope;
use crate::adapters::http::template::{Expression, Template};
use crate::finding::Finding;
use crate::keys::Keys;

/// The names that an answer brings.
pub(super) const OF_ANSWER: [&str; 5] = ["answer", "body", "status", "html", "visible"];

/// A right line, for findings.
const CAPTURE: &str = "id = { json = \"/id\", pattern = '[0-9]{1,20}' }";

/// A JSON pointer (RFC 6901); empty for the whole document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in super::super) struct Pointer(pub(in super::super) String);

/// Where a value of an answer is.
#[derive(Debug, Clone)]
pub(in super::super) enum Origin {
    /// In its JSON.
    Json(Pointer),
    /// In a header.
    Header(String),
    /// Made of several things. In a link, what values bring is percent-encoded.
    Made(Template),
}

/// A value taken out of an answer.
#[derive(Debug, Clone)]
pub(in super::super) struct Taken {
    pub(in super::super) origin: Origin,
    /// What the whole value must fit; none for the default, printable ASCII.
    pub(in super::super) pattern: Option<Regex>,
    pub(in super::super) optional: bool,
}

/// Values taken out of an answer, by name.
pub(in super::super) type Captures = Vec<(String, Taken)>;

/// What counts as success.
#[derive(Debug, Clone, Default)]
pub(in super::super) struct OkRule {
    /// Empty for 200 to 299.
    pub(in super::super) statuses: Vec<u16>,
    pub(in super::super) when: Option<Expression>,
}

/// How refusals read, and what they mean.
#[derive(Debug, Clone, Default)]
pub(in super::super) struct Refusals {
    /// Where the service's own error code is.
    pub(in super::super) code: Option<Pointer>,
    /// Where its message is.
    pub(in super::super) message: Option<Pointer>,
    pub(in super::super) waits: Vec<WaitAt>,
    pub(in super::super) rules: Vec<Refusal>,
}

/// One rule; what it leaves out fits anything.
#[derive(Debug, Clone)]
pub(in super::super) struct Refusal {
    pub(in super::super) statuses: Vec<u16>,
    pub(in super::super) codes: Vec<String>,
    /// In lower case.
    pub(in super::super) says: Vec<String>,
    pub(in super::super) when: Option<Expression>,
    pub(in super::super) means: Meaning,
}

/// Where an answer says how long to wait, beside the standard headers.
#[derive(Debug, Clone)]
pub(in super::super) struct WaitAt {
    pub(in super::super) pointer: Pointer,
    /// How many seconds one of its units has.
    pub(in super::super) unit: f64,
}

/// Takes a JSON pointer.
pub(super) fn pointer(keys: &mut Keys<'_>, key: &str, example: &str) -> Option<Pointer> {
    keys.take_with(key, example, |text| {
        if text.is_empty() || text.starts_with('/') {
            Ok(Pointer(text.to_owned()))
        } else {
            Err("a JSON pointer begins with a slash".to_owned())
        }
    })
}

/// Takes a table of captures.
pub(super) fn captures(keys: &mut Keys<'_>, key: &str, scope: &Scope) -> Captures {
    let Some(mut table) = keys.table(key, &format!("[{}]", keys.full(key))) else {
        return Vec::new();
    };
    let mut all = Vec::new();
    for (name, span) in table.names() {
        if !is_name(&name) {
            let finding = Finding::error("recipe-name-reserved").with("name", name.as_str());
            table.found(span, finding);
        }
        if let Some(taken) = taken(&mut table, &name, scope) {
            all.push((name, taken));
        }
    }
    keys.absorb(table);
    all
}

/// Takes one capture: a JSON pointer, or a table that says more.
pub(super) fn taken(keys: &mut Keys<'_>, key: &str, scope: &Scope) -> Option<Taken> {
    if keys.holds_text(key) {
        let origin = Origin::Json(pointer(keys, key, CAPTURE)?);
        return Some(Taken { origin, pattern: None, optional: false });
    }
    let mut table = keys.table(key, CAPTURE)?;
    let origin = origin(&mut table, scope);
    let pattern = pattern(&mut table, "pattern", "pattern = '[0-9]{1,20}'");
    let optional = table.take("optional", "optional = true").unwrap_or(false);
    if origin.is_none() && table.findings().is_empty() {
        table.missing("json", CAPTURE);
    }
    keys.absorb(table);
    Some(Taken { origin: origin?, pattern, optional })
}

fn origin(keys: &mut Keys<'_>, scope: &Scope) -> Option<Origin> {
    if keys.has("header") {
        return keys.take("header", "header = \"location\"").map(Origin::Header);
    }
    if keys.has("value") {
        let placed = keys.take_spanned::<String>("value", "value = \"{{ answer.id }}\"")?;
        return template_at(keys, placed, &scope.without_secrets().with(&OF_ANSWER))
            .map(Origin::Made);
    }
    pointer(keys, "json", "json = \"/id\"").map(Origin::Json)
}

/// Takes a link or a name that is made of a template, or of a pointer where it begins with a
/// slash.
pub(super) fn made(keys: &mut Keys<'_>, key: &str, scope: &Scope) -> Option<Origin> {
    let example = format!("{key} = \"/url\"");
    let placed = keys.take_spanned::<String>(key, &example)?;
    if placed.0.starts_with('/') {
        return Some(Origin::Json(Pointer(placed.0)));
    }
    template_at(keys, placed, &scope.without_secrets().with(&OF_ANSWER)).map(Origin::Made)
}

/// Takes what counts as success: `ok_status` and `ok_when`.
pub(super) fn ok_rule(keys: &mut Keys<'_>, scope: &Scope) -> OkRule {
    let example = "ok_status = [200]";
    let statuses = statuses(keys, "ok_status", example, 200..=299);
    let when = expression(keys, "ok_when", "ok_when = \"answer.ok\"", &scope.with(&OF_ANSWER));
    OkRule { statuses, when }
}

/// Takes a list of statuses within `range`.
pub(super) fn statuses(
    keys: &mut Keys<'_>,
    key: &str,
    example: &str,
    range: std::ops::RangeInclusive<u16>,
) -> Vec<u16> {
    let Some((statuses, span)) = keys.take_spanned::<Vec<u16>>(key, example) else {
        return Vec::new();
    };
    if let Some(wrong) = statuses.iter().find(|status| !range.contains(status)) {
        let finding = Finding::error("number-out-of-range")
            .with("key", keys.full(key))
            .with("found", i64::from(*wrong))
            .with("min", i64::from(*range.start()))
            .with("max", i64::from(*range.end()))
            .with("example", example);
        keys.found(span, finding);
    }
    statuses
}

/// Takes `[refusals]`.
pub(super) fn refusals(keys: &mut Keys<'_>, scope: &Scope) -> Refusals {
    let Some(mut table) = keys.table("refusals", "[refusals]") else {
        return Refusals::default();
    };
    let code = pointer(&mut table, "code", "code = \"/code\"");
    let message = pointer(&mut table, "message", "message = \"/message\"");
    let waits = table.each("wait", "wait = [{ json = \"/retry_after\", unit = \"s\" }]");
    let waits = waits.into_iter().filter_map(|inner| wait(&mut table, inner)).collect();
    let rules = rules(&mut table, scope);
    keys.absorb(table);
    Refusals { code, message, waits, rules }
}

fn wait<'a>(outer: &mut Keys<'a>, mut keys: Keys<'a>) -> Option<WaitAt> {
    let pointer = pointer(&mut keys, "json", "json = \"/retry_after\"");
    let units = [("ms", 0.001), ("s", 1.0), ("m", 60.0)];
    let unit = keys.choice("unit", "unit = \"s\"", &units).unwrap_or(1.0);
    if pointer.is_none() && keys.findings().is_empty() {
        keys.missing("json", "json = \"/retry_after\"");
    }
    outer.absorb(keys);
    Some(WaitAt { pointer: pointer?, unit })
}

fn rules(keys: &mut Keys<'_>, scope: &Scope) -> Vec<Refusal> {
    let tables = keys.each("rule", "[[refusals.rule]]");
    let mut rules = Vec::new();
    for mut table in tables {
        rules.extend(rule(&mut table, scope));
        keys.absorb(table);
    }
    rules
}

fn rule(keys: &mut Keys<'_>, scope: &Scope) -> Option<Refusal> {
    let statuses = statuses(keys, "status", "status = [401, 403]", 200..=599);
    let codes = words(keys, "code", "code = [\"50035\"]");
    let says = words(keys, "says", "says = [\"channel_is_archived\"]");
    let says = says.into_iter().map(|word| word.to_lowercase()).collect();
    let scope = scope.with(&OF_ANSWER);
    let when = expression(keys, "when", "when = \"html and not visible\"", &scope);
    let example = "means = \"refused\"";
    if !keys.has("means") {
        keys.missing("means", example);
    }
    let means = keys.choice("means", example, &WORDS)?;
    Some(Refusal { statuses, codes, says, when, means })
}

fn words(keys: &mut Keys<'_>, key: &str, example: &str) -> Vec<String> {
    let word = |(word, _): (String, Range<usize>)| word;
    keys.texts(key, example).unwrap_or_default().into_iter().map(word).collect()
}

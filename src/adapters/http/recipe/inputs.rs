//! What an account has to say (`[settings.NAME]`) and what a post may say (`[options.NAME]`).

use std::ops::Range;

use regex::Regex;
use serde_json::Value as Json;

use super::whole;
use crate::adapters::http::template::ORIGIN;
use crate::finding::Finding;
use crate::keys::Keys;
use crate::post::OF_THE_POST;

/// Names that the program itself reads from an account's section.
const RESERVED: [&str; 15] = [
    "platform",
    "recipe",
    "allow_private",
    "own_server",
    "idempotent",
    "paused",
    "min_gap",
    "lead_image",
    "lead_video",
    "settle",
    "grace",
    "max_age",
    "on_doubt",
    "missed",
    "counter",
];

/// Names that a post's version has beside its options.
const RESERVED_OPTIONS: [&str; 5] = ["text", "lang", "warning", "card", "media"];

/// One value that people give.
#[derive(Debug, Clone)]
pub(in super::super) struct Input {
    pub(in super::super) name: String,
    pub(in super::super) kind: InputKind,
    /// Whether it is kept apart from the config and never shown.
    pub(in super::super) secret: bool,
    pub(in super::super) optional: bool,
    pub(in super::super) default: Option<Json>,
    /// What the whole value must fit. Its named groups are values of their own.
    pub(in super::super) pattern: Option<Regex>,
    /// The servers of the service, where its addresses lead to no other.
    pub(in super::super) origins: Vec<String>,
    /// A right line, for findings.
    pub(in super::super) example: String,
}

/// What kind of value it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in super::super) enum InputKind {
    /// Any text.
    Text,
    /// An address.
    Url,
    /// A whole number.
    Number,
    /// `true` or `false`.
    Flag,
}

impl Input {
    /// The names under which templates find it: its own, and one for each group of its pattern.
    pub(in super::super) fn names(&self) -> impl Iterator<Item = String> {
        let groups = self.pattern.iter().flat_map(Regex::capture_names).flatten();
        let own = std::iter::once(self.name.clone());
        own.chain(groups.map(|group| format!("{}_{group}", self.name)))
    }

    /// The name among the settings of the scheme, host and port of an address; these are told to
    /// people even where the address is secret.
    pub(in super::super) fn origin_name(&self) -> Option<String> {
        (self.kind == InputKind::Url).then(|| format!("{}{ORIGIN}", self.name))
    }

    /// Whether `value` is of its kind and fits its pattern; what is wrong, if not.
    pub(in super::super) fn check(&self, value: &Json) -> Result<(), &'static str> {
        match (self.kind, value) {
            (InputKind::Number, Json::Number(number)) if number.is_i64() => Ok(()),
            (InputKind::Number, _) => Err("it must be a whole number"),
            (InputKind::Flag, Json::Bool(_)) => Ok(()),
            (InputKind::Flag, _) => Err("it must be true or false"),
            (InputKind::Text | InputKind::Url, Json::String(text)) => self.fits(text),
            (InputKind::Text | InputKind::Url, _) => Err("it must be a text in quotes"),
        }
    }

    /// Whether a text fits the pattern.
    pub(in super::super) fn fits(&self, text: &str) -> Result<(), &'static str> {
        match &self.pattern {
            Some(pattern) if !pattern.is_match(text) => Err("it does not look as it must"),
            _ => Ok(()),
        }
    }
}

/// Reads all of `[settings.NAME]`.
pub(super) fn settings(keys: &mut Keys<'_>) -> Vec<Input> {
    let tables = keys.tables("settings", "[settings.server]");
    inputs(keys, tables, &RESERVED, true)
}

/// Reads all of `[options.NAME]`.
pub(super) fn options(keys: &mut Keys<'_>) -> Vec<Input> {
    let tables = keys.tables("options", "[options.silent]");
    inputs(keys, tables, &RESERVED_OPTIONS, false)
}

fn inputs<'a>(
    keys: &mut Keys<'a>,
    tables: Vec<(String, Range<usize>, Keys<'a>)>,
    reserved: &[&str],
    of_account: bool,
) -> Vec<Input> {
    let mut inputs = Vec::new();
    for (name, place, mut table) in tables {
        if !of_account && OF_THE_POST.contains(&name.as_str()) {
            let finding = Finding::error("recipe-option-of-the-post");
            keys.found(place, finding.with("name", name.as_str()));
        } else if reserved.contains(&name.as_str()) || !is_name(&name) {
            keys.found(place, Finding::error("recipe-name-reserved").with("name", name.as_str()));
        }
        inputs.extend(input(name, &mut table, of_account));
        keys.absorb(table);
    }
    inputs
}

fn input(name: String, keys: &mut Keys<'_>, of_account: bool) -> Option<Input> {
    let _about: Option<String> = keys.require("about", "about = \"what it is\"");
    let choices = [
        ("text", InputKind::Text),
        ("url", InputKind::Url),
        ("number", InputKind::Number),
        ("flag", InputKind::Flag),
    ];
    let kind = keys.choice("kind", "kind = \"url\"", &choices).unwrap_or(InputKind::Text);
    let secret = of_account && keys.take("secret", "secret = true").unwrap_or(false);
    let optional = keys.take("optional", "optional = true").unwrap_or(false);
    let pattern = pattern(keys, "pattern", "pattern = '[0-9]{1,20}'");
    let origins = keys.take("origins", "origins = [\"https://chat.example\"]").unwrap_or_default();
    let example = example(&name, secret, keys);
    let mut input =
        Input { name, kind, secret, optional, default: None, pattern, origins, example };
    if !secret {
        input.default = default(&input, keys);
    }
    Some(input)
}

fn example(name: &str, secret: bool, keys: &mut Keys<'_>) -> String {
    if secret {
        return format!("{name} = {{ credential = \"{name}\" }}");
    }
    let example = "example = '\"https://social.example\"'";
    let value: Option<String> = keys.require("example", example);
    format!("{name} = {}", value.unwrap_or_default())
}

fn default(input: &Input, keys: &mut Keys<'_>) -> Option<Json> {
    let (value, span) = keys.take_spanned::<Json>("default", "default = \"public\"")?;
    if let Err(problem) = input.check(&value) {
        let finding = Finding::error("wrong-value")
            .with("key", keys.full("default"))
            .with("problem", problem)
            .with("example", input.example.as_str());
        keys.found(span, finding);
    }
    Some(value)
}

/// Takes a pattern that a whole text must fit.
pub(super) fn pattern(keys: &mut Keys<'_>, key: &str, example: &str) -> Option<Regex> {
    keys.take_with(key, example, |text| whole(text).map_err(|error| last_line(&error.to_string())))
}

/// The library draws the pattern first and says what is wrong in the last line.
fn last_line(error: &str) -> String {
    error.lines().next_back().unwrap_or_default().trim_start_matches("error: ").to_owned()
}

/// Whether `name` can stand in a template.
pub(super) fn is_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}

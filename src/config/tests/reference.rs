//! The page about the config against the program that reads it.

use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::finding::Fact;

const PAGE: &str = include_str!("../../../docs/config.md");

/// A key that is like no other, so that the finding about it lists the known ones.
const UNKNOWN: &str = "qqqqqqqq";

#[derive(Debug)]
struct Row {
    key: String,
    default: Option<String>,
    example: String,
}

/// The rows of the page by the heading above them.
fn rows() -> BTreeMap<&'static str, Vec<Row>> {
    let mut rows: BTreeMap<_, Vec<Row>> = BTreeMap::new();
    let mut heading = "";
    for line in PAGE.lines() {
        if let Some(text) = line.strip_prefix("## ") {
            heading = text;
        }
        let cells: Vec<_> = line.split('|').map(str::trim).collect();
        let [_, key, default, example, _, ..] = cells.as_slice() else { continue };
        if let (Some(key), Some(example)) = (code(key), code(example)) {
            let row = Row {
                key: key.into(),
                default: code(default).map(Into::into),
                example: example.into(),
            };
            rows.entry(heading).or_default().push(row);
        }
    }
    rows
}

/// What stands in backquotes, if the cell is nothing else.
fn code(cell: &str) -> Option<&str> {
    let inner = cell.strip_prefix('`')?.strip_suffix('`')?;
    (!inner.contains('`')).then_some(inner)
}

/// A right config whose section `heading` has these lines, and where they begin.
fn with_lines(heading: &str, lines: &str) -> String {
    let has = |key: &str| lines.lines().any(|line| line.starts_with(&format!("{key} =")));
    let needed = |needed: &[(&str, &str)]| {
        let missing = needed.iter().filter(|(key, _)| !has(key));
        missing.fold(String::new(), |text, (key, value)| format!("{text}{key} = {value}\n"))
    };
    let more = match heading {
        "Top level" => String::new(),
        "[slots.NAME]" => format!("[slots.x]\n{}{lines}", needed(&[("cron", "\"@daily\"")])),
        "[accounts.NAME]" => {
            format!("[accounts.x]\n{}{lines}", needed(&[("platform", "\"mastodon\"")]))
        }
        "[[policy.blackout]]" => {
            let window = [
                ("from", "2026-11-25T00:00:00"),
                ("until", "2026-11-28T00:00:00"),
                ("reason", "\"x\""),
            ];
            format!("{heading}\n{}{lines}", needed(&window))
        }
        heading => format!("{heading}\n{lines}"),
    };
    let top = if heading == "Top level" { lines } else { "" };
    let whole = text(top, &more);
    if heading == "Top level" && has("zone") {
        whole.replacen("zone = \"Asia/Kolkata\"\n", "", 1)
    } else {
        whole
    }
}

/// The keys that the program knows in a section.
fn known(heading: &str) -> BTreeSet<String> {
    let whole = with_lines(heading, &format!("{UNKNOWN} = 1"));
    let findings = if heading == "[accounts.NAME]" {
        let config = right(&whole);
        config.with_settings(&"x".parse().unwrap(), |_| ()).unwrap().1
    } else {
        parse(&whole).unwrap_err()
    };
    let about = findings.iter().find(|finding| finding.id == "unknown-key").unwrap();
    let list = about.facts.iter().find(|(name, _)| *name == "known").unwrap();
    let Fact::Text(list) = &list.1 else { panic!("{list:?}") };
    list.split(", ").map(str::to_owned).collect()
}

#[test]
fn every_key_that_is_read_is_on_the_page_and_no_other() {
    let rows = rows();
    assert_eq!(rows.len(), 9);
    for (heading, rows) in &rows {
        let mut written: BTreeSet<_> = rows.iter().map(|row| row.key.clone()).collect();
        if *heading == "Top level" {
            let sections = PAGE.lines().filter_map(|line| line.strip_prefix("## ["));
            let names = sections.filter(|name| !name.starts_with('['));
            written.extend(names.map(|name| name.split([']', '.']).next().unwrap().to_owned()));
        }
        assert_eq!(written, known(heading), "{heading}");
    }
}

#[test]
fn every_example_is_read() {
    for (heading, rows) in rows() {
        for Row { key, example, .. } in rows {
            assert!(example.starts_with(&format!("{key} =")), "{heading} {key}");
            let config = right(&with_lines(heading, &example));
            let warned: Vec<_> = config.warnings.iter().map(|warning| warning.id).collect();
            let expected: &[_] = if key == "plain" { &["plain-unencrypted"] } else { &[] };
            assert_eq!(warned, expected, "{heading} {key}");
        }
    }
}

#[test]
fn every_default_on_the_page_is_what_the_program_takes() {
    for (heading, rows) in rows() {
        let plain = without_source(right(&with_lines(heading, "")));
        for Row { key, default, example } in rows {
            let Some(default) = default else { continue };
            let same = without_source(right(&with_lines(heading, &format!("{key} = {default}"))));
            assert_eq!(same, plain, "{heading} {key}");
            let other = without_source(right(&with_lines(heading, &example)));
            assert_ne!(other, plain, "the example of {heading} {key} is its default");
        }
    }
}

fn without_source(config: Config) -> Config {
    Config { source: Source::new("", ""), ..config }
}

#[test]
fn every_variable_is_on_the_page() {
    let rows = PAGE.lines().filter_map(|line| line.strip_prefix("| `DAKIYA_"));
    let names: Vec<_> =
        rows.map(|row| format!("DAKIYA_{}", row.split('`').next().unwrap())).collect();
    assert_eq!(names, Overrides::VARIABLES);
}

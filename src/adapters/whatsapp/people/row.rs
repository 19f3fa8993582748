//! One row: what must stand in it, whatever the file's form.

use std::ops::Range;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate};

use crate::adapters::whatsapp::settings;
use crate::finding::{Finding, Source};

/// The columns: name, a right example, and whether it may be empty.
pub(super) const COLUMNS: [(&str, &str, bool); 6] = [
    ("number", "+12025550123", false),
    ("opt_in_text", "notices-v2", false),
    ("opt_in_at", "2026-01-15T10:30:00+05:30", false),
    ("opt_in_source", "form at the office", false),
    ("categories", "notices; events", false),
    ("opted_out_at", "2026-03-02", true),
];

/// One person as the file has them.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) number: String,
    /// Where the number stands.
    pub(super) number_at: Range<usize>,
    pub(super) categories: Vec<String>,
    pub(super) opted_out: bool,
}

/// What stands in one column of a row, and where.
#[derive(Debug, Clone)]
pub(super) struct Field {
    pub(super) text: String,
    pub(super) at: Range<usize>,
}

/// The row with these fields, in the order of [`COLUMNS`]; what is wrong is added to `findings`.
pub(super) fn row(
    source: &Arc<Source>,
    fields: [Field; 6],
    findings: &mut Vec<Finding>,
) -> Option<Row> {
    let before = findings.len();
    for (field, (column, example, optional)) in fields.iter().zip(COLUMNS) {
        if let Err(problem) = check(column, &field.text, optional) {
            let finding = Finding::error("whatsapp-person-wrong")
                .with("column", column)
                .with("problem", problem)
                .with("example", example);
            findings.push(finding.at(source, field.at.clone()));
        }
    }
    let [number, _, _, _, agreed, out] = fields;
    (findings.len() == before).then(|| Row {
        number: number.text,
        number_at: number.at,
        categories: categories(&agreed.text).map(str::to_owned).collect(),
        opted_out: !out.text.is_empty(),
    })
}

fn check(column: &str, text: &str, optional: bool) -> Result<(), String> {
    if text.is_empty() {
        return if optional { Ok(()) } else { Err("it is empty".to_owned()) };
    }
    match column {
        "number" => number(text),
        "opt_in_at" | "opted_out_at" => time(text),
        "categories" => categories(text).try_for_each(|one| settings::category(one).map(drop)),
        _ => Ok(()),
    }
}

/// E.164: `+`, the country, and 8 to 15 digits in all.
fn number(text: &str) -> Result<(), String> {
    let digits = text.strip_prefix('+').unwrap_or_default();
    let sound = (8..=15).contains(&digits.len())
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && !digits.starts_with('0');
    if sound {
        Ok(())
    } else {
        Err("a number is + with the country and 8 to 15 digits, without blanks".to_owned())
    }
}

/// A day, or a day with a time and its offset.
fn time(text: &str) -> Result<(), String> {
    let day = text.parse::<NaiveDate>().is_ok();
    if day || DateTime::parse_from_rfc3339(text).is_ok() {
        Ok(())
    } else {
        Err("it is neither a day nor a time with its offset".to_owned())
    }
}

/// The categories of a cell: separated by semicolons.
fn categories(text: &str) -> impl Iterator<Item = &str> {
    text.split(';').map(str::trim).filter(|one| !one.is_empty())
}

//! A list as TOML: one `[[person]]` for each.

use std::ops::Range;
use std::sync::Arc;

use super::row::{COLUMNS, Field, Row, row};
use crate::finding::{Finding, Source, any_error};
use crate::keys::Keys;

const EXAMPLE: &str = "[[person]]";

/// The rows of `text`.
pub(super) fn rows(source: &Arc<Source>, text: &str) -> Result<Vec<Row>, Vec<Finding>> {
    let mut keys = Keys::parse(source, 0, text);
    let (mut rows, mut wrong) = (Vec::new(), Vec::new());
    for mut person in keys.each("person", EXAMPLE) {
        if let Some(fields) = fields(&mut person) {
            rows.extend(row(source, fields, &mut wrong));
        }
        keys.absorb(person);
    }
    let mut findings = keys.finish();
    findings.append(&mut wrong);
    if any_error(&findings) { Err(findings) } else { Ok(rows) }
}

/// The fields of one person; none where one is missing or no text.
fn fields(person: &mut Keys<'_>) -> Option<[Field; 6]> {
    let [number, text, at, source, categories, out] =
        COLUMNS.map(|(column, example, optional)| field(person, column, example, optional));
    Some([number?, text?, at?, source?, categories?, out?])
}

fn field(person: &mut Keys<'_>, column: &str, example: &str, optional: bool) -> Option<Field> {
    let line = match column {
        "categories" => "categories = [\"notices\", \"events\"]".to_owned(),
        _ => format!("{column} = \"{example}\""),
    };
    if optional && !person.has(column) {
        return Some(Field { text: String::new(), at: 0..0 });
    }
    if column == "categories" && person.has(column) {
        let (list, at) = person.texts_spanned(column, &line)?;
        let list: Vec<_> = list.into_iter().map(|(one, _)| one).collect();
        return Some(Field { text: list.join(";"), at });
    }
    let (text, at): (String, Range<usize>) = person.require_spanned(column, &line)?;
    Some(Field { text: text.trim().to_owned(), at })
}

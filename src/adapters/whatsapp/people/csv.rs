//! A list as a table of commas, as spreadsheets save it. Read here, since every mistake has to be
//! shown with its place, and readers of such files do not say where a field stands.

use std::ops::Range;
use std::sync::Arc;

use super::row::{COLUMNS, Field, Row, row};
use crate::finding::{Finding, Source};
use crate::keys::nearest;

/// The most mistakes that are told at once.
const MOST: usize = 20;

/// The rows of `text`, whose first line names the columns. Lines with `#` before them say nothing.
pub(super) fn rows(source: &Arc<Source>, text: &str) -> Result<Vec<Row>, Vec<Finding>> {
    let mut lines = lines(text);
    let Some(heading) = lines.next() else {
        return Err(vec![at(source, 0..0, Finding::error("whatsapp-recipients-empty"))]);
    };
    let columns = columns(source, text, heading)?;
    let (mut rows, mut findings) = (Vec::new(), Vec::new());
    for line in lines {
        match fields(text, line.clone()) {
            Ok(fields) if fields.len() == COLUMNS.len() => {
                let ordered = columns.map(|column| fields[column].clone());
                rows.extend(row(source, ordered, &mut findings));
            }
            Ok(fields) => findings.push(at(source, line, wrong_count(fields.len()))),
            Err(quote) => {
                findings.push(at(source, quote, Finding::error("whatsapp-quote-open")));
            }
        }
        if findings.len() >= MOST {
            break;
        }
    }
    if findings.is_empty() { Ok(rows) } else { Err(findings) }
}

fn wrong_count(found: usize) -> Finding {
    let finding = Finding::error("whatsapp-columns-count").with("found", found);
    finding.with("wanted", COLUMNS.len()).with("example", example())
}

/// A right line.
fn example() -> String {
    COLUMNS.map(|(_, example, _)| example).join(",")
}

/// The places of the lines that say something, without their ends.
fn lines(text: &str) -> impl Iterator<Item = Range<usize>> {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let whole = text[start..].split_inclusive('\n').scan(start, |next, line| {
        let from = *next;
        *next += line.len();
        Some(from..from + line.trim_end_matches(['\n', '\r']).len())
    });
    whole.filter(|line| {
        let line = text[line.clone()].trim();
        !line.is_empty() && !line.starts_with('#')
    })
}

/// Where each of [`COLUMNS`] stands in a line.
fn columns(
    source: &Arc<Source>,
    text: &str,
    heading: Range<usize>,
) -> Result<[usize; 6], Vec<Finding>> {
    let names = fields(text, heading.clone()).unwrap_or_default();
    let known = || COLUMNS.iter().map(|(name, ..)| *name);
    let strange = names.iter().filter(|name| !known().any(|one| one == name.text));
    let mut findings: Vec<_> = strange
        .map(|name| {
            let finding = Finding::error("whatsapp-column-unknown")
                .with("nearest", nearest(&name.text, known()).unwrap_or_default())
                .with("known", known().collect::<Vec<_>>().join(","));
            at(source, name.at.clone(), finding)
        })
        .collect();
    let places = COLUMNS.map(|(column, ..)| names.iter().position(|name| name.text == column));
    let missing = COLUMNS.iter().zip(places).filter(|(_, place)| place.is_none());
    findings.extend(missing.map(|((column, ..), _)| {
        let finding = Finding::error("whatsapp-column-missing").with("column", *column);
        let finding = finding.with("known", known().collect::<Vec<_>>().join(","));
        at(source, heading.clone(), finding)
    }));
    if names.len() > COLUMNS.len() && findings.is_empty() {
        findings.push(at(source, heading, wrong_count(names.len())));
    }
    if findings.is_empty() { Ok(places.map(Option::unwrap_or_default)) } else { Err(findings) }
}

/// The fields of a line; the error is the place of a text in quotes that does not end where it should.
fn fields(text: &str, line: Range<usize>) -> Result<Vec<Field>, Range<usize>> {
    let mut fields = Vec::new();
    let mut from = line.start;
    loop {
        let (field, end) = field(&text[from..line.end], from)?;
        fields.push(field);
        if end == line.end {
            return Ok(fields);
        }
        from = end + 1;
    }
}

/// The first field of `rest`, which begins at `from`, and where the comma after it stands.
fn field(rest: &str, from: usize) -> Result<(Field, usize), Range<usize>> {
    let blanks = rest.len() - rest.trim_start().len();
    if !rest[blanks..].starts_with('"') {
        let length = rest.find(',').unwrap_or(rest.len());
        return Ok((plain(&rest[..length], from), from + length));
    }
    let (field, length) = quoted(&rest[blanks..], from + blanks)?;
    let after = &rest[blanks + length..];
    let comma = after.find(',').unwrap_or(after.len());
    if after[..comma].trim().is_empty() {
        Ok((field, from + blanks + length + comma))
    } else {
        Err(from + blanks..from + blanks + 1)
    }
}

fn plain(whole: &str, from: usize) -> Field {
    let text = whole.trim();
    let start = from + (whole.len() - whole.trim_start().len());
    Field { text: text.to_owned(), at: start..start + text.len() }
}

/// A field in quotes, in which two quotes are one; with its length.
fn quoted(rest: &str, from: usize) -> Result<(Field, usize), Range<usize>> {
    let mut text = String::new();
    let mut at = 1;
    loop {
        let quote = rest[at..].find('"').ok_or(from..from + 1)?;
        text.push_str(&rest[at..at + quote]);
        at += quote + 1;
        if !rest[at..].starts_with('"') {
            let field = Field { text: text.trim().to_owned(), at: from..from + at };
            return Ok((field, at));
        }
        text.push('"');
        at += 1;
    }
}

fn at(source: &Arc<Source>, place: Range<usize>, finding: Finding) -> Finding {
    finding.at(source, place)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(line: &str) -> Vec<String> {
        let fields = fields(line, 0..line.len()).unwrap();
        fields.into_iter().map(|field| field.text).collect()
    }

    #[test]
    fn quotes_commas_and_blanks_are_read_as_spreadsheets_write_them() {
        assert_eq!(
            texts("a, b ,,\"c, d\",\"e \"\"f\"\"\","),
            ["a", "b", "", "c, d", "e \"f\"", ""]
        );
        assert_eq!(texts(" \"क, ख\" ,ग"), ["क, ख", "ग"]);
    }

    #[test]
    fn every_field_knows_its_place() {
        let line = "a, \"b\" ,कख";
        let fields = fields(line, 0..line.len()).unwrap();
        let shown: Vec<_> = fields.iter().map(|field| &line[field.at.clone()]).collect();
        assert_eq!(shown, ["a", "\"b\"", "कख"]);
    }

    #[test]
    fn a_text_in_quotes_that_does_not_end_at_its_comma_is_found_where_it_begins() {
        for line in ["a,\"b", "a,\"b\"c,d", "a,\"b\"\"c,d"] {
            assert_eq!(fields(line, 0..line.len()).unwrap_err(), 2..3, "{line}");
        }
    }
}

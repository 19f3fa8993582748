//! Tables for people: columns as wide as their widest cell, the last one free.

use unicode_width::UnicodeWidthStr as _;

use crate::text::Escaped;

/// The rows as text, one a line. Cells are escaped. Hindi belongs into the last column, as
/// terminals disagree about its width.
pub(super) fn table(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
    let escaped: Vec<Vec<String>> =
        rows.iter().map(|row| row.iter().map(|cell| Escaped(cell).to_string()).collect()).collect();
    let width = |column: usize| {
        let cells = escaped.iter().filter_map(|row| row.get(column));
        cells.map(|cell| cell.width()).max().unwrap_or_default()
    };
    let widths: Vec<usize> = (0..columns).map(width).collect();
    escaped.iter().map(|row| line(row, &widths)).collect()
}

fn line(row: &[String], widths: &[usize]) -> String {
    let mut line = String::new();
    for (at, cell) in row.iter().enumerate() {
        line.push_str(cell);
        if at + 1 < row.len() {
            let wide = widths.get(at).copied().unwrap_or_default();
            line.push_str(&" ".repeat(wide.saturating_sub(cell.width()) + 2));
        }
    }
    line.truncate(line.trim_end().len());
    line.push('\n');
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_line_up_and_the_last_one_is_free() {
        let rows = [vec!["a".into(), "सूचना".into()], vec!["long".into(), "x".into()]];
        assert_eq!(table(&rows), "a     सूचना\nlong  x\n");
    }

    #[test]
    fn a_hostile_name_cannot_break_a_line() {
        let rows = [vec!["evil\n\u{1b}[2Jname".into(), "x".into()]];
        assert_eq!(table(&rows).lines().count(), 1);
    }
}

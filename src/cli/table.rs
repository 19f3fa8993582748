//! Tables for people: columns as wide as their widest cell, the last one free. Where a terminal
//! is too narrow for that, the widest columns give way.

use std::io::IsTerminal as _;

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

use crate::text::Escaped;

/// The room between two columns.
const GAP: usize = 2;

/// What the last column gets before the others must give way.
const LAST: usize = 24;

/// No column becomes narrower than that: a date with its time has to fit.
const NARROWEST: usize = 16;

/// How many columns the terminal has on which the output is seen; nothing where it goes to a
/// file or a program, which get everything.
pub(super) fn terminal_width() -> Option<usize> {
    let out = std::io::stdout();
    if !out.is_terminal() {
        return None;
    }
    let size = rustix::termios::tcgetwinsize(&out).ok()?;
    Some(usize::from(size.ws_col)).filter(|columns| *columns > 0)
}

/// The rows as text, one a line, for a terminal of `width` columns. Cells are escaped.
pub(super) fn table(rows: &[Vec<String>], width: Option<usize>) -> String {
    let escaped: Vec<Vec<String>> =
        rows.iter().map(|row| row.iter().map(|cell| Escaped(cell).to_string()).collect()).collect();
    let mut widths = natural(&escaped);
    if let Some(width) = width {
        narrow(&mut widths, width);
    }
    escaped.iter().map(|row| line(row, &widths)).collect()
}

/// The widths of the columns, each as wide as its widest cell.
fn natural(rows: &[Vec<String>]) -> Vec<usize> {
    let columns = rows.iter().map(Vec::len).max().unwrap_or_default();
    let width = |column: usize| {
        let cells = rows.iter().filter_map(|row| row.get(column));
        cells.map(|cell| cell.width()).max().unwrap_or_default()
    };
    (0..columns).map(width).collect()
}

/// Takes from the widest column, again and again, until all fit or none can give any more.
fn narrow(widths: &mut [usize], width: usize) {
    let Some((last, others)) = widths.split_last_mut() else { return };
    let room = width.saturating_sub((*last).min(LAST) + GAP * others.len());
    while others.iter().sum::<usize>() > room {
        match others.iter_mut().max() {
            Some(widest) if *widest > NARROWEST => *widest -= 1,
            _ => return,
        }
    }
}

fn line(row: &[String], widths: &[usize]) -> String {
    let mut line = String::new();
    for (at, cell) in row.iter().enumerate() {
        if at + 1 == row.len() {
            line.push_str(cell);
        } else {
            let wide = widths.get(at).copied().unwrap_or_default();
            let cell = cut(cell, wide);
            line.push_str(&cell);
            line.push_str(&" ".repeat(wide.saturating_sub(cell.width()) + GAP));
        }
    }
    line.truncate(line.trim_end().len());
    line.push('\n');
    line
}

/// The cell in at most `wide` columns, cut between whole visible signs.
pub(super) fn cut(cell: &str, wide: usize) -> String {
    if cell.width() <= wide {
        return cell.to_owned();
    }
    let ends = cell.grapheme_indices(true).map(|(start, sign)| start + sign.len());
    let fitting = ends.take_while(|end| cell[..*end].width() < wide).last();
    format!("{}…", &cell[..fitting.unwrap_or_default()])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(names: &[&str]) -> Vec<Vec<String>> {
        names.iter().map(|name| vec![(*name).to_owned(), "ready".into(), "|".into()]).collect()
    }

    /// How far the last column is from the margin in each line.
    fn margins(table: &str) -> Vec<usize> {
        table.lines().map(|line| line.strip_suffix('|').unwrap().width()).collect()
    }

    const NAMES: [&str; 6] = [
        "a.md",
        "ज़िला पुस्तकालय की सूचना.md",
        "👩‍👩‍👧‍👦 परिवार दिवस 🇮🇳.md",
        "通知.md",
        "e\u{301}te\u{301}.md",
        "a-very-long-name-that-somebody-gave-to-a-press-note-of-the-office.md",
    ];

    #[test]
    fn columns_line_up_and_the_last_one_is_free() {
        let rows = [vec!["a".into(), "सूचना".into()], vec!["long".into(), "x".into()]];
        assert_eq!(table(&rows, None), "a     सूचना\nlong  x\n");
    }

    #[test]
    fn names_of_any_script_keep_the_columns_straight_at_any_width() {
        for width in [None].into_iter().chain((1..140).map(Some)) {
            let margins = margins(&table(&rows(&NAMES), width));
            assert!(margins.iter().all(|margin| *margin == margins[0]), "{width:?}: {margins:?}");
        }
    }

    #[test]
    fn a_terminal_that_is_wide_enough_and_a_file_get_everything() {
        for width in [None, Some(200)] {
            let table = table(&rows(&NAMES), width);
            assert!(NAMES.iter().all(|name| table.contains(name)), "{table}");
        }
    }

    #[test]
    fn only_the_widest_column_is_cut() {
        let cells = |name: &str| vec!["2026-11-25 09:00".into(), name.to_owned(), "why".into()];
        let rows = [cells("प्रशिक्षण कार्यक्रम की सूचना"), cells("a.md")];
        let said = table(&rows, Some(38));
        let first = said.lines().next().unwrap();
        assert_eq!(first, "2026-11-25 09:00  प्रशिक्षण कार्यक्रम…  why", "{said}");
    }

    #[test]
    fn a_cell_is_cut_between_whole_visible_signs() {
        for name in NAMES {
            let starts = name.grapheme_indices(true).map(|(start, _)| start);
            let starts: Vec<usize> = starts.collect();
            for wide in 1..name.width() {
                let cut = cut(name, wide);
                let kept = cut.strip_suffix('…').unwrap();
                assert!(name.starts_with(kept) && starts.contains(&kept.len()), "{cut}");
                assert!(cut.width() <= wide, "{cut} is wider than {wide}");
            }
        }
    }

    #[test]
    fn where_nothing_can_give_way_the_table_is_wider_than_the_terminal() {
        let rows = [vec!["12345678".into(), "12345678".into(), "x".into()]];
        assert_eq!(table(&rows, Some(5)), "12345678  12345678  x\n");
    }

    #[test]
    fn a_hostile_name_cannot_break_a_line() {
        let rows = [vec!["evil\n\u{1b}[2Jname".into(), "x".into()]];
        assert_eq!(table(&rows, Some(20)).lines().count(), 1);
    }
}

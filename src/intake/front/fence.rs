//! Telling the settings of a post from its text.

use std::ops::Range;

use crate::finding::Finding;

/// The line before and after the settings.
const FENCE: &str = "+++";

/// The line that other programs use around settings.
const FOREIGN_FENCE: &str = "---";

/// The largest size of the settings, in bytes.
pub(super) const MOST_SETTINGS: usize = 64 * 1024;

/// The two parts of a file, as ranges of its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Halves {
    /// The TOML between the fences; empty where there is none.
    pub settings: Range<usize>,
    /// The text.
    pub text: Range<usize>,
}

/// Splits a file. What is probably meant as settings but not fenced as such is refused: it
/// would be published as text.
pub(super) fn split(file: &str) -> Result<Halves, (Range<usize>, Finding)> {
    let Some((first, span)) = lines(file).find(|(line, _)| !line.is_empty()) else {
        return Ok(Halves { settings: 0..0, text: 0..file.len() });
    };
    if first == FENCE {
        return fenced(file, span);
    }
    match mistaken(file, first) {
        Some(id) => Err((span, Finding::error(id))),
        None => Ok(Halves { settings: 0..0, text: 0..file.len() }),
    }
}

fn fenced(file: &str, fence: Range<usize>) -> Result<Halves, (Range<usize>, Finding)> {
    let start = after_line(file, fence.end);
    let close = lines(&file[start..]).find(|(line, _)| *line == FENCE);
    let Some((_, close)) = close else {
        return Err((fence, Finding::error("front-matter-open")));
    };
    let settings = start..start + close.start;
    if settings.len() > MOST_SETTINGS {
        let finding = Finding::error("front-matter-too-large")
            .with("bytes", settings.len())
            .with("most", MOST_SETTINGS);
        return Err((fence, finding));
    }
    Ok(Halves { settings, text: after_line(file, start + close.end)..file.len() })
}

/// The finding for a file that does not begin with a fence but seems to have settings.
fn mistaken(file: &str, first: &str) -> Option<&'static str> {
    let fences = |fence| lines(file).filter(|(line, _)| *line == fence).count();
    if first.contains("++") && !first.contains(char::is_alphanumeric) {
        return Some("front-matter-fence");
    }
    if is_setting(first) {
        return Some("front-matter-unfenced");
    }
    if first == FOREIGN_FENCE && fences(FOREIGN_FENCE) > 1 {
        return Some("front-matter-yaml");
    }
    (fences(FENCE) > 1).then_some("front-matter-not-first")
}

/// Whether a line sets one of the keys of a post.
fn is_setting(line: &str) -> bool {
    let key = line.split_once('=').map(|(key, _)| key.trim());
    key.is_some_and(|key| super::KEYS.contains(&key)) || line.starts_with("[for.")
}

/// Every line without the blanks around it, with its bytes.
fn lines(text: &str) -> impl Iterator<Item = (&str, Range<usize>)> {
    let mut start = 0;
    text.split_inclusive('\n').map(move |line| {
        let span = start..start + line.trim_end_matches('\n').len();
        start += line.len();
        (line.trim(), span)
    })
}

/// Where the line after the one that ends at `end` starts.
fn after_line(text: &str, end: usize) -> usize {
    (end + 1).min(text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn halves(file: &str) -> (&str, &str) {
        let halves = split(file).unwrap();
        (&file[halves.settings], &file[halves.text])
    }

    fn refused(file: &str) -> &'static str {
        split(file).unwrap_err().1.id
    }

    #[test]
    fn settings_stand_between_fences_and_text_after_them() {
        assert_eq!(halves("+++\nlang = \"hi\"\n+++\nपाठ\n"), ("lang = \"hi\"\n", "पाठ\n"));
        assert_eq!(halves("+++\n+++"), ("", ""));
        assert_eq!(halves("\n  +++ \na = 1\n +++\t\nb"), ("a = 1\n", "b"));
    }

    #[test]
    fn a_file_without_fences_is_all_text() {
        assert_eq!(halves("पाठ\n+++\nमध्य"), ("", "पाठ\n+++\nमध्य"));
        assert_eq!(halves(""), ("", ""));
        assert_eq!(halves("---\na line drawn by hand"), ("", "---\na line drawn by hand"));
    }

    #[test]
    fn settings_that_never_end_are_refused() {
        assert_eq!(refused("+++\nlang = \"hi\"\nपाठ"), "front-matter-open");
        assert_eq!(refused("+++"), "front-matter-open");
    }

    #[test]
    fn settings_that_would_be_published_as_text_are_refused() {
        assert_eq!(refused("++\nlang = \"hi\"\n++\nपाठ"), "front-matter-fence");
        assert_eq!(refused("\u{200b}+++\nlang = \"hi\"\n+++\n"), "front-matter-fence");
        assert_eq!(refused("at = \"now\"\nपाठ"), "front-matter-unfenced");
        assert_eq!(refused("[for.x]\ntext = \"a\""), "front-matter-unfenced");
        assert_eq!(refused("---\nlang: hi\n---\nपाठ"), "front-matter-yaml");
        assert_eq!(refused("शीर्षक\n+++\nlang = \"hi\"\n+++\nपाठ"), "front-matter-not-first");
    }

    #[test]
    fn plus_signs_in_a_sentence_are_text() {
        assert_eq!(halves("C++ सीखें"), ("", "C++ सीखें"));
    }

    #[test]
    fn settings_end_at_their_limit() {
        let file = |bytes: usize| format!("+++\n{}\n+++\n", "#".repeat(bytes - 1));
        assert!(split(&file(MOST_SETTINGS)).is_ok());
        assert_eq!(refused(&file(MOST_SETTINGS + 1)), "front-matter-too-large");
    }
}

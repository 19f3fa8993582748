//! Where paragraphs, lines, sentences and words end.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation as _;

mod abbreviations;

use abbreviations::is_abbreviated;

/// What ends at a gap between words; the later ones are the better places to cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Boundary {
    /// Only a word.
    Word,
    /// A sentence.
    Sentence,
    /// A line.
    Line,
    /// A paragraph: an empty line follows.
    Paragraph,
}

/// What stands between two words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// The blanks; none where a danda stands close to the next word.
    pub range: Range<usize>,
    /// What ends here.
    pub boundary: Boundary,
}

/// Whether a character is a blank at which a line may be broken. No-break spaces are not.
#[must_use]
pub fn is_blank(character: char) -> bool {
    character.is_whitespace() && !matches!(character, '\u{a0}' | '\u{2007}' | '\u{202f}')
}

/// The gaps between the words of `text`, in order. Blanks before the first word and after the
/// last are none.
///
/// A sentence ends at `।` and `॥` always, and at `?`, `!`, `…` and `.` unless the next word
/// begins in lower case; quotation marks and brackets may stand between. A full stop ends none
/// after an abbreviation (`डॉ.`, `Dr.`), initials (`ए.पी.जे.`) or a list's number (`1.`).
#[must_use]
pub fn gaps(text: &str) -> Vec<Gap> {
    let words = words(text);
    let mut gaps: Vec<Gap> = Vec::with_capacity(words.len().saturating_sub(1));
    for pair in words.windows(2) {
        let opens = gaps.last().is_none_or(|gap| gap.boundary > Boundary::Word);
        let range = pair[0].end..pair[1].start;
        let boundary = match text[range.clone()].matches(is_line_end).count() {
            0 if ends_sentence(&text[pair[0].clone()], &text[pair[1].clone()], opens) => {
                Boundary::Sentence
            }
            0 => Boundary::Word,
            1 => Boundary::Line,
            _ => Boundary::Paragraph,
        };
        gaps.push(Gap { range, boundary });
    }
    gaps
}

/// The sentences of `text` without the blanks around them, in order.
#[must_use]
pub fn sentences(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    for gap in gaps(text).into_iter().filter(|gap| gap.boundary > Boundary::Word) {
        found.push(text[start..gap.range.start].trim_start_matches(is_blank));
        start = gap.range.end;
    }
    found.push(text[start..].trim_matches(is_blank));
    found.retain(|sentence| !sentence.is_empty());
    found
}

/// The stretches of `text` without blanks, cut once more behind a danda inside of them.
fn words(text: &str) -> Vec<Range<usize>> {
    let mut words: Vec<Range<usize>> = Vec::new();
    let mut inside = false;
    let mut ended_by = None;
    for (at, cluster) in text.grapheme_indices(true) {
        if cluster.chars().all(is_blank) {
            (inside, ended_by) = (false, None);
            continue;
        }
        let goes_on = ended_by.is_none_or(|danda| belongs_to_end(cluster, danda));
        match words.last_mut() {
            Some(word) if inside && goes_on => word.end = at + cluster.len(),
            _ => words.push(at..at + cluster.len()),
        }
        ended_by = danda(cluster).or(ended_by.filter(|_| inside && goes_on));
        inside = true;
    }
    words
}

/// Whether `cluster` still belongs to a sentence that `danda` has ended: another danda, a
/// closing mark, or the number of a verse.
fn belongs_to_end(cluster: &str, ended_by: char) -> bool {
    let fits = |c: char| is_closer(c) || ended_by == '॥' && c.is_numeric();
    danda(cluster).is_some() || cluster.chars().all(fits)
}

fn danda(cluster: &str) -> Option<char> {
    ["।", "॥"].contains(&cluster).then(|| cluster.chars().next()).flatten()
}

fn is_line_end(character: char) -> bool {
    matches!(character, '\n' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

fn is_closer(character: char) -> bool {
    matches!(character, '"' | '\'' | '”' | '’' | '»' | '›' | ')' | ']' | '}' | '*' | '_')
}

fn is_opener(character: char) -> bool {
    matches!(character, '"' | '\'' | '“' | '‘' | '«' | '‹' | '(' | '[' | '{' | '*' | '_')
}

/// Whether a sentence ends after `word`; `opens` tells that `word` begins one.
fn ends_sentence(word: &str, next: &str, opens: bool) -> bool {
    let word = word.trim_end_matches(is_closer);
    match word.chars().next_back() {
        Some('।' | '॥' | '۔' | '。' | '！' | '？') => true,
        Some('?' | '!' | '…' | '؟') => !goes_on(next),
        Some('.') => !goes_on(next) && full_stop_ends(word, opens),
        Some(digit) if digit.is_numeric() => ends_verse(word),
        _ => false,
    }
}

fn goes_on(next: &str) -> bool {
    next.trim_start_matches(is_opener).starts_with(char::is_lowercase)
}

fn full_stop_ends(word: &str, opens: bool) -> bool {
    let core = word.trim_end_matches('.').trim_start_matches(is_opener);
    let numbers_a_list = opens && core.chars().all(char::is_numeric);
    word.ends_with("..") || !(numbers_a_list || is_abbreviated(core))
}

/// A verse number in dandas whose second one was left out: `॥१`.
fn ends_verse(word: &str) -> bool {
    word.trim_end_matches(char::is_numeric).ends_with('॥')
}

#[cfg(test)]
mod tests;

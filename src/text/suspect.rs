//! Characters that a reader cannot see, or that make a text look like something else.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

/// What is odd about a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SuspectKind {
    /// It changes the reading direction, so the text can show in another order than it has.
    Direction,
    /// It has no width and does nothing useful where it stands.
    Invisible,
    /// A control character other than the line end and the tab.
    Control,
    /// U+FFFD: something was lost when the text was converted.
    Replacement,
    /// U+FFFE, U+FFFF and the like, which are no characters; X refuses the first two.
    NonCharacter,
}

/// One character worth a warning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suspect {
    /// What is odd about it.
    pub kind: SuspectKind,
    /// The character.
    pub character: char,
    /// Its bytes in the text.
    pub range: Range<usize>,
}

/// All characters of `text` worth a warning, in order.
///
/// Joiners are no reason for one where they do their work: after a letter or sign of an Indic
/// or Arabic script, and (ZWJ) between emoji. Nor are the invisible tags inside a flag such as
/// Wales'.
#[must_use]
pub fn suspects(text: &str) -> Vec<Suspect> {
    let mut found = Vec::new();
    let mut previous = None;
    let mut in_flag = false;
    for (at, character) in text.char_indices() {
        in_flag = character == BLACK_FLAG || in_flag && is_tag(character);
        let next = text[at + character.len_utf8()..].chars().next();
        let useful = in_flag && is_tag(character) || joins_rightly(previous, character, next);
        let kind = kind_of(character).filter(|_| !useful);
        if let Some(kind) = kind {
            found.push(Suspect { kind, character, range: at..at + character.len_utf8() });
        }
        previous = Some(character);
    }
    found
}

/// Whether `character` is one of Unicode's marks and overrides of the reading direction.
pub(super) fn is_direction_control(character: char) -> bool {
    matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
        || matches!(character, '\u{200e}' | '\u{200f}' | '\u{61c}')
}

const BLACK_FLAG: char = '\u{1f3f4}';
const ZERO_WIDTH_JOINER: char = '\u{200d}';
const ZERO_WIDTH_NON_JOINER: char = '\u{200c}';

/// Whether `character` joins its neighbours or keeps them apart without showing itself.
pub(super) fn is_joiner(character: char) -> bool {
    matches!(character, ZERO_WIDTH_JOINER | ZERO_WIDTH_NON_JOINER)
}

fn kind_of(character: char) -> Option<SuspectKind> {
    match character {
        '\n' | '\t' => None,
        '\u{fffd}' => Some(SuspectKind::Replacement),
        _ if character.is_control() => Some(SuspectKind::Control),
        _ if is_direction_control(character) => Some(SuspectKind::Direction),
        _ if is_invisible(character) => Some(SuspectKind::Invisible),
        _ if is_no_character(character) => Some(SuspectKind::NonCharacter),
        _ => None,
    }
}

fn is_invisible(character: char) -> bool {
    is_joiner(character)
        || is_tag(character)
        || matches!(character, '\u{200b}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{ad}')
        || matches!(character, '\u{180e}' | '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}')
}

fn is_tag(character: char) -> bool {
    matches!(character, '\u{e0000}'..='\u{e007f}')
}

fn is_no_character(character: char) -> bool {
    let code = u32::from(character);
    code & 0xfffe == 0xfffe || (0xfdd0..=0xfdef).contains(&code)
}

fn joins_rightly(previous: Option<char>, character: char, next: Option<char>) -> bool {
    match character {
        ZERO_WIDTH_NON_JOINER => previous.is_some_and(takes_joiners),
        ZERO_WIDTH_JOINER => {
            previous.is_some_and(takes_joiners)
                || previous.is_some_and(is_pictorial) && next.is_some_and(is_pictorial)
        }
        _ => false,
    }
}

/// A letter or sign of the Arabic scripts (U+0600 on) or the Indic ones (U+0900 to U+0DFF).
fn takes_joiners(character: char) -> bool {
    matches!(character, '\u{600}'..='\u{6ff}' | '\u{900}'..='\u{dff}')
        && (character.is_alphabetic() || is_combining_mark(character))
}

/// What emoji sequences are made of, apart from the joiner.
fn is_pictorial(character: char) -> bool {
    matches!(character, '\u{2190}'..='\u{2bff}' | '\u{fe0f}' | '\u{1f000}'..='\u{1faff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<SuspectKind> {
        suspects(text).into_iter().map(|suspect| suspect.kind).collect()
    }

    #[test]
    fn a_suspect_is_found_with_its_bytes() {
        let found = suspects("क\u{202e}ख");
        let expected = Suspect { kind: SuspectKind::Direction, character: '\u{202e}', range: 3..6 };
        assert_eq!(found, [expected]);
    }

    #[test]
    fn joiners_in_hindi_urdu_and_emoji_are_right() {
        for text in ["क्‍षेत्र", "क्‌ष", "आधा क्‍ रूप", "می‌خواہم", "👨‍👩‍👧", "❤️‍🔥", "👩🏽‍🚀"]
        {
            assert_eq!(kinds(text), [], "{text}");
        }
    }

    #[test]
    fn joiners_elsewhere_are_invisible_characters() {
        use SuspectKind::Invisible;
        assert_eq!(kinds("a\u{200d}b \u{200c}"), [Invisible, Invisible]);
        assert_eq!(kinds("👨\u{200d}x"), [Invisible]);
    }

    #[test]
    fn the_tags_of_a_flag_are_right_and_hidden_tags_are_not() {
        assert_eq!(kinds("🏴\u{e0067}\u{e0062}\u{e0077}\u{e006c}\u{e0073}\u{e007f}"), []);
        assert_eq!(kinds("a\u{e0067}"), [SuspectKind::Invisible]);
    }

    #[test]
    fn controls_lost_letters_and_no_characters_are_told_apart() {
        use SuspectKind::{Control, Invisible, NonCharacter, Replacement};
        let text = "\t\n\u{0}\u{9b}\u{7f}\u{fffd}\u{ffff}\u{fffe}\u{200b}\u{feff}";
        let expected = [
            Control,
            Control,
            Control,
            Replacement,
            NonCharacter,
            NonCharacter,
            Invisible,
            Invisible,
        ];
        assert_eq!(kinds(text), expected);
    }

    #[test]
    fn an_ordinary_hindi_notice_has_none() {
        assert_eq!(kinds("सूचना: कल १०:३० बजे “बैठक” – ₹50 शुल्क।\nhttps://example.org/क"), []);
    }
}

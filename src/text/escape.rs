//! Foreign text on its way to a terminal or a log.

use std::fmt;

use super::suspect::is_direction_control;

/// Shows text from outside without letting it act: control characters, line ends and marks
/// that turn the reading direction appear as `\n` or `\u{202e}`.
///
/// Everything readable stays, Devanagari with its joiners (ZWJ, ZWNJ) included. A backslash
/// stays single: the result is for people, not for reading back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Escaped<'a>(pub &'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = 0;
        for (at, character) in self.0.char_indices().filter(|(_, character)| acts(*character)) {
            f.write_str(&self.0[shown..at])?;
            write_escape(f, character)?;
            shown = at + character.len_utf8();
        }
        f.write_str(&self.0[shown..])
    }
}

fn write_escape(f: &mut fmt::Formatter<'_>, character: char) -> fmt::Result {
    match character {
        '\n' | '\r' | '\t' => write!(f, "{}", character.escape_default()),
        _ => write!(f, "{}", character.escape_unicode()),
    }
}

/// Whether a character would do something to the screen or the line instead of being read.
#[must_use]
pub fn acts(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{2028}' | '\u{2029}')
        || is_direction_control(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        Escaped(text).to_string()
    }

    #[test]
    fn a_line_end_cannot_start_a_false_log_line() {
        assert_eq!(shown("a\nb\r\nc\u{85}d\u{2028}e"), r"a\nb\r\nc\u{85}d\u{2028}e");
    }

    #[test]
    fn terminal_commands_are_shown_not_obeyed() {
        assert_eq!(shown("\u{1b}[31mred\u{7}\u{7f}\u{9b}"), r"\u{1b}[31mred\u{7}\u{7f}\u{9b}");
    }

    #[test]
    fn text_cannot_be_turned_around() {
        for turner in ('\u{202a}'..='\u{202e}').chain('\u{2066}'..='\u{2069}') {
            let escaped = shown(&format!("a{turner}b"));
            assert_eq!(escaped, format!("a\\u{{{:x}}}b", turner as u32));
        }
        assert_eq!(shown("\u{200e}\u{200f}\u{61c}"), r"\u{200e}\u{200f}\u{61c}");
    }

    #[test]
    fn hindi_with_joiners_and_emoji_stays_as_written() {
        let text = "क्‍षेत्र क्‌ष श्री 👨‍👩‍👧 “ठीक” C:\\posts";
        assert_eq!(shown(text), text);
    }
}

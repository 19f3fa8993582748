//! One form for all text, made once when it comes in.

use unicode_normalization::{UnicodeNormalization as _, is_nfc};

/// The form in which text is kept, counted, compared and sent.
///
/// Unicode's composed form (NFC); line ends as `\n`; no byte order marks, which X refuses
/// wherever they stand; no blanks at the end. Joiners (ZWJ, ZWNJ) stay: they change how a Hindi
/// word looks. Doing it twice changes nothing.
#[must_use]
pub fn normalise(text: &str) -> String {
    let text = text.replace('\u{feff}', "").replace("\r\n", "\n").replace('\r', "\n");
    let mut composed = if is_nfc(&text) { text } else { text.nfc().collect() };
    composed.truncate(composed.trim_end().len());
    composed
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn accents_are_composed_and_nukta_letters_taken_apart() {
        assert_eq!(normalise("cafe\u{301}"), "caf\u{e9}");
        assert_eq!(normalise("\u{958}"), "\u{915}\u{93c}");
    }

    #[test]
    fn all_line_ends_become_one() {
        assert_eq!(normalise("a\r\nb\rc\nd"), "a\nb\nc\nd");
    }

    #[test]
    fn byte_order_marks_go_and_do_not_keep_an_accent_apart() {
        assert_eq!(normalise("\u{feff}e\u{feff}\u{301}"), "\u{e9}");
    }

    #[test]
    fn blanks_go_at_the_end_only() {
        assert_eq!(normalise("  नमस्ते  \n\t\u{3000}\n"), "  नमस्ते");
    }

    #[test]
    fn joiners_stay() {
        assert_eq!(normalise("क्‍ष क्‌ष"), "क्‍ष क्‌ष");
    }

    proptest! {
        #[test]
        fn normal_text_is_normal_already(text in "[a\u{e9}\u{301}\u{915}\u{93c}\u{94d}\u{958}\u{feff}\r\n \u{200d}]{0,24}") {
            let once = normalise(&text);
            prop_assert_eq!(normalise(&once), once);
        }
    }
}

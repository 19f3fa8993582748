//! Numbers of people are personal data: what is shown of them.

use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, STANDARD};
use base64::{Engine as _, alphabet};

use crate::blobs::Digest;

/// With or without padding at its end.
const ANY: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// How many digits of a number stay readable at its end.
const SHOWN: usize = 4;

/// From so many digits on, digits are taken for a number.
const NUMBER: usize = 8;

/// What a message's id begins with.
const WAMID: &str = "wamid.";

/// A number as messages show it: `+91…1234`.
pub(super) fn short(number: &str) -> String {
    let start: String = number.chars().take(3).collect();
    let digits: Vec<_> = number.chars().collect();
    let end: String = digits[digits.len().saturating_sub(SHOWN)..].iter().collect();
    format!("{start}…{end}")
}

/// `text` with everything that may be a number of a person covered but for its end, in the digits of
/// any script. No byte moves.
pub(super) fn covered(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = rest.find(|c| !belongs(c)).unwrap_or(rest.len());
        let (run, after) = rest.split_at(if end == 0 { first.len_utf8() } else { end });
        shown.push_str(&cover(run));
        rest = after;
    }
    shown
}

fn belongs(c: char) -> bool {
    c.is_numeric() || matches!(c, ' ' | '-' | '(' | ')' | '.')
}

fn cover(run: &str) -> String {
    let digits = run.chars().filter(|c| c.is_numeric()).count();
    if digits < NUMBER || is_date(run) {
        return run.to_owned();
    }
    let mut hidden = digits - SHOWN;
    let star = |c: char| {
        let hides = c.is_numeric() && hidden > 0;
        hidden -= usize::from(hides);
        if hides { "*".repeat(c.len_utf8()) } else { c.to_string() }
    };
    run.chars().map(star).collect()
}

/// Whether it is written as dates are, such as `2026-01-15`.
fn is_date(run: &str) -> bool {
    let pieces: Vec<usize> = run.trim().split('-').map(str::len).collect();
    pieces == [4, 2, 2]
}

/// A message's id without the number of the person in it, which every one has in Base64. With the
/// number from the list put back, it is the whole id again.
pub(super) fn message_id(wamid: &str, numbers: &[&str]) -> String {
    let Some(rest) = wamid.strip_prefix(WAMID) else { return covered(wamid) };
    // What cannot be read may have a number in it all the same.
    let Ok(mut bytes) = ANY.decode(rest.replace('-', "+").replace('_', "/")) else {
        return format!("{WAMID}{}", Digest::of(rest.as_bytes()));
    };
    for number in numbers.iter().filter(|number| number.len() > SHOWN) {
        hide(&mut bytes, number.as_bytes());
    }
    format!("{WAMID}{}", STANDARD.encode(bytes))
}

fn hide(bytes: &mut [u8], number: &[u8]) {
    let places = bytes.windows(number.len()).enumerate();
    let found: Vec<_> = places.filter(|(_, window)| *window == number).map(|(at, _)| at).collect();
    for at in found {
        bytes[at..at + number.len() - SHOWN].fill(b'*');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_shows_its_country_and_its_last_digits() {
        assert_eq!(short("+12025550123"), "+12…0123");
    }

    #[test]
    fn numbers_in_a_text_are_covered_and_dates_are_not() {
        for (text, shown) in [
            ("to +12025550123 failed", "to +*******0123 failed"),
            ("+91 98765 43210, x", "+** ***** *3210, x"),
            ("2026-01-15T10:30:00+05:30", "2026-01-15T10:30:00+05:30"),
            ("कोड 131026", "कोड 131026"),
            ("+1 2025 5501, x", "+* **** 5501, x"),
            ("९८७६५४३२१०", "******************३२१०"),
        ] {
            assert_eq!(covered(text), shown);
            assert_eq!(covered(text).len(), text.len());
        }
    }

    #[test]
    fn an_id_keeps_everything_but_the_number() {
        let whole = format!("{WAMID}{}", STANDARD.encode(b"\x1c\x18\x0b12025550123\x15\x02AB12"));
        let shown = message_id(&whole, &["12025550123"]);
        let inner = STANDARD.decode(shown.strip_prefix(WAMID).unwrap()).unwrap();
        assert_eq!(inner, b"\x1c\x18\x0b*******0123\x15\x02AB12");
        assert_eq!(message_id("other-12025550123", &[]), "other-*******0123");
        let bare = whole.trim_end_matches('=').replace('+', "-").replace('/', "_");
        assert_eq!(message_id(&bare, &["12025550123"]), shown);
        let broken = message_id(&format!("{WAMID}!12025550123"), &[]);
        assert!(!broken.contains("5550123"), "{broken}");
    }
}

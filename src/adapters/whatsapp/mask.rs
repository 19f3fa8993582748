//! Numbers of people are personal data: what is shown of them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// How many digits of a number stay readable at its end.
const SHOWN: usize = 4;

/// From so many digits on, digits are taken for a number; a date has eight.
const NUMBER: usize = 9;

/// What a message's id begins with.
const WAMID: &str = "wamid.";

/// A number as messages show it: `+91…1234`.
pub(super) fn short(number: &str) -> String {
    let start: String = number.chars().take(3).collect();
    let digits: Vec<_> = number.chars().collect();
    let end: String = digits[digits.len().saturating_sub(SHOWN)..].iter().collect();
    format!("{start}…{end}")
}

/// `text` with everything that may be a number of a person covered but for its end. No byte moves.
pub(super) fn covered(text: &str) -> String {
    let mut bytes = text.as_bytes().to_vec();
    let mut start = 0;
    while start < bytes.len() {
        let length = bytes[start..].iter().take_while(|byte| belongs(**byte)).count();
        cover(&mut bytes[start..start + length]);
        start += length.max(1);
    }
    // Only digits were exchanged for stars.
    String::from_utf8(bytes).unwrap_or_default()
}

fn belongs(byte: u8) -> bool {
    byte.is_ascii_digit() || matches!(byte, b' ' | b'-' | b'(' | b')' | b'.')
}

fn cover(run: &mut [u8]) {
    let digits = run.iter().filter(|byte| byte.is_ascii_digit()).count();
    if digits < NUMBER {
        return;
    }
    let hidden = run.iter_mut().filter(|byte| byte.is_ascii_digit()).take(digits - SHOWN);
    hidden.for_each(|byte| *byte = b'*');
}

/// A message's id without the number of the person in it, which every one has in Base64. With the
/// number from the list put back, it is the whole id again.
pub(super) fn message_id(wamid: &str, numbers: &[&str]) -> String {
    let Some(Ok(mut bytes)) = wamid.strip_prefix(WAMID).map(|rest| STANDARD.decode(rest)) else {
        return covered(wamid);
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
    }
}

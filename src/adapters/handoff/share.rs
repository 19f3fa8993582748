//! The link that opens WhatsApp with a text ready to be sent.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

/// The longest link that is put behind a button. Telegram says of no limit; what is longer than
/// browsers and phones surely take is left out, and the text is copied instead (UNVERIFIED).
const LONGEST: usize = 2_000;

/// The link for `text`, whatever its length (WhatsApp's help, "How to use click to chat").
pub(super) fn link(text: &str) -> String {
    format!("https://wa.me/?text={}", utf8_percent_encode(text, NON_ALPHANUMERIC))
}

/// The same, where it is short enough for a button.
pub(super) fn short_link(text: &str) -> Option<String> {
    let link = link(text);
    (!text.trim().is_empty() && link.len() <= LONGEST).then_some(link)
}

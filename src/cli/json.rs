//! Data for machines, which people also look at in a terminal.

use std::fmt::Write as _;

use serde_json::Value;

use crate::text::Escaped;

/// One line of JSON. What could act on a terminal is written as `\u…`, which means the same.
#[must_use]
pub fn json_line(value: &Value) -> String {
    value.to_string().chars().fold(String::new(), |mut line, sign| {
        if acts(sign) {
            let mut units = [0; 2];
            for unit in sign.encode_utf16(&mut units) {
                // Writing to a string cannot fail.
                let _ = write!(line, "\\u{unit:04x}");
            }
        } else {
            line.push(sign);
        }
        line
    })
}

/// Whether a terminal would do something with the sign in place of showing it.
pub(super) fn acts(sign: char) -> bool {
    let mut bytes = [0; 4];
    Escaped(sign.encode_utf8(&mut bytes)).to_string().len() != sign.len_utf8()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_it_acts_and_nothing_is_lost() {
        let value = Value::from("नमस्ते \u{9b}2J \u{202e}x\u{1b}[0m\n\u{2028}👍");
        let line = json_line(&value);
        assert_eq!(line, r#""नमस्ते \u009b2J \u202ex\u001b[0m\n\u2028👍""#);
        assert_eq!(serde_json::from_str::<Value>(&line).unwrap(), value);
    }
}

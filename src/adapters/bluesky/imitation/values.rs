//! Checks of single values, with the messages of the reference server.

use chrono::DateTime;
use serde_json::{Map, Value};
use unicode_segmentation::UnicodeSegmentation as _;

use crate::adapters::bluesky::syntax;

/// What is wrong, and where.
pub(super) type Checked<T = ()> = Result<T, String>;

/// The object at `path`, which has all of `required`.
pub(super) fn object<'v>(
    value: &'v Value,
    required: &[&str],
    path: &str,
) -> Checked<&'v Map<String, Value>> {
    let object =
        value.as_object().ok_or_else(|| format!("Expected object value type at {path}"))?;
    match required.iter().find(|key| !object.contains_key(**key)) {
        Some(key) => Err(format!("Missing required key \"{key}\" at {path}")),
        None => Ok(object),
    }
}

/// The text at `path`.
pub(super) fn string<'v>(value: &'v Value, path: &str) -> Checked<&'v str> {
    value.as_str().ok_or_else(|| format!("Expected string value type at {path}"))
}

/// A text of at most so many bytes and visible characters.
pub(super) fn short(value: &Value, bytes: usize, graphemes: usize, path: &str) -> Checked {
    let text = string(value, path)?;
    if text.len() > bytes {
        return Err(format!("string too big (maximum {bytes}, got {}) at {path}", text.len()));
    }
    let count = text.graphemes(true).count();
    if count > graphemes {
        return Err(format!("grapheme too big (maximum {graphemes}, got {count}) at {path}"));
    }
    Ok(())
}

/// The list at `path`, of at most so many entries.
pub(super) fn array<'v>(value: &'v Value, most: usize, path: &str) -> Checked<&'v [Value]> {
    let list = value.as_array().ok_or_else(|| format!("Expected array value type at {path}"))?;
    if list.len() > most {
        return Err(format!("array too big (maximum {most}, got {}) at {path}", list.len()));
    }
    Ok(list)
}

/// A whole number from `least` on.
pub(super) fn integer(value: &Value, least: u64, path: &str) -> Checked {
    match value.as_u64() {
        Some(number) if number >= least => Ok(()),
        Some(number) => Err(format!("integer too small (minimum {least}, got {number}) at {path}")),
        None => Err(format!("Expected integer value type at {path}")),
    }
}

/// A file of a kind that begins with one of `kinds`, of at most so many bytes.
pub(super) fn blob(value: &Value, kind: &str, most: u64, path: &str) -> Checked {
    object(value, &["$type", "ref", "mimeType", "size"], path)?;
    let link = value["ref"]["$link"].as_str().unwrap_or_default();
    if value["$type"] != "blob" || !syntax::is_cid(link) {
        return Err(format!("Expected blob value type at {path}"));
    }
    let mime = string(&value["mimeType"], path)?;
    if !mime.starts_with(kind) {
        return Err(format!("Expected \"{kind}\" (got \"{mime}\") at {path}"));
    }
    integer(&value["size"], 0, path)?;
    match value["size"].as_u64() {
        Some(size) if size > most => {
            Err(format!("blob too big (maximum {most}, got {size}) at {path}"))
        }
        _ => Ok(()),
    }
}

/// A text in one of the formats of the lexicon language.
pub(super) fn format(value: &Value, name: &str, is: fn(&str) -> bool, path: &str) -> Checked {
    let text = string(value, path)?;
    if is(text) { Ok(()) } else { Err(format!("Invalid {name} (got \"{text}\") at {path}")) }
}

/// Whether `text` is a time with its zone (atproto.com/specs/lexicon, August 2026).
pub(super) fn is_datetime(text: &str) -> bool {
    let upper = text.contains('T') && !text.contains(['t', 'z', ' ']);
    let bounded = text.len() <= 64 && !text.starts_with("000") && !text.ends_with("-00:00");
    upper && bounded && DateTime::parse_from_rfc3339(text).is_ok()
}

/// Whether `text` is a URI.
pub(super) fn is_uri(text: &str) -> bool {
    let scheme = text.split_once(':').map(|(scheme, rest)| (scheme, rest.trim_start_matches("//")));
    let named = |scheme: &str| {
        scheme.starts_with(|first: char| first.is_ascii_alphabetic())
            && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
    };
    text.len() <= 8192
        && !text.contains(char::is_whitespace)
        && scheme.is_some_and(|(scheme, rest)| named(scheme) && !rest.is_empty())
}

/// Whether `text` is the address of a record.
pub(super) fn is_record_uri(text: &str) -> bool {
    syntax::RecordUri::read(text).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adapters::bluesky::tests::shared;

    #[test]
    fn times_are_read_as_the_interop_lists_have_them() {
        for (list, expected) in [
            ("datetime_syntax_valid.txt", true),
            ("datetime_syntax_invalid.txt", false),
            ("datetime_parse_invalid.txt", false),
        ] {
            let Some(values) = shared::interop(list) else { return };
            for value in values {
                assert_eq!(is_datetime(&value), expected, "{list}: {value:?}");
            }
        }
    }

    #[test]
    fn a_uri_has_a_scheme_and_no_blanks() {
        for (text, expected) in [
            ("https://example.org/क", true),
            ("at://did:plc:x/y/z", true),
            ("not a uri", false),
            ("example.org", false),
            ("https://", false),
        ] {
            assert_eq!(is_uri(text), expected, "{text}");
        }
    }
}

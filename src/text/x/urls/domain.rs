//! Domains with a known ending.

use std::ops::Range;

use twitter_text::tlds::is_valid_tld_case_insensitive;
use url::Url;

/// The end of the longest domain at the start of `run`, where the top-level domain is label
/// number `first_ending` (from 0) or a later one. Labels before it are made of `letters`; the
/// text after it tells whether an ending really ends.
pub(super) fn domain_end(
    text: &str,
    run: Range<usize>,
    first_ending: usize,
    letters: impl Fn(char) -> bool,
) -> Option<usize> {
    let mut longest = None;
    let mut start = run.start;
    let mut name_before = false;
    for (index, label) in text[run].split('.').enumerate() {
        let end = start + label.len();
        if index >= first_ending && name_before {
            let after = text[end..].chars().next();
            longest = ending_length(label, after).map(|length| start + length).or(longest);
        }
        if !is_label(label) || !label.chars().all(&letters) {
            break;
        }
        name_before = !label.contains('_');
        start = end + 1;
    }
    longest
}

/// Whether `label` neither is empty nor begins or ends in `-` or `_`.
fn is_label(label: &str) -> bool {
    !label.is_empty() && !label.starts_with(['-', '_']) && !label.ends_with(['-', '_'])
}

/// The length of the top-level domain that `label` begins with; `after` follows the label.
fn ending_length(label: &str, after: Option<char>) -> Option<usize> {
    if label.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("xn--")) {
        let encoded = label.find(|c: char| !c.is_ascii_alphanumeric() && c != '-');
        return Some(encoded.unwrap_or(label.len())).filter(|length| *length > 4);
    }
    let ends = label.char_indices().map(|(at, _)| at).chain([label.len()]);
    let ending = |end: &usize| {
        let next = label[*end..].chars().next().or(after);
        !next.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '@' | '+' | '-'))
            && is_valid_tld_case_insensitive(&label[..*end])
    };
    ends.take_while(|end| *end <= LONGEST_ENDING).filter(ending).last()
}

/// In bytes; the list's longest have 24 letters, or 12 of three bytes.
const LONGEST_ENDING: usize = 48;

/// Whether `domain` can be written in ASCII with no label longer than 63 characters.
pub(super) fn encodes(domain: &str) -> bool {
    let fits = |host: &str| host.split('.').all(|label| label.len() <= 63);
    if domain.is_ascii() && !domain.contains("xn--") {
        return fits(domain);
    }
    domain.len() <= LONGEST_DOMAIN
        && Url::parse(&format!("https://{domain}"))
            .is_ok_and(|url| url.host_str().is_some_and(fits))
}

/// In bytes; a domain has at most 253 characters (RFC 1035), of up to four bytes here.
const LONGEST_DOMAIN: usize = 1024;

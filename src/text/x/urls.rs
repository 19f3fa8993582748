//! What X takes for a link: the rules of its `twitter-text` (October 2021), in one walk.
//!
//! They differ from what a reader takes for one ([`crate::text::links()`]): a path ends at the
//! first letter that is not Latin or Cyrillic, an unknown top-level domain makes no link, and a
//! bare domain is one even in the middle of a Hindi word.

use std::ops::Range;

use super::tail::{path_end, port_end, query_end, short_link_end};
use crate::text::suspect::is_direction_control;

mod domain;

use domain::{domain_end, encodes};

/// Longer ones stay plain text.
const LONGEST: usize = 4096;

/// The bytes of the links of `text`, which is composed (NFC), in order.
pub(super) fn urls(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    let mut scheme = None;
    while let Some(start) = text[at..].find(may_be_in_domain).map(|next| at + next) {
        let is_host = text[at..start] == *"://";
        let run = start..run_end(text, start);
        at = match scheme.filter(|_| is_host) {
            Some(scheme) => full_url(text, scheme, run.clone(), &mut found),
            None => bare_urls(text, run.clone(), &mut found),
        };
        scheme = if at == run.end { scheme_at_end(text, run) } else { None };
    }
    found
}

/// Adds the link whose host is the beginning of `host`; gives where to go on.
fn full_url(text: &str, scheme: usize, host: Range<usize>, found: &mut Vec<Range<usize>>) -> usize {
    let Some(domain) = domain_end(text, host.clone(), 1, |_| true) else { return host.end };
    let end = if text[host.start..domain].eq_ignore_ascii_case("t.co") {
        short_link_end(text, domain)
    } else {
        encodes(&text[host.start..domain]).then(|| tail_end(text, domain))
    };
    found.extend(end.map(|end| scheme..end).filter(|url| url.len() <= LONGEST));
    end.unwrap_or(domain)
}

/// Adds the links without a scheme in `run`; gives where to go on.
fn bare_urls(text: &str, run: Range<usize>, found: &mut Vec<Range<usize>>) -> usize {
    let mut at = run.start;
    while let Some(start) = text[at..run.end].find(is_western).map(|next| at + next) {
        let stretch = text[start..run.end].find(|c| !is_western(c)).unwrap_or(run.end - start);
        at = start + stretch;
        let dotted = text[start..at].contains('.');
        let begin = bare_start(text, start, run.start).filter(|_| dotted);
        let Some((start, first_ending)) = begin else { continue };
        let Some(end) = domain_end(text, start..run.end, first_ending, is_western) else {
            continue;
        };
        at = at.max(end);
        let whole = bare_tail_end(text, end);
        let sound = |url: &Range<usize>| url.len() <= LONGEST && encodes(&text[start..end]);
        found.extend(Some(start..whole).filter(sound));
        if whole > end {
            return whole;
        }
    }
    run.end
}

/// Where a bare domain that begins at `start` really begins, and which of its labels may be the
/// top-level domain; none, if what stands before forbids a link.
fn bare_start(text: &str, start: usize, run_start: usize) -> Option<(usize, usize)> {
    let before = text[..start].chars().next_back();
    let at_edge = start == run_start;
    match before {
        Some('@' | '＠' | '#' | '＃' | '$' | '/') => None,
        Some('_') => (start > run_start + 1).then_some((start, 2)),
        _ if text[start..].starts_with(['.', '-']) => (!at_edge).then_some((start + 1, 1)),
        _ => Some((start, 1)),
    }
}

/// The end of port, path and query after the domain that ends at `domain`.
fn tail_end(text: &str, domain: usize) -> usize {
    query_end(text, path_end(text, port_end(text, domain)))
}

/// The same after a bare domain, where port and query want a path.
fn bare_tail_end(text: &str, domain: usize) -> usize {
    let has_path = text[port_end(text, domain)..].starts_with('/');
    if has_path { tail_end(text, domain) } else { domain }
}

/// The start of the scheme that `run` ends with, if a link may begin there.
fn scheme_at_end(text: &str, run: Range<usize>) -> Option<usize> {
    let run_text = &text[run.clone()];
    let length = ["https", "http"].into_iter().map(str::len).find(|length| {
        let end = run_text.len().checked_sub(*length).and_then(|from| run_text.get(from..));
        end.is_some_and(|end| end.eq_ignore_ascii_case(&"https"[..*length]))
    })?;
    let start = run.end - length;
    let sticks = |c: char| c.is_ascii_alphanumeric() || matches!(c, '@' | '＠' | '#' | '＃' | '$');
    (!text[..start].ends_with(sticks)).then_some(start)
}

fn run_end(text: &str, start: usize) -> usize {
    text[start..].find(|c| !may_be_in_domain(c)).map_or(text.len(), |length| start + length)
}

/// Letters of any script, and nearly everything else that is no ASCII punctuation.
fn may_be_in_domain(character: char) -> bool {
    !(character.is_ascii_punctuation() && !matches!(character, '.' | '-' | '_')
        || character.is_whitespace()
        || character.is_control()
        || is_direction_control(character)
        || matches!(character, '\u{feff}' | '\u{fffe}' | '\u{ffff}' | '＠' | '＃'))
}

/// What a bare domain is made of, its ending apart.
fn is_western(character: char) -> bool {
    character.is_ascii_alphanumeric()
        || matches!(character, '.' | '-')
        || super::tail::is_latin_accent(character)
}

//! Links as people write them, in Hindi text too.
//!
//! One walk over the text, so that no input can make it slow. It finds `http://` and `https://`
//! with any host that a browser accepts (`https://उदाहरण.भारत/…`), and bare ASCII domains with a
//! known ending (`example.org/x`). A danda, a quotation mark or a blank ends a link wherever it
//! stands; punctuation and a bracket without its partner end it when nothing follows.

use std::ops::Range;

use url::Url;

use super::suspect::is_direction_control;

/// One link of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link<'a> {
    /// Its bytes in the text.
    pub range: Range<usize>,
    /// The link as written.
    pub written: &'a str,
    /// Whether it is a bare domain, written without `https://`.
    pub bare: bool,
}

impl Link<'_> {
    /// The address it leads to; a bare domain is taken to speak HTTPS.
    #[must_use]
    pub fn href(&self) -> String {
        let scheme = if self.bare { "https://" } else { "" };
        format!("{scheme}{}", self.written)
    }

    /// Whether the host ends in a top-level domain that platforms know; they count other links
    /// as plain text.
    #[must_use]
    pub fn has_known_host(&self) -> bool {
        let rest = self.written.split_once("://").map_or(self.written, |(_, rest)| rest);
        let authority = &rest[..find_or_end(rest, |c| "/?#".contains(c))];
        let host = authority.rsplit('@').next().unwrap_or(authority);
        has_known_ending(host.split(':').next().unwrap_or(host))
    }
}

/// The links of `text`, in order; none overlaps another.
#[must_use]
pub fn links(text: &str) -> Vec<Link<'_>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = text[from..].find(is_host_character).map(|at| from + at) {
        let run = &text[at..at + find_or_end(&text[at..], |c| !is_host_character(c))];
        let link = full_link(text, at, run).or_else(|| bare_link(text, at, run));
        from = link.as_ref().map_or(at + run.len(), |link| link.range.end.max(at + run.len()));
        found.extend(link);
    }
    found
}

/// Whether a domain ends in a known top-level domain (the list of twitter-text, October 2021).
pub(super) fn has_known_ending(domain: &str) -> bool {
    let ending = domain.rsplit('.').next().unwrap_or(domain);
    ending.len() < domain.len()
        && (twitter_text::tlds::is_valid_tld_case_insensitive(ending)
            || ending.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("xn--")))
}

/// A link whose scheme is the end of `run`, the host characters at `at`.
fn full_link<'a>(text: &'a str, at: usize, run: &str) -> Option<Link<'a>> {
    let scheme = run.rsplit(['.', '-']).next().unwrap_or(run);
    let known = scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http");
    let start = at + run.len() - scheme.len();
    let host = text[at + run.len()..].strip_prefix("://")?;
    if !known || is_sigil_before(text, start) || !is_authority(host) {
        return None;
    }
    let written = trimmed(&text[start..start + find_or_end(&text[start..], ends_a_link)]);
    Some(Link { range: start..start + written.len(), written, bare: false })
}

/// A link that begins with a bare domain, the whole of `run`.
fn bare_link<'a>(text: &'a str, at: usize, run: &str) -> Option<Link<'a>> {
    let domain = run.trim_end_matches(['.', '-']);
    let after = &text[at + domain.len()..];
    let stands_alone = !text[..at].ends_with(['/', '_']) && !after.starts_with(['@', '_']);
    if !stands_alone || is_sigil_before(text, at) || !is_domain(domain) {
        return None;
    }
    let tail = if after.starts_with(['/', '?', '#']) || is_port(after) {
        find_or_end(after, ends_a_link)
    } else {
        0
    };
    let written = trimmed(&text[at..at + domain.len() + tail]);
    Some(Link { range: at..at + written.len(), written, bare: true })
}

/// Whether `text` begins with what may stand between `https://` and the path.
fn is_authority(text: &str) -> bool {
    let end = find_or_end(text, |character| "/?#".contains(character) || ends_a_link(character));
    let authority = trimmed(&text[..end]);
    authority.starts_with(char::is_alphanumeric)
        && authority.len() <= LONGEST_AUTHORITY
        && Url::parse(&format!("https://{authority}")).is_ok()
}

/// A host has at most 253 characters (RFC 1035), of up to four bytes.
const LONGEST_AUTHORITY: usize = 1024;

fn is_host_character(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '.' | '-')
}

/// Whether a sign stands before that makes something else of it: `@a.in`, `#a.in`, `$a.in`.
fn is_sigil_before(text: &str, at: usize) -> bool {
    text[..at].ends_with(['@', '＠', '#', '＃', '$'])
}

fn is_domain(domain: &str) -> bool {
    let proper = |label: &str| {
        (1..=63).contains(&label.len()) && !label.starts_with('-') && !label.ends_with('-')
    };
    domain.len() <= 253 && has_known_ending(domain) && domain.split('.').all(proper)
}

fn is_port(after: &str) -> bool {
    after.strip_prefix(':').is_some_and(|port| port.starts_with(|c: char| c.is_ascii_digit()))
}

fn find_or_end(text: &str, wanted: impl Fn(char) -> bool) -> usize {
    text.find(wanted).unwrap_or(text.len())
}

/// Characters that no link goes beyond.
fn ends_a_link(character: char) -> bool {
    character.is_whitespace()
        || character.is_control()
        || is_direction_control(character)
        || matches!(character, '"' | '<' | '>' | '|' | '`' | '\u{200b}' | '\u{feff}')
        || matches!(character, '।' | '॥' | '“' | '”' | '‘' | '’' | '«' | '»' | '‹' | '›')
        || matches!(character, '、' | '。' | '，' | '「' | '」' | '（' | '）' | '！' | '？')
}

/// `link` without the punctuation, joiners and partnerless brackets at its end.
fn trimmed(link: &str) -> &str {
    let mut open = [('(', ')'), ('[', ']'), ('{', '}')].map(|(opening, closing)| {
        (closing, link.matches(opening).count(), link.matches(closing).count())
    });
    let mut end = link.len();
    while let Some(last) = link[..end].chars().next_back() {
        if let Some((_, opened, closed)) = open.iter_mut().find(|(closing, ..)| *closing == last) {
            if closed <= opened {
                break;
            }
            *closed -= 1;
        } else if !".,;:!?…'*~([{\u{200c}\u{200d}".contains(last) {
            break;
        }
        end -= last.len_utf8();
    }
    &link[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        links(text).into_iter().map(|link| link.written).collect()
    }

    #[test]
    fn a_danda_is_not_part_of_a_link() {
        assert_eq!(found("देखें https://example.org।अगला"), ["https://example.org"]);
        assert_eq!(found("https://example.org/राह॥"), ["https://example.org/राह"]);
        assert_eq!(found("www.gov.in।"), ["www.gov.in"]);
    }

    #[test]
    fn hosts_may_be_written_in_hindi() {
        let text = "पढ़ें: https://उदाहरण.भारत/नोटिस?x=1 अभी";
        assert_eq!(found(text), ["https://उदाहरण.भारत/नोटिस?x=1"]);
        assert!(links(text)[0].has_known_host());
    }

    #[test]
    fn quotes_and_brackets_around_a_link_are_not_part_of_it() {
        assert_eq!(found("(https://example.org/a_(b))।"), ["https://example.org/a_(b)"]);
        assert_eq!(
            found("“https://example.org/x” 'example.org'"),
            ["https://example.org/x", "example.org"]
        );
        assert_eq!(found("[देखें](https://example.org/x)."), ["https://example.org/x"]);
    }

    #[test]
    fn punctuation_ends_a_link_only_at_its_end() {
        assert_eq!(found("https://example.org/a.b,c?d!, फिर"), ["https://example.org/a.b,c?d"]);
        assert_eq!(found("https://example.org/क्‍ष\u{200d} है"), ["https://example.org/क्‍ष"]);
    }

    #[test]
    fn a_bare_domain_needs_a_known_ending() {
        let text = "IT.in v1.in example.com:8080/x?y#z 3.5 10.30 ए.पी.जे. a.b-c भारत.भारत नोट.pdf";
        assert_eq!(found(text), ["IT.in", "v1.in", "example.com:8080/x?y#z"]);
        assert_eq!(links(text)[0].href(), "https://IT.in");
    }

    #[test]
    fn a_bare_domain_may_follow_hindi_closely() {
        assert_eq!(found("देखें।example.com/k और साइट:example.org"), ["example.com/k", "example.org"]);
    }

    #[test]
    fn mentions_addresses_tags_and_other_schemes_are_no_links() {
        let text = "@asha.bsky.social a.in@example.com #a.in $a.in ftp://example.com/x https:// \
                    https://… @https://example.com";
        assert_eq!(found(text), [""; 0]);
    }

    #[test]
    fn two_links_and_one_at_the_very_start_have_their_bytes() {
        let text = "HTTP://A.example/x मेला http://localhost:80/";
        let ranges: Vec<_> = links(text).into_iter().map(|link| link.range).collect();
        assert_eq!(ranges, [0..18, 32..52]);
        assert!(!links(text)[1].has_known_host());
    }

    #[test]
    fn no_input_is_slow() {
        for unit in [
            "x.y_",
            "a.",
            "x.y:",
            "http://",
            "https://a.b/((",
            "a.in@",
            "https://a.in/)))",
            "http://1.1.1.1.1/",
        ] {
            let text = unit.repeat((1 << 20) / unit.len());
            assert!(links(&text).len() <= text.len());
        }
    }
}

//! How long a text is, in the unit of whoever asks, and whether it fits.

use serde::{Deserialize, Serialize};
use unicode_normalization::char::{canonical_combining_class, is_combining_mark};
use unicode_segmentation::UnicodeSegmentation as _;

use super::mentions::MentionKind;
use super::{links, mentions, x};

/// What a platform counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// X's weighted length, which brings its own rule for links and emoji.
    XWeighted,
    /// Visible characters: extended grapheme clusters by today's rules, conjuncts whole
    /// (Unicode 15.1 and later; Bluesky).
    Graphemes,
    /// Grapheme clusters, cut again where a virama meets the next consonant: what Ruby before
    /// 3.5 counts, and the larger of the two counts a Mastodon server may use.
    MastodonClusters,
    /// Unicode code points.
    CodePoints,
    /// UTF-16 code units.
    Utf16,
    /// Bytes of UTF-8.
    Utf8Bytes,
    /// Code points, but an emoji counts its bytes of UTF-8 (Threads; Hindi there is
    /// unverified).
    ThreadsCharacters,
}

impl Unit {
    fn count(self, text: &str) -> usize {
        match self {
            Self::XWeighted => x::weighted_length(text),
            Self::Graphemes => text.graphemes(true).count(),
            Self::MastodonClusters => text.graphemes(true).map(old_clusters).sum(),
            Self::CodePoints => text.chars().count(),
            Self::Utf16 => text.encode_utf16().count(),
            Self::Utf8Bytes => text.len(),
            Self::ThreadsCharacters => text.graphemes(true).map(threads_characters).sum(),
        }
    }
}

/// How many characters a link counts for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LinkLength {
    /// As many as it is written with.
    Whole,
    /// This many, however long it is. Holds for hosts with a known top-level domain only; other
    /// links count whole.
    Fixed(usize),
}

/// A way to measure text: the unit, and what links and mentions count for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Ruler {
    unit: Unit,
    links: LinkLength,
    bare_domains: bool,
    short_mentions: bool,
}

impl Ruler {
    /// Counts `unit`s of the text as it stands.
    #[must_use]
    pub const fn of(unit: Unit) -> Self {
        Self { unit, links: LinkLength::Whole, bare_domains: false, short_mentions: false }
    }

    /// The same, but links with a scheme count for `length`. X's unit has its own rule and
    /// ignores this.
    #[must_use]
    pub const fn with_links(mut self, length: LinkLength) -> Self {
        self.links = length;
        self
    }

    /// The same, but bare domains (`example.org`) count as links too.
    #[must_use]
    pub const fn with_bare_domains(mut self) -> Self {
        self.bare_domains = true;
        self
    }

    /// The same, but `@user@host` counts as `@user` (Mastodon).
    #[must_use]
    pub const fn with_short_mentions(mut self) -> Self {
        self.short_mentions = true;
        self
    }

    /// The unit counted.
    #[must_use]
    pub const fn unit(&self) -> Unit {
        self.unit
    }

    /// The length of `text`, which should be [normal](super::normalise) already.
    #[must_use]
    pub fn length(&self, text: &str) -> usize {
        if self.unit == Unit::XWeighted || !self.has_exceptions() {
            return self.unit.count(text);
        }
        let mut total = 0;
        let mut counted = 0;
        for exception in self.exceptions(text) {
            if exception.start < counted {
                continue;
            }
            total += self.unit.count(&text[counted..exception.start]) + exception.length;
            counted = exception.end;
        }
        total + self.unit.count(&text[counted..])
    }

    fn has_exceptions(&self) -> bool {
        self.links != LinkLength::Whole || self.short_mentions
    }

    /// The stretches of `text` that count for something else than their characters, in order.
    fn exceptions(&self, text: &str) -> Vec<Exception> {
        let mut found = Vec::new();
        if let LinkLength::Fixed(length) = self.links {
            let counted = links(text).into_iter().filter(|link| self.bare_domains || !link.bare);
            found.extend(counted.filter(|link| link.has_known_host()).map(|link| Exception {
                start: link.range.start,
                end: link.range.end,
                length,
            }));
        }
        if self.short_mentions {
            found.extend(mentions(text).into_iter().filter_map(|mention| match mention.kind {
                MentionKind::Remote { name, .. } => Some(Exception {
                    start: mention.range.start,
                    end: mention.range.end,
                    length: 1 + self.unit.count(name),
                }),
                _ => None,
            }));
        }
        found.sort_by_key(|exception| exception.start);
        found
    }
}

struct Exception {
    start: usize,
    end: usize,
    length: usize,
}

/// How many clusters the rules before Unicode 15.1 make of one of today's clusters: a new one
/// at every letter that a virama (combining class 9) ties to the letter before.
fn old_clusters(cluster: &str) -> usize {
    let mut clusters = 1;
    let mut tied = false;
    for character in cluster.chars() {
        if canonical_combining_class(character) == 9 {
            tied = true;
        } else if tied && character.is_alphabetic() && !is_combining_mark(character) {
            clusters += 1;
            tied = false;
        }
    }
    clusters
}

fn threads_characters(cluster: &str) -> usize {
    let pictorial = |character| matches!(character, '\u{1f000}'..='\u{1faff}' | '\u{fe0f}');
    if cluster.contains(pictorial) || emojis::get(cluster).is_some() {
        cluster.len()
    } else {
        cluster.chars().count()
    }
}

/// The longest text a platform takes, by one of its rulers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TextLimit {
    /// How it measures.
    pub ruler: Ruler,
    /// The greatest length it accepts.
    pub max: usize,
}

/// A text is longer than a platform takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("text of length {length} where at most {} is taken, counted as {:?}; shorten it or let it be split", limit.max, limit.ruler.unit)]
pub struct Over {
    /// The limit it breaks.
    pub limit: TextLimit,
    /// Its length by that limit's ruler.
    pub length: usize,
}

/// Whether `text` keeps every one of `limits`; the first one it breaks, if not.
///
/// # Errors
/// [`Over`] with the length found.
pub fn fits(text: &str, limits: &[TextLimit]) -> Result<(), Over> {
    let measured = limits.iter().map(|limit| (limit, limit.ruler.length(text)));
    match measured.into_iter().find(|(limit, length)| *length > limit.max) {
        Some((limit, length)) => Err(Over { limit: *limit, length }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MASTODON: Ruler =
        Ruler::of(Unit::MastodonClusters).with_links(LinkLength::Fixed(23)).with_short_mentions();

    #[test]
    fn one_text_has_a_length_in_every_unit() {
        let text = "क्षत्रिय 👨‍👩‍👧";
        let length = |unit| Ruler::of(unit).length(text);
        assert_eq!(length(Unit::Graphemes), 5);
        assert_eq!(length(Unit::MastodonClusters), 7);
        assert_eq!(length(Unit::CodePoints), 14);
        assert_eq!(length(Unit::Utf16), 17);
        assert_eq!(length(Unit::Utf8Bytes), 43);
        assert_eq!(length(Unit::XWeighted), 11);
        assert_eq!(length(Unit::ThreadsCharacters), 9 + 18);
    }

    #[test]
    fn mastodon_counts_23_for_a_link_and_no_host_of_a_mention() {
        assert_eq!(
            MASTODON.length("@asha@social.example देखें https://example.org/a/b"),
            5 + 1 + 2 + 1 + 23
        );
    }

    #[test]
    fn mastodon_counts_a_bare_domain_and_an_unknown_ending_as_written() {
        assert_eq!(MASTODON.length("example.org"), 11);
        assert_eq!(MASTODON.length("https://host.nowhere/x"), 22);
    }

    #[test]
    fn bare_domains_count_as_links_where_the_ruler_says_so() {
        let ruler =
            Ruler::of(Unit::CodePoints).with_links(LinkLength::Fixed(23)).with_bare_domains();
        assert_eq!(ruler.length("example.org।"), 24);
    }

    #[test]
    fn the_first_limit_that_is_broken_is_named() {
        let graphemes = TextLimit { ruler: Ruler::of(Unit::Graphemes), max: 3 };
        let bytes = TextLimit { ruler: Ruler::of(Unit::Utf8Bytes), max: 20 };
        assert_eq!(fits("नमस्ते", &[graphemes, bytes]), Ok(()));
        assert_eq!(fits("नमस्तेs", &[bytes, graphemes]), Err(Over { limit: graphemes, length: 4 }));
        assert_eq!(fits("नमस्ते मेरे", &[bytes]), Err(Over { limit: bytes, length: 31 }));
    }
}

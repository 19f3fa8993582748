//! Length as X counts it.
//!
//! The weights and the list of top-level domains come from the `twitter-text` crates, the rules
//! from X's own `twitter-text` (version 3 of its weights). The crate's parsers stay out: at
//! 0.3.1 the fast one takes no bare domain for a link and panics at an address close to a
//! danda, and the slow one takes a minute for eight kilobytes of `a.a.a.`. The tests hold this
//! counter to X's published cases, and to the slow parser where that is right.

use std::borrow::Cow;
use std::ops::Range;

use twitter_text_config::{Configuration, config_v3};
use unicode_normalization::{UnicodeNormalization as _, is_nfc};
use unicode_segmentation::UnicodeSegmentation as _;

mod tail;
mod urls;

use urls::urls;

/// The weighted length of X.
///
/// Every Devanagari code point weighs 1, a link 23, an emoji 2. Emoji younger than the lists of
/// X's published libraries (Emoji 11) weigh what their code points weigh, should that be more:
/// X may not know them as one.
#[must_use]
pub(super) fn weighted_length(text: &str) -> usize {
    let config = config_v3();
    let text = if is_nfc(text) { Cow::Borrowed(text) } else { Cow::Owned(text.nfc().collect()) };
    let mut weight = 0;
    let mut counted = 0;
    for url in urls(&text) {
        weight += plain_weight(&text[counted..url.start], config);
        weight += config.transformed_url_length * config.scale;
        counted = url.end;
    }
    weight += plain_weight(&text[counted..], config);
    usize::try_from(weight / config.scale).unwrap_or(0)
}

/// The bytes of what X takes for a link in `text`, which is composed (NFC), in order: what it
/// shortens, and what makes a post one with a link.
#[must_use]
pub fn x_links(text: &str) -> Vec<Range<usize>> {
    urls(text)
}

/// The weight of text without links, in the scale of `config`.
fn plain_weight(text: &str, config: &Configuration) -> i32 {
    if text.chars().all(|character| character < '\u{2000}' && !matches!(character, '©' | '®')) {
        return text.chars().map(|character| weight(character, config)).sum();
    }
    text.graphemes(true).map(|cluster| cluster_weight(cluster, config)).sum()
}

fn cluster_weight(cluster: &str, config: &Configuration) -> i32 {
    let apart = cluster.chars().map(|character| weight(character, config)).sum();
    let oldest_list = emojis::EmojiVersion::new(11, 0);
    match emojis::get(cluster) {
        None => apart,
        Some(emoji) if emoji.emoji_version() > oldest_list => config.default_weight.max(apart),
        Some(_) => config.default_weight,
    }
}

/// What one code point weighs outside links and emoji.
fn weight(character: char, config: &Configuration) -> i32 {
    let code = i32::try_from(u32::from(character)).unwrap_or(i32::MAX);
    let special = config.ranges.iter().find(|range| range.contains(code));
    special.map_or(config.default_weight, |range| range.weight)
}

#[cfg(test)]
mod tests;

//! Hashtags, whole, with their vowel signs, viramas and joiners.

use std::borrow::Cow;
use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use super::suspect::is_joiner;

/// One hashtag of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hashtag<'a> {
    /// Its bytes in the text, the `#` included.
    pub range: Range<usize>,
    /// The tag as written, without the `#`.
    pub tag: &'a str,
}

impl<'a> Hashtag<'a> {
    /// The tag without joiners, which Bluesky's own client would cut it at.
    #[must_use]
    pub fn without_joiners(&self) -> Cow<'a, str> {
        if self.tag.contains(is_joiner) {
            Cow::Owned(self.tag.replace(is_joiner, ""))
        } else {
            Cow::Borrowed(self.tag)
        }
    }
}

/// The hashtags of `text`, in order.
///
/// A tag is `#` (or `＃`) and letters, marks, digits, `_` and inner joiners; the `#` stands
/// where no word, `/` or `&` goes before. Digits 0 to 9 alone make no tag (`#2026`), Devanagari
/// digits do (`#२०२६`): the rule of Bluesky's client, read April 2026. X wants a letter in it;
/// X and Mastodon find their tags themselves, so the difference only matters for counting tags.
#[must_use]
pub fn hashtags(text: &str) -> Vec<Hashtag<'_>> {
    text.match_indices(['#', '＃']).filter_map(|(at, sign)| hashtag_at(text, at, sign)).collect()
}

fn hashtag_at<'a>(text: &'a str, at: usize, sign: &str) -> Option<Hashtag<'a>> {
    let before = text[..at].chars().next_back();
    if before.is_some_and(|before| is_word(before) || matches!(before, '#' | '＃' | '/' | '&')) {
        return None;
    }
    let start = at + sign.len();
    let rest = &text[start..];
    let end = rest.find(|character| !is_word(character)).unwrap_or(rest.len());
    let tag = rest[..end].trim_end_matches(is_joiner);
    let named = tag.chars().any(|character| !character.is_ascii_digit() && character != '_');
    let begins = tag.starts_with(|first: char| first.is_alphanumeric() || first == '_');
    (named && begins).then(|| Hashtag { range: at..start + tag.len(), tag })
}

/// Whether `character` can be inside a word or tag: letter, mark, digit, `_` or joiner.
pub(super) fn is_word(character: char) -> bool {
    character.is_alphanumeric()
        || character == '_'
        || is_combining_mark(character)
        || is_joiner(character)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tags(text: &str) -> Vec<&str> {
        hashtags(text).into_iter().map(|hashtag| hashtag.tag).collect()
    }

    #[test]
    fn a_tag_keeps_its_vowel_signs_and_conjuncts() {
        assert_eq!(tags("#हिन्दी #स्वच्छ_भारत #कार्यक्रम"), ["हिन्दी", "स्वच्छ_भारत", "कार्यक्रम"]);
    }

    #[test]
    fn joiners_inside_belong_to_the_tag_and_at_its_end_do_not() {
        assert_eq!(tags("#क्‍षेत्र #रवि\u{200d} #क्‌ष"), ["क्‍षेत्र", "रवि", "क्‌ष"]);
        assert_eq!(hashtags("#क्‍षेत्र")[0].without_joiners(), "क्षेत्र");
    }

    #[test]
    fn a_year_in_latin_digits_is_no_tag_and_in_devanagari_it_is() {
        assert_eq!(tags("#2026 #२०२६ #चुनाव2026 #_ #"), ["२०२६", "चुनाव2026"]);
    }

    #[test]
    fn danda_and_punctuation_end_a_tag() {
        assert_eq!(tags("#किसान। (#सभा), “#मेला”! #मेला…"), ["किसान", "सभा", "मेला", "मेला"]);
    }

    #[test]
    fn a_hash_inside_a_word_or_path_is_no_tag() {
        assert_eq!(tags("क#ख a/#b &#2325; ##दो #️⃣"), [""; 0]);
    }

    #[test]
    fn bytes_include_the_sign() {
        let found = hashtags("मेला: ＃किसान।");
        assert_eq!(found[0].range, 14..32);
        assert_eq!(found[0].tag, "किसान");
    }
}

//! "Little text", the format of texts on the wire (page `little-text-format`).
//!
//! An unescaped sign is no error there: LinkedIn takes the post and silently cuts the text at that
//! place. So everything reserved is escaped, but what is meant: hashtags, written as templates since
//! LinkedIn finds its own tags by Latin letters, and mentions that the author wrote out.

use std::ops::Range;

use crate::text::{hashtags, normalise};

const RESERVED: &[char] =
    &['\\', '|', '{', '}', '@', '[', ']', '(', ')', '<', '>', '#', '*', '_', '~'];

/// How a template of a hashtag begins, as LinkedIn gives it back, and as older texts have it.
const TEMPLATES: [&str; 2] = ["{hashtag|\\#|", "{hashtag|#|"];

/// `text` as it goes out.
pub(super) fn escape(text: &str) -> String {
    let mut pieces = mentions(text);
    let tags = hashtags(text).into_iter().filter(|tag| {
        text[tag.range.start..].starts_with('#') && tag.tag.chars().any(char::is_alphabetic)
    });
    let outside =
        |range: &Range<usize>| pieces.iter().all(|(other, _)| !other.contains(&range.start));
    let tags: Vec<_> = tags.filter(|tag| outside(&tag.range)).collect();
    let tags = tags.into_iter().map(|tag| {
        let template = format!("{}{}}}", TEMPLATES[0], escaped(tag.tag));
        (tag.range, template)
    });
    pieces.extend(tags);
    pieces.sort_by_key(|(range, _)| range.start);
    let mut written = String::with_capacity(text.len() + text.len() / 8);
    let mut done = 0;
    for (range, piece) in pieces {
        written.push_str(&escaped(&text[done..range.start]));
        written.push_str(&piece);
        done = range.end;
    }
    written.push_str(&escaped(&text[done..]));
    written
}

/// What people see of `little`, as an author would have written it.
pub(super) fn plain(little: &str) -> String {
    let mut text = String::with_capacity(little.len());
    let mut rest = little;
    while let Some(next) = rest.chars().next() {
        if let Some((tag, after)) = template(rest) {
            text.push('#');
            text.push_str(&plain(tag));
            rest = after;
            continue;
        }
        let mut after = rest[next.len_utf8()..].chars();
        match (next, after.next()) {
            ('\\', Some(escaped)) => {
                text.push(escaped);
                rest = after.as_str();
            }
            _ => {
                text.push(next);
                rest = &rest[next.len_utf8()..];
            }
        }
    }
    text
}

/// Whether what LinkedIn shows as `little` is `text`.
pub(super) fn says(little: &str, text: &str) -> bool {
    normalise(&plain(little)).trim() == normalise(text).trim()
}

/// Whether it is the beginning of `text` and no more: the place where LinkedIn cut it.
pub(super) fn is_cut(little: &str, text: &str) -> bool {
    let (shown, text) = (normalise(&plain(little)), normalise(text));
    let shown = shown.trim();
    !shown.is_empty() && shown != text.trim() && text.trim().starts_with(shown)
}

fn escaped(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for character in text.chars() {
        if RESERVED.contains(&character) {
            written.push('\\');
        }
        written.push(character);
    }
    written
}

/// The mentions that the author wrote out, such as `@[Name](urn:li:organization:1)`, as they go out.
fn mentions(text: &str) -> Vec<(Range<usize>, String)> {
    let at = text.match_indices("@[");
    at.filter_map(|(start, _)| {
        let rest = &text[start + 2..];
        let (name, after) = rest.split_once("](")?;
        let (urn, _) = after.split_once(')')?;
        let plain = !name.is_empty() && !name.contains(['[', ']', '\n']) && is_author(urn);
        let end = start + 2 + name.len() + 2 + urn.len() + 1;
        plain.then(|| (start..end, format!("@[{}]({urn})", escaped(name))))
    })
    .collect()
}

fn is_author(urn: &str) -> bool {
    super::author::Author::read(urn).is_ok_and(|author| author.to_string() == urn)
}

/// The tag of the template that `text` begins with, still escaped, and what comes after it.
fn template(text: &str) -> Option<(&str, &str)> {
    let rest = TEMPLATES.iter().find_map(|start| text.strip_prefix(start))?;
    let mut escaped = false;
    let end = rest.char_indices().find(|(_, character)| {
        let ends = *character == '}' && !escaped;
        escaped = *character == '\\' && !escaped;
        ends
    })?;
    Some((&rest[..end.0], &rest[end.0 + 1..]))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn templates_of_both_kinds_are_read_as_tags() {
        assert_eq!(plain("{hashtag|#|भारत} \\{x\\}"), "#भारत {x}");
        assert_eq!(plain("{hashtag|\\#|जन\\_संवाद}।"), "#जन_संवाद।");
        assert_eq!(plain("{hashtag|\\#|open"), "{hashtag|#|open");
    }

    #[test]
    fn a_cut_text_is_told_from_another() {
        assert!(is_cut("up 4% ", "up 4% (EPRI, 2024)"));
        for other in ["", "up 4% \\(EPRI, 2024\\)", "down"] {
            assert!(!is_cut(other, "up 4% (EPRI, 2024)"), "{other}");
        }
        assert!(says("up 4% \\(EPRI, 2024\\)", "up 4% (EPRI, 2024)\n"));
    }

    #[test]
    fn a_mention_that_is_none_is_escaped_like_everything_else() {
        for text in
            ["@[A](urn:li:share:1)", "@[](urn:li:person:a)", "@[a\n](urn:li:person:a)", "@[a"]
        {
            assert!(!escape(text).starts_with("@["), "{text}");
        }
        let name = "@[A_B](urn:li:organization:1)";
        assert_eq!(escape(name), "@[A\\_B](urn:li:organization:1)");
        assert_eq!(plain(&escape(name)), name);
    }

    proptest! {
        #[test]
        fn whatever_is_escaped_reads_as_it_was(text in "(?s)[#{}|\\\\@\\[\\]()<>*_~a-cकार् \\n]{0,40}") {
            prop_assert_eq!(plain(&escape(&text)), text);
        }

        #[test]
        fn any_text_reads_as_it_was(text in any::<String>()) {
            prop_assert_eq!(plain(&escape(&text)), text);
        }
    }
}

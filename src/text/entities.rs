//! Everything in a text that a platform makes clickable.

use std::ops::Range;

use super::{hashtags, links, mentions};

/// What an [`Entity`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum EntityKind {
    /// A link; see [`links()`].
    Link,
    /// A mention; see [`mentions()`].
    Mention,
    /// A hashtag; see [`hashtags()`].
    Hashtag,
}

/// A stretch of text that must stay whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entity {
    /// What it is.
    pub kind: EntityKind,
    /// Its bytes in the text.
    pub range: Range<usize>,
}

/// The links, mentions and hashtags of `text`, in order; of two that overlap, the first one.
#[must_use]
pub fn entities(text: &str) -> Vec<Entity> {
    let of = |kind| move |range| Entity { kind, range };
    let mut all: Vec<Entity> =
        links(text).into_iter().map(|l| l.range).map(of(EntityKind::Link)).collect();
    all.extend(mentions(text).into_iter().map(|m| m.range).map(of(EntityKind::Mention)));
    all.extend(hashtags(text).into_iter().map(|h| h.range).map(of(EntityKind::Hashtag)));
    all.sort_by_key(|entity| entity.range.start);
    let mut end = 0;
    all.retain(|entity| {
        let apart = entity.range.start >= end;
        end = if apart { entity.range.end } else { end };
        apart
    });
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_kinds_come_in_the_order_of_the_text() {
        let text = "#मेला @asha example.org।";
        let found: Vec<_> = entities(text).into_iter().map(|e| (e.kind, &text[e.range])).collect();
        let expected = [
            (EntityKind::Hashtag, "#मेला"),
            (EntityKind::Mention, "@asha"),
            (EntityKind::Link, "example.org"),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn what_looks_like_a_tag_or_mention_inside_a_link_is_part_of_the_link() {
        let found = entities("https://example.org/?#मेला https://example.org/x?@asha");
        assert!(found.iter().all(|entity| entity.kind == EntityKind::Link), "{found:?}");
    }
}

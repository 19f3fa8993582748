//! Posts for tests.

use std::collections::BTreeMap;

use super::{Card, Content, Post, When};

/// A short Hindi notice for the next free slot, addressed to nobody in particular.
pub(crate) fn notice() -> Post {
    post("notice.md", content("कल कार्यालय बंद रहेगा।"))
}

/// The post `name` with `content`.
pub(crate) fn post(name: &str, content: Content) -> Post {
    Post { name: name.into(), content, fitted: Vec::new() }
}

/// Plain content with `text` and defaults.
pub(crate) fn content(text: &str) -> Content {
    Content {
        text: text.into(),
        to: Vec::new(),
        when: When::NextSlot,
        expires: None,
        urgent: false,
        lang: Some("hi".into()),
        warning: None,
        card: Card::Auto,
        ai: false,
        media: Vec::new(),
        versions: BTreeMap::new(),
    }
}

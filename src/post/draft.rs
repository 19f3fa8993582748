//! A post as one account gets it, before and after it is cut into parts.

use serde::{Deserialize, Serialize};

use super::{Card, Content, Media, Options, Version};

/// A post with the versions of one account applied: what an adapter composes into parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The whole text.
    pub text: String,
    /// The language, as a BCP 47 tag.
    pub lang: Option<String>,
    /// A content warning.
    pub warning: Option<String>,
    /// What becomes of the first link.
    pub card: Card,
    /// Whether it has to be said that a machine made or changed what is seen or heard.
    pub ai: bool,
    /// All media, in order.
    pub media: Vec<Media>,
    /// Settings that only the platform knows, still unchecked.
    pub options: Options,
}

/// One message of a delivery, final: exactly this is sent, also after a restart or an update
/// of the program, because it is written down before the first request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// The text, its counter included.
    pub text: String,
    /// The language, as a BCP 47 tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lang: Option<String>,
    /// A content warning.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub warning: Option<String>,
    /// What becomes of the first link.
    #[serde(default)]
    pub card: Card,
    /// Whether it has to be said that a machine made or changed what is seen or heard.
    #[serde(default)]
    pub ai: bool,
    /// The media of this part, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub media: Vec<Media>,
    /// Settings that only the platform knows, checked by its adapter.
    #[serde(default, skip_serializing_if = "Options::is_empty")]
    pub options: Options,
}

impl Draft {
    /// The post without any version applied.
    #[must_use]
    pub fn of(content: &Content) -> Self {
        Self {
            text: content.text.clone(),
            lang: content.lang.clone(),
            warning: content.warning.clone(),
            card: content.card.clone(),
            ai: content.ai,
            media: content.media.clone(),
            options: Options::new(),
        }
    }

    pub(super) fn apply(&mut self, version: &Version) {
        let Version { text, lang, warning, card, media, options } = version.clone();
        replace(&mut self.text, text);
        replace(&mut self.card, card);
        replace(&mut self.media, media);
        self.lang = lang.or_else(|| self.lang.take());
        self.warning = warning.or_else(|| self.warning.take());
        self.options.extend(options);
    }

    /// A part with this draft's language, warning, card and options, but this text and media.
    #[must_use]
    pub fn part(&self, text: impl Into<String>, media: Vec<Media>) -> Part {
        Part {
            text: text.into(),
            lang: self.lang.clone(),
            warning: self.warning.clone(),
            card: self.card.clone(),
            ai: self.ai,
            media,
            options: self.options.clone(),
        }
    }
}

fn replace<T>(place: &mut T, value: Option<T>) {
    if let Some(value) = value {
        *place = value;
    }
}

//! The languages in which the program speaks to people.

use std::fmt;

/// A language that every message exists in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Hindi.
    Hindi,
}

impl Language {
    /// Every language with its tag, as people write it in the config.
    pub const TAGS: [(&'static str, Self); 2] = [("hi", Self::Hindi), ("en", Self::English)];

    /// The language with this BCP 47 tag.
    #[must_use]
    pub fn from_tag(tag: &str) -> Option<Self> {
        Self::TAGS.iter().find(|(known, _)| *known == tag).map(|(_, language)| *language)
    }

    /// Its BCP 47 tag.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Hindi => "hi",
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_tag_leads_to_its_language_and_back() {
        for (tag, language) in Language::TAGS {
            assert_eq!((Language::from_tag(tag), language.tag()), (Some(language), tag));
        }
        assert_eq!(Language::from_tag("fr"), None);
    }
}

//! The header of a template: a place for one picture, film or document, or none.

use crate::platform::{FilmRule, MediaRule};
use crate::post::MediaKind;

/// Sizes in bytes (from memory of Meta's page on media, unverified): the smaller of two readings.
const IMAGE_BYTES: u64 = 5_000_000;
const VIDEO_BYTES: u64 = 16_000_000;
const DOCUMENT_BYTES: u64 = 100_000_000;

/// H.264 with AAC or without sound (the same).
const FILM: FilmRule = FilmRule {
    min_millis: None,
    max_millis: None,
    frames_in_1000s: None,
    video: &["h264"],
    audio: &["aac"],
    streams: false,
};

/// What a header has a place for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Header {
    /// Nothing that changes.
    #[default]
    None,
    Image,
    Video,
    /// A PDF.
    Document,
}

impl Header {
    /// How the config names them.
    pub(super) const WORDS: [(&str, Self); 4] = [
        ("none", Self::None),
        ("image", Self::Image),
        ("video", Self::Video),
        ("document", Self::Document),
    ];

    /// Its name in the config and, for the last three, in requests.
    pub(super) fn word(self) -> &'static str {
        Self::WORDS.iter().find(|(_, header)| *header == self).map_or("none", |(word, _)| word)
    }

    /// What it takes.
    pub(super) fn rule(self) -> Option<MediaRule> {
        match self {
            Self::None => None,
            Self::Image => {
                Some(MediaRule::simple(&[MediaKind::Jpeg, MediaKind::Png], IMAGE_BYTES, 1))
            }
            Self::Video => Some(MediaRule {
                film: FILM,
                ..MediaRule::simple(&[MediaKind::Mp4], VIDEO_BYTES, 1)
            }),
            Self::Document => Some(MediaRule::simple(&[MediaKind::Pdf], DOCUMENT_BYTES, 1)),
        }
    }
}

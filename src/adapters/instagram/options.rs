//! What a post may say under `[for.instagram]` besides its text.

use serde_json::Value;

use crate::adapters::graph::options::{Reader, flag, id, text, texts};
use crate::finding::Finding;
use crate::post::Options as Written;

/// Every option there is.
const KNOWN: &[&str] = &[
    "audio_name",
    "collaborators",
    "first_comment",
    "location_id",
    "share_to_feed",
    "story",
    "thumb_offset",
];

/// Those that only a reel has.
pub(super) const OF_REELS: [&str; 3] = ["audio_name", "share_to_feed", "thumb_offset"];

/// The longest comment, in characters: as long as a caption.
const COMMENT: usize = 2200;

/// The most accounts that a post is shared with (content publishing, 2026).
const COLLABORATORS: usize = 3;

/// The options of one part, understood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Options {
    /// The name of a reel's sound.
    pub(super) audio_name: Option<String>,
    /// Accounts that are asked to share the post.
    pub(super) collaborators: Vec<String>,
    /// The comment that follows the post.
    pub(super) first_comment: Option<String>,
    /// The id of a place.
    pub(super) location_id: Option<String>,
    /// Whether a reel is shown among the pictures, too.
    pub(super) share_to_feed: Option<bool>,
    /// Whether it is a story, gone after a day.
    pub(super) story: bool,
    /// Which moment of a reel is its cover, in milliseconds.
    pub(super) thumb_offset: Option<u64>,
}

impl Options {
    /// Reads the options that composing has checked.
    pub(super) fn of(written: &Written) -> Self {
        Self::read(written).0
    }

    /// Reads `written`; what is wrong with it is left out and found.
    pub(super) fn read(written: &Written) -> (Self, Vec<Finding>) {
        let mut reader = Reader::new(written, KNOWN);
        let names = |value: &Value| texts(value, 1..=COLLABORATORS, 30);
        let options = Self {
            audio_name: reader
                .take("audio_name", "audio_name = \"सभा\"", |value| text(value, 100)),
            collaborators: reader
                .take("collaborators", "collaborators = [\"other_office\"]", names)
                .unwrap_or_default(),
            first_comment: reader.take(
                "first_comment",
                "first_comment = \"#किसान\"",
                |value| text(value, COMMENT),
            ),
            location_id: reader.take("location_id", "location_id = \"7640348500\"", id),
            share_to_feed: reader.take("share_to_feed", "share_to_feed = true", flag),
            story: reader.take("story", "story = true", flag).unwrap_or_default(),
            thumb_offset: reader.take("thumb_offset", "thumb_offset = 1500", |value| {
                value.as_u64().ok_or_else(|| "it is no number of milliseconds".to_owned())
            }),
        };
        (options, reader.findings)
    }
}

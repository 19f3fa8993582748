//! What a post may say under `[for.instagram]` besides its text.

use serde_json::Value;

use crate::adapters::graph::options::{Reader, flag, id, text, texts};
use crate::finding::Finding;
use crate::post::Options as Written;

/// Every option there is.
const KNOWN: &[&str] = &[
    "audio_name",
    "collaborators",
    "cover",
    "first_comment",
    "location_id",
    "share_to_feed",
    "story",
    "thumb_offset",
    "user_tags",
];

/// Those that only a reel has.
pub(super) const OF_REELS: [&str; 4] = ["audio_name", "cover", "share_to_feed", "thumb_offset"];

/// The longest comment, in characters: as long as a caption.
const COMMENT: usize = 2200;

/// The most accounts that a post is shared with (content publishing, 2026).
const COLLABORATORS: usize = 3;

/// The most accounts that are marked in a post (IG User Media, 2026).
const TAGS: usize = 20;

const TAGS_EXAMPLE: &str = "user_tags = [{ user = \"other_office\", x = 0.5, y = 0.4 }]";

/// An account that is marked in a post, and where in a picture, from its upper left corner.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct UserTag {
    pub(super) user: String,
    pub(super) at: Option<(f64, f64)>,
}

/// The options of one part, understood.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Options {
    /// The name of a reel's sound.
    pub(super) audio_name: Option<String>,
    /// Accounts that are asked to share the post.
    pub(super) collaborators: Vec<String>,
    /// Whether the picture beside a film is the cover of a reel, and the two are no carousel.
    pub(super) cover: bool,
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
    /// The accounts that are marked in it.
    pub(super) user_tags: Vec<UserTag>,
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
            cover: reader.take("cover", "cover = true", flag).unwrap_or_default(),
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
            user_tags: reader.take("user_tags", TAGS_EXAMPLE, user_tags).unwrap_or_default(),
        };
        (options, reader.findings)
    }
}

fn user_tags(value: &Value) -> Result<Vec<UserTag>, String> {
    let list = value.as_array().ok_or("it is not a list")?;
    if !(1..=TAGS).contains(&list.len()) {
        return Err(format!("it has {} entries, not 1 to {TAGS}", list.len()));
    }
    list.iter().map(user_tag).collect()
}

/// An account alone, or with its place.
fn user_tag(value: &Value) -> Result<UserTag, String> {
    let Some(table) = value.as_object() else {
        return Ok(UserTag { user: name(value)?, at: None });
    };
    if let Some(other) = table.keys().find(|key| !["user", "x", "y"].contains(&key.as_str())) {
        return Err(format!("{other} is not known there; user, x and y are"));
    }
    let place = |key: &str| table.get(key).and_then(Value::as_f64);
    let inside = |place: &f64| (0.0..=1.0).contains(place);
    let at = place("x").filter(inside).zip(place("y").filter(inside));
    let at = at.ok_or("x and y are from 0 to 1")?;
    Ok(UserTag { user: name(table.get("user").unwrap_or(&Value::Null))?, at: Some(at) })
}

/// The name of an account, with or without the `@`.
fn name(value: &Value) -> Result<String, String> {
    let name = text(value, 31)?;
    let name = name.strip_prefix('@').unwrap_or(&name);
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_');
    let sound = (1..=30).contains(&name.len()) && name.bytes().all(fits);
    sound
        .then(|| name.to_owned())
        .ok_or_else(|| "a name has English letters, digits, . and _".to_owned())
}

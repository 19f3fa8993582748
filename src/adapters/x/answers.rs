//! What the adapter reads of X's answers, and nothing more.

use serde::Deserialize;
use serde_json::Value;

use crate::clock::Instant;

/// The longest id: 19 digits (OpenAPI 2.167, `PostId`).
const LONGEST_ID: usize = 19;

/// When X's ids begin to count, in milliseconds since 1970: an id has its time in it
/// (twitter-archive/snowflake).
const IDS_BEGIN: u64 = 1_288_834_974_657;

/// An id of a post, a medium or an account.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(super) struct Id(String);

impl Id {
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// When what has this id was made.
    fn made(&self) -> Option<Instant> {
        let number: u64 = self.0.parse().ok()?;
        let millis = (number >> 22).checked_add(IDS_BEGIN)?;
        Instant::from_timestamp_millis(i64::try_from(millis).ok()?)
    }
}

impl TryFrom<String> for Id {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        let sound = digits && (1..=LONGEST_ID).contains(&text.len());
        if sound { Ok(Self(text)) } else { Err("an id of another shape".to_owned()) }
    }
}

/// An answer whose content is under `data`.
#[derive(Debug, Deserialize)]
pub(super) struct Data<T> {
    pub(super) data: T,
}

/// What has an id.
#[derive(Debug, Deserialize)]
pub(super) struct Named {
    pub(super) id: Id,
}

/// An account.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct User {
    pub(super) id: Id,
    pub(super) username: String,
    #[serde(default)]
    pub(super) protected: bool,
    pub(super) verified_type: Option<String>,
}

/// A medium that was begun, sent or asked for.
#[derive(Debug, Deserialize)]
pub(super) struct Medium {
    pub(super) id: Id,
    pub(super) expires_after_secs: Option<i64>,
    pub(super) processing_info: Option<Processing>,
}

/// How far the processing of a medium is.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Processing {
    pub(super) state: Option<String>,
    pub(super) check_after_secs: Option<u64>,
    /// Why it failed: code, name and words (seen in version 1.1, not described).
    pub(super) error: Value,
}

/// What came of a piece; older servers answer with nothing at all.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Appended {
    pub(super) errors: Vec<Value>,
}

/// What came of deleting.
#[derive(Debug, Deserialize)]
pub(super) struct Deleted {
    /// Not used: a post that is said not to be deleted was deleted before.
    #[serde(rename = "deleted")]
    _deleted: bool,
}

/// A page of our own posts.
#[derive(Debug, Deserialize)]
pub(super) struct Page {
    #[serde(default)]
    pub(super) data: Vec<Post>,
    pub(super) meta: Meta,
}

/// What there is of the page.
#[derive(Debug, Deserialize)]
pub(super) struct Meta {
    pub(super) result_count: u64,
    pub(super) next_token: Option<String>,
}

/// A post, with the names of today and those of before 2026.
#[derive(Debug, Deserialize)]
pub(super) struct Post {
    pub(super) id: Id,
    pub(super) text: String,
    created_at: Option<Instant>,
    #[serde(default)]
    pub(super) entities: Option<Entities>,
    #[serde(alias = "note_tweet")]
    note_post: Option<Note>,
    pub(super) attachments: Option<Attachments>,
    #[serde(alias = "referenced_tweets")]
    referenced_posts: Option<Vec<Reference>>,
}

/// The whole text of a long post.
#[derive(Debug, Deserialize)]
struct Note {
    text: String,
    entities: Option<Entities>,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Entities {
    pub(super) urls: Option<Vec<Link>>,
}

/// A link of a post: what X made of it, and what it was.
#[derive(Debug, Deserialize)]
pub(super) struct Link {
    pub(super) url: Option<String>,
    pub(super) expanded_url: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Attachments {
    pub(super) media_keys: Option<Vec<String>>,
}

#[derive(Debug, Deserialize)]
struct Reference {
    #[serde(rename = "type")]
    kind: String,
    id: Id,
}

impl Post {
    /// When it was made.
    pub(super) fn made(&self) -> Option<Instant> {
        self.created_at.or_else(|| self.id.made())
    }

    /// Its whole text, as X has it, and the links in it.
    pub(super) fn whole(&self) -> (&str, &[Link]) {
        let (text, entities) = match &self.note_post {
            Some(note) => (&note.text, note.entities.as_ref().or(self.entities.as_ref())),
            None => (&self.text, self.entities.as_ref()),
        };
        let links = entities.and_then(|entities| entities.urls.as_deref());
        (text, links.unwrap_or_default())
    }

    /// What it replies to; nothing where that is not said.
    pub(super) fn replies_to(&self) -> Option<&Id> {
        let references = self.referenced_posts.as_deref().unwrap_or_default();
        references.iter().find(|one| one.kind == "replied_to").map(|one| &one.id)
    }

    /// How many media it has.
    pub(super) fn media(&self) -> usize {
        let keys = self.attachments.as_ref().and_then(|all| all.media_keys.as_ref());
        keys.map_or(0, Vec::len)
    }
}

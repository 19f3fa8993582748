//! What the adapter reads of Facebook's answers, and nothing more.

use chrono::DateTime;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::clock::Instant;
use crate::failure::{Class, Failure};
use crate::http::{Answer, Url};

/// The longest number taken for an id; today they have up to 18 digits.
const LONGEST: usize = 30;

/// The host that people open posts on.
const WEBSITE: &str = "facebook.com";

/// An object that was made or read: its id, and where people see it.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Object {
    pub(super) id: Id,
    #[serde(default, deserialize_with = "if_understood")]
    pub(super) permalink_url: Option<String>,
    /// Of a post.
    #[serde(default, deserialize_with = "if_understood")]
    pub(super) is_published: Option<bool>,
}

/// That something was done.
#[derive(Debug, Deserialize)]
pub(super) struct Done {
    pub(super) success: bool,
    /// The post that came of it: of a story.
    #[serde(default, deserialize_with = "if_understood")]
    pub(super) post_id: Option<Id>,
}

/// The answer to the start of a film's upload in pieces, and to each piece.
#[derive(Debug, Deserialize)]
pub(super) struct Pieces {
    pub(super) upload_session_id: Option<Id>,
    pub(super) video_id: Option<Id>,
    #[serde(deserialize_with = "number")]
    pub(super) start_offset: u64,
    #[serde(deserialize_with = "number")]
    pub(super) end_offset: u64,
}

/// The answer to the start of a reel.
#[derive(Debug, Deserialize)]
pub(super) struct ReelStarted {
    pub(super) video_id: Id,
    pub(super) upload_url: Option<String>,
}

/// A film as it is read.
#[derive(Debug, Deserialize)]
pub(super) struct Film {
    #[serde(default, deserialize_with = "if_understood")]
    pub(super) permalink_url: Option<String>,
    #[serde(default, deserialize_with = "if_understood")]
    pub(super) published: Option<bool>,
    #[serde(default)]
    pub(super) status: Status,
}

/// How far a film is.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Status {
    pub(super) video_status: String,
    pub(super) uploading_phase: Phase,
    pub(super) processing_phase: Phase,
    pub(super) publishing_phase: Phase,
}

/// One phase of it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Phase {
    pub(super) status: String,
    /// Of the publishing phase.
    pub(super) publish_status: String,
    /// Of the uploading phase; the guide writes it with one r.
    #[serde(alias = "bytes_transfered")]
    pub(super) bytes_transferred: Option<u64>,
    pub(super) errors: Vec<Value>,
}

/// A page of a list.
#[derive(Debug, Deserialize)]
pub(super) struct Listed<T> {
    pub(super) data: Vec<T>,
    #[serde(default)]
    paging: Paging,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Paging {
    cursors: Cursors,
    next: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Cursors {
    after: Option<String>,
}

/// One of our posts as it is read back.
#[derive(Debug, Deserialize)]
pub(super) struct Post {
    pub(super) id: Id,
    #[serde(default)]
    pub(super) message: String,
    pub(super) created_time: Time,
    #[serde(default, deserialize_with = "if_understood")]
    pub(super) permalink_url: Option<String>,
    #[serde(default, deserialize_with = "if_understood")]
    pub(super) application: Option<Named>,
    #[serde(default, deserialize_with = "if_understood")]
    attachments: Option<Attachments>,
}

/// A comment as it is read back.
#[derive(Debug, Deserialize)]
pub(super) struct Comment {
    pub(super) id: Id,
    #[serde(default)]
    pub(super) message: String,
    pub(super) created_time: Time,
    #[serde(default, deserialize_with = "if_understood")]
    pub(super) from: Option<Named>,
    #[serde(default, deserialize_with = "if_understood")]
    pub(super) permalink_url: Option<String>,
}

/// One of our stories as it is read back.
#[derive(Debug, Deserialize)]
pub(super) struct Story {
    pub(super) post_id: Id,
    /// The photograph or film that it shows.
    #[serde(default, deserialize_with = "if_understood")]
    pub(super) media_id: Option<Id>,
    #[serde(default, deserialize_with = "if_understood")]
    pub(super) url: Option<String>,
}

/// Something that is only named.
#[derive(Debug, Deserialize)]
pub(super) struct Named {
    pub(super) id: Id,
}

#[derive(Debug, Default, Deserialize)]
struct Attachments {
    data: Vec<Attachment>,
}

#[derive(Debug, Deserialize)]
struct Attachment {
    target: Option<Target>,
    subattachments: Option<Attachments>,
}

#[derive(Debug, Deserialize)]
struct Target {
    id: Option<Id>,
}

/// An id of the right shape, safe in an address: a number, or two with `_` between.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(super) struct Id(String);

impl Id {
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Id {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        if is_id(&text) { Ok(Self(text)) } else { Err("an id of another shape".to_owned()) }
    }
}

/// An instant as the Graph API writes it: `2026-11-25T09:00:00+0000`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(try_from = "String")]
pub(super) struct Time(pub(super) Instant);

impl TryFrom<String> for Time {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let read = DateTime::parse_from_str(&text, "%Y-%m-%dT%H:%M:%S%z");
        read.map(|time| Self(time.to_utc())).map_err(|error| error.to_string())
    }
}

/// Whether `text` is a number as ids have it.
pub(super) fn is_number(text: &str) -> bool {
    (1..=LONGEST).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether `text` is an id.
pub(super) fn is_id(text: &str) -> bool {
    text.split_once('_').map_or_else(|| is_number(text), |(a, b)| is_number(a) && is_number(b))
}

/// Offsets come as texts and, from some versions, as numbers.
fn number<'de, D: serde::Deserializer<'de>>(from: D) -> Result<u64, D::Error> {
    let value = Value::deserialize(from)?;
    let read = value.as_u64().or_else(|| value.as_str()?.parse().ok());
    read.ok_or_else(|| serde::de::Error::custom("an offset that is no number"))
}

fn if_understood<'de, D, T>(from: D) -> Result<T, D::Error>
where
    D: serde::Deserializer<'de>,
    T: DeserializeOwned + Default,
{
    let value = Value::deserialize(from)?;
    Ok(serde_json::from_value(value).unwrap_or_default())
}

impl Film {
    /// Whether Facebook is done with making it.
    pub(super) fn is_made(&self) -> bool {
        self.status.video_status == "ready" || self.status.processing_phase.is_complete()
    }
}

impl Phase {
    /// Whether it is over; the guide writes it in two ways.
    pub(super) fn is_complete(&self) -> bool {
        matches!(self.status.as_str(), "complete" | "completed")
    }

    pub(super) fn has_failed(&self) -> bool {
        self.status == "error" || !self.errors.is_empty()
    }
}

impl<T> Listed<T> {
    /// Where the next page begins, if there is one. Its address is never followed: it has our token
    /// in it.
    pub(super) fn after(&self) -> Option<&str> {
        self.paging.next.as_ref().and(self.paging.cursors.after.as_deref())
    }
}

impl Post {
    /// The ids of the pictures and films in it; none where that is not shown.
    pub(super) fn media(&self) -> Option<Vec<&str>> {
        let top = &self.attachments.as_ref()?.data;
        let below = top.iter().filter_map(|one| one.subattachments.as_ref());
        let all = top.iter().chain(below.flat_map(|one| &one.data));
        let targets = all.filter_map(|one| one.target.as_ref()?.id.as_ref());
        Some(targets.map(Id::as_str).collect())
    }
}

/// The success `answer` as a `T`.
pub(super) fn read<T: DeserializeOwned>(answer: &Answer) -> Result<T, Failure> {
    answer.json().map_err(|error| not_understood(format_args!("status {}: {error}", answer.status)))
}

/// An answer that makes no sense.
pub(super) fn not_understood(detail: impl std::fmt::Display) -> Failure {
    Failure::new(Class::Unknown, "answer-not-understood", detail)
}

/// `url`, if people can open it on Facebook. Films are given without the host.
pub(super) fn on_website(url: Option<&str>) -> Option<String> {
    let url = url?;
    let whole = if url.starts_with('/') && !url.starts_with("//") {
        format!("https://www.{WEBSITE}{url}")
    } else {
        url.into()
    };
    let read = Url::parse(&whole).ok()?;
    let host = read.host_str()?;
    let theirs = host == WEBSITE || host.ends_with(&format!(".{WEBSITE}"));
    let plain = !whole.contains(|c: char| c.is_control() || c.is_whitespace());
    (read.scheme() == "https" && theirs && plain && whole.len() <= 2000).then_some(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_a_number_or_two() {
        for (text, sound) in [
            ("111_222", true),
            ("901", true),
            ("", false),
            ("_1", false),
            ("1_", false),
            ("1_2_3", false),
            ("../1", false),
            ("१", false),
            ("1234567890123456789012345678901", false),
        ] {
            assert_eq!(is_id(text), sound, "{text}");
        }
    }

    #[test]
    fn only_addresses_of_the_website_become_links() {
        let own = "https://www.facebook.com/111/posts/222";
        assert_eq!(on_website(Some(own)).as_deref(), Some(own));
        let reel = on_website(Some("/reel/77/"));
        assert_eq!(reel.as_deref(), Some("https://www.facebook.com/reel/77/"));
        for foreign in [
            "http://www.facebook.com/1",
            "https://evilfacebook.com/1",
            "javascript:a",
            "//evil.example/1",
        ] {
            assert_eq!(on_website(Some(foreign)), None, "{foreign}");
        }
    }

    #[test]
    fn times_are_read_with_their_offset_without_a_colon() {
        let time = Time::try_from("2026-11-25T09:00:00+0530".to_owned()).unwrap();
        assert_eq!(time.0.to_rfc3339(), "2026-11-25T03:30:00+00:00");
        assert!(Time::try_from("2026-11-25".to_owned()).is_err());
    }
}

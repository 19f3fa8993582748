//! What the adapter reads of YouTube's answers, and nothing more.

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::settings::is_id;
use crate::failure::{Class, Failure};
use crate::http::Answer;

/// A list of things.
#[derive(Deserialize)]
pub(super) struct List<T> {
    pub(super) items: Vec<T>,
}

/// The channels of a login. Where there is none, the list is missing, and the kind alone tells what the
/// answer is about.
#[derive(Deserialize)]
pub(super) struct Channels {
    kind: Option<String>,
    items: Option<Vec<Channel>>,
}

impl Channels {
    /// The first channel, if there is one.
    ///
    /// # Errors
    /// Where the answer is about something else.
    pub(super) fn first(self) -> Result<Option<Channel>, Failure> {
        match (self.kind.as_deref(), self.items) {
            (Some("youtube#channelListResponse"), items) => {
                Ok(items.unwrap_or_default().into_iter().next())
            }
            (None, Some(items)) => Ok(items.into_iter().next()),
            _ => Err(not_understood("no list of channels")),
        }
    }
}

/// A film.
#[derive(Debug, Deserialize)]
pub(super) struct Video {
    pub(super) id: String,
    #[serde(default)]
    pub(super) snippet: Snippet,
    #[serde(default)]
    pub(super) status: Status,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Snippet {
    pub(super) tags: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Status {
    pub(super) upload_status: String,
    pub(super) failure_reason: Option<String>,
    pub(super) rejection_reason: Option<String>,
    pub(super) privacy_status: String,
}

/// A channel.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Channel {
    pub(super) id: String,
    #[serde(default)]
    pub(super) snippet: Named,
    #[serde(default)]
    pub(super) status: Standing,
    #[serde(default)]
    pub(super) content_details: ContentDetails,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Named {
    pub(super) title: String,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct Standing {
    pub(super) long_uploads_status: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub(super) struct ContentDetails {
    pub(super) related_playlists: Playlists,
}

#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Playlists {
    pub(super) uploads: String,
}

/// A film's place in a playlist.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PlaylistItem {
    pub(super) content_details: Placed,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Placed {
    pub(super) video_id: String,
}

/// The success `answer` as a `T`.
pub(super) fn read<T: DeserializeOwned>(answer: &Answer) -> Result<T, Failure> {
    answer.json().map_err(|error| not_understood(format!("status {}: {error}", answer.status)))
}

/// An answer that is a success by its status and makes no sense.
pub(super) fn not_understood(what: impl std::fmt::Display) -> Failure {
    Failure::new(Class::Unknown, "answer-not-understood", what)
}

/// `text`, if it is the id of a film: eleven signs so far, and perhaps more one day.
pub(super) fn video_id(text: &str) -> Option<String> {
    ((6..=32).contains(&text.len()) && is_id(text)).then(|| text.to_owned())
}

/// The last byte that the server of an upload has, and one more: where to go on.
pub(super) fn next_byte(answer: &Answer, bytes: u64) -> Result<u64, Failure> {
    let Some(range) = answer.header("range") else { return Ok(0) };
    let last = range.trim().strip_prefix("bytes=0-").and_then(|last| last.parse::<u64>().ok());
    let next = last.and_then(|last| last.checked_add(1)).filter(|next| *next <= bytes);
    next.ok_or_else(|| not_understood(format!("the upload is at {range:?}")))
}

/// Where people see the film `id`.
pub(super) fn permalink(id: &str) -> String {
    format!("https://www.youtube.com/watch?v={id}")
}

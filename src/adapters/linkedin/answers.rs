//! What the adapter reads of LinkedIn's answers, and nothing more.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::failure::{Class, Failure};
use crate::http::Answer;

/// The longest URN taken for one.
const LONGEST: usize = 200;

/// What an upload begins with.
#[derive(Deserialize)]
pub(super) struct Begun<T> {
    pub(super) value: T,
}

/// The upload of a picture or document; one of the two is there.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct OneUpload {
    pub(super) upload_url: String,
    pub(super) image: Option<String>,
    pub(super) document: Option<String>,
}

/// The upload of a film. Times in milliseconds since 1970.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct FilmUpload {
    pub(super) video: String,
    #[serde(default)]
    pub(super) upload_token: String,
    pub(super) upload_instructions: Vec<Instruction>,
    pub(super) upload_urls_expire_at: Option<i64>,
    /// Where subtitles go, where some were announced.
    pub(super) captions_upload_url: Option<String>,
    /// Where the cover goes, where one was announced.
    pub(super) thumbnail_upload_url: Option<String>,
}

/// One part of it: where it goes, and its first and last byte.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Instruction {
    pub(super) upload_url: String,
    pub(super) first_byte: u64,
    pub(super) last_byte: u64,
}

/// How far something that was uploaded is.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct State {
    pub(super) status: Status,
    pub(super) processing_failure_reason: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(super) enum Status {
    WaitingUpload,
    Processing,
    Available,
    ProcessingFailed,
}

/// A page of posts.
#[derive(Deserialize)]
pub(super) struct Page<T> {
    pub(super) elements: Vec<T>,
}

/// A post, as finding shows it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Post {
    pub(super) id: String,
    pub(super) author: String,
    #[serde(default)]
    pub(super) commentary: String,
    /// In milliseconds since 1970.
    pub(super) created_at: i64,
    pub(super) lifecycle_state: Option<String>,
    #[serde(default)]
    pub(super) content: Value,
}

/// A role on a page; the newer and the older name of the page.
#[derive(Deserialize)]
pub(super) struct Role {
    organization: Option<String>,
    #[serde(rename = "organizationTarget")]
    target: Option<String>,
}

impl Role {
    pub(super) fn is_of(&self, author: &str) -> bool {
        [&self.organization, &self.target].into_iter().flatten().any(|urn| urn == author)
    }
}

/// The member that a token belongs to.
#[derive(Deserialize)]
pub(super) struct Member {
    pub(super) sub: String,
    pub(super) name: Option<String>,
}

/// What is known of a token. Times in seconds since 1970.
#[derive(Default, Deserialize)]
#[serde(default)]
pub(super) struct Introspected {
    pub(super) active: bool,
    pub(super) expires_at: Option<i64>,
    pub(super) scope: Option<String>,
}

/// The success `answer` as a `T`.
pub(super) fn read<T: DeserializeOwned>(answer: &Answer) -> Result<T, Failure> {
    answer.json().map_err(|error| not_understood(format!("status {}: {error}", answer.status)))
}

/// An answer that is a success by its status and makes no sense.
pub(super) fn not_understood(what: impl std::fmt::Display) -> Failure {
    Failure::new(Class::Unknown, "answer-not-understood", what)
}

/// `urn`, if it names a thing of one of these kinds.
pub(super) fn urn(urn: &str, kinds: &[&str]) -> Option<String> {
    let (kind, id) = urn.strip_prefix("urn:li:")?.split_once(':')?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let sound = kinds.contains(&kind) && !id.is_empty() && urn.len() <= LONGEST;
    (sound && id.bytes().all(plain)).then(|| urn.to_owned())
}

/// `text`, if it is the URN of a post.
pub(super) fn post_urn(text: &str) -> Option<String> {
    let urn = urn(text, &["share", "ugcPost"])?;
    urn.rsplit(':').next()?.bytes().all(|byte| byte.is_ascii_digit()).then_some(urn)
}

/// The URNs of what `content` shows.
pub(super) fn shown(content: &Value) -> Vec<&str> {
    let one = content["media"]["id"].as_str();
    let many = content["multiImage"]["images"].as_array().map(Vec::as_slice).unwrap_or_default();
    one.into_iter().chain(many.iter().filter_map(|image| image["id"].as_str())).collect()
}

/// Where people see the post `urn`.
pub(super) fn permalink(urn: &str) -> String {
    format!("https://www.linkedin.com/feed/update/{urn}/")
}

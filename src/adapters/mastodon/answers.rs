//! What the adapter reads of the server's answers, and nothing more.

use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::settings::Visibility;
use crate::clock::Instant;
use crate::delivery::{Evidence, Receipt};
use crate::failure::{Class, Failure};
use crate::http::Answer;

/// The longest id taken for one. Ids are opaque: digits here, letters there.
const LONGEST_ID: usize = 64;

/// A status, as creating and listing show it. What other software fills in its own way is none
/// where it is not understood, so that a status with an id is known to be there.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Status {
    pub(super) id: Id,
    #[serde(default, deserialize_with = "if_understood")]
    pub(super) url: Option<String>,
    #[serde(default, deserialize_with = "if_understood")]
    pub(super) uri: Option<String>,
    #[serde(default, deserialize_with = "if_understood")]
    pub(super) created_at: Option<Instant>,
    #[serde(default, deserialize_with = "if_understood")]
    pub(super) visibility: Option<String>,
    pub(super) in_reply_to_id: Option<String>,
    #[serde(default, deserialize_with = "if_understood")]
    pub(super) media_attachments: Vec<Attachment>,
    #[serde(default, deserialize_with = "if_understood")]
    pub(super) application: Option<Application>,
}

/// A medium of a status.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Attachment {
    pub(super) description: Option<String>,
}

/// The program that made a status, or that a token belongs to.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Application {
    pub(super) name: String,
    pub(super) scopes: Option<Vec<String>>,
}

/// A medium that was uploaded; without an address it is still being processed.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Uploaded {
    pub(super) id: Id,
    pub(super) url: Option<String>,
}

/// What people wrote, before it became HTML.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Source {
    pub(super) text: String,
    pub(super) spoiler_text: Option<String>,
}

/// Our own account.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Me {
    pub(super) id: Id,
    pub(super) acct: String,
    pub(super) url: Option<String>,
    #[serde(default)]
    pub(super) bot: bool,
    #[serde(default)]
    pub(super) locked: bool,
    pub(super) limited: Option<bool>,
    pub(super) moved: Option<serde::de::IgnoredAny>,
}

/// The error of a refusal.
#[derive(Debug, Default, Deserialize)]
struct Refusal {
    error: String,
    error_description: Option<String>,
}

/// How Pixelfed says which fields it refuses.
#[derive(Debug, Deserialize)]
struct Invalid {
    message: String,
    #[serde(rename = "errors")]
    _errors: serde_json::Map<String, serde_json::Value>,
}

fn if_understood<'de, D, T>(from: D) -> Result<T, D::Error>
where
    D: serde::Deserializer<'de>,
    T: DeserializeOwned + Default,
{
    let value = serde_json::Value::deserialize(from)?;
    Ok(serde_json::from_value(value).unwrap_or_default())
}

/// An id of the right shape, safe in an address.
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
        let fits = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        let sound = !text.is_empty() && text.len() <= LONGEST_ID && text.chars().all(fits);
        if sound { Ok(Self(text)) } else { Err("an id of another shape".to_owned()) }
    }
}

/// The success `answer` as a `T`.
pub(super) fn read<T: DeserializeOwned>(answer: &Answer) -> Result<T, Failure> {
    answer.json().map_err(|error| {
        let detail = format!("status {}: {error}", answer.status);
        Failure::new(Class::Unknown, "answer-not-understood", detail)
    })
}

/// What a refusal says; empty where it is not the API that speaks, but a proxy's page.
pub(super) fn message(answer: &Answer) -> String {
    let Ok(refusal) = answer.json::<Refusal>() else { return String::new() };
    match refusal.error_description {
        Some(more) => format!("{}: {more}", refusal.error),
        None => refusal.error,
    }
}

/// What a refusal of fields says; none where it is no such refusal.
pub(super) fn invalid(answer: &Answer) -> Option<String> {
    answer.json::<Invalid>().ok().map(|invalid| invalid.message)
}

/// Whether people can open it; a server without TLS names itself so.
pub(super) fn is_web(url: &str) -> bool {
    url.starts_with("https://") || url.starts_with("http://")
}

impl Status {
    /// The receipt for this status, which was to be seen by `asked` and to have `media` media.
    pub(super) fn receipt(
        &self,
        at: Instant,
        evidence: Evidence,
        asked: Visibility,
        media: usize,
    ) -> Receipt {
        let changed = self.visibility.as_deref().is_some_and(|now| now != asked.name());
        let missing = self.media_attachments.len() < media;
        let remarks = [(changed, "visibility-changed"), (missing, "mastodon-media-missing")];
        let addresses = [&self.url, &self.uri].into_iter().flatten();
        Receipt {
            id: self.id.as_str().to_owned(),
            url: addresses.into_iter().find(|url| is_web(url)).cloned(),
            at,
            evidence,
            extra: serde_json::Value::Null,
            remarks: remarks.iter().filter(|(is, _)| *is).map(|(_, id)| (*id).to_owned()).collect(),
        }
    }
}

//! What is written down between the steps of preparing: everything that the record will be made
//! of besides the part itself, so that a repeat is the same to the last byte.

use chrono::SecondsFormat;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::facets::Mentioned;
use super::syntax;
use super::tid::Tid;
use crate::delivery::Receipt;
use crate::platform::Job;

/// How far a part is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Progress {
    /// The key under which the record will stand.
    pub(super) rkey: Tid,
    /// The time that the record will show.
    pub(super) created_at: String,
    /// The handles looked up so far.
    #[serde(default)]
    pub(super) mentioned: Mentioned,
    /// The post that is quoted, once it was looked up.
    #[serde(default)]
    pub(super) quote: Option<StrongRef>,
    /// What the part replies to, once it is known.
    #[serde(default)]
    pub(super) reply: Option<Reply>,
    /// The pictures uploaded so far, in order.
    #[serde(default)]
    pub(super) pictures: Vec<Blob>,
    /// How far the film is.
    #[serde(default)]
    pub(super) film: Option<Film>,
    /// The subtitles of the film uploaded so far, in order; nothing for those that were refused.
    #[serde(default)]
    pub(super) captions: Vec<Option<Blob>>,
}

/// A record at one version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct StrongRef {
    /// Its address.
    pub(super) uri: String,
    /// The hash of its content.
    pub(super) cid: String,
}

/// Where a part stands in its thread.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Reply {
    /// The first part.
    pub(super) root: StrongRef,
    /// The part before.
    pub(super) parent: StrongRef,
}

/// A file on the server, as records refer to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Blob {
    /// The hash of its bytes.
    pub(super) cid: String,
    /// What the server found it to be.
    pub(super) mime: String,
    /// Its size in bytes.
    pub(super) size: u64,
}

/// How far a film is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "at", rename_all = "kebab-case")]
pub(super) enum Film {
    /// The video service takes one more from us.
    Allowed,
    /// It goes up in pieces.
    Pieces {
        /// The upload.
        job: String,
        /// The size of every piece but the last, in bytes.
        size: u64,
        /// How many there are.
        count: u64,
        /// The next to send, from 1.
        next: u64,
    },
    /// The service is at work.
    Processing {
        /// The job to ask about.
        job: String,
        /// Since when, in seconds since 1970.
        since: i64,
    },
    /// It can be shown.
    Ready {
        /// The processed film.
        blob: Blob,
    },
}

impl Progress {
    /// The start of a part. The record shows the time it was planned for, also where it is
    /// prepared before or sent after that: the app sorts by the earlier of this and the time of
    /// arrival, and the time of preparing would hide a post below those of the lead.
    pub(super) fn begin(job: &Job<'_>) -> Self {
        let order = chrono::Duration::milliseconds(i64::from(job.index));
        let shown = job.due.checked_add_signed(order).unwrap_or(job.due);
        Self {
            rkey: Tid::for_part(job.due, job.index, job.key),
            created_at: shown.to_rfc3339_opts(SecondsFormat::Millis, true),
            mentioned: Mentioned::new(),
            quote: None,
            reply: None,
            pictures: Vec::new(),
            film: None,
            captions: Vec::new(),
        }
    }

    /// What an earlier step left, if it did and can be read.
    pub(super) fn read(job: &Job<'_>) -> Option<Self> {
        Self::deserialize(job.progress).ok()
    }

    /// As the journal keeps it.
    pub(super) fn json(&self) -> Value {
        serde_json::to_value(self).unwrap_or_default()
    }

    /// Whether the server keeps something for us that it may throw away.
    pub(super) fn has_uploads(&self) -> bool {
        !self.pictures.is_empty() || self.film.is_some()
    }
}

impl StrongRef {
    /// The record that a receipt names, if the receipt is whole; one that a person wrote has no
    /// hash.
    pub(super) fn of(receipt: &Receipt) -> Option<Self> {
        let found = Self::deserialize(&receipt.extra).ok()?;
        (found.uri == receipt.id && syntax::is_cid(&found.cid)).then_some(found)
    }
}

impl Blob {
    /// Reads a blob as servers write it; nothing where it is of another shape.
    pub(super) fn read(value: &Value) -> Option<Self> {
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let blob = Self {
            cid: text(&value["ref"]["$link"])?,
            mime: text(&value["mimeType"])?,
            size: value["size"].as_u64()?,
        };
        (value["$type"] == "blob" && syntax::is_cid(&blob.cid)).then_some(blob)
    }

    /// As records refer to it.
    pub(super) fn json(&self) -> Value {
        json!({
            "$type": "blob",
            "ref": { "$link": self.cid },
            "mimeType": self.mime,
            "size": self.size,
        })
    }
}

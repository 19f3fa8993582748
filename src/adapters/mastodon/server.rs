//! What a server says of itself: its software and its limits.
//!
//! Numbers that it does not name are Mastodon's own defaults.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::settings::{Counting, Settings};
use crate::platform::{Budget, Limits, MediaRule, Threads};
use crate::post::MediaKind;
use crate::text::{LinkLength, Ruler, TextLimit, Unit};

/// The most parts of a thread: more would be a flood on a shared server.
const MOST_PARTS: u16 = 25;

/// The most pixels of a GIF (source `attachmentable.rb`).
const GIF_PIXELS: u64 = 921_600;

/// Names of other software that speaks Mastodon's API, in version or source address.
const OTHERS: [&str; 14] = [
    "gotosocial",
    "pleroma",
    "akkoma",
    "compatible",
    "pixelfed",
    "friendica",
    "misskey",
    "sharkey",
    "iceshrimp",
    "firefish",
    "takahe",
    "mitra",
    "snac",
    "hollo",
];

/// What runs on the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Software {
    /// Mastodon itself, or a fork that kept its version number: it knows idempotency keys.
    Mastodon,
    /// Anything else: whether it knows them is not known.
    Other,
}

/// A server as it described itself. What was kept by another version of this program is read as
/// far as it goes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Server {
    /// None until it was asked.
    pub(super) software: Option<Software>,
    pub(super) version: String,
    pub(super) domain: Option<String>,
    pub(super) rules: Vec<String>,
    max_characters: usize,
    per_link: usize,
    media_count: usize,
    kinds: Vec<MediaKind>,
    image: Size,
    video: Size,
    description: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Size {
    bytes: u64,
    pixels: u64,
}

impl Default for Server {
    fn default() -> Self {
        Self {
            software: None,
            version: String::new(),
            domain: None,
            rules: Vec::new(),
            max_characters: 500,
            per_link: 23,
            media_count: 4,
            kinds: MediaKind::ALL.into_iter().filter(|kind| *kind != MediaKind::Pdf).collect(),
            image: Size { bytes: 16_777_216, pixels: 33_177_600 },
            video: Size { bytes: 103_809_024, pixels: 8_294_400 },
            description: 1500,
        }
    }
}

impl Server {
    /// A server that gives no description of itself that can be read.
    pub(super) fn silent() -> Self {
        Self { software: Some(Software::Other), ..Self::default() }
    }

    /// Whether it said itself what it is.
    pub(super) fn is_described(&self) -> bool {
        self.software.is_some() && !self.version.is_empty()
    }

    /// Reads the answer of `/api/v2/instance`.
    pub(super) fn of_v2(body: &Value) -> Option<Self> {
        let version = body["version"].as_str()?;
        let known = is_mastodon(version, body) && speaks_its_api(version, body);
        Some(Self::described(version, body, known, "/domain"))
    }

    /// Reads the answer of `/api/v1/instance`, which only servers older than Mastodon 4.0 need.
    pub(super) fn of_v1(body: &Value) -> Option<Self> {
        let version = body["version"].as_str()?;
        let own = body.get("max_toot_chars").is_none() && !version.contains('+');
        let known = is_mastodon(version, body) && own && major_minor(version) < Some((4, 0));
        Some(Self::described(version, body, known, "/uri"))
    }

    fn described(version: &str, body: &Value, known: bool, domain: &str) -> Self {
        let default = Self::default();
        let number = |path: &str, or: u64| at_least_one(body.pointer(path)).unwrap_or(or);
        let count = |path: &str, or: usize| {
            at_least_one(body.pointer(path)).and_then(|n| n.try_into().ok()).unwrap_or(or)
        };
        let media = |key: &str| format!("/configuration/media_attachments/{key}");
        let size = |kind: &str, or: Size| Size {
            bytes: number(&media(&format!("{kind}_size_limit")), number("/upload_limit", or.bytes)),
            pixels: number(&media(&format!("{kind}_matrix_limit")), or.pixels),
        };
        let older = count("/max_toot_chars", default.max_characters);
        Self {
            software: Some(if known { Software::Mastodon } else { Software::Other }),
            version: version.to_owned(),
            domain: body.pointer(domain).and_then(Value::as_str).map(str::to_owned),
            rules: rules(body),
            max_characters: count("/configuration/statuses/max_characters", older),
            per_link: count(
                "/configuration/statuses/characters_reserved_per_url",
                default.per_link,
            ),
            media_count: count(
                "/configuration/statuses/max_media_attachments",
                default.media_count,
            ),
            kinds: kinds(body.pointer(&media("supported_mime_types"))).unwrap_or(default.kinds),
            image: size("image", default.image),
            video: size("video", default.video),
            description: count(
                &media("description_limit"),
                count("/description_limit", default.description),
            ),
        }
    }

    /// Whether the server surely knows idempotency keys.
    pub(super) fn has_keys(&self) -> bool {
        self.software == Some(Software::Mastodon)
    }

    /// How this server measures a text, and how much of it it takes.
    pub(super) fn text_limit(&self, settings: &Settings) -> TextLimit {
        let max = settings.max_characters.and_then(|most| most.try_into().ok());
        TextLimit { ruler: self.ruler(settings.counting), max: max.unwrap_or(self.max_characters) }
    }

    fn ruler(&self, counting: Counting) -> Ruler {
        let clusters = match counting {
            Counting::Auto => self.software != Some(Software::Other),
            Counting::Clusters => true,
            Counting::CodePoints => false,
        };
        if clusters { mastodon(Unit::MastodonClusters, self.per_link) } else { whole() }
    }

    /// The same limit by the newer of the two rules that Mastodon servers count with.
    pub(super) fn newer(&self, limit: TextLimit) -> Option<TextLimit> {
        let clusters = limit.ruler.unit() == Unit::MastodonClusters;
        let ruler = mastodon(Unit::Graphemes, self.per_link);
        clusters.then_some(TextLimit { ruler, max: limit.max })
    }

    /// Everything the server takes.
    pub(super) fn limits(&self, settings: &Settings) -> Limits {
        Limits {
            text: vec![self.text_limit(settings)],
            caption: None,
            text_optional: true,
            threads: Threads::Upto(MOST_PARTS),
            parts_alone: false,
            media: SINGLE.into_iter().filter_map(|kinds| self.media_rule(kinds)).collect(),
            media_count: self.media_count,
            media_bytes: None,
            cuts_to_first: false,
            alt_text: Some(self.description),
            subtitles: false,
            budgets: vec![Budget { most: 300, per: Duration::from_secs(3 * 60 * 60) }],
        }
    }

    fn media_rule(&self, kinds: &'static [MediaKind]) -> Option<MediaRule> {
        let kind = kinds.first().filter(|kind| self.kinds.contains(kind))?;
        let (size, most) = match kind {
            MediaKind::Gif => (Size { pixels: GIF_PIXELS, ..self.image }, 1),
            kind if kind.is_video() => (self.video, 1),
            _ => (self.image, self.media_count),
        };
        let rule = MediaRule::simple(kinds, size.bytes, most);
        Some(MediaRule { max_pixels: Some(size.pixels), ..rule })
    }
}

/// Each kind alone, since servers name what they take one by one.
const SINGLE: [&[MediaKind]; 8] = [
    &[MediaKind::Jpeg],
    &[MediaKind::Png],
    &[MediaKind::Webp],
    &[MediaKind::Heic],
    &[MediaKind::Gif],
    &[MediaKind::Mp4],
    &[MediaKind::Mov],
    &[MediaKind::Webm],
];

/// Mastodon's rule (source `status_length_validator.rb`).
fn mastodon(unit: Unit, per_link: usize) -> Ruler {
    Ruler::of(unit).with_links(LinkLength::Fixed(per_link)).with_short_mentions()
}

/// The rule of GoToSocial (source `internal/processing/status/common.go`), and the most that
/// any other software can count.
fn whole() -> Ruler {
    Ruler::of(Unit::CodePoints)
}

fn is_mastodon(version: &str, body: &Value) -> bool {
    let source = body["source_url"].as_str().unwrap_or_default();
    let named = format!("{version} {source}").to_lowercase();
    let plain = version.chars().all(|c| c.is_ascii_alphanumeric() || ".+-".contains(c));
    plain
        && major_minor(version) >= Some((3, 0))
        && !OTHERS.iter().any(|other| named.contains(other))
        && body.get("pleroma").is_none()
}

/// Mastodon names the version of its API since 4.3.
fn speaks_its_api(version: &str, body: &Value) -> bool {
    major_minor(version) < Some((4, 3)) || body["api_versions"]["mastodon"].is_u64()
}

fn major_minor(version: &str) -> Option<(u32, u32)> {
    let mut numbers = version.split('.').map(|number| number.parse().ok());
    Some((numbers.next()??, numbers.next()??))
}

fn at_least_one(value: Option<&Value>) -> Option<u64> {
    value.and_then(Value::as_u64).filter(|number| *number > 0)
}

/// What the server takes, where it says so. Pleroma names the type of files of any kind alone.
fn kinds(mime_types: Option<&Value>) -> Option<Vec<MediaKind>> {
    let named = mime_types?.as_array()?;
    if named.iter().any(|one| one == "application/octet-stream") {
        return None;
    }
    let takes = |kind: &MediaKind| named.iter().any(|one| one.as_str() == Some(kind.mime()));
    Some(MediaKind::ALL.into_iter().filter(takes).collect())
}

fn rules(body: &Value) -> Vec<String> {
    let list = body["rules"].as_array().map(Vec::as_slice).unwrap_or_default();
    list.iter().filter_map(|rule| rule["text"].as_str()).map(str::to_owned).collect()
}

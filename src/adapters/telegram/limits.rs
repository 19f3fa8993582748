//! What Telegram takes, and how a post becomes messages.

use std::time::Duration;

use super::options;
use crate::finding::{Finding, any_error};
use crate::platform::{self, Budget, Company, Composed, Limits, MediaRule, Threads};
use crate::post::{Draft, Media, MediaKind};
use crate::text::{Counter, Ruler, TextLimit, Unit, fits};

/// The longest text (method `sendMessage`, Bot API 10.1). The server counts code points; UTF-16
/// units are never fewer.
const TEXT: usize = 4096;

/// The longest caption (method `sendPhoto`, Bot API 10.1).
const CAPTION: usize = 1024;

/// The largest picture in bytes ("Sending files", core.telegram.org/bots/api, Bot API 10.1).
pub(in crate::adapters) const PICTURE_BYTES: u64 = 10_000_000;

/// The largest other file in bytes (the same place).
pub(in crate::adapters) const FILE_BYTES: u64 = 50_000_000;

/// The largest width plus height of a picture (method `sendPhoto`, Bot API 10.1).
pub(super) const PICTURE_SIDES: u32 = 10_000;

/// The largest ratio of the sides of a picture (method `sendPhoto`, Bot API 10.1).
pub(super) const PICTURE_RATIO: u32 = 20;

/// The most items of an album (method `sendMediaGroup`, Bot API 10.1).
pub(super) const ALBUM: usize = 10;

/// The most messages in one chat in a minute (Bots FAQ, "My bot is hitting limits").
pub(super) const PER_MINUTE: u32 = 20;

/// The longest thread: what fits into a minute, with one message left for the media.
const THREAD: u16 = 19;

/// What Telegram makes of a file, which decides the method it goes out by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Sort {
    /// Shown as a picture, compressed again.
    Photo,
    /// Played as a film.
    Video,
    /// Played in a loop without sound.
    Animation,
    /// Offered as a file.
    Document,
}

impl Sort {
    /// What a file of this kind is sent as. Only MPEG-4 films play; others go as files.
    pub(super) fn of(kind: MediaKind) -> Self {
        match kind {
            MediaKind::Jpeg | MediaKind::Png => Self::Photo,
            MediaKind::Mp4 => Self::Video,
            MediaKind::Gif => Self::Animation,
            _ => Self::Document,
        }
    }

    /// The name of the field that carries it, and of its type in an album.
    pub(super) fn field(self) -> &'static str {
        match self {
            Self::Photo => "photo",
            Self::Video => "video",
            Self::Animation => "animation",
            Self::Document => "document",
        }
    }
}

/// What one message takes.
pub(super) fn limits() -> Limits {
    let utf16 = |max| vec![TextLimit { ruler: Ruler::of(Unit::Utf16), max }];
    let budget = |most, seconds| Budget { most, per: Duration::from_secs(seconds) };
    Limits {
        text: utf16(TEXT),
        caption: Some(utf16(CAPTION)),
        text_optional: true,
        threads: Threads::Upto(THREAD),
        parts_alone: false,
        media: media_rules(),
        media_count: ALBUM,
        media_bytes: None,
        cuts_to_first: false,
        alt_text: None,
        subtitles: false,
        budgets: vec![budget(1, 1), budget(PER_MINUTE, 60)],
    }
}

fn media_rules() -> Vec<MediaRule> {
    use MediaKind::{Gif, Jpeg, Mp4, Pdf, Png};
    let pictures = MediaRule {
        max_side_sum: Some(PICTURE_SIDES),
        max_ratio: Some(PICTURE_RATIO),
        ..MediaRule::simple(&[Jpeg, Png], PICTURE_BYTES, ALBUM)
    };
    vec![
        pictures,
        MediaRule::simple(&[Mp4], FILE_BYTES, ALBUM),
        MediaRule::simple(&[Gif], FILE_BYTES, 1),
        // Files go together only with files. MOV and WebM would be files, too: they do not play in
        // a channel (method `sendVideo`: clients play MPEG4), so an MP4 is made of them.
        MediaRule { company: Company::Own, ..MediaRule::simple(&[Pdf], FILE_BYTES, ALBUM) },
    ]
}

/// Turns a draft into messages: the media with the text as their caption, or, where the text is
/// too long for a caption, the media alone and the text after them.
pub(super) fn compose(draft: &Draft, counter: Counter) -> Composed {
    let draft = platform::with_warning(draft);
    let limits = limits();
    let mut composed = if is_too_long_for_caption(&draft, &limits) {
        media_then_text(&draft, &limits, counter)
    } else {
        platform::compose(&draft, &limits, counter)
    };
    composed.findings.extend(options::findings(&draft.options));
    composed.findings.extend(alt_text(&draft.media));
    if any_error(&composed.findings) {
        composed.parts.clear();
    }
    composed
}

fn is_too_long_for_caption(draft: &Draft, limits: &Limits) -> bool {
    let caption = limits.caption.as_deref().unwrap_or(&limits.text);
    !draft.media.is_empty() && fits(&draft.text, caption).is_err()
}

fn media_then_text(draft: &Draft, limits: &Limits, counter: Counter) -> Composed {
    let media = Draft { text: String::new(), ..draft.clone() };
    let text = Draft { media: Vec::new(), ..draft.clone() };
    let mut composed = platform::compose(&media, limits, counter);
    let text = platform::compose(&text, limits, counter);
    composed.parts.extend(text.parts);
    composed.findings.extend(text.findings);
    composed
}

fn alt_text(media: &[Media]) -> Option<Finding> {
    let described = media.iter().filter(|medium| medium.alt.is_some()).count();
    (described > 0).then(|| Finding::note("alt-text-not-carried").with("count", described))
}

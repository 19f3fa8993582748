//! What is handed over: one text, whole, and its media.

use crate::finding::{Finding, any_error};
use crate::platform::{self, Composed, Limits, MediaRule, Threads};
use crate::post::{Draft, MediaKind, Options};
use crate::text::{Counter, Ruler, TextLimit, Unit};

/// The longest text: what one message of Telegram takes (method `sendMessage`, Bot API 10.1). A
/// person copies it in one piece.
const TEXT: usize = 4096;

/// The largest picture in bytes, and the largest other file: what bots of Telegram may send.
const PICTURE_BYTES: u64 = crate::adapters::telegram::PICTURE_BYTES;
const FILE_BYTES: u64 = crate::adapters::telegram::FILE_BYTES;

/// The most files: more in one go nobody forwards without leaving one out.
const FILES: usize = 10;

/// What one handing over takes. Pictures of other kinds are made into these.
pub(super) fn limits() -> Limits {
    use MediaKind::{Gif, Jpeg, Mp4, Pdf, Png};
    Limits {
        text: vec![TextLimit { ruler: Ruler::of(Unit::Utf16), max: TEXT }],
        text_optional: true,
        threads: Threads::Never,
        media: vec![
            MediaRule {
                max_side_sum: Some(10_000),
                max_ratio: Some(20),
                ..MediaRule::simple(&[Jpeg, Png], PICTURE_BYTES, FILES)
            },
            MediaRule::simple(&[Mp4], FILE_BYTES, FILES),
            MediaRule::simple(&[Gif, Pdf], FILE_BYTES, FILES),
        ],
        media_count: FILES,
        ..Limits::default()
    }
}

/// Composes `draft`. A content warning is its first line.
pub(super) fn composed(draft: &Draft) -> Composed {
    let draft = platform::with_warning(draft);
    let mut composed = platform::compose(&draft, &limits(), Counter::default());
    composed.findings.extend(option_findings(&draft.options));
    let described = draft.media.iter().filter(|medium| medium.alt.is_some()).count();
    if described > 0 {
        composed.findings.push(Finding::note("alt-text-not-carried").with("count", described));
    }
    if any_error(&composed.findings) {
        composed.parts.clear();
    }
    composed
}

/// There is nothing that a post could ask of it alone.
fn option_findings(options: &Options) -> Vec<Finding> {
    let unknown = |option: &String| {
        Finding::error("unknown-option")
            .with("option", option.as_str())
            .with("known", "text, media")
    };
    options.keys().map(unknown).collect()
}

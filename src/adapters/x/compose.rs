//! Composing: what X takes, and what is checked before a post is planned.

use std::sync::LazyLock;
use std::time::Duration;

use regex::Regex;

use super::options::Options;
use super::settings::{LongTexts, Settings};
use super::tracks::is_named;
use crate::finding::{Finding, any_error};
use crate::platform::{self, Budget, Composed, FilmRule, Limits, MediaRule, Threads};
use crate::post::{Card, Draft, Media, MediaKind};
use crate::text::{Counter, MentionKind, Ruler, TextLimit, Unit, mentions, normalise};

/// Pictures, GIFs and films (docs.x.com `media/quickstart/best-practices`, August 2026). A
/// megabyte may be 2^20 there; the smaller one is surely taken.
const IMAGE_BYTES: u64 = 5_000_000;
const GIF_BYTES: u64 = 15_000_000;
const FILM_BYTES: u64 = 512_000_000;
const IMAGES: usize = 4;
const GIF_SIDES: (u32, u32) = (1280, 1080);
const GIF_FRAMES: u64 = 350;
const GIF_PIXELS: u64 = 300_000_000;
const FILM_SIDES: (u32, u32) = (32, 32);

/// Larger films are made smaller by X itself.
const FILM_MOST_SIDES: (u32, u32) = (1920, 1920);

/// The longest film of an account without more rights, and the shortest, in milliseconds.
pub(super) const FILM_MILLIS: u64 = 140_000;
const FILM_LEAST_MILLIS: u64 = 500;

/// The longest description (OpenAPI 2.167, `CreateMediaMetadataMetadataAltText`).
const ALT_TEXT: usize = 1000;

/// The longest thread that goes out: our own limit, the platform has none.
const PARTS: u16 = 25;

const IMAGE_KINDS: &[MediaKind] = &[MediaKind::Jpeg, MediaKind::Png, MediaKind::Webp];
const GIF_KINDS: &[MediaKind] = &[MediaKind::Gif];
const FILM_KINDS: &[MediaKind] = &[MediaKind::Mp4, MediaKind::Mov];

/// What an account with these `settings` takes.
pub(super) fn limits(settings: &Settings) -> Limits {
    let ruler = Ruler::of(Unit::XWeighted);
    let threads = match settings.long_texts {
        LongTexts::Thread | LongTexts::Posts => Threads::Upto(PARTS),
        LongTexts::Refuse => Threads::Never,
    };
    Limits {
        text: vec![TextLimit { ruler, max: settings.max_length }],
        caption: None,
        text_optional: true,
        threads,
        parts_alone: settings.long_texts == LongTexts::Posts,
        media: media(settings.long_videos),
        media_count: IMAGES,
        media_bytes: None,
        cuts_to_first: false,
        alt_text: Some(ALT_TEXT),
        subtitles: true,
        // docs.x.com `fundamentals/rate-limits`, and the older `manage-tweets/integrate`.
        budgets: vec![
            Budget { most: 100, per: Duration::from_secs(15 * 60) },
            Budget { most: 300, per: Duration::from_secs(3 * 60 * 60) },
        ],
    }
}

fn media(long_videos: bool) -> Vec<MediaRule> {
    let film = FilmRule {
        min_millis: Some(FILM_LEAST_MILLIS),
        max_millis: (!long_videos).then_some(FILM_MILLIS),
        frames_in_1000s: Some((1, 60_000)),
        video: &["h264"],
        audio: &["aac"],
        streams: false,
    };
    vec![
        MediaRule::simple(IMAGE_KINDS, IMAGE_BYTES, IMAGES),
        MediaRule { max_sides: Some(GIF_SIDES), ..MediaRule::simple(GIF_KINDS, GIF_BYTES, 1) },
        MediaRule {
            min_sides: Some(FILM_SIDES),
            max_sides: Some(FILM_MOST_SIDES),
            max_ratio: Some(3),
            film,
            ..MediaRule::simple(FILM_KINDS, FILM_BYTES, 1)
        },
    ]
}

/// Composes `draft` into parts.
pub(super) fn compose(draft: &Draft, settings: &Settings, counter: Counter) -> Composed {
    let mut findings = Vec::new();
    let draft = with_warning(draft, &mut findings);
    findings.extend(option_findings(&draft, settings));
    findings.extend(draft.media.iter().filter_map(medium_finding));
    findings.extend(draft.media.iter().flat_map(subtitles_findings));
    findings.extend(text_finding(&draft.text));
    if draft.card != Card::Auto {
        findings.push(Finding::note("x-card-made-by-x"));
    }
    let mut composed = platform::compose(&draft, &limits(settings), counter);
    composed.findings.append(&mut findings);
    composed.findings.extend(composed.parts.iter().filter_map(|part| cashtags(&part.text)));
    if any_error(&composed.findings) {
        composed.parts.clear();
    }
    leave_label_to_media(&mut composed);
    composed
}

/// X has no place for a warning, so it is the first thing that is read.
fn with_warning(draft: &Draft, findings: &mut Vec<Finding>) -> Draft {
    let mut draft = draft.clone();
    let warning = draft.warning.take().map(|warning| normalise(warning.trim()));
    if let Some(warning) = warning.filter(|warning| !warning.is_empty()) {
        findings.push(Finding::note("x-warning-in-text"));
        draft.text = match draft.text.trim().is_empty() {
            true => warning,
            false => format!("{warning}\n\n{}", draft.text),
        };
    }
    draft
}

/// The label of X is for media. Where there are some, parts without any need none.
fn leave_label_to_media(composed: &mut Composed) {
    let has_media = composed.parts.iter().any(|part| !part.media.is_empty());
    for part in &mut composed.parts {
        part.ai &= !has_media || !part.media.is_empty();
    }
}

/// What is wrong with the options, and with whom the text mentions: a mention tells the account
/// it names, and unasked ones are forbidden to programs (docs.x.com `developer-guidelines`).
fn option_findings(draft: &Draft, settings: &Settings) -> Vec<Finding> {
    let (options, mut findings) = Options::read(&draft.options);
    let allowed = |name: &str| {
        let mut all = options.mentions.iter().chain(&settings.mentions);
        all.any(|one| one.eq_ignore_ascii_case(name))
    };
    let named = mentions(&draft.text).into_iter().filter_map(|mention| match mention.kind {
        MentionKind::Local { name } => Some(name),
        MentionKind::Handle { domain } => domain.split(['.', '-']).next(),
        MentionKind::Remote { .. } => None,
    });
    let refused = named.filter(|name| !allowed(name) && *name != settings.username);
    findings.extend(
        refused.map(|name| {
            Finding::error("x-mention-not-allowed").with("mention", format!("@{name}"))
        }),
    );
    findings
}

fn medium_finding(medium: &Media) -> Option<Finding> {
    if medium.bytes == 0 {
        return Some(Finding::error("x-empty-file").with("file", medium.name.as_str()));
    }
    let film = medium.film.as_ref().filter(|_| medium.kind == MediaKind::Gif)?;
    let rate = u64::from(film.frames_in_1000s?);
    let frames = film.millis.saturating_mul(rate) / 1_000_000;
    let (width, height) = (u64::from(medium.width?), u64::from(medium.height?));
    let pixels = width.saturating_mul(height).saturating_mul(frames);
    (frames > GIF_FRAMES || pixels > GIF_PIXELS).then(|| {
        Finding::error("x-gif-too-long")
            .with("file", medium.name.as_str())
            .with("frames", frames)
            .with("limit", GIF_FRAMES)
    })
}

/// X names the languages of subtitles with two letters.
fn subtitles_findings(medium: &Media) -> Vec<Finding> {
    let strange = medium.subtitles.iter().filter(|subtitles| !is_named(subtitles));
    let left_out = |file: &str| Finding::warning("x-subtitles-language").with("file", file);
    strange.map(|subtitles| left_out(&subtitles.name)).collect()
}

/// What `twitter-text` calls invalid wherever it stands. Byte order marks are gone by now.
fn text_finding(text: &str) -> Option<Finding> {
    let invalid = text.chars().any(|one| matches!(one, '\u{fffe}' | '\u{ffff}'));
    invalid.then(|| Finding::error("x-invalid-character"))
}

/// X takes one cashtag (`$ABC`) in a post of plans that people can buy themselves.
fn cashtags(text: &str) -> Option<Finding> {
    static CASHTAG: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"(?:^|\s)\$[A-Za-z]{1,6}(?:[._][A-Za-z]{1,2})?\b").ok());
    let count = CASHTAG.as_ref()?.find_iter(text).count();
    (count > 1).then(|| Finding::error("x-too-many-cashtags").with("count", count))
}

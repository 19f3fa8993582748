//! Composing: what Instagram takes, and what is checked before a post is planned.

use super::options::{OF_REELS, Options};
use crate::finding::{Finding, any_error};
use crate::platform::{self, Composed, FilmRule, Limits, MediaRule, Threads};
use crate::post::{Card, Draft, Media, MediaKind, Part, Shape};
use crate::text::{Counter, Ruler, TextLimit, Unit, hashtags, links, mentions};

/// The longest caption (IG User Media, 2026). The unit is not said; UTF-16 is the strictest.
const CAPTION: usize = 2200;

/// The most hashtags by the interface, and by the app since December 2025.
const HASHTAGS: usize = 30;
const HASHTAGS_OF_APP: usize = 5;

/// The most accounts that a caption names.
const MENTIONS: usize = 20;

/// The longest description of a picture.
const ALT_TEXT: usize = 1000;

/// The most media of a post.
const MEDIA: usize = 10;

/// The longest film of a story in milliseconds, and the largest in bytes.
const STORY_MILLIS: u64 = 60_000;
const STORY_BYTES: u64 = 100 << 20;

const PICTURES: &[MediaKind] = &[MediaKind::Jpeg];
const FILMS: &[MediaKind] = &[MediaKind::Mp4, MediaKind::Mov];

/// What an account takes (IG User Media, 2026). How many posts a day is asked of the platform, as
/// its own pages differ.
pub(super) fn limits() -> Limits {
    let shape = Some(Shape { narrowest: (4, 5), widest: (191, 100) });
    let pictures = MediaRule { shape, ..MediaRule::simple(PICTURES, 8 << 20, MEDIA) };
    let film = FilmRule {
        min_millis: Some(3000),
        max_millis: Some(15 * 60_000),
        frames_in_1000s: Some((23_000, 60_000)),
        video: &["h264", "hevc"],
        audio: &["aac"],
        streams: true,
    };
    let films = MediaRule {
        max_sides: Some((1920, u32::MAX)),
        film,
        ..MediaRule::simple(FILMS, 300 << 20, MEDIA)
    };
    Limits {
        text: vec![TextLimit { ruler: Ruler::of(Unit::Utf16), max: CAPTION }],
        caption: None,
        text_optional: true,
        threads: Threads::Never,
        parts_alone: false,
        media: vec![pictures, films],
        media_count: MEDIA,
        cuts_to_first: true,
        alt_text: Some(ALT_TEXT),
        subtitles: false,
        budgets: Vec::new(),
    }
}

/// Composes `draft` into one post, and its first comment as a second part.
pub(super) fn compose(draft: &Draft, counter: Counter) -> Composed {
    let (options, mut findings) = Options::read(&draft.options);
    let draft = as_shown(draft.clone(), &options, &mut findings);
    if draft.media.is_empty() {
        findings.push(Finding::error("instagram-media-required"));
    }
    findings.extend(option_findings(&draft, &options));
    findings.extend(caption_findings(&draft));
    if options.story {
        findings.extend(story_findings(&draft, &options));
    }
    let mut composed = platform::compose(&draft, &limits(), counter);
    composed.findings.append(&mut findings);
    if any_error(&composed.findings) {
        composed.parts.clear();
    }
    let comment = options.first_comment.filter(|_| !composed.parts.is_empty());
    composed.parts.extend(comment.map(|text| comment_part(&draft, text)));
    composed
}

/// The text that goes out: a content warning is its first line, and a story has none.
fn as_shown(mut draft: Draft, options: &Options, findings: &mut Vec<Finding>) -> Draft {
    if let Some(warning) = draft.warning.as_deref().map(str::trim).filter(|one| !one.is_empty()) {
        draft.text = format!("{warning}\n\n{}", draft.text).trim_end().to_owned();
    }
    if options.story && !draft.text.trim().is_empty() {
        findings.push(Finding::warning("instagram-story-without-text"));
        draft.text = String::new();
    }
    draft
}

fn comment_part(draft: &Draft, text: String) -> Part {
    Part { options: Default::default(), card: Card::Auto, ..draft.part(text, Vec::new()) }
}

fn caption_findings(draft: &Draft) -> Vec<Finding> {
    let tags = hashtags(&draft.text).len();
    let names = mentions(&draft.text).len();
    let counted = |finding: Finding, count: usize, most: usize| {
        Some(finding.with("count", count).with("most", most))
    };
    let has_link = draft.card != Card::Auto || !links(&draft.text).is_empty();
    let found = [
        if tags > HASHTAGS {
            counted(Finding::error("instagram-too-many-hashtags"), tags, HASHTAGS)
        } else if tags > HASHTAGS_OF_APP {
            counted(Finding::warning("instagram-many-hashtags"), tags, HASHTAGS_OF_APP)
        } else {
            None
        },
        (names > MENTIONS)
            .then(|| Finding::error("instagram-too-many-mentions"))
            .and_then(|finding| counted(finding, names, MENTIONS)),
        has_link.then(|| Finding::note("instagram-links-are-text")),
    ];
    found.into_iter().flatten().collect()
}

fn option_findings(draft: &Draft, options: &Options) -> Vec<Finding> {
    let reel = is_reel(&draft.media, options.story);
    let strange = OF_REELS.iter().filter(|name| !reel && draft.options.contains_key(**name));
    let strange =
        strange.map(|name| Finding::error("instagram-option-of-reels").with("option", *name));
    strange.chain(tags_finding(draft, options)).collect()
}

/// Marks have a place in a picture, none in a film, and belong to no carousel as a whole.
fn tags_finding(draft: &Draft, options: &Options) -> Option<Finding> {
    let tags = &options.user_tags;
    let placed = tags.iter().filter(|tag| tag.at.is_some()).count();
    let fits = match draft.media.as_slice() {
        [only] if only.kind.is_image() => placed == tags.len(),
        [_] => placed == 0,
        _ => false,
    };
    let misplaced = !tags.is_empty() && (!fits || options.story);
    misplaced.then(|| Finding::error("instagram-tags-misplaced"))
}

fn story_findings(draft: &Draft, options: &Options) -> Vec<Finding> {
    let mut findings = Vec::new();
    if draft.media.len() > 1 {
        findings.push(Finding::error("instagram-story-of-one"));
    }
    if options.first_comment.is_some() {
        findings.push(Finding::error("instagram-story-without-comment"));
    }
    if draft.ai {
        findings.push(Finding::warning("instagram-story-without-label"));
    }
    findings
        .extend(draft.media.iter().filter(|medium| medium.kind.is_video()).flat_map(story_film));
    findings
}

fn story_film(film: &Media) -> Vec<Finding> {
    let about = |id| Finding::error(id).with("file", film.name.as_str());
    let millis = film.film.as_ref().map_or(0, |film| film.millis);
    let seconds = |millis: u64| format!("{}.{}", millis / 1000, millis % 1000 / 100);
    let long = (millis > STORY_MILLIS).then(|| {
        about("film-too-long").with("seconds", seconds(millis)).with("limit", seconds(STORY_MILLIS))
    });
    let large = (film.bytes > STORY_BYTES).then(|| {
        about("media-too-large")
            .with("kind", film.kind.ending())
            .with("bytes", film.bytes)
            .with("limit", STORY_BYTES)
    });
    long.into_iter().chain(large).collect()
}

/// Whether `media` become a reel: every single film does that is no story.
pub(super) fn is_reel(media: &[Media], story: bool) -> bool {
    matches!(media, [one] if one.kind.is_video() && !story)
}

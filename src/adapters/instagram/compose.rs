//! Composing: what Instagram takes, and what is checked before a post is planned.

use super::options::{OF_REELS, Options};
use crate::finding::{Finding, any_error};
use crate::platform::{self, Composed, FilmRule, Limits, MediaRule, Threads, media_findings};
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
        media_bytes: None,
        cuts_to_first: true,
        alt_text: Some(ALT_TEXT),
        subtitles: false,
        budgets: Vec::new(),
    }
}

/// What an account takes of a post with these `media` and `options`. Instagram cuts a cover to 9:16
/// itself and shows a story as tall as the screen, so pictures of any shape go there as they are.
pub(super) fn limits_for(media: &[Media], options: &Options) -> Limits {
    let mut limits = limits();
    if options.story || cover_of(media, options).is_some() {
        limits.cuts_to_first = false;
        limits.media.iter_mut().for_each(|rule| rule.shape = None);
    }
    limits
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
    let limits = limits_for(&draft.media, &options);
    let cover = cover_of(&draft.media, &options).cloned();
    let seen = without(draft.clone(), cover.as_ref());
    findings.extend(cover.iter().flat_map(|cover| cover_findings(cover, &limits)));
    let mut composed = platform::compose(&seen, &limits, counter);
    composed.findings.append(&mut findings);
    if any_error(&composed.findings) {
        composed.parts.clear();
    }
    if let Some(post) = composed.parts.first_mut() {
        post.media.extend(cover);
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

/// `draft` without its cover, which is judged by itself.
fn without(mut draft: Draft, cover: Option<&Media>) -> Draft {
    draft.media.retain(|medium| cover.is_none_or(|cover| cover != medium));
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
    let only = only_one(&draft.media, options).filter(|_| !options.story);
    let reel = only.is_some_and(|only| only.kind.is_video());
    let strange = OF_REELS.iter().filter(|name| !reel && draft.options.contains_key(**name));
    let strange =
        strange.map(|name| Finding::error("instagram-option-of-reels").with("option", *name));
    let cover = cover_finding(draft, options).filter(|_| reel);
    strange.chain(cover).chain(tags_finding(draft, options)).collect()
}

/// A cover is one picture beside the film, or else a moment of it (2207057: one that is in it).
fn cover_finding(draft: &Draft, options: &Options) -> Option<Finding> {
    let missing = options.cover && cover_of(&draft.media, options).is_none();
    let two = options.cover && options.thumb_offset.is_some();
    let film = only_one(&draft.media, options).and_then(|only| only.film.as_ref());
    let beyond = film.zip(options.thumb_offset).is_some_and(|(film, at)| at >= film.millis);
    let wrong = [
        (missing, "instagram-cover-missing"),
        (two, "instagram-two-covers"),
        (beyond, "instagram-cover-beyond"),
    ];
    wrong.into_iter().find(|(wrong, _)| *wrong).map(|(_, id)| Finding::error(id))
}

/// Marks have a place in a picture, none in a film, and belong to no carousel as a whole.
fn tags_finding(draft: &Draft, options: &Options) -> Option<Finding> {
    let tags = &options.user_tags;
    let placed = tags.iter().filter(|tag| tag.at.is_some()).count();
    let fits = match only_one(&draft.media, options) {
        Some(only) if only.kind.is_image() => placed == tags.len(),
        Some(_) => placed == 0,
        None => false,
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

/// The picture of `media` that is the cover of the film beside it, where `options` say so.
pub(super) fn cover_of<'m>(media: &'m [Media], options: &Options) -> Option<&'m Media> {
    match media {
        _ if !options.cover || options.story => None,
        [film, other] if film.kind.is_video() && other.kind.is_image() => Some(other),
        [other, film] if film.kind.is_video() && other.kind.is_image() => Some(other),
        _ => None,
    }
}

/// The only one of `media` that is seen, where there is only one; a cover does not count.
pub(super) fn only_one<'m>(media: &'m [Media], options: &Options) -> Option<&'m Media> {
    match media {
        [one] => Some(one),
        _ => cover_of(media, options).and(media.iter().find(|medium| medium.kind.is_video())),
    }
}

/// What is wrong with a cover, which has no description.
fn cover_findings(cover: &Media, limits: &Limits) -> Vec<Finding> {
    let limits = Limits { alt_text: None, ..limits.clone() };
    media_findings(std::slice::from_ref(cover), &limits)
}

//! What LinkedIn takes, and what is checked before a post is planned.

use std::time::Duration;

use super::extras::chosen;
use super::little;
use super::options::PostOptions;
use crate::finding::{Finding, any_error};
use crate::http::Url;
use crate::platform::{self, Budget, Company, Composed, FilmRule, Limits, MediaRule, Threads};
use crate::post::{Card, Draft, Media, MediaKind};
use crate::text::{Counter, Ruler, TextLimit, Unit, links};

/// The longest text in characters (page `posts-api`); UTF-16 units are never fewer.
const TEXT: usize = 3000;

/// From how many characters on the wire a text may be refused. Whether escapes count is not
/// documented.
const WIRE: usize = 3300;

/// The longest description of a picture in characters (page `posts-api`).
pub(super) const ALT_TEXT: usize = 4086;

/// The most pictures of a post (page `multiimage-post-api`).
const PICTURES: usize = 20;

/// A picture has fewer pixels than this (page `images-api`).
const PICTURE_PIXELS: u64 = 36_152_320;

/// The largest picture in bytes: our own limit, the platform names none.
const PICTURE_BYTES: u64 = 10_000_000;

/// The smallest and the largest film in bytes, and how long it plays (page `videos-api`: 75 KB to 500
/// MB). A kilobyte may be 1024 bytes there; what lies between is surely taken.
const FILM_BYTES: (u64, u64) = (76_800, 500_000_000);
const FILM_MILLIS: (u64, u64) = (3_000, 30 * 60_000);

/// The largest document in bytes (page `documents-api`, unverified).
const DOCUMENT_BYTES: u64 = 100_000_000;

const PICTURE_KINDS: &[MediaKind] = &[MediaKind::Jpeg, MediaKind::Png, MediaKind::Gif];

/// What an account takes.
pub(super) fn limits() -> Limits {
    let film = FilmRule {
        min_millis: Some(FILM_MILLIS.0),
        max_millis: Some(FILM_MILLIS.1),
        ..FilmRule::default()
    };
    Limits {
        text: vec![TextLimit { ruler: Ruler::of(Unit::Utf16), max: TEXT }],
        caption: None,
        // Whether a post may do without is not documented.
        text_optional: false,
        threads: Threads::Never,
        parts_alone: false,
        media: vec![
            MediaRule {
                max_pixels: Some(PICTURE_PIXELS - 1),
                ..MediaRule::simple(PICTURE_KINDS, PICTURE_BYTES, PICTURES)
            },
            MediaRule {
                film,
                company: Company::OneCover,
                ..MediaRule::simple(&[MediaKind::Mp4], FILM_BYTES.1, 1)
            },
            MediaRule::simple(&[MediaKind::Pdf], DOCUMENT_BYTES, 1),
        ],
        media_count: PICTURES,
        media_bytes: None,
        cuts_to_first: false,
        alt_text: Some(ALT_TEXT),
        subtitles: true,
        // A member's share of an app in the development tier (unverified).
        budgets: vec![Budget { most: 100, per: Duration::from_secs(86_400) }],
    }
}

/// Composes `draft`.
pub(super) fn compose(draft: &Draft, counter: Counter) -> Composed {
    let (draft, cover) = without_cover(with_words_for_flags(draft));
    let mut composed = platform::compose(&draft, &limits(), counter);
    composed.findings.extend(cover.iter().flat_map(cover_findings));
    let (options, findings) = PostOptions::read(&draft.options);
    composed.findings.extend(findings);
    composed.findings.extend(title_finding(&draft, &options));
    composed.findings.extend(share_finding(&draft, &options));
    composed.findings.extend(draft.media.iter().filter_map(|one| captions_finding(one, &draft)));
    composed.findings.extend(card_findings(&draft));
    composed.findings.extend(draft.media.iter().chain(&cover).filter_map(media_finding));
    composed.findings.extend(wire_finding(&draft.text));
    if any_error(&composed.findings) {
        composed.parts.clear();
    }
    if let Some(post) = composed.parts.first_mut() {
        post.media.extend(cover);
    }
    composed
}

/// A film with one picture beside it has that as its cover.
fn without_cover(mut draft: Draft) -> (Draft, Option<Media>) {
    let at = match draft.media.as_slice() {
        [film, cover] if film.kind.is_video() && cover.kind.is_image() => Some(1),
        [cover, film] if film.kind.is_video() && cover.kind.is_image() => Some(0),
        _ => None,
    };
    let cover = at.map(|at| draft.media.remove(at));
    (draft, cover)
}

/// What is wrong with a cover, which has no description.
fn cover_findings(cover: &Media) -> Vec<Finding> {
    let limits = Limits { alt_text: None, ..limits() };
    platform::media_findings(std::slice::from_ref(cover), &limits)
}

/// The media of a part that are shown by themselves: a film's cover is not.
pub(super) fn shown(media: &[Media]) -> &[Media] {
    if cover_of(media).is_some() { &media[..1] } else { media }
}

/// The cover of the film of a part, which stands behind it.
pub(super) fn cover_of(media: &[Media]) -> Option<&Media> {
    match media {
        [film, cover] if film.kind.is_video() && cover.kind.is_image() => Some(cover),
        _ => None,
    }
}

/// LinkedIn has no field for a content warning, nor for what a machine made: they are said in the
/// text.
fn with_words_for_flags(draft: &Draft) -> Draft {
    let text = draft.text.trim_end();
    if text.trim().is_empty() {
        return draft.clone();
    }
    let warning = draft.warning.as_deref().map(str::trim).filter(|warning| !warning.is_empty());
    let above = warning.map(|warning| format!("{warning}\n\n")).unwrap_or_default();
    let hindi = draft.lang.as_deref().is_some_and(|lang| lang.starts_with("hi"));
    let below = match (draft.ai, hindi) {
        (false, _) => "",
        (true, true) => "\n\n(एआई से बनाया गया)",
        (true, false) => "\n\n(made with AI)",
    };
    Draft { text: format!("{above}{text}{below}"), ..draft.clone() }
}

fn title_finding(draft: &Draft, options: &PostOptions) -> Option<Finding> {
    let takes = matches!(draft.media.as_slice(), [only] if !only.kind.is_image());
    (options.title.is_some() && !takes).then(|| Finding::warning("linkedin-title-left-out"))
}

/// What is shared stands alone.
fn share_finding(draft: &Draft, options: &PostOptions) -> Option<Finding> {
    let alone = draft.media.is_empty() && !matches!(draft.card, Card::Of { .. });
    (options.share.is_some() && !alone).then(|| Finding::error("linkedin-share-with-media"))
}

/// LinkedIn takes subtitles in one language.
fn captions_finding(medium: &Media, draft: &Draft) -> Option<Finding> {
    let chosen = chosen(medium, draft.lang.as_deref())?;
    let note = || Finding::note("linkedin-one-language").with("file", chosen.name.as_str());
    (medium.subtitles.len() > 1).then(note)
}

fn card_findings(draft: &Draft) -> Vec<Finding> {
    let Card::Of { url, title, .. } = &draft.card else {
        let bare = draft.card == Card::Auto && draft.media.is_empty();
        let bare = bare && !links(&draft.text).is_empty();
        return bare.then(|| Finding::note("linkedin-link-without-card")).into_iter().collect();
    };
    let mut findings = Vec::new();
    if !is_web_address(url) {
        findings.push(Finding::error("linkedin-card-address").with("address", url.as_str()));
    }
    if title.trim().is_empty() {
        findings.push(Finding::error("linkedin-card-without-title"));
    }
    match draft.media.as_slice() {
        [] => {}
        [picture] if picture.kind.is_image() => {
            let note = Finding::note("linkedin-picture-is-thumbnail");
            findings.push(note.with("file", picture.name.as_str()));
        }
        _ => findings.push(Finding::warning("linkedin-card-left-out")),
    }
    findings
}

/// Whether a draft or part with this card and these media goes out as a link card.
pub(super) fn is_card(card: &Card, media: &[Media]) -> bool {
    let fits = match media {
        [] => true,
        [picture] => picture.kind.is_image(),
        _ => false,
    };
    fits && matches!(card, Card::Of { .. })
}

fn is_web_address(text: &str) -> bool {
    let web = |url: Url| matches!(url.scheme(), "http" | "https") && url.has_host();
    !text.contains(char::is_whitespace) && Url::parse(text).is_ok_and(web)
}

fn media_finding(medium: &Media) -> Option<Finding> {
    let small = medium.kind.is_video() && medium.bytes < FILM_BYTES.0;
    let named = |id| Finding::error(id).with("file", medium.name.as_str());
    if medium.bytes == 0 {
        return Some(named("linkedin-file-empty"));
    }
    small.then(|| named("linkedin-film-too-light").with("limit", FILM_BYTES.0))
}

fn wire_finding(text: &str) -> Option<Finding> {
    let length = little::escape(text).encode_utf16().count();
    let finding = Finding::warning("linkedin-long-with-escapes").with("length", length);
    (length > WIRE).then(|| finding.with("limit", WIRE))
}

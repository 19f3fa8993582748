//! What YouTube takes, and what is checked before a post is planned.

use std::time::Duration;

use super::options::{PostOptions, TITLE};
use crate::finding::{Finding, any_error};
use crate::platform::{self, Budget, Company, Composed, FilmRule, Limits, MediaRule, Threads};
use crate::post::{Card, Draft, Media, MediaKind, Part};
use crate::text::{Counter, Ruler, TextLimit, Unit};

/// The longest description in bytes (resource `videos`): some 1,600 Hindi letters.
const DESCRIPTION: usize = 5000;

/// The largest film in bytes (discovery document), and how long it plays on a channel whose owner's
/// phone is known.
const FILM_BYTES: u64 = 256 * 1024 * 1024 * 1024;
const FILM_MILLIS: u64 = 12 * 3600 * 1000;

/// The largest thumbnail in bytes. The discovery document allows 50 MB by now; the guide says 2 MB.
const THUMBNAIL_BYTES: u64 = 2_000_000;

/// The most uploads of a project in a day ("Quota calculator", June 2026).
pub(super) const UPLOADS: u32 = 100;

const FILMS: &[MediaKind] = &[MediaKind::Mp4, MediaKind::Mov, MediaKind::Webm];
const PICTURES: &[MediaKind] = &[MediaKind::Jpeg, MediaKind::Png];

/// What an account takes.
pub(super) fn limits() -> Limits {
    let film = FilmRule { max_millis: Some(FILM_MILLIS), ..FilmRule::default() };
    Limits {
        text: vec![TextLimit { ruler: Ruler::of(Unit::Utf8Bytes), max: DESCRIPTION }],
        caption: None,
        text_optional: true,
        threads: Threads::Never,
        parts_alone: false,
        media: vec![
            MediaRule { film, ..MediaRule::simple(FILMS, FILM_BYTES, 1) },
            MediaRule {
                company: Company::Cover,
                ..MediaRule::simple(PICTURES, THUMBNAIL_BYTES, 1)
            },
        ],
        media_count: 2,
        media_bytes: None,
        cuts_to_first: false,
        alt_text: None,
        subtitles: true,
        budgets: vec![Budget { most: UPLOADS, per: Duration::from_secs(86_400) }],
    }
}

/// Composes `draft`.
pub(super) fn compose(draft: &Draft, counter: Counter) -> Composed {
    let shown = as_shown(draft);
    let mut composed = platform::compose(&shown, &limits(), counter);
    composed.findings.extend(PostOptions::read(&draft.options).1);
    composed.findings.extend(media_finding(&draft.media));
    composed.findings.extend(title_finding(draft));
    if draft.text.contains(['<', '>']) || shown.text.contains(['<', '>']) {
        composed.findings.push(Finding::error("youtube-angle-brackets"));
    }
    if matches!(draft.card, Card::Of { .. }) {
        composed.findings.push(Finding::note("youtube-no-cards"));
    }
    if any_error(&composed.findings) {
        composed.parts.clear();
    }
    composed
}

/// The post as viewers see it. A title that is the first line of the text does not stand below itself
/// again. YouTube has no place for a content warning, so it becomes the first line of the description.
fn as_shown(draft: &Draft) -> Draft {
    let mut shown = draft.clone();
    let text = draft.text.trim();
    if !text.is_empty() && !draft.options.contains_key("title") {
        shown.options.insert("title".to_owned(), first_line(text).into());
        let below = text.split_once('\n').map_or("", |(_, below)| below.trim());
        shown.text = if below.is_empty() { text } else { below }.to_owned();
    }
    let warning = draft.warning.as_deref().map(str::trim).filter(|warning| !warning.is_empty());
    if let Some(warning) = warning.filter(|_| !text.is_empty()) {
        shown.text = format!("{warning}\n\n{}", shown.text);
    }
    shown
}

/// The title of a film: the post's own, or the first line of its text.
pub(super) fn title(part: &Part, options: &PostOptions) -> String {
    options.title.clone().unwrap_or_else(|| first_line(&part.text))
}

fn first_line(text: &str) -> String {
    let line = text.trim().lines().next().unwrap_or_default().trim();
    line.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

fn title_finding(draft: &Draft) -> Option<Finding> {
    if draft.options.contains_key("title") {
        return None;
    }
    let line = first_line(&draft.text);
    if line.is_empty() {
        return Some(Finding::error("youtube-title-missing"));
    }
    let length = line.encode_utf16().count();
    let long = Finding::error("youtube-title-too-long").with("length", length);
    (length > TITLE).then(|| long.with("limit", TITLE))
}

fn media_finding(media: &[Media]) -> Option<Finding> {
    if !media.iter().any(|medium| medium.kind.is_video()) {
        return Some(Finding::error("youtube-film-missing"));
    }
    let empty = media.iter().find(|medium| medium.bytes == 0)?;
    Some(Finding::error("youtube-file-empty").with("file", empty.name.as_str()))
}

//! Composing: what Bluesky takes, and what is checked before a post is planned.

use std::time::Duration;

use super::captions;
use super::options::{Options, settle_langs};
use super::record::{WARNINGS, warnings};
use super::settings::Settings;
use crate::finding::{Finding, any_error};
use crate::http::Url;
use crate::platform::{self, Budget, Composed, Limits, MediaRule, Threads};
use crate::post::{Card, Draft, MediaKind, Part};
use crate::text::{Counter, Ruler, TextLimit, Unit};

/// The longest text of a post (lexicon `app.bsky.feed.post`, August 2026).
const GRAPHEMES: usize = 300;
const BYTES: usize = 3000;

/// The most pictures of a post, and the largest film in bytes (lexicons `app.bsky.embed.images`
/// and `app.bsky.embed.video`, August 2026).
const PICTURES: usize = 4;
const FILM_BYTES: u64 = 300_000_000;

/// The largest picture of a link card in bytes (lexicon `app.bsky.embed.external`).
const THUMB_BYTES: u64 = 1_000_000;

/// The longest description that the app lets people write; the lexicon has no limit.
const ALT_TEXT: usize = 2000;

/// The longest thread that goes out: our own limit, the platform has none.
const PARTS: u16 = 25;

/// What clients show. HEIC would be stored and shown to nobody.
const PICTURE_KINDS: &[MediaKind] =
    &[MediaKind::Jpeg, MediaKind::Png, MediaKind::Webp, MediaKind::Gif];
const FILM_KINDS: &[MediaKind] = &[MediaKind::Mp4];

/// What an account with pictures of up to `image_bytes` takes.
pub(super) fn limits(image_bytes: u64) -> Limits {
    let text = |unit, max| TextLimit { ruler: Ruler::of(unit), max };
    Limits {
        text: vec![text(Unit::Graphemes, GRAPHEMES), text(Unit::Utf8Bytes, BYTES)],
        caption: None,
        text_optional: true,
        threads: Threads::Upto(PARTS),
        parts_alone: false,
        media: vec![
            MediaRule::simple(PICTURE_KINDS, image_bytes, PICTURES),
            MediaRule::simple(FILM_KINDS, FILM_BYTES, 1),
        ],
        media_count: PICTURES,
        media_bytes: None,
        cuts_to_first: false,
        alt_text: Some(ALT_TEXT),
        subtitles: true,
        // 5000 points an hour and 35000 a day, of which a post costs two (bsky-docs
        // `rate-limits`, April 2026).
        budgets: vec![
            Budget { most: 2500, per: Duration::from_secs(3600) },
            Budget { most: 17_500, per: Duration::from_secs(86_400) },
        ],
    }
}

/// Composes `draft` into parts that say everything their records are made of.
pub(super) fn compose(draft: &Draft, settings: &Settings, counter: Counter) -> Composed {
    let mut draft = draft.clone();
    let (options, mut findings) = Options::read(&draft.options);
    settle_langs(&mut draft, &settings.langs);
    findings.extend(warning_finding(&draft));
    findings.extend(card_findings(&draft, &options));
    findings.extend(media_findings(&draft));
    let mut composed = platform::compose(&draft, &limits(settings.image_bytes), counter);
    composed.findings.append(&mut findings);
    if any_error(&composed.findings) {
        composed.parts.clear();
    }
    composed.parts.iter_mut().skip(1).for_each(leave_embeds_to_the_first);
    composed
}

/// A card or quoted post is shown once, with the first part.
fn leave_embeds_to_the_first(part: &mut Part) {
    part.card = Card::Off;
    part.options.remove("quote");
    part.options.remove("thumb");
}

fn warning_finding(draft: &Draft) -> Option<Finding> {
    let warning = draft.warning.as_deref()?;
    warnings(warning).is_none().then(|| {
        Finding::error("bluesky-warning-unknown")
            .with("warning", warning)
            .with("known", WARNINGS.join(", "))
    })
}

fn card_findings(draft: &Draft, options: &Options) -> Vec<Finding> {
    let mut findings = Vec::new();
    let Card::Of { url, .. } = &draft.card else {
        if options.thumb {
            findings.push(Finding::error("bluesky-thumb-without-card"));
        }
        return findings;
    };
    if !is_web_address(url) {
        findings.push(Finding::error("bluesky-card-address").with("address", url.as_str()));
    }
    if options.thumb {
        findings.extend(thumb_finding(draft));
    } else if !draft.media.is_empty() {
        findings.push(Finding::warning("bluesky-card-left-out"));
    }
    findings
}

fn thumb_finding(draft: &Draft) -> Option<Finding> {
    match draft.media.as_slice() {
        [picture] if !picture.kind.is_image() => Some(Finding::error("bluesky-thumb-one-picture")),
        [picture] if picture.bytes > THUMB_BYTES => Some(
            Finding::error("media-too-large")
                .with("file", picture.name.as_str())
                .with("kind", picture.kind.ending())
                .with("bytes", picture.bytes)
                .with("limit", THUMB_BYTES),
        ),
        [_] => None,
        _ => Some(Finding::error("bluesky-thumb-one-picture")),
    }
}

fn is_web_address(text: &str) -> bool {
    let web = |url: Url| matches!(url.scheme(), "http" | "https") && url.has_host();
    !text.contains(char::is_whitespace) && Url::parse(text).is_ok_and(web)
}

fn media_findings(draft: &Draft) -> Vec<Finding> {
    let about = |finding: Finding, name: &str| finding.with("file", name);
    let mut findings = Vec::new();
    for medium in &draft.media {
        findings.extend(captions::findings(medium));
        if medium.bytes == 0 {
            findings.push(about(Finding::error("bluesky-empty-file"), &medium.name));
        }
        if medium.kind == MediaKind::Gif {
            findings.push(about(Finding::warning("bluesky-gif-stands-still"), &medium.name));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::post::Options;

    #[test]
    fn a_card_or_quote_goes_with_the_first_part_alone() {
        let url = "https://example.org/".to_owned();
        let options = ["langs", "quote", "thumb"].map(|name| (name.to_owned(), true.into()));
        let mut part = Part {
            text: "दो".to_owned(),
            lang: None,
            warning: Some("nudity".to_owned()),
            card: Card::Of { url, title: String::new(), description: String::new() },
            ai: false,
            media: Vec::new(),
            options: Options::from(options),
        };
        leave_embeds_to_the_first(&mut part);
        assert_eq!(part.card, Card::Off);
        assert_eq!(part.options.into_keys().collect::<Vec<_>>(), ["langs"]);
        assert_eq!(part.warning.as_deref(), Some("nudity"));
    }
}

//! Composing: what Threads takes, and what is checked before a post is planned.

use std::collections::BTreeSet;
use std::time::Duration;

use super::options::Options;
use crate::adapters::graph::options::{ai_label, is_web_address};
use crate::finding::{Finding, any_error};
use crate::platform::{self, Budget, Composed, FilmRule, Limits, MediaRule, Threads};
use crate::post::{Card, Draft, MediaKind, Part};
use crate::text::{Counter, Ruler, TextLimit, Unit, fits, links};

/// The longest text (overview, December 2025). How Hindi is counted is not said.
const CHARACTERS: usize = 500;

/// Up to here there is no doubt, however Hindi is counted.
const SURELY: usize = 490;

/// The longest description of a picture or film (publishing reference, 2026).
const ALT_TEXT: usize = 1000;

/// The most media of a post (posts, 2026).
const MEDIA: usize = 20;

/// The most different links of a post, its card included (changelog of 2025-12-22).
const LINKS: usize = 5;

/// The longest thread that goes out: our own limit, the platform has none.
const PARTS: u16 = 25;

const PICTURES: &[MediaKind] = &[MediaKind::Jpeg, MediaKind::Png];
const FILMS: &[MediaKind] = &[MediaKind::Mp4, MediaKind::Mov];

/// What an account takes (overview, "Media specifications", 2026).
pub(super) fn limits() -> Limits {
    let pictures = MediaRule { max_ratio: Some(10), ..MediaRule::simple(PICTURES, 8 << 20, MEDIA) };
    let film = FilmRule {
        max_millis: Some(300_000),
        frames_in_1000s: Some((23_000, 60_000)),
        video: &["h264", "hevc"],
        audio: &["aac"],
        streams: true,
        ..FilmRule::default()
    };
    let films = MediaRule {
        max_sides: Some((1920, u32::MAX)),
        film,
        ..MediaRule::simple(FILMS, 1 << 30, MEDIA)
    };
    Limits {
        text: vec![TextLimit { ruler: Ruler::of(Unit::ThreadsCharacters), max: CHARACTERS }],
        caption: None,
        text_optional: true,
        threads: Threads::Upto(PARTS),
        parts_alone: false,
        media: vec![pictures, films],
        media_count: MEDIA,
        media_bytes: None,
        cuts_to_first: false,
        alt_text: Some(ALT_TEXT),
        subtitles: false,
        // Whether answers to our own posts count here, too, is not said.
        budgets: vec![Budget { most: 250, per: Duration::from_secs(86_400) }],
    }
}

/// Composes `draft` into parts that say everything their containers are made of.
pub(super) fn compose(draft: &Draft, counter: Counter) -> Composed {
    let limits = limits();
    let (options, mut findings) = Options::read(&draft.options);
    let draft = labelled(warned(draft.clone()), &limits);
    findings.extend(card_findings(&draft, &options));
    findings.extend(poll_findings(&draft, &options));
    let mut composed = platform::compose(&draft, &limits, counter);
    composed.parts.iter_mut().skip(1).for_each(leave_extras_to_the_first);
    findings.extend(composed.parts.iter().filter_map(link_finding));
    findings.extend(composed.parts.iter().filter_map(length_finding));
    composed.findings.append(&mut findings);
    if any_error(&composed.findings) {
        composed.parts.clear();
    }
    composed
}

/// A content warning has no place of its own: it is the first line.
fn warned(mut draft: Draft) -> Draft {
    if let Some(warning) = draft.warning.as_deref().map(str::trim).filter(|one| !one.is_empty()) {
        draft.text = format!("{warning}\n\n{}", draft.text).trim_end().to_owned();
    }
    draft
}

/// That a machine made something has no place of its own either. Where the text is cut, it is said
/// in the first part, which has the media.
fn labelled(mut draft: Draft, limits: &Limits) -> Draft {
    if !draft.ai {
        return draft;
    }
    let label = ai_label(draft.lang.as_deref());
    let behind = format!("{}\n\n{label}", draft.text).trim_start().to_owned();
    let fitting = fits(&behind, &limits.text).is_ok();
    draft.text = if fitting { behind } else { format!("{label}\n\n{}", draft.text) };
    draft
}

/// Card, poll, place, attachment, quoted post and topic belong to the first part; a later one has its own topic.
fn leave_extras_to_the_first(part: &mut Part) {
    part.card = Card::Auto;
    for option in ["attachment", "location_id", "poll", "quote", "topic"] {
        part.options.remove(option);
    }
}

fn card_findings(draft: &Draft, options: &Options) -> Vec<Finding> {
    let mut findings = Vec::new();
    match &draft.card {
        Card::Auto => {}
        Card::Off => findings.push(Finding::note("threads-card-made-by-platform")),
        Card::Of { url, .. } if !is_web_address(url) => {
            let finding = Finding::error("threads-card-address");
            findings.push(finding.with("address", url.as_str()));
        }
        Card::Of { .. } if !options.poll.is_empty() => {
            findings.push(Finding::error("threads-card-beside-poll"));
        }
        Card::Of { .. } if !draft.media.is_empty() => {
            findings.push(Finding::warning("threads-card-left-out"));
        }
        Card::Of { .. } => findings.push(Finding::note("threads-card-words-left-out")),
    }
    findings
}

fn poll_findings(draft: &Draft, options: &Options) -> Option<Finding> {
    let (poll, media) = (!options.poll.is_empty(), !draft.media.is_empty());
    let attached = options.attachment.is_some() && (poll || media);
    let beside = (poll && media).then(|| Finding::error("threads-poll-beside-media"));
    beside.or_else(|| attached.then(|| Finding::error("threads-attachment-to-text-alone")))
}

/// The different links of a part, with its card.
pub(super) fn all_links(part: &Part) -> BTreeSet<String> {
    let mut all: BTreeSet<_> = links(&part.text).iter().map(|link| link.href()).collect();
    all.extend(card_of(part).map(str::to_owned));
    all
}

/// The address of the card that goes with `part`, if one does.
pub(super) fn card_of(part: &Part) -> Option<&str> {
    match &part.card {
        Card::Of { url, .. } if part.media.is_empty() => Some(url),
        _ => None,
    }
}

fn link_finding(part: &Part) -> Option<Finding> {
    let count = all_links(part).len();
    let finding = Finding::error("threads-too-many-links").with("count", count).with("most", LINKS);
    (count > LINKS).then_some(finding)
}

fn length_finding(part: &Part) -> Option<Finding> {
    let length = Ruler::of(Unit::ThreadsCharacters).length(&part.text);
    let finding = Finding::note("threads-length-in-doubt").with("length", length);
    (length > SURELY).then_some(finding)
}

//! What is wrong with a medium by a platform's rules.

use super::fit::why_nothing_helps;
use super::limits::{Company, FilmRule, Limits, MediaRule};
use crate::finding::Finding;
use crate::post::{Film, Media};

/// Everything that speaks against sending `media` together under `limits`.
#[must_use]
pub fn media_findings(media: &[Media], limits: &Limits) -> Vec<Finding> {
    let mut findings = Vec::new();
    if media.len() > limits.media_count {
        findings.push(
            Finding::error("too-many-media")
                .with("count", media.len())
                .with("most", limits.media_count),
        );
    }
    findings.extend(too_large_together(media, limits));
    for medium in media {
        findings.extend(medium_findings(medium, media, limits));
        findings.extend(alt_finding(medium, limits));
        findings.extend(subtitles_finding(medium, limits));
    }
    findings
}

fn too_large_together(media: &[Media], limits: &Limits) -> Option<Finding> {
    let most = limits.media_bytes.filter(|_| media.len() > 1)?;
    let bytes = media.iter().map(|medium| medium.bytes).fold(0, u64::saturating_add);
    let finding = || Finding::error("media-too-large-together").with("count", media.len());
    (bytes > most).then(|| finding().with("bytes", bytes).with("limit", most))
}

fn medium_findings(medium: &Media, all: &[Media], limits: &Limits) -> Vec<Finding> {
    let Some(rule) = rule_for(medium, limits) else {
        let why = why_nothing_helps(medium, limits);
        if !why.is_empty() {
            return why;
        }
        let kinds = limits.media.iter().flat_map(|rule| rule.kinds);
        let takes = kinds.map(|kind| kind.ending()).collect::<Vec<_>>().join(", ");
        return vec![about("media-kind-not-taken", medium).with("takes", takes)];
    };
    let mut findings = own_findings(medium, rule);
    findings.extend(does_not_mix(medium, all, limits));
    findings
}

/// The rule that a medium is judged by.
pub(super) fn rule_for<'l>(medium: &Media, limits: &'l Limits) -> Option<&'l MediaRule> {
    limits.media.iter().find(|rule| rule.kinds.contains(&medium.kind))
}

/// What speaks against a medium by itself.
pub(super) fn own_findings(medium: &Media, rule: &MediaRule) -> Vec<Finding> {
    let found = [
        too_large(medium, rule),
        too_many_pixels(medium, rule),
        too_long_sides(medium, rule),
        outside_of_sides(medium, rule),
        too_narrow(medium, rule),
        out_of_shape(medium, rule),
        medium.print_colours.then(|| about("media-print-colours", medium)),
    ];
    let film = medium.film.as_ref().map(|film| film_findings(medium, film, &rule.film));
    found.into_iter().flatten().chain(film.unwrap_or_default()).collect()
}

fn about(id: &'static str, medium: &Media) -> Finding {
    Finding::error(id).with("file", medium.name.as_str()).with("kind", medium.kind.ending())
}

fn sides(medium: &Media) -> Option<(u32, u32)> {
    Some((medium.width?, medium.height?))
}

fn too_large(medium: &Media, rule: &MediaRule) -> Option<Finding> {
    (medium.bytes > rule.max_bytes).then(|| {
        about("media-too-large", medium).with("bytes", medium.bytes).with("limit", rule.max_bytes)
    })
}

fn too_many_pixels(medium: &Media, rule: &MediaRule) -> Option<Finding> {
    let (width, height) = sides(medium)?;
    let (pixels, limit) = (u64::from(width) * u64::from(height), rule.max_pixels?);
    (pixels > limit)
        .then(|| about("media-too-many-pixels", medium).with("pixels", pixels).with("limit", limit))
}

fn too_long_sides(medium: &Media, rule: &MediaRule) -> Option<Finding> {
    let (width, height) = sides(medium)?;
    let (sum, limit) = (u64::from(width) + u64::from(height), u64::from(rule.max_side_sum?));
    (sum > limit)
        .then(|| about("media-sides-too-long", medium).with("sum", sum).with("limit", limit))
}

fn outside_of_sides(medium: &Media, rule: &MediaRule) -> Option<Finding> {
    let (width, height) = sides(medium)?;
    let sized = |id, (wide, high): (u32, u32)| {
        about(id, medium)
            .with("size", format!("{width}x{height}"))
            .with("limit", format!("{wide}x{high}"))
    };
    let large = rule.max_sides.filter(|(wide, high)| width > *wide || height > *high);
    let small = rule.min_sides.filter(|(wide, high)| width < *wide || height < *high);
    large
        .map(|limit| sized("media-sides-too-large", limit))
        .or_else(|| small.map(|limit| sized("media-sides-too-small", limit)))
}

fn too_narrow(medium: &Media, rule: &MediaRule) -> Option<Finding> {
    let (width, height) = sides(medium)?;
    let limit = rule.max_ratio?;
    let (long, short) = (width.max(height), width.min(height).max(1));
    (long > short.saturating_mul(limit))
        .then(|| about("media-too-narrow", medium).with("ratio", u64::from(limit)))
}

fn out_of_shape(medium: &Media, rule: &MediaRule) -> Option<Finding> {
    let (width, height) = sides(medium)?;
    let shape = rule.shape.filter(|shape| !shape.has(width, height))?;
    let named = |(wide, high): (u32, u32)| format!("{wide}:{high}");
    let finding = about("media-out-of-shape", medium).with("size", format!("{width}x{height}"));
    Some(finding.with("narrowest", named(shape.narrowest)).with("widest", named(shape.widest)))
}

fn film_findings(medium: &Media, film: &Film, rule: &FilmRule) -> Vec<Finding> {
    let seconds = |millis: u64| format!("{}.{}", millis / 1000, millis % 1000 / 100);
    let timed = |id, limit: u64| {
        about(id, medium).with("seconds", seconds(film.millis)).with("limit", seconds(limit))
    };
    let long = rule.max_millis.filter(|limit| film.millis > *limit);
    let short = rule.min_millis.filter(|limit| film.millis < *limit);
    let found = [
        long.map(|limit| timed("film-too-long", limit)),
        short.map(|limit| timed("film-too-short", limit)),
        frame_rate(medium, film, rule),
        codec(medium, film.video.as_deref(), rule.video, "film-pictures-not-taken"),
        codec(medium, film.audio.as_deref(), rule.audio, "film-sound-not-taken"),
        (rule.streams && !film.streams).then(|| about("film-index-at-its-end", medium)),
    ];
    found.into_iter().flatten().collect()
}

fn frame_rate(medium: &Media, film: &Film, rule: &FilmRule) -> Option<Finding> {
    let ((fewest, most), found) = (rule.frames_in_1000s?, film.frames_in_1000s?);
    // Rates are averages over the whole film: half a picture a second more or less is none.
    let near = 500;
    (found + near < fewest || found > most + near).then(|| {
        let a_second = |in_1000s: u32| u64::from(in_1000s.div_ceil(1000));
        about("film-frame-rate", medium)
            .with("found", a_second(found))
            .with("fewest", a_second(fewest))
            .with("most", a_second(most))
    })
}

fn codec(medium: &Media, found: Option<&str>, taken: &[&str], id: &'static str) -> Option<Finding> {
    let found = found.filter(|found| !taken.is_empty() && !taken.contains(found))?;
    Some(about(id, medium).with("found", found).with("takes", taken.join(", ")))
}

fn does_not_mix(medium: &Media, all: &[Media], limits: &Limits) -> Option<Finding> {
    let rule = rule_for(medium, limits)?;
    let rules = all.iter().filter_map(|other| rule_for(other, limits));
    let (same, strange): (Vec<_>, Vec<_>) = rules.partition(|other| std::ptr::eq(*other, rule));
    // Covers of nothing are wrong for what is missing.
    let too_many =
        same.len() > rule.max_count && (rule.company != Company::Cover || !strange.is_empty());
    let strangers = strange.into_iter().any(|other| !rule.goes_with(other));
    (too_many || rule.stays_apart() && strangers)
        .then(|| about("media-does-not-mix", medium).with("most", rule.max_count))
}

fn alt_finding(medium: &Media, limits: &Limits) -> Option<Finding> {
    let most = limits.alt_text?;
    match medium.alt.as_deref().map(|alt| alt.chars().count()) {
        None | Some(0) if medium.kind.is_image() => {
            Some(Finding::warning("alt-text-missing").with("file", medium.name.as_str()))
        }
        Some(count) if count > most => Some(
            Finding::error("alt-text-too-long")
                .with("file", medium.name.as_str())
                .with("length", count)
                .with("limit", most),
        ),
        _ => None,
    }
}

/// A film goes out without them where there is no place for them.
fn subtitles_finding(medium: &Media, limits: &Limits) -> Option<Finding> {
    let left_out = !medium.subtitles.is_empty() && !limits.subtitles;
    left_out.then(|| Finding::note("subtitles-left-out").with("file", medium.name.as_str()))
}

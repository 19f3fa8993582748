//! What composing is for nearly every platform: check the media, fit or split the text.

use super::{Composed, Limits, MediaRule, Threads};
use crate::finding::{Finding, any_error};
use crate::post::{Draft, Media, Part};
use crate::text::{Counter, TextLimit, Unit, Unsplittable, fits, split};

/// Composes `draft` for `limits`: one part with all media where the text fits, else a thread
/// whose first part has the media. `counter` numbers the parts of a thread.
#[must_use]
pub fn compose(draft: &Draft, limits: &Limits, counter: Counter) -> Composed {
    let mut findings = media_findings(&draft.media, limits);
    let parts = match texts(draft, limits, counter) {
        Ok(texts) => into_parts(draft, texts),
        Err(finding) => {
            findings.push(*finding);
            Vec::new()
        }
    };
    let parts = if any_error(&findings) { Vec::new() } else { parts };
    Composed { parts, findings }
}

fn into_parts(draft: &Draft, texts: Vec<String>) -> Vec<Part> {
    let media = |index| if index == 0 { draft.media.clone() } else { Vec::new() };
    texts.into_iter().enumerate().map(|(index, text)| draft.part(text, media(index))).collect()
}

fn texts(draft: &Draft, limits: &Limits, counter: Counter) -> Result<Vec<String>, Box<Finding>> {
    if draft.text.trim().is_empty() {
        let allowed = limits.text_optional && !draft.media.is_empty();
        return if allowed {
            Ok(vec![String::new()])
        } else {
            Err(Box::new(Finding::error("text-empty")))
        };
    }
    let text_limits = text_limits(draft, limits);
    match fits(&draft.text, text_limits) {
        Ok(()) => Ok(vec![draft.text.clone()]),
        Err(over) => match limits.threads {
            Threads::Never => Err(Box::new(
                Finding::error("text-too-long")
                    .with("length", over.length)
                    .with("limit", over.limit.max)
                    .with("unit", unit_name(over.limit.ruler.unit())),
            )),
            Threads::Upto(most) => thread(draft, text_limits, counter, most),
        },
    }
}

/// The name of a unit, as messages show it.
fn unit_name(unit: Unit) -> &'static str {
    match unit {
        Unit::XWeighted => "x-weighted",
        Unit::Graphemes | Unit::MastodonClusters => "characters",
        Unit::CodePoints | Unit::ThreadsCharacters => "code points",
        Unit::Utf16 => "UTF-16 units",
        Unit::Utf8Bytes => "bytes",
    }
}

fn text_limits<'l>(draft: &Draft, limits: &'l Limits) -> &'l [TextLimit] {
    match &limits.caption {
        Some(caption) if !draft.media.is_empty() => caption,
        _ => &limits.text,
    }
}

fn thread(
    draft: &Draft,
    limits: &[TextLimit],
    counter: Counter,
    most: u16,
) -> Result<Vec<String>, Box<Finding>> {
    let parts =
        split(&draft.text, limits, counter).map_err(|error| Box::new(unsplittable(error)))?;
    if parts.len() > usize::from(most) {
        let finding = Finding::error("too-many-parts")
            .with("parts", parts.len())
            .with("most", usize::from(most));
        return Err(Box::new(finding));
    }
    Ok(parts)
}

fn unsplittable(error: Unsplittable) -> Finding {
    match error {
        Unsplittable::TooLong { text, length, room, .. } => Finding::error("piece-too-long")
            .with("piece", text)
            .with("length", length)
            .with("limit", room),
        Unsplittable::NoRoom { max } => Finding::error("no-room-beside-counter").with("limit", max),
    }
}

fn media_findings(media: &[Media], limits: &Limits) -> Vec<Finding> {
    let mut findings = Vec::new();
    if media.len() > limits.media_count {
        findings.push(
            Finding::error("too-many-media")
                .with("count", media.len())
                .with("most", limits.media_count),
        );
    }
    for medium in media {
        findings.extend(medium_findings(medium, media, limits));
        findings.extend(alt_finding(medium, limits));
    }
    findings
}

fn medium_findings(medium: &Media, all: &[Media], limits: &Limits) -> Vec<Finding> {
    let Some(rule) = limits.media.iter().find(|rule| rule.kinds.contains(&medium.kind)) else {
        let kinds = limits.media.iter().flat_map(|rule| rule.kinds);
        let takes = kinds.map(|kind| kind.ending()).collect::<Vec<_>>().join(", ");
        return vec![about("media-kind-not-taken", medium).with("takes", takes)];
    };
    [
        too_large(medium, rule),
        too_many_pixels(medium, rule),
        too_long_sides(medium, rule),
        too_narrow(medium, rule),
        does_not_mix(medium, all, rule),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn about(id: &'static str, medium: &Media) -> Finding {
    Finding::error(id).with("file", medium.name.as_str()).with("kind", medium.kind.ending())
}

fn too_large(medium: &Media, rule: &MediaRule) -> Option<Finding> {
    (medium.bytes > rule.max_bytes).then(|| {
        about("media-too-large", medium).with("bytes", medium.bytes).with("limit", rule.max_bytes)
    })
}

fn too_many_pixels(medium: &Media, rule: &MediaRule) -> Option<Finding> {
    let pixels = u64::from(medium.width?) * u64::from(medium.height?);
    let limit = rule.max_pixels?;
    (pixels > limit)
        .then(|| about("media-too-many-pixels", medium).with("pixels", pixels).with("limit", limit))
}

fn too_long_sides(medium: &Media, rule: &MediaRule) -> Option<Finding> {
    let sum = u64::from(medium.width?) + u64::from(medium.height?);
    let limit = u64::from(rule.max_side_sum?);
    (sum > limit)
        .then(|| about("media-sides-too-long", medium).with("sum", sum).with("limit", limit))
}

fn too_narrow(medium: &Media, rule: &MediaRule) -> Option<Finding> {
    let (width, height) = (medium.width?, medium.height?);
    let limit = rule.max_ratio?;
    let (long, short) = (width.max(height), width.min(height).max(1));
    (long > short.saturating_mul(limit))
        .then(|| about("media-too-narrow", medium).with("ratio", u64::from(limit)))
}

fn does_not_mix(medium: &Media, all: &[Media], rule: &MediaRule) -> Option<Finding> {
    let same = all.iter().filter(|other| rule.kinds.contains(&other.kind)).count();
    let alone_but_not = rule.max_count == 1 && all.len() > 1;
    (same > rule.max_count || alone_but_not)
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

//! What composing is for nearly every platform: check the media, fit or split the text.

use super::choice::spread;
use super::rules::media_findings;
use super::{Composed, Limits, Threads};
use crate::finding::{Finding, any_error};
use crate::post::{Draft, Media, Part};
use crate::text::{Counter, TextLimit, Unit, Unsplittable, fits, split};

/// Composes `draft` for `limits`: one part where text and media fit, else a thread. Its first part has
/// the media; what cannot go with them follows behind the text, in parts of its own. `counter` numbers
/// the parts of a text.
#[must_use]
pub fn compose(draft: &Draft, limits: &Limits, counter: Counter) -> Composed {
    let groups = spread(&draft.media, limits);
    let mut findings: Vec<_> =
        groups.iter().flat_map(|media| media_findings(media, limits)).collect();
    let parts = match texts(draft, limits, counter) {
        Ok(texts) => into_parts(draft, texts, groups, limits),
        Err(finding) => {
            findings.push(*finding);
            Vec::new()
        }
    };
    findings.extend(too_many(&parts, limits));
    let parts = if any_error(&findings) { Vec::new() } else { parts };
    Composed { parts, findings }
}

/// `draft` for a platform without a place for content warnings: it is the first line of the text.
#[must_use]
pub fn with_warning(draft: &Draft) -> Draft {
    let nothing = draft.text.trim().is_empty() && draft.media.is_empty();
    let warning = draft.warning.as_deref().map(str::trim).filter(|warning| !warning.is_empty());
    let Some(warning) = warning.filter(|_| !nothing) else { return draft.clone() };
    let text = format!("{warning}\n\n{}", draft.text);
    Draft { text: text.trim_end().to_owned(), ..draft.clone() }
}

fn into_parts(
    draft: &Draft,
    texts: Vec<String>,
    groups: Vec<Vec<Media>>,
    limits: &Limits,
) -> Vec<Part> {
    let mut groups = groups.into_iter();
    let mut first = groups.next();
    let parts = texts.into_iter().map(|text| draft.part(text, first.take().unwrap_or_default()));
    let mut parts: Vec<Part> = parts.collect();
    parts.extend(groups.map(|media| draft.part(words_for_media(draft, limits), media)));
    parts
}

/// The text of a part that only has media: none, or, where it needs one, the first line of the post as
/// far as it fits.
fn words_for_media(draft: &Draft, limits: &Limits) -> String {
    let line = draft.text.trim().lines().next().unwrap_or_default().trim_end();
    let says_all = line == draft.text.trim();
    if limits.text_optional && (says_all || !limits.parts_alone) {
        return String::new();
    }
    let pieces = split(line, text_limits(draft, limits), Counter::default());
    pieces.ok().and_then(|pieces| pieces.into_iter().next()).unwrap_or_default()
}

fn too_many(parts: &[Part], limits: &Limits) -> Option<Finding> {
    let Threads::Upto(most) = limits.threads else { return None };
    let (parts, most) = (parts.len(), usize::from(most));
    (parts > most).then(|| Finding::error("too-many-parts").with("parts", parts).with("most", most))
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
            Threads::Upto(_) => split(&draft.text, text_limits, counter)
                .map_err(|error| Box::new(unsplittable(error))),
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

fn unsplittable(error: Unsplittable) -> Finding {
    match error {
        Unsplittable::TooLong { text, length, room, .. } => Finding::error("piece-too-long")
            .with("piece", text)
            .with("length", length)
            .with("limit", room),
        Unsplittable::NoRoom { max } => Finding::error("no-room-beside-counter").with("limit", max),
    }
}

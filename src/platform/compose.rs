//! What composing is for nearly every platform: check the media, fit or split the text.

use super::rules::media_findings;
use super::{Composed, Limits, Threads};
use crate::finding::{Finding, any_error};
use crate::post::{Draft, Part};
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

//! The record of a part: a pure function of the part and of what was written down about it.

use serde_json::{Map, Value, json};
use unicode_normalization::UnicodeNormalization as _;

use super::captions;
use super::facets::facets;
use super::options::{Options, POST};
use super::progress::{Blob, Film, Progress, StrongRef};
use crate::post::{Card, Media, Part};

/// The content warnings that Bluesky knows, as self-labels of a post (lexicon
/// `com.atproto.label.defs`). There is no warning in free words.
pub(super) const WARNINGS: [&str; 4] = ["graphic-media", "nudity", "porn", "sexual"];

/// The label that hides a post from people without an account.
const SIGNED_IN_ONLY: &str = "!no-unauthenticated";

/// The record of `part`, as it is written to the repository.
pub(super) fn record(part: &Part, progress: &Progress) -> Value {
    let options = Options::of(&part.options);
    let mut record = Map::new();
    let mut set = |key: &str, value: Value| {
        let empty = value.as_array().is_some_and(Vec::is_empty) || value.is_null();
        if !empty {
            record.insert(key.to_owned(), value);
        }
    };
    set("$type", POST.into());
    set("text", part.text.as_str().into());
    set("createdAt", progress.created_at.as_str().into());
    set("langs", options.langs.clone().into());
    set("facets", facets(&part.text, &progress.mentioned).into());
    set("reply", reply(progress));
    set("embed", embed(part, progress, &options));
    set("labels", labels(part, &options));
    set("tags", options.tags.into());
    Value::Object(record)
}

/// The labels that `warning` means; none where some word of it is not known.
pub(super) fn warnings(warning: &str) -> Option<Vec<&str>> {
    let words = warning.split(',').map(str::trim);
    words.map(|word| WARNINGS.contains(&word).then_some(word)).collect()
}

fn reply(progress: &Progress) -> Value {
    progress.reply.as_ref().map_or(
        Value::Null,
        |reply| json!({ "root": strong(&reply.root), "parent": strong(&reply.parent) }),
    )
}

fn strong(reference: &StrongRef) -> Value {
    json!({ "uri": reference.uri, "cid": reference.cid })
}

fn embed(part: &Part, progress: &Progress, options: &Options) -> Value {
    let media = media(part, progress, options);
    let Some(quote) = &progress.quote else { return media };
    let quoted = json!({ "$type": "app.bsky.embed.record", "record": strong(quote) });
    if media.is_null() {
        return quoted;
    }
    json!({ "$type": "app.bsky.embed.recordWithMedia", "record": quoted, "media": media })
}

/// The film, the pictures or the link card: a post shows only one of them.
fn media(part: &Part, progress: &Progress, options: &Options) -> Value {
    if let (Some(Film::Ready { blob }), Some(film)) = (&progress.film, part.media.first()) {
        return video(film, blob, &progress.captions);
    }
    match &part.card {
        Card::Of { url, title, description } if part.media.is_empty() || options.thumb => {
            external(url, title, description, progress.pictures.first())
        }
        _ => images(&part.media, &progress.pictures),
    }
}

fn video(film: &Media, blob: &Blob, uploads: &[Option<Blob>]) -> Value {
    let mut embed = json!({ "$type": "app.bsky.embed.video", "video": blob.json() });
    if let Some(alt) = &film.alt {
        embed["alt"] = alt.as_str().into();
    }
    let captions = captions::json(film, uploads);
    if !captions.is_empty() {
        embed["captions"] = captions.into();
    }
    with_sides(embed, film)
}

fn images(media: &[Media], blobs: &[Blob]) -> Value {
    if blobs.is_empty() {
        return Value::Null;
    }
    let image = |(medium, blob): (&Media, &Blob)| {
        let alt = medium.alt.as_deref().unwrap_or_default();
        with_sides(json!({ "image": blob.json(), "alt": alt }), medium)
    };
    let images: Vec<_> = media.iter().zip(blobs).map(image).collect();
    json!({ "$type": "app.bsky.embed.images", "images": images })
}

fn with_sides(mut value: Value, medium: &Media) -> Value {
    if let (Some(width @ 1..), Some(height @ 1..)) = (medium.width, medium.height) {
        value["aspectRatio"] = json!({ "width": width, "height": height });
    }
    value
}

fn external(url: &str, title: &str, description: &str, thumb: Option<&Blob>) -> Value {
    let mut external = json!({ "uri": url, "title": title, "description": description });
    if let Some(thumb) = thumb {
        external["thumb"] = thumb.json();
    }
    json!({ "$type": "app.bsky.embed.external", "external": external })
}

fn labels(part: &Part, options: &Options) -> Value {
    let mut all = part.warning.as_deref().and_then(warnings).unwrap_or_default();
    all.extend(options.signed_in_only.then_some(SIGNED_IN_ONLY));
    if all.is_empty() {
        return Value::Null;
    }
    let values: Vec<_> = all.into_iter().map(|label| json!({ "val": label })).collect();
    json!({ "$type": "com.atproto.label.defs#selfLabels", "values": values })
}

/// Whether a stored record is what `ours` would be. The key is ours alone, so the same words in
/// the same place of the thread with as many media are proof; hashes and facets may differ where
/// a film was processed twice or a program of another version wrote it.
pub(super) fn is_ours(stored: &Value, ours: &Value) -> bool {
    let place = |record: &Value| ["root", "parent"].map(|end| record["reply"][end]["uri"].clone());
    words(stored) == words(ours)
        && stored["$type"] == ours["$type"]
        && place(stored) == place(ours)
        && count_media(stored) == count_media(ours)
}

fn words(record: &Value) -> Option<String> {
    let text: String = record["text"].as_str()?.nfc().collect();
    Some(text.trim().to_owned())
}

/// How many pictures, films, cards and quoted posts a record shows.
fn count_media(record: &Value) -> usize {
    let embed = &record["embed"];
    let media = if embed["media"].is_null() { embed } else { &embed["media"] };
    let images = media["images"].as_array().map_or(0, Vec::len);
    let others = [&media["video"], &media["external"], &embed["record"]];
    images + others.into_iter().filter(|value| !value.is_null()).count()
}

//! The rules for the record of a post (lexicons of August 2026), as the server checks them.
//!
//! Fields that no rule names are kept, as measured.

use serde_json::Value;

use super::values::{
    Checked, array, blob, format, integer, is_datetime, is_record_uri, is_uri, object, short,
    string,
};
use crate::adapters::bluesky::syntax;

/// The largest film and the largest picture of a link card in bytes.
const FILM_BYTES: u64 = 300_000_000;
const THUMB_BYTES: u64 = 1_000_000;

/// The largest file of subtitles in bytes.
const CAPTION_BYTES: u64 = 20_000;

/// Checks the record of a post.
pub(super) fn post(record: &Value, image_bytes: u64) -> Checked {
    let path = "$.record";
    let fields = object(record, &["text", "createdAt"], path)?;
    short(&record["text"], 3000, 300, "$.record.text")?;
    format(&record["createdAt"], "datetime", is_datetime, "$.record.createdAt")?;
    for (key, value) in fields {
        let path = format!("{path}.{key}");
        match key.as_str() {
            "langs" => each(value, 3, &path, |lang, path| {
                format(lang, "language", syntax::is_language, path)
            }),
            "tags" => each(value, 8, &path, |tag, path| short(tag, 640, 64, path)),
            "facets" => each(value, usize::MAX, &path, facet),
            "reply" => reply(value, &path),
            "embed" => embed(value, image_bytes, &path),
            "labels" => labels(value, &path),
            _ => Ok(()),
        }?;
    }
    Ok(())
}

/// The files that a record refers to.
pub(super) fn blobs(record: &Value) -> Vec<&Value> {
    let media = media_of(record);
    let images = media["images"].as_array().into_iter().flatten().map(|image| &image["image"]);
    let captions = media["captions"].as_array().into_iter().flatten().map(|one| &one["file"]);
    let others = [&media["video"], &media["external"]["thumb"]];
    images.chain(captions).chain(others).filter(|blob| !blob.is_null()).collect()
}

/// How many pictures or films a record shows.
pub(super) fn count_media(record: &Value) -> usize {
    let media = media_of(record);
    media["images"].as_array().map_or(0, Vec::len) + usize::from(!media["video"].is_null())
}

/// The descriptions of a record's pictures or film.
pub(super) fn alt_texts(record: &Value) -> Vec<String> {
    let media = media_of(record);
    let images = media["images"].as_array().into_iter().flatten().map(|image| &image["alt"]);
    let film = (!media["video"].is_null()).then_some(&media["alt"]);
    let texts = images.chain(film).filter_map(Value::as_str);
    texts.filter(|text| !text.is_empty()).map(str::to_owned).collect()
}

fn media_of(record: &Value) -> &Value {
    let embed = &record["embed"];
    if embed["media"].is_null() { embed } else { &embed["media"] }
}

fn each(
    value: &Value,
    most: usize,
    path: &str,
    check: impl Fn(&Value, &str) -> Checked,
) -> Checked {
    let list = array(value, most, path)?;
    list.iter().enumerate().try_for_each(|(at, entry)| check(entry, &format!("{path}[{at}]")))
}

fn facet(value: &Value, path: &str) -> Checked {
    object(value, &["index", "features"], path)?;
    object(&value["index"], &["byteStart", "byteEnd"], &format!("{path}.index"))?;
    for end in ["byteStart", "byteEnd"] {
        integer(&value["index"][end], 0, &format!("{path}.index.{end}"))?;
    }
    each(&value["features"], usize::MAX, &format!("{path}.features"), feature)
}

fn feature(value: &Value, path: &str) -> Checked {
    let of = |name| format!("{path}.{name}");
    match typed(value, path)? {
        "app.bsky.richtext.facet#link" => {
            object(value, &["uri"], path)?;
            format(&value["uri"], "uri", is_uri, &of("uri"))
        }
        "app.bsky.richtext.facet#tag" => {
            object(value, &["tag"], path)?;
            short(&value["tag"], 640, 64, &of("tag"))
        }
        "app.bsky.richtext.facet#mention" => {
            object(value, &["did"], path)?;
            format(&value["did"], "did", syntax::is_did, &of("did"))
        }
        _ => Ok(()),
    }
}

fn reply(value: &Value, path: &str) -> Checked {
    object(value, &["root", "parent"], path)?;
    ["root", "parent"].into_iter().try_for_each(|end| strong(&value[end], &format!("{path}.{end}")))
}

fn strong(value: &Value, path: &str) -> Checked {
    object(value, &["uri", "cid"], path)?;
    format(&value["uri"], "at-uri", is_record_uri, &format!("{path}.uri"))?;
    format(&value["cid"], "cid", syntax::is_cid, &format!("{path}.cid"))
}

fn embed(value: &Value, image_bytes: u64, path: &str) -> Checked {
    match typed(value, path)? {
        "app.bsky.embed.record" => {
            object(value, &["record"], path)?;
            strong(&value["record"], &format!("{path}.record"))
        }
        "app.bsky.embed.recordWithMedia" => {
            object(value, &["record", "media"], path)?;
            object(&value["record"], &["record"], &format!("{path}.record"))?;
            strong(&value["record"]["record"], &format!("{path}.record.record"))?;
            media(&value["media"], image_bytes, &format!("{path}.media"))
        }
        _ => media(value, image_bytes, path),
    }
}

fn media(value: &Value, image_bytes: u64, path: &str) -> Checked {
    let of = |name| format!("{path}.{name}");
    match typed(value, path)? {
        "app.bsky.embed.images" => {
            object(value, &["images"], path)?;
            each(&value["images"], 4, &of("images"), |entry, path| image(entry, image_bytes, path))
        }
        "app.bsky.embed.video" => {
            object(value, &["video"], path)?;
            blob(&value["video"], "video/mp4", FILM_BYTES, &of("video"))?;
            optional(value, "alt", path, |alt, path| string(alt, path).map(|_| ()))?;
            optional(value, "captions", path, |all, path| each(all, 20, path, caption))?;
            optional(value, "aspectRatio", path, sides)
        }
        "app.bsky.embed.external" => {
            object(value, &["external"], path)?;
            external(&value["external"], &of("external"))
        }
        // The lexicon lets the union grow, so the server takes kinds that it does not know.
        _ => Ok(()),
    }
}

fn caption(value: &Value, path: &str) -> Checked {
    object(value, &["lang", "file"], path)?;
    format(&value["lang"], "language", syntax::is_language, &format!("{path}.lang"))?;
    blob(&value["file"], "text/vtt", CAPTION_BYTES, &format!("{path}.file"))
}

fn image(value: &Value, most: u64, path: &str) -> Checked {
    object(value, &["image", "alt"], path)?;
    blob(&value["image"], "image/", most, &format!("{path}.image"))?;
    string(&value["alt"], &format!("{path}.alt"))?;
    optional(value, "aspectRatio", path, sides)
}

fn sides(value: &Value, path: &str) -> Checked {
    object(value, &["width", "height"], path)?;
    ["width", "height"]
        .into_iter()
        .try_for_each(|side| integer(&value[side], 1, &format!("{path}.{side}")))
}

fn external(value: &Value, path: &str) -> Checked {
    object(value, &["uri", "title", "description"], path)?;
    format(&value["uri"], "uri", is_uri, &format!("{path}.uri"))?;
    string(&value["title"], &format!("{path}.title"))?;
    string(&value["description"], &format!("{path}.description"))?;
    optional(value, "thumb", path, |thumb, path| blob(thumb, "image/", THUMB_BYTES, path))
}

fn labels(value: &Value, path: &str) -> Checked {
    if typed(value, path)? != "com.atproto.label.defs#selfLabels" {
        return Ok(());
    }
    object(value, &["values"], path)?;
    each(&value["values"], 10, &format!("{path}.values"), |label, path| {
        object(label, &["val"], path)?;
        short(&label["val"], 128, 128, &format!("{path}.val"))
    })
}

fn optional(
    value: &Value,
    key: &str,
    path: &str,
    check: impl Fn(&Value, &str) -> Checked,
) -> Checked {
    value.get(key).map_or(Ok(()), |inner| check(inner, &format!("{path}.{key}")))
}

/// The `$type` of an entry of a union.
fn typed<'v>(value: &'v Value, path: &str) -> Checked<&'v str> {
    object(value, &["$type"], path)?;
    string(&value["$type"], &format!("{path}.$type"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn subtitles_of_another_kind_or_size_or_without_a_language_are_refused() {
        let link = format!("bafkrei{}", "a".repeat(52));
        let of = |lang: &str, mime: &str, size: u64| {
            let file = json!({ "$type": "blob", "ref": { "$link": link }, "mimeType": mime, "size": size });
            let captions = json!([{ "lang": lang, "file": file }]);
            let video = json!({ "$type": "blob", "ref": { "$link": link }, "mimeType": "video/mp4", "size": 1 });
            let embed =
                json!({ "$type": "app.bsky.embed.video", "video": video, "captions": captions });
            media(&embed, 0, "$")
        };
        assert_eq!(of("hi", "text/vtt", 20_000), Ok(()));
        for (lang, mime, size, place) in [
            ("", "text/vtt", 1, "$.captions[0].lang"),
            ("hi", "text/plain", 1, "$.captions[0].file"),
            ("hi", "text/vtt", 20_001, "$.captions[0].file"),
        ] {
            let said = of(lang, mime, size).unwrap_err();
            assert!(said.ends_with(place), "{said}");
        }
    }
}

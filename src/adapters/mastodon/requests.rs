//! Requests as pure functions of settings, part and progress.

use serde_json::{Map, Value, json};

use super::settings::Visibility;
use crate::http::{FileSlice, Part as FormPart, Url};
use crate::post::{Media, Part};

/// How many statuses a page of our own has. The API gives up to 40, but long ones with all their
/// trimmings might then be more than is read of an answer.
pub(super) const PAGE: usize = 20;

/// The address `segments` below `server`; segments are percent-encoded.
pub(super) fn address(server: &Url, segments: &[&str], query: &[(&str, &str)]) -> Url {
    let mut url = server.clone();
    if let Ok(mut path) = url.path_segments_mut() {
        path.clear().extend(segments);
    }
    if !query.is_empty() {
        url.query_pairs_mut().extend_pairs(query);
    }
    url
}

/// The query for a page of our own statuses, before the status `before` where there is one.
pub(super) fn page_query(before: Option<&str>) -> Vec<(&'static str, String)> {
    let mut query = vec![("exclude_reblogs", "true".to_owned()), ("limit", PAGE.to_string())];
    query.extend(before.map(|id| ("max_id", id.to_owned())));
    query
}

/// The text and the content warning as they go out. A warning without a text under it is what
/// the server would make the text of by itself (source `post_status_service.rb`).
pub(super) fn words(part: &Part) -> (&str, Option<&str>) {
    let warning = part.warning.as_deref().map(str::trim).filter(|warning| !warning.is_empty());
    let text = part.text.trim();
    if text.is_empty() { (warning.unwrap_or_default(), None) } else { (text, warning) }
}

/// The language as the API takes it: ISO 639, without script and region.
pub(super) fn language(tag: &str) -> Option<String> {
    let primary = tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    let sound = matches!(primary.len(), 2 | 3) && primary.bytes().all(|b| b.is_ascii_lowercase());
    sound.then_some(primary)
}

/// What creating a status needs beside the part itself.
#[derive(Debug, Clone, Copy)]
pub(super) struct Extras<'a> {
    pub(super) visibility: Visibility,
    pub(super) sensitive: bool,
    pub(super) media_ids: &'a [String],
    pub(super) in_reply_to: Option<&'a str>,
}

/// The body of `POST /api/v1/statuses`.
pub(super) fn status(part: &Part, extras: Extras<'_>) -> Value {
    let (text, warning) = words(part);
    let sensitive = extras.sensitive || part.warning.is_some();
    let mut body = Map::new();
    let mut set = |name: &str, value: Value| body.insert(name.to_owned(), value);
    if !text.is_empty() {
        set("status", json!(text));
    }
    if !extras.media_ids.is_empty() {
        set("media_ids", json!(extras.media_ids));
    }
    if let Some(id) = extras.in_reply_to {
        set("in_reply_to_id", json!(id));
    }
    if let Some(warning) = warning {
        set("spoiler_text", json!(warning));
    }
    if let Some(language) = part.lang.as_deref().and_then(language) {
        set("language", json!(language));
    }
    set("sensitive", json!(sensitive));
    set("visibility", json!(extras.visibility.name()));
    Value::Object(body)
}

/// The form of `POST /api/v2/media`.
pub(super) fn upload(media: &Media, file: FileSlice, focus: Option<&str>) -> Vec<FormPart> {
    let mut form = vec![FormPart::file("file", media.kind.mime(), file).named(media.wire_name())];
    if let Some(alt) = alt(media) {
        form.push(FormPart::text("description", alt));
    }
    if let Some(focus) = focus {
        form.push(FormPart::text("focus", focus));
    }
    form
}

/// The description of a medium, if there is one.
pub(super) fn alt(media: &Media) -> Option<&str> {
    media.alt.as_deref().map(str::trim).filter(|alt| !alt.is_empty())
}

//! Requests as pure functions of settings and part.

use serde_json::{Value, json};

use super::compose::places;
use super::header::Header;
use super::settings::{Settings, Template};
use crate::adapters::graph::line::Line;
use crate::failure::Failure;
use crate::http::{Body, FileSlice, Part as FormPart, Request};
use crate::post::{Media, Part};

/// What is asked of a template and of a number.
const TEMPLATE: &str = "name,language,status,category,components,parameter_format,quality_score";
/// The limit is that of the business portfolio: the number's own, `messaging_limit_tier`, is not told
/// any more (page "Messaging limits", 2025-11-26).
const NUMBER: &str = "id,display_phone_number,verified_name,status,quality_rating,name_status,\
    whatsapp_business_manager_messaging_limit";

/// The templates with our template's name: one for each language.
pub(super) fn templates(line: &Line, settings: &Settings) -> Result<Request, Failure> {
    let path = [settings.business.as_str(), "message_templates"];
    let query = [("name", settings.template.name.as_str()), ("fields", TEMPLATE)];
    line.get("templates", &settings.token, &path, &query)
}

/// The state of the number.
pub(super) fn number(line: &Line, settings: &Settings) -> Result<Request, Failure> {
    line.get("number", &settings.token, &[settings.phone.as_str()], &[("fields", NUMBER)])
}

/// The upload of a medium, which nobody sees.
pub(super) fn upload(
    line: &Line,
    settings: &Settings,
    medium: &Media,
    file: FileSlice,
) -> Result<Request, Failure> {
    let mime = medium.kind.mime();
    let form = vec![
        FormPart::text("messaging_product", "whatsapp"),
        FormPart::text("type", mime),
        FormPart::file("file", mime, file).named(medium.wire_name()),
    ];
    let path = [settings.phone.as_str(), "media"];
    line.send("media", &settings.token, &path, Body::Multipart(form))
}

/// The message of `part` to `number`, with the medium `media` where it has one.
pub(super) fn message(
    line: &Line,
    settings: &Settings,
    part: &Part,
    number: &str,
    media: Option<&str>,
) -> Result<Request, Failure> {
    let body = body(&settings.template, part, number, media);
    let path = [settings.phone.as_str(), "messages"];
    line.send("message", &settings.token, &path, Body::Json(body))
}

fn body(template: &Template, part: &Part, number: &str, media: Option<&str>) -> Value {
    let texts = places(&part.text).map(|text| json!({ "type": "text", "text": text }));
    let texts: Vec<_> = texts.collect();
    let header = header(template.header, part, media);
    let body = json!({ "type": "body", "parameters": texts });
    let components: Vec<_> = header.into_iter().chain([body]).collect();
    json!({
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": number.trim_start_matches('+'),
        "type": "template",
        "template": {
            "name": template.name,
            "language": { "policy": "deterministic", "code": template.language },
            "components": components,
        },
    })
}

/// A document is shown with its name.
fn header(header: Header, part: &Part, media: Option<&str>) -> Option<Value> {
    let kind = header.word();
    let mut medium = json!({ "id": media? });
    if header == Header::Document {
        medium["filename"] = json!(part.media.first()?.name);
    }
    let parameter = json!({ "type": kind, kind: medium });
    Some(json!({ "type": "header", "parameters": [parameter] }))
}

//! How requests are looked at before anything else, and how they are refused.

use serde_json::{Value, json};

use crate::platform::mock::{Asked, Reply};

/// What a request comes to: an answer either way; the error is one that ends the request early.
pub(super) type Outcome = Result<Reply, Reply>;

/// A refusal as the API words it.
pub(super) fn refused(status: u16, code: &str, message: &str) -> Reply {
    Reply::json(status, &json!({ "status": status, "code": code, "message": message }))
}

/// A refusal of one field.
pub(super) fn invalid(status: u16, code: &str, field: &str, description: &str) -> Reply {
    let error = json!({
        "code": code,
        "description": description,
        "input": { "inputPath": { "fieldPath": field } },
    });
    Reply::json(
        status,
        &json!({
            "status": status,
            "code": "INVALID_REQUEST",
            "message": "Invalid request",
            "errorDetailType": "com.linkedin.common.error.BadRequest",
            "errorDetails": { "inputErrors": [error] },
        }),
    )
}

/// The headers that every versioned request must have.
pub(super) fn versions(asked: &Asked) -> Result<(), Reply> {
    let version = asked.header("linkedin-version").unwrap_or_default();
    let digits = version.len() == 6 && version.bytes().all(|byte| byte.is_ascii_digit());
    let number: u32 = version.parse().unwrap_or_default();
    if !digits || !(1..=12).contains(&(number % 100)) {
        return Err(refused(400, "VERSION_MISSING", "A version must be present"));
    }
    if number < 202_601 {
        let message = format!("Requested version {version} is not active");
        return Err(refused(426, "NONEXISTENT_VERSION", &message));
    }
    match asked.header("x-restli-protocol-version") {
        Some("2.0.0") => Ok(()),
        _ => Err(refused(400, "ILLEGAL_ARGUMENT", "X-Restli-Protocol-Version must be 2.0.0")),
    }
}

/// The collection of a path, and the one thing in it that is meant. A URN is one encoded piece.
pub(super) fn pieces(rest: &str) -> Result<(&str, Option<String>), Reply> {
    let Some((collection, urn)) = rest.split_once('/') else { return Ok((rest, None)) };
    let plain = urn.contains([':', '/']);
    let urn = percent_encoding::percent_decode_str(urn).decode_utf8().map(|urn| urn.into_owned());
    match urn {
        Ok(urn) if !plain && urn.starts_with("urn:li:") => Ok((collection, Some(urn))),
        _ => Err(refused(400, "ILLEGAL_ARGUMENT", "Syntax exception in path variables")),
    }
}

/// The JSON object of a request.
pub(super) fn body(asked: &Asked) -> Result<Value, Reply> {
    let sent = asked.json().filter(Value::is_object);
    sent.ok_or_else(|| refused(400, "INVALID_JSON", "Failed to parse the body as a JSON object"))
}

/// Refuses fields of `value` that no page names.
pub(super) fn fields(value: &Value, known: &[&str], place: &str) -> Result<(), Reply> {
    let Some(map) = value.as_object() else {
        return Err(schema(&format!("{place} is not a record")));
    };
    match map.keys().find(|key| !known.contains(&key.as_str())) {
        Some(key) => {
            Err(schema(&format!("{place}/{key}: unrecognized field found but not allowed")))
        }
        None => Ok(()),
    }
}

/// Something that does not fit the schema.
pub(super) fn schema(problem: &str) -> Reply {
    refused(422, "UNPROCESSABLE_ENTITY", &format!("ERROR :: {problem}"))
}

/// The text `name` of `value`.
pub(super) fn text<'v>(value: &'v Value, name: &str, place: &str) -> Result<&'v str, Reply> {
    match &value[name] {
        Value::String(text) => Ok(text),
        Value::Null => Err(schema(&format!(
            "{place}/{name}: field is required but not found and has no default"
        ))),
        _ => Err(schema(&format!("{place}/{name}: is not a string"))),
    }
}

/// Refuses a query that is not exactly of these names.
pub(super) fn query(asked: &Asked, known: &[&str]) -> Result<(), Reply> {
    let names: Vec<_> = asked.query.iter().map(|(name, _)| name.as_str()).collect();
    let unknown = names.iter().find(|name| !known.contains(name));
    let double = names.iter().enumerate().any(|(at, name)| names[..at].contains(name));
    match unknown {
        Some(name) => {
            Err(refused(400, "QUERY_PARAM_NOT_ALLOWED", &format!("{name} is not allowed")))
        }
        None if double => Err(refused(400, "ILLEGAL_ARGUMENT", "a parameter came twice")),
        None => Ok(()),
    }
}

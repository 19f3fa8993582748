//! How requests are looked at before anything else, and how they are refused.

use serde_json::{Value, json};

use crate::platform::mock::{Asked, Reply};

/// What a request comes to: an answer either way; the error is one that ends the request early.
pub(super) type Outcome = Result<Reply, Reply>;

/// A refusal as the API words it.
pub(super) fn refused(status: u16, reason: &str, message: &str) -> Reply {
    let error = json!({ "message": message, "domain": "youtube.video", "reason": reason });
    Reply::json(
        status,
        &json!({ "error": { "code": status, "message": message, "errors": [error] } }),
    )
}

/// The JSON object of a request.
pub(super) fn body(asked: &Asked) -> Result<Value, Reply> {
    let sent = asked.json().filter(Value::is_object);
    sent.ok_or_else(|| refused(400, "parseError", "This API does not support parsing other input."))
}

/// Refuses a query that has other names than these, or one of them twice.
pub(super) fn query(asked: &Asked, known: &[&str]) -> Result<(), Reply> {
    let names: Vec<_> = asked.query.iter().map(|(name, _)| name.as_str()).collect();
    let unknown = names.iter().find(|name| !known.contains(name));
    let double = names.iter().enumerate().any(|(at, name)| names[..at].contains(name));
    match unknown {
        Some(name) => Err(refused(400, "unexpectedParameter", &format!("unexpected: {name}"))),
        None if double => Err(refused(400, "invalidParameter", "a parameter came twice")),
        None => Ok(()),
    }
}

/// The query value `name`.
pub(super) fn required<'a>(asked: &'a Asked, name: &str) -> Result<&'a str, Reply> {
    let value = asked.query(name).filter(|value| !value.is_empty());
    value.ok_or_else(|| refused(400, "missingRequiredParameter", &format!("No {name} given")))
}

/// The parts that the query names; all must be known.
pub(super) fn parts<'a>(asked: &'a Asked, known: &[&str]) -> Result<Vec<&'a str>, Reply> {
    let parts: Vec<_> = required(asked, "part")?.split(',').collect();
    match parts.iter().find(|part| !known.contains(part)) {
        Some(part) => Err(refused(400, "unknownPart", &format!("{part} could not be found"))),
        None => Ok(parts),
    }
}

/// Refuses fields of `value` that are not among `known`.
pub(super) fn fields(value: &Value, known: &[&str], place: &str) -> Result<(), Reply> {
    let Some(map) = value.as_object() else {
        return Err(refused(400, "invalidVideoMetadata", &format!("{place} is no object")));
    };
    match map.keys().find(|key| !known.contains(&key.as_str())) {
        Some(key) => Err(refused(400, "unknownField", &format!("Unknown name {key} at {place}"))),
        None => Ok(()),
    }
}

//! The body of a post, and queries, read strictly: what is not described is refused.

use serde_json::{Map, Value};

use super::Refusal;
use crate::platform::mock::Asked;

/// A post as it is asked for.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Wanted {
    pub(super) text: String,
    pub(super) media: Vec<String>,
    pub(super) parent: Option<String>,
}

/// Which fields there are, and what they hold.
const FIELDS: [(&str, Holds); 7] = [
    ("text", Holds::Text),
    ("media", Holds::Media),
    ("reply", Holds::Reply),
    ("reply_settings", Holds::OneOf(&["following", "mentionedUsers", "subscribers", "verified"])),
    ("made_with_ai", Holds::Flag),
    ("paid_partnership", Holds::Flag),
    ("nullcast", Holds::Flag),
];

#[derive(Debug, Clone, Copy)]
enum Holds {
    Text,
    Flag,
    Media,
    Reply,
    OneOf(&'static [&'static str]),
}

/// Reads the body of a post.
pub(super) fn read(asked: &Asked) -> Result<Wanted, Refusal> {
    let body = object(asked)?;
    for (name, value) in &body {
        let Some((_, holds)) = FIELDS.iter().find(|(field, _)| field == name) else {
            return Err(unknown(name));
        };
        check(name, value, *holds)?;
    }
    let text = body.get("text").and_then(Value::as_str).unwrap_or_default().to_owned();
    let media = body.get("media").map(|media| ids(&media["media_ids"])).unwrap_or_default();
    let parent = body.get("reply").and_then(|reply| reply["in_reply_to_tweet_id"].as_str());
    if parent.is_some() && body.contains_key("reply_settings") {
        return Err(Refusal::invalid("reply_settings", "Replies cannot have reply_settings."));
    }
    if text.trim().is_empty() && media.is_empty() {
        let words = "You must provide text if media is not provided.";
        return Err(Refusal::invalid("text", words));
    }
    Ok(Wanted { text, media, parent: parent.map(str::to_owned) })
}

/// The body as a JSON object.
pub(super) fn object(asked: &Asked) -> Result<Map<String, Value>, Refusal> {
    match asked.json() {
        Some(Value::Object(body)) => Ok(body),
        _ => Err(Refusal::invalid("body", "Request body is not valid JSON.")),
    }
}

/// Refuses fields of an object that are not among `known`.
pub(super) fn closed(body: &Map<String, Value>, known: &[&str]) -> Result<(), Refusal> {
    match body.keys().find(|name| !known.contains(&name.as_str())) {
        Some(name) => Err(unknown(name)),
        None => Ok(()),
    }
}

/// Refuses names in the query that are not among `known`, and names that come twice.
pub(super) fn query(asked: &Asked, known: &[&str]) -> Result<(), Refusal> {
    for (at, (name, _)) in asked.query.iter().enumerate() {
        let twice = asked.query[..at].iter().any(|(before, _)| before == name);
        if twice || !known.contains(&name.as_str()) {
            let known = known.join(",");
            let words = format!("The query parameter [{name}] is not one of [{known}]");
            return Err(Refusal::invalid(name, words));
        }
    }
    Ok(())
}

/// The values of the list `name` in the query, each of which must be known.
pub(super) fn listed<'a>(
    asked: &'a Asked,
    name: &str,
    known: &[&str],
) -> Result<Vec<&'a str>, Refusal> {
    let Some(written) = asked.query(name) else { return Ok(Vec::new()) };
    let values: Vec<_> = written.split(',').collect();
    match values.iter().find(|value| !known.contains(value)) {
        Some(value) => {
            let known = known.join(",");
            let words =
                format!("The `{name}` query parameter value [{value}] is not one of [{known}]");
            Err(Refusal::invalid(name, words))
        }
        None => Ok(values),
    }
}

/// Whether `text` is an id.
pub(super) fn is_id(text: &str) -> bool {
    (1..=19).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn check(name: &str, value: &Value, holds: Holds) -> Result<(), Refusal> {
    let right = match holds {
        Holds::Text => value.is_string(),
        Holds::Flag => value.is_boolean(),
        Holds::OneOf(words) => value.as_str().is_some_and(|value| words.contains(&value)),
        Holds::Media => return check_media(value),
        Holds::Reply => return check_reply(value),
    };
    if right {
        Ok(())
    } else {
        Err(Refusal::invalid(name, format!("$.{name}: {value} is not valid")))
    }
}

fn check_media(value: &Value) -> Result<(), Refusal> {
    let media = value.as_object().ok_or_else(|| Refusal::invalid("media", "object expected"))?;
    closed(media, &["media_ids", "tagged_user_ids"])?;
    let given = media.get("media_ids").and_then(Value::as_array);
    let count = given.map_or(0, Vec::len);
    let sound = ids(&media["media_ids"]).len() == count && (1..=4).contains(&count);
    if sound { Ok(()) } else { Err(Refusal::invalid("media.media_ids", "1 to 4 ids expected")) }
}

fn check_reply(value: &Value) -> Result<(), Refusal> {
    let reply = value.as_object().ok_or_else(|| Refusal::invalid("reply", "object expected"))?;
    closed(reply, &["in_reply_to_tweet_id", "exclude_reply_user_ids"])?;
    let sound = reply.get("in_reply_to_tweet_id").and_then(Value::as_str).is_some_and(is_id);
    let place = "reply.in_reply_to_tweet_id";
    if sound { Ok(()) } else { Err(Refusal::invalid(place, "an id is expected")) }
}

fn ids(value: &Value) -> Vec<String> {
    let list = value.as_array().map(Vec::as_slice).unwrap_or_default();
    list.iter().filter_map(Value::as_str).filter(|id| is_id(id)).map(str::to_owned).collect()
}

fn unknown(name: &str) -> Refusal {
    let words = format!(
        "$.{name}: is not defined in the schema and the schema does not allow additional properties"
    );
    Refusal::invalid(name, words)
}

//! How requests are looked at before anything else, and how they are refused.

use serde_json::{Value, json};

use super::Call;
use crate::platform::mock::Reply;

/// The largest JSON body in bytes.
const JSON_BYTES: usize = 1_000_000;

/// A refusal: its status, its name and its words.
#[derive(Debug)]
pub(super) struct Refused(u16, Value);

impl Refused {
    pub(super) fn of(status: u16, error: &str, message: &str) -> Self {
        Self(status, json!({ "error": error, "message": message }))
    }

    pub(super) fn invalid(message: &str) -> Self {
        Self::of(400, "InvalidRequest", message)
    }

    /// The same with more fields, which the video service has.
    pub(super) fn with(status: u16, body: Value) -> Self {
        Self(status, body)
    }

    pub(super) fn reply(self) -> Reply {
        match self {
            Self(429, body) => {
                let reset = body["reset"].as_i64().unwrap_or_default();
                super::counters::limited(reset)
            }
            Self(status, body) => Reply::json(status, &body),
        }
    }
}

/// The JSON document of a POST request.
pub(super) fn json_body(call: &Call<'_>) -> Result<Value, Refused> {
    post(call)?;
    query_of(call, &[])?;
    encoded_as(call, "application/json")?;
    if call.asked.body.len() > JSON_BYTES {
        return Err(Refused::of(413, "PayloadTooLarge", "request entity too large"));
    }
    call.asked
        .json()
        .filter(Value::is_object)
        .ok_or_else(|| Refused::invalid("Unexpected token in JSON, or the input is not an object"))
}

/// Refuses everything but a POST request.
pub(super) fn post(call: &Call<'_>) -> Result<(), Refused> {
    expect_method(call, "POST")
}

fn expect_method(call: &Call<'_>, expected: &str) -> Result<(), Refused> {
    let method = &call.asked.method;
    if method == expected {
        return Ok(());
    }
    Err(Refused::invalid(&format!("Incorrect HTTP method ({method}) expected {expected}")))
}

/// Refuses a body that is not `encoding`; one that ends in `/*` takes any type.
pub(super) fn encoded_as(call: &Call<'_>, encoding: &str) -> Result<(), Refused> {
    let Some(given) = call.asked.header("content-type") else {
        let message = "Request encoding (Content-Type) required but not provided";
        return Err(Refused::invalid(message));
    };
    let essence = given.split(';').next().unwrap_or_default().trim();
    if encoding == "*/*" || essence == encoding {
        return Ok(());
    }
    Err(Refused::invalid(&format!("Wrong request encoding (Content-Type): {essence}")))
}

/// The query value `name` of a GET request that may have the values `known`.
pub(super) fn query(call: &Call<'_>, known: &[&str], name: &str) -> Result<String, Refused> {
    expect_method(call, "GET")?;
    query_of(call, known)?;
    required_query(call, name)
}

/// The query value `name`.
pub(super) fn required_query(call: &Call<'_>, name: &str) -> Result<String, Refused> {
    let value = call.asked.query(name).filter(|value| !value.is_empty());
    value.map(str::to_owned).ok_or_else(|| {
        Refused::invalid(&format!("Error: Params must have the property \"{name}\""))
    })
}

/// Refuses query values that nobody knows, or that come twice.
pub(super) fn query_of(call: &Call<'_>, known: &[&str]) -> Result<(), Refused> {
    let query = &call.asked.query;
    let wrong = query.iter().enumerate().find(|(at, (name, _))| {
        !known.contains(&name.as_str()) || query[..*at].iter().any(|(before, _)| before == name)
    });
    match wrong {
        Some((_, (name, _))) => {
            Err(Refused::invalid(&format!("the query has an unknown or double \"{name}\"")))
        }
        None => Ok(()),
    }
}

/// Refuses fields of `input` that nobody knows.
pub(super) fn fields(input: &Value, known: &[&str]) -> Result<(), Refused> {
    let unknown =
        input.as_object().into_iter().flatten().find(|(key, _)| !known.contains(&key.as_str()));
    match unknown {
        Some((key, _)) => Err(Refused::invalid(&format!("Input has the unknown field \"{key}\""))),
        None => Ok(()),
    }
}

/// The text field `name` of `input`.
pub(super) fn text(input: &Value, name: &str) -> Result<String, Refused> {
    match &input[name] {
        Value::String(text) => Ok(text.clone()),
        Value::Null => {
            Err(Refused::invalid(&format!("Error: Input must have the property \"{name}\"")))
        }
        _ => Err(Refused::invalid(&format!("Error: Input/{name} must be a string"))),
    }
}

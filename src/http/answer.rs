//! An answer: what came back, capped, and how to read it.

use std::borrow::Cow;
use std::fmt;

use bytes::{Bytes, BytesMut};
use reqwest::Response;
use serde::de::DeserializeOwned;
use thiserror::Error;

use super::headers::Headers;
use crate::clock::Instant;
use crate::secret;

/// How much of the body of a success is read, in bytes after decoding.
pub(super) const SUCCESS_CAP: usize = 1024 * 1024;

/// How much of any other body is read, in bytes after decoding.
pub(super) const ERROR_CAP: usize = 64 * 1024;

/// How deep the lists and objects of an answer may nest. No platform comes near it, and readers
/// go one call deeper for each level.
const DEEPEST: usize = 64;

/// What a server answered, redirects and errors included. `Debug` does not show the body.
#[derive(Clone)]
pub struct Answer {
    /// The status code, such as 200 or 429.
    pub status: u16,
    /// The headers.
    pub headers: Headers,
    /// The body, decoded. At most 1 MiB of a success and 64 KiB of anything else.
    pub body: Bytes,
    /// Whether there was more of the body than was read: over the cap or lost on the way.
    pub truncated: bool,
    /// The server's clock when it answered.
    pub received: Option<Instant>,
}

/// Why a body cannot be read as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum BadBody {
    /// It is longer than is read, or was cut off.
    #[error("the answer's body is incomplete or longer than is read")]
    Truncated,
    /// It is no JSON, or not of the expected shape.
    #[error("the answer's body is not the expected JSON: {detail}")]
    NotJson {
        /// What the parser said, secrets struck out.
        detail: String,
    },
}

impl Answer {
    /// Whether the status is 200 to 299.
    #[must_use]
    pub fn is_success(&self) -> bool {
        is_success(self.status)
    }

    /// The first value of the header called `name`, any case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)
    }

    /// Whether the server says that the body is JSON, problem documents and the like included.
    #[must_use]
    pub fn is_json(&self) -> bool {
        let given = self.header("content-type").unwrap_or_default();
        let essence = given.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        essence == "application/json" || essence.ends_with("+json")
    }

    /// The body as JSON, whatever its content type says. Refuses a body that was cut, and
    /// nesting beyond 64 levels.
    ///
    /// # Errors
    /// If the body is not whole, no JSON, or not of the shape of `T`.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, BadBody> {
        if self.truncated {
            return Err(BadBody::Truncated);
        }
        if deepest(&self.body) > DEEPEST {
            return Err(BadBody::NotJson { detail: format!("more than {DEEPEST} levels deep") });
        }
        serde_json::from_slice(&self.body).map_err(|error| BadBody::NotJson {
            detail: secret::strike_out(&error.to_string()).into_owned(),
        })
    }

    /// The body as text for people: known secrets struck out, broken characters replaced. It is
    /// foreign text; escape it before printing.
    #[must_use]
    pub fn text(&self) -> String {
        let text: Cow<'_, str> = String::from_utf8_lossy(&self.body);
        secret::strike_out(&text).into_owned()
    }
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer")
            .field("status", &self.status)
            .field("headers", &self.headers)
            .field("bytes", &self.body.len())
            .field("truncated", &self.truncated)
            .field("received", &self.received)
            .finish()
    }
}

/// How deep the lists and objects of `json` nest.
fn deepest(json: &[u8]) -> usize {
    let (mut depth, mut deepest, mut in_text, mut escaped) = (0_usize, 0, false, false);
    for byte in json {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            b'[' | b'{' if !in_text => depth += 1,
            b']' | b'}' if !in_text => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

pub(super) fn is_success(status: u16) -> bool {
    (200..300).contains(&status)
}

/// Reads up to `cap` bytes of the decoded body into `body`. `true` if there was more. What lies
/// beyond is not drained: the connection is given up instead.
pub(super) async fn read_capped(
    response: &mut Response,
    cap: usize,
    body: &mut BytesMut,
) -> Result<bool, reqwest::Error> {
    while let Some(chunk) = response.chunk().await? {
        let room = cap - body.len();
        body.extend_from_slice(&chunk[..chunk.len().min(room)]);
        if chunk.len() > room {
            return Ok(true);
        }
    }
    Ok(false)
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderMap;

    use super::*;

    fn answer(content_type: &str, body: &str) -> Answer {
        let mut headers = HeaderMap::new();
        headers.insert("content-type", content_type.parse().unwrap());
        Answer {
            status: 200,
            headers: headers.into(),
            body: Bytes::copy_from_slice(body.as_bytes()),
            truncated: false,
            received: None,
        }
    }

    #[test]
    fn json_is_told_by_its_content_type() {
        for (given, json) in [
            ("application/json", true),
            ("Application/JSON; charset=utf-8", true),
            ("application/problem+json", true),
            ("text/html", false),
            ("application/jsonp", false),
        ] {
            assert_eq!(answer(given, "{}").is_json(), json, "{given}");
        }
    }

    #[test]
    fn a_cut_body_is_never_read_as_json() {
        let mut cut = answer("application/json", "{}");
        cut.truncated = true;
        assert_eq!(cut.json::<serde_json::Value>(), Err(BadBody::Truncated));
    }

    #[test]
    fn an_answer_may_nest_to_64_levels_and_no_deeper() {
        let nested = |levels: usize| {
            let (open, close) = ("[".repeat(levels - 1), "]".repeat(levels - 1));
            answer("application/json", &format!("{{\"a\": {open}{close}}}"))
        };
        assert!(nested(64).json::<serde_json::Value>().is_ok());
        assert!(matches!(nested(65).json::<serde_json::Value>(), Err(BadBody::NotJson { .. })));
    }

    #[test]
    fn brackets_in_texts_and_side_by_side_are_not_levels() {
        let text = r#""[{[{\"[[\\", [], "#.repeat(100);
        let flat = answer("application/json", &format!("[{text}{{}}]"));
        assert_eq!(flat.json::<Vec<serde_json::Value>>().map(|all| all.len()), Ok(201));
    }

    #[test]
    fn deep_nesting_is_refused() {
        let deep = answer("application/json", &"[".repeat(100_000));
        assert!(matches!(deep.json::<serde_json::Value>(), Err(BadBody::NotJson { .. })));
    }

    #[test]
    fn a_token_that_comes_back_is_struck_out() {
        let _token = secret::Secret::new("canary-echo-5d1f");
        let echo = answer("application/json", "\"canary-echo-5d1f\"");
        assert_eq!(echo.text(), "\"***\"");
        let refused = echo.json::<u8>().unwrap_err().to_string();
        assert!(!refused.contains("canary-echo-5d1f"), "{refused}");
        assert!(!format!("{echo:?}").contains("canary-echo-5d1f"));
    }
}

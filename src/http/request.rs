//! A request as an adapter describes it: checked when built, unreadable when printed.

use std::fmt;
use std::time::Duration;

use reqwest::header::{self, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Client, Method, Url};
use thiserror::Error;

use super::body::Body;
use crate::secret::Secret;

/// Headers that the connection itself writes; setting them could break the framing.
const RESERVED: [HeaderName; 5] = [
    header::HOST,
    header::CONTENT_LENGTH,
    header::TRANSFER_ENCODING,
    header::CONNECTION,
    header::EXPECT,
];

/// What is wrong with a request that was about to be built.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RequestError {
    /// The name is no header name.
    #[error("`{name}` is not the name of a header (use letters, digits and hyphens)")]
    HeaderName {
        /// As given.
        name: String,
    },
    /// The header belongs to the connection.
    #[error("the header `{name}` is set by the connection itself (leave it out)")]
    Reserved {
        /// As given.
        name: String,
    },
    /// The value holds a line break or another character that headers cannot carry.
    #[error("the value of the header `{name}` has a line break or a control character in it")]
    HeaderValue {
        /// Of the header; the value may be secret.
        name: String,
    },
    /// A part's name or file name would break the form's framing.
    #[error("the part `{name}` has a line break, a quote or a control character in its name")]
    PartName {
        /// As given, escaped.
        name: String,
    },
    /// A content type that is none.
    #[error("`{given}` is not a content type (write it like image/jpeg)")]
    ContentType {
        /// As given, escaped.
        given: String,
    },
}

/// One request. Its `Debug` shows the label, the method, the host and the body's size: the path,
/// the query and the headers may hold secrets.
pub struct Request {
    label: &'static str,
    method: Method,
    url: Url,
    pub(super) headers: HeaderMap,
    pub(super) body: Body,
    timeout: Option<Duration>,
}

impl Request {
    /// A request without headers and body. `label` names it in messages, such as `sendMessage`.
    #[must_use]
    pub fn new(label: &'static str, method: Method, url: Url) -> Self {
        Self { label, method, url, headers: HeaderMap::new(), body: Body::Empty, timeout: None }
    }

    /// A GET request.
    #[must_use]
    pub fn get(label: &'static str, url: Url) -> Self {
        Self::new(label, Method::GET, url)
    }

    /// A POST request.
    #[must_use]
    pub fn post(label: &'static str, url: Url) -> Self {
        Self::new(label, Method::POST, url)
    }

    /// With one more header.
    ///
    /// # Errors
    /// If the name is no header name or belongs to the connection, or if the value has a line
    /// break or a control character in it.
    pub fn header(self, name: &str, value: &str) -> Result<Self, RequestError> {
        self.typed_header(name, value, false)
    }

    /// With one more header that is never printed.
    ///
    /// # Errors
    /// As for [`Request::header`].
    pub fn secret_header(self, name: &str, value: &Secret) -> Result<Self, RequestError> {
        self.typed_header(name, value.expose(), true)
    }

    /// With `Authorization: Bearer` and the token.
    ///
    /// # Errors
    /// If the token has a line break or a control character in it.
    pub fn bearer(self, token: &Secret) -> Result<Self, RequestError> {
        self.typed_header("authorization", &format!("Bearer {}", token.expose()), true)
    }

    /// With one more header that is never printed, such as a signature that is good for this one
    /// request and so is no lasting [`Secret`].
    ///
    /// # Errors
    /// As for [`Request::header`].
    pub fn unprinted_header(self, name: &str, value: &str) -> Result<Self, RequestError> {
        self.typed_header(name, value, true)
    }

    fn typed_header(mut self, name: &str, value: &str, secret: bool) -> Result<Self, RequestError> {
        let typed: HeaderName = name
            .parse()
            .map_err(|_| RequestError::HeaderName { name: name.escape_debug().to_string() })?;
        let name = name.to_owned();
        if RESERVED.contains(&typed) {
            return Err(RequestError::Reserved { name });
        }
        let mut value =
            HeaderValue::from_str(value).map_err(|_| RequestError::HeaderValue { name })?;
        value.set_sensitive(secret);
        self.headers.insert(typed, value);
        Ok(self)
    }

    /// With `body` as it is.
    ///
    /// # Errors
    /// If a content type is none, or a part's name would break the framing.
    pub fn body(mut self, body: Body) -> Result<Self, RequestError> {
        body.check()?;
        self.body = body;
        Ok(self)
    }

    /// With a JSON document.
    #[must_use]
    pub fn json(mut self, document: serde_json::Value) -> Self {
        self.body = Body::Json(document);
        self
    }

    /// With names and values as in an HTML form.
    #[must_use]
    pub fn form(mut self, fields: Vec<(String, String)>) -> Self {
        self.body = Body::Form(fields);
        self
    }

    /// With another limit for the whole request than the options give.
    #[must_use]
    pub fn within(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// What messages call it.
    #[must_use]
    pub fn label(&self) -> &'static str {
        self.label
    }

    /// Its method.
    #[must_use]
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// Where it goes, secrets included: never print it.
    #[must_use]
    pub fn url(&self) -> &Url {
        &self.url
    }

    /// The caller's own limit for the whole request.
    #[must_use]
    pub fn timeout(&self) -> Option<Duration> {
        self.timeout
    }

    /// The library's request, with the body's length known to it. Where the caller named a content
    /// type it wins, but over a form's, which holds the boundary of its parts.
    pub(super) fn assemble(mut self, client: &Client) -> Result<reqwest::Request, reqwest::Error> {
        if let Body::Multipart(_) = self.body {
            self.headers.remove(header::CONTENT_TYPE);
        }
        let mut request = self.body.load(client.request(self.method, self.url))?.build()?;
        request.headers_mut().extend(self.headers);
        announce_nothing(&mut request);
        Ok(request)
    }
}

/// Says `Content-Length: 0` where a server may expect a body (RFC 9110 8.6); the library is silent.
fn announce_nothing(request: &mut reqwest::Request) {
    let expected = [Method::POST, Method::PUT, Method::PATCH].contains(request.method());
    let size = request.body().map_or(Some(0), |body| http_body::Body::size_hint(body).exact());
    if expected && size == Some(0) {
        *request.body_mut() = None;
        request.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(0));
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let host = self.url.host_str().unwrap_or("no host");
        write!(f, "{} ({} {host}, {:?})", self.label, self.method, self.body)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request() -> Request {
        let url = Url::parse("https://api.example/botcanary-42aa17/send?access_token=canary-99bb")
            .unwrap();
        Request::post("sendMessage", url)
    }

    #[test]
    fn a_line_break_in_a_header_is_refused() {
        for value in ["a\r\nx-evil: 1", "a\nb", "a\rb", "a\0b"] {
            let refused = request().header("x-note", value).unwrap_err();
            assert_eq!(refused, RequestError::HeaderValue { name: "x-note".to_owned() });
        }
        assert!(request().header("x\r\nevil", "1").is_err());
    }

    #[test]
    fn headers_of_the_connection_are_refused() {
        for name in ["Host", "content-length", "Transfer-Encoding"] {
            let refused = request().header(name, "1").unwrap_err();
            assert_eq!(refused, RequestError::Reserved { name: name.to_owned() });
        }
    }

    #[test]
    fn printing_a_request_shows_neither_path_nor_query_nor_headers() {
        let token = Secret::new("canary-header-31");
        let printed = format!("{:?}", request().bearer(&token).unwrap().json(1.into()));
        assert_eq!(printed, "sendMessage (POST api.example, JSON)");
    }

    #[test]
    fn the_callers_content_type_wins_over_the_bodys() {
        let http = crate::http::Http::new(crate::http::HttpOptions {
            allow_plain: true,
            ..Default::default()
        });
        let http = http.unwrap();
        let client = http.client(crate::http::Kind::Fresh).unwrap();
        let request = request().header("content-type", "application/ld+json").unwrap();
        let built = request.json(1.into()).assemble(client).unwrap();
        let types: Vec<_> = built.headers().get_all("content-type").iter().collect();
        assert_eq!(types, ["application/ld+json"]);
    }
}

//! A request as an adapter describes it: checked when built, unreadable when printed.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use reqwest::header::{self, HeaderMap, HeaderName, HeaderValue};
use reqwest::{Client, Method, Url, multipart};
use thiserror::Error;

use super::stream::FileSlice;
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

/// What a request carries.
pub enum Body {
    /// Nothing. No witness can watch it: where the request is lost after connecting, its fate
    /// counts as uncertain.
    Empty,
    /// A JSON document.
    Json(serde_json::Value),
    /// Names and values as in an HTML form. Hindi takes three times the bytes of JSON this way.
    Form(Vec<(String, String)>),
    /// Ready bytes.
    Bytes {
        /// What they are, such as `image/jpeg`.
        content_type: String,
        /// The bytes.
        bytes: Bytes,
    },
    /// Several parts, as `multipart/form-data`.
    Multipart(Vec<Part>),
    /// A file, or a stretch of one, streamed.
    File {
        /// What it is, such as `video/mp4`.
        content_type: String,
        /// Which bytes.
        file: FileSlice,
    },
}

/// One part of [`Body::Multipart`].
pub struct Part {
    pub(super) name: String,
    pub(super) file_name: Option<String>,
    pub(super) content_type: Option<String>,
    pub(super) content: Content,
}

pub(super) enum Content {
    Bytes(Bytes),
    File(FileSlice),
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

    /// The library's request, with the body's length known to it.
    pub(super) fn assemble(self, client: &Client) -> Result<reqwest::Request, reqwest::Error> {
        let builder = client.request(self.method, self.url);
        let (builder, content_type) = match self.body {
            Body::Empty => (builder, None),
            Body::Json(document) => {
                (builder.body(document.to_string()), Some("application/json".to_owned()))
            }
            Body::Form(fields) => (
                builder.body(encode(&fields)),
                Some("application/x-www-form-urlencoded".to_owned()),
            ),
            Body::Bytes { content_type, bytes } => (builder.body(bytes), Some(content_type)),
            Body::File { content_type, file } => {
                (builder.body(file.into_body()), Some(content_type))
            }
            Body::Multipart(parts) => (builder.multipart(form(parts)?), None),
        };
        let mut request = builder.build()?;
        let headers = request.headers_mut();
        if let Some(content_type) = content_type.and_then(|given| given.parse().ok()) {
            headers.insert(header::CONTENT_TYPE, content_type);
        }
        headers.extend(self.headers);
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

pub(super) fn encode(fields: &[(String, String)]) -> String {
    url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish()
}

/// Names go out as they are (they were checked), since percent-encoding would write `name*=`,
/// which RFC 7578 4.2 forbids and servers do not read.
fn form(parts: Vec<Part>) -> Result<multipart::Form, reqwest::Error> {
    let mut form = multipart::Form::new().percent_encode_noop();
    for part in parts {
        let mut typed = match part.content {
            Content::Bytes(bytes) => {
                let len = bytes.len() as u64;
                multipart::Part::stream_with_length(bytes, len)
            }
            Content::File(file) => {
                let len = file.len();
                multipart::Part::stream_with_length(file.into_body(), len)
            }
        };
        if let Some(content_type) = &part.content_type {
            typed = typed.mime_str(content_type)?;
        }
        if let Some(file_name) = part.file_name {
            typed = typed.file_name(file_name);
        }
        form = form.part(part.name, typed);
    }
    Ok(form)
}

impl Body {
    fn check(&self) -> Result<(), RequestError> {
        match self {
            Self::Bytes { content_type, .. } | Self::File { content_type, .. } => {
                check_type(content_type)
            }
            Self::Multipart(parts) => parts.iter().try_for_each(Part::check),
            Self::Empty | Self::Json(_) | Self::Form(_) => Ok(()),
        }
    }
}

impl Part {
    /// A text field.
    pub fn text(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self::of(name, None, Content::Bytes(text.into().into()))
    }

    /// A field that holds a JSON document.
    pub fn json(name: impl Into<String>, document: &serde_json::Value) -> Self {
        let content = Content::Bytes(document.to_string().into());
        Self::of(name, Some("application/json".to_owned()), content)
    }

    /// A field that holds bytes.
    pub fn bytes(
        name: impl Into<String>,
        content_type: impl Into<String>,
        bytes: impl Into<Bytes>,
    ) -> Self {
        Self::of(name, Some(content_type.into()), Content::Bytes(bytes.into()))
    }

    /// A field that holds a file, or a stretch of one, streamed.
    pub fn file(name: impl Into<String>, content_type: impl Into<String>, file: FileSlice) -> Self {
        Self::of(name, Some(content_type.into()), Content::File(file))
    }

    /// The same, with the file name that the platform is told.
    #[must_use]
    pub fn named(mut self, file_name: impl Into<String>) -> Self {
        self.file_name = Some(file_name.into());
        self
    }

    fn of(name: impl Into<String>, content_type: Option<String>, content: Content) -> Self {
        Self { name: name.into(), file_name: None, content_type, content }
    }

    fn check(&self) -> Result<(), RequestError> {
        let breaks = |c: char| c.is_control() || c == '"' || c == '\\';
        for name in std::iter::once(&self.name).chain(&self.file_name) {
            if name.contains(breaks) {
                return Err(RequestError::PartName { name: name.escape_debug().to_string() });
            }
        }
        self.content_type.as_deref().map_or(Ok(()), check_type)
    }
}

fn check_type(given: &str) -> Result<(), RequestError> {
    let essence = given.split(';').next().unwrap_or_default();
    let word = |word: &str| !word.is_empty() && HeaderName::try_from(word).is_ok();
    let sound = essence.trim().split_once('/').is_some_and(|(kind, sub)| word(kind) && word(sub))
        && HeaderValue::from_str(given).is_ok();
    if sound {
        Ok(())
    } else {
        Err(RequestError::ContentType { given: given.escape_debug().to_string() })
    }
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let host = self.url.host_str().unwrap_or("no host");
        write!(f, "{} ({} {host}, {:?})", self.label, self.method, self.body)
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("no body"),
            Self::Json(_) => f.write_str("JSON"),
            Self::Form(fields) => write!(f, "form of {}", fields.len()),
            Self::Bytes { bytes, .. } => write!(f, "{} bytes", bytes.len()),
            Self::Multipart(parts) => f.debug_list().entries(parts).finish(),
            Self::File { file, .. } => file.fmt(f),
        }
    }
}

impl fmt::Debug for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.content {
            Content::Bytes(bytes) => write!(f, "{}: {} bytes", self.name, bytes.len()),
            Content::File(file) => write!(f, "{}: {file:?}", self.name),
        }
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
    fn a_file_name_that_breaks_out_of_its_part_is_refused() {
        for name in ["a\"; x=\"b", "a\r\nb", "a\\"] {
            let part = Part::bytes("media", "image/png", "x").named(name);
            let refused = request().body(Body::Multipart(vec![part]));
            assert!(matches!(refused, Err(RequestError::PartName { .. })), "{name:?}");
        }
    }

    #[test]
    fn a_content_type_is_checked() {
        for (given, sound) in [
            ("image/jpeg", true),
            ("text/plain; charset=utf-8", true),
            ("image", false),
            ("image/", false),
            ("image/png\r\nx: y", false),
        ] {
            let body = Body::Bytes { content_type: given.to_owned(), bytes: Bytes::new() };
            assert_eq!(request().body(body).is_ok(), sound, "{given:?}");
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

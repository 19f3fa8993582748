//! Bodies of requests: what they can hold, and how they are put on the wire.

use std::fmt;

use bytes::Bytes;
use reqwest::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use reqwest::{RequestBuilder, multipart};

use super::request::RequestError;
use super::stream::FileSlice;

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

impl Body {
    pub(super) fn check(&self) -> Result<(), RequestError> {
        match self {
            Self::Bytes { content_type, .. } | Self::File { content_type, .. } => {
                check_type(content_type)
            }
            Self::Multipart(parts) => parts.iter().try_for_each(Part::check),
            Self::Empty | Self::Json(_) | Self::Form(_) => Ok(()),
        }
    }
}

impl Body {
    /// `builder` with this body, its content type, and its length where the wire needs it told.
    pub(super) fn load(self, builder: RequestBuilder) -> Result<RequestBuilder, reqwest::Error> {
        Ok(match self {
            Self::Empty => builder,
            Self::Json(document) => typed(builder, "application/json").body(document.to_string()),
            Self::Form(fields) => {
                typed(builder, "application/x-www-form-urlencoded").body(encode(&fields))
            }
            Self::Bytes { content_type, bytes } => typed(builder, &content_type).body(bytes),
            Self::File { content_type, file } => {
                typed(builder, &content_type).body(file.into_body())
            }
            Self::Multipart(parts) => builder.multipart(form(parts)?),
        })
    }
}

fn typed(builder: RequestBuilder, content_type: &str) -> RequestBuilder {
    builder.header(CONTENT_TYPE, content_type)
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

    #[test]
    fn a_file_name_that_breaks_out_of_its_part_is_refused() {
        for name in ["a\"; x=\"b", "a\r\nb", "a\\"] {
            let part = Part::bytes("media", "image/png", "x").named(name);
            let refused = Body::Multipart(vec![part]).check();
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
            assert_eq!(body.check().is_ok(), sound, "{given:?}");
        }
    }
}

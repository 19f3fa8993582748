//! Requests and answers as plain bytes, for imitations that need no network.

use std::collections::BTreeMap;
use std::io;

use bytes::Bytes;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};

use super::Answer;
use super::body::{Body, Content, Part, encode};
use super::headers::Headers;
use super::request::Request;

/// What separates the parts of a form; random enough for texts that are not made to break it.
const BOUNDARY: &str = "dakiya-4f9d0c7be2a8461f";

/// A request's headers (names in lower case) and body as they would be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Raw {
    /// The headers, secret ones included.
    pub headers: BTreeMap<String, String>,
    /// The body.
    pub body: Vec<u8>,
}

impl Request {
    /// The request as bytes.
    ///
    /// # Errors
    /// If a file of the body cannot be read.
    pub fn into_raw(self) -> io::Result<Raw> {
        let (content_type, body) = bytes_of(self.body)?;
        let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
        let mut headers: BTreeMap<_, _> =
            self.headers.iter().map(|(name, value)| (name.to_string(), text(value))).collect();
        if let Some(content_type) = content_type {
            headers.entry("content-type".to_owned()).or_insert(content_type);
        }
        headers.insert("content-length".to_owned(), body.len().to_string());
        Ok(Raw { headers, body })
    }
}

fn bytes_of(body: Body) -> io::Result<(Option<String>, Vec<u8>)> {
    Ok(match body {
        Body::Empty => (None, Vec::new()),
        Body::Json(document) => {
            (Some("application/json".to_owned()), document.to_string().into_bytes())
        }
        Body::Form(fields) => {
            (Some("application/x-www-form-urlencoded".to_owned()), encode(&fields).into_bytes())
        }
        Body::Bytes { content_type, bytes } => (Some(content_type), bytes.to_vec()),
        Body::File { content_type, file } => (Some(content_type), file.read_all()?),
        Body::Multipart(parts) => {
            (Some(format!("multipart/form-data; boundary={BOUNDARY}")), form_of(parts)?)
        }
    })
}

fn form_of(parts: Vec<Part>) -> io::Result<Vec<u8>> {
    let mut body = Vec::new();
    for part in parts {
        let mut head =
            format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{}\"", part.name);
        if let Some(file_name) = &part.file_name {
            head.push_str(&format!("; filename=\"{file_name}\""));
        }
        if let Some(content_type) = &part.content_type {
            head.push_str(&format!("\r\nContent-Type: {content_type}"));
        }
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(b"\r\n\r\n");
        match part.content {
            Content::Bytes(bytes) => body.extend_from_slice(&bytes),
            Content::File(file) => body.extend_from_slice(&file.read_all()?),
        }
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
    Ok(body)
}

impl Answer {
    /// An answer with these parts; headers that are none are left out.
    #[must_use]
    pub fn of(status: u16, headers: &[(String, String)], body: Vec<u8>) -> Self {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            let name = HeaderName::from_bytes(name.as_bytes());
            if let (Ok(name), Ok(value)) = (name, HeaderValue::from_str(value)) {
                map.append(name, value);
            }
        }
        let headers = Headers::from(map);
        let received = headers.date();
        Self { status, headers, body: Bytes::from(body), truncated: false, received }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::{Method, Url};

    #[test]
    fn a_form_reads_as_rfc_7578_has_it() {
        let url = Url::parse("https://a.example/x").unwrap();
        let parts = vec![
            Part::text("chat_id", "@a"),
            Part::bytes("photo", "image/png", vec![1, 2, 3]).named("p.png"),
        ];
        let request = Request::new("x", Method::POST, url).body(Body::Multipart(parts)).unwrap();
        let raw = request.into_raw().unwrap();
        let body = String::from_utf8_lossy(&raw.body);
        assert!(body.starts_with("--dakiya-"));
        assert!(body.contains("name=\"chat_id\"\r\n\r\n@a\r\n--dakiya-"));
        assert!(body.contains("filename=\"p.png\"\r\nContent-Type: image/png\r\n\r\n"));
        assert!(body.ends_with("--\r\n"));
    }
}

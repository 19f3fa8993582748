//! The host that takes the bytes of films: its requests and its refusals have forms of their own.
//!
//! Sources: "Publish reels" and "Facebook Stories API" of Pages, "Upload Video to Meta Servers" of
//! Instagram (copies of 2026, read in November 2026).

use serde::Deserialize;

use crate::http::{Answer, Body, FileSlice, Request, RequestError, Url};
use crate::secret::Secret;

/// The bytes of a file from `offset` on.
pub(in crate::adapters) struct Rest {
    pub(in crate::adapters) file: FileSlice,
    pub(in crate::adapters) offset: u64,
    /// How many bytes the whole file has.
    pub(in crate::adapters) size: u64,
}

/// The request that sends `rest` to `path` below `server`. This host wants another kind of login
/// header, and its address is built and not taken from an answer, so that no token can be sent astray.
pub(in crate::adapters) fn request(
    label: &'static str,
    server: &Url,
    path: &[&str],
    token: &Secret,
    rest: Rest,
) -> Result<Request, RequestError> {
    let mut url = server.clone();
    if let Ok(mut pieces) = url.path_segments_mut() {
        pieces.pop_if_empty().extend(path);
    }
    let login = Secret::new(format!("OAuth {}", token.expose()));
    let body = Body::File { content_type: "application/octet-stream".to_owned(), file: rest.file };
    Request::post(label, url)
        .secret_header("authorization", &login)?
        .header("offset", &rest.offset.to_string())?
        .header("file_size", &rest.size.to_string())?
        .body(body)
}

/// Why bytes were refused, as the host says it.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(in crate::adapters) struct Refused {
    /// Whether the same may be tried again.
    pub(in crate::adapters) retriable: bool,
    /// Such as `ProcessingFailedError`.
    pub(in crate::adapters) r#type: String,
    message: String,
}

#[derive(Deserialize)]
struct Envelope {
    debug_info: Refused,
}

impl Refused {
    /// The refusal in `answer`, if it has this form.
    pub(in crate::adapters) fn read(answer: &Answer) -> Option<Self> {
        let read = answer.json::<Envelope>().ok()?.debug_info;
        (!read.r#type.is_empty()).then_some(read)
    }

    /// Whether it is the login that was refused, and not the bytes. The guide shows it as an error of
    /// processing, whose message says so.
    pub(in crate::adapters) fn is_about_login(&self) -> bool {
        self.r#type == "NotAuthorizedError" || self.message.contains("unauthorized user")
    }

    /// What is told of it.
    pub(in crate::adapters) fn detail(&self, answer: &Answer) -> String {
        format!("status {} {}: {}", answer.status, self.r#type, self.message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &str) -> Option<Refused> {
        Refused::read(&Answer::of(400, &[], body.as_bytes().to_vec()))
    }

    #[test]
    fn a_refused_login_is_told_apart_from_refused_bytes() {
        let said = |kind: &str, message: &str| {
            let info = serde_json::json!({ "retriable": false, "type": kind, "message": message });
            let body = serde_json::json!({ "debug_info": info }).to_string();
            read(&body).unwrap().is_about_login()
        };
        assert!(said("NotAuthorizedError", "User not authorized to perform this request"));
        let inner = r#"{"success":false,"error":{"message":"unauthorized user request"}}"#;
        assert!(said("ProcessingFailedError", inner));
        assert!(!said("ProcessingFailedError", "Request processing failed"));
    }

    #[test]
    fn another_form_is_none() {
        assert!(read(r#"{"error":{"code":190}}"#).is_none());
        assert!(read(r#"{"debug_info":{}}"#).is_none());
    }
}

//! Requests as the lexicons describe them: pure functions, one for each method.

use serde_json::{Value, json};

use super::progress::Blob;
use super::syntax::RecordUri;
use super::tid::Tid;
use crate::failure::{Class, Failure};
use crate::http::{Body, FileSlice, Request, RequestError, Url};
use crate::secret::Secret;

/// The method that the video service calls for us, so that our token must allow it.
pub(super) const UPLOAD_BLOB: &str = "com.atproto.repo.uploadBlob";
/// The method that says whether the video service takes one more film.
pub(super) const UPLOAD_LIMITS: &str = "app.bsky.video.getUploadLimits";

/// Logs in.
pub(super) fn create_session(server: &Url, identifier: &str, password: &Secret) -> Request {
    let body = json!({ "identifier": identifier, "password": password.expose() });
    let method = "com.atproto.server.createSession";
    Request::post("createSession", address(server, method, &[])).json(body)
}

/// Renews a session; has no body.
pub(super) fn refresh_session(server: &Url, token: &Secret) -> Result<Request, Failure> {
    let url = address(server, "com.atproto.server.refreshSession", &[]);
    signed(Request::post("refreshSession", url), token)
}

/// Asks who we are.
pub(super) fn get_session(server: &Url, token: &Secret) -> Result<Request, Failure> {
    signed(Request::get("getSession", address(server, "com.atproto.server.getSession", &[])), token)
}

/// Asks for a token for another service, good for `method` there.
pub(super) fn service_token(
    server: &Url,
    token: &Secret,
    audience: &str,
    method: &str,
    expires: i64,
) -> Result<Request, Failure> {
    let expires = expires.to_string();
    let query = [("aud", audience), ("lxm", method), ("exp", &expires)];
    let url = address(server, "com.atproto.server.getServiceAuth", &query);
    signed(Request::get("getServiceAuth", url), token)
}

/// Looks up the DID of a handle.
pub(super) fn resolve_handle(server: &Url, handle: &str) -> Request {
    let query = [("handle", handle)];
    let method = "com.atproto.identity.resolveHandle";
    Request::get("resolveHandle", address(server, method, &query))
}

/// Reads a record. Needs no login for our own; the token lets the server ask others.
pub(super) fn get_record(server: &Url, record: &RecordUri) -> Request {
    let query = [
        ("repo", record.authority.as_str()),
        ("collection", &record.collection),
        ("rkey", &record.rkey),
    ];
    Request::get("getRecord", address(server, "com.atproto.repo.getRecord", &query))
}

/// The document of the visible request: the record, only if none stands under its key yet.
pub(super) fn put_record_body(did: &str, collection: &str, rkey: &Tid, record: &Value) -> Value {
    json!({
        "repo": did,
        "collection": collection,
        "rkey": rkey.as_str(),
        "record": record,
        "swapRecord": null,
        "validate": true,
    })
}

/// Writes a record: the visible request.
pub(super) fn put_record(server: &Url, token: &Secret, body: Value) -> Result<Request, Failure> {
    let url = address(server, "com.atproto.repo.putRecord", &[]);
    signed(Request::post("putRecord", url).json(body), token)
}

/// Deletes a record.
pub(super) fn delete_record(
    server: &Url,
    token: &Secret,
    record: &RecordUri,
) -> Result<Request, Failure> {
    let body = json!({
        "repo": record.authority,
        "collection": record.collection,
        "rkey": record.rkey,
    });
    let url = address(server, "com.atproto.repo.deleteRecord", &[]);
    signed(Request::post("deleteRecord", url).json(body), token)
}

/// Uploads a file that a record will refer to.
pub(super) fn upload_blob(server: &Url, token: &Secret, body: Body) -> Result<Request, Failure> {
    let url = address(server, UPLOAD_BLOB, &[]);
    signed(Request::post("uploadBlob", url), token)?.body(body).map_err(own_fault)
}

/// Asks whether the video service takes one more film.
pub(super) fn upload_limits(service: &Url, token: &Secret) -> Result<Request, Failure> {
    signed(Request::get("getUploadLimits", address(service, UPLOAD_LIMITS, &[])), token)
}

/// Uploads a film at once.
pub(super) fn upload_video(
    service: &Url,
    token: &Secret,
    did: &str,
    name: &str,
    file: FileSlice,
) -> Result<Request, Failure> {
    let query = [("did", did), ("name", name)];
    let url = address(service, "app.bsky.video.uploadVideo", &query);
    with_file(signed(Request::post("uploadVideo", url), token)?, "video/mp4", file)
}

/// Begins the upload of a film in pieces.
pub(super) fn start_upload(
    service: &Url,
    token: &Secret,
    bytes: u64,
    name: &str,
) -> Result<Request, Failure> {
    let body = json!({ "sizeBytes": bytes, "mimeType": "video/mp4", "name": name });
    let url = address(service, "app.bsky.video.startUpload", &[]);
    signed(Request::post("startUpload", url).json(body), token)
}

/// Uploads piece `number`, from 1.
pub(super) fn upload_part(
    service: &Url,
    token: &Secret,
    job: &str,
    number: u64,
    file: FileSlice,
) -> Result<Request, Failure> {
    let number = number.to_string();
    let query = [("jobId", job), ("partNumber", &number)];
    let url = address(service, "app.bsky.video.uploadPart", &query);
    with_file(signed(Request::post("uploadPart", url), token)?, "application/octet-stream", file)
}

/// Ends the upload of a film in pieces.
pub(super) fn finish_upload(service: &Url, token: &Secret, job: &str) -> Result<Request, Failure> {
    let url = address(service, "app.bsky.video.finishUpload", &[]);
    signed(Request::post("finishUpload", url).json(json!({ "jobId": job })), token)
}

/// Asks how far the processing of a film is. Needs no token (bsky-docs `video`, April 2026).
pub(super) fn job_status(service: &Url, job: &str) -> Request {
    let method = "app.bsky.video.getJobStatus";
    Request::get("getJobStatus", address(service, method, &[("jobId", job)]))
}

/// `request` with a token, which servers may ask for.
pub(super) fn signed(request: Request, token: &Secret) -> Result<Request, Failure> {
    request.bearer(token).map_err(own_fault)
}

fn with_file(request: Request, mime: &str, file: FileSlice) -> Result<Request, Failure> {
    request.body(file_body(mime, file)).map_err(own_fault)
}

/// The bytes of a file, as they are.
pub(super) fn file_body(mime: &str, file: FileSlice) -> Body {
    Body::File { content_type: mime.to_owned(), file }
}

/// Tokens, types and names are checked when they come in, so this does not happen.
fn own_fault(error: RequestError) -> Failure {
    Failure::new(Class::Rejected, "bluesky-request-not-built", error)
}

fn address(server: &Url, method: &str, query: &[(&str, &str)]) -> Url {
    let mut url = server.clone();
    url.set_path(&format!("/xrpc/{method}"));
    url.set_fragment(None);
    url.set_query(None);
    if !query.is_empty() {
        url.query_pairs_mut().extend_pairs(query);
    }
    url
}

/// A blob that an upload must have brought: of this size, and of a kind that begins so.
pub(super) fn is_expected(blob: &Blob, bytes: u64, kind: &str) -> bool {
    blob.size == bytes && blob.mime.starts_with(kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn server() -> Url {
        Url::parse("https://pds.example.net/").unwrap()
    }

    #[test]
    fn the_visible_request_is_this_document_to_the_letter() {
        let rkey = "3mdccjmurk222".parse().unwrap();
        let record = json!({ "$type": "app.bsky.feed.post", "text": "क" });
        let body = put_record_body("did:plc:x", "app.bsky.feed.post", &rkey, &record);
        let expected = r#"{"repo":"did:plc:x","collection":"app.bsky.feed.post","rkey":"3mdccjmurk222","record":{"$type":"app.bsky.feed.post","text":"क"},"swapRecord":null,"validate":true}"#;
        assert_eq!(body.to_string(), expected);
        let request = put_record(&server(), &Secret::new("token-of-a-test"), body).unwrap();
        let url = "https://pds.example.net/xrpc/com.atproto.repo.putRecord";
        assert_eq!((request.method().as_str(), request.url().as_str()), ("POST", url));
    }

    #[test]
    fn names_from_outside_cannot_change_an_address() {
        let request = job_status(&server(), "a/../b?c&d=e#f क");
        let query: Vec<_> = request.url().query_pairs().into_owned().collect();
        assert_eq!(query, [("jobId".to_owned(), "a/../b?c&d=e#f क".to_owned())]);
        assert_eq!(request.url().path(), "/xrpc/app.bsky.video.getJobStatus");
        assert_eq!(request.url().fragment(), None);
    }

    #[test]
    fn a_token_that_would_break_the_headers_is_refused() {
        let token = Secret::new("line\r\nbreak: 1");
        assert!(get_session(&server(), &token).is_err());
    }
}

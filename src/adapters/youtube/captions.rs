//! Subtitles: a caption track for each language (method `captions.insert`, discovery document).

use serde_json::json;
use uuid::Uuid;

use super::account::YouTube;
use super::progress::Extra;
use super::requests::{self, unbuildable};
use crate::failure::{Class, Failure};
use crate::http::{Body, Request};
use crate::post::Subtitles;
use crate::secret::Secret;

/// What YouTube says where the film has such a track already: our own earlier try was heard.
const THERE_ALREADY: &str = "captionExists";

impl YouTube {
    /// Adds `subtitles` to the film `video`.
    pub(super) async fn caption(
        &self,
        video: &str,
        subtitles: &Subtitles,
    ) -> Result<Extra, Failure> {
        let read = tokio::fs::read(self.blobs.path(&subtitles.digest)).await;
        let bytes =
            read.map_err(|error| Failure::new(Class::Local, "own-machine-failed", error))?;
        let token = self.keeper.fresh(self).await?;
        let request = self.insertion(&token, video, subtitles, &bytes)?;
        self.extra::<Track>(request, &[THERE_ALREADY]).await
    }

    fn insertion(
        &self,
        token: &Secret,
        video: &str,
        subtitles: &Subtitles,
        bytes: &[u8],
    ) -> Result<Request, Failure> {
        let query = [("uploadType", "multipart"), ("part", "snippet")];
        let path = "/upload/youtube/v3/captions";
        let url = requests::address(&self.settings.server, path, &query);
        let snippet = json!({
            "videoId": video,
            "language": subtitles.lang,
            "name": subtitles.language_name(),
            "isDraft": false,
        });
        let boundary = format!("part-{}", Uuid::new_v4().simple());
        let head = json!({ "snippet": snippet });
        let bytes = related(&boundary, &head.to_string(), bytes);
        let content_type = format!("multipart/related; boundary={boundary}");
        Request::post("captions", url)
            .bearer(token)
            .and_then(|request| request.body(Body::Bytes { content_type, bytes: bytes.into() }))
            .map_err(unbuildable)
    }
}

/// A new caption track.
#[derive(serde::Deserialize)]
struct Track {
    #[serde(rename = "id")]
    _id: String,
}

/// What is said of a file and the file in one body (RFC 2387).
fn related(boundary: &str, head: &str, bytes: &[u8]) -> Vec<u8> {
    let first = format!(
        "--{boundary}\r\nContent-Type: application/json; charset=UTF-8\r\n\r\n{head}\r\n\
         --{boundary}\r\nContent-Type: application/octet-stream\r\n\r\n"
    );
    [first.as_bytes(), bytes, format!("\r\n--{boundary}--\r\n").as_bytes()].concat()
}

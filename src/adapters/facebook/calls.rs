//! Requests as pure functions of settings, part and progress.

use serde_json::{Map, Value, json};

use super::compose::link;
use super::options::{Kind, Options};
use super::settings::Settings;
use crate::adapters::graph::bytes::{self, Rest};
use crate::adapters::graph::proof;
use crate::clock::Instant;
use crate::failure::{Class, Failure};
use crate::http::{Body, FileSlice, Method, Part as FormPart, Request, RequestError, Url};
use crate::post::{Media, Part};
use crate::secret::Secret;

/// What is asked for of a thing that was made: so a later look is spared.
const MADE: &str = "id,permalink_url";

/// How many posts are read back at once.
pub(super) const PAGE: usize = 25;

/// One call of the Graph API, without its token.
#[derive(Debug)]
pub(super) struct Call {
    label: &'static str,
    method: Method,
    path: Vec<String>,
    query: Vec<(&'static str, String)>,
    body: Body,
}

impl Call {
    fn new(label: &'static str, method: Method, path: &[&str]) -> Self {
        let path = path.iter().map(|piece| (*piece).to_owned()).collect();
        Self { label, method, path, query: Vec::new(), body: Body::Empty }
    }

    fn get(label: &'static str, path: &[&str], fields: &str) -> Self {
        Self::new(label, Method::GET, path).with("fields", fields)
    }

    fn post(label: &'static str, path: &[&str], body: Map<String, Value>) -> Self {
        Self { body: Body::Json(Value::Object(body)), ..Self::new(label, Method::POST, path) }
    }

    fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.query.push((name, value.into()));
        self
    }

    /// The request, with the token in its header and the token's proof in its query.
    pub(super) fn request(self, settings: &Settings, token: &Secret) -> Result<Request, Failure> {
        let mut url = address(&settings.server, settings, &self.path);
        let proof = proof(&settings.app_secret, token);
        url.query_pairs_mut()
            .extend_pairs(&self.query)
            .append_pair("appsecret_proof", proof.expose());
        Request::new(self.label, self.method, url)
            .bearer(token)
            .and_then(|request| request.body(self.body))
            .map_err(unbuildable)
    }
}

fn address(server: &Url, settings: &Settings, path: &[String]) -> Url {
    let mut url = server.clone();
    if let Ok(mut segments) = url.path_segments_mut() {
        segments.clear().push(&settings.version.to_string()).extend(path);
    }
    url
}

/// A request that cannot be built: only a token can be the reason.
fn unbuildable(error: RequestError) -> Failure {
    Failure::new(Class::Auth, "facebook-token-unusable", error)
}

/// The token of the Page, for a token whose owner has a role there.
pub(super) fn page_token(page: &str) -> Call {
    Call::get("page token", &[page], "id,access_token")
}

/// Who the Page is.
pub(super) fn who(page: &str) -> Call {
    Call::get("page", &[page], "id,name,link,is_published")
}

/// Whether `id` is there for us.
pub(super) fn is_there(id: &str) -> Call {
    Call::get("object", &[id], "id")
}

/// Whether the post `id` is public.
pub(super) fn post_state(id: &str) -> Call {
    Call::get("post", &[id], "id,is_published,permalink_url")
}

/// The upload of a photograph that nobody sees yet.
pub(super) fn photo(page: &str, photo: &Media, file: FileSlice) -> Call {
    let source = FormPart::file("source", photo.kind.mime(), file).named(photo.wire_name());
    let mut form = vec![source, FormPart::text("published", "false")];
    if let Some(alt) = photo.alt.as_deref().map(str::trim).filter(|alt| !alt.is_empty()) {
        form.push(FormPart::text("alt_text_custom", alt));
    }
    let call = Call::new("photo", Method::POST, &[page, "photos"]);
    Call { body: Body::Multipart(form), ..call }
}

/// The post of `part`, public or not.
pub(super) fn feed(page: &str, part: &Part, photos: &[String], published: bool) -> Call {
    let mut body = Map::new();
    set(&mut body, "message", text(part));
    set(&mut body, "link", link(part));
    if !photos.is_empty() {
        let attached: Vec<_> = photos.iter().map(|id| json!({ "media_fbid": id })).collect();
        set(&mut body, "attached_media", Some(attached));
    }
    set(&mut body, "published", Some(published));
    let kind = (!published).then_some("DRAFT");
    set(&mut body, "unpublished_content_type", kind);
    Call::post("post", &[page, "feed"], body).with("fields", MADE)
}

/// Makes the unpublished post `id` public.
pub(super) fn reveal(id: &str) -> Call {
    Call::post("reveal", &[id], fields([("is_published", json!(true))]))
}

/// Makes the unpublished film `id` public.
pub(super) fn reveal_film(id: &str) -> Call {
    Call::post("reveal film", &[id], fields([("published", json!(true))]))
}

/// A comment below `parent`.
pub(super) fn comment(parent: &str, part: &Part) -> Call {
    let body = fields([("message", json!(part.text.trim()))]);
    Call::post("comment", &[parent, "comments"], body).with("fields", MADE)
}

/// Begins the upload of a film of `bytes` bytes in pieces.
pub(super) fn begin_film(page: &str, bytes: u64) -> Call {
    let body = fields([("upload_phase", json!("start")), ("file_size", json!(bytes))]);
    Call::post("begin film", &[page, "videos"], body)
}

/// The piece of a film that begins at `start`.
pub(super) fn piece(page: &str, session: &str, start: u64, film: &Media, file: FileSlice) -> Call {
    let chunk = FormPart::file("video_file_chunk", "application/octet-stream", file);
    let form = vec![
        FormPart::text("upload_phase", "transfer"),
        FormPart::text("upload_session_id", session),
        FormPart::text("start_offset", start.to_string()),
        chunk.named(film.wire_name()),
    ];
    let call = Call::new("piece of film", Method::POST, &[page, "videos"]);
    Call { body: Body::Multipart(form), ..call }
}

/// Ends the upload of a film, which makes it public unless told otherwise.
pub(super) fn finish_film(page: &str, session: &str, part: &Part, published: bool) -> Call {
    let mut body = fields([
        ("upload_phase", json!("finish")),
        ("upload_session_id", json!(session)),
        ("published", json!(published)),
    ]);
    describe(&mut body, part);
    let kind = (!published).then_some("DRAFT");
    set(&mut body, "unpublished_content_type", kind);
    Call::post("finish film", &[page, "videos"], body)
}

/// Begins a reel, or the film of a story.
pub(super) fn begin_staged(page: &str, kind: Kind) -> Call {
    let (label, edge) = match kind {
        Kind::Story => ("begin story", "video_stories"),
        Kind::Film | Kind::Reel => ("begin reel", "video_reels"),
    };
    Call::post(label, &[page, edge], fields([("upload_phase", json!("start"))]))
}

/// Makes a reel public.
pub(super) fn finish_reel(page: &str, video: &str, part: &Part) -> Call {
    let mut body = fields([
        ("upload_phase", json!("finish")),
        ("video_id", json!(video)),
        ("video_state", json!("PUBLISHED")),
    ]);
    describe(&mut body, part);
    Call::post("finish reel", &[page, "video_reels"], body)
}

/// Makes the film of a story public.
pub(super) fn finish_story(page: &str, video: &str) -> Call {
    let body = fields([("upload_phase", json!("finish")), ("video_id", json!(video))]);
    Call::post("finish story", &[page, "video_stories"], body)
}

/// Makes a photograph that nobody sees yet a story.
pub(super) fn photo_story(page: &str, photo: &str) -> Call {
    Call::post("photo story", &[page, "photo_stories"], fields([("photo_id", json!(photo))]))
}

/// Our stories since `since`.
pub(super) fn stories(page: &str, since: Instant, after: Option<&str>) -> Call {
    let call = Call::get("stories", &[page, "stories"], "post_id,media_id,url");
    paged(call.with("since", since.timestamp().to_string()), after)
}

/// Gives the film `video` a cover of its own.
pub(super) fn cover(video: &str, picture: &Media, file: FileSlice) -> Call {
    let source = FormPart::file("source", picture.kind.mime(), file).named(picture.wire_name());
    let form = vec![source, FormPart::text("is_preferred", "true")];
    let call = Call::new("cover of film", Method::POST, &[video, "thumbnails"]);
    Call { body: Body::Multipart(form), ..call }
}

/// Gives the film `video` subtitles; their language is in the name of the file.
pub(super) fn captions(video: &str, locale: &str, file: FileSlice) -> Call {
    let name = format!("captions.{locale}.srt");
    let file = FormPart::file("captions_file", "application/octet-stream", file).named(name);
    let call = Call::new("captions of film", Method::POST, &[video, "captions"]);
    Call { body: Body::Multipart(vec![file]), ..call }
}

/// How far a film is.
pub(super) fn film(video: &str) -> Call {
    Call::get("film", &[video], "id,permalink_url,published,status")
}

/// The bytes of a reel or story from `rest.offset` on.
pub(super) fn reel_bytes(
    settings: &Settings,
    token: &Secret,
    video: &str,
    rest: Rest,
) -> Result<Request, Failure> {
    let path = ["video-upload", &settings.version.to_string(), video];
    bytes::request("bytes of reel", &settings.uploads, &path, token, rest).map_err(unbuildable)
}

/// What the Page has published, newest first.
pub(super) fn published(page: &str, after: Option<&str>) -> Call {
    let fields = "id,message,created_time,permalink_url,application{id},\
        attachments{target,subattachments{target}}";
    paged(Call::get("own posts", &[page, "published_posts"], fields), after)
}

/// The comments below `parent`, newest first.
pub(super) fn comments(parent: &str, after: Option<&str>) -> Call {
    let fields = "id,message,created_time,permalink_url,from{id}";
    let call = Call::get("comments", &[parent, "comments"], fields);
    paged(call.with("filter", "stream").with("order", "reverse_chronological"), after)
}

/// Deletes `id`.
pub(super) fn delete(id: &str) -> Call {
    Call::new("delete", Method::DELETE, &[id])
}

fn paged(call: Call, after: Option<&str>) -> Call {
    let call = call.with("limit", PAGE.to_string());
    match after {
        Some(after) => call.with("after", after),
        None => call,
    }
}

fn fields<const N: usize>(fields: [(&str, Value); N]) -> Map<String, Value> {
    fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}

fn set(body: &mut Map<String, Value>, name: &str, value: Option<impl Into<Value>>) {
    if let Some(value) = value {
        body.insert(name.to_owned(), value.into());
    }
}

fn describe(body: &mut Map<String, Value>, part: &Part) {
    set(body, "title", Options::of(part).title);
    set(body, "description", text(part));
}

fn text(part: &Part) -> Option<&str> {
    Some(part.text.trim()).filter(|text| !text.is_empty())
}

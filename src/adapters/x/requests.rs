//! Requests as pure functions (OpenAPI 2.167).

use serde_json::{Map, Value, json};

use super::options::ReplySettings;
use super::upload::Source;
use crate::clock::Instant;
use crate::failure::{Class, Failure};
use crate::http::{Body, FileSlice, Method, Part as FormPart, Request, RequestError, Url};
use crate::post::{Media, MediaKind, Part, Subtitles};

/// How many of our own posts are read at once; one of them costs as much as another.
pub(super) const PAGE: usize = 50;

/// How servers name what is asked for: those of today, and those before 2026.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    /// Posts are posts.
    Posts,
    /// Posts are tweets.
    Tweets,
}

/// What goes with the text of a post.
#[derive(Debug, Clone, Copy)]
pub(super) struct Extras<'a> {
    /// The ids of its media.
    pub(super) media: &'a [&'a str],
    /// What it replies to.
    pub(super) parent: Option<&'a str>,
    /// Who may reply.
    pub(super) reply_settings: ReplySettings,
    /// Whether somebody paid for it.
    pub(super) paid: bool,
}

/// The body of the visible request. A text is always sent, if an empty one.
pub(super) fn post_body(part: &Part, extras: Extras<'_>) -> Value {
    let mut body = Map::new();
    let mut set = |name: &str, value: Value| body.insert(name.to_owned(), value);
    set("text", json!(part.text.trim()));
    if !extras.media.is_empty() {
        set("media", json!({ "media_ids": extras.media }));
    }
    match (extras.parent, extras.reply_settings.sent()) {
        (Some(id), _) => {
            set("reply", json!({ "in_reply_to_tweet_id": id }));
        }
        (None, Some(who)) => {
            set("reply_settings", json!(who));
        }
        (None, None) => {}
    }
    if part.ai {
        set("made_with_ai", json!(true));
    }
    if extras.paid {
        set("paid_partnership", json!(true));
    }
    Value::Object(body)
}

/// The visible request.
pub(super) fn post(server: &Url, body: Value) -> Request {
    Request::post("post", address(server, &["2", "tweets"])).json(body)
}

/// Deletes a post.
pub(super) fn delete(server: &Url, id: &str) -> Request {
    Request::new("delete", Method::DELETE, address(server, &["2", "tweets", id]))
}

/// Who we are.
pub(super) fn me(server: &Url) -> Request {
    let mut url = address(server, &["2", "users", "me"]);
    url.query_pairs_mut().append_pair("user.fields", "protected,username,verified_type");
    Request::get("who we are", url)
}

/// Our own posts since `from`, newest first.
pub(super) fn own_posts(
    server: &Url,
    me: &str,
    from: Instant,
    page: Option<&str>,
    dialect: Dialect,
) -> Request {
    let mut url = address(server, &["2", "users", me, "tweets"]);
    let from = from.format("%Y-%m-%dT%H:%M:%SZ").to_string();
    let (names, fields, expansions) = match dialect {
        Dialect::Posts => {
            ("post.fields", "attachments,created_at,entities,note_post", "referenced_posts")
        }
        Dialect::Tweets => (
            "tweet.fields",
            "attachments,created_at,entities,note_tweet,referenced_tweets",
            "referenced_tweets.id",
        ),
    };
    url.query_pairs_mut().extend_pairs([
        ("max_results", PAGE.to_string().as_str()),
        ("exclude", "retweets"),
        ("start_time", &from),
        (names, fields),
        ("expansions", expansions),
    ]);
    if let Some(page) = page {
        url.query_pairs_mut().append_pair("pagination_token", page);
    }
    Request::get("own posts", url)
}

/// Begins an upload.
pub(super) fn initialize(server: &Url, source: &Source<'_>) -> Request {
    let url = address(server, &["2", "media", "upload", "initialize"]);
    Request::post("begin upload", url).json(json!({
        "media_type": source.mime,
        "total_bytes": source.bytes,
        "media_category": source.category,
    }))
}

/// Sends piece number `index`.
pub(super) fn append(
    server: &Url,
    upload: &str,
    index: u16,
    name: String,
    piece: FileSlice,
) -> Result<Request, Failure> {
    let url = address(server, &["2", "media", "upload", upload, "append"]);
    let form = vec![
        FormPart::text("segment_index", index.to_string()),
        FormPart::file("media", "application/octet-stream", piece).named(name),
    ];
    Request::post("send piece", url).body(Body::Multipart(form)).map_err(own_fault)
}

/// Ends an upload.
pub(super) fn finalize(server: &Url, upload: &str) -> Request {
    Request::post("end upload", address(server, &["2", "media", "upload", upload, "finalize"]))
}

/// Asks how far the processing of a medium is.
pub(super) fn status(server: &Url, medium: &str) -> Request {
    let mut url = address(server, &["2", "media", "upload"]);
    url.query_pairs_mut().extend_pairs([("command", "STATUS"), ("media_id", medium)]);
    Request::get("state of upload", url)
}

/// Describes a medium.
pub(super) fn describe(server: &Url, medium: &str, words: &str) -> Request {
    let url = address(server, &["2", "media", "metadata"]);
    let body = json!({ "id": medium, "metadata": { "alt_text": { "text": words } } });
    Request::post("describe medium", url).json(body)
}

/// Gives the film `medium`, uploaded as `category`, the subtitles that were uploaded as `file`.
pub(super) fn subtitles(
    server: &Url,
    medium: &str,
    category: &str,
    file: &str,
    subtitles: &Subtitles,
) -> Request {
    let url = address(server, &["2", "media", "subtitles"]);
    let category = if category == "amplify_video" { "AmplifyVideo" } else { "TweetVideo" };
    let track = json!({
        "id": file,
        "language_code": subtitles.language().to_ascii_uppercase(),
        "display_name": subtitles.language_name(),
    });
    let body = json!({ "id": medium, "media_category": category, "subtitles": track });
    Request::post("subtitles", url).json(body)
}

/// Asks to begin a login by a number.
pub(super) fn request_token(server: &Url) -> Request {
    Request::post("begin login", address(server, &["oauth", "request_token"]))
}

/// Trades the number of a login for keys.
pub(super) fn access_token(server: &Url) -> Request {
    Request::post("end login", address(server, &["oauth", "access_token"]))
}

/// What X calls a medium that is so used.
pub(super) fn category(media: &Media, long_videos: bool) -> &'static str {
    let long = media.film.as_ref().is_some_and(|film| film.millis > super::compose::FILM_MILLIS);
    match media.kind {
        MediaKind::Gif => "tweet_gif",
        kind if kind.is_video() && long && long_videos => "amplify_video",
        kind if kind.is_video() => "tweet_video",
        _ => "tweet_image",
    }
}

/// The description of a medium, if there is one.
pub(super) fn alt(media: &Media) -> Option<&str> {
    media.alt.as_deref().filter(|alt| !alt.trim().is_empty())
}

fn address(server: &Url, segments: &[&str]) -> Url {
    let mut url = server.clone();
    url.set_query(None);
    url.set_fragment(None);
    if let Ok(mut path) = url.path_segments_mut() {
        path.clear().extend(segments);
    }
    url
}

/// Names and types are our own, so this does not happen.
fn own_fault(error: RequestError) -> Failure {
    Failure::new(Class::Rejected, "x-request-not-built", error)
}

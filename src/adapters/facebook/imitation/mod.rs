//! The strict imitation of the Graph API with one Page, one app and one system user.
//!
//! Stricter than the real one: parameters and fields that the official specifications do not have
//! are refused in place of being ignored, a token in an address or a body is refused, and the proof of
//! the app is always required.

mod access;
mod comments;
mod feed;
mod films;
mod params;
mod photos;
mod shown;
mod status;
mod stories;

use std::time::Duration;

use serde_json::{Value, json};

use self::comments::Comment;
use self::feed::Post;
use self::films::Film;
use self::params::Params;
use self::photos::Photo;
use self::stories::Story;
use crate::clock::Instant;
use crate::platform::mock::{Asked, Imitation, Ledger, Reply};

pub(super) const PAGE: &str = "100200300400500";
pub(super) const APP: &str = "987654321098765";

/// The tokens and the app's secret.
const SYSTEM_TOKEN: &str = "imitated-facebook-system-token";
const GIVEN_TOKEN: &str = "imitated-facebook-given-page-token";
const SECRET: &str = "imitated-facebook-app-secret";

/// What a request comes to; the error is a refusal.
type Outcome = Result<Reply, Reply>;

/// How the imitation is set up.
#[derive(Debug, Clone)]
pub(super) struct Config {
    /// What the answers say they are of.
    pub(super) served: &'static str,
    /// How many bytes of a film are asked for at once.
    pub(super) piece: u64,
    /// How long a film is processed, and a reel published after that.
    pub(super) processing: chrono::Duration,
    pub(super) publishing: chrono::Duration,
    /// Whether films turn out to be broken.
    pub(super) breaks_films: bool,
    /// After how many bytes the first upload of a reel breaks off.
    pub(super) breaks_upload_at: Option<usize>,
    /// Whether phases end as `completed` or as `complete`, and bytes are written with one r.
    pub(super) older_words: bool,
    pub(super) scopes: Vec<&'static str>,
    /// What kind of token the given one is said to be.
    pub(super) kind: &'static str,
    pub(super) expires_at: i64,
    pub(super) data_access_expires_at: i64,
    /// How much of the calls was used, in percent.
    pub(super) used: u64,
    /// Whether the system user has a role on the Page.
    pub(super) has_role: bool,
    /// Whether the Page itself is public.
    pub(super) page_published: bool,
    /// Whether posts show the app that made them.
    pub(super) shows_app: bool,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            served: "v25.0",
            piece: 1024 * 1024,
            processing: chrono::Duration::seconds(20),
            publishing: chrono::Duration::seconds(15),
            breaks_films: false,
            breaks_upload_at: None,
            older_words: false,
            scopes: vec![
                "pages_show_list",
                "pages_read_engagement",
                "pages_manage_posts",
                "pages_manage_engagement",
                "business_management",
            ],
            kind: "SYSTEM_USER",
            expires_at: 0,
            data_access_expires_at: 0,
            used: 1,
            has_role: true,
            page_published: true,
            shows_app: true,
        }
    }
}

/// The imitated service.
#[derive(Debug)]
pub(super) struct Graph {
    config: Config,
    /// The number of the Page's token that is good now, and whether any is.
    generation: u32,
    revoked: bool,
    given_ended: bool,
    made: u64,
    posts: Vec<Post>,
    photos: Vec<Photo>,
    stories: Vec<Story>,
    films: Vec<Film>,
    comments: Vec<Comment>,
}

/// The imitation for an account of `kind`.
pub(super) fn of_kind(kind: &str) -> Option<Box<dyn Imitation>> {
    (kind == super::NAME).then(|| Graph::boxed(Config::default()))
}

impl Graph {
    /// A service set up like `config`, with a Page that has no posts.
    pub(super) fn boxed(config: Config) -> Box<dyn Imitation> {
        Box::new(Self {
            config,
            generation: 1,
            revoked: false,
            given_ended: false,
            made: 0,
            posts: Vec::new(),
            photos: Vec::new(),
            stories: Vec::new(),
            films: Vec::new(),
            comments: Vec::new(),
        })
    }

    /// A new number, greater than all before.
    fn number(&mut self) -> u64 {
        self.made += 1;
        122_100_000_000_000_000 + self.made * 6151
    }

    fn route(&mut self, asked: &Asked, ledger: &mut Ledger, now: Instant) -> Outcome {
        let pieces: Vec<_> = asked.path.trim_start_matches('/').split('/').collect();
        if let ["video-upload", version, film] = pieces.as_slice() {
            return self.take_bytes(asked, version, film, now);
        }
        let [version, path @ ..] = pieces.as_slice() else { return Err(unknown_path(asked)) };
        is_version(version)?;
        let params = Params::read(asked)?;
        if path == ["debug_token"] && asked.method == "GET" {
            return self.debug_token(asked, &params);
        }
        self.check_proof(asked, &params)?;
        match (asked.method.as_str(), path) {
            ("GET", [PAGE]) => self.page(asked, &params),
            _ => {
                self.authorise(asked)?;
                self.routed(asked, path, &params, ledger, now)
            }
        }
    }

    /// Everything that the Page's own token is needed for.
    fn routed(
        &mut self,
        asked: &Asked,
        path: &[&str],
        params: &Params,
        ledger: &mut Ledger,
        now: Instant,
    ) -> Outcome {
        match (asked.method.as_str(), path) {
            ("POST", [PAGE, "feed"]) => self.post_feed(params, ledger, now),
            ("POST", [PAGE, "photos"]) => self.post_photo(params, ledger, now),
            ("POST", [PAGE, "videos"]) => self.post_video(params, ledger, now),
            ("POST", [PAGE, "video_reels"]) => self.post_reel(params, now),
            ("POST", [PAGE, "photo_stories"]) => self.post_photo_story(params, ledger, now),
            ("POST", [PAGE, "video_stories"]) => self.post_film_story(params, now),
            ("GET", [PAGE, "stories"]) => self.stories(params),
            ("GET", [PAGE, "published_posts"]) => self.published_posts(params),
            ("POST", [parent, "comments"]) => self.post_comment(parent, params, ledger, now),
            ("GET", [parent, "comments"]) => self.comments_of(parent, params),
            ("POST", [video, edge @ ("thumbnails" | "captions")]) => self.hang(video, edge, params),
            ("POST", [id]) => self.change(id, params, ledger, now),
            ("GET", [id]) => self.node(id, params, now),
            ("DELETE", [id]) => self.delete(id, params, ledger),
            _ => Err(unknown_path(asked)),
        }
    }

    fn stamp(&self, reply: Reply, now: Instant) -> Reply {
        let shares = json!({ "call_count": self.config.used, "total_time": 0, "total_cputime": 0 });
        reply
            .header("date", now.format("%a, %d %b %Y %H:%M:%S GMT").to_string())
            .header("facebook-api-version", self.config.served)
            .header("x-app-usage", shares.to_string())
            .header("x-fb-trace-id", "AbCdEf012")
    }
}

impl Imitation for Graph {
    fn secrets(&self) -> Vec<(&'static str, String)> {
        vec![
            ("system_user_token", SYSTEM_TOKEN.to_owned()),
            ("page_token", GIVEN_TOKEN.to_owned()),
            ("app_secret", SECRET.to_owned()),
        ]
    }

    fn answer(&mut self, asked: &Asked, ledger: &mut Ledger, now: Instant) -> Reply {
        self.show_films(ledger, now);
        let outcome = self.route(asked, ledger, now);
        self.stamp(outcome.unwrap_or_else(|refusal| refusal), now)
    }

    fn is_visible(&self, asked: &Asked) -> bool {
        let Ok(params) = Params::read(asked) else { return false };
        let pieces: Vec<_> = asked.path.trim_start_matches('/').split('/').skip(1).collect();
        let shown = params.bool("published").ok().flatten() != Some(false);
        let finishes = params.text("upload_phase").is_some_and(|phase| phase == "finish");
        let reveals = |name: &str| params.bool(name).ok().flatten() == Some(true);
        asked.method == "POST"
            && match pieces.as_slice() {
                [_, "feed" | "photos"] => shown,
                [_, "videos"] => shown && finishes,
                [_, "video_reels" | "video_stories"] => finishes,
                [_, "comments" | "photo_stories"] => true,
                [_] => reveals("is_published") || reveals("published"),
                _ => false,
            }
    }

    fn rate_limited(&self, wait: Duration, now: Instant) -> Reply {
        let minutes = wait.as_secs().div_ceil(60);
        let usage = json!({ PAGE: [{
            "type": "pages", "call_count": 100, "total_cputime": 12, "total_time": 30,
            "estimated_time_to_regain_access": minutes,
        }] });
        let refusal = refused(80001, None, "There have been too many calls to this Page account");
        self.stamp(refusal, now).header("x-business-use-case-usage", usage.to_string())
    }

    fn end_session(&mut self, for_ever: bool) {
        self.generation += 1;
        self.given_ended = true;
        self.revoked |= for_ever;
    }

    fn forget(&mut self) {
        self.posts.retain(Post::is_public);
        let public: Vec<_> = self.posts.iter().flat_map(Post::photos).cloned().collect();
        self.photos.retain(|photo| public.contains(&photo.id));
        self.films.retain(Film::is_public);
    }
}

/// Versions that are older than all living ones are answered by the oldest of these.
fn is_version(piece: &str) -> Result<(), Reply> {
    let number = piece.strip_prefix('v').and_then(|rest| rest.strip_suffix(".0"));
    match number.and_then(|number| number.parse::<u16>().ok()) {
        Some(_) => Ok(()),
        None => Err(refused(2500, None, "Unknown path components")),
    }
}

fn unknown_path(asked: &Asked) -> Reply {
    refused(2500, None, &format!("Unknown path components: {}", asked.path))
}

/// A refusal as the API words it.
fn refused(code: i64, subcode: Option<i64>, message: &str) -> Reply {
    let mut error = json!({
        "message": format!("(#{code}) {message}"),
        "type": "OAuthException",
        "code": code,
        "fbtrace_id": "AbCdEf012",
    });
    if let Some(subcode) = subcode {
        error["error_subcode"] = json!(subcode);
    }
    Reply::json(400, &json!({ "error": error }))
}

/// The answer to anything that names what is not there.
fn not_there(id: &str) -> Reply {
    let message = format!(
        "Unsupported request. Object with ID '{id}' does not exist, cannot be loaded due to \
         missing permissions, or does not support this operation"
    );
    refused(100, Some(33), &message)
}

fn success() -> Reply {
    Reply::json(200, &json!({ "success": true }))
}

/// An instant as the API writes it.
fn written(at: Instant) -> Value {
    json!(at.format("%Y-%m-%dT%H:%M:%S+0000").to_string())
}

//! Posts.

use serde_json::{Value, json};

use super::comments;
use super::params::Params;
use super::{APP, Graph, Outcome, PAGE, not_there, refused, shown, success, written};
use crate::clock::Instant;
use crate::http::Url;
use crate::platform::mock::{Ledger, Public, Reply};

/// The longest text in UTF-16 units.
const TEXT: usize = 63_206;

/// The parameters of a post that a publisher may send (official specification).
const FEED: [&str; 9] = [
    "attached_media",
    "link",
    "message",
    "published",
    "scheduled_publish_time",
    "unpublished_content_type",
    "targeting",
    "fields",
    "appsecret_proof",
];

const UNPUBLISHED: [&str; 8] = [
    "ADS_POST",
    "DRAFT",
    "INLINE_CREATED",
    "PUBLISHED",
    "PUBLISH_PENDING",
    "REVIEWABLE_BRANDED_CONTENT",
    "SCHEDULED",
    "SCHEDULED_RECURRING",
];

/// What a post shows of itself.
const POST_FIELDS: [&str; 7] = [
    "id",
    "message",
    "created_time",
    "permalink_url",
    "is_published",
    "application",
    "attachments",
];

/// A post, public or not.
#[derive(Debug, Clone)]
pub(super) struct Post {
    pub(super) id: String,
    message: String,
    link: Option<String>,
    photos: Vec<String>,
    alt: Vec<String>,
    /// When it became public.
    public: Option<Instant>,
    made: Instant,
}

impl Post {
    pub(super) fn is_public(&self) -> bool {
        self.public.is_some()
    }

    pub(super) fn photos(&self) -> impl Iterator<Item = &String> {
        self.photos.iter()
    }

    fn permalink(&self) -> String {
        format!("https://www.facebook.com/{}", self.id.replace('_', "/posts/"))
    }

    fn shown(&self, with_app: bool) -> Value {
        let message = (!self.message.is_empty()).then_some(&self.message);
        let app = with_app.then(|| json!({ "id": APP, "name": "dakiya" }));
        json!({
            "id": self.id,
            "message": message,
            "created_time": written(self.public.unwrap_or(self.made)),
            "permalink_url": self.permalink(),
            "is_published": self.is_public(),
            "application": app,
            "attachments": self.attachments(),
        })
    }

    fn attachments(&self) -> Value {
        let photo = |id: &String| json!({ "media_type": "photo", "target": { "id": id } });
        let photos: Vec<_> = self.photos.iter().map(photo).collect();
        match (photos.as_slice(), &self.link) {
            ([], None) => Value::Null,
            ([], Some(link)) => {
                json!({ "data": [{ "media_type": "link", "target": { "url": link } }] })
            }
            ([one], _) => json!({ "data": [one] }),
            (all, _) => json!({ "data": [{
                "media_type": "album",
                "target": { "id": self.id.split('_').next_back() },
                "subattachments": { "data": all },
            }] }),
        }
    }

    fn as_public(&self, at: Instant) -> Public {
        Public {
            id: self.id.clone(),
            text: self.message.clone(),
            media: self.photos.len(),
            alt: self.alt.clone(),
            parent: None,
            at,
            deleted: false,
        }
    }
}

impl Graph {
    pub(super) fn post_feed(
        &mut self,
        params: &Params,
        ledger: &mut Ledger,
        now: Instant,
    ) -> Outcome {
        params.only(&FEED)?;
        let message = params.string("message")?.unwrap_or_default().trim().to_owned();
        let link = params.string("link")?;
        let photos = self.attached(params.value("attached_media"), now)?;
        let published = params.bool("published")?.unwrap_or(true);
        let kind = params.one_of("unpublished_content_type", &UNPUBLISHED)?;
        check_content(&message, link.as_deref(), photos.len())?;
        if published == kind.is_some() {
            return Err(refused(100, None, "unpublished_content_type is for unpublished posts"));
        }
        if published && photos.is_empty() && self.is_last(&message, link.as_deref()) {
            return Err(refused(506, None, "Duplicate status message"));
        }
        let post = Post {
            id: format!("{PAGE}_{}", self.number()),
            message,
            link,
            alt: photos.iter().filter_map(|photo| photo.alt.clone()).collect(),
            photos: photos.into_iter().map(|photo| photo.id).collect(),
            public: published.then_some(now),
            made: now,
        };
        if published {
            ledger.add(post.as_public(now));
        }
        let answer = shown::reply(&post.shown(self.config.shows_app), params, &POST_FIELDS);
        self.posts.push(post);
        answer
    }

    /// Whether the last public post says just this.
    fn is_last(&self, message: &str, link: Option<&str>) -> bool {
        let last = self.posts.iter().filter(|post| post.is_public()).max_by_key(|post| post.public);
        last.is_some_and(|last| {
            last.message == message && last.link.as_deref() == link && last.photos.is_empty()
        })
    }

    /// `POST /{id}`: an unpublished post or film becomes public. Again and again is the same.
    pub(super) fn change(
        &mut self,
        id: &str,
        params: &Params,
        ledger: &mut Ledger,
        now: Instant,
    ) -> Outcome {
        let Some(post) = self.posts.iter_mut().find(|post| post.id == id) else {
            return self.change_film(id, params, ledger, now);
        };
        params.only(&["is_published", "appsecret_proof"])?;
        if params.bool("is_published")? != Some(true) {
            return Err(refused(100, None, "A post cannot be made unpublished"));
        }
        if post.public.is_none() {
            post.public = Some(now);
            ledger.add(post.as_public(now));
        }
        Ok(success())
    }

    pub(super) fn published_posts(&self, params: &Params) -> Outcome {
        params.only(&["fields", "limit", "after", "appsecret_proof"])?;
        let mut public: Vec<_> = self.posts.iter().filter(|post| post.is_public()).collect();
        public.sort_by_key(|post| std::cmp::Reverse(post.public));
        let all: Vec<_> = public.iter().map(|post| post.shown(self.config.shows_app)).collect();
        shown::list(&all, params, &POST_FIELDS, &format!("{PAGE}/published_posts"))
    }

    pub(super) fn node(&self, id: &str, params: &Params, now: Instant) -> Outcome {
        params.only(&["fields", "appsecret_proof"])?;
        if let Some(post) = self.posts.iter().find(|post| post.id == id) {
            return shown::reply(&post.shown(self.config.shows_app), params, &POST_FIELDS);
        }
        if let Some(comment) = self.comments.iter().find(|comment| comment.is(id)) {
            return shown::reply(&comment.shown(), params, &comments::FIELDS);
        }
        if self.photos.iter().any(|photo| photo.id == id) {
            return shown::reply(&json!({ "id": id }), params, &["id"]);
        }
        self.film_node(id, params, now)
    }

    pub(super) fn delete(&mut self, id: &str, params: &Params, ledger: &mut Ledger) -> Outcome {
        params.only(&["appsecret_proof"])?;
        let before = self.posts.len() + self.photos.len() + self.films.len() + self.comments.len();
        self.posts.retain(|post| post.id != id);
        self.photos.retain(|photo| photo.id != id);
        self.films.retain(|film| film.id != id);
        let below: Vec<_> =
            self.comments.extract_if(.., |one| one.is(id) || one.is_below(id)).collect();
        let after = self.posts.len() + self.photos.len() + self.films.len() + self.comments.len();
        if before == after {
            return Err(not_there(id));
        }
        ledger.delete(id);
        for comment in below {
            ledger.delete(comment.id());
        }
        Ok(success())
    }
}

fn check_content(message: &str, link: Option<&str>, photos: usize) -> Result<(), Reply> {
    if message.is_empty() && link.is_none() && photos == 0 {
        return Err(refused(100, None, "Missing message or attachment"));
    }
    if message.encode_utf16().count() > TEXT {
        return Err(refused(100, None, "The text is too long"));
    }
    let Some(link) = link else { return Ok(()) };
    if photos > 0 {
        return Err(refused(100, None, "Only one of link and attached_media may be given"));
    }
    let wrong = || refused(100, Some(2_061_006), "The URL is not valid");
    let url = Url::parse(link).map_err(|_| wrong())?;
    let host =
        url.host_str().filter(|_| matches!(url.scheme(), "http" | "https")).ok_or_else(wrong)?;
    if host == "facebook.com" || host.ends_with(".facebook.com") {
        return Err(refused(100, Some(1_609_008), "Links to facebook.com are not taken"));
    }
    if host.ends_with(".invalid") {
        return Err(refused(1_609_005, None, "The link could not be scraped"));
    }
    Ok(())
}

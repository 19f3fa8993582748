//! Articles and pictures of the imitated site.

use serde_json::{Map, Value as Json, json};

use super::super::kit::{Holds, strange};
use super::shown::{alts, described, text};
use super::{SITE, WordPress, error, invalid, no_such_post};
use crate::clock::Instant;
use crate::platform::mock::{Asked, Ledger, Public, Reply};

/// The fields of a post that are imitated.
const FIELDS: [(&str, Holds); 9] = [
    ("title", Holds::Text),
    ("content", Holds::Text),
    ("excerpt", Holds::Text),
    ("status", Holds::Text),
    ("slug", Holds::Text),
    ("date_gmt", Holds::Text),
    ("featured_media", Holds::Number),
    ("categories", Holds::List),
    ("tags", Holds::List),
];

/// The categories that exist.
const CATEGORIES: [i64; 2] = [1, 7];

/// The types of files it takes, with how they begin.
const TYPES: [(&str, &[u8]); 4] = [
    ("image/jpeg", b"\xff\xd8\xff"),
    ("image/png", b"\x89PNG"),
    ("image/gif", b"GIF8"),
    ("image/webp", b"RIFF"),
];

/// An article, published or not.
#[derive(Debug)]
pub(in super::super) struct Article {
    pub(super) id: u64,
    pub(super) slug: String,
    pub(super) status: String,
    title: String,
    content: String,
    featured: Option<u64>,
}

/// A picture in the library.
#[derive(Debug)]
pub(in super::super) struct Picture {
    id: u64,
    alt: String,
}

impl Article {
    pub(super) fn is_public(&self) -> bool {
        self.status == "publish"
    }

    pub(super) fn json(&self) -> Json {
        let link = if self.is_public() {
            format!("{SITE}/{}/", self.slug)
        } else {
            format!("{SITE}/?p={}", self.id)
        };
        json!({
            "id": self.id,
            "slug": self.slug,
            "status": self.status,
            "type": "post",
            "link": link,
            "title": { "raw": self.title, "rendered": self.title },
            "content": { "raw": self.content, "rendered": self.content },
            "featured_media": self.featured.unwrap_or_default(),
        })
    }
}

impl WordPress {
    pub(super) fn upload(&mut self, asked: &Asked) -> Result<Reply, Reply> {
        let named = asked.header("content-disposition").unwrap_or_default();
        let name =
            named.strip_prefix("attachment; filename=\"").and_then(|at| at.strip_suffix('"'));
        let Some(name) = name.filter(|name| name.is_ascii()) else {
            let message = "No Content-Disposition supplied.";
            return Err(error(400, "rest_upload_no_content_disposition", message));
        };
        if asked.body.is_empty() {
            return Err(error(400, "rest_upload_no_data", "No data supplied."));
        }
        let typed = TYPES.iter().find(|(mime, _)| asked.header("content-type") == Some(mime));
        let Some((mime, _)) = typed.filter(|(_, start)| asked.body.starts_with(start)) else {
            let message = "Sorry, you are not allowed to upload this file type.";
            return Err(error(500, "rest_upload_sideload_error", message));
        };
        if asked.body.len() > 20 << 20 {
            return Err(error(413, "rest_upload_file_too_big", "This file is too big."));
        }
        let id = self.number();
        self.pictures.push(Picture { id, alt: String::new() });
        let source = format!("{SITE}/wp-content/uploads/2026/11/{name}");
        let body = json!({ "id": id, "source_url": source, "mime_type": mime, "alt_text": "" });
        Ok(Reply::json(201, &body))
    }

    pub(super) fn describe(&mut self, id: &str, asked: &Asked) -> Result<Reply, Reply> {
        let picture = self.pictures.iter_mut().find(|picture| picture.id.to_string() == id);
        let picture = picture.ok_or_else(no_such_post)?;
        let fields = object(asked)?;
        if let Some(field) = strange(&fields, &[("alt_text", Holds::Text)]) {
            return Err(invalid(field));
        }
        picture.alt = described(fields["alt_text"].as_str().unwrap_or_default());
        Ok(Reply::json(200, &json!({ "id": picture.id, "alt_text": picture.alt })))
    }

    pub(super) fn create(
        &mut self,
        asked: &Asked,
        ledger: &mut Ledger,
        now: Instant,
    ) -> Result<Reply, Reply> {
        let fields = self.checked(asked)?;
        let text = |name: &str| fields.get(name).and_then(Json::as_str).map(str::to_owned);
        if text("title").is_none() && text("content").is_none() {
            return Err(error(400, "empty_content", "Content, title, and excerpt are empty."));
        }
        let id = self.number();
        let article = Article {
            id,
            slug: text("slug").unwrap_or_else(|| id.to_string()),
            status: "draft".to_owned(),
            title: text("title").unwrap_or_default(),
            content: text("content").unwrap_or_default(),
            featured: fields.get("featured_media").and_then(Json::as_u64),
        };
        self.articles.push(article);
        let at = self.articles.len() - 1;
        self.set_status(at, text("status").as_deref().unwrap_or("draft"), ledger, now)?;
        Ok(Reply::json(201, &self.articles[at].json()))
    }

    pub(super) fn update(
        &mut self,
        id: &str,
        asked: &Asked,
        ledger: &mut Ledger,
        now: Instant,
    ) -> Result<Reply, Reply> {
        let at = self.articles.iter().position(|article| article.id.to_string() == id);
        let at = at.ok_or_else(no_such_post)?;
        let fields = self.checked(asked)?;
        if let Some(status) = fields.get("status").and_then(Json::as_str) {
            self.set_status(at, status, ledger, now)?;
        }
        Ok(Reply::json(200, &self.articles[at].json()))
    }

    fn checked(&self, asked: &Asked) -> Result<Map<String, Json>, Reply> {
        let fields = object(asked)?;
        if let Some(field) = strange(&fields, &FIELDS) {
            return Err(invalid(field));
        }
        let categories = fields.get("categories").and_then(Json::as_array);
        let mut ids = categories.into_iter().flatten().map(Json::as_i64);
        if ids.any(|id| id.is_none_or(|id| !CATEGORIES.contains(&id))) {
            return Err(invalid("categories"));
        }
        let featured = fields.get("featured_media").and_then(Json::as_u64);
        if featured.is_some_and(|id| !self.pictures.iter().any(|picture| picture.id == id)) {
            return Err(error(400, "rest_invalid_featured_media", "Invalid featured media ID."));
        }
        Ok(fields)
    }

    /// Publishing what is public already changes nothing. A slug that is taken gets a number.
    fn set_status(
        &mut self,
        at: usize,
        status: &str,
        ledger: &mut Ledger,
        now: Instant,
    ) -> Result<(), Reply> {
        if !["draft", "pending", "private", "publish"].contains(&status) {
            return Err(invalid("status"));
        }
        let becomes_public = status == "publish" && !self.articles[at].is_public();
        if becomes_public {
            let slug = self.articles[at].slug.clone();
            let taken = self.articles.iter().any(|other| other.is_public() && other.slug == slug);
            if taken {
                self.articles[at].slug = format!("{slug}-2");
            }
            ledger.add(self.public(&self.articles[at], now));
        }
        self.articles[at].status = status.to_owned();
        Ok(())
    }

    fn public(&self, article: &Article, now: Instant) -> Public {
        let featured = article.featured.and_then(|id| self.pictures.iter().find(|at| at.id == id));
        let mut alt: Vec<_> = featured.map(|picture| picture.alt.clone()).into_iter().collect();
        alt.extend(alts(&article.content));
        let all = [text(&article.title), text(&article.content)];
        Public {
            id: article.id.to_string(),
            text: all.into_iter().filter(|at| !at.is_empty()).collect::<Vec<_>>().join("\n"),
            media: alt.len(),
            alt: alt.into_iter().filter(|alt| !alt.is_empty()).collect(),
            parent: None,
            at: now,
            deleted: false,
        }
    }
}

fn object(asked: &Asked) -> Result<Map<String, Json>, Reply> {
    match asked.json() {
        Some(Json::Object(fields)) => Ok(fields),
        _ => Err(error(400, "rest_invalid_json", "Invalid JSON body passed.")),
    }
}

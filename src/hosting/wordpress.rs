//! The media library of a WordPress site (developer.wordpress.org, REST API handbook, "Media", read in
//! November 2026).

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;

use super::{Store, Way, name_of, own_machine};
use crate::blobs::{Blobs, Digest};
use crate::failure::{Class, Failure};
use crate::http::{Body, FileSlice, Method, Request, Url};
use crate::post::Media;
use crate::secret::Secret;

/// How long an upload may take.
const UPLOAD: Duration = Duration::from_secs(60 * 60);

/// The library and what was put there since this program was started.
pub(super) struct Library {
    site: Url,
    login: Secret,
    way: Way,
    blobs: Blobs,
    there: Mutex<HashMap<Digest, Item>>,
}

/// One item of the library.
#[derive(Debug, Clone, Deserialize)]
struct Item {
    id: u64,
    source_url: String,
    #[serde(default)]
    slug: String,
}

impl Item {
    /// Where it is shown. Platforms fetch nothing without TLS.
    fn address(&self) -> Result<Url, Failure> {
        let url = Url::parse(&self.source_url).map_err(not_understood)?;
        if url.scheme() == "https" { Ok(url) } else { Err(not_understood("it has no TLS")) }
    }
}

impl Library {
    pub(super) fn new(site: Url, user: &str, password: &Secret, way: Way, blobs: Blobs) -> Self {
        let login = STANDARD.encode(format!("{user}:{}", password.expose()));
        let login = Secret::new(format!("Basic {login}"));
        Self { site, login, way, blobs, there: Mutex::default() }
    }

    fn there<T>(&self, look: impl FnOnce(&mut HashMap<Digest, Item>) -> T) -> T {
        look(&mut self.there.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn request(
        &self,
        label: &'static str,
        method: Method,
        pieces: &[&str],
        query: &[(&str, &str)],
    ) -> Result<Request, Failure> {
        let mut url = self.site.clone();
        if let Ok(mut path) = url.path_segments_mut() {
            path.pop_if_empty().extend(["wp-json", "wp", "v2", "media"]).extend(pieces);
        }
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        Request::new(label, method, url)
            .secret_header("authorization", &self.login)
            .map_err(own_machine)
    }

    /// What an earlier run of this program put there.
    async fn found(&self, medium: &Media) -> Result<Option<Item>, Failure> {
        let name = name_of(medium);
        let slug = name.rsplit_once('.').map_or(name.as_str(), |(slug, _)| slug);
        let query = [("slug", slug), ("_fields", "id,source_url,slug")];
        let answer = self.way.ask(self.request("media-find", Method::GET, &[], &query)?).await?;
        let items: Vec<Item> = answer.json().map_err(not_understood)?;
        Ok(items.into_iter().find(|item| item.slug == slug))
    }

    async fn upload(&self, medium: &Media) -> Result<Item, Failure> {
        let name = name_of(medium);
        let file = FileSlice::at(self.blobs.path(&medium.digest), medium.bytes);
        let body = Body::File { content_type: medium.kind.mime().to_owned(), file };
        let request = self
            .request("media-put", Method::POST, &[], &[])?
            .header("content-disposition", &format!("attachment; filename=\"{name}\""))
            .and_then(|request| request.within(UPLOAD).body(body))
            .map_err(own_machine)?;
        self.way.ask(request).await?.json().map_err(not_understood)
    }
}

#[async_trait]
impl Store for Library {
    async fn put(&self, medium: &Media) -> Result<Url, Failure> {
        let known = self.there(|there| there.get(&medium.digest).cloned());
        if let Some(item) = known {
            return item.address();
        }
        let item = match self.found(medium).await? {
            Some(item) => item,
            None => self.upload(medium).await?,
        };
        let url = item.address()?;
        self.there(|there| there.insert(medium.digest, item));
        Ok(url)
    }

    async fn remove(&self, medium: &Media) -> Result<(), Failure> {
        let known = self.there(|there| there.remove(&medium.digest));
        let item = match known {
            Some(item) => item,
            None => match self.found(medium).await? {
                Some(item) => item,
                None => return Ok(()),
            },
        };
        let (id, query) = (item.id.to_string(), [("force", "true")]);
        let request = self.request("media-delete", Method::DELETE, &[&id], &query)?;
        self.way.ask(request).await.map(drop)
    }

    /// WordPress scales large pictures down.
    fn keeps_bytes(&self) -> bool {
        false
    }
}

fn not_understood(error: impl std::fmt::Display) -> Failure {
    Failure::new(Class::Unknown, "answer-not-understood", error)
}

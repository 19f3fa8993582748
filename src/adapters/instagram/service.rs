//! What is special about containers on Instagram.

use std::time::Duration;

use async_trait::async_trait;
use serde::Deserialize;

use super::account::Account;
use super::classify::failed;
use super::compose::{cover_of, only_one};
use super::options::Options;
use super::settings::Door;
use super::{requests, upload};
use crate::adapters::graph::container::{Names, Staged};
use crate::adapters::graph::line::{Fields, Id, Line};
use crate::adapters::graph::listed::{self, Listed};
use crate::adapters::graph::service::{Addresses, Service};
use crate::adapters::graph::staging::Progress;
use crate::clock::Instant;
use crate::failure::Failure;
use crate::platform::{Job, MediaHost};
use crate::post::{Media, Part};
use crate::secret::Secret;

/// How long a new container is left alone: pictures are usually ready at once.
const REST: Duration = Duration::from_secs(3);
const REST_OF_FILM: Duration = Duration::from_secs(10);

/// How many of our posts are looked through.
const LISTED: &str = "25";

#[derive(Deserialize)]
struct List {
    data: Vec<Post>,
}

#[derive(Deserialize)]
struct Post {
    id: Id,
    caption: Option<String>,
    permalink: Option<String>,
    timestamp: Option<String>,
}

#[async_trait]
impl Service for Account {
    fn line(&self) -> &Line {
        &self.line
    }

    fn host(&self) -> &dyn MediaHost {
        self.host.as_ref()
    }

    fn names(&self) -> Names {
        Names { status: "status_code", said: "status" }
    }

    fn makes(&self) -> [&str; 2] {
        [self.user(), "media"]
    }

    fn publishes(&self) -> [&str; 2] {
        [self.user(), "media_publish"]
    }

    fn rest(&self, part: &Part) -> Duration {
        if part.media.iter().any(|medium| medium.kind.is_video()) { REST_OF_FILM } else { REST }
    }

    async fn ask_leave(&self, _job: &Job<'_>, token: &Secret) -> Result<(), Failure> {
        let left = self.left(token).await?;
        left.and_then(|quota| quota.used_up()).map_or(Ok(()), Err)
    }

    fn item(&self, medium: &Media, address: &str) -> Fields {
        requests::item(medium, address)
    }

    fn whole(
        &self,
        part: &Part,
        addresses: Addresses<'_>,
        _parent: Option<&Id>,
        progress: &Progress,
    ) -> Fields {
        match only_one(&part.media, &Options::of(&part.options)) {
            Some(medium) => requests::single(part, medium, addresses),
            None => {
                let children = progress.children.iter().map(|child| child.id.as_str());
                requests::carousel(part, &children.collect::<Vec<_>>())
            }
        }
    }

    fn cover<'p>(&self, part: &'p Part) -> Option<&'p Media> {
        cover_of(&part.media, &Options::of(&part.options))
    }

    fn uploads(&self, part: &Part) -> bool {
        let only = only_one(&part.media, &Options::of(&part.options));
        self.settings.door == Door::Facebook && only.is_some_and(|only| only.kind.is_video())
    }

    async fn upload(&self, staged: &Staged, medium: &Media, token: &Secret) -> Result<(), Failure> {
        upload::send(self, staged, medium, token).await
    }

    fn failed(&self, said: &str) -> Failure {
        failed(said)
    }

    async fn list(
        &self,
        job: &Job<'_>,
        _since: Instant,
        token: &Secret,
    ) -> Result<Vec<Listed>, Failure> {
        let story = Options::of(&job.part.options).story;
        let edge = if story { "stories" } else { "media" };
        let query = [("fields", "id,caption,permalink,timestamp"), ("limit", LISTED)];
        let request = self.line.get("list", token, &[self.user(), edge], &query)?;
        let list: List = self.line.ask(request).await?;
        Ok(list.data.into_iter().map(Post::listed).collect())
    }

    fn texts(&self, part: &Part) -> Vec<String> {
        vec![part.text.clone()]
    }
}

impl Post {
    fn listed(self) -> Listed {
        Listed {
            id: self.id,
            text: self.caption.unwrap_or_default(),
            permalink: self.permalink,
            at: self.timestamp.as_deref().and_then(listed::time),
        }
    }
}

//! What is special about containers on Threads.

use std::time::Duration;

use async_trait::async_trait;
use serde::Deserialize;

use super::account::Account;
use super::classify::{TOPIC, failed};
use super::requests::{self, Extras};
use crate::adapters::graph::container::Names;
use crate::adapters::graph::line::{Fields, Id, Line};
use crate::adapters::graph::listed::{self, Listed};
use crate::adapters::graph::publishing;
use crate::adapters::graph::service::{Addresses, Service};
use crate::adapters::graph::staging::Progress;
use crate::clock::Instant;
use crate::failure::{Class, Failure};
use crate::platform::{Job, MediaHost};
use crate::post::{Media, Part};
use crate::secret::Secret;

/// How long a new container is left alone: Meta advises half a minute, a text takes seconds.
const REST: Duration = Duration::from_secs(30);
const REST_OF_TEXT: Duration = Duration::from_secs(10);

/// How many of our posts are looked through.
const LISTED: &str = "50";

/// Where our posts are listed.
pub(super) const LISTS: [[&str; 2]; 2] = [["me", "threads"], ["me", "replies"]];

#[derive(Deserialize)]
struct List {
    data: Vec<Post>,
}

#[derive(Deserialize)]
struct Post {
    id: Id,
    text: Option<String>,
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
        Names { status: "status", said: "error_message" }
    }

    fn makes(&self) -> [&str; 2] {
        ["me", "threads"]
    }

    fn publishes(&self) -> [&str; 2] {
        ["me", "threads_publish"]
    }

    fn rest(&self, part: &Part) -> Duration {
        if part.media.is_empty() { REST_OF_TEXT } else { REST }
    }

    async fn ask_leave(&self, job: &Job<'_>, token: &Secret) -> Result<(), Failure> {
        let left = self.left(token).await?;
        let replies = left.replies.filter(|_| job.index > 0);
        let mut quotas = [left.posts, replies].into_iter().flatten();
        quotas.find_map(|quota| quota.used_up()).map_or(Ok(()), Err)
    }

    fn item(&self, medium: &Media, address: &str) -> Fields {
        requests::item(medium, address)
    }

    /// A container's id would be refused in place of the post's.
    async fn parent(&self, job: &Job<'_>, token: &Secret) -> Result<Option<Id>, Failure> {
        let missing = || Failure::new(Class::Rejected, "threads-parent-unknown", "");
        let Some(parent) = job.parent else {
            return if job.index > 0 { Err(missing()) } else { Ok(None) };
        };
        let id = publishing::id_of(&self.line, parent, &LISTS, token).await?;
        id.map(Some).ok_or_else(missing)
    }

    fn whole(
        &self,
        part: &Part,
        addresses: Addresses<'_>,
        parent: Option<&Id>,
        progress: &Progress,
    ) -> Fields {
        let extras = Extras {
            reply_to: parent.map(Id::as_str),
            reply_control: self.settings.reply_control.as_deref(),
            without_topic: progress.left_out,
        };
        match (part.media.as_slice(), addresses.medium) {
            ([], _) => requests::text(part, extras),
            ([medium], Some(address)) => requests::single(part, medium, address, extras),
            _ => {
                let children = progress.children.iter().map(|child| child.id.as_str());
                requests::carousel(part, &children.collect::<Vec<_>>(), extras)
            }
        }
    }

    fn can_leave_out(&self, refusal: &Failure) -> bool {
        refusal.reason == TOPIC
    }

    fn left_out(&self) -> &'static str {
        TOPIC
    }

    fn failed(&self, said: &str) -> Failure {
        failed(said)
    }

    async fn list(
        &self,
        job: &Job<'_>,
        since: Instant,
        token: &Secret,
    ) -> Result<Vec<Listed>, Failure> {
        let list = if job.index == 0 { "threads" } else { "replies" };
        let since = since.timestamp().to_string();
        let query =
            [("fields", "id,text,permalink,timestamp"), ("since", &since), ("limit", LISTED)];
        let request = self.line.get("list", token, &["me", list], &query)?;
        let list: List = self.line.ask(request).await?;
        Ok(list.data.into_iter().map(Post::listed).collect())
    }

    /// The sign of the hashtag that became the topic may be gone.
    fn texts(&self, part: &Part) -> Vec<String> {
        let text = &part.text;
        let tags = crate::text::hashtags(text);
        let without = tags.first().map(|tag| {
            let behind = tag.range.end - tag.tag.len();
            format!("{}{}", &text[..tag.range.start], &text[behind..])
        });
        std::iter::once(text.clone()).chain(without).collect()
    }
}

impl Post {
    fn listed(self) -> Listed {
        Listed {
            id: self.id,
            text: self.text.unwrap_or_default(),
            permalink: self.permalink,
            at: self.timestamp.as_deref().and_then(listed::time),
        }
    }
}

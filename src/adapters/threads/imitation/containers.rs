//! Containers: what they are made of, how far they are, and publishing them.

use serde_json::json;

use super::Service;
use super::posts::Post;
use crate::adapters::graph::imitated::{
    Outcome, invalid, limited, missing, only, refused, value, wanted,
};
use crate::clock::Instant;
use crate::platform::mock::{Asked, Ledger, MockHost, Public, Reply};

/// What the requests that make containers may say, by their kind (the collection of requests,
/// January 2026, and the publishing reference).
pub(in crate::adapters::threads) const PARAMETERS: [(&str, &[&str]); 4] = [
    (
        "TEXT",
        &[
            "media_type",
            "text",
            "reply_control",
            "reply_to_id",
            "link_attachment",
            "poll_attachment",
            "text_attachment",
            "topic_tag",
            "quote_post_id",
            "location_id",
        ],
    ),
    (
        "IMAGE",
        &[
            "media_type",
            "text",
            "image_url",
            "alt_text",
            "reply_control",
            "reply_to_id",
            "topic_tag",
            "quote_post_id",
            "location_id",
            "is_spoiler_media",
            "is_carousel_item",
        ],
    ),
    (
        "VIDEO",
        &[
            "media_type",
            "text",
            "video_url",
            "alt_text",
            "reply_control",
            "reply_to_id",
            "topic_tag",
            "quote_post_id",
            "location_id",
            "is_spoiler_media",
            "is_carousel_item",
        ],
    ),
    (
        "CAROUSEL",
        &[
            "media_type",
            "text",
            "children",
            "reply_control",
            "reply_to_id",
            "topic_tag",
            "quote_post_id",
            "location_id",
            "is_spoiler_media",
        ],
    ),
];

/// What an item of a carousel may say.
const ITEM: [&str; 5] = ["media_type", "image_url", "video_url", "alt_text", "is_carousel_item"];

const REPLY_CONTROLS: [&str; 5] = [
    "everyone",
    "accounts_you_follow",
    "mentioned_only",
    "parent_post_author_only",
    "followers_only",
];

/// A container.
#[derive(Debug, Clone)]
pub(super) struct Container {
    pub(super) id: String,
    pub(super) kind: String,
    pub(super) text: String,
    /// The descriptions of its media, in order; one for each medium.
    pub(super) media: Vec<Option<String>>,
    pub(super) parent: Option<String>,
    is_item: bool,
    topic: bool,
    made: Instant,
    ready: Instant,
    failed: Option<&'static str>,
    pub(super) published: bool,
}

impl Container {
    fn status(&self, now: Instant) -> &'static str {
        match () {
            () if self.published => "PUBLISHED",
            () if now - self.made >= chrono::Duration::hours(24) => "EXPIRED",
            () if now < self.ready => "IN_PROGRESS",
            () if self.failed.is_some() => "ERROR",
            () => "FINISHED",
        }
    }

    /// The text as followers see it: where no topic was given, the sign of the first tag is gone.
    fn shown(&self, strips_sign: bool) -> String {
        if self.topic && !strips_sign {
            return self.text.clone();
        }
        let mut signs = self.text.match_indices('#');
        let tag = signs.find(|(at, _)| {
            let before = self.text[..*at].chars().next_back();
            let after = self.text[at + 1..].chars().next();
            before.is_none_or(char::is_whitespace)
                && after.is_some_and(|after| after.is_alphabetic() || after == '_')
        });
        match tag {
            Some((at, _)) => format!("{}{}", &self.text[..at], &self.text[at + 1..]),
            None => self.text.clone(),
        }
    }
}

impl Service {
    pub(super) fn create(&mut self, asked: &Asked, now: Instant) -> Outcome {
        self.may("threads_content_publish")?;
        let form = asked.form().filter(|_| asked.query.is_empty());
        let form = form.ok_or_else(|| invalid("The parameters have to come as a form"))?;
        let get = |name: &str| value(&form, name);
        let kind = get("media_type").unwrap_or_default();
        let known = PARAMETERS.iter().find(|(name, _)| *name == kind);
        let (_, known) = known.ok_or_else(|| {
            invalid("Param media_type must be one of TEXT, IMAGE, VIDEO, CAROUSEL")
        })?;
        let is_item = get("is_carousel_item") == Some("true");
        only(&form, if is_item { &ITEM } else { known })?;
        let text = get("text").unwrap_or_default();
        self.check_text(text, &form)?;
        self.check_references(&form)?;
        if get("location_id").is_some() {
            self.may("threads_location_tagging")?;
        }
        check_attachment(&form)?;
        let media = self.media(kind, &form, now)?;
        let takes = if kind == "TEXT" { 2 } else { self.config.processing };
        let container = Container {
            id: self.id(),
            kind: kind.to_owned(),
            text: text.to_owned(),
            media,
            parent: get("reply_to_id").map(str::to_owned),
            is_item,
            topic: get("topic_tag").is_some(),
            made: now,
            ready: now + chrono::Duration::seconds(takes),
            failed: self.config.fails.filter(|_| kind != "TEXT"),
            published: false,
        };
        let made = json!({ "id": container.id });
        self.containers.push(container);
        Ok(Reply::json(200, &made))
    }

    fn check_text(&self, text: &str, form: &[(String, String)]) -> Result<(), Reply> {
        if value(form, "media_type") == Some("TEXT") && text.trim().is_empty() {
            return Err(invalid("Param text is required for media_type TEXT"));
        }
        if length(text) > 500 {
            return Err(invalid("Param text must be at most 500 characters long."));
        }
        let mut links: Vec<_> =
            text.split_whitespace().filter(|word| word.contains("://")).collect();
        links.extend(value(form, "link_attachment"));
        links.sort_unstable();
        links.dedup();
        if links.len() > 5 {
            return Err(refused(100, None, "THREADS_API__LINK_LIMIT_EXCEEDED"));
        }
        Ok(())
    }

    fn check_references(&self, form: &[(String, String)]) -> Result<(), Reply> {
        if let Some(topic) = value(form, "topic_tag") {
            let long = topic.is_empty() || topic.chars().count() > 50;
            if long || topic.contains(['.', '&', '#']) {
                return Err(invalid("Param topic_tag is not a valid topic"));
            }
            if self.config.topics_refused.contains(&topic) {
                return Err(refused(100, Some(4_279_071), "This topic is not permitted"));
            }
        }
        if value(form, "reply_control").is_some_and(|one| !REPLY_CONTROLS.contains(&one)) {
            return Err(invalid("Param reply_control must be one of EVERYONE, …"));
        }
        if let Some(poll) = value(form, "poll_attachment") {
            let read: Option<std::collections::BTreeMap<String, String>> =
                serde_json::from_str(poll).ok();
            let sound = read.is_some_and(|read| {
                (2..=4).contains(&read.len())
                    && read.keys().all(|key| key.starts_with("option_"))
                    && read.values().all(|one| (1..=25).contains(&one.chars().count()))
            });
            if !sound || value(form, "link_attachment").is_some() {
                return Err(invalid("Param poll_attachment is not valid"));
            }
        }
        for name in ["reply_to_id", "quote_post_id"] {
            if let Some(id) = value(form, name)
                && !self.posts.iter().any(|post| post.id == id && !post.deleted)
            {
                return Err(refused(
                    100,
                    None,
                    "The post that is answered or quoted does not exist",
                ));
            }
        }
        Ok(())
    }

    fn media(
        &mut self,
        kind: &str,
        form: &[(String, String)],
        now: Instant,
    ) -> Result<Vec<Option<String>>, Reply> {
        let alt = value(form, "alt_text");
        if alt.is_some_and(|alt| alt.chars().count() > 1000) {
            return Err(invalid("Param alt_text must be at most 1000 characters long"));
        }
        let address = match kind {
            "TEXT" => return Ok(Vec::new()),
            "CAROUSEL" => return self.items(value(form, "children").unwrap_or_default(), now),
            "IMAGE" => value(form, "image_url"),
            _ => value(form, "video_url"),
        };
        let address = address.ok_or_else(|| invalid("The address of the medium is required"))?;
        let fits = MockHost::has(address).is_some_and(|name| {
            let film = name.ends_with(".mp4") || name.ends_with(".mov");
            let picture = name.ends_with(".jpg") || name.ends_with(".png");
            if kind == "VIDEO" { film } else { picture }
        });
        if !fits || self.config.unfetched > 0 {
            self.config.unfetched = self.config.unfetched.saturating_sub(1);
            return Err(invalid("The media could not be fetched from this URI"));
        }
        Ok(vec![alt.map(str::to_owned)])
    }

    /// The media of a carousel, whose containers must be there, ready and unused.
    fn items(&self, children: &str, now: Instant) -> Result<Vec<Option<String>>, Reply> {
        let ids: Vec<_> = children.split(',').collect();
        if !(2..=20).contains(&ids.len()) {
            return Err(invalid("Param children must have 2 to 20 entries"));
        }
        let mut media = Vec::new();
        for id in ids {
            let found = self.containers.iter().find(|one| one.id == id && one.is_item);
            let child = found.ok_or_else(|| missing(id))?;
            if child.status(now) != "FINISHED" {
                return Err(invalid("A child of the carousel is not ready"));
            }
            media.extend(child.media.clone());
        }
        Ok(media)
    }

    pub(super) fn publish(&mut self, asked: &Asked, ledger: &mut Ledger, now: Instant) -> Outcome {
        self.may("threads_content_publish")?;
        let form = asked.form().filter(|_| asked.query.is_empty()).unwrap_or_default();
        only(&form, &["creation_id"])?;
        let id = value(&form, "creation_id").unwrap_or_default();
        let at = self.containers.iter().position(|one| one.id == id && !one.is_item);
        let at = at.ok_or_else(unknown)?;
        match self.containers[at].status(now) {
            "FINISHED" if self.config.unknown > 0 => {
                self.config.unknown -= 1;
                return Err(unknown());
            }
            "FINISHED" => {}
            "PUBLISHED" => return Err(invalid("The container was published already")),
            _ => return Err(unknown()),
        }
        let (posts, replies) = self.used(now);
        let (most, most_replies, _) = self.config.quotas;
        let is_reply = self.containers[at].parent.is_some();
        if posts >= most || (is_reply && replies >= most_replies) {
            return Err(limited(std::time::Duration::from_secs(3600), 613));
        }
        let id = self.id();
        let container = &mut self.containers[at];
        container.published = true;
        let post = Post {
            id: id.clone(),
            text: container.shown(self.config.strips_sign),
            kind: container.kind.clone(),
            parent: container.parent.clone(),
            at: now,
            deleted: false,
        };
        ledger.add(Public {
            id: id.clone(),
            text: container.text.clone(),
            media: container.media.len(),
            alt: container.media.iter().flatten().cloned().collect(),
            parent: container.parent.clone(),
            at: now,
            deleted: false,
        });
        self.posts.push(post);
        Ok(Reply::json(200, &json!({ "id": id })))
    }

    /// What an unpublished container says of itself, and nothing more.
    pub(super) fn container(&self, asked: &Asked, id: &str, now: Instant) -> Option<Outcome> {
        let container = self.containers.iter().find(|one| one.id == id)?;
        let known = ["id", "status", "error_message"];
        let wanted = match wanted(asked, &known) {
            Ok(wanted) => wanted,
            Err(refusal) => return Some(Err(refusal)),
        };
        let status = container.status(now);
        let mut shown = json!({ "id": id });
        if wanted.contains(&"status") {
            shown["status"] = json!(status);
        }
        if wanted.contains(&"error_message") && status == "ERROR" {
            shown["error_message"] = json!(container.failed);
        }
        Some(Ok(Reply::json(200, &shown)))
    }
}

fn unknown() -> Reply {
    refused(24, Some(4_279_009), "The requested resource does not exist")
}

/// How Threads counts: characters, but an emoji by its bytes.
fn length(text: &str) -> usize {
    let mut in_emoji = false;
    text.chars()
        .map(|character| {
            let code = u32::from(character);
            let joins = matches!(code, 0x200d | 0xfe0f | 0x20e3);
            in_emoji = matches!(code, 0x2600..=0x27bf | 0x1_f000..=0x1_faff) || (in_emoji && joins);
            if in_emoji { character.len_utf8() } else { 1 }
        })
        .sum()
}

/// A text that hangs on a post, which is one of text alone.
fn check_attachment(form: &[(String, String)]) -> Result<(), Reply> {
    let Some(attachment) = value(form, "text_attachment") else { return Ok(()) };
    let read: serde_json::Value = serde_json::from_str(attachment).unwrap_or_default();
    let text = read["plaintext"].as_str().unwrap_or_default();
    let known = ["plaintext", "link_attachment_url", "text_with_styling_info"];
    let fits = read.as_object().is_some_and(|all| all.keys().all(|key| known.contains(&&**key)));
    if !fits || !(1..=10_000).contains(&text.chars().count()) {
        return Err(invalid(
            "Param text_attachment must have a plaintext of 1 to 10000 characters",
        ));
    }
    match value(form, "poll_attachment") {
        Some(_) => Err(invalid("A text attachment cannot be attached to a post with a poll")),
        None => Ok(()),
    }
}

//! The first comment: the second part of a delivery. It has no key, so that our comments are read
//! before it is sent and after any doubt.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::account::Account;
use crate::adapters::graph::line::{Id, Made, field, not_understood};
use crate::adapters::graph::listed::{self, Listed};
use crate::adapters::graph::{Asked, container, publishing};
use crate::clock::Instant;
use crate::delivery::{Evidence, Found, Receipt};
use crate::failure::{Class, Failure};
use crate::platform::{Job, Prepared};
use crate::secret::Secret;

/// How long a comment may be missing in the list before it counts as absent, in seconds.
const SHOWN_WITHIN: i64 = 600;

#[derive(Deserialize)]
struct List {
    data: Vec<Comment>,
}

#[derive(Deserialize)]
struct Comment {
    id: Id,
    text: Option<String>,
    timestamp: Option<String>,
}

/// What is known of a comment on its way: the id of its post.
#[derive(Deserialize, Serialize)]
struct Below {
    post: Id,
}

/// Finds out which post is commented: a person who found it gave its address alone.
pub(super) async fn prepare(
    account: &Account,
    job: &Job<'_>,
    token: &Secret,
) -> Result<Prepared, Failure> {
    let unknown = || Failure::new(Class::Rejected, "instagram-post-unknown", "");
    let parent = job.parent.ok_or_else(unknown)?;
    let paths = [[account.user(), "media"]];
    let post = publishing::id_of(&account.line, parent, &paths, token).await?;
    let below = Below { post: post.ok_or_else(unknown)? };
    let progress = serde_json::to_value(below).unwrap_or_default();
    Ok(Prepared::Done { progress, expires: None })
}

/// Sends the comment, unless it is there already.
pub(super) async fn publish(
    account: &Account,
    job: &Job<'_>,
    token: &Secret,
) -> Result<Receipt, Failure> {
    let post = post(job)?;
    // What fails before the request has surely sent nothing.
    let unsent = |failure: Failure| match failure.class.may_be_applied() {
        true => Failure { class: Class::NotSent, ..failure },
        false => failure,
    };
    if let Some(id) = ours(account, job, &post, token).await.map_err(unsent)? {
        return Ok(receipt(account, job, id, Evidence::Repeated));
    }
    let fields = vec![field("message", &job.part.text)];
    let request = account.line.post("comment", token, &[&post, "comments"], fields)?;
    let answer = account.line.wire.visible(request).await?;
    if !answer.is_success() {
        return Err(account.line.refused(&answer, Asked::Visible));
    }
    let made: Made = answer.json().map_err(not_understood)?;
    Ok(receipt(account, job, made.id, Evidence::Answered))
}

/// Looks for the comment among ours.
pub(super) async fn find(
    account: &Account,
    job: &Job<'_>,
    since: Instant,
    token: &Secret,
) -> Result<Found, Failure> {
    let found = ours(account, job, &post(job)?, token).await?;
    if let Some(id) = found {
        return Ok(Found::Published(receipt(account, job, id, Evidence::ReadBack)));
    }
    if (account.line.wire.now() - since).num_seconds() < SHOWN_WITHIN {
        let failure = Failure::new(Class::NotYet, "graph-not-settled", "");
        return Err(failure.pausing(Duration::from_secs(60)));
    }
    Ok(Found::Absent)
}

/// The id of our comment, if it is there: below a post that is ours and new, its text tells.
async fn ours(
    account: &Account,
    job: &Job<'_>,
    post: &str,
    token: &Secret,
) -> Result<Option<Id>, Failure> {
    let query = [("fields", "id,text,timestamp"), ("limit", "50")];
    let request = account.line.get("comments", token, &[post, "comments"], &query)?;
    let list: List = account.line.ask(request).await?;
    let all: Vec<_> = list.data.into_iter().map(Comment::listed).collect();
    let since = job.parent.map_or(job.due, |parent| parent.at);
    let wanted = [job.part.text.clone()];
    Ok(all
        .iter()
        .find(|one| listed::only_one(std::slice::from_ref(one), &wanted, since).is_some())
        .map(|one| one.id.clone()))
}

impl Comment {
    fn listed(self) -> Listed {
        Listed {
            id: self.id,
            text: self.text.unwrap_or_default(),
            permalink: None,
            at: self.timestamp.as_deref().and_then(listed::time),
        }
    }
}

/// The post that is commented.
fn post(job: &Job<'_>) -> Result<String, Failure> {
    let below: Option<Below> = serde_json::from_value(job.progress.clone()).ok();
    below.map(|below| below.post.0).ok_or_else(container::nothing_staged)
}

fn receipt(account: &Account, job: &Job<'_>, id: Id, evidence: Evidence) -> Receipt {
    Receipt {
        id: id.0,
        url: job.parent.and_then(|parent| parent.url.clone()),
        at: account.line.wire.now(),
        evidence,
        extra: serde_json::json!({ "comment": true }),
        remarks: Vec::new(),
    }
}

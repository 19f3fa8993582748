//! The visible request of a container, what becomes of doubt, and deleting.

use std::time::Duration;

use serde::Deserialize;

use super::container::{self, Look, Staged, Status};
use super::line::{Id, Line, Made, field, not_understood};
use super::listed;
use super::service::Service;
use super::staging::Progress;
use super::{Asked, Refusal};
use crate::clock::Instant;
use crate::delivery::{Evidence, Found, Receipt};
use crate::failure::{Class, Failure};
use crate::http::Answer;
use crate::platform::Job;
use crate::secret::Secret;

/// How long the address of a published post is waited for; it is public without it, too.
const PATIENCE: Duration = Duration::from_secs(10);

/// Since when a post may be ours, and since when it is waited for.
#[derive(Clone, Copy)]
struct Times {
    since: Instant,
    waited_from: Instant,
}

/// How many of our posts are looked through for an address.
const LISTED: &str = "50";

#[derive(Deserialize)]
struct List {
    data: Vec<Place>,
}

#[derive(Deserialize)]
struct Place {
    id: Id,
    permalink: Option<String>,
}

#[derive(Deserialize)]
struct Shown {
    permalink: Option<String>,
}

/// Sends the visible request.
pub(in crate::adapters) async fn publish(
    service: &dyn Service,
    job: &Job<'_>,
    token: &Secret,
) -> Result<Receipt, Failure> {
    let progress = Progress::of(job);
    let staged = progress.ready().ok_or_else(container::nothing_staged)?;
    let line = service.line();
    let fields = vec![field("creation_id", &staged.id)];
    let request = line.post("publish", token, &service.publishes(), fields)?;
    let answer = line.wire.visible(request).await?;
    let receipt = if answer.is_success() {
        answered(line, token, &answer).await?
    } else {
        already(service, job, staged, &answer, token).await?
    };
    Ok(finished(service, job, &progress, receipt).await)
}

async fn answered(line: &Line, token: &Secret, answer: &Answer) -> Result<Receipt, Failure> {
    let made: Made = answer.json().map_err(not_understood)?;
    let at = line.wire.now();
    Ok(Receipt {
        url: address(line, token, made.id.as_str()).await,
        id: made.id.0,
        at,
        evidence: Evidence::Answered,
        extra: serde_json::Value::Null,
        remarks: Vec::new(),
    })
}

/// Where people see the post `id`. It is public, whether this can be read or not.
async fn address(line: &Line, token: &Secret, id: &str) -> Option<String> {
    let request = line.get("permalink", token, &[id], &[("fields", "id,permalink")]).ok()?;
    let shown: Shown = line.ask(request.within(PATIENCE)).await.ok()?;
    listed::permalink(&shown.permalink?)
}

/// A refusal is not believed before the container was looked at: an earlier request, whose answer
/// was lost, may have published it.
async fn already(
    service: &dyn Service,
    job: &Job<'_>,
    staged: &Staged,
    answer: &Answer,
    token: &Secret,
) -> Result<Receipt, Failure> {
    let line = service.line();
    let failure = line.refused(answer, Asked::Visible);
    if !container::is_to_be_checked(&failure) {
        return Err(failure);
    }
    let Ok(look) = container::look(line, token, &staged.id, service.names()).await else {
        return Err(failure);
    };
    let now = line.wire.now();
    container::after_refusal(look.as_ref(), staged, failure, now)?;
    let since = Instant::from_timestamp(staged.made, 0).unwrap_or(now);
    // What is not listed yet is looked for later.
    let times = Times { since, waited_from: now };
    let receipt = read_back(service, job, times, Evidence::Repeated, token).await;
    receipt.map_err(|failure| Failure { class: Class::Unknown, ..failure })
}

/// Looks for the part by the status of its container, and then among our posts.
pub(in crate::adapters) async fn find(
    service: &dyn Service,
    job: &Job<'_>,
    since: Instant,
    token: &Secret,
) -> Result<Found, Failure> {
    let progress = Progress::of(job);
    let Some(staged) = progress.ready() else { return Ok(Found::CannotKnow) };
    let line = service.line();
    let look = container::look(line, token, &staged.id, service.names()).await?;
    match look.map(|Look { status, .. }| status) {
        Some(Status::Published) => {
            let times = Times { since, waited_from: since };
            let receipt = read_back(service, job, times, Evidence::ReadBack, token).await?;
            Ok(Found::Published(finished(service, job, &progress, receipt).await))
        }
        Some(Status::Finished | Status::InProgress) => {
            let early = listed::not_settled(since, line.wire.now());
            early.map_or(Ok(Found::Absent), Err)
        }
        Some(Status::Expired | Status::Failed) => Ok(Found::Absent),
        None => Ok(Found::CannotKnow),
    }
}

/// The receipt of a part that is surely published, by the list of our posts.
async fn read_back(
    service: &dyn Service,
    job: &Job<'_>,
    times: Times,
    evidence: Evidence,
    token: &Secret,
) -> Result<Receipt, Failure> {
    let Times { since, waited_from } = times;
    let all = match service.list(job, listed::from(since), token).await {
        Ok(all) => all,
        // Without the right to read, the part is public all the same.
        Err(failure) if failure.reason == "graph-right-missing" => Vec::new(),
        Err(failure) => return Err(failure),
    };
    let ours = service.texts(job.part);
    let now = service.line().wire.now();
    listed::receipt(listed::only_one(&all, &ours, since), waited_from, now, evidence)
}

/// What is done once a part is surely public: its media need not lie on the web any more.
async fn finished(
    service: &dyn Service,
    job: &Job<'_>,
    progress: &Progress,
    mut receipt: Receipt,
) -> Receipt {
    let uploads = service.uploads(job.part);
    for medium in job.part.media.iter().filter(|medium| !(uploads && medium.kind.is_video())) {
        service.host().withdraw(medium, job.key).await;
    }
    if progress.left_out {
        receipt.remarks.push(service.left_out().to_owned());
    }
    receipt
}

/// The id of what `receipt` names. A person who found a post gave its address, which has another
/// one: it is looked up in the lists `paths`.
pub(in crate::adapters) async fn id_of(
    line: &Line,
    receipt: &Receipt,
    paths: &[[&str; 2]],
    token: &Secret,
) -> Result<Option<Id>, Failure> {
    if receipt.id.is_empty() || Id::read(&receipt.id).is_some() {
        return Ok(Id::read(&receipt.id));
    }
    for path in paths {
        let query = [("fields", "id,permalink"), ("limit", LISTED)];
        let list: List = line.ask(line.get("list", token, path, &query)?).await?;
        let found = list.data.into_iter().find(|post| post.is_at(&receipt.id));
        if let Some(found) = found {
            return Ok(Some(found.id));
        }
    }
    Ok(None)
}

impl Place {
    fn is_at(&self, code: &str) -> bool {
        let pieces = self.permalink.as_deref().unwrap_or_default().trim_end_matches('/');
        pieces.rsplit('/').next() == Some(code)
    }
}

/// Deletes what `receipt` names. One that is gone already counts as deleted; but a token that may
/// not delete is told the same way, so it is looked whether the post is still there.
pub(in crate::adapters) async fn recall(
    line: &Line,
    receipt: &Receipt,
    paths: &[[&str; 2]],
    token: &Secret,
) -> Result<(), Failure> {
    let id = id_of(line, receipt, paths, token).await?;
    let id = id.ok_or_else(|| Failure::new(Class::Rejected, "graph-receipt-not-usable", ""))?;
    let request = line.delete("delete", token, &[id.as_str()])?;
    let answer = line.wire.invisible(request).await?;
    if answer.is_success() {
        return Ok(());
    }
    let failure = line.refused(&answer, Asked::Invisible);
    if !Refusal::read(&answer).is_some_and(|refusal| refusal.is_missing()) {
        return Err(failure);
    }
    let request = line.get("permalink", token, &[id.as_str()], &[("fields", "id")])?;
    let still = line.wire.invisible(request).await?;
    let gone = Refusal::read(&still).is_some_and(|refusal| refusal.is_missing());
    if gone { Ok(()) } else { Err(failure) }
}

//! Preparing containers: one invisible step at a time, each written down before the next.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::container::{self, Next, Staged};
use super::line::{Fields, Made};
use super::service::{Addresses, NOT_FETCHED, Service};
use crate::failure::Failure;
use crate::http::Url;
use crate::platform::{Job, Prepared};
use crate::post::Media;
use crate::secret::Secret;

/// How long to wait before what could not be fetched is offered once more.
const BEFORE_ONCE_MORE: Duration = Duration::from_secs(30);

/// What is known of a part on its way.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(in crate::adapters) struct Progress {
    /// Whether the platform still lets something be published.
    pub(in crate::adapters) allowed: bool,
    /// The containers of several media, in order.
    pub(in crate::adapters) children: Vec<Staged>,
    /// The container of the part.
    pub(in crate::adapters) container: Option<Staged>,
    /// Whether the bytes of its medium have gone up.
    pub(in crate::adapters) uploaded: bool,
    /// Whether something was refused, so that the part goes without it.
    pub(in crate::adapters) left_out: bool,
    /// Whether media could not be fetched once.
    pub(in crate::adapters) fetched_in_vain: bool,
}

impl Progress {
    /// What was written down; the beginning where that cannot be understood.
    pub(in crate::adapters) fn of(job: &Job<'_>) -> Self {
        serde_json::from_value(job.progress.clone()).unwrap_or_default()
    }

    /// The container that can be published.
    pub(in crate::adapters) fn ready(&self) -> Option<&Staged> {
        self.container.as_ref().filter(|staged| staged.ready.is_some())
    }

    fn json(&self) -> Value {
        serde_json::to_value(self).unwrap_or_default()
    }

    fn more(&self) -> Prepared {
        Prepared::More { progress: self.json() }
    }

    fn wait(&self, after: Duration) -> Prepared {
        Prepared::Wait { progress: self.json(), after }
    }

    /// Makes everything anew.
    fn start_over(&mut self) {
        self.children.clear();
        self.container = None;
        self.uploaded = false;
    }
}

/// Does the next step of `job`.
pub(in crate::adapters) async fn step(
    service: &dyn Service,
    job: &Job<'_>,
    token: &Secret,
) -> Result<Prepared, Failure> {
    Work { service, job, token }.next(&mut Progress::of(job)).await
}

struct Work<'w> {
    service: &'w dyn Service,
    job: &'w Job<'w>,
    token: &'w Secret,
}

impl Work<'_> {
    async fn next(&self, progress: &mut Progress) -> Result<Prepared, Failure> {
        if !progress.allowed {
            // Nothing is made while nothing may be published.
            self.service.ask_leave(self.job, self.token).await?;
            progress.allowed = true;
            return Ok(progress.more());
        }
        let media = self.media();
        if media.len() > 1 {
            if let Some(medium) = media.get(progress.children.len()) {
                return self.make_child(progress, medium).await;
            }
            if let Some(at) = progress.children.iter().position(|child| child.ready.is_none()) {
                return self.look_at_child(progress, at).await;
            }
        }
        let Some(staged) = progress.container.clone() else { return self.make(progress).await };
        match media.as_slice() {
            [medium] if !progress.uploaded && self.service.uploads(self.job.part) => {
                self.upload(progress, &staged, medium).await
            }
            _ if staged.ready.is_none() => self.look_at(progress, staged).await,
            _ => Ok(Prepared::Done { progress: progress.json(), expires: staged.expires() }),
        }
    }

    /// The media of the part that are seen; a cover is none of them.
    fn media(&self) -> Vec<&Media> {
        let part = self.job.part;
        let cover = self.service.cover(part);
        let is_cover = |medium: &Media| cover.is_some_and(|cover| std::ptr::eq(cover, medium));
        part.media.iter().filter(|medium| !is_cover(medium)).collect()
    }

    async fn make_child(
        &self,
        progress: &mut Progress,
        medium: &Media,
    ) -> Result<Prepared, Failure> {
        let address = self.service.host().offer(medium, self.job.key).await?;
        match self.create(self.service.item(medium, address.as_str())).await {
            Ok(staged) => progress.children.push(staged),
            Err(failure) => return self.mended(progress, failure),
        }
        Ok(progress.more())
    }

    async fn make(&self, progress: &mut Progress) -> Result<Prepared, Failure> {
        let fields = self.fields(progress).await?;
        match self.create(fields).await {
            Ok(staged) => progress.container = Some(staged),
            Err(failure) => return self.mended(progress, failure),
        }
        if self.service.uploads(self.job.part) {
            return Ok(progress.more());
        }
        Ok(progress.wait(self.service.rest(self.job.part)))
    }

    async fn fields(&self, progress: &Progress) -> Result<Fields, Failure> {
        let (part, host) = (self.job.part, self.service.host());
        let medium = match self.media().as_slice() {
            [medium] if !self.service.uploads(part) => {
                Some(host.offer(medium, self.job.key).await?)
            }
            _ => None,
        };
        let cover = match self.service.cover(part) {
            Some(cover) => Some(host.offer(cover, self.job.key).await?),
            None => None,
        };
        let addresses = Addresses {
            medium: medium.as_ref().map(Url::as_str),
            cover: cover.as_ref().map(Url::as_str),
        };
        let parent = self.service.parent(self.job, self.token).await?;
        Ok(self.service.whole(part, addresses, parent.as_ref(), progress))
    }

    async fn create(&self, fields: Fields) -> Result<Staged, Failure> {
        let line = self.service.line();
        let request = line.post("create", self.token, &self.service.makes(), fields)?;
        let made: Made = line.ask(request).await?;
        Ok(Staged::new(made.id.as_str(), line.wire.now()))
    }

    async fn upload(
        &self,
        progress: &mut Progress,
        staged: &Staged,
        medium: &Media,
    ) -> Result<Prepared, Failure> {
        match self.service.upload(staged, medium, self.token).await {
            Ok(()) => progress.uploaded = true,
            Err(failure) => {
                if failure.reason == NOT_FETCHED {
                    progress.start_over();
                }
                return once_more(progress, failure);
            }
        }
        Ok(progress.wait(self.service.rest(self.job.part)))
    }

    /// What is done about a refusal: what it is about is left out, and what could not be fetched
    /// is offered once more.
    fn mended(&self, progress: &mut Progress, failure: Failure) -> Result<Prepared, Failure> {
        if !progress.left_out && self.service.can_leave_out(&failure) {
            progress.left_out = true;
            return Ok(progress.more());
        }
        once_more(progress, failure)
    }

    async fn look_at_child(&self, progress: &mut Progress, at: usize) -> Result<Prepared, Failure> {
        let mut child = progress.children[at].clone();
        let seen = self.see(&mut child).await?;
        progress.children[at] = child;
        self.seen(progress, seen)
    }

    async fn look_at(
        &self,
        progress: &mut Progress,
        mut staged: Staged,
    ) -> Result<Prepared, Failure> {
        let seen = self.see(&mut staged).await?;
        progress.container = Some(staged);
        self.seen(progress, seen)
    }

    async fn see(&self, staged: &mut Staged) -> Result<Next, Failure> {
        let line = self.service.line();
        let now = line.wire.now();
        let look = container::look(line, self.token, &staged.id, self.service.names()).await?;
        let next = staged.seen(look, now);
        match (&next, staged.too_slow(now)) {
            (Next::Wait(_), Some(slow)) => Err(slow),
            _ => Ok(next),
        }
    }

    fn seen(&self, progress: &mut Progress, seen: Next) -> Result<Prepared, Failure> {
        match seen {
            Next::Ready => Ok(progress.more()),
            Next::Wait(after) => Ok(progress.wait(after)),
            Next::Failed(said) => {
                progress.start_over();
                once_more(progress, self.service.failed(&said))
            }
            Next::Gone => {
                progress.start_over();
                Ok(progress.more())
            }
        }
    }
}

/// Tries once more what could not be fetched; else it is refused.
fn once_more(progress: &mut Progress, failure: Failure) -> Result<Prepared, Failure> {
    if failure.reason != NOT_FETCHED || progress.fetched_in_vain {
        return Err(failure);
    }
    progress.fetched_in_vain = true;
    Ok(progress.wait(BEFORE_ONCE_MORE))
}

//! The visible request, its answer, and deleting what it made.

use serde::{Deserialize, Serialize};

use super::account::LinkedIn;
use super::answers::{self, not_understood, permalink};
use super::classify::{duplicate_of, is_gone};
use super::compose::shown;
use super::progress::Progress;
use super::requests::{self, encoded};
use crate::delivery::{Evidence, Guarantee, Receipt};
use crate::failure::{Class, Failure};
use crate::http::{Answer, Method};
use crate::platform::{Job, Platform as _};

/// For how long LinkedIn notices that a post repeats another (page `ugc-post-api`).
const DETECTS: chrono::Duration = chrono::Duration::minutes(10);

/// That a request of a part was opened. Nothing of it matters but that it is there.
#[derive(Serialize, Deserialize)]
struct Opened;

impl LinkedIn {
    /// Sends the visible request.
    pub(super) async fn create(&self, job: &Job<'_>) -> Result<Receipt, Failure> {
        let progress = Progress::of(job.progress);
        let Some(urns) = progress.urns(shown(&job.part.media).len()) else {
            let detail = "not every medium was uploaded";
            return Err(Failure::new(Class::Stale, "linkedin-upload-forgotten", detail));
        };
        let earlier = self.open_attempt(job).await?;
        let token = self.keeper.bearer().await.map_err(before_sending)?;
        let what = ("post", Method::POST);
        let request = requests::rest(&self.settings, &token, what, "posts", &[])?;
        let request = request.json(requests::post(&self.settings.author, job.part, &urns));
        let answer = self.wire.visible_under(self.guarantee(), request).await?;
        if answer.is_success() {
            let receipt = self.created(&answer)?;
            return Ok(Receipt { remarks: progress.remarks(), ..receipt });
        }
        match duplicate_of(&answer) {
            Some(urn) if earlier => Ok(self.receipt(urn, Evidence::Repeated)),
            _ => Err(self.refused_post(job, &answer).await),
        }
    }

    /// The id is in a header and nowhere else; without it we do not know what we made.
    fn created(&self, answer: &Answer) -> Result<Receipt, Failure> {
        let urn = answer.header("x-restli-id").and_then(answers::post_urn);
        let urn = urn.filter(|_| answer.status == 201);
        let urn = urn.ok_or_else(|| not_understood(format!("status {}, no id", answer.status)))?;
        Ok(self.receipt(urn, Evidence::Answered))
    }

    /// Whether an earlier request of this part may have been applied; from now on there is one.
    /// Only where it is sent again at all.
    async fn open_attempt(&self, job: &Job<'_>) -> Result<bool, Failure> {
        if self.guarantee() != Guarantee::B {
            return Ok(false);
        }
        let earlier = self.attempts.get::<Opened>(job.key).await?.is_some();
        if !earlier {
            self.attempts.put(job.key, &Opened, self.wire.now() + DETECTS).await?;
        }
        Ok(earlier)
    }

    /// What is refused for sure was no attempt: a post that a person makes by hand meanwhile must
    /// not be taken for ours.
    async fn refused_post(&self, job: &Job<'_>, answer: &Answer) -> Failure {
        let failure = self.refused(answer).await;
        let applied = matches!(failure.class, Class::Server | Class::Unknown);
        if self.guarantee() == Guarantee::B && !applied {
            // Where this cannot be written, only a person's own post of the same text within ten
            // minutes could be mistaken.
            let _at_worst_that = self.attempts.remove(job.key).await;
        }
        failure
    }

    pub(super) fn receipt(&self, id: String, evidence: Evidence) -> Receipt {
        Receipt {
            url: Some(permalink(&id)),
            id,
            at: self.wire.now(),
            evidence,
            extra: serde_json::Value::Null,
            remarks: Vec::new(),
        }
    }

    /// Deletes the post `id`. One that is gone already counts as deleted.
    pub(super) async fn delete(&self, id: &str) -> Result<(), Failure> {
        let urn = answers::post_urn(id).ok_or_else(|| {
            let detail = format!("{id:?} is no post");
            Failure::new(Class::Rejected, "linkedin-receipt-not-usable", detail)
        })?;
        let path = format!("posts/{}", encoded(&urn));
        let request = self.rest(("delete", Method::DELETE), &path, &[]).await?;
        let answer = self.wire.invisible(request).await?;
        if answer.status == 204 || is_gone(&answer) {
            return Ok(());
        }
        if answer.is_success() {
            return Err(not_understood(format!("status {} to a deletion", answer.status)));
        }
        Err(self.refused(&answer).await)
    }
}

/// The failure of something that went before the visible request, which was surely not sent.
fn before_sending(failure: Failure) -> Failure {
    let class = if failure.class.may_be_applied() { Class::NotSent } else { failure.class };
    Failure { class, ..failure }
}

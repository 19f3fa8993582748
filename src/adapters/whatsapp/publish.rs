//! The visible request, and what its answer means for one person.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use serde_json::{Value, json};

use super::account::WhatsApp;
use super::answers;
use super::classify::{self, MEDIA_GONE, MEDIA_REFUSED, is_refusal, of_one_person};
use super::compose::TO;
use super::header::Header;
use super::mask;
use super::people::No;
use super::progress::Progress;
use super::requests;
use crate::adapters::graph::Asked;
use crate::blobs::Digest;
use crate::delivery::{Evidence, Receipt};
use crate::failure::{Class, Failure};
use crate::http::Answer;
use crate::platform::Job;
use crate::post::Part;

/// The media that the platform could not use, since this start: each is uploaded once more.
#[derive(Debug, Default)]
pub(super) struct RefusedMedia(Mutex<BTreeMap<Digest, u8>>);

impl RefusedMedia {
    /// Whether this one was refused, so that an old upload must not be used again.
    pub(super) fn holds(&self, digest: &Digest) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).contains_key(digest)
    }

    /// Notes a refusal; how many there were.
    fn note(&self, digest: Digest) -> u8 {
        let mut refused = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = refused.entry(digest).or_default();
        *count = count.saturating_add(1);
        *count
    }

    fn forget(&self, digest: &Digest) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(digest);
    }
}

impl No {
    /// What is remarked of somebody who is passed over.
    fn remark(self) -> &'static str {
        match self {
            Self::NotListed => "whatsapp-person-not-listed",
            Self::OptedOut => "whatsapp-person-opted-out",
        }
    }
}

impl WhatsApp {
    /// Sends the message of `job` to its person, unless that person wants no more by now.
    pub(super) async fn send(&self, job: &Job<'_>) -> Result<Receipt, Failure> {
        let person = match self.allowed(job.part)? {
            Ok(person) => person,
            Err(no) => {
                let nobody = Failure::new(Class::Rejected, no.remark(), "");
                return not_reached(self, job, no.remark(), nobody);
            }
        };
        let progress = Progress::of(job.progress);
        let media = self.ready_media(job.part, &progress)?;
        let (line, settings) = (&self.line, &self.settings);
        let request = requests::message(line, settings, job.part, &person.number, media)?;
        let answer = self.line.wire.visible(request).await?;
        if is_refusal(&answer) {
            return self.not_taken(job, &answer);
        }
        let accepted = answers::accepted(&answer)?;
        if let Some(medium) = job.part.media.first() {
            self.refused_media.forget(&medium.digest);
        }
        let ours = person.number.trim_start_matches('+');
        let numbers = [ours, accepted.number.as_deref().unwrap_or(ours)];
        Ok(Receipt {
            id: mask::message_id(&accepted.wamid, &numbers),
            remarks: accepted.remark.map(str::to_owned).into_iter().collect(),
            ..self.receipt(job, missed(job))
        })
    }

    /// The id of the upload, where the template has a place for one.
    fn ready_media<'p>(
        &self,
        part: &Part,
        progress: &'p Progress,
    ) -> Result<Option<&'p str>, Failure> {
        if self.settings.template.header == Header::None || part.media.is_empty() {
            return Ok(None);
        }
        let unprepared = || Failure::new(Class::Stale, MEDIA_GONE, "nothing was uploaded");
        let media = progress.media.as_ref().ok_or_else(unprepared)?;
        Ok(Some(media.id.as_str()))
    }

    pub(super) fn refused(&self, answer: &Answer, asked: Asked) -> Failure {
        classify::refused(answer, asked, self.line.wire.now())
    }

    /// What it means that the message was refused: what concerns one person must not stop the others.
    fn not_taken(&self, job: &Job<'_>, answer: &Answer) -> Result<Receipt, Failure> {
        let failure = self.refused(answer, Asked::Visible);
        match of_one_person(&failure) {
            Some(remark) => not_reached(self, job, remark, failure),
            None => Err(self.of_media(job.part, failure)),
        }
    }

    /// A medium that was refused is uploaded once more and then given up.
    fn of_media(&self, part: &Part, failure: Failure) -> Failure {
        let about_media = failure.reason == MEDIA_REFUSED || failure.reason == MEDIA_GONE;
        let Some(medium) = part.media.first().filter(|_| about_media) else { return failure };
        if self.refused_media.note(medium.digest) < 2 {
            return failure;
        }
        self.refused_media.forget(&medium.digest);
        Failure { class: Class::Rejected, ..failure }
    }

    /// What all receipts have: whom it was for, and what the next part needs.
    fn receipt(&self, job: &Job<'_>, missed: u64) -> Receipt {
        let to = job.part.options.get(TO).cloned().unwrap_or_default();
        let own = Progress::of(job.progress).media.map(|media| media.json());
        let kept = || job.parent.map(|parent| parent.extra["media"].clone()).unwrap_or_default();
        let mut extra = json!({ "to": to, "missed": missed });
        match own.unwrap_or_else(kept) {
            Value::Null => {}
            media => extra["media"] = media,
        }
        let (at, evidence) = (self.line.wire.now(), Evidence::Answered);
        Receipt { id: String::new(), url: None, at, evidence, extra, remarks: Vec::new() }
    }
}

/// A receipt without an id, which says by its remark that this person was not reached, so that the
/// others still are; the failure, where nobody was.
fn not_reached(
    account: &WhatsApp,
    job: &Job<'_>,
    remark: &'static str,
    nobody: Failure,
) -> Result<Receipt, Failure> {
    let missed = missed(job) + 1;
    if missed == u64::from(job.parts) {
        return Err(nobody);
    }
    let mut receipt = account.receipt(job, missed);
    receipt.extra["reached"] = json!(false);
    Ok(Receipt { remarks: vec![remark.to_owned()], ..receipt })
}

/// How many of the people before were not reached.
fn missed(job: &Job<'_>) -> u64 {
    job.parent.and_then(|parent| parent.extra["missed"].as_u64()).unwrap_or_default()
}

//! A webhook of the person's own: whatever stands behind it brings them what it is told.

use std::time::Duration;

use serde_json::{Value, json};

use super::words::Words;
use super::{receipt, share};
use crate::delivery::{Evidence, Receipt};
use crate::failure::Failure;
use crate::http::{Request, Url};
use crate::platform::{Job, Wire, classify};

/// How long an answer is waited for.
const PATIENCE: Duration = Duration::from_secs(30);

/// The way by a webhook. It says nothing about what the person did.
#[derive(Debug)]
pub(super) struct Hook {
    url: Url,
    wire: Wire,
}

impl Hook {
    pub(super) fn new(url: Url, wire: Wire) -> Self {
        Self { url, wire }
    }

    /// Tells the person; again, where `reminds`.
    ///
    /// # Errors
    /// Where it was not taken, or nobody knows.
    pub(super) async fn tell(
        &self,
        job: &Job<'_>,
        words: &Words,
        person: &str,
        reminds: bool,
    ) -> Result<Receipt, Failure> {
        let body = message(job, words, person, reminds);
        let request = Request::post("tell", self.url.clone()).within(PATIENCE).json(body);
        let answer = self.wire.visible(request).await?;
        if answer.is_success() {
            return Ok(receipt(String::new(), None, self.wire.now(), Evidence::Answered));
        }
        Err(classify(&answer, "", "", &[], self.wire.now()))
    }
}

/// Everything that is needed to forward it. The key tells repeats apart from other posts.
fn message(job: &Job<'_>, words: &Words, person: &str, reminds: bool) -> Value {
    let text = &job.part.text;
    let files: Vec<&str> = job.part.media.iter().map(|medium| medium.name.as_str()).collect();
    json!({
        "key": job.key,
        "person": person,
        "place": words.place(),
        "language": words.tag(),
        "reminder": reminds,
        "say": if reminds { words.reminder() } else { words.heading() },
        "text": text,
        "whatsapp": share::link(text),
        "files": files,
    })
}

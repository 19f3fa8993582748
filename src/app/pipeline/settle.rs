//! Posts that are done: noted in the journal, moved away with their receipts, and noted again.
//! Many are settled in one go, so that they share flushes.

use std::sync::Arc;

use futures_util::future::join_all;
use tracing::{error, info};

use super::Pipeline;
use crate::clock::Instant;
use crate::config::Config;
use crate::delivery::State;
use crate::finding::Finding;
use crate::intake::{Filed, Filing, file_all};
use crate::journal::{Answer, Change, JournalError, PostStatus, Record};
use crate::post::{Fitted, PostId};
use crate::report::receipt;
use crate::text::Escaped;

/// A post whose last delivery has ended, ready to be moved away.
#[derive(Debug)]
pub(super) struct Done {
    post: PostId,
    pub(super) name: String,
    published: bool,
    pub(super) ended: Instant,
    companions: Vec<String>,
    pub(super) receipt: String,
}

impl Pipeline {
    /// Moves those posts away whose last delivery has ended.
    pub(super) async fn settle(&mut self, mut posts: Vec<PostId>) -> Result<(), JournalError> {
        // A post is told of once for every delivery that ended.
        posts.sort_unstable();
        posts.dedup();
        let done = self.done_of(posts).await?;
        let status = |done: &Done| match done.published {
            true => PostStatus::Published,
            false => PostStatus::Failed,
        };
        // Their outcomes are on record, which is all that moving them waits for.
        let ended = done.iter().map(|done| vec![note(done.post, status(done))]);
        let ended: Vec<_> =
            ended.map(|note| self.journal.commit_with_next(self.epoch, note)).collect();
        let filed = self.file_all(done).await?;
        let ended = all(ended).await;
        let filed: Vec<_> =
            filed.into_iter().filter_map(|(done, filed)| self.filed(&done, filed)).collect();
        let filed = filed.into_iter().map(|note| self.journal.commit(self.epoch, note));
        ended.and(all(filed.collect()).await)
    }

    /// What is to be moved away of these posts.
    pub(super) async fn done_of(&self, posts: Vec<PostId>) -> Result<Vec<Done>, JournalError> {
        let records = self.journal.records_of(posts.clone()).await?;
        let mut all = Vec::with_capacity(posts.len());
        for (post, records) in posts.into_iter().zip(records) {
            // Few posts have pictures, and the rest need not be read again.
            let mut parts = records.iter().flat_map(|record| &record.parts);
            let has_media = parts.any(|part| !part.part.media.is_empty());
            let known = if has_media { self.journal.post(post).await? } else { None };
            let made = known.map(|post| post.fitted).unwrap_or_default();
            all.extend(self.done(post, &records, &made));
        }
        Ok(all)
    }

    /// What is to be moved away of a post; nothing while a delivery goes on, or where all were
    /// taken back.
    fn done(&self, post: PostId, records: &[Record], made: &[Fitted]) -> Option<Done> {
        let state = |record: &Record| record.brief.delivery.state.clone();
        let goes_on = records.iter().any(|record| !state(record).is_end());
        let withdrawn = records.iter().all(|record| matches!(state(record), State::Cancelled(_)));
        let first = records.first().filter(|_| !goes_on && !withdrawn)?;
        let name = first.brief.name.clone();
        let zone = self.addressees.config().zone;
        Some(Done {
            post,
            published: records.iter().all(|record| state(record) == State::Published),
            ended: records.iter().filter_map(last_instant).max().unwrap_or(first.brief.taken),
            companions: self.scanner.as_ref().map_or_else(Vec::new, |it| it.companions(&name)),
            receipt: receipt(&name, records, made, &self.words, zone),
            name,
        })
    }

    /// Moves them all.
    async fn file_all(
        &self,
        done: Vec<Done>,
    ) -> Result<Vec<(Done, Result<Filed, Finding>)>, JournalError> {
        if self.hands_off {
            return Ok(done.into_iter().map(|done| (done, Ok(Filed::Kept))).collect());
        }
        let config = Arc::clone(self.addressees.config());
        let filing = tokio::task::spawn_blocking(move || {
            let filings: Vec<_> = done.iter().map(|done| filing(&config, done)).collect();
            let filed = file_all(&config.posts, &filings);
            done.into_iter().zip(filed).collect()
        });
        filing.await.map_err(|error| {
            JournalError::Rule(format!("moving finished posts broke down: {error}"))
        })
    }

    /// What is to be noted of a post that was moved; none where it could not be.
    fn filed(&mut self, done: &Done, filed: Result<Filed, Finding>) -> Option<Vec<Change>> {
        let name = Escaped(&done.name).to_string();
        let filed = match filed {
            Ok(filed) => filed,
            Err(finding) => {
                error!(post = name, problem = finding.id, "post is done but cannot be moved");
                self.unsettled = true;
                return None;
            }
        };
        if filed == Filed::Kept {
            self.note_gone(&done.name);
        }
        let mut changes = vec![note(done.post, PostStatus::Settled)];
        if let Filed::Moved(path) | Filed::Receipt(path) = filed {
            let known = self.scanner.as_mut().map(|scanner| scanner.forget(&done.name));
            changes.extend(known.into_iter().flatten());
            let to = Escaped(&path.display().to_string()).to_string();
            info!(post = name, to, "post is done");
        }
        Some(changes)
    }
}

/// All of them, also where one fails: calls that were made together share a flush.
async fn all(answers: Vec<Answer<()>>) -> Result<(), JournalError> {
    join_all(answers).await.into_iter().collect()
}

fn note(post: PostId, status: PostStatus) -> Change {
    Change::Post { post, status }
}

fn filing<'a>(config: &Config, done: &'a Done) -> Filing<'a> {
    Filing {
        name: &done.name,
        companions: &done.companions,
        published: done.published,
        day: config.zone.local(done.ended).date_naive(),
        receipt: &done.receipt,
    }
}

/// When a delivery came to its end, as far as its parts and attempts tell.
pub(super) fn last_instant(record: &Record) -> Option<Instant> {
    let receipts = record.parts.iter().filter_map(|part| part.receipt.as_ref());
    let attempts = record.attempts.iter().filter_map(|attempt| attempt.ended);
    receipts.map(|receipt| receipt.at).chain(attempts).max()
}

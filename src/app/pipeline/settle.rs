//! Posts that are done: noted in the journal, moved away with their receipts, and noted again.
//! Many are settled in one go, so that they share flushes.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;

use futures_util::future::{join_all, try_join_all};
use tracing::{error, info};

use super::Pipeline;
use crate::clock::Instant;
use crate::config::Config;
use crate::delivery::State;
use crate::finding::Finding;
use crate::intake::{Filed, Filing, file_away};
use crate::journal::{Change, JournalError, PostStatus, Record};
use crate::post::PostId;
use crate::report::receipt;
use crate::text::Escaped;

/// How many posts are moved at the same time; the filesystem flushes them together.
const HANDS: usize = 8;

/// A post whose last delivery has ended, ready to be moved away.
#[derive(Debug)]
struct Done {
    post: PostId,
    name: String,
    published: bool,
    ended: Instant,
    companions: Vec<String>,
    receipt: String,
}

impl Pipeline {
    /// Moves those posts away whose last delivery has ended.
    pub(super) async fn settle(&mut self, posts: Vec<PostId>) -> Result<(), JournalError> {
        let records = self.journal.records_of(posts.clone()).await?;
        let all = posts.into_iter().zip(records);
        let done: Vec<_> = all.filter_map(|(post, records)| self.done(post, &records)).collect();
        let status = |done: &Done| match done.published {
            true => PostStatus::Published,
            false => PostStatus::Failed,
        };
        self.note(done.iter().map(|done| vec![note(done.post, status(done))])).await?;
        let filed = self.file_all(done).await?;
        let noted: Vec<_> =
            filed.into_iter().filter_map(|(done, filed)| self.filed(&done, filed)).collect();
        self.note(noted).await
    }

    /// What is to be moved away of a post; nothing while a delivery goes on, or where all were
    /// taken back.
    fn done(&self, post: PostId, records: &[Record]) -> Option<Done> {
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
            receipt: receipt(&name, records, &self.words, zone),
            name,
        })
    }

    /// Writes each of `notes` for itself, all with one flush.
    async fn note(&self, notes: impl IntoIterator<Item = Vec<Change>>) -> Result<(), JournalError> {
        let notes = notes.into_iter().map(|note| self.journal.commit(self.epoch, note));
        let answers: Vec<_> = notes.collect();
        join_all(answers).await.into_iter().collect()
    }

    /// Moves them all, a few at a time.
    async fn file_all(
        &self,
        done: Vec<Done>,
    ) -> Result<Vec<(Done, Result<Filed, Finding>)>, JournalError> {
        if self.hands_off {
            return Ok(done.into_iter().map(|done| (done, Ok(Filed::Kept))).collect());
        }
        let hands = shared_out(done).into_iter().map(|pile| {
            let config = Arc::clone(self.addressees.config());
            tokio::task::spawn_blocking(move || {
                let file = |done: Done| (file(&config, &done), done);
                pile.into_iter().map(file).map(|(filed, done)| (done, filed)).collect::<Vec<_>>()
            })
        });
        let piles = try_join_all(hands).await.map_err(|error| {
            JournalError::Rule(format!("moving finished posts broke down: {error}"))
        })?;
        Ok(piles.into_iter().flatten().collect())
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

fn note(post: PostId, status: PostStatus) -> Change {
    Change::Post { post, status }
}

fn file(config: &Config, done: &Done) -> Result<Filed, Finding> {
    let filing = Filing {
        name: &done.name,
        companions: &done.companions,
        published: done.published,
        day: config.zone.local(done.ended).date_naive(),
        receipt: &done.receipt,
    };
    file_away(&config.posts, &filing)
}

/// Piles that can be moved at the same time. Posts that may want the same new name lie in one,
/// in their order.
fn shared_out(done: Vec<Done>) -> Vec<Vec<Done>> {
    let mut piles: Vec<Vec<Done>> = (0..HANDS).map(|_| Vec::new()).collect();
    for one in done {
        let mut hasher = DefaultHasher::new();
        stem(&one.name).hash(&mut hasher);
        #[expect(clippy::cast_possible_truncation, reason = "a remainder of a small number")]
        let pile = (hasher.finish() % HANDS as u64) as usize;
        piles[pile].push(one);
    }
    piles.retain(|pile| !pile.is_empty());
    piles
}

/// What all names have in common that a post or its receipt can get where another one of its name
/// lies: `notice` of `notice.md` and of `Notice (2).md`. Signs may be replaced in a receipt's name.
fn stem(name: &str) -> String {
    let plain = name.split_once(" (").map_or(name, |(plain, _)| plain);
    let stem = plain.rsplit_once('.').map_or(plain, |(stem, _)| stem);
    stem.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// When a delivery came to its end, as far as its parts and attempts tell.
pub(super) fn last_instant(record: &Record) -> Option<Instant> {
    let receipts = record.parts.iter().filter_map(|part| part.receipt.as_ref());
    let attempts = record.attempts.iter().filter_map(|attempt| attempt.ended);
    receipts.map(|receipt| receipt.at).chain(attempts).max()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn done(name: &str) -> Done {
        Done {
            post: PostId(1),
            name: name.to_owned(),
            published: true,
            ended: Instant::UNIX_EPOCH,
            companions: Vec::new(),
            receipt: String::new(),
        }
    }

    #[test]
    fn posts_that_may_want_one_name_are_moved_one_after_the_other() {
        let names =
            ["notice.md", "Notice (2).md", "other.md", "notice.md", "notice_", "notice.txt"];
        let piles = shared_out(names.map(done).into());
        let names = |pile: &Vec<Done>| -> Vec<String> {
            pile.iter().map(|done| done.name.clone()).filter(|name| name != "other.md").collect()
        };
        let alike = piles.iter().map(names).find(|names| !names.is_empty()).unwrap();
        assert_eq!(alike, ["notice.md", "Notice (2).md", "notice.md", "notice_", "notice.txt"]);
    }

    #[test]
    fn many_posts_are_moved_at_the_same_time() {
        let many = (0..100).map(|number| done(&format!("{number:03}.md"))).collect();
        let piles = shared_out(many);
        assert_eq!(piles.len(), HANDS);
        assert_eq!(piles.iter().map(Vec::len).sum::<usize>(), 100);
    }
}

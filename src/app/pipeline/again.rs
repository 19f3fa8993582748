//! A file with the name and the text of a post that was taken earlier: a reminder that is dropped
//! every week, a failed post that was moved back, or files that came back with an old copy of the
//! folder. The first two are meant to go out; the third must not be published again.

use std::fs;
use std::path::Path;
use std::slice;

use super::Pipeline;
use super::settle::last_instant;
use crate::clock::Instant;
use crate::finding::Finding;
use crate::intake::{After, Understood};
use crate::journal::{Admitted, Change, JournalError, PostStatus, Record};
use crate::post::PostId;

impl Pipeline {
    /// Takes a post anew whose name and text are those of `old`, which has ended, where people
    /// surely mean that; else a note says how to go on.
    ///
    /// It is meant where nothing of the old one is public, or where the file was written after the
    /// old one ended. A file that came back with its old time may be there by no decision at all.
    pub(super) async fn dropped_again(
        &mut self,
        new: &Understood,
        old: PostId,
    ) -> Result<Option<Admitted>, JournalError> {
        let records = self.journal.records_of(vec![old]).await?.pop().unwrap_or_default();
        let ended = records.iter().filter_map(last_instant).max();
        let public = records.iter().any(may_be_public);
        let written = written(&self.queue_path().join(&new.post.name));
        let is_anew = !public || ended.zip(written).is_some_and(|(ended, written)| ended < written);
        if self.addressees.config().posts.after == After::Keep || !is_anew {
            let finding = Finding::error("post-has-ended")
                .with("public", if public { "yes" } else { "no" })
                .with("end", ended.map(|ended| ended.to_rfc3339()).unwrap_or_default());
            self.problem(&new.post.name, slice::from_ref(&finding));
            return Ok(None);
        }
        let change = Change::Post { post: old, status: PostStatus::Superseded };
        self.journal.commit(self.epoch, vec![change]).await?;
        match self.begin_taking(new) {
            Some(answer) => Ok(Some(answer.await?)),
            None => Ok(None),
        }
    }

    /// The file is another one, but the post is one that goes on.
    pub(super) async fn tell_that_it_goes_on(
        &mut self,
        new: &Understood,
        post: PostId,
    ) -> Result<(), JournalError> {
        let briefs = self.journal.deliveries_of(post).await?;
        let since = briefs.first().map(|brief| brief.taken.to_rfc3339()).unwrap_or_default();
        let finding = Finding::error("post-goes-on").with("since", since);
        self.problem(&new.post.name, slice::from_ref(&finding));
        Ok(())
    }
}

fn may_be_public(record: &Record) -> bool {
    record.brief.delivery.has_begun_in_public()
        || record.parts.iter().any(|part| part.receipt.is_some())
}

/// When the text of a post was last written; of a folder, the youngest of its files.
fn written(path: &Path) -> Option<Instant> {
    let modified = |path: &Path| fs::symlink_metadata(path).ok()?.modified().ok();
    let entries = fs::read_dir(path).into_iter().flatten().flatten();
    let within = entries.filter_map(|entry| modified(&entry.path())).max();
    within.or_else(|| modified(path)).map(Instant::from)
}

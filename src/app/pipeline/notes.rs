//! What people read: notes beside files, and notices.

use std::io;
use std::path::Path;
use std::slice;

use tracing::{error, warn};

use super::super::survey::placed;
use super::Pipeline;
use crate::delivery::DeliveryId;
use crate::event::Notice;
use crate::finding::Finding;
use crate::intake::{Folder, remove_note, write_note};
use crate::journal::{Change, JournalError};
use crate::text::Escaped;
use crate::verdict::Reason;

impl Pipeline {
    pub(super) async fn notice(
        &self,
        delivery: Option<DeliveryId>,
        reason: Reason,
    ) -> Result<(), JournalError> {
        let notice = Notice { at: self.clock.now(), account: None, delivery, reason };
        self.journal.commit(self.epoch, vec![Change::Notice(notice)]).await?;
        self.fresh_notice.notify_one();
        Ok(())
    }

    /// What the journal refuses about one post is told at that post; all others go on.
    pub(super) async fn survive(
        &mut self,
        name: &str,
        done: Result<(), JournalError>,
    ) -> Result<(), JournalError> {
        match done {
            Err(error) if error.is_about_the_call() => self.refuse(name, &error).await,
            Err(error) => Err(error),
            Ok(()) => {
                self.refused.remove(name);
                Ok(())
            }
        }
    }

    /// Tells people that the journal refuses what became of `name`; where that is empty, of posts
    /// that are done.
    pub(super) async fn refuse(
        &mut self,
        name: &str,
        error: &JournalError,
    ) -> Result<(), JournalError> {
        let shown = Escaped(name).to_string();
        error!(post = shown, %error, "the journal refuses what became of a post; others go on");
        let detail = error.to_string();
        if !name.is_empty() {
            let finding = Finding::error("journal-refuses-post");
            let finding = finding.with("file", name).with("detail", detail.as_str());
            self.lay_note(name, slice::from_ref(&finding));
        }
        if self.refused.contains(name) {
            return Ok(());
        }
        let why = Reason::new("journal-refuses-post").with("file", name).with("detail", detail);
        self.notice(None, why).await?;
        self.refused.insert(name.to_owned());
        Ok(())
    }

    /// Tells people at the file and in a notice that it cannot go out as it is.
    pub(super) fn problem(&mut self, name: &str, findings: &[Finding]) {
        self.lay_note(name, findings);
        self.not_understood(name, findings);
    }

    pub(super) fn lay_note(&self, name: &str, findings: &[Finding]) {
        let ids: Vec<_> = findings.iter().map(|finding| finding.id).collect();
        let shown = Escaped(name).to_string();
        warn!(post = shown, problems = ids.join(" "), "post cannot be taken as it is");
        let placed: Vec<_> = findings.iter().map(|one| placed(one.clone(), name)).collect();
        let note = (self.note)(&placed);
        self.with_queue(|queue| write_note(queue, name, &note));
    }

    pub(super) fn note_gone(&mut self, name: &str) {
        self.notes_gone(&[name]);
    }

    /// Removes the notes beside several posts, of which few have one.
    pub(super) fn notes_gone(&mut self, names: &[&str]) {
        names.iter().for_each(|name| self.is_mended(name));
        if !names.is_empty() {
            self.with_queue(|queue| names.iter().try_for_each(|name| remove_note(queue, name)));
        }
    }

    fn with_queue(&self, act: impl FnOnce(&Folder) -> io::Result<()>) {
        if self.hands_off {
            return;
        }
        let done = Folder::open(self.queue_path()).and_then(|queue| act(&queue));
        if let Err(error) = done {
            let folder = self.queue_path().display().to_string();
            error!(folder, %error, "a note in the queue cannot be written or removed");
        }
    }

    pub(super) fn queue_path(&self) -> &Path {
        &self.addressees.config().posts.queue
    }
}

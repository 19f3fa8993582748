//! One pass from the folder to the lanes, and back when a post is done.

mod settle;

use std::io;
use std::path::Path;
use std::sync::Arc;

use tracing::{error, info, warn};

use super::addressing::Addressees;
use super::survey::placed;
use super::sweep::sweep;
use crate::blobs::Blobs;
use crate::clock::SharedClock;
use crate::delivery::DeliveryId;
use crate::event::Notice;
use crate::finding::Finding;
use crate::intake::{
    FileChange, Folder, Hint, Reaction, Scanner, Seen, Understood, after_change, remove_note,
    write_note,
};
use crate::journal::{Answer, Change, Epoch, JournalError, PostStatus, SharedJournal};
use crate::post::PostId;
use crate::publish::{Input, Inputs, Withdrawn};
use crate::report::Words;
use crate::text::Escaped;
use crate::verdict::Reason;

/// How a finding list becomes the text of a note; words and looks belong to the edge.
pub type NoteText = Arc<dyn Fn(&[Finding]) -> String + Send + Sync>;

/// Watches the folder for the daemon.
pub struct Pipeline {
    /// The scanner; in its own field, as it is lent to a blocking task for each look.
    pub scanner: Option<Scanner>,
    /// Who can be addressed.
    pub addressees: Addressees,
    /// The journal.
    pub journal: SharedJournal,
    /// Our epoch in it.
    pub epoch: Epoch,
    /// The way to the engine.
    pub engine: Inputs,
    /// The clock.
    pub clock: SharedClock,
    /// The words of receipts.
    pub words: Arc<Words>,
    /// The text of notes.
    pub note: NoteText,
    /// Whether nothing in the folder may be touched: no notes, no moving.
    pub hands_off: bool,
    /// Whether a post that is done could not be filed away, so that it is tried again.
    pub unsettled: bool,
}

/// What is to be done in the pipeline.
#[derive(Debug)]
pub enum Task {
    /// Look at the folder.
    Look(Hint),
    /// A delivery of each of these posts has ended.
    Settle(Vec<PostId>),
    /// Deliveries may have ended while the journal could not be written.
    SettleLeftovers,
    /// Remove the media that no post needs any more.
    Sweep(Blobs),
}

impl Task {
    /// Puts tasks together that are cheaper together: posts that follow each other are settled
    /// in one go.
    fn joined(tasks: Vec<Self>) -> Vec<Self> {
        let mut joined: Vec<Self> = Vec::new();
        for task in tasks {
            match (joined.last_mut(), task) {
                (Some(Self::Settle(posts)), Self::Settle(more)) => posts.extend(more),
                (_, task) => joined.push(task),
            }
        }
        joined
    }
}

impl std::fmt::Debug for Pipeline {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Pipeline")
    }
}

impl Pipeline {
    /// Does tasks in their order, those together that are cheaper together.
    ///
    /// # Errors
    /// As [`Pipeline::run`].
    pub async fn run_all(&mut self, tasks: Vec<Task>) -> Result<(), JournalError> {
        for task in Task::joined(tasks) {
            self.run(task).await?;
        }
        Ok(())
    }

    /// Does one task; trouble with the folder is logged and met again at the next look.
    ///
    /// # Errors
    /// Where the journal cannot be used any more.
    pub async fn run(&mut self, task: Task) -> Result<(), JournalError> {
        let done = match task {
            Task::Look(Hint::Anywhere) => self.look_around().await,
            Task::Look(hint) => self.look(hint).await,
            Task::Settle(posts) => self.settle(posts).await,
            Task::SettleLeftovers => self.settle_leftovers().await,
            Task::Sweep(blobs) => sweep(&self.journal, blobs).await,
        };
        match done {
            Err(JournalError::Disk(detail)) => {
                error!(detail, "the journal cannot be written; the folder is read again later");
                self.unsettled = true;
                Ok(())
            }
            other => other,
        }
    }

    /// What earlier runs left to be moved away.
    ///
    /// # Errors
    /// Where the journal fails.
    pub async fn settle_leftovers(&mut self) -> Result<(), JournalError> {
        self.unsettled = false;
        let left = self.journal.posts_to_settle().await?;
        self.settle(left.into_iter().map(|(post, _)| post).collect()).await
    }

    /// The uptime at which there is something to look at without any event.
    #[must_use]
    pub fn next_look(&self) -> Option<std::time::Duration> {
        self.scanner.as_ref().and_then(Scanner::next_look)
    }

    /// How long what people changed while nobody watched takes to be read anew.
    #[must_use]
    pub fn rest(&self) -> std::time::Duration {
        self.scanner.as_ref().map_or(std::time::Duration::ZERO, Scanner::rest)
    }

    /// The look that also makes up for what could not be done before.
    async fn look_around(&mut self) -> Result<(), JournalError> {
        self.look(Hint::Anywhere).await?;
        if self.unsettled { self.settle_leftovers().await } else { Ok(()) }
    }

    async fn look(&mut self, hint: Hint) -> Result<(), JournalError> {
        let Some(mut scanner) = self.scanner.take() else { return Ok(()) };
        let (now, uptime) = (self.clock.now(), self.clock.uptime());
        let looked = tokio::task::spawn_blocking(move || {
            let seen = match hint {
                Hint::Anywhere => scanner.scan(now, uptime),
                Hint::Names(names) => scanner.look_at(&names, now, uptime),
            };
            (scanner, seen)
        });
        let (scanner, seen) = looked.await.map_err(|error| {
            JournalError::Rule(format!("reading the folder broke down: {error}"))
        })?;
        self.scanner = Some(scanner);
        match seen {
            Ok(seen) => {
                self.all_seen(seen).await?;
            }
            Err(error) => {
                let folder = self.queue_path().display().to_string();
                error!(folder, %error, "the queue cannot be read");
            }
        }
        Ok(())
    }

    /// What was seen, in its order; posts that are new and follow each other are taken together.
    async fn all_seen(&mut self, seen: Vec<Seen>) -> Result<(), JournalError> {
        let mut fresh = Vec::new();
        for one in seen {
            if let Seen::Taken(new) = one {
                fresh.push(*new);
            } else {
                self.take_all(std::mem::take(&mut fresh)).await?;
                self.seen(one).await?;
            }
        }
        self.take_all(fresh).await
    }

    /// Takes posts that were not there before. All calls are made before any is awaited, so that
    /// they share a flush; one that fails does not keep the others from being put on record.
    async fn take_all(&mut self, fresh: Vec<Understood>) -> Result<(), JournalError> {
        let taking: Vec<_> =
            fresh.into_iter().filter_map(|new| Some((self.begin_taking(&new)?, new))).collect();
        let mut failed = None;
        for (answer, new) in taking {
            let seen = Seen::Taken(Box::new(new));
            let Seen::Taken(new) = &seen else { continue };
            let taken = match answer.await {
                Ok(taken) => self.taken(&seen, new, taken).await,
                Err(error) => Err(error),
            };
            failed = failed.or(taken.err());
        }
        failed.map_or(Ok(()), Err)
    }

    async fn seen(&mut self, seen: Seen) -> Result<(), JournalError> {
        match &seen {
            Seen::Taken(new) => self.take(&seen, new).await,
            Seen::Changed { old, new } => self.changed(&seen, *old, new).await,
            Seen::Touched { post, .. } => self.record(&seen, Some(*post)).await,
            Seen::Renamed { from, post, to } => {
                info!(post = %Escaped(&to.post.name), from = %Escaped(from), "post was renamed");
                self.note_gone(from);
                self.record(&seen, Some(*post)).await
            }
            Seen::Problem { name, post, findings, .. } => {
                self.problem(name, findings);
                self.withdraw(*post, FileChange::Broken).await?;
                self.record(&seen, None).await
            }
            Seen::WaitingForMedia { name, findings, .. } => {
                self.problem(name, findings);
                Ok(())
            }
            Seen::Mended { name } => {
                self.note_gone(name);
                Ok(())
            }
            Seen::Gone { name, post, .. } => {
                self.note_gone(name);
                self.withdraw(*post, FileChange::Deleted).await?;
                self.record(&seen, None).await
            }
            Seen::AllGone { posts } => self.all_gone(posts.len()).await,
        }
    }

    async fn take(&mut self, seen: &Seen, new: &Understood) -> Result<(), JournalError> {
        let Some(answer) = self.begin_taking(new) else { return Ok(()) };
        let taken = answer.await?;
        self.taken(seen, new, taken).await
    }

    /// Hands a post to the journal, if nothing speaks against taking it.
    fn begin_taking(&self, new: &Understood) -> Option<Answer<(PostId, Vec<DeliveryId>)>> {
        let addressed = self.addressees.address(new);
        if !addressed.is_fit() {
            self.problem(&new.post.name, &addressed.findings);
            return None;
        }
        let taken = self.addressees.taken(new, &addressed, self.clock.now());
        Some(self.journal.take(self.epoch, taken))
    }

    async fn taken(
        &mut self,
        seen: &Seen,
        new: &Understood,
        (post, deliveries): (PostId, Vec<DeliveryId>),
    ) -> Result<(), JournalError> {
        self.record_taken(seen, new, post).await?;
        self.note_gone(&new.post.name);
        let name = Escaped(&new.post.name).to_string();
        info!(post = name, number = post.0, accounts = deliveries.len(), "post was taken");
        self.engine.tell(Input::Taken { post });
        Ok(())
    }

    async fn changed(
        &mut self,
        seen: &Seen,
        old: PostId,
        new: &Understood,
    ) -> Result<(), JournalError> {
        let name = Escaped(&new.post.name).to_string();
        match self.withdraw(Some(old), FileChange::Edited).await? {
            Withdrawn::Done => {
                let status = PostStatus::Superseded;
                let change = Change::Post { post: old, status };
                self.journal.commit(self.epoch, vec![change]).await?;
                info!(post = name, "post was edited, the new text takes its place");
                self.take(seen, new).await
            }
            Withdrawn::TooLate { .. } => self.record(seen, Some(old)).await,
            // It is told again at the next look.
            Withdrawn::Busy => Ok(()),
        }
    }

    /// Takes back what can be taken back, and tells a person of what cannot.
    async fn withdraw(
        &mut self,
        post: Option<PostId>,
        change: FileChange,
    ) -> Result<Withdrawn, JournalError> {
        let Some(post) = post else { return Ok(Withdrawn::Done) };
        let reason = match after_change(change, false) {
            Reaction::Replace(why) | Reaction::Hold(why) | Reaction::Cancel(why) => why,
            Reaction::Pin(why) => why,
            Reaction::Follow => return Ok(Withdrawn::Done),
        };
        let withdrawn = self.engine.withdraw(post, reason).await;
        match &withdrawn {
            Withdrawn::Done if change != FileChange::Edited => {
                let status = PostStatus::Withdrawn;
                self.journal.commit(self.epoch, vec![Change::Post { post, status }]).await?;
            }
            Withdrawn::TooLate { public } => {
                if let Reaction::Pin(why) = after_change(change, true) {
                    warn!(number = post.0, reason = &*why.id, "file changed after sending began");
                    self.notice(public.first().copied(), why).await?;
                }
            }
            _ => {}
        }
        Ok(withdrawn)
    }

    async fn notice(
        &self,
        delivery: Option<DeliveryId>,
        reason: Reason,
    ) -> Result<(), JournalError> {
        let notice = Notice { at: self.clock.now(), account: None, delivery, reason };
        self.journal.commit(self.epoch, vec![Change::Notice(notice)]).await
    }

    /// A whole queue that vanishes is more likely a share that is not mounted than a decision.
    async fn all_gone(&mut self, posts: usize) -> Result<(), JournalError> {
        let why = Reason::new("queue-vanished").with("posts", posts);
        error!(posts, "every file of the queue is gone at once; everything is stopped");
        self.journal.set_stop(Some(why), self.clock.now()).await?;
        self.engine.tell(Input::Orders);
        Ok(())
    }

    /// Puts the files of a new post on record. The first was noted when the post was taken.
    async fn record_taken(
        &mut self,
        seen: &Seen,
        new: &Understood,
        post: PostId,
    ) -> Result<(), JournalError> {
        if new.files.entries.len() > 1 || !new.files.dropped.is_empty() {
            return self.record(seen, Some(post)).await;
        }
        if let Some(scanner) = &mut self.scanner {
            scanner.confirm(seen, Some(post));
        }
        Ok(())
    }

    /// Puts on record what was seen, so that it is not told again.
    async fn record(&mut self, seen: &Seen, taken: Option<PostId>) -> Result<(), JournalError> {
        self.journal.commit(self.epoch, seen.changes(taken)).await?;
        if let Some(scanner) = &mut self.scanner {
            scanner.confirm(seen, taken);
        }
        Ok(())
    }

    fn problem(&self, name: &str, findings: &[Finding]) {
        let ids: Vec<_> = findings.iter().map(|finding| finding.id).collect();
        let shown = Escaped(name).to_string();
        warn!(post = shown, problems = ids.join(" "), "post cannot be taken as it is");
        let placed: Vec<_> = findings.iter().map(|one| placed(one.clone(), name)).collect();
        let note = (self.note)(&placed);
        self.with_queue(|queue| write_note(queue, name, &note));
    }

    fn note_gone(&self, name: &str) {
        self.with_queue(|queue| remove_note(queue, name));
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

    fn queue_path(&self) -> &Path {
        &self.addressees.config().posts.queue
    }
}

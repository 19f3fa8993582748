//! One pass from the folder to the lanes, and back when a post is done.

mod again;
mod amend;
mod films;
mod look;
mod notes;
mod seen;
mod settle;
mod trouble;
mod vanished;

#[cfg(test)]
mod tests;

pub use trouble::Troubles;
pub use vanished::Vanished;

use look::Further;

use std::collections::BTreeSet;
use std::sync::Arc;

use tokio::sync::{Notify, oneshot};
use tracing::error;

use super::addressing::Addressees;
use super::fitting::Films;
use crate::blobs::Blobs;
use crate::clock::SharedClock;
use crate::delivery::State;
use crate::event::What;
use crate::finding::Finding;
use crate::intake::{Hint, InDoubt, Scanner, Seen};
use crate::journal::{Epoch, JournalError, SharedJournal};
use crate::post::{Fitted, PostId};
use crate::publish::{Input, Inputs};
use crate::report::Words;

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
    /// What was read while the journal wrote, and is to be dealt with next.
    pub ahead: Vec<Seen>,
    /// The names of which people were told that the journal refuses what became of them.
    pub refused: BTreeSet<String>,
    /// Of which files people were told that all vanished at once.
    pub vanished: Vanished,
    /// What the engine was last told that the folder is not sure of.
    pub in_doubt: InDoubt,
    /// Told of every notice.
    pub fresh_notice: Arc<Notify>,
    /// What people know of files that cannot go out.
    pub troubles: Troubles,
    /// The films that are being made over, and the posts that wait for them.
    pub films: Films,
}

/// What is to be done in the pipeline.
#[derive(Debug)]
pub enum Task {
    /// Look at the folder.
    Look(Hint),
    /// A delivery of each of these posts has ended.
    Settle(Vec<PostId>),
    /// Something of each of these posts was recalled.
    Amend(Vec<PostId>),
    /// Deliveries may have ended while the journal could not be written.
    SettleLeftovers,
    /// A film was made over, or could not be.
    Film(Box<Fitted>),
    /// Remove the media that no post needs any more.
    Sweep(Blobs),
    /// Say that you are alive.
    Ping(oneshot::Sender<()>),
}

impl Task {
    /// What is to be done because of what happened in the engine.
    #[must_use]
    pub fn after(what: &What) -> Option<Self> {
        match what {
            What::DeliveryEnded { post } => Some(Self::Settle(vec![*post])),
            What::Outcome { outcome } if outcome.state == State::Recalled.name() => {
                Some(Self::Amend(vec![outcome.post]))
            }
            // What could not be written at first is in the journal now.
            What::Restored => Some(Self::SettleLeftovers),
            _ => None,
        }
    }

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

/// How many files are read from the journal at once.
const STRETCH: usize = 1_000;

/// Tells a scanner what the journal remembers of files, a stretch at a time: a long queue is never
/// in memory as a whole.
///
/// # Errors
/// Where the journal cannot be read.
pub async fn learn(scanner: &mut Scanner, journal: &SharedJournal) -> Result<(), JournalError> {
    let mut after = String::new();
    loop {
        let stretch = journal.files_after(&after, STRETCH).await?;
        let Some(last) = stretch.last() else { return Ok(()) };
        after.clone_from(&last.name);
        scanner.learn(&stretch);
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
        let done = match self.try_task(task).await {
            // Without a scanner nothing would ever be read again.
            Err(error) if error.is_about_the_call() && self.scanner.is_some() => {
                self.unsettled = true;
                self.refuse("", &error).await
            }
            done => done,
        };
        match done {
            Err(JournalError::Disk(fault)) => {
                error!(
                    detail = fault.detail,
                    "the journal cannot be written; the folder is read again later"
                );
                self.unsettled = true;
                Ok(())
            }
            other => other,
        }
    }

    async fn try_task(&mut self, task: Task) -> Result<(), JournalError> {
        if !matches!(task, Task::Look(_) | Task::Ping(_)) {
            // What was read ahead was there before that.
            self.catch_up(Further::No).await?;
        }
        match task {
            Task::Look(Hint::Anywhere) => self.look_around().await,
            Task::Look(hint) => self.look(hint).await,
            Task::Settle(posts) => self.settle(posts).await,
            Task::Amend(posts) => self.amend(posts).await,
            Task::SettleLeftovers => self.settle_leftovers().await,
            Task::Film(fitted) => self.film_came(*fitted).await,
            Task::Sweep(blobs) => self.sweep(blobs).await,
            Task::Ping(answer) => {
                // Whoever asked may be gone.
                let _gone = answer.send(());
                Ok(())
            }
        }
    }

    /// What earlier runs left to be moved away, or of which the receipt may be too old.
    ///
    /// # Errors
    /// Where the journal fails.
    pub async fn settle_leftovers(&mut self) -> Result<(), JournalError> {
        self.unsettled = false;
        let left = self.journal.posts_to_settle().await?;
        self.settle(left.into_iter().map(|(post, _)| post).collect()).await?;
        let recalled = self.recalled_lately().await?;
        self.amend(recalled).await
    }

    /// The uptime at which there is something to look at without any event.
    #[must_use]
    pub fn next_look(&self) -> Option<std::time::Duration> {
        if !self.ahead.is_empty() {
            return Some(std::time::Duration::ZERO);
        }
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

    /// Tells the engine of which posts the folder is not sure, before anything is carried to it
    /// that takes longer.
    fn tell_doubt(&mut self) {
        let in_doubt = self.scanner.as_ref().map(Scanner::in_doubt).unwrap_or_default();
        if in_doubt != self.in_doubt {
            let InDoubt { unsure, lost } = in_doubt.clone();
            self.engine.tell(Input::InDoubt { unsure, lost });
            self.in_doubt = in_doubt;
        }
    }
}

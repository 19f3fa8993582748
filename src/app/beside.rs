//! The tasks beside the engine. None of them may end while it runs: without the one that reads the
//! queue nothing would go out any more, and nobody would know.

use std::future::pending;
use std::panic::AssertUnwindSafe;

use futures_util::FutureExt as _;
use tokio::task::JoinSet;

use crate::journal::JournalError;
use crate::verdict::Reason;

/// The tasks; they end when this is dropped.
#[derive(Debug, Default)]
pub(super) struct Beside(JoinSet<Broken>);

/// A task that ended, though it was to go on.
#[derive(Debug)]
pub(super) struct Broken {
    /// Its name, as the words for people know it.
    pub(super) task: &'static str,
    /// Why.
    pub(super) why: Why,
}

/// Why a task ended.
#[derive(Debug, thiserror::Error)]
pub(super) enum Why {
    /// The journal cannot be used any more.
    #[error(transparent)]
    Journal(JournalError),
    /// It came to its end, or panicked.
    #[error("{0}")]
    Itself(String),
}

impl Beside {
    /// Lets `work` go on; what it gives back is why it ended.
    pub(super) fn spawn(
        &mut self,
        task: &'static str,
        work: impl Future<Output = Result<(), JournalError>> + Send + 'static,
    ) {
        self.0.spawn(async move {
            let why = match AssertUnwindSafe(work).catch_unwind().await {
                Ok(Ok(())) => Why::Itself("it came to its end".to_owned()),
                Ok(Err(error)) => Why::Journal(error),
                Err(_) => Why::Itself("it panicked".to_owned()),
            };
            Broken { task, why }
        });
    }

    /// Waits until one of them ends.
    pub(super) async fn broken(&mut self) -> Broken {
        match self.0.join_next().await {
            Some(Ok(broken)) => broken,
            Some(Err(error)) => Broken { task: "other", why: Why::Itself(error.to_string()) },
            None => pending().await,
        }
    }
}

impl Broken {
    /// The same for people.
    pub(super) fn reason(&self) -> Reason {
        Reason::new("task-ended").with("task", self.task).with("detail", self.why.to_string())
    }
}

//! A journal in memory, for the dry run and for simulations of crashes and failing disks.

mod change;
mod journal;
mod read;
mod state;
mod table;
mod write;

#[cfg(test)]
pub(crate) mod tests;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures_util::FutureExt as _;
use tokio::sync::oneshot;

use super::{Answer, DiskFault, JournalError, Result};
use crate::delivery::DeliveryId;
use state::State;

/// A journal that keeps its word for as long as the process lives, and whose disk obeys a test.
///
/// A clone is another handle to the same record, as another process would have it.
#[derive(Debug, Clone, Default)]
pub struct MemoryJournal {
    inner: Arc<Mutex<Inner>>,
}

#[derive(Default)]
struct Inner {
    /// What a restart would find.
    durable: State,
    /// The calls that wait for the disk, while it is held back.
    waiting: Vec<Box<dyn Call>>,
    held_back: bool,
    failing: u32,
    commits: u64,
    crashed: bool,
    /// What was noted as being at risk.
    at_risk: BTreeSet<DeliveryId>,
}

impl std::fmt::Debug for Inner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} waiting, {} commits", self.waiting.len(), self.commits)
    }
}

/// A call that waits for the disk, with the place where its answer goes.
trait Call: Send {
    fn run(self: Box<Self>, state: &mut State);
    fn fail(self: Box<Self>, why: JournalError);
}

struct Waiting<T, W> {
    work: W,
    reply: oneshot::Sender<Result<T>>,
}

impl<T, W> Call for Waiting<T, W>
where
    T: Send,
    W: FnOnce(&mut State) -> Result<T> + Send,
{
    fn run(self: Box<Self>, state: &mut State) {
        let Self { work, reply } = *self;
        // Nobody waits where the answer was dropped.
        let _ = reply.send(state.attempt(work));
    }

    fn fail(self: Box<Self>, why: JournalError) {
        let _ = self.reply.send(Err(why));
    }
}

impl MemoryJournal {
    /// An empty journal on a disk that never fails.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The process dies now: what a restart finds. Calls that were not answered are lost, and
    /// handles to this journal are of no use any more.
    #[must_use]
    pub fn crash(&self) -> Self {
        let mut inner = self.lock();
        inner.crashed = true;
        inner.held_back = false;
        for call in std::mem::take(&mut inner.waiting) {
            call.fail(gone());
        }
        let restarted = Self::holding(inner.durable.clone());
        restarted.lock().at_risk.clone_from(&inner.at_risk);
        restarted
    }

    /// Holds calls back: they are done and answered only at the next [`Self::sync`] or flush,
    /// all in one group; a crash before that loses them.
    pub fn hold_back(&self, held_back: bool) {
        self.lock().held_back = held_back;
        if !held_back {
            self.sync();
        }
    }

    /// Does what is held back, as one group.
    pub fn sync(&self) {
        self.lock().sync();
    }

    /// How many calls are held back.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.lock().waiting.len()
    }

    /// The next `groups` groups of calls meet a disk error.
    pub fn fail_next(&self, groups: u32) {
        self.lock().failing = groups;
    }

    /// What a start finds after the copy that was written to `path` was put in place.
    #[must_use]
    pub fn restored(&self, path: &Path) -> Option<Self> {
        let copy = self.lock().durable.copies.get(path).cloned()?;
        Some(Self::holding((*copy).clone()))
    }

    fn holding(durable: State) -> Self {
        let inner = Inner { durable, ..Inner::default() };
        Self { inner: Arc::new(Mutex::new(inner)) }
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut State) -> Result<T> + Send + 'static,
    ) -> Answer<T> {
        let (reply, answer) = oneshot::channel();
        let mut inner = self.lock();
        inner.waiting.push(Box::new(Waiting { work, reply }));
        if !inner.held_back {
            inner.sync();
        }
        answer.map(|answer| answer.unwrap_or_else(|_| Err(gone()))).boxed()
    }

    fn read<T>(&self, look: impl FnOnce(&State) -> T) -> Result<T> {
        let inner = self.lock();
        if inner.crashed { Err(gone()) } else { Ok(look(&inner.durable)) }
    }
}

impl Inner {
    fn sync(&mut self) {
        let group = std::mem::take(&mut self.waiting);
        if group.is_empty() {
            return;
        }
        if let Err(why) = self.disk() {
            for call in group {
                call.fail(why.clone());
            }
            return;
        }
        self.commits += 1;
        for call in group {
            call.run(&mut self.durable);
        }
    }

    /// Who died notes nothing more.
    fn note_risk(&mut self, delivery: DeliveryId, at_risk: bool) {
        match at_risk {
            _ if self.crashed => {}
            true => drop(self.at_risk.insert(delivery)),
            false => drop(self.at_risk.remove(&delivery)),
        }
    }

    fn disk(&mut self) -> Result<()> {
        if self.crashed {
            return Err(gone());
        }
        if self.failing == 0 {
            return Ok(());
        }
        self.failing -= 1;
        Err(JournalError::Disk(DiskFault::other("no space left on device")))
    }
}

fn gone() -> JournalError {
    JournalError::Disk(DiskFault::other("the journal was closed"))
}

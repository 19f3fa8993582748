//! The one thread that writes: what waits while a group goes to the disk is the next group.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use futures_util::FutureExt as _;
use rusqlite::Connection;
use tokio::sync::oneshot;
use tracing::warn;

use super::ballast::drop_ballast;
use super::trouble::{Tried, breaks_the_group};
use crate::fault;
use crate::journal::{Answer, DiskFault, DiskKind, JournalError, Result, rules};

/// How many calls share one flush at most, so that none waits long behind a flood.
const LARGEST_GROUP: usize = 512;

/// How long a call that may wait for company is kept waiting for it, while nothing more comes.
pub(super) const PATIENCE: Duration = Duration::from_millis(2);

/// How many calls wait for company at most, where a call does not say.
pub(super) const COMPANY: usize = 16;

/// The way to the writing thread. Dropping it waits until everything sent is done.
#[derive(Debug)]
pub(super) struct Writer {
    calls: Option<Sender<Queued>>,
    thread: Option<JoinHandle<()>>,
    commits: Arc<AtomicU64>,
}

/// A call in the queue.
struct Queued {
    call: Box<dyn Call>,
    /// So many calls may wait together before they are flushed; none where it is flushed for its
    /// own sake.
    company: usize,
}

/// A call that waits for its turn, and then for the flush.
trait Call: Send {
    /// Does the work inside the group's transaction; an error is why nothing of it may stay. It
    /// is done again where the group has to begin anew.
    fn run(&mut self, db: &Connection, path: &Path) -> Result<()>;

    /// Tells the caller, now that the group is durable, or why it is not.
    fn answer(self: Box<Self>, group: &Result<()>);
}

struct Waiting<T, W> {
    work: W,
    done: Result<T>,
    reply: oneshot::Sender<Result<T>>,
}

impl<T, W> Call for Waiting<T, W>
where
    T: Send,
    W: FnMut(&Connection) -> Tried<T> + Send,
{
    fn run(&mut self, db: &Connection, path: &Path) -> Result<()> {
        // A gate that panics must not take the journal down with it.
        self.done = match catch_unwind(AssertUnwindSafe(|| (self.work)(db))) {
            Ok(done) => done.map_err(|trouble| trouble.at(path)),
            Err(_) => Err(rules::broken("the call panicked")),
        };
        self.done.as_ref().map(drop).map_err(JournalError::clone)
    }

    fn answer(self: Box<Self>, group: &Result<()>) {
        let answer = group.clone().and(self.done);
        // Nobody waits where the answer was dropped.
        let _ = self.reply.send(answer);
    }
}

/// Why a group did not come to its end.
enum Stop {
    /// All of it has failed.
    Failed(JournalError),
    /// A refused call had changed something already: the group begins anew, more carefully.
    BeginAnew,
}

type Finished = std::result::Result<(), Stop>;

impl From<JournalError> for Stop {
    fn from(error: JournalError) -> Self {
        Self::Failed(error)
    }
}

impl Writer {
    /// Starts the thread on `db`, whose file lies at `path`. A call that may wait for company is
    /// kept waiting for `patience`. After every group that changed something it calls `after`.
    pub(super) fn start(
        db: Connection,
        path: PathBuf,
        patience: Duration,
        after: impl Fn() + Send + 'static,
    ) -> std::io::Result<Self> {
        let (calls, waiting) = channel();
        let commits = Arc::new(AtomicU64::new(0));
        let desk = Desk { db, path, patience, waiting, commits: Arc::clone(&commits), after };
        let thread = std::thread::Builder::new().name("journal".into()).spawn(|| desk.work())?;
        Ok(Self { calls: Some(calls), thread: Some(thread), commits })
    }

    /// Puts a call into the queue, at once.
    pub(super) fn call<T: Send + 'static>(
        &self,
        work: impl FnMut(&Connection) -> Tried<T> + Send + 'static,
    ) -> Answer<T> {
        self.queue(work, 0)
    }

    /// The same for a call on whose answer nothing waits just now: it shares the flush of the next
    /// one, or of `company` calls that wait as well, where they come within a moment.
    pub(super) fn call_in_company<T: Send + 'static>(
        &self,
        company: usize,
        work: impl FnMut(&Connection) -> Tried<T> + Send + 'static,
    ) -> Answer<T> {
        self.queue(work, company)
    }

    fn queue<T: Send + 'static>(
        &self,
        work: impl FnMut(&Connection) -> Tried<T> + Send + 'static,
        company: usize,
    ) -> Answer<T> {
        let (reply, answer) = oneshot::channel();
        let call = Box::new(Waiting { work, done: Err(gone()), reply });
        if let Some(calls) = &self.calls {
            // Where the thread is gone, the dropped call answers by itself.
            let _ = calls.send(Queued { call, company });
        }
        answer.map(|answer| answer.unwrap_or_else(|_| Err(gone()))).boxed()
    }

    pub(super) fn commits(&self) -> u64 {
        self.commits.load(Ordering::Relaxed)
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        drop(self.calls.take());
        let this = std::thread::current().id();
        // A call may hold the last handle to the journal; the thread cannot wait for itself.
        if let Some(thread) = self.thread.take().filter(|thread| thread.thread().id() != this) {
            let _ = thread.join();
        }
    }
}

/// The thread's own side.
struct Desk<A> {
    db: Connection,
    path: PathBuf,
    patience: Duration,
    waiting: Receiver<Queued>,
    commits: Arc<AtomicU64>,
    after: A,
}

impl<A: Fn()> Desk<A> {
    fn work(self) {
        while let Ok(first) = self.waiting.recv() {
            let mut group = self.group(first);
            let done = self.commit(&mut group);
            group.into_iter().for_each(|call| call.answer(&done));
        }
    }

    /// What is flushed together with `first`: all that waits by now. While none of it wants to be
    /// flushed for its own sake, a moment longer, until it has all the company that it may have.
    fn group(&self, first: Queued) -> Vec<Box<dyn Call>> {
        let mut is_patient = first.company > 0;
        let mut company = first.company;
        let mut group = vec![first.call];
        while group.len() < LARGEST_GROUP {
            let next = match self.waiting.try_recv() {
                Ok(next) => next,
                Err(_) if !is_patient || group.len() >= company => break,
                Err(_) => match self.waiting.recv_timeout(self.patience) {
                    Ok(next) => next,
                    Err(_) => break,
                },
            };
            is_patient &= next.company > 0;
            company = company.max(next.company);
            group.push(next.call);
        }
        group
    }

    /// Writes a group, if need be in the room of the ballast.
    fn commit(&self, group: &mut [Box<dyn Call>]) -> Result<()> {
        match self.commit_once(group) {
            Err(error) if is_full(&error) && self.path.parent().is_some_and(drop_ballast) => {
                warn!("the disk is full; the ballast made way for what is under way");
                self.commit_once(group)
            }
            done => done,
        }
    }

    /// Does all calls of a group in one transaction with one flush.
    fn commit_once(&self, group: &mut [Box<dyn Call>]) -> Result<()> {
        match self.transaction(group, Self::freely) {
            Err(Stop::BeginAnew) => match self.transaction(group, Self::carefully) {
                Err(Stop::Failed(error)) => Err(error),
                Ok(()) | Err(Stop::BeginAnew) => Ok(()),
            },
            Err(Stop::Failed(error)) => Err(error),
            Ok(()) => Ok(()),
        }
    }

    fn transaction(
        &self,
        group: &mut [Box<dyn Call>],
        one: fn(&Self, &mut dyn Call) -> Finished,
    ) -> Finished {
        let done = self.try_transaction(group, one);
        if done.is_err() && !self.db.is_autocommit() {
            // Where this fails, too, the next BEGIN tells.
            let _ = self.sql("ROLLBACK");
        }
        done
    }

    fn try_transaction(
        &self,
        group: &mut [Box<dyn Call>],
        one: fn(&Self, &mut dyn Call) -> Finished,
    ) -> Finished {
        self.point("journal.begin-commit.before")?;
        self.sql("BEGIN IMMEDIATE")?;
        let before = self.db.total_changes();
        group.iter_mut().try_for_each(|call| one(self, call.as_mut()))?;
        self.point("journal.commit.before")?;
        self.sql("COMMIT")?;
        // What is durable cannot fail any more: here a test can only end the process.
        let _ = fault::point("journal.commit.after");
        if self.db.total_changes() != before {
            self.commits.fetch_add(1, Ordering::Relaxed);
            (self.after)();
        }
        Ok(())
    }

    /// Does one call without a savepoint, which costs as much as the work: most calls that are
    /// refused are refused before they change anything.
    fn freely(&self, call: &mut dyn Call) -> Finished {
        let before = self.db.total_changes();
        match call.run(&self.db, &self.path) {
            Err(error) if breaks_the_group(&error) => Err(error.into()),
            Err(_) if self.db.total_changes() != before => Err(Stop::BeginAnew),
            _ => Ok(()),
        }
    }

    /// Does one call, which leaves nothing behind where it is refused.
    fn carefully(&self, call: &mut dyn Call) -> Finished {
        self.sql("SAVEPOINT call")?;
        match call.run(&self.db, &self.path) {
            Err(error) if breaks_the_group(&error) => return Err(error.into()),
            Err(_) => self.sql("ROLLBACK TO call")?,
            Ok(()) => {}
        }
        Ok(self.sql("RELEASE call")?)
    }

    fn sql(&self, sql: &'static str) -> Result<()> {
        let run = || self.db.prepare_cached(sql)?.execute([]);
        run().map(drop).map_err(|error| super::trouble::Trouble::from(error).at(&self.path))
    }

    fn point(&self, name: &'static str) -> Result<()> {
        fault::point(name).map_err(|error| JournalError::Disk(DiskFault::of(&error)))
    }
}

fn is_full(error: &JournalError) -> bool {
    matches!(error, JournalError::Disk(fault) if fault.kind == DiskKind::Full)
}

fn gone() -> JournalError {
    JournalError::Disk(DiskFault::other("the journal was closed"))
}

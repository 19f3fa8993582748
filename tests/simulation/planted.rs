//! Bugs planted on purpose: a simulation that does not catch them proves nothing.

use std::sync::Mutex;

use async_trait::async_trait;
use dakiya::clock::Instant;
use dakiya::delivery::{Found, Guarantee, Receipt};
use dakiya::failure::{Class, Failure};
use dakiya::platform::{Composed, Identity, Job, Limits, Pace, Platform, Prepared};
use dakiya::post::Draft;

/// What is wrong with the program on purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bug {
    /// The intent may still be lost when the request goes out.
    NoIntent,
    /// A start puts what was being sent back into the queue.
    RescueToQueue,
    /// A server error counts as "not posted".
    RetryOnServerError,
    /// Every request has another key.
    NewKeyOnRetry,
    /// One look that finds nothing is enough to post again.
    RepostAfterOneLook,
    /// A lost request is not given time to land.
    NoSettling,
    /// A crash leads to an empty journal.
    EmptyJournal,
    /// The firings that were used are not remembered.
    NoSlotKeys,
    /// The gate does not look at the stop switch.
    NoStopInGate,
    /// An old instance may go on writing.
    NoFencing,
    /// Nobody notices that people set the clock.
    BlindToClock,
    /// What the clocks showed is not written down with what is counted.
    ReadingsForgotten,
    /// Who sees a firing ahead of the wall clock takes it, though an earlier process has used it.
    FiresByWallClock,
    /// A slot fires in both runs of an hour that comes twice.
    HourTwice,
}

/// An adapter with a bug.
#[derive(Debug)]
pub(crate) struct Planted {
    pub(crate) inner: Box<dyn Platform>,
    pub(crate) bug: Bug,
    pub(crate) keys: Mutex<u64>,
}

impl Planted {
    fn is(&self, bug: Bug) -> bool {
        self.bug == bug
    }

    fn key(&self, job: &Job<'_>) -> String {
        let mut keys = self.keys.lock().unwrap();
        *keys += 1;
        if self.is(Bug::NewKeyOnRetry) {
            format!("{:08x}{}", *keys, &job.key[8..])
        } else {
            job.key.to_owned()
        }
    }
}

#[async_trait]
impl Platform for Planted {
    fn kind(&self) -> &str {
        self.inner.kind()
    }

    fn limits(&self) -> Limits {
        self.inner.limits()
    }

    fn guarantee(&self) -> Guarantee {
        match self.inner.guarantee() {
            Guarantee::C if self.is(Bug::RepostAfterOneLook) => Guarantee::A,
            other => other,
        }
    }

    fn compose(&self, draft: &Draft) -> Composed {
        self.inner.compose(draft)
    }

    async fn prepare(&self, job: &Job<'_>) -> Result<Prepared, Failure> {
        self.inner.prepare(job).await
    }

    async fn publish(&self, job: &Job<'_>) -> Result<Receipt, Failure> {
        let key = self.key(job);
        let mut answer = self.inner.publish(&Job { key: &key, ..*job }).await;
        if let Err(failure) = &mut answer
            && failure.class == Class::Server
            && self.is(Bug::RetryOnServerError)
        {
            failure.class = Class::NotSent;
        }
        answer
    }

    async fn find(&self, job: &Job<'_>, since: Instant) -> Result<Found, Failure> {
        self.inner.find(job, since).await
    }

    async fn recall(&self, receipt: &Receipt) -> Result<(), Failure> {
        self.inner.recall(receipt).await
    }

    async fn whoami(&self) -> Result<Identity, Failure> {
        self.inner.whoami().await
    }

    async fn refresh(&self) -> Result<(), Failure> {
        self.inner.refresh().await
    }

    fn pace(&self) -> Option<Pace> {
        self.inner.pace()
    }
}

//! A platform that is nothing but its ledger, and waits where a test wants it to.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use tokio::sync::Semaphore;

use crate::clock::{Instant, SharedClock};
use crate::delivery::{Evidence, Found, Guarantee, Receipt};
use crate::failure::{Class, Failure};
use crate::platform::{
    Composed, FilmRule, Identity, Job, Limits, MediaRule, Platform, Prepared, Threads, compose,
};
use crate::post::{Draft, MediaKind};
use crate::text::{Counter, Ruler, TextLimit, Unit};

/// A text over which composing breaks down.
pub(super) const DEADLY: &str = "deadly";

/// The platform.
#[derive(Debug, Clone)]
pub(super) struct Toy {
    clock: SharedClock,
    public: Arc<Mutex<Vec<(String, String)>>>,
    /// How many requests are refused.
    pub(super) refusals: Arc<Mutex<u32>>,
    /// How often invisible work was asked for.
    pub(super) asked: Arc<AtomicUsize>,
    /// Invisible work takes a permit of it.
    pub(super) uploads: Arc<Semaphore>,
    /// Visible requests take a permit of it.
    pub(super) requests: Arc<Semaphore>,
}

impl Toy {
    pub(super) fn new(clock: SharedClock) -> Self {
        let open = || Arc::new(Semaphore::new(1_000));
        let (public, refusals, asked) = (Arc::default(), Arc::default(), Arc::default());
        Self { clock, public, refusals, asked, uploads: open(), requests: open() }
    }

    /// The texts that became public, in their order.
    pub(super) fn public(&self) -> Vec<String> {
        self.public.lock().unwrap().iter().map(|(_, text)| text.clone()).collect()
    }

    /// The keys under which they did.
    pub(super) fn keys(&self) -> Vec<String> {
        self.public.lock().unwrap().iter().map(|(key, _)| key.clone()).collect()
    }
}

/// Films that are stored otherwise are made over.
fn films() -> MediaRule {
    let film = FilmRule { video: &["h264"], ..FilmRule::default() };
    MediaRule { film, ..MediaRule::simple(&[MediaKind::Mp4], 90_000, 1) }
}

#[async_trait]
impl Platform for Toy {
    fn kind(&self) -> &str {
        "toy"
    }

    fn limits(&self) -> Limits {
        Limits {
            text: vec![TextLimit { ruler: Ruler::of(Unit::CodePoints), max: 100 }],
            threads: Threads::Upto(10),
            media: vec![films()],
            media_count: 1,
            ..Limits::default()
        }
    }

    fn guarantee(&self) -> Guarantee {
        Guarantee::D
    }

    fn compose(&self, draft: &Draft) -> Composed {
        assert!(!draft.text.contains(DEADLY), "it breaks down, as the test wants");
        compose(draft, &self.limits(), Counter::default())
    }

    async fn prepare(&self, _job: &Job<'_>) -> Result<Prepared, Failure> {
        self.asked.fetch_add(1, Ordering::Relaxed);
        self.uploads.acquire().await.unwrap().forget();
        Ok(Prepared::nothing())
    }

    async fn publish(&self, job: &Job<'_>) -> Result<Receipt, Failure> {
        self.requests.acquire().await.unwrap().forget();
        let mut refusals = self.refusals.lock().unwrap();
        if *refusals > 0 {
            *refusals -= 1;
            return Err(Failure::new(Class::Rejected, "server-error", ""));
        }
        let mut public = self.public.lock().unwrap();
        public.push((job.key.to_owned(), job.part.text.clone()));
        Ok(Receipt {
            id: public.len().to_string(),
            url: None,
            at: self.clock.now(),
            evidence: Evidence::Answered,
            extra: serde_json::Value::Null,
            remarks: Vec::new(),
        })
    }

    async fn find(&self, _job: &Job<'_>, _since: Instant) -> Result<Found, Failure> {
        Ok(Found::CannotKnow)
    }

    async fn recall(&self, _receipt: &Receipt) -> Result<(), Failure> {
        Ok(())
    }

    async fn whoami(&self) -> Result<Identity, Failure> {
        Ok(Identity { name: "toy".into(), url: None, ends: None, findings: Vec::new() })
    }
}

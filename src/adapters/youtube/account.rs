//! The account: what it is built from, and the port.

use async_trait::async_trait;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::answers;
use super::classify::{QUOTA_USED, refusal};
use super::quota::{Quota, price};
use super::settings::{self, Settings};
use super::{compose, requests};
use crate::blobs::Blobs;
use crate::clock::Instant;
use crate::delivery::{Found, Guarantee, Receipt};
use crate::failure::Failure;
use crate::finding::Finding;
use crate::http::{Answer, Method, Request, Url};
use crate::keys::Keys;
use crate::platform::{
    Composed, Identity, Job, Keeper, Limits, Login, Pace, Platform, Prepared, Session, Setup,
    Uploads, Wire,
};
use crate::post::Draft;
use crate::text::Counter;

/// One channel.
#[derive(Debug)]
pub(super) struct YouTube {
    pub(super) settings: Settings,
    pub(super) wire: Wire,
    pub(super) blobs: Blobs,
    pub(super) keeper: Keeper,
    /// The uploads that are under way or were lately, by the keys of their parts.
    pub(super) uploads: Uploads,
    pub(super) quota: Quota,
    /// In a dry run the mock, which then stands for every host.
    pub(super) mock: Option<Url>,
    seen: Session,
    counter: Counter,
}

/// What was learnt about the project.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Seen {
    /// Whether films stay private whatever is asked; none before the first film.
    pub(super) locked: Option<bool>,
}

/// Builds an account; see [`crate::platform::Row::build`].
pub(super) fn build(setup: Setup, keys: &mut Keys<'_>) -> Option<Box<dyn Platform>> {
    let settings = settings::read(&setup, keys)?;
    let wire = setup.wire(Guarantee::A);
    let names = ["tokens", "uploads", "seen", "quota"];
    let [tokens, uploads, seen, quota] = setup.session.divided(names);
    let quota = Quota::new(settings.units, setup.clock.clone(), quota);
    let keeper = Keeper::new(tokens, setup.clock.clone(), settings.refresh_token.clone());
    Some(Box::new(YouTube {
        settings,
        wire,
        keeper: keeper.seeded_to_renew(),
        uploads: Uploads::new(uploads, setup.clock),
        quota,
        blobs: setup.blobs,
        mock: setup.mock,
        seen,
        counter: setup.counter,
    }))
}

impl YouTube {
    /// A request of the API with our token, renewed first where it is time.
    pub(super) async fn api(
        &self,
        what: (&'static str, Method),
        resource: &str,
        query: &[(&str, &str)],
    ) -> Result<Request, Failure> {
        requests::api(&self.settings, &self.keeper.fresh(self).await?, what, resource, query)
    }

    /// Sends something invisible that brings a document.
    pub(super) async fn ask<T: DeserializeOwned>(&self, request: Request) -> Result<T, Failure> {
        let answer = self.send(request).await?;
        if answer.is_success() { answers::read(&answer) } else { Err(self.refused(&answer).await) }
    }

    /// Sends something invisible, and counts what it costs however it ends.
    pub(super) async fn send(&self, request: Request) -> Result<Answer, Failure> {
        let units = price(&request);
        let answer = self.wire.invisible(request).await;
        self.quota.spend(units).await;
        answer
    }

    /// What the refusal `answer` means.
    pub(super) async fn refused(&self, answer: &Answer) -> Failure {
        let failure = refusal(answer, self.wire.now());
        if failure.reason == QUOTA_USED {
            self.quota.used_up().await;
        }
        failure
    }

    /// Reads something.
    pub(super) async fn get<T: DeserializeOwned>(
        &self,
        label: &'static str,
        resource: &str,
        query: &[(&str, &str)],
    ) -> Result<T, Failure> {
        self.ask(self.api((label, Method::GET), resource, query).await?).await
    }

    /// What was learnt about the project.
    pub(super) async fn seen(&self) -> Seen {
        self.seen.load().await.ok().flatten().unwrap_or_default()
    }

    /// Keeps whether films stay private. That it cannot be kept only means that it is not told.
    pub(super) async fn note_locked(&self, locked: bool) {
        let seen = Seen { locked: Some(locked) };
        if self.seen().await != seen {
            let _told_another_time = self.seen.store(&seen).await;
        }
    }
}

#[async_trait]
impl Platform for YouTube {
    fn kind(&self) -> &str {
        super::NAME
    }

    fn limits(&self) -> Limits {
        compose::limits()
    }

    fn guarantee(&self) -> Guarantee {
        Guarantee::A
    }

    fn compose(&self, draft: &Draft) -> Composed {
        compose::compose(draft, self.counter)
    }

    async fn prepare(&self, job: &Job<'_>) -> Result<Prepared, Failure> {
        self.prepare_step(job).await
    }

    async fn publish(&self, job: &Job<'_>) -> Result<Receipt, Failure> {
        self.show(job).await
    }

    async fn find(&self, job: &Job<'_>, _since: Instant) -> Result<Found, Failure> {
        self.look(job).await
    }

    async fn recall(&self, receipt: &Receipt) -> Result<(), Failure> {
        self.delete(&receipt.id).await
    }

    async fn explain(&self) -> Vec<Finding> {
        self.explained().await
    }

    async fn whoami(&self) -> Result<Identity, Failure> {
        self.identity().await
    }

    fn id_in(&self, url: &str) -> Option<String> {
        let url = Url::parse(url).ok()?;
        let named = url.query_pairs().find(|(name, _)| name == "v").map(|(_, id)| id.into_owned());
        let last = || url.path_segments()?.rfind(|piece| !piece.is_empty()).map(str::to_owned);
        answers::video_id(&named.or_else(last)?)
    }

    async fn refresh(&self) -> Result<(), Failure> {
        self.keeper.renew(self).await
    }

    fn login(&self) -> Option<&dyn Login> {
        Some(self)
    }

    /// Renews the token as well: one that is an hour old would cost the visible request a refusal.
    async fn warm(&self) {
        let query = [("part", "id"), ("mine", "true")];
        if let Ok(request) = self.api(("warm", Method::GET), "channels", &query).await {
            let units = price(&request);
            self.wire.warm(Guarantee::A, request).await;
            self.quota.spend(units).await;
        }
    }

    fn pace(&self) -> Option<Pace> {
        self.wire.pace()
    }
}

//! The account: what it is built from, and the port.

use std::sync::atomic::{AtomicBool, Ordering};

use async_trait::async_trait;
use serde::de::DeserializeOwned;

use super::answers;
use super::classify::refusal;
use super::settings::{self, Settings};
use super::{compose, requests};
use crate::blobs::Blobs;
use crate::clock::Instant;
use crate::delivery::{Found, Guarantee, Receipt};
use crate::failure::{Class, Failure};
use crate::finding::Finding;
use crate::http::{Answer, Method, Request, Url};
use crate::keys::Keys;
use crate::platform::{
    Composed, Identity, Job, Keeper, Limits, Login, Pace, Platform, Prepared, Setup, Uploads, Wire,
};
use crate::post::Draft;
use crate::secret::Secret;
use crate::text::Counter;

/// The right to look after a lost answer.
pub(super) const MAY_READ: &str = "r_organization_social";

/// How long after the first request a repeat is surely still noticed as one: two minutes less than
/// the ten that are documented (page `ugc-post-api`; for `posts` unverified).
const NOTICED: std::time::Duration = std::time::Duration::from_secs(8 * 60);

/// One author on LinkedIn.
#[derive(Debug)]
pub(super) struct LinkedIn {
    pub(super) settings: Settings,
    pub(super) wire: Wire,
    pub(super) blobs: Blobs,
    pub(super) keeper: Keeper,
    /// Where films under way are uploaded to.
    pub(super) uploads: Uploads,
    /// The requests of parts that may be sent again, by their keys.
    pub(super) attempts: Uploads,
    /// In a dry run the mock, which then stands for every host.
    pub(super) mock: Option<Url>,
    /// Whether our own posts can be read, as far as we know.
    reads: AtomicBool,
    counter: Counter,
}

/// Builds an account; see [`crate::platform::Row::build`].
pub(super) fn build(setup: Setup, keys: &mut Keys<'_>) -> Option<Box<dyn Platform>> {
    let settings = settings::read(&setup, keys)?;
    let wire = setup.wire(promised(&settings, true));
    let [tokens, uploads, attempts] = setup.session.divided(["tokens", "uploads", "attempts"]);
    let keeper = Keeper::new(tokens, setup.clock.clone(), settings.token.clone());
    Some(Box::new(LinkedIn {
        wire,
        keeper,
        uploads: Uploads::new(uploads, setup.clock.clone()),
        attempts: Uploads::new(attempts, setup.clock),
        blobs: setup.blobs,
        mock: setup.mock,
        reads: AtomicBool::new(true),
        counter: setup.counter,
        settings,
    }))
}

fn promised(settings: &Settings, reads: bool) -> Guarantee {
    match (settings.author.is_person(), settings.resend_on_doubt) {
        (true, true) => Guarantee::B,
        (false, _) if reads => Guarantee::C,
        _ => Guarantee::D,
    }
}

impl LinkedIn {
    /// Whether our own posts can be read, as far as we know.
    pub(super) fn reads(&self) -> bool {
        !self.settings.author.is_person() && self.reads.load(Ordering::Relaxed)
    }

    /// Notes whether our own posts can be read.
    pub(super) fn note_reading(&self, reads: bool) {
        self.reads.store(reads, Ordering::Relaxed);
    }

    /// The token, renewed first where it is time and there is something to renew it with.
    pub(super) async fn token(&self) -> Result<Secret, Failure> {
        if self.keeper.renews().await {
            self.keeper.fresh(self).await
        } else {
            self.keeper.bearer().await
        }
    }

    /// A request of the versioned API with our token.
    pub(super) async fn rest(
        &self,
        what: (&'static str, Method),
        path: &str,
        query: &[(&str, &str)],
    ) -> Result<Request, Failure> {
        requests::rest(&self.settings, &self.token().await?, what, path, query)
    }

    /// Sends something invisible that brings a document.
    pub(super) async fn ask<T: DeserializeOwned>(&self, request: Request) -> Result<T, Failure> {
        let answer = self.wire.invisible(request).await?;
        if answer.is_success() { answers::read(&answer) } else { Err(self.refused(&answer).await) }
    }

    /// What a refusal means. A token that can be renewed only ends a session.
    pub(super) async fn refused(&self, answer: &Answer) -> Failure {
        let failure = refusal(answer, self.wire.now());
        if answer.status == 401 && failure.class == Class::Auth && self.keeper.renews().await {
            return Failure { class: Class::Session, ..failure };
        }
        failure
    }
}

#[async_trait]
impl Platform for LinkedIn {
    fn kind(&self) -> &str {
        super::NAME
    }

    fn limits(&self) -> Limits {
        compose::limits()
    }

    fn guarantee(&self) -> Guarantee {
        promised(&self.settings, self.reads())
    }

    fn key_window(&self) -> std::time::Duration {
        NOTICED
    }

    fn compose(&self, draft: &Draft) -> Composed {
        compose::compose(draft, self.counter)
    }

    async fn prepare(&self, job: &Job<'_>) -> Result<Prepared, Failure> {
        self.prepare_step(job).await
    }

    async fn publish(&self, job: &Job<'_>) -> Result<Receipt, Failure> {
        self.create(job).await
    }

    async fn find(&self, job: &Job<'_>, since: Instant) -> Result<Found, Failure> {
        self.look(job, since).await
    }

    async fn recall(&self, receipt: &Receipt) -> Result<(), Failure> {
        self.delete(&receipt.id).await
    }

    async fn remember(&self) {
        let scopes = self.keeper.scopes().await;
        if !scopes.is_empty() {
            self.note_reading(scopes.iter().any(|scope| scope == MAY_READ));
        }
    }

    async fn explain(&self) -> Vec<Finding> {
        self.explained()
    }

    async fn whoami(&self) -> Result<Identity, Failure> {
        self.identity().await
    }

    /// The page of a post has its URN in the address, or only the number of its activity, by which
    /// nothing can be deleted.
    fn id_in(&self, url: &str) -> Option<String> {
        let text = percent_encoding::percent_decode_str(url).decode_utf8().ok()?;
        let start = text.find("urn:li:")?;
        let end = text[start..].find(['/', '?', '#']).map_or(text.len(), |end| start + end);
        answers::post_urn(&text[start..end])
    }

    async fn refresh(&self) -> Result<(), Failure> {
        self.keeper.renew(self).await
    }

    fn login(&self) -> Option<&dyn Login> {
        self.settings.client.is_some().then_some(self)
    }

    async fn warm(&self) {
        let query = [("q", "roleAssignee"), ("role", "ADMINISTRATOR"), ("state", "APPROVED")];
        if let Ok(request) = self.rest(("warm", Method::GET), "organizationAcls", &query).await {
            self.wire.warm(self.guarantee(), request).await;
        }
    }

    fn pace(&self) -> Option<Pace> {
        self.wire.pace()
    }
}

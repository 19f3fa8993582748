//! The account: what it is built from, and the port.

use std::sync::{Arc, PoisonError, RwLock};

use async_trait::async_trait;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::classify::{Asked, refusal};
use super::options::{self, PostOptions};
use super::server::Server;
use super::settings::{self, Settings, Visibility};
use super::{answers, requests};
use crate::blobs::Blobs;
use crate::clock::Instant;
use crate::delivery::{Found, Guarantee, Receipt};
use crate::failure::{Class, Failure};
use crate::finding::Finding;
use crate::http::{Answer, Method, Request, RequestError};
use crate::keys::Keys;
use crate::platform::{
    Composed, Identity, Job, Limits, Pace, Platform, Prepared, Session, Setup, Wire, compose,
};
use crate::post::{Card, Draft};
use crate::text::{Counter, fits};

/// One account on one server.
#[derive(Debug)]
pub(super) struct Mastodon {
    pub(super) settings: Settings,
    pub(super) wire: Wire,
    pub(super) blobs: Blobs,
    counter: Counter,
    session: Session,
    server: RwLock<Arc<Server>>,
}

/// Builds an account; see [`crate::platform::Row::build`].
pub(super) fn build(setup: Setup, keys: &mut Keys<'_>) -> Option<Box<dyn Platform>> {
    let settings = settings::read(&setup, keys)?;
    // What runs on the server is only known once it was asked.
    let wire = setup.wire(Guarantee::C);
    let (blobs, counter, session) = (setup.blobs, setup.counter, setup.session);
    let server = RwLock::default();
    Some(Box::new(Mastodon { settings, wire, blobs, counter, session, server }))
}

impl Mastodon {
    /// What is known of the server by now.
    pub(super) fn server(&self) -> Arc<Server> {
        Arc::clone(&self.server.read().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn knows_server(&self) -> bool {
        self.server().software.is_some()
    }

    /// Asks the server what it is, and keeps that for the next start. One that described itself
    /// before stays as it was while it answers with a page of something before it.
    pub(super) async fn learn(&self) -> Result<(), Failure> {
        match self.description().await? {
            Some(server) => self.keep(server).await,
            None if self.server().is_described() => {}
            None => self.take_up(Server::silent()),
        }
        Ok(())
    }

    async fn description(&self) -> Result<Option<Server>, Failure> {
        if let Some(server) = self.described("v2").await?.as_ref().and_then(Server::of_v2) {
            return Ok(Some(server));
        }
        Ok(self.described("v1").await?.as_ref().and_then(Server::of_v1))
    }

    /// That it cannot be kept only means that it is asked for again after the next start.
    async fn keep(&self, server: Server) {
        if *self.server() != server {
            let _asked_again_later = self.session.store(&server).await;
            self.take_up(server);
        }
    }

    fn take_up(&self, server: Server) {
        *self.server.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(server);
    }

    /// The server's description of itself; none where it has none in this version of the API.
    async fn described(&self, version: &str) -> Result<Option<Value>, Failure> {
        let request = self.request("instance", Method::GET, &["api", version, "instance"], &[])?;
        let answer = self.wire.invisible(request).await?;
        match answer.status {
            401 | 429 | 500.. => Err(refusal(Asked::Read, &answer, self.wire.now())),
            _ if answer.is_success() => Ok(answer.json().ok()),
            _ => Ok(None),
        }
    }

    /// A request with our token. Messages are asked for in English, so that they are known, and
    /// as JSON: Pixelfed answers refusals with redirects to pages otherwise.
    pub(super) fn request(
        &self,
        label: &'static str,
        method: Method,
        segments: &[&str],
        query: &[(&str, &str)],
    ) -> Result<Request, Failure> {
        let url = requests::address(&self.settings.server, segments, query);
        Request::new(label, method, url)
            .bearer(&self.settings.token)
            .and_then(|request| request.header("accept", "application/json"))
            .and_then(|request| request.header("accept-language", "en"))
            .map_err(unbuildable)
    }

    /// Reads something.
    pub(super) async fn get<T: DeserializeOwned>(
        &self,
        label: &'static str,
        segments: &[&str],
        query: &[(&str, &str)],
    ) -> Result<T, Failure> {
        let answer =
            self.wire.invisible(self.request(label, Method::GET, segments, query)?).await?;
        if answer.is_success() {
            answers::read(&answer)
        } else {
            Err(refusal(Asked::Read, &answer, self.wire.now()))
        }
    }

    /// Who is to see the part of `job`: no part is seen by more people than the first.
    pub(super) fn visibility(&self, job: &Job<'_>) -> Visibility {
        let (options, _) = PostOptions::read(&job.part.options);
        let first = options.visibility.unwrap_or(self.settings.visibility);
        if job.index == 0 {
            return first;
        }
        first.max(options.reply_visibility.unwrap_or(self.settings.reply_visibility))
    }

    /// Whether requests carry a key. Other software than Mastodon gets none: Pleroma would answer
    /// a repeat with an error that it gave before, and Pixelfed would refuse it.
    pub(super) fn is_keyed(&self) -> bool {
        let server = self.server();
        self.settings.idempotency && (server.software.is_none() || server.has_keys())
    }

    /// The limits for one draft: its content warning is counted with every part.
    fn limits_for(&self, warning: Option<&str>) -> Result<Limits, Finding> {
        let mut limits = self.limits();
        let Some(warning) = warning else { return Ok(limits) };
        for limit in &mut limits.text {
            let length = limit.ruler.length(warning);
            if length >= limit.max {
                let finding = Finding::error("mastodon-warning-too-long").with("length", length);
                return Err(finding.with("limit", limit.max));
            }
            limit.max -= length;
        }
        Ok(limits)
    }

    /// Whether the text is too long by the older of Mastodon's two rules alone.
    fn depends_on_server(&self, draft: &Draft, limits: &Limits) -> Option<Finding> {
        let limit = *limits.text.first()?;
        let newer = self.server().newer(limit)?;
        let length = fits(&draft.text, &[limit]).err()?.length;
        fits(&draft.text, &[newer]).ok()?;
        Some(
            Finding::warning("mastodon-length-depends-on-server")
                .with("length", length)
                .with("limit", limit.max),
        )
    }
}

#[async_trait]
impl Platform for Mastodon {
    fn kind(&self) -> &str {
        super::NAME
    }

    fn limits(&self) -> Limits {
        self.server().limits(&self.settings)
    }

    fn guarantee(&self) -> Guarantee {
        let keys = self.settings.idempotency && self.server().has_keys();
        if keys { Guarantee::B } else { Guarantee::C }
    }

    fn compose(&self, draft: &Draft) -> Composed {
        let warning = draft.warning.as_deref().map(str::trim);
        let limits = match self.limits_for(warning.filter(|warning| !warning.is_empty())) {
            Ok(limits) => limits,
            Err(finding) => return Composed { parts: Vec::new(), findings: vec![finding] },
        };
        let mut composed = compose(draft, &limits, self.counter);
        composed.findings.extend(self.depends_on_server(draft, &limits));
        composed.findings.extend(options::check(draft));
        if draft.card != Card::Auto {
            composed.findings.push(Finding::note("mastodon-card-made-by-server"));
        }
        if crate::finding::any_error(&composed.findings) {
            composed.parts.clear();
        }
        composed
    }

    async fn prepare(&self, job: &Job<'_>) -> Result<Prepared, Failure> {
        self.prepare_step(job).await
    }

    async fn publish(&self, job: &Job<'_>) -> Result<Receipt, Failure> {
        self.create(job).await
    }

    async fn find(&self, job: &Job<'_>, since: Instant) -> Result<Found, Failure> {
        if !self.knows_server() {
            self.learn().await?;
        }
        self.look(job, since).await
    }

    async fn recall(&self, receipt: &Receipt) -> Result<(), Failure> {
        self.delete(&receipt.id).await
    }

    async fn remember(&self) {
        if let Ok(Some(server)) = self.session.load::<Server>().await {
            self.take_up(server);
        }
    }

    async fn whoami(&self) -> Result<Identity, Failure> {
        self.learn().await?;
        self.identity().await
    }

    async fn warm(&self) {
        let request = self.request("instance", Method::GET, &["api", "v2", "instance"], &[]);
        if let Ok(request) = request {
            self.wire.warm(self.guarantee(), request).await;
        }
    }

    fn pace(&self) -> Option<Pace> {
        self.wire.pace()
    }
}

/// A request that cannot be built: only our token can be the reason.
pub(super) fn unbuildable(error: RequestError) -> Failure {
    Failure::new(Class::Auth, "mastodon-token-unusable", error)
}

/// The server's clock when it answered, or ours.
pub(super) fn server_time(answer: &Answer, now: Instant) -> Instant {
    answer.received.unwrap_or(now)
}

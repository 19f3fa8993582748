//! The account: what it is built from, and the port.

use std::sync::atomic::AtomicBool;

use async_trait::async_trait;
use tokio::sync::Mutex;

use super::access::{Access, Chosen};
use super::answers::{Data, Deleted, Id, Named, User};
use super::classify::{Asked, FORGOTTEN, not_understood};
use super::me::Me;
use super::oauth2::{Client, SCOPES};
use super::options::Options;
use super::prepare::Progress;
use super::requests::{self, Extras};
use super::settings::{LongTexts, Settings};
use super::signer::Signer;
use super::upload::forgotten;
use super::{compose, settings};
use crate::blobs::Blobs;
use crate::clock::Instant;
use crate::delivery::{Evidence, Found, Guarantee, Receipt};
use crate::failure::{Class, Failure};
use crate::finding::Finding;
use crate::http::{Answer, Url};
use crate::keys::Keys;
use crate::platform::{
    Composed, Cost, Identity, Job, Limits, Login, Pace, Platform, Prepared, Session, Setup, Wire,
};
use crate::post::{Draft, Part};
use crate::text::{Counter, x_links};

/// What X charges in thousandths of a dollar (docs.x.com `pricing`, prices since 20 April 2026):
/// for a post, for one with a link in it, and for the description of a medium.
pub(super) const POST: u64 = 15;
pub(super) const POST_WITH_LINK: u64 = 200;
pub(super) const DESCRIPTION: u64 = 5;

/// An account on X.
#[derive(Debug)]
pub(super) struct X {
    pub(super) settings: Settings,
    pub(super) access: Access,
    pub(super) wire: Wire,
    pub(super) blobs: Blobs,
    /// Where it is kept who we are.
    pub(super) kept: Session,
    pub(super) me: Mutex<Option<Me>>,
    /// Whether the server names posts as servers before 2026 did.
    pub(super) older: AtomicBool,
    counter: Counter,
}

/// Builds an account; see [`crate::platform::Row::build`].
pub(super) fn build(setup: Setup, keys: &mut Keys<'_>) -> Option<Box<dyn Platform>> {
    let (settings, chosen) = settings::read(&setup, keys)?;
    let wire = setup.wire(Guarantee::C);
    let (blobs, counter) = (setup.blobs, setup.counter);
    let [tokens, kept] = setup.session.divided(["tokens", "me"]);
    let access = match chosen {
        Chosen::Keys(app, given) => Access::Keys(Box::new(Signer::new(app, given, tokens))),
        Chosen::OAuth2 { client_id, client_secret, refresh_token } => {
            let secret = client_secret.as_ref();
            let (wire, clock) = (wire.clone(), setup.clock);
            let client =
                Client::new(client_id, secret, refresh_token, wire, clock, tokens, &settings);
            Access::OAuth2(Box::new(client))
        }
    };
    let (me, older) = (Mutex::default(), AtomicBool::default());
    Some(Box::new(X { settings, access, wire, blobs, kept, me, older, counter }))
}

#[async_trait]
impl Platform for X {
    fn kind(&self) -> &str {
        super::NAME
    }

    fn limits(&self) -> Limits {
        compose::limits(&self.settings)
    }

    fn guarantee(&self) -> Guarantee {
        Guarantee::C
    }

    fn compose(&self, draft: &Draft) -> Composed {
        compose::compose(draft, &self.settings, self.counter)
    }

    async fn prepare(&self, job: &Job<'_>) -> Result<Prepared, Failure> {
        self.prepare_step(job).await
    }

    async fn publish(&self, job: &Job<'_>) -> Result<Receipt, Failure> {
        let progress = Progress::of(job.progress);
        let media = progress.ready(job.part.media.len());
        let media = media.ok_or_else(|| forgotten("not every medium was uploaded"))?;
        let body = requests::post_body(job.part, self.extras(job, &media)?);
        let request = requests::post(&self.settings.server, body);
        let request = self.access.as_it_is(request, &self.wire).await?;
        let answer = self.wire.visible(request).await?;
        if answer.is_success() {
            let receipt = self.posted(&answer)?;
            return Ok(Receipt { remarks: progress.remarks(), ..receipt });
        }
        let failure = self.refused(Asked::Post { reply: self.is_reply(job) }, &answer);
        Err(self.explained(job, failure, &media).await)
    }

    async fn find(&self, job: &Job<'_>, since: Instant) -> Result<Found, Failure> {
        self.look(job, since).await
    }

    async fn recall(&self, receipt: &Receipt) -> Result<(), Failure> {
        let id = Id::try_from(receipt.id.clone())
            .map_err(|why| Failure::new(Class::Rejected, "x-receipt-not-usable", why))?;
        let request = requests::delete(&self.settings.server, id.as_str());
        let request = self.access.fresh(request, &self.wire).await?;
        let answer = self.wire.invisible(request).await?;
        match answer.status {
            404 if answer.json::<serde_json::Map<_, serde_json::Value>>().is_ok() => Ok(()),
            _ if answer.is_success() => answer
                .json::<Data<Deleted>>()
                .map(|_| ())
                .map_err(|bad| not_understood(bad.to_string())),
            _ => Err(self.refused(Asked::Plain, &answer)),
        }
    }

    async fn explain(&self) -> Vec<Finding> {
        self.prices()
    }

    async fn whoami(&self) -> Result<Identity, Failure> {
        let (user, answer) = self.user().await?;
        let me = self.ours(&user).await?;
        self.keep_me(me).await?;
        let mut findings = self.rights(&answer).await;
        findings.extend(advice(&user));
        let ends = match &self.access {
            Access::OAuth2(client) => client.keeper.ends().await,
            Access::Keys(_) => None,
        };
        let url = Some(format!("https://x.com/{}", user.username));
        Ok(Identity { name: format!("@{}", user.username), url, ends, findings })
    }

    /// The number behind `status` in the address of a post.
    fn id_in(&self, url: &str) -> Option<String> {
        let url = Url::parse(url).ok()?;
        let mut pieces = url.path_segments()?.skip_while(|piece| *piece != "status");
        let id = pieces.nth(1)?.to_owned();
        Id::try_from(id).ok().map(|id| id.as_str().to_owned())
    }

    async fn refresh(&self) -> Result<(), Failure> {
        match &self.access {
            Access::OAuth2(client) => client.keeper.renew(client.as_ref()).await,
            Access::Keys(_) => {
                Err(Failure::new(Class::Auth, "session-cannot-be-renewed", "keys do not end"))
            }
        }
    }

    fn login(&self) -> Option<&dyn Login> {
        match &self.access {
            Access::OAuth2(_) => Some(self),
            Access::Keys(signer) => signer.logs_in().then_some(self as &dyn Login),
        }
    }

    fn cost(&self, part: &Part) -> Cost {
        let post = if x_links(&part.text).is_empty() { POST } else { POST_WITH_LINK };
        let described = part.media.iter().filter(|medium| requests::alt(medium).is_some()).count();
        let described = u64::try_from(described).unwrap_or(u64::MAX);
        Cost::milli_dollars(post + described.saturating_mul(DESCRIPTION))
    }

    fn pace(&self) -> Option<Pace> {
        self.wire.pace()
    }
}

impl X {
    fn is_reply(&self, job: &Job<'_>) -> bool {
        self.settings.long_texts == LongTexts::Thread && job.parent.is_some()
    }

    fn extras<'a>(&self, job: &Job<'a>, media: &'a [&'a str]) -> Result<Extras<'a>, Failure> {
        let options = Options::of(&job.part.options);
        let parent = job.parent.filter(|_| self.is_reply(job)).map(|parent| parent.id.as_str());
        if let Some(id) = parent
            && let Err(why) = Id::try_from(id.to_owned())
        {
            return Err(Failure::new(Class::Rejected, "x-receipt-not-usable", why));
        }
        let reply_settings = options.reply_settings.unwrap_or(self.settings.reply_settings);
        Ok(Extras { media, parent, reply_settings, paid: options.paid })
    }

    fn posted(&self, answer: &Answer) -> Result<Receipt, Failure> {
        let posted: Data<Named> = answer.json().map_err(|bad| not_understood(bad.to_string()))?;
        Ok(self.receipt(&posted.data.id, Evidence::Answered))
    }

    /// The receipt of the post `id`.
    pub(super) fn receipt(&self, id: &Id, evidence: Evidence) -> Receipt {
        let (name, id) = (&self.settings.username, id.as_str());
        Receipt {
            id: id.to_owned(),
            url: Some(format!("https://x.com/{name}/status/{id}")),
            at: self.wire.now(),
            evidence,
            extra: serde_json::Value::Null,
            remarks: Vec::new(),
        }
    }

    /// `failure` with what only this place knows: what of the thread is public, and whether media
    /// that X calls invalid are gone or will never be taken.
    async fn explained(&self, job: &Job<'_>, failure: Failure, media: &[&str]) -> Failure {
        match failure.reason.as_ref() {
            "x-reply-refused" | "x-parent-gone" => with_public(failure, job),
            FORGOTTEN => self.forgotten_or_refused(failure, media).await,
            _ => failure,
        }
    }

    async fn forgotten_or_refused(&self, failure: Failure, media: &[&str]) -> Failure {
        for id in media {
            if !self.knows(id).await {
                return failure;
            }
        }
        Failure { class: Class::Rejected, reason: "x-medium-refused".into(), ..failure }
    }

    /// What the login may not do, as far as X says so.
    async fn rights(&self, answer: &Answer) -> Vec<Finding> {
        match &self.access {
            Access::Keys(_) => {
                let read_only = answer.header("x-access-level") == Some("read");
                read_only.then(|| Finding::error("x-app-read-only")).into_iter().collect()
            }
            Access::OAuth2(client) => {
                let granted = client.keeper.scopes().await;
                let missing =
                    SCOPES.iter().filter(|scope| !granted.iter().any(|one| one == *scope));
                let missing = missing.filter(|_| !granted.is_empty());
                missing
                    .map(|scope| Finding::error("x-scope-missing").with("scope", *scope))
                    .collect()
            }
        }
    }
}

/// The addresses of the first part and the last that are public.
fn with_public(mut failure: Failure, job: &Job<'_>) -> Failure {
    let address = |receipt: Option<&Receipt>| receipt.and_then(|receipt| receipt.url.clone());
    let facts = [
        ("part", Some((usize::from(job.index) + 1).to_string())),
        ("parts", Some(job.parts.to_string())),
        ("public", address(job.root)),
    ];
    for (name, fact) in facts {
        failure.facts.extend(fact.map(|fact| (name.into(), fact.into())));
    }
    failure
}

/// What is worth knowing about the account.
fn advice(user: &User) -> Vec<Finding> {
    let government = user.verified_type.as_deref() == Some("government");
    [
        user.protected.then(|| Finding::warning("x-account-protected")),
        government.then(|| Finding::note("x-government-plan")),
        Some(Finding::note("x-automated-label")),
    ]
    .into_iter()
    .flatten()
    .collect()
}

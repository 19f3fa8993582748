//! The login: sessions that are kept and renewed, and logins that are counted.
//!
//! A server takes 30 logins in 5 minutes and 300 a day (bsky-docs `rate-limits`, April 2026), so
//! a program that logs in for every post locks itself out.

mod budget;
mod kept;

use tokio::sync::Mutex;

use self::budget::LoginBudget;
pub(super) use self::kept::did_of;
use self::kept::{Kept, SessionAnswer, Tokens, Who};
use super::classify::{self, EXPIRED, MOVED, TOKEN_REFUSED};
use super::settings::Settings;
use super::xrpc;
use crate::failure::{Class, Failure};
use crate::http::{PlainOrigins, Url};
use crate::platform::{Session, SessionError, Wire};
use crate::secret::Secret;

/// The login of one account.
#[derive(Debug)]
pub(super) struct Login {
    settings: Settings,
    wire: Wire,
    session: Session,
    hosts: Hosts,
    kept: Mutex<Option<Kept>>,
}

/// Where tokens may go beside https.
#[derive(Debug)]
pub(super) struct Hosts {
    /// In a dry run the mock, which then stands for every host.
    pub(super) mock: Option<Url>,
    /// The servers that may be reached without TLS.
    pub(super) plain: PlainOrigins,
}

/// A login that works, as far as we know.
#[derive(Debug, Clone)]
pub(super) struct Live {
    /// Who we are.
    pub(super) who: Place,
    /// The token for our own server.
    pub(super) access: Secret,
    /// Whether the token is that of an app password, where it says so.
    pub(super) app_password: Option<bool>,
}

/// Who we are and where our posts live.
#[derive(Debug, Clone)]
pub(super) struct Place {
    /// Our DID, which never changes.
    pub(super) did: String,
    /// Our server.
    pub(super) server: Url,
    /// The DID of our server, for which other services want our tokens made out.
    pub(super) server_did: String,
}

impl Login {
    pub(super) fn new(settings: Settings, wire: Wire, session: Session, hosts: Hosts) -> Self {
        Self { settings, wire, session, hosts, kept: Mutex::new(None) }
    }

    /// A login with a token that is not about to expire; renews it or logs in where need be.
    pub(super) async fn live(&self) -> Result<Live, Failure> {
        let mut guard = self.kept.lock().await;
        let kept = self.load(&mut guard).await?;
        let fresh = kept.tokens.as_ref().is_some_and(|tokens| tokens.is_fresh(self.now()));
        if !fresh {
            self.renew(kept).await?;
        }
        self.live_of(kept)
    }

    /// Who we are, from the kept session if there is one, whatever became of its tokens.
    pub(super) async fn place(&self) -> Result<Place, Failure> {
        let mut guard = self.kept.lock().await;
        let kept = self.load(&mut guard).await?;
        if kept.who.is_none() {
            self.renew(kept).await?;
        }
        self.place_of(kept)
    }

    /// Renews the session now, or logs in anew where it cannot be renewed.
    pub(super) async fn refresh(&self) -> Result<(), Failure> {
        let mut guard = self.kept.lock().await;
        let kept = self.load(&mut guard).await?;
        self.renew(kept).await
    }

    /// Forgets the tokens: the account no longer lives where they are good, and only a login
    /// tells where it does.
    pub(super) async fn distrust(&self) -> Result<(), Failure> {
        let mut guard = self.kept.lock().await;
        let kept = self.load(&mut guard).await?;
        self.keep(kept, Kept { tokens: None, ..kept.clone() }).await
    }

    fn now(&self) -> i64 {
        self.wire.now().timestamp()
    }

    async fn load<'k>(&self, guard: &'k mut Option<Kept>) -> Result<&'k mut Kept, Failure> {
        let kept = match guard.take() {
            Some(kept) => kept,
            None => {
                let stored = self.session.load().await.map_err(not_kept)?;
                self.own(stored)?
            }
        };
        Ok(guard.insert(kept))
    }

    /// What was kept, if it is of this account. A session of another one is neither used nor
    /// written over: somebody changed the config, and may not have meant this.
    fn own(&self, stored: Option<Kept>) -> Result<Kept, Failure> {
        let (identifier, server) = (&self.settings.identifier, self.settings.server.as_str());
        let Some(stored) = stored else { return Ok(Kept::nothing(identifier, server)) };
        if !stored.is_of(identifier) {
            return Err(another_account(&stored.identifier));
        }
        let moved = stored.server != server;
        Ok(if moved { Kept { tokens: None, server: server.into(), ..stored } } else { stored })
    }

    async fn renew(&self, kept: &mut Kept) -> Result<(), Failure> {
        match self.exchange(kept).await {
            Some(Err(failure)) if !asks_for_login(&failure) => Err(failure),
            Some(Ok(answer)) => self.adopt(kept, answer).await,
            Some(Err(_)) | None => self.log_in(kept).await,
        }
    }

    /// Exchanges the refresh token, if there is one. A lost answer is harmless: servers take an
    /// exchanged token for two more hours.
    async fn exchange(&self, kept: &Kept) -> Option<Result<SessionAnswer, Failure>> {
        let tokens = kept.tokens.as_ref().filter(|tokens| tokens.can_renew(self.now()))?;
        let place = self.place_of(kept).ok()?;
        Some(self.ask(xrpc::refresh_session(&place.server, &tokens.refresh())).await)
    }

    /// Logs in, unless that would be one login too many. The login counts from before it is
    /// sent, so that a crash cannot hide it.
    async fn log_in(&self, kept: &mut Kept) -> Result<(), Failure> {
        let mut counted = kept.clone();
        LoginBudget(&mut counted.logins).spend(self.now())?;
        self.keep(kept, counted).await?;
        let Settings { server, identifier, password, .. } = &self.settings;
        let answer = self.ask(Ok(xrpc::create_session(server, identifier, password))).await?;
        self.adopt(kept, answer).await
    }

    async fn ask(
        &self,
        request: Result<crate::http::Request, Failure>,
    ) -> Result<SessionAnswer, Failure> {
        let answer = self.wire.invisible(request?).await?;
        classify::read(&answer, self.wire.now())
    }

    async fn adopt(&self, kept: &mut Kept, answer: SessionAnswer) -> Result<(), Failure> {
        let (login, plain) = (&self.settings.server, &self.hosts.plain);
        let who = Who::read(&answer, kept.who.as_ref(), login, plain)?;
        if kept.who.as_ref().is_some_and(|before| before.did != who.did) {
            return Err(another_account(&kept.identifier));
        }
        let tokens = Tokens::read(&answer, self.now())?;
        let next = Kept { who: Some(who), tokens: Some(tokens), ..kept.clone() };
        self.keep(kept, next).await
    }

    async fn keep(&self, kept: &mut Kept, next: Kept) -> Result<(), Failure> {
        self.session.store(&next).await.map_err(not_kept)?;
        *kept = next;
        Ok(())
    }

    fn live_of(&self, kept: &Kept) -> Result<Live, Failure> {
        let tokens = kept.tokens.as_ref().ok_or_else(no_session)?;
        Ok(Live {
            who: self.place_of(kept)?,
            access: tokens.access(),
            app_password: tokens.is_app_password(),
        })
    }

    fn place_of(&self, kept: &Kept) -> Result<Place, Failure> {
        let who = kept.who.as_ref().ok_or_else(no_session)?;
        let server = Url::parse(&who.server).map_err(|_| no_session())?;
        Ok(Place {
            did: who.did.clone(),
            server_did: did_of(&server),
            server: self.hosts.mock.clone().unwrap_or(server),
        })
    }
}

/// Whether a refused exchange means that only the password helps.
fn asks_for_login(failure: &Failure) -> bool {
    [EXPIRED, TOKEN_REFUSED, MOVED, "login-refused"].contains(&failure.reason.as_ref())
}

fn no_session() -> Failure {
    Failure::new(Class::Session, EXPIRED, "no session is kept")
}

fn another_account(kept: &str) -> Failure {
    let detail = format!("the kept session is of {kept}");
    Failure::new(Class::Auth, "bluesky-session-of-another-account", detail)
}

fn not_kept(error: SessionError) -> Failure {
    Failure::new(Class::Local, "bluesky-session-not-kept", error)
}

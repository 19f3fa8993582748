//! Tokens that end and are renewed: kept sealed, renewed early and by one renewal at a time.

use std::fmt;
use std::time::Duration;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use tokio::sync::Mutex;

use super::session::{Session, SessionError};
use crate::blobs::Digest;
use crate::clock::{Instant, SharedClock};
use crate::failure::{Class, Failure};
use crate::secret::Secret;

/// How long before its end a token is renewed, in seconds; a quarter of its life at most.
const EARLY: i64 = 600;

/// What a platform gave us. Times are in seconds since 1970, by our own clock.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tokens {
    /// What requests are sent with.
    pub access: String,
    /// What it is renewed with, where that is another token.
    #[serde(default)]
    pub refresh: Option<String>,
    /// When we got it.
    pub got: i64,
    /// When it ends, where that is known.
    #[serde(default)]
    pub access_ends: Option<i64>,
    /// When it can no longer be renewed, where that is known.
    #[serde(default)]
    pub refresh_ends: Option<i64>,
    /// What it may be used for, where that was said.
    #[serde(default)]
    pub scopes: Vec<String>,
}

/// The one request by which a platform renews tokens.
#[async_trait]
pub trait Exchange: Send + Sync {
    /// New tokens for `tokens`.
    ///
    /// # Errors
    /// A failure: of [`Class::Auth`] where the tokens are dead, and a person must log in again.
    async fn exchange(&self, tokens: &Tokens) -> Result<Tokens, Failure>;
}

/// The tokens of one account.
#[derive(Debug)]
pub struct Keeper {
    session: Session,
    clock: SharedClock,
    /// A token that a person made and put among the secrets; renewed ones take its place.
    seed: Option<Secret>,
    /// Whether that one is no token for requests, but one to get such tokens with.
    seed_renews: bool,
    /// How old a token may get, where it is renewed long before its end.
    oldest: Option<Duration>,
    kept: Mutex<Option<Held>>,
}

/// What is kept, and the number of logins then: after another one it is read anew.
#[derive(Debug)]
struct Held {
    kept: Kept,
    logins: u64,
}

#[derive(Clone, Serialize, Deserialize)]
struct Kept {
    /// Of which secret the tokens descend, where they do.
    seed: Option<Digest>,
    tokens: Tokens,
    /// Whether the answer to the last renewal was lost: what we have may be spent.
    #[serde(default)]
    in_doubt: bool,
}

impl Keeper {
    /// The tokens that are kept in `session`, or begin with `seed`.
    #[must_use]
    pub fn new(session: Session, clock: SharedClock, seed: Option<Secret>) -> Self {
        Self { session, clock, seed, seed_renews: false, oldest: None, kept: Mutex::new(None) }
    }

    /// The same, for tokens that are renewed when they are so old, however long they live.
    #[must_use]
    pub fn renewed_after(self, oldest: Duration) -> Self {
        Self { oldest: Some(oldest), ..self }
    }

    /// The same, where the secret is a refresh token: the first request asks for another with it.
    #[must_use]
    pub fn seeded_to_renew(self) -> Self {
        Self { seed_renews: true, ..self }
    }

    /// The token as it is, without asking anybody.
    ///
    /// # Errors
    /// Of [`Class::Auth`] where nobody has logged in yet.
    pub async fn bearer(&self) -> Result<Secret, Failure> {
        let mut guard = self.kept.lock().await;
        Ok(self.load(&mut guard).await?.kept.tokens.secret())
    }

    /// The token, renewed first where it is time. One that still holds is used where renewing it
    /// fails for a reason that passes.
    ///
    /// # Errors
    /// As for [`Keeper::bearer`], and those of the renewal where nothing else is left.
    pub async fn fresh(&self, exchange: &dyn Exchange) -> Result<Secret, Failure> {
        let mut guard = self.kept.lock().await;
        let now = self.now();
        let tokens = &self.load(&mut guard).await?.kept.tokens;
        let (is_due, has_ended) = (tokens.is_due(now, self.oldest), tokens.has_ended(now));
        if is_due
            && let Err(failure) = self.renew_held(&mut guard, exchange).await
            && (failure.class == Class::Auth || has_ended)
        {
            return Err(failure);
        }
        Ok(self.load(&mut guard).await?.kept.tokens.secret())
    }

    /// Renews the tokens now; those that there were are kept where that fails.
    ///
    /// # Errors
    /// Those of the renewal.
    pub async fn renew(&self, exchange: &dyn Exchange) -> Result<(), Failure> {
        let mut guard = self.kept.lock().await;
        self.renew_held(&mut guard, exchange).await
    }

    /// Keeps what a login brought.
    ///
    /// # Errors
    /// Where it cannot be kept.
    pub async fn take(&self, tokens: Tokens) -> Result<(), Failure> {
        let mut guard = self.kept.lock().await;
        let next = Kept { seed: self.seed_digest(), tokens, in_doubt: false };
        self.session.log_in(&next).await.map_err(not_kept)?;
        *guard = None;
        Ok(())
    }

    /// When a person must log in again, where that is known.
    pub async fn ends(&self) -> Option<Instant> {
        let mut guard = self.kept.lock().await;
        let tokens = &self.load(&mut guard).await.ok()?.kept.tokens;
        let ends = match &tokens.refresh {
            Some(_) => tokens.refresh_ends,
            None => tokens.access_ends,
        };
        Instant::from_timestamp(ends?, 0)
    }

    /// Whether there is something to renew the token with.
    pub async fn renews(&self) -> bool {
        let mut guard = self.kept.lock().await;
        self.load(&mut guard).await.is_ok_and(|held| held.kept.tokens.refresh.is_some())
    }

    /// What the tokens may be used for; empty where that was not said.
    pub async fn scopes(&self) -> Vec<String> {
        let mut guard = self.kept.lock().await;
        let held = self.load(&mut guard).await;
        held.map(|held| held.kept.tokens.scopes.clone()).unwrap_or_default()
    }

    fn now(&self) -> i64 {
        self.clock.now().timestamp()
    }

    fn seed_digest(&self) -> Option<Digest> {
        self.seed.as_ref().map(|seed| Digest::of(seed.expose().as_bytes()))
    }

    async fn load<'k>(&self, guard: &'k mut Option<Held>) -> Result<&'k mut Held, Failure> {
        let logins = self.session.logins();
        let held = match guard.take() {
            Some(held) if held.logins == logins => held,
            _ => self.begin().await?,
        };
        Ok(guard.insert(held))
    }

    /// What was kept, unless a person has put another secret in its place since.
    async fn begin(&self) -> Result<Held, Failure> {
        loop {
            let logins = self.session.logins();
            let stored: Option<Kept> = self.session.load().await.map_err(not_kept)?;
            let seed = self.seed_digest();
            let kept = match (stored, &self.seed) {
                (Some(stored), _) if seed.is_none() || stored.seed == seed => {
                    return Ok(Held { kept: stored, logins });
                }
                (_, Some(secret)) => Kept { seed, tokens: self.sown(secret), in_doubt: false },
                _ => return Err(Failure::new(Class::Auth, "login-needed", "")),
            };
            // From now on its age is known.
            if self.session.store_since(&kept, logins).await.map_err(not_kept)? {
                return Ok(Held { kept, logins });
            }
        }
    }

    fn sown(&self, secret: &Secret) -> Tokens {
        let now = self.now();
        if !self.seed_renews {
            return Tokens::of(secret.expose(), now);
        }
        let refresh = Some(secret.expose().to_owned());
        Tokens { refresh, access_ends: Some(now), ..Tokens::of("", now) }
    }

    /// New tokens are on disk before any request is sent with them. A renewal whose answer was
    /// lost is noted, as what is kept may have been spent by it. Where a person has logged in
    /// meanwhile, that counts, whatever became of the renewal.
    async fn renew_held(
        &self,
        guard: &mut Option<Held>,
        exchange: &dyn Exchange,
    ) -> Result<(), Failure> {
        let held = self.load(guard).await?;
        let answer = exchange.exchange(&held.kept.tokens).await;
        if self.session.logins() != held.logins {
            return Ok(());
        }
        let (next, result) = after(&held.kept, answer);
        let Some(next) = next else { return result };
        if self.session.store_since(&next, held.logins).await.map_err(not_kept)? {
            held.kept = next;
            return result;
        }
        Ok(())
    }
}

/// What is kept from now on, if it changes, and what came of the renewal.
fn after(kept: &Kept, answer: Result<Tokens, Failure>) -> (Option<Kept>, Result<(), Failure>) {
    match answer {
        Ok(tokens) => (Some(Kept { tokens, in_doubt: false, ..kept.clone() }), Ok(())),
        Err(failure) if failure.class.may_be_applied() && !kept.in_doubt => {
            (Some(Kept { in_doubt: true, ..kept.clone() }), Err(failure))
        }
        Err(failure) if failure.class == Class::Auth && kept.in_doubt => {
            (None, Err(Failure { reason: "login-spent-by-lost-answer".into(), ..failure }))
        }
        Err(failure) => (None, Err(failure)),
    }
}

impl Tokens {
    /// A token of which nothing else is known.
    pub fn of(access: impl Into<String>, got: i64) -> Self {
        Self {
            access: access.into(),
            refresh: None,
            got,
            access_ends: None,
            refresh_ends: None,
            scopes: Vec::new(),
        }
    }

    /// The token for requests.
    #[must_use]
    pub fn secret(&self) -> Secret {
        Secret::new(self.access.clone())
    }

    /// What these tokens are renewed with.
    #[must_use]
    pub fn refresher(&self) -> Secret {
        Secret::new(self.refresh.clone().unwrap_or_else(|| self.access.clone()))
    }

    fn is_due(&self, now: i64, oldest: Option<Duration>) -> bool {
        let near_end = self.access_ends.is_some_and(|ends| {
            let early = EARLY.min((ends - self.got) / 4);
            now >= ends - early
        });
        let oldest = oldest.and_then(|oldest| i64::try_from(oldest.as_secs()).ok());
        near_end || oldest.is_some_and(|oldest| now - self.got >= oldest)
    }

    fn has_ended(&self, now: i64) -> bool {
        self.access_ends.is_some_and(|ends| now >= ends)
    }
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Tokens")
    }
}

impl fmt::Debug for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Kept")
    }
}

fn not_kept(error: SessionError) -> Failure {
    Failure::new(Class::Local, "session-not-kept", error)
}

#[cfg(test)]
mod tests;

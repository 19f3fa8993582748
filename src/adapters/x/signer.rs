//! The keys that requests are signed with: given by the settings, or got by a login in which X
//! shows a number that a person types in.

use serde::{Deserialize, Serialize};
use tokio::sync::Mutex;

use super::oauth1::Keys;
use crate::blobs::Digest;
use crate::failure::{Class, Failure};
use crate::platform::{Session, SessionError};
use crate::secret::Secret;

/// What names our app and signs for it.
#[derive(Debug, Clone)]
pub(super) struct App {
    pub(super) consumer: Secret,
    pub(super) consumer_secret: Secret,
}

impl App {
    /// The app's keys together with those of an account, or of a login under way.
    pub(super) fn with(&self, token: Secret, token_secret: Secret) -> Keys {
        let (consumer, consumer_secret) = (self.consumer.clone(), self.consumer_secret.clone());
        Keys { consumer, consumer_secret, token, token_secret }
    }
}

/// Where the keys of an account come from.
#[derive(Debug)]
pub(super) struct Signer {
    pub(super) app: App,
    given: Option<Keys>,
    kept: Session,
    known: Mutex<Option<Keys>>,
}

/// The account's two keys as they are kept.
#[derive(Serialize, Deserialize)]
struct Kept {
    token: String,
    secret: String,
}

impl Signer {
    /// The keys of `app` and of an account, which are those `given` or kept in `kept`.
    pub(super) fn new(app: App, given: Option<(Secret, Secret)>, kept: Session) -> Self {
        let given = given.map(|(token, secret)| app.with(token, secret));
        Self { app, given, kept, known: Mutex::default() }
    }

    /// Whether a person logs in.
    pub(super) fn logs_in(&self) -> bool {
        self.given.is_none()
    }

    /// All four keys.
    ///
    /// # Errors
    /// Where nobody has logged in yet, or the store fails.
    pub(super) async fn keys(&self) -> Result<Keys, Failure> {
        if let Some(keys) = &self.given {
            return Ok(keys.clone());
        }
        let mut known = self.known.lock().await;
        if known.is_none() {
            let kept: Option<Kept> = self.kept.load().await.map_err(not_kept)?;
            *known =
                kept.map(|kept| self.app.with(Secret::new(kept.token), Secret::new(kept.secret)));
        }
        known.clone().ok_or_else(|| Failure::new(Class::Auth, "login-needed", ""))
    }

    /// Keeps the keys that a login brought.
    pub(super) async fn take(&self, keys: Keys) -> Result<(), Failure> {
        let mut known = self.known.lock().await;
        let (token, secret) =
            (keys.token.expose().to_owned(), keys.token_secret.expose().to_owned());
        self.kept.store(&Kept { token, secret }).await.map_err(not_kept)?;
        *known = Some(keys);
        Ok(())
    }

    /// What tells these keys from others that a person puts in their place.
    pub(super) async fn mark(&self) -> Digest {
        let keys = self.keys().await.ok();
        Digest::of(keys.map(|keys| keys.token.expose().to_owned()).unwrap_or_default().as_bytes())
    }
}

fn not_kept(error: SessionError) -> Failure {
    Failure::new(Class::Local, "session-not-kept", error)
}

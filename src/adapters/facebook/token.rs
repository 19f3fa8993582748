//! The Page's own token: given, or derived from a system user's and kept sealed.

use serde::{Deserialize, Serialize};
use tokio::sync::Mutex;

use super::settings::{Settings, TokenOf};
use crate::blobs::Digest;
use crate::failure::{Class, Failure};
use crate::platform::Session;
use crate::secret::Secret;

/// What is kept between restarts.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Kept {
    /// Of which token it was derived, and for which Page: another one in the config ends it.
    seed: Digest,
    page: String,
    token: String,
}

/// The token that requests for the Page go out with.
#[derive(Debug)]
pub(super) struct PageToken {
    /// The Page's token, where a person gave it.
    given: Option<Secret>,
    seed: Digest,
    page: String,
    session: Session,
    derived: Mutex<Option<Secret>>,
}

impl PageToken {
    /// The token of an account.
    pub(super) fn of(settings: &Settings, session: Session) -> Self {
        let given = (settings.token_of == TokenOf::Page).then(|| settings.token.clone());
        let seed = Digest::of(settings.token.expose().as_bytes());
        let page = settings.page.clone();
        Self { given, seed, page, session, derived: Mutex::new(None) }
    }

    /// Whether another one can be derived where this one is refused.
    pub(super) fn is_derived(&self) -> bool {
        self.given.is_none()
    }

    /// The token, if there is one yet. Asks nobody.
    pub(super) async fn held(&self) -> Result<Option<Secret>, Failure> {
        if self.given.is_some() {
            return Ok(self.given.clone());
        }
        let mut derived = self.derived.lock().await;
        if derived.is_none() {
            *derived = self.load().await?;
        }
        Ok(derived.clone())
    }

    /// Keeps one that was just derived. It is on disk before it is used.
    pub(super) async fn keep(&self, token: &Secret) -> Result<(), Failure> {
        let mut derived = self.derived.lock().await;
        let (seed, page) = (self.seed, self.page.clone());
        let kept = Kept { seed, page, token: token.expose().to_owned() };
        self.session.store(&kept).await.map_err(not_kept)?;
        *derived = Some(token.clone());
        Ok(())
    }

    async fn load(&self) -> Result<Option<Secret>, Failure> {
        let kept: Option<Kept> = self.session.load().await.map_err(not_kept)?;
        let ours = kept.filter(|kept| kept.seed == self.seed && kept.page == self.page);
        Ok(ours.map(|kept| Secret::new(kept.token)))
    }
}

fn not_kept(error: crate::platform::SessionError) -> Failure {
    Failure::new(Class::Local, "session-not-kept", error)
}

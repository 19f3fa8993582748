//! What a login brought, from the platform's answer to the hands of the daemon.

use std::sync::{Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::account::AccountName;
use crate::app::seal::{Seal, SealError};
use crate::journal::Sealed;
use crate::platform::{SessionError, Sessions, with_login};

/// A session in memory that remembers what of it a login brought. It begins empty: tokens that the
/// daemon has are not for this process, which could renew them.
#[derive(Default)]
pub(super) struct Held(Mutex<Inner>);

#[derive(Default)]
struct Inner {
    kept: Option<Vec<u8>>,
    logins: u64,
    /// Which portion of the session the last login was for, or all of it.
    brought: Option<Option<String>>,
}

/// What a login leaves for the daemon.
#[derive(Serialize, Deserialize)]
pub(in crate::app) struct Left {
    /// The portion of the session that it is for, or all of it.
    pub(in crate::app) portion: Option<String>,
    /// What is kept there from now on.
    pub(in crate::app) kept: Value,
}

impl Held {
    /// What is to be handed over: nothing before a login, and tokens as they are now.
    pub(super) fn left(&self) -> Option<Left> {
        let inner = self.lock();
        let portion = inner.brought.clone()?;
        let mut whole: Value = serde_json::from_slice(inner.kept.as_deref()?).ok()?;
        let kept = match &portion {
            Some(portion) => whole.get_mut(portion)?.take(),
            None => whole,
        };
        Some(Left { portion, kept })
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Left {
    /// Sealed for `account`, so that it opens for no other.
    pub(in crate::app) fn seal(
        &self,
        seal: &Seal,
        account: &AccountName,
    ) -> Result<Sealed, SealError> {
        let clear = serde_json::to_vec(self).map_err(|_| SealError::Foreign)?;
        Ok(Sealed(hex::encode(seal.seal(&purpose(account), &clear)?)))
    }

    /// What was sealed for `account`; nothing where it was sealed for another one, with another
    /// key, or was changed.
    pub(in crate::app) fn open(seal: &Seal, account: &AccountName, login: &Sealed) -> Option<Self> {
        let sealed = hex::decode(&login.0).ok()?;
        serde_json::from_slice(&seal.open(&purpose(account), &sealed).ok()?).ok()
    }
}

fn purpose(account: &AccountName) -> String {
    format!("login/{account}")
}

impl std::fmt::Debug for Held {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Held")
    }
}

#[async_trait]
impl Sessions for Held {
    async fn load(&self) -> Result<Option<Vec<u8>>, SessionError> {
        Ok(self.lock().kept.clone())
    }

    async fn store(&self, bytes: &[u8], logins: u64) -> Result<bool, SessionError> {
        let mut inner = self.lock();
        let still = inner.logins == logins;
        if still {
            inner.kept = Some(bytes.to_vec());
        }
        Ok(still)
    }

    async fn log_in(&self, portion: Option<&str>, bytes: &[u8]) -> Result<(), SessionError> {
        let mut inner = self.lock();
        let whole = with_login(inner.kept.clone(), portion, bytes);
        let whole = whole
            .map_err(|error| SessionError { account: String::new(), detail: error.to_string() })?;
        *inner = Inner {
            kept: Some(whole),
            logins: inner.logins + 1,
            brought: Some(portion.map(str::to_owned)),
        };
        Ok(())
    }

    fn logins(&self) -> u64 {
        self.lock().logins
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::platform::Session;

    #[tokio::test]
    async fn only_the_portion_that_a_login_brought_is_left_and_as_it_is_by_then() {
        let held = Arc::new(Held::default());
        let [tokens, seen] = Session::new(Arc::clone(&held) as _).divided(["tokens", "seen"]);
        seen.store(&1).await.unwrap();
        assert!(held.left().is_none(), "nobody has logged in yet");
        tokens.log_in(&"first").await.unwrap();
        tokens.store(&"renewed").await.unwrap();
        let left = held.left().unwrap();
        assert_eq!((left.portion.as_deref(), left.kept), (Some("tokens"), "renewed".into()));
    }

    #[test]
    fn a_login_opens_for_its_account_alone() {
        let seal = Seal::passing().unwrap();
        let [ours, other] = ["ours", "other"].map(|name| name.parse::<AccountName>().unwrap());
        let left = Left { portion: None, kept: "tokens".into() };
        let sealed = left.seal(&seal, &ours).unwrap();
        assert!(!format!("{sealed:?}").contains(&sealed.0));
        assert!(Left::open(&seal, &ours, &sealed).is_some());
        assert!(Left::open(&seal, &other, &sealed).is_none());
        assert!(Left::open(&Seal::passing().unwrap(), &ours, &sealed).is_none());
        assert!(Left::open(&seal, &ours, &Sealed("zz".to_owned())).is_none());
    }
}

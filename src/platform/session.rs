//! Where an adapter keeps its session between restarts. Sealed: nothing is stored in clear.

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use tokio::sync::Mutex;

/// Why a session could not be kept or read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("failed to keep the session of {account}: {detail}")]
pub struct SessionError {
    /// The account.
    pub account: String,
    /// What happened.
    pub detail: String,
}

/// The store of one account's session.
#[async_trait]
pub trait Sessions: Send + Sync + fmt::Debug {
    /// The bytes last kept. None where there are none, or where they cannot be opened with
    /// the key of this state (then the login is done anew).
    async fn load(&self) -> Result<Option<Vec<u8>>, SessionError>;

    /// Keeps `bytes` in place of what was kept, unless another login was taken up than the last of
    /// the `logins` that the caller knows of: what was there before it must not come back. Whether
    /// it is kept; durable when it answers.
    async fn store(&self, bytes: &[u8], logins: u64) -> Result<bool, SessionError>;

    /// Keeps what a login brought, as the `portion` of the session or in place of all of it.
    /// Durable when it answers.
    async fn log_in(&self, portion: Option<&str>, bytes: &[u8]) -> Result<(), SessionError>;

    /// How many logins were taken up so far; it only grows, and begins anew with each process.
    fn logins(&self) -> u64;
}

/// What is to be kept where a login brought `bytes` for `portion` and `kept` was there.
///
/// # Errors
/// Where a portion is no JSON.
pub fn with_login(
    kept: Option<Vec<u8>>,
    portion: Option<&str>,
    bytes: &[u8],
) -> Result<Vec<u8>, serde_json::Error> {
    let Some(portion) = portion else { return Ok(bytes.to_vec()) };
    let kept = kept.and_then(|kept| serde_json::from_slice(&kept).ok());
    let mut whole: Map<String, Value> = kept.unwrap_or_default();
    whole.insert(portion.to_owned(), serde_json::from_slice(bytes)?);
    serde_json::to_vec(&whole)
}

/// One account's session, typed.
#[derive(Debug, Clone)]
pub struct Session(Arc<dyn Sessions>);

impl Session {
    /// The session kept in `store`.
    pub fn new(store: Arc<dyn Sessions>) -> Self {
        Self(store)
    }

    /// What was last kept, if it can still be read as a `T`.
    ///
    /// # Errors
    /// Where the store fails.
    pub async fn load<T: DeserializeOwned>(&self) -> Result<Option<T>, SessionError> {
        let bytes = self.0.load().await?;
        Ok(bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok()))
    }

    /// Keeps `value`. Durable when it answers.
    ///
    /// # Errors
    /// Where the store fails; what was kept before is then still there.
    pub async fn store<T: Serialize + Sync>(&self, value: &T) -> Result<(), SessionError> {
        while !self.store_since(value, self.logins()).await? {}
        Ok(())
    }

    /// Keeps `value`, which comes of the last of so many [logins](Self::logins), unless another was
    /// taken up meanwhile. Whether it is kept; durable when it answers.
    ///
    /// # Errors
    /// Where the store fails; what was kept before is then still there.
    pub async fn store_since<T: Serialize + Sync>(
        &self,
        value: &T,
        logins: u64,
    ) -> Result<bool, SessionError> {
        self.0.store(&serde_json::to_vec(value).map_err(unreadable)?, logins).await
    }

    /// Keeps what a login brought. Durable when it answers.
    ///
    /// # Errors
    /// Where the store fails; what was kept before is then still there.
    pub async fn log_in<T: Serialize + Sync>(&self, value: &T) -> Result<(), SessionError> {
        self.0.log_in(None, &serde_json::to_vec(value).map_err(unreadable)?).await
    }

    /// How many logins were taken up so far.
    #[must_use]
    pub fn logins(&self) -> u64 {
        self.0.logins()
    }
}

#[expect(clippy::needless_pass_by_value, reason = "it stands where errors are mapped")]
fn unreadable(error: serde_json::Error) -> SessionError {
    SessionError { account: String::new(), detail: error.to_string() }
}

impl Session {
    /// The session as several that are kept side by side under these names, so that what is
    /// written to one leaves the others as they are.
    #[must_use]
    pub fn divided<const N: usize>(self, names: [&'static str; N]) -> [Self; N] {
        let logins = self.clone();
        let whole = Arc::new(Mutex::new(self));
        names.map(|name| {
            let (whole, logins) = (Arc::clone(&whole), logins.clone());
            Self::new(Arc::new(Portion { whole, logins, name }))
        })
    }
}

/// One of several things in a session.
struct Portion {
    whole: Arc<Mutex<Session>>,
    /// The same, for what needs no turn.
    logins: Session,
    name: &'static str,
}

impl fmt::Debug for Portion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Portion({})", self.name)
    }
}

#[async_trait]
impl Sessions for Portion {
    async fn load(&self) -> Result<Option<Vec<u8>>, SessionError> {
        let kept: Option<Map<String, Value>> = self.whole.lock().await.load().await?;
        let own = kept.and_then(|mut kept| kept.remove(self.name));
        Ok(own.map(|own| own.to_string().into_bytes()))
    }

    async fn store(&self, bytes: &[u8], logins: u64) -> Result<bool, SessionError> {
        let own: Value = serde_json::from_slice(bytes).map_err(unreadable)?;
        let whole = self.whole.lock().await;
        let mut kept: Map<String, Value> = whole.load().await?.unwrap_or_default();
        kept.insert(self.name.to_owned(), own);
        whole.store_since(&kept, logins).await
    }

    async fn log_in(&self, _whole: Option<&str>, bytes: &[u8]) -> Result<(), SessionError> {
        self.whole.lock().await.0.log_in(Some(self.name), bytes).await
    }

    fn logins(&self) -> u64 {
        self.logins.logins()
    }
}

/// A store that only lives as long as the process, for checks and tests.
#[must_use]
pub fn no_sessions() -> Session {
    Session::new(Arc::new(InMemory::default()))
}

#[derive(Default)]
struct InMemory(std::sync::Mutex<(Option<Vec<u8>>, u64)>);

impl InMemory {
    fn lock(&self) -> std::sync::MutexGuard<'_, (Option<Vec<u8>>, u64)> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

impl fmt::Debug for InMemory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("InMemory")
    }
}

#[async_trait]
impl Sessions for InMemory {
    async fn load(&self) -> Result<Option<Vec<u8>>, SessionError> {
        Ok(self.lock().0.clone())
    }

    async fn store(&self, bytes: &[u8], logins: u64) -> Result<bool, SessionError> {
        let mut kept = self.lock();
        let still = kept.1 == logins;
        if still {
            kept.0 = Some(bytes.to_vec());
        }
        Ok(still)
    }

    async fn log_in(&self, portion: Option<&str>, bytes: &[u8]) -> Result<(), SessionError> {
        let mut kept = self.lock();
        let whole = with_login(kept.0.clone(), portion, bytes).map_err(unreadable)?;
        *kept = (Some(whole), kept.1 + 1);
        Ok(())
    }

    fn logins(&self) -> u64 {
        self.lock().1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_is_kept_side_by_side_leaves_the_others_as_they_are() {
        let whole = no_sessions();
        let [first, second] = whole.clone().divided(["first", "second"]);
        assert_eq!(first.load::<u8>().await, Ok(None));
        first.store(&1).await.unwrap();
        second.store(&"two").await.unwrap();
        first.store(&3).await.unwrap();
        let [first, second] = whole.divided(["first", "second"]);
        assert_eq!(first.load().await, Ok(Some(3)));
        assert_eq!(second.load().await, Ok(Some("two".to_owned())));
    }

    #[tokio::test]
    async fn what_comes_of_an_older_login_is_not_kept_and_what_is_beside_it_stays() {
        let [tokens, seen] = no_sessions().divided(["tokens", "seen"]);
        seen.store(&7).await.unwrap();
        let logins = tokens.logins();
        assert_eq!(tokens.store_since(&"old", logins).await, Ok(true));
        tokens.log_in(&"new").await.unwrap();
        assert_eq!(tokens.store_since(&"renewed of old", logins).await, Ok(false));
        assert_eq!(tokens.load().await, Ok(Some("new".to_owned())));
        seen.store(&8).await.unwrap();
        assert_eq!(seen.load().await, Ok(Some(8)));
        assert_eq!(tokens.store_since(&"renewed of new", tokens.logins()).await, Ok(true));
    }

    #[tokio::test]
    async fn writers_side_by_side_at_once_lose_nothing() {
        let all = no_sessions().divided(["a", "b", "c", "d"]);
        let writes = all.iter().zip(0..).map(async |(own, number)| own.store(&number).await);
        for written in futures_util::future::join_all(writes).await {
            written.unwrap();
        }
        for (own, number) in all.iter().zip(0..) {
            assert_eq!(own.load::<i32>().await, Ok(Some(number)));
        }
    }
}

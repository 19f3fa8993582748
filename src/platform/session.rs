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

    /// Keeps `bytes` in place of what was kept. Durable when it answers.
    async fn store(&self, bytes: &[u8]) -> Result<(), SessionError>;
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
        let bytes = serde_json::to_vec(value)
            .map_err(|error| SessionError { account: String::new(), detail: error.to_string() })?;
        self.0.store(&bytes).await
    }
}

impl Session {
    /// The session as several that are kept side by side under these names, so that what is
    /// written to one leaves the others as they are.
    #[must_use]
    pub fn divided<const N: usize>(self, names: [&'static str; N]) -> [Self; N] {
        let whole = Arc::new(Mutex::new(self));
        names.map(|name| Self::new(Arc::new(Portion { whole: Arc::clone(&whole), name })))
    }
}

/// One of several things in a session.
struct Portion {
    whole: Arc<Mutex<Session>>,
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

    async fn store(&self, bytes: &[u8]) -> Result<(), SessionError> {
        let unreadable = |error: serde_json::Error| SessionError {
            account: String::new(),
            detail: error.to_string(),
        };
        let own: Value = serde_json::from_slice(bytes).map_err(unreadable)?;
        let whole = self.whole.lock().await;
        let mut kept: Map<String, Value> = whole.load().await?.unwrap_or_default();
        kept.insert(self.name.to_owned(), own);
        whole.store(&kept).await
    }
}

/// A store that only lives as long as the process, for checks and tests.
#[must_use]
pub fn no_sessions() -> Session {
    Session::new(Arc::new(InMemory::default()))
}

#[derive(Default)]
struct InMemory(std::sync::Mutex<Option<Vec<u8>>>);

impl fmt::Debug for InMemory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("InMemory")
    }
}

#[async_trait]
impl Sessions for InMemory {
    async fn load(&self) -> Result<Option<Vec<u8>>, SessionError> {
        Ok(self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone())
    }

    async fn store(&self, bytes: &[u8]) -> Result<(), SessionError> {
        let mut kept = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        *kept = Some(bytes.to_vec());
        Ok(())
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

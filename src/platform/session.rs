//! Where an adapter keeps its session between restarts. Sealed: nothing is stored in clear.

use std::fmt;
use std::sync::Arc;

use async_trait::async_trait;
use serde::Serialize;
use serde::de::DeserializeOwned;

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

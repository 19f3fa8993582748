//! What is remembered between calls: which message told the person of which post.

use serde::{Deserialize, Serialize};
use tokio::sync::Mutex;

use crate::failure::{Class, Failure};
use crate::platform::{Session, SessionError};

/// How many messages are remembered.
const REMEMBERED: usize = 50;

/// How much of a key goes into a button: Telegram takes 64 bytes (type `InlineKeyboardButton`, Bot
/// API 10.1).
const KEY_DIGITS: usize = 32;

/// The part of a key that tells posts apart.
pub(super) fn short(key: &str) -> &str {
    key.get(..KEY_DIGITS).unwrap_or(key)
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
struct Kept {
    /// Keys and messages, oldest first.
    told: Vec<(String, i64)>,
}

/// The memory of an account.
#[derive(Debug)]
pub(super) struct Memory {
    session: Session,
    one_at_a_time: Mutex<()>,
}

impl Memory {
    pub(super) fn new(session: Session) -> Self {
        Self { session, one_at_a_time: Mutex::new(()) }
    }

    /// The message that told the person of the part with this key.
    ///
    /// # Errors
    /// Where the store fails.
    pub(super) async fn told(&self, key: &str) -> Result<Option<i64>, Failure> {
        let kept = self.load().await?;
        let told = kept.told.iter().rfind(|(known, _)| known == short(key));
        Ok(told.map(|(_, message)| *message))
    }

    /// Remembers `message`. Where that fails, a reminder just says more.
    pub(super) async fn note(&self, key: &str, message: i64) {
        let _alone = self.one_at_a_time.lock().await;
        let Ok(mut kept) = self.load().await else { return };
        kept.told.push((short(key).to_owned(), message));
        let surplus = kept.told.len().saturating_sub(REMEMBERED);
        kept.told.drain(..surplus);
        let _says_more = self.session.store(&kept).await;
    }

    async fn load(&self) -> Result<Kept, Failure> {
        let local = |error: SessionError| Failure::new(Class::Local, "own-machine-failed", error);
        Ok(self.session.load().await.map_err(local)?.unwrap_or_default())
    }
}

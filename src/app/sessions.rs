//! The adapters' sessions in the journal, sealed.

use std::sync::Arc;

use async_trait::async_trait;

use super::seal::Seal;
use crate::account::AccountName;
use crate::journal::{Change, Epoch, SharedJournal};
use crate::platform::{SessionError, Sessions};

/// One account's session in the journal.
#[derive(Debug)]
pub(super) struct JournalSessions {
    pub(super) account: AccountName,
    pub(super) journal: SharedJournal,
    pub(super) epoch: Epoch,
    pub(super) seal: Arc<Seal>,
}

impl JournalSessions {
    fn purpose(&self) -> String {
        format!("session/{}", self.account)
    }

    fn failed(&self, error: impl std::fmt::Display) -> SessionError {
        SessionError { account: self.account.to_string(), detail: error.to_string() }
    }
}

#[async_trait]
impl Sessions for JournalSessions {
    async fn load(&self) -> Result<Option<Vec<u8>>, SessionError> {
        let sealed =
            self.journal.session(&self.account).await.map_err(|error| self.failed(error))?;
        // A session of another key is no session: the login is done anew.
        Ok(sealed.and_then(|sealed| self.seal.open(&self.purpose(), &sealed).ok()))
    }

    async fn store(&self, bytes: &[u8]) -> Result<(), SessionError> {
        let sealed = self.seal.seal(&self.purpose(), bytes).map_err(|error| self.failed(error))?;
        let change = Change::Session { account: self.account.clone(), sealed };
        let written = self.journal.commit(self.epoch, vec![change]).await;
        written.map_err(|error| self.failed(error))
    }
}

//! The logins that people make beside the running program.

use std::fmt;

use async_trait::async_trait;

use crate::account::AccountName;
use crate::journal::{Change, JournalError, Sealed};

/// Why a login was not taken up.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LoginError {
    /// It was not sealed for this account with the key of this state.
    #[error("the login cannot be opened with the key of this state")]
    Unreadable,
    /// The journal.
    #[error(transparent)]
    Journal(#[from] JournalError),
}

/// Where the sessions are that a new login takes the place of.
#[async_trait]
pub trait Logins: Send + Sync + fmt::Debug {
    /// Keeps `login` as the session of `account`, and writes `also`: all of it or nothing. What
    /// comes of an older login is not kept from then on. Durable when it answers.
    ///
    /// # Errors
    /// Where the login cannot be opened, or the journal fails.
    async fn take_up(
        &self,
        account: &AccountName,
        login: &Sealed,
        also: Vec<Change>,
    ) -> Result<(), LoginError>;
}

/// Where no sessions are kept, in tests.
#[derive(Debug, Clone, Copy)]
pub struct NoLogins;

#[async_trait]
impl Logins for NoLogins {
    async fn take_up(
        &self,
        _account: &AccountName,
        _login: &Sealed,
        _also: Vec<Change>,
    ) -> Result<(), LoginError> {
        Err(LoginError::Unreadable)
    }
}

//! What can go wrong inside the database, and what it means to the caller.

use std::path::Path;

use rusqlite::{Error, ErrorCode};

use crate::journal::{Damage, DiskFault, DiskKind, JournalError};

/// Why a call on a connection did not succeed.
#[derive(Debug)]
pub(super) enum Trouble {
    /// The journal refuses; its neighbours in the same group go on.
    Refused(JournalError),
    /// SQLite says so.
    Sqlite(Error),
    /// The disk says so.
    Disk(std::io::Error),
    /// What stands in the database cannot be right.
    Unreadable(String),
}

pub(super) type Tried<T> = Result<T, Trouble>;

impl From<JournalError> for Trouble {
    fn from(error: JournalError) -> Self {
        Self::Refused(error)
    }
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        Self::Sqlite(error)
    }
}

impl From<std::io::Error> for Trouble {
    fn from(error: std::io::Error) -> Self {
        Self::Disk(error)
    }
}

impl From<serde_json::Error> for Trouble {
    fn from(error: serde_json::Error) -> Self {
        Self::Unreadable(error.to_string())
    }
}

impl Trouble {
    /// What it means while a start checks the database at `path`: also what SQLite has no better
    /// name for.
    pub(super) fn at_check(self, path: &Path) -> JournalError {
        match self {
            Self::Sqlite(error) if error.sqlite_error_code() == Some(ErrorCode::Unknown) => {
                Self::Unreadable(error.to_string()).at(path)
            }
            other => other.at(path),
        }
    }

    /// The same, or what `look` finds to be the reason where a rule of a table was broken.
    pub(super) fn explained(self, look: impl FnOnce() -> Tried<()>) -> Self {
        match self {
            Self::Sqlite(error) if breaks_a_rule(&error) => {
                look().err().unwrap_or(Self::Sqlite(error))
            }
            other => other,
        }
    }

    /// What it means to the caller, for the database at `path`.
    pub(super) fn at(self, path: &Path) -> JournalError {
        let damaged = |detail| JournalError::Damaged {
            path: path.to_owned(),
            detail: Damage::Broken(detail),
        };
        match self {
            Self::Refused(error) => error,
            Self::Disk(error) => JournalError::Disk(DiskFault::of(&error)),
            Self::Unreadable(detail) => damaged(detail),
            Self::Sqlite(error) if is_damage(&error) => damaged(error.to_string()),
            Self::Sqlite(error) if breaks_a_rule(&error) => JournalError::Rule(error.to_string()),
            Self::Sqlite(error) => JournalError::Disk(disk(&error)),
        }
    }
}

fn disk(error: &Error) -> DiskFault {
    let kind = match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => DiskKind::Full,
        Some(ErrorCode::ReadOnly | ErrorCode::PermissionDenied | ErrorCode::CannotOpen) => {
            DiskKind::Refused
        }
        _ => DiskKind::Other,
    };
    DiskFault { kind, detail: error.to_string() }
}

fn breaks_a_rule(error: &Error) -> bool {
    error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation)
}

fn is_damage(error: &Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase))
        || matches!(
            error,
            Error::FromSqlConversionFailure(..)
                | Error::IntegralValueOutOfRange(..)
                | Error::InvalidColumnType(..)
                | Error::Utf8Error(..)
        )
}

/// Whether an error concerns the whole database, and so every call of the same group.
pub(super) fn breaks_the_group(error: &JournalError) -> bool {
    matches!(error, JournalError::Disk(_) | JournalError::Damaged { .. })
}

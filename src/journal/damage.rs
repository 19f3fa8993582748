//! What is wrong with the disk, or with the database on it.

use std::{fmt, io};

/// What the disk said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiskFault {
    /// What it means to people.
    pub kind: DiskKind,
    /// What was tried, and the system's own words.
    pub detail: String,
}

/// What a fault of the disk means to people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DiskKind {
    /// There is no room left.
    Full,
    /// The user of the program may not write there, or nobody may.
    Refused,
    /// Anything else.
    Other,
}

impl DiskFault {
    /// A fault that only the words tell.
    #[must_use]
    pub fn other(detail: impl Into<String>) -> Self {
        Self { kind: DiskKind::Other, detail: detail.into() }
    }

    /// What `error` means.
    #[must_use]
    pub fn of(error: &io::Error) -> Self {
        let kind = match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => DiskKind::Full,
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                DiskKind::Refused
            }
            _ => DiskKind::Other,
        };
        Self { kind, detail: error.to_string() }
    }
}

impl fmt::Display for DiskFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.detail)
    }
}

/// What is wrong with a database that was left as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Damage {
    /// It was here before, and now it is gone or empty.
    Gone,
    /// It has no tables any more.
    Emptied,
    /// It is not the one that the marker beside it names.
    Foreign,
    /// The marker beside it cannot be read.
    Unmarked,
    /// Its content cannot be right; what the check said.
    Broken(String),
}

impl Damage {
    /// The message that tells it.
    #[must_use]
    pub fn id(&self) -> &'static str {
        match self {
            Self::Gone => "damage-gone",
            Self::Emptied => "damage-emptied",
            Self::Foreign => "damage-foreign",
            Self::Unmarked => "damage-unmarked",
            Self::Broken(_) => "damage-broken",
        }
    }
}

impl fmt::Display for Damage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Gone => "the database is missing or empty, but it was here before",
            Self::Emptied => "the database has no tables any more",
            Self::Foreign => "it is not the journal that state.toml names",
            Self::Unmarked => {
                "the marker names no identity; the journal beside it may be another one"
            }
            Self::Broken(detail) => detail,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rustix::io::Errno;

    #[test]
    fn the_systems_errors_are_told_apart_by_what_people_do_about_them() {
        for (errno, kind) in [
            (Errno::NOSPC, DiskKind::Full),
            (Errno::DQUOT, DiskKind::Full),
            (Errno::ACCESS, DiskKind::Refused),
            (Errno::PERM, DiskKind::Refused),
            (Errno::ROFS, DiskKind::Refused),
            (Errno::IO, DiskKind::Other),
        ] {
            assert_eq!(DiskFault::of(&errno.into()).kind, kind, "{errno}");
        }
    }
}

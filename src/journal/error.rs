//! Why a journal does not do as asked.

use std::path::PathBuf;

use futures_util::future::BoxFuture;

use super::{Damage, DiskFault, DiskKind};
use crate::delivery::DeliveryId;
use crate::verdict::Reason;

/// Why the journal did not do as asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum JournalError {
    /// A newer instance has taken over this state folder.
    #[error("a newer instance has taken over the state folder; this one must stop")]
    Fenced,
    /// The delivery was changed meanwhile.
    #[error("delivery {0} was changed meanwhile")]
    Stale(DeliveryId),
    /// The delivery or post is not known.
    #[error("there is no {0} in the journal")]
    Unknown(String),
    /// A rule of the journal itself would be broken, such as two open attempts.
    #[error("the journal refuses to break its own rule: {0}")]
    Rule(String),
    /// The disk is full, read-only or failing. Nothing of the call was done.
    #[error("failed to write the journal ({0}); free disk space or check the disk")]
    Disk(DiskFault),
    /// The database does not pass its checks. It was left as it is.
    #[error(
        "the journal {path} is damaged ({detail}); it was left as it is: restore a backup, see docs/recovery.md"
    )]
    Damaged {
        /// The database file.
        path: PathBuf,
        /// What is wrong with it.
        detail: Damage,
    },
    /// The database was written by a newer program.
    #[error(
        "the journal was written by a newer dakiya (schema {found}, this program knows {known}); update the program"
    )]
    Newer {
        /// Its schema.
        found: i64,
        /// The newest schema known here.
        known: i64,
    },
    /// The database was written by an older program, and only the daemon may bring it up to date.
    #[error(
        "the journal was written by an older dakiya (schema {found}, this program wants {known}); start the daemon once to bring it up to date"
    )]
    Older {
        /// Its schema.
        found: i64,
        /// The schema wanted here.
        known: i64,
    },
    /// No daemon has ever run on this state folder.
    #[error("there is no journal in {0} yet; start the daemon once, or check [journal] path")]
    Absent(PathBuf),
    /// Another process holds the state folder.
    #[error("another dakiya is running on {0}; stop it first, or use another state folder")]
    Locked(PathBuf),
    /// The state folder is of a kind on which no database is safe.
    #[error(
        "the state folder {path} is on {kind}, where a database is not safe; put it on a local disk ([journal] path)"
    )]
    Network {
        /// The folder.
        path: PathBuf,
        /// The kind of filesystem.
        kind: String,
    },
}

impl JournalError {
    /// Whether only what was asked for is wrong, so that other calls work.
    #[must_use]
    pub fn is_about_the_call(&self) -> bool {
        matches!(self, Self::Stale(_) | Self::Unknown(_) | Self::Rule(_))
    }

    /// What people are told, with what they can do.
    #[must_use]
    pub fn reason(&self) -> Reason {
        let schemas = |reason: Reason, found: i64, known: i64| {
            reason.with("found", found).with("known", known)
        };
        match self {
            Self::Fenced => Reason::new("state-fenced"),
            Self::Disk(fault) => disk(fault),
            Self::Damaged { path, detail } => {
                let reason = Reason::new("state-damaged").with("file", path.display().to_string());
                reason.with("cause", detail.id()).with("detail", detail.to_string())
            }
            Self::Newer { found, known } => schemas(Reason::new("state-newer"), *found, *known),
            Self::Older { found, known } => schemas(Reason::new("state-older"), *found, *known),
            Self::Absent(_) => Reason::new("status-never-started"),
            Self::Locked(folder) => {
                Reason::new("state-locked").with("folder", folder.display().to_string())
            }
            Self::Network { path, kind } => {
                let reason = Reason::new("state-on-network");
                reason.with("folder", path.display().to_string()).with("kind", kind.as_str())
            }
            Self::Stale(_) | Self::Unknown(_) | Self::Rule(_) => {
                Reason::new("program-fault").with("detail", self.to_string())
            }
        }
    }
}

fn disk(fault: &DiskFault) -> Reason {
    let id = match fault.kind {
        DiskKind::Full => "state-full",
        DiskKind::Refused => "state-refused",
        DiskKind::Other => "state-unwritable",
    };
    Reason::new(id).with("detail", fault.detail.as_str())
}

/// The answer of a journal.
pub type Result<T> = std::result::Result<T, JournalError>;

/// The answer to a call that writes.
///
/// The call itself is made when the method is called: its place in the order is taken then, and
/// it is done whether or not anybody waits for the answer. Waiting tells that it is durable, or
/// why it was refused.
pub type Answer<T> = BoxFuture<'static, Result<T>>;

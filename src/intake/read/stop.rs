//! Why a post was not taken.

use std::time::Duration;

use crate::clock::Instant;
use crate::finding::Finding;
use crate::intake::Stamp;

/// Why a post was not taken.
#[derive(Debug)]
pub(in crate::intake) enum Stop {
    /// It cannot be understood as it is.
    Refused {
        /// Everything found.
        findings: Vec<Finding>,
        /// Whether the fault is the machine's, so that it is worth trying again.
        passing: bool,
        /// What was looked at.
        stamp: Option<Stamp>,
        /// The media beside it that were looked at.
        media: Vec<(String, Stamp)>,
    },
    /// Files are not there yet.
    Waiting {
        /// Their names.
        missing: Vec<String>,
        /// The names of those that are there.
        here: Vec<String>,
        /// The same as findings.
        findings: Vec<Finding>,
        /// The time that the post has, if it was understood and has one.
        due: Option<Instant>,
    },
    /// Something of it is still being written.
    Unrested(Duration),
}

impl Stop {
    /// The refusal of something whose name is no text.
    pub(in crate::intake) fn unreadable(name: &str) -> Self {
        refuse(Finding::error("name-unreadable").with("file", name))
    }

    /// The same about something with this stamp.
    pub(super) fn of(self, stamp: Stamp) -> Self {
        match self {
            Self::Refused { findings, passing, media, .. } => {
                Self::Refused { findings, passing, stamp: Some(stamp), media }
            }
            other => other,
        }
    }

    /// The same of a post with this time.
    pub(super) fn due(self, due: Option<Instant>) -> Self {
        match self {
            Self::Waiting { missing, here, findings, .. } => {
                Self::Waiting { missing, here, findings, due }
            }
            other => other,
        }
    }
}

pub(super) fn refuse(finding: Finding) -> Stop {
    refuse_all(vec![finding])
}

pub(super) fn refuse_all(findings: Vec<Finding>) -> Stop {
    Stop::Refused { findings, passing: false, stamp: None, media: Vec::new() }
}

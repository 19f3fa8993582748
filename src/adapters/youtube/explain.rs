//! What people have to know of a channel without asking YouTube.

use super::account::YouTube;
use super::classify::LOCKED;
use super::compose::UPLOADS;
use crate::finding::Finding;

/// What a project may spend in a day on everything but uploads, and what a post takes of it, also
/// with picture and playlist ("Quota calculator", June 2026).
const UNITS: u64 = 10_000;
const UNITS_OF_A_POST: u64 = 60;
const UNITS_OF_A_FULL_POST: u64 = 160;

impl YouTube {
    /// Whether films become public, as far as they have shown it, and what the project may do.
    pub(super) async fn explained(&self) -> Vec<Finding> {
        let quota = Finding::note("youtube-quota")
            .with("uploads", u64::from(UPLOADS))
            .with("units", UNITS)
            .with("each", UNITS_OF_A_POST)
            .with("most", UNITS_OF_A_FULL_POST);
        [self.audit_finding().await, Some(quota)].into_iter().flatten().collect()
    }

    /// What the films so far say of the audit.
    pub(super) async fn audit_finding(&self) -> Option<Finding> {
        match self.seen().await.locked {
            Some(true) => Some(Finding::error(LOCKED)),
            Some(false) => None,
            None => Some(Finding::note("youtube-audit-unknown")),
        }
    }
}

//! Room on the disk of the state.

use std::path::Path;

use super::{Line, Topic};
use crate::app::health::{disk_trouble, free_space};
use crate::journal::has_ballast;
use crate::verdict::Reason;

/// What was found.
#[derive(Debug)]
pub(super) struct DiskFacts {
    /// How many bytes are free, where that can be asked.
    pub(super) free: Option<u64>,
    /// How many have to be.
    pub(super) needed: u64,
    /// Why nothing is sent.
    pub(super) trouble: Option<Reason>,
    /// Whether the ballast lies there; none where there is no state yet.
    pub(super) ballast: Option<bool>,
}

/// Looks at the disk of the state in `folder`, of which `needed` bytes have to stay free.
pub(super) fn look(folder: &Path, needed: u64) -> DiskFacts {
    let there = folder.ancestors().find(|above| above.exists()).unwrap_or(Path::new("."));
    DiskFacts {
        free: free_space(there),
        needed,
        trouble: disk_trouble(there, needed),
        ballast: folder.exists().then(|| has_ballast(folder)),
    }
}

impl DiskFacts {
    pub(super) fn lines(&self) -> Vec<Line> {
        let space = match (&self.trouble, self.free) {
            (Some(trouble), _) => Line::needs_you(Topic::Disk, trouble.clone()),
            (None, Some(free)) => {
                let reason = Reason::new("doctor-disk-good").with("free", free);
                Line::good(Topic::Disk, reason.with("needed", self.needed))
            }
            (None, None) => Line::cannot_tell(Topic::Disk, Reason::new("doctor-disk-unseen")),
        };
        let ballast = self.ballast.map(|lies| match lies {
            true => Line::good(Topic::Disk, Reason::new("doctor-ballast-good")),
            false => Line::cannot_tell(Topic::Disk, Reason::new("doctor-ballast-missing")),
        });
        [space].into_iter().chain(ballast).collect()
    }
}

//! What people have to know of a Page without asking Facebook.

use super::account::Facebook;
use crate::adapters::graph::version_note;
use crate::finding::Finding;

impl Facebook {
    /// Until when the version of the interface is served.
    pub(super) fn explained(&self) -> Vec<Finding> {
        version_note(self.settings.version, self.wire.now()).into_iter().collect()
    }
}

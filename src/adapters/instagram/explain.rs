//! What people have to know of an account on Instagram without asking.

use super::account::Account;
use crate::adapters::graph::version_note;
use crate::finding::Finding;

impl Account {
    /// Until when the version of the interface is served, what the account may post, and that
    /// Instagram fetches pictures from an address.
    pub(super) fn explained(&self) -> Vec<Finding> {
        let version = version_note(self.settings.version, self.line.wire.now());
        let own = [Finding::note("instagram-quota"), Finding::note("platform-fetches-media")];
        version.into_iter().chain(own).collect()
    }
}

//! What people have to know of an account on LinkedIn without asking.

use super::account::LinkedIn;
use crate::finding::Finding;

impl LinkedIn {
    /// Until when LinkedIn serves the version of its interface.
    pub(super) fn explained(&self) -> Vec<Finding> {
        let version = self.settings.version;
        let old = version.finding(self.wire.now());
        let until = || {
            version.ends().map(|date| {
                Finding::note("linkedin-version-until")
                    .with("version", version.to_string())
                    .with("date", date.to_string())
            })
        };
        old.or_else(until).into_iter().collect()
    }
}

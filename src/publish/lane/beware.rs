//! What people must hear of an account before posts of it fail.

use super::Lane;
use crate::failure::Failure;

/// The failure after which no connection can be trusted: a wrong clock, missing certificates, or
/// somebody between us and the platform.
const NO_SAFE_CONNECTION: &str = "tls-failed";

impl Lane {
    /// A person hears at once where no safe connection could be made.
    pub(in crate::publish) fn beware_of(&mut self, failure: &Failure) {
        if failure.reason == NO_SAFE_CONNECTION {
            self.tell_once(failure.why());
        }
    }
}

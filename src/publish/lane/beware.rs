//! What people must hear of an account before posts of it fail.

use super::Lane;
use crate::account::login_ends;
use crate::clock::Instant;
use crate::failure::Failure;
use crate::platform::Identity;

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

    /// A person hears of a login that ends soon, after its platform was asked who we are.
    pub(in crate::publish) fn beware_of_end(&mut self, identity: Option<&Identity>, now: Instant) {
        let Some(identity) = identity else { return };
        let asked = self.asked_at.replace(now);
        if let Some(reason) = identity.ends.and_then(|ends| login_ends(ends, asked, now)) {
            self.news.push(reason);
        }
    }
}

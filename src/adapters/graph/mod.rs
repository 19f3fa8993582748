//! What Meta's services have in common: the form of a refusal, proofs of the app, usage headers, the
//! life of a version, what a token is worth, containers, quotas and logins that are renewed by
//! themselves.
//!
//! Sources: developers.facebook.com, "Handling errors", "Rate limits", "Secure Graph API calls" and
//! "Versions" (copies of 2026, read in November 2026).

pub(super) mod bytes;
pub(super) mod container;
#[cfg(test)]
pub(super) mod described;
pub(super) mod imitated;
pub(super) mod inspection;
pub(super) mod line;
pub(super) mod listed;
pub(super) mod login;
pub(super) mod options;
pub(super) mod publishing;
pub(super) mod quota;
mod refusal;
pub(super) mod service;
pub(super) mod staging;
mod usage;
mod version;

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use crate::secret::Secret;

pub(super) use refusal::{Asked, GraphRule, Refusal, refusal};
pub(super) use usage::{Usage, usage};
pub(super) use version::{Version, version_finding, version_note};

/// The proof that a request with `token` comes from the app: the HMAC of the token in hexadecimal
/// digits. It belongs to this one token.
pub(super) fn proof(app_secret: &Secret, token: &Secret) -> Secret {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(app_secret.expose().as_bytes()) else {
        return Secret::new(String::new());
    };
    mac.update(token.expose().as_bytes());
    Secret::new(hex::encode(mac.finalize().into_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_proof_is_the_hmac_of_the_token_under_the_apps_secret() {
        // RFC 4231, test case 2.
        let proof = proof(&Secret::new("Jefe"), &Secret::new("what do ya want for nothing?"));
        let expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
        assert_eq!(proof.expose(), expected);
    }
}

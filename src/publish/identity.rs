//! The keys and hashes by which a request is known again.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use crate::blobs::Digest;
use crate::delivery::{DeliveryId, Receipt};
use crate::post::Part;

/// The secret of this state under which keys are derived, so that nobody else can foresee them.
#[derive(Clone)]
pub struct KeySecret(Vec<u8>);

impl KeySecret {
    /// Takes the bytes kept in the journal.
    #[must_use]
    pub fn new(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }

    /// The key of a part: the same for every attempt, and for no other part of any delivery of
    /// any revision; not even when an older journal was restored, which gives numbers again. A
    /// post that is dropped once more is another delivery, and has another key.
    /// 64 hexadecimal digits.
    #[must_use]
    pub fn key(&self, delivery: DeliveryId, revision: &Digest, part: u16) -> String {
        let message = format!("dakiya/{delivery}/{revision}/{part}");
        match Hmac::<Sha256>::new_from_slice(&self.0) {
            Ok(mut mac) => {
                mac.update(message.as_bytes());
                hex::encode(mac.finalize().into_bytes())
            }
            // HMAC takes keys of any length; the hash alone is as good a name, if not a secret.
            Err(_) => Digest::of(message.as_bytes()).to_string(),
        }
    }
}

impl std::fmt::Debug for KeySecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("KeySecret")
    }
}

/// The hash of all that decides what a visible request says.
#[must_use]
pub fn body_hash(part: &Part, progress: &serde_json::Value, parent: Option<&Receipt>) -> Digest {
    let parent = parent.map(|receipt| receipt.id.as_str());
    Digest::of(&serde_json::to_vec(&(part, progress, parent)).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_its_parts_alone_and_always_the_same() {
        let secret = KeySecret::new(vec![7; 32]);
        let revision = Digest::of(b"a");
        let key = secret.key(DeliveryId(1), &revision, 0);
        assert_eq!(key, secret.key(DeliveryId(1), &revision, 0));
        assert_eq!(key.len(), 64);
        assert_ne!(key, secret.key(DeliveryId(1), &revision, 1));
        assert_ne!(key, secret.key(DeliveryId(11), &revision, 0));
        assert_ne!(key, secret.key(DeliveryId(1), &Digest::of(b"b"), 0));
        assert_ne!(key, KeySecret::new(vec![8; 32]).key(DeliveryId(1), &revision, 0));
    }
}

//! Secrets: held where they cannot be printed, and struck out wherever they turn up.

use std::borrow::Cow;
use std::fmt;
use std::sync::{PoisonError, RwLock};

use secrecy::{ExposeSecret as _, SecretString};

mod reference;

pub use reference::{FORM, INLINE, SecretRef};

/// What stands in place of a secret.
pub const STRUCK_OUT: &str = "***";

/// The shortest value that [`strike_out`] looks for; shorter ones would strike out plain words.
const SHORTEST: usize = 6;

static KNOWN: RwLock<Vec<SecretString>> = RwLock::new(Vec::new());

/// A password, token or key. It has no readable `Debug` and no `Display`, is wiped from memory
/// when dropped, and its value is struck out of logs and messages from the moment it exists.
#[derive(Clone)]
pub struct Secret(SecretString);

impl Secret {
    /// Takes charge of `value`.
    pub fn new(value: impl Into<String>) -> Self {
        let secret = Self(SecretString::from(value.into()));
        secret.remember();
        secret
    }

    /// The value itself. Call it only where the value leaves for its platform, or to seal it.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    fn remember(&self) {
        if self.expose().len() < SHORTEST {
            return;
        }
        let mut known = KNOWN.write().unwrap_or_else(PoisonError::into_inner);
        if !known.iter().any(|old| old.expose_secret() == self.expose()) {
            known.push(self.0.clone());
        }
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(STRUCK_OUT)
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        self.expose() == other.expose()
    }
}

impl Eq for Secret {}

/// `text` with every known secret struck out: the last net under logs, errors and answers of
/// platforms that repeat what they were sent.
#[must_use]
pub fn strike_out(text: &str) -> Cow<'_, str> {
    let known = KNOWN.read().unwrap_or_else(PoisonError::into_inner);
    let mut clean = Cow::Borrowed(text);
    for secret in known.iter() {
        if clean.contains(secret.expose_secret()) {
            clean = Cow::Owned(clean.replace(secret.expose_secret(), STRUCK_OUT));
        }
    }
    clean
}

/// `text` with every byte of every known secret replaced by `*`, so that no place in it moves.
#[must_use]
pub fn cover(text: &str) -> Cow<'_, str> {
    let known = KNOWN.read().unwrap_or_else(PoisonError::into_inner);
    let mut covered = Cow::Borrowed(text);
    for secret in known.iter() {
        let value = secret.expose_secret();
        if covered.contains(value) {
            covered = Cow::Owned(covered.replace(value, &"*".repeat(value.len())));
        }
    }
    covered
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_covered_text_keeps_its_length() {
        let _secret = Secret::new("गुप्त-canary-9d8e");
        let text = "token = \"गुप्त-canary-9d8e\" # क";
        let covered = cover(text);
        assert_eq!(covered.len(), text.len());
        assert!(!covered.contains("canary") && covered.ends_with("# क"));
    }

    #[test]
    fn a_secret_cannot_be_printed() {
        let secret = Secret::new("canary-7f3a9c");
        assert_eq!(format!("{secret:?}"), STRUCK_OUT);
    }

    #[test]
    fn a_known_secret_is_struck_out_of_any_text() {
        let _secret = Secret::new("canary-1b2c3d");
        let clean = strike_out("GET /botcanary-1b2c3d/sendMessage failed");
        assert_eq!(clean, "GET /bot***/sendMessage failed");
    }

    #[test]
    fn a_very_short_secret_does_not_strike_out_plain_words() {
        let _secret = Secret::new("post");
        assert_eq!(strike_out("the post"), "the post");
    }
}

//! Secrets: held where they cannot be printed, and struck out wherever they turn up.

use std::borrow::Cow;
use std::fmt;
use std::sync::{PoisonError, RwLock};

use secrecy::{ExposeSecret as _, SecretString};

/// Where a secret is kept: never in the config itself.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SecretRef {
    /// A credential that systemd hands over, by its name.
    Credential(String),
    /// A file that only we can read.
    File(std::path::PathBuf),
    /// An environment variable.
    Env(String),
}

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

#[cfg(test)]
mod tests {
    use super::*;

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

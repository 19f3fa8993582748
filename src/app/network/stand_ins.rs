//! Servers on loopback in the place of platforms, for tests of the real program. Only in builds
//! with the `faults` feature.

use std::collections::BTreeMap;

use crate::account::AccountName;
use crate::http::Url;

/// The variable that names them: `ACCOUNT=http://127.0.0.1:PORT`, separated by blanks.
const VARIABLE: &str = "DAKIYA_MOCKS";

/// Which account has which server. Without any, everything goes to the world as always.
#[derive(Debug, Default)]
pub struct StandIns(BTreeMap<AccountName, Url>);

impl StandIns {
    pub(super) fn from_environment() -> Self {
        Self::read(&std::env::var(VARIABLE).unwrap_or_default())
    }

    /// What is no server on loopback is left out: this must never lead anywhere else.
    fn read(text: &str) -> Self {
        let pairs = text.split_whitespace().filter_map(|pair| pair.split_once('='));
        Self(pairs.filter_map(|(name, url)| Some((name.parse().ok()?, loopback(url)?))).collect())
    }

    pub(super) fn of(&self, account: &AccountName) -> Option<Url> {
        self.0.get(account).cloned()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

fn loopback(text: &str) -> Option<Url> {
    Url::parse(text).ok().filter(|url| url.host_str() == Some("127.0.0.1"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_loopback_counts() {
        let read = StandIns::read("toot=http://127.0.0.1:9 sky=https://bsky.example x");
        let toot: AccountName = "toot".parse().unwrap();
        assert_eq!(read.of(&toot).unwrap().as_str(), "http://127.0.0.1:9/");
        assert_eq!(read.0.len(), 1);
        assert!(StandIns::read("").is_empty());
    }
}

//! Logging in: what a person and a platform do together, once, so that an account may post.

use std::collections::BTreeMap;

use async_trait::async_trait;

use crate::failure::Failure;
use crate::http::Url;

/// The login of an account whose tokens are got with a browser.
#[async_trait]
pub trait Login: Send + Sync {
    /// Where the platform sends the browser afterwards.
    fn way_back(&self) -> WayBack;

    /// Begins a login. Where the platform sends the browser back, that is to `back`, which was
    /// registered there.
    ///
    /// # Errors
    /// A failure.
    async fn begin(&self, back: &Url) -> Result<Begun, Failure>;

    /// Ends it with what came back, checks that the login is of this account, and keeps its
    /// tokens. What was kept before stays where this fails.
    ///
    /// # Errors
    /// A failure.
    async fn finish(&self, begun: &Begun, back: &Url, came: &CameBack) -> Result<(), Failure>;
}

/// How what the platform says gets from the browser to us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WayBack {
    /// The browser is sent to a port of this machine; from another machine its address is pasted.
    Loopback,
    /// The platform only takes addresses with TLS: the address that the browser ends at is pasted.
    Pasted,
    /// The platform shows a number, which is typed in.
    Pin,
}

/// A login that was begun.
#[derive(Clone, PartialEq, Eq)]
pub struct Begun {
    /// What the person opens in a browser.
    pub url: Url,
    /// What has to come back as `state`; none where there is no such thing.
    pub state: Option<String>,
    /// What only the adapter understands, such as a code verifier. Secret.
    pub kept: BTreeMap<String, String>,
}

/// What came back from the browser: the values of the address, or the number alone.
#[derive(Clone, PartialEq, Eq)]
pub struct CameBack {
    /// The code, verifier or number.
    pub code: String,
    /// The state, where the platform sent one.
    pub state: Option<String>,
}

impl std::fmt::Debug for Begun {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Begun")
    }
}

impl std::fmt::Debug for CameBack {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CameBack")
    }
}

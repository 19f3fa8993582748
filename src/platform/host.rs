//! Where pictures and films lie for platforms that fetch them by address.

use std::fmt;

use async_trait::async_trait;

use crate::failure::{Class, Failure};
use crate::finding::Finding;
use crate::http::Url;
use crate::post::Media;

/// A place on the web where a platform can fetch our media for a while.
#[async_trait]
pub trait MediaHost: Send + Sync + fmt::Debug {
    /// Puts `medium` there for the part with the key `part`, looks whether it can be fetched as it
    /// is, and says where. Asked again for the same medium it gives the same answer.
    ///
    /// # Errors
    /// A failure: where there is no host, of [`Class::Auth`], as a person has to set one up.
    async fn offer(&self, medium: &Media, part: &str) -> Result<Url, Failure>;

    /// The part with the key `part` is done with `medium`: what was put there for nothing else is
    /// taken away in a while. Not to be there counts as done.
    async fn withdraw(&self, medium: &Media, part: &str);
}

/// What stands in where the config names no host.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoHost;

#[async_trait]
impl MediaHost for NoHost {
    async fn offer(&self, medium: &Media, _part: &str) -> Result<Url, Failure> {
        let missing = Finding::error("media-host-missing").with("file", medium.name.as_str());
        Err(Failure { class: Class::Auth, ..Failure::from_finding(&missing) })
    }

    async fn withdraw(&self, _medium: &Media, _part: &str) {}
}

//! A host for media that is as far as any imitated platform can look.

use async_trait::async_trait;

use crate::failure::{Class, Failure};
use crate::http::Url;
use crate::platform::MediaHost;
use crate::post::Media;

/// Where imitated media lie.
pub const MOCK_HOST: &str = "https://media.example/";

/// Says where a medium would lie. An imitation that is told an address takes it if
/// [`MockHost::has`] it.
#[derive(Debug, Clone, Copy, Default)]
pub struct MockHost;

impl MockHost {
    /// The file name of what lies at `address`; nothing where nothing does.
    #[must_use]
    pub fn has(address: &str) -> Option<&str> {
        let name = address.strip_prefix(MOCK_HOST)?;
        let (digest, ending) = name.split_once('.')?;
        let sound = digest.len() == 16 && digest.bytes().all(|byte| byte.is_ascii_hexdigit());
        (sound && ending.bytes().all(|byte| byte.is_ascii_alphanumeric())).then_some(name)
    }
}

#[async_trait]
impl MediaHost for MockHost {
    async fn offer(&self, medium: &Media, _part: &str) -> Result<Url, Failure> {
        let address = format!("{MOCK_HOST}{}", medium.wire_name());
        Url::parse(&address)
            .map_err(|error| Failure::new(Class::Local, "own-machine-failed", error))
    }

    async fn withdraw(&self, _medium: &Media, _part: &str) {}
}

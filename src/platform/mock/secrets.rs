//! The secrets of imitated accounts: whatever the config points at, the mock's own are used.

use std::collections::HashMap;

use super::Stage;
use crate::finding::Finding;
use crate::platform::Secrets;
use crate::secret::{Secret, SecretRef};

/// Hands out the secrets that a stage accepts.
#[derive(Debug)]
pub struct MockSecrets(HashMap<&'static str, Secret>);

impl MockSecrets {
    /// The secrets of `stage`.
    #[must_use]
    pub fn of(stage: &Stage) -> Self {
        let secrets = stage.secrets().into_iter();
        Self(secrets.map(|(key, value)| (key, Secret::new(value))).collect())
    }
}

impl Secrets for MockSecrets {
    fn resolve(&self, key: &str, _reference: &SecretRef) -> Result<Secret, Finding> {
        self.0
            .get(key)
            .cloned()
            .ok_or_else(|| Finding::error("mock-has-no-secret").with("key", key))
    }
}

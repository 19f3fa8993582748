//! Which channel we are, and what is worth knowing about login and project.

use super::account::YouTube;
use super::login::{SCOPES, other_channel};
use crate::failure::Failure;
use crate::finding::Finding;
use crate::platform::Identity;

/// The scope that contains both of ours.
const WIDER: &str = "https://www.googleapis.com/auth/youtube";

impl YouTube {
    pub(super) async fn identity(&self) -> Result<Identity, Failure> {
        let channel = self.channel().await?;
        let mut findings = Vec::new();
        if channel.id != self.settings.channel {
            findings.push(other_channel(&channel));
        }
        if channel.status.long_uploads_status.as_deref().is_some_and(|status| status != "allowed") {
            findings.push(Finding::note("youtube-no-long-films"));
        }
        findings.extend(self.scope_findings().await);
        findings.extend(self.audit_finding().await);
        let left =
            Finding::note("youtube-units-left").with("left", u64::from(self.quota.left().await));
        findings.push(left.with("most", u64::from(self.quota.pool())));
        let title = channel.snippet.title.trim();
        let name = if title.is_empty() { channel.id.clone() } else { title.to_owned() };
        let url = super::settings::is_id(&channel.id)
            .then(|| format!("https://www.youtube.com/channel/{}", channel.id));
        Ok(Identity { name, url, ends: self.keeper.ends().await, findings })
    }

    /// Google says with every renewal what a token may be used for.
    async fn scope_findings(&self) -> Vec<Finding> {
        let granted = self.keeper.scopes().await;
        let has = |scope: &str| granted.iter().any(|one| one == scope);
        if granted.is_empty() || has(SCOPES[0]) || has(WIDER) {
            return Vec::new();
        }
        vec![Finding::error("youtube-scope-missing").with("scope", SCOPES[0])]
    }
}

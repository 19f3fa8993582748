//! Who we are on Instagram, and what is left of the quota.

use serde::Deserialize;

use super::account::{Account, NEEDED, SCOPES};
use super::settings::Door;
use crate::adapters::graph::inspection::{self, Inspection};
use crate::adapters::graph::line::Id;
use crate::adapters::graph::quota::{Quota, QuotaConfig, usage_finding};
use crate::adapters::graph::version_finding;
use crate::failure::{Class, Failure};
use crate::finding::Finding;
use crate::platform::Identity;
use crate::secret::Secret;

/// The rights of a token with the Facebook login: those that posting needs, and those that first
/// comments and deleting need.
const OF_PAGES: [&str; 3] =
    ["instagram_basic", "instagram_content_publish", "pages_read_engagement"];
const WANTED_OF_PAGES: [&str; 2] = ["instagram_manage_comments", "instagram_manage_contents"];

/// Our own account. With the Instagram login `id` is another one, which only the app knows.
#[derive(Debug, Deserialize)]
pub(super) struct Me {
    id: Id,
    user_id: Option<Id>,
    username: Option<String>,
}

#[derive(Deserialize)]
struct Quotas {
    data: Vec<Usage>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Usage {
    quota_usage: Option<u64>,
    config: Option<QuotaConfig>,
}

impl Account {
    pub(super) async fn identity(&self) -> Result<Identity, Failure> {
        let token = self.token().await?;
        let (me, mut findings) = self.me(&token).await?;
        self.check(&me)?;
        let left = self.left(&token).await?;
        findings.extend(left.and_then(Quota::finding));
        let inspection = match self.inspection(&token).await {
            // The token itself does what it is for: it was asked with just before.
            Err(failure) if failure.reason == inspection::APP_REFUSED => {
                findings.push(app_refused(&failure));
                None
            }
            asked => asked?,
        };
        findings.extend(match &inspection {
            Some(seen) => self.inspected(seen),
            None => self.renewed_lacks().await,
        });
        let ends = inspection.and_then(|seen| seen.ends()).or(self.keeper.ends().await);
        let name = me.username.unwrap_or_default();
        let url = (!name.is_empty()).then(|| format!("https://www.instagram.com/{name}/"));
        Ok(Identity { name: format!("@{name}"), url, ends, findings })
    }

    /// Who the token is for, and what is to be said of the answer: another version, many requests.
    pub(super) async fn me(&self, token: &Secret) -> Result<(Me, Vec<Finding>), Failure> {
        let fields = match self.settings.door {
            Door::Facebook => "id,username",
            Door::Instagram => "id,user_id,username",
        };
        let request = self.line.get("me", token, &[self.asked()], &[("fields", fields)])?;
        let answer = self.line.wire.invisible(request).await?;
        let served = answer.header("facebook-api-version");
        let version = version_finding(self.settings.version, served, self.line.wire.now());
        let findings = version.into_iter().chain(usage_finding(&answer)).collect();
        Ok((self.line.read(&answer)?, findings))
    }

    fn asked(&self) -> &str {
        match self.settings.door {
            Door::Facebook => self.user(),
            Door::Instagram => "me",
        }
    }

    /// That the token is of another account than the config names.
    pub(super) fn check(&self, me: &Me) -> Result<(), Failure> {
        let found = me.user_id.as_ref().unwrap_or(&me.id).as_str();
        match self.settings.user.as_deref().filter(|_| !self.is_dry) {
            Some(wanted) if wanted != found => {
                Err(Failure::new(Class::Auth, "graph-other-account", found))
            }
            _ => Ok(()),
        }
    }

    /// What is left to be published.
    pub(super) async fn left(&self, token: &Secret) -> Result<Option<Quota>, Failure> {
        let path = [self.user(), "content_publishing_limit"];
        let query = [("fields", "config,quota_usage")];
        let request = self.line.get("limit", token, &path, &query)?;
        let quotas: Quotas = self.line.ask(request).await?;
        let usage = quotas.data.into_iter().next().unwrap_or_default();
        let quota = Quota::of(usage.quota_usage, usage.config);
        if let Some(quota) = quota {
            self.quota.note(quota);
        }
        Ok(quota)
    }

    /// What the token lacks, as its last renewal said.
    async fn renewed_lacks(&self) -> Vec<Finding> {
        let granted = self.keeper.scopes().await;
        let (needed, wanted) = SCOPES.split_at(NEEDED);
        if granted.is_empty() { Vec::new() } else { inspection::lacks(&granted, needed, wanted) }
    }

    /// What the token is worth, where the settings name its app; with the Instagram login nobody
    /// tells.
    async fn inspection(&self, token: &Secret) -> Result<Option<Inspection>, Failure> {
        match &self.settings.app {
            Some(app) if self.settings.door == Door::Facebook => {
                inspection::as_app(&self.line, &app.id, &app.secret, token).await.map(Some)
            }
            _ => Ok(None),
        }
    }

    fn inspected(&self, seen: &Inspection) -> Vec<Finding> {
        let app = self.settings.app.as_ref().map(|app| app.id.as_str()).unwrap_or_default();
        let mut findings = seen.findings(app, self.line.wire.now());
        findings.extend(seen.lacks(&OF_PAGES, &WANTED_OF_PAGES));
        findings
    }
}

/// That nobody tells what the token is worth, as the app of the settings is refused.
fn app_refused(failure: &Failure) -> Finding {
    let finding = Finding::warning(inspection::APP_REFUSED);
    match failure.detail.as_str() {
        "" => finding,
        detail => finding.with("detail", detail),
    }
}

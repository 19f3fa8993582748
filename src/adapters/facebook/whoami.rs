//! Who we are there, what our token may do, and what will end soon.

use serde::Deserialize;

use super::account::Facebook;
use super::answers::{self, Id, not_understood, on_website};
use super::calls;
use super::classify::ROWS;
use super::settings::TokenOf;
use crate::adapters::graph::inspection::{self, Inspection};
use crate::adapters::graph::line::Line;
use crate::adapters::graph::version_finding;
use crate::failure::Failure;
use crate::finding::Finding;
use crate::platform::Identity;

/// What posting needs, what only a first comment needs, and what Meta's guides ask of the tokens of
/// system users besides ("Before you start" of the Page Stories API, 2026).
const SCOPES: [&str; 3] = ["pages_show_list", "pages_read_engagement", "pages_manage_posts"];
const COMMENTS: &str = "pages_manage_engagement";
const BUSINESS: &str = "business_management";

/// The Page of itself.
#[derive(Deserialize)]
struct Page {
    id: Id,
    name: String,
    link: Option<String>,
    is_published: Option<bool>,
}

impl Facebook {
    /// Who we are.
    pub(super) async fn identity(&self) -> Result<Identity, Failure> {
        let answer = self.answered(calls::who(&self.settings.page)).await?;
        let page: Page = answers::read(&answer)?;
        if page.id.as_str() != self.settings.page {
            return Err(not_understood("another Page was answered"));
        }
        let served = answer.header("facebook-api-version");
        let inspection = self.inspect().await?;
        let mut findings = self.token_findings(&inspection);
        findings.extend(version_finding(self.settings.version, served, self.wire.now()));
        if page.is_published == Some(false) {
            findings.push(Finding::warning("facebook-page-not-published"));
        }
        Ok(Identity {
            name: page.name,
            url: on_website(page.link.as_deref()),
            ends: inspection.ends(),
            findings,
        })
    }

    /// What the token of the settings is worth, as its app is told.
    async fn inspect(&self) -> Result<Inspection, Failure> {
        let settings = &self.settings;
        let line = Line {
            wire: self.wire.clone(),
            base: settings.server.clone(),
            version: settings.version.to_string(),
            app_secret: Some(settings.app_secret.clone()),
            rules: ROWS,
        };
        let (app, secret) = (&settings.app_id, &settings.app_secret);
        inspection::as_app(&line, app, secret, &settings.token).await
    }

    fn token_findings(&self, seen: &Inspection) -> Vec<Finding> {
        let mut findings = seen.findings(&self.settings.app_id, self.wire.now());
        findings.extend(self.kind_finding(&seen.r#type));
        findings.extend(seen.lacks(&SCOPES, &[]));
        findings.extend(seen.lacks_one(COMMENTS).then(|| Finding::note("facebook-no-comments")));
        let business = self.settings.token_of == TokenOf::SystemUser && seen.lacks_one(BUSINESS);
        findings.extend(business.then(|| Finding::warning("facebook-no-business-right")));
        findings
    }

    fn kind_finding(&self, kind: &str) -> Option<Finding> {
        match (self.settings.token_of, kind) {
            (TokenOf::SystemUser, "PAGE") => {
                Some(Finding::error("facebook-token-of-wrong-kind").with("kind", "page"))
            }
            (TokenOf::Page, "USER" | "SYSTEM_USER") => {
                Some(Finding::error("facebook-token-of-wrong-kind").with("kind", "user"))
            }
            (TokenOf::SystemUser, "USER") => Some(Finding::warning("facebook-token-of-person")),
            _ => None,
        }
    }
}

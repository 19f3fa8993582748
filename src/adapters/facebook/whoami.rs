//! Who we are there, what our token may do, and what will end soon.

use serde::Deserialize;

use super::account::Facebook;
use super::answers::{self, Id, not_understood, on_website};
use super::calls;
use super::classify::{is_refusal, refused};
use super::settings::TokenOf;
use crate::adapters::graph::{Asked, version_finding};
use crate::clock::Instant;
use crate::failure::{Class, Failure};
use crate::finding::Finding;
use crate::platform::Identity;
use crate::secret::Secret;

/// What posting needs, and what only a first comment needs.
const SCOPES: [&str; 3] = ["pages_show_list", "pages_read_engagement", "pages_manage_posts"];
const COMMENTS: &str = "pages_manage_engagement";

/// How long before its end the access to data is warned of, in days.
const WARNED: i64 = 14;

/// The Page of itself.
#[derive(Deserialize)]
struct Page {
    id: Id,
    name: String,
    link: Option<String>,
    is_published: Option<bool>,
}

#[derive(Deserialize)]
struct Inspected {
    data: Inspection,
}

/// What Meta says about a token.
#[derive(Deserialize)]
struct Inspection {
    is_valid: bool,
    app_id: Option<Id>,
    r#type: Option<String>,
    /// Seconds since 1970; 0 for never.
    #[serde(default)]
    expires_at: i64,
    #[serde(default)]
    data_access_expires_at: i64,
    #[serde(default)]
    scopes: Vec<String>,
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
            ends: instant(inspection.expires_at),
            findings,
        })
    }

    /// What the token of the settings is worth, as its app is told.
    async fn inspect(&self) -> Result<Inspection, Failure> {
        let settings = &self.settings;
        let app = format!("{}|{}", settings.app_id, settings.app_secret.expose());
        let call = calls::inspect(&settings.token);
        let answer = self.invisible(call.request(settings, &Secret::new(app))?).await?;
        if is_refusal(&answer) {
            let failure = refused(&answer, Asked::Invisible, self.wire.now());
            return Err(of_app(failure));
        }
        let inspected: Inspected = answers::read(&answer)?;
        if inspected.data.is_valid {
            Ok(inspected.data)
        } else {
            Err(Failure::new(Class::Auth, "graph-login-ended", ""))
        }
    }

    fn token_findings(&self, seen: &Inspection) -> Vec<Finding> {
        let mut findings = Vec::new();
        let app = seen.app_id.as_ref().map(Id::as_str);
        if let Some(app) = app.filter(|app| *app != self.settings.app_id) {
            findings.push(Finding::error("facebook-token-of-other-app").with("app", app));
        }
        findings.extend(self.kind_finding(seen.r#type.as_deref().unwrap_or_default()));
        findings.extend(scope_findings(&seen.scopes));
        findings.extend(data_finding(seen.data_access_expires_at, self.wire.now()));
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

/// The login of the app, and not that of the Page, was refused.
fn of_app(failure: Failure) -> Failure {
    match failure.class {
        Class::Auth => Failure { reason: "facebook-app-refused".into(), ..failure },
        _ => failure,
    }
}

fn scope_findings(granted: &[String]) -> Vec<Finding> {
    let missing = |scope: &&&str| !granted.iter().any(|one| one == **scope);
    let needed = SCOPES.iter().filter(missing);
    let needed = needed.map(|scope| Finding::error("facebook-scope-missing").with("scope", *scope));
    let comments = [COMMENTS];
    let comments = comments.iter().filter(missing);
    needed.chain(comments.map(|_| Finding::note("facebook-no-comments"))).collect()
}

fn data_finding(ends: i64, now: Instant) -> Option<Finding> {
    let ends = instant(ends)?;
    let near = ends - now < chrono::Duration::days(WARNED);
    near.then(|| {
        Finding::warning("facebook-data-access-ends").with("date", ends.date_naive().to_string())
    })
}

fn instant(seconds: i64) -> Option<Instant> {
    if seconds > 0 { Instant::from_timestamp(seconds, 0) } else { None }
}

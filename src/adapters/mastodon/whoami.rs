//! Who we are on the server, and what is worth knowing about account, token and server.

use super::account::Mastodon;
use super::answers::{Application, Me, is_web};
use super::server::Server;
use super::settings::Visibility;
use crate::failure::Failure;
use crate::finding::Finding;
use crate::platform::Identity;

/// The scopes that the adapter needs, each with the wider ones that contain it.
const SCOPES: [(&str, &[&str]); 4] = [
    ("write:statuses", &["write"]),
    ("write:media", &["write"]),
    ("read:statuses", &["read"]),
    ("read:accounts", &["read", "profile"]),
];

impl Mastodon {
    /// Who we are, with the server known already.
    pub(super) async fn identity(&self) -> Result<Identity, Failure> {
        let me = self.me().await?;
        let application = self.application().await?;
        let server = self.server();
        let mut findings = scope_findings(application.as_ref());
        findings.extend(self.account_findings(&me));
        findings.extend(self.server_findings(&server));
        let url = me.url.filter(|url| is_web(url));
        let host = self.settings.server.host_str().unwrap_or_default();
        let domain = server.domain.as_deref().unwrap_or(host);
        let name = format!("@{}@{domain}", me.acct);
        Ok(Identity { name, url, ends: None, findings })
    }

    fn account_findings(&self, me: &Me) -> Vec<Finding> {
        let private = self.settings.visibility == Visibility::Private;
        [
            (!me.bot).then(|| Finding::note("mastodon-bot-flag-missing")),
            (private && !me.locked).then(|| Finding::warning("mastodon-private-without-lock")),
            (me.limited == Some(true)).then(|| Finding::warning("mastodon-account-limited")),
            me.moved.map(|_| Finding::warning("mastodon-account-moved")),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    fn server_findings(&self, server: &Server) -> Vec<Finding> {
        let keyless = (!server.has_keys() && self.settings.idempotency).then(|| {
            Finding::note("mastodon-server-without-keys").with("version", server.version.as_str())
        });
        let rules = server.rules.iter();
        let rules =
            rules.map(|rule| Finding::note("mastodon-server-rule").with("rule", rule.as_str()));
        keyless.into_iter().chain(rules).collect()
    }
}

fn scope_findings(application: Option<&Application>) -> Vec<Finding> {
    let Some(granted) = application.and_then(|one| one.scopes.as_ref()) else {
        return vec![Finding::note("mastodon-scopes-unknown")];
    };
    let has = |scope: &str| granted.iter().any(|one| one == scope);
    SCOPES
        .iter()
        .filter(|(scope, wider)| !has(scope) && !wider.iter().any(|one| has(one)))
        .map(|(scope, _)| Finding::error("mastodon-scope-missing").with("scope", *scope))
        .collect()
}

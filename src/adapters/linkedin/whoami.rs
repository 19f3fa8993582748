//! Who we are on LinkedIn, and what is worth knowing about login, roles and version.

use super::account::{LinkedIn, MAY_READ};
use super::answers::{Introspected, Page, Role};
use super::author::Author;
use super::login::other_member;
use super::requests;
use crate::clock::Instant;
use crate::failure::{Class, Failure};
use crate::finding::Finding;
use crate::http::Method;
use crate::platform::{Identity, oauth};
use crate::secret::Secret;

/// The roles that may post for a page.
const ROLES: [&str; 2] = ["ADMINISTRATOR", "CONTENT_ADMINISTRATOR"];

impl LinkedIn {
    pub(super) async fn identity(&self) -> Result<Identity, Failure> {
        let token = self.token().await?;
        let (name, mut findings) = match &self.settings.author {
            Author::Person(id) => self.as_member(&token, id).await?,
            Author::Organisation(_) => self.as_page(&token).await?,
        };
        let known = self.introspected(&token).await?;
        findings.extend(self.scope_findings(known.as_ref()).await);
        findings.extend(self.settings.version.finding(self.wire.now()));
        let said = known.and_then(|known| known.expires_at);
        let said = said.and_then(|seconds| Instant::from_timestamp(seconds, 0));
        let ends = self.keeper.ends().await.or(said);
        Ok(Identity { name, url: self.settings.author.page(), ends, findings })
    }

    async fn as_member(&self, token: &Secret, id: &str) -> Result<(String, Vec<Finding>), Failure> {
        let member = self.member(token).await?;
        let other = (member.sub != id).then(|| other_member(&member));
        let name = member.name.filter(|name| !name.trim().is_empty()).unwrap_or(member.sub);
        Ok((name, other.into_iter().collect()))
    }

    async fn as_page(&self, token: &Secret) -> Result<(String, Vec<Finding>), Failure> {
        let mut findings = Vec::new();
        let answer = self.own_posts(0, 1).await?;
        match answer.status {
            200 => self.note_reading(true),
            403 => {
                self.note_reading(false);
                findings.push(Finding::warning("linkedin-cannot-read-back"));
            }
            _ => return Err(self.refused(&answer).await),
        }
        match self.has_role(token).await? {
            Some(true) => {}
            Some(false) => findings.push(Finding::error("linkedin-no-role-on-page")),
            None => findings.push(Finding::note("linkedin-roles-not-shown")),
        }
        Ok((self.settings.author.to_string(), findings))
    }

    /// Whether the owner of `token` may post for our page; none where that is not shown to us.
    pub(super) async fn has_role(&self, token: &Secret) -> Result<Option<bool>, Failure> {
        let author = self.settings.author.to_string();
        for role in ROLES {
            let query = [("q", "roleAssignee"), ("role", role), ("state", "APPROVED")];
            let what = ("roles", Method::GET);
            let request = requests::rest(&self.settings, token, what, "organizationAcls", &query)?;
            let request = request.header("x-restli-method", "FINDER");
            let request = request.map_err(requests::unbuildable)?;
            match self.ask::<Page<Role>>(request).await {
                Ok(page) if page.elements.iter().any(|one| one.is_of(&author)) => {
                    return Ok(Some(true));
                }
                Ok(_) => {}
                Err(failure) if failure.reason == "linkedin-right-missing" => return Ok(None),
                Err(failure) => return Err(failure),
            }
        }
        Ok(Some(false))
    }

    /// What LinkedIn knows of the token; none where no app is named, or it does not know ours.
    async fn introspected(&self, token: &Secret) -> Result<Option<Introspected>, Failure> {
        if self.settings.client.is_none() {
            return Ok(None);
        }
        let fields = [("token", token.expose())];
        let request = self.form("introspectToken", "/oauth/v2/introspectToken", &fields)?;
        match self.ask::<Introspected>(request).await {
            Ok(known) => Ok(Some(known).filter(|known| known.active)),
            Err(failure)
                if matches!(failure.class, Class::Auth | Class::Session | Class::Rejected) =>
            {
                Ok(None)
            }
            Err(failure) => Err(failure),
        }
    }

    async fn scope_findings(&self, known: Option<&Introspected>) -> Vec<Finding> {
        let said = known.and_then(|known| known.scope.as_deref()).map(oauth::scopes);
        let granted = match said {
            Some(scopes) => scopes,
            None => self.keeper.scopes().await,
        };
        if granted.is_empty() {
            return Vec::new();
        }
        let missing = |scope: &&&str| !granted.iter().any(|one| one == **scope);
        let needed = self.scopes_needed();
        let missing = needed.iter().filter(missing).filter(|scope| **scope != MAY_READ);
        let finding = |(at, scope): (bool, &&str)| {
            let finding = if at { Finding::error("linkedin-scope-missing") } else { note() };
            finding.with("scope", *scope)
        };
        // Without the first nothing can be posted; the others only tell us more.
        missing.map(|scope| (*scope == needed[0], scope)).map(finding).collect()
    }
}

fn note() -> Finding {
    Finding::note("linkedin-scope-missing")
}

//! The login with a browser, and renewing it where LinkedIn lets us.

use async_trait::async_trait;

use super::account::{LinkedIn, MAY_READ};
use super::answers::Member;
use super::author::Author;
use super::requests::{address, unbuildable};
use super::settings::Client;
use crate::failure::{Class, Failure};
use crate::finding::Finding;
use crate::http::{Request, Url};
use crate::platform::oauth::{self, Refusals};
use crate::platform::{Begun, CameBack, Exchange, Login, Tokens, WayBack};
use crate::secret::Secret;

const REFUSALS: Refusals =
    Refusals { ended: "linkedin-login-ended", client: "linkedin-app-refused" };

/// What a page needs, and what a member needs.
pub(super) const FOR_PAGES: [&str; 3] =
    ["w_organization_social", MAY_READ, "rw_organization_admin"];
pub(super) const FOR_MEMBERS: [&str; 3] = ["w_member_social", "openid", "profile"];

#[async_trait]
impl Login for LinkedIn {
    fn way_back(&self) -> WayBack {
        WayBack::Loopback
    }

    async fn begin(&self, back: &Url) -> Result<Begun, Failure> {
        let client = self.client()?;
        let page = address(&self.settings.login_server, "/oauth/v2/authorization", &[]);
        let scope = self.scopes_needed().join(" ");
        let values = [
            ("response_type", "code"),
            ("client_id", client.id.as_str()),
            ("redirect_uri", back.as_str()),
            ("scope", &scope),
        ];
        Ok(oauth::begin(page, &values, &[]))
    }

    async fn finish(&self, begun: &Begun, back: &Url, came: &CameBack) -> Result<(), Failure> {
        oauth::check_state(begun, came)?;
        let fields = [
            ("grant_type", "authorization_code"),
            ("code", came.code.as_str()),
            ("redirect_uri", back.as_str()),
        ];
        let tokens = self.granted(&fields, None).await?;
        self.check_login(&tokens.secret()).await?;
        self.keeper.take(tokens).await
    }
}

#[async_trait]
impl Exchange for LinkedIn {
    async fn exchange(&self, tokens: &Tokens) -> Result<Tokens, Failure> {
        let Some(refresh) = &tokens.refresh else {
            let detail = "only approved partners get a token to renew it with";
            return Err(Failure::new(Class::Auth, "session-cannot-be-renewed", detail));
        };
        let fields = [("grant_type", "refresh_token"), ("refresh_token", refresh.as_str())];
        self.granted(&fields, Some(tokens)).await
    }
}

impl LinkedIn {
    pub(super) fn scopes_needed(&self) -> [&'static str; 3] {
        if self.settings.author.is_person() { FOR_MEMBERS } else { FOR_PAGES }
    }

    pub(super) fn client(&self) -> Result<&Client, Failure> {
        let missing = || Failure::new(Class::Auth, "session-cannot-be-renewed", "no app is named");
        self.settings.client.as_ref().ok_or_else(missing)
    }

    /// A form with the app's own login, to `path` on the server where people log in.
    pub(super) fn form(
        &self,
        label: &'static str,
        path: &str,
        fields: &[(&str, &str)],
    ) -> Result<Request, Failure> {
        let client = self.client()?;
        let own = [("client_id", client.id.as_str()), ("client_secret", client.secret.expose())];
        let all = fields.iter().chain(&own);
        let all = all.map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let url = address(&self.settings.login_server, path, &[]);
        Ok(Request::post(label, url).form(all))
    }

    async fn granted(
        &self,
        fields: &[(&str, &str)],
        before: Option<&Tokens>,
    ) -> Result<Tokens, Failure> {
        let request = self.form("accessToken", "/oauth/v2/accessToken", fields)?;
        let answer = self.wire.invisible(request).await?;
        oauth::granted(&answer, before, REFUSALS, self.wire.now())
    }

    /// Whether a new login is of this account.
    async fn check_login(&self, token: &Secret) -> Result<(), Failure> {
        let wrong = match &self.settings.author {
            Author::Person(id) => {
                let member = self.member(token).await?;
                (member.sub != *id).then(|| other_member(&member))
            }
            Author::Organisation(_) => {
                let has = self.has_role(token).await?;
                (has == Some(false)).then(|| Finding::error("linkedin-no-role-on-page"))
            }
        };
        match wrong {
            Some(finding) => Err(Failure { class: Class::Auth, ..Failure::from_finding(&finding) }),
            None => Ok(()),
        }
    }

    /// The member that `token` belongs to.
    pub(super) async fn member(&self, token: &Secret) -> Result<Member, Failure> {
        let url = address(&self.settings.server, "/v2/userinfo", &[]);
        self.ask(Request::get("userinfo", url).bearer(token).map_err(unbuildable)?).await
    }
}

/// The login is of somebody else than the config names.
pub(super) fn other_member(member: &Member) -> Finding {
    let id: String = member.sub.chars().take(64).collect();
    Finding::error("linkedin-other-member").with("urn", format!("urn:li:person:{id}"))
}

//! Logins of Threads and Instagram: a code becomes a token for an hour, that one a token for 60
//! days, and each of these another one before it ends.
//!
//! Sources: "Get Access Tokens" and "Long-Lived Tokens" of Threads, "Business Login" of Instagram
//! (copies of 2026, read in November 2026). The endpoints have no version. They want tokens and
//! secrets as parameters.

use std::collections::BTreeMap;

use async_trait::async_trait;
use serde::Deserialize;

use super::line::{Id, Line, field};
use crate::failure::{Class, Failure};
use crate::http::{Request, Url};
use crate::platform::{Begun, CameBack, Exchange, Tokens};
use crate::secret::Secret;

/// The longest life of a token that is believed, in seconds.
const LONGEST: u64 = 400 * 86_400;

/// The app that people made for these logins.
#[derive(Debug, Clone)]
pub(in crate::adapters) struct App {
    pub(in crate::adapters) id: String,
    pub(in crate::adapters) secret: Secret,
}

/// Where and how a service gives out its tokens.
#[derive(Debug, Clone)]
pub(in crate::adapters) struct LongLived {
    /// The host of tokens that live long.
    pub(in crate::adapters) line: Line,
    /// What the names of its grants begin with: `th` or `ig`.
    pub(in crate::adapters) grant: &'static str,
    /// None where nobody can log in through us, as no app is set.
    pub(in crate::adapters) app: Option<App>,
    /// The page that asks the person.
    pub(in crate::adapters) page: &'static str,
    /// The host that takes codes.
    pub(in crate::adapters) codes: Url,
    /// What is asked for.
    pub(in crate::adapters) scopes: &'static [&'static str],
}

/// A token as these endpoints give it.
#[derive(Deserialize)]
struct Given {
    access_token: String,
    expires_in: Option<u64>,
    /// Instagram: names with commas.
    permissions: Option<String>,
}

/// The answer to a code; Instagram's pages show it in a list.
#[derive(Deserialize)]
#[serde(untagged)]
enum Short {
    Listed { data: Vec<ShortLived> },
    Bare(ShortLived),
}

#[derive(Deserialize)]
struct ShortLived {
    access_token: String,
    #[serde(default, rename = "user_id")]
    _user: Option<Id>,
}

impl LongLived {
    /// What the person opens. The way back has to be registered with the app, to the letter.
    pub(in crate::adapters) fn begin(&self, back: &Url) -> Result<Begun, Failure> {
        let app = self.app()?;
        let state = uuid::Uuid::new_v4().simple().to_string();
        let mut url = Url::parse(self.page)
            .map_err(|error| Failure::new(Class::Local, "own-machine-failed", error))?;
        url.query_pairs_mut()
            .append_pair("client_id", &app.id)
            .append_pair("redirect_uri", back.as_str())
            .append_pair("scope", &self.scopes.join(","))
            .append_pair("response_type", "code")
            .append_pair("state", &state);
        Ok(Begun { url, state: Some(state), kept: BTreeMap::new() })
    }

    /// The tokens for what came back.
    pub(in crate::adapters) async fn trade(
        &self,
        begun: &Begun,
        back: &Url,
        came: &CameBack,
    ) -> Result<Tokens, Failure> {
        if came.state.is_some() && came.state != begun.state {
            let detail = "the state in the address is another one";
            return Err(Failure::new(Class::Auth, "graph-login-not-ours", detail));
        }
        let app = self.app()?;
        let request = self.code_request(app, back, came);
        let short = match self.line.ask::<Short>(request).await? {
            Short::Bare(short) => short,
            Short::Listed { data } => data.into_iter().next().ok_or_else(nothing_given)?,
        };
        let short = Secret::new(short.access_token);
        let query = [
            ("grant_type", format!("{}_exchange_token", self.grant)),
            ("client_secret", app.secret.expose().to_owned()),
            ("access_token", short.expose().to_owned()),
        ];
        self.given("access_token", query).await
    }

    fn code_request(&self, app: &App, back: &Url, came: &CameBack) -> Request {
        let mut url = self.codes.clone();
        url.set_path("/oauth/access_token");
        // The address that the browser ends at has a `#_` behind the code.
        let code = Secret::new(came.code.trim().trim_end_matches("#_"));
        Request::post("login", url).form(vec![
            field("client_id", &app.id),
            field("client_secret", app.secret.expose()),
            field("grant_type", "authorization_code"),
            field("redirect_uri", back.as_str()),
            field("code", code.expose()),
        ])
    }

    async fn given<const N: usize>(
        &self,
        endpoint: &'static str,
        query: [(&str, String); N],
    ) -> Result<Tokens, Failure> {
        let mut url = self.line.address(endpoint, &[]);
        url.query_pairs_mut().extend_pairs(query);
        let given: Given = self.line.ask(Request::get(endpoint, url)).await?;
        if given.access_token.is_empty() || given.access_token.contains(char::is_whitespace) {
            return Err(nothing_given());
        }
        Ok(self.tokens(given))
    }

    fn tokens(&self, given: Given) -> Tokens {
        let now = self.line.wire.now().timestamp();
        let life = given.expires_in.filter(|life| (1..LONGEST).contains(life));
        let ends = life.and_then(|life| now.checked_add_unsigned(life));
        let permissions = given.permissions.unwrap_or_default();
        let scopes = permissions.split(',').map(str::trim).filter(|name| !name.is_empty());
        let scopes = scopes.map(str::to_owned).collect();
        // What is never printed must be known to be a secret from the moment it exists.
        let access = Secret::new(given.access_token);
        Tokens { access_ends: ends, scopes, ..Tokens::of(access.expose(), now) }
    }

    fn app(&self) -> Result<&App, Failure> {
        self.app.as_ref().ok_or_else(|| Failure::new(Class::Auth, "graph-app-missing", ""))
    }
}

#[async_trait]
impl Exchange for LongLived {
    async fn exchange(&self, tokens: &Tokens) -> Result<Tokens, Failure> {
        let query = [
            ("grant_type", format!("{}_refresh_token", self.grant)),
            ("access_token", tokens.secret().expose().to_owned()),
        ];
        self.given("refresh_access_token", query).await
    }
}

fn nothing_given() -> Failure {
    super::line::not_understood("the platform gave no token")
}

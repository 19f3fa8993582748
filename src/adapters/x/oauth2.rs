//! Tokens of OAuth 2.0 (docs.x.com `oauth-2-0`, August 2026). They live two hours. What renews
//! them is good once: each renewal brings the next one, and a used one that is sent again has been
//! seen to end all of its line (trypostit/trypost#126).

use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;

use super::access::unusable;
use super::classify::{self, not_understood};
use super::settings::Settings;
use crate::blobs::Digest;
use crate::clock::SharedClock;
use crate::failure::Failure;
use crate::http::{Answer, Request, Url};
use crate::platform::{Exchange, Keeper, Session, Tokens, Wire};
use crate::secret::Secret;

/// What the account has to allow our app (docs.x.com, and the OpenAPI document 2.167).
pub(super) const SCOPES: [&str; 5] =
    ["tweet.read", "tweet.write", "users.read", "media.write", "offline.access"];

/// How long an access token lives where the answer does not say, in seconds.
const LIFE: i64 = 7200;

/// The longest token that is taken for one.
const LONGEST: usize = 4096;

/// An app of OAuth 2.0 with the tokens of one account.
#[derive(Debug)]
pub(super) struct Client {
    pub(super) keeper: Keeper,
    wire: Wire,
    server: Url,
    client_id: String,
    /// Name and secret as they are sent, where the app has a secret.
    basic: Option<Secret>,
    mark: Digest,
}

/// What the token endpoint gives.
#[derive(Deserialize)]
struct Given {
    access_token: String,
    refresh_token: Option<String>,
    expires_in: Option<i64>,
    scope: Option<String>,
}

impl Client {
    /// The app `client_id`, whose tokens are kept in `session` or begin with `refresh_token`.
    pub(super) fn new(
        client_id: String,
        client_secret: Option<&Secret>,
        refresh_token: Option<Secret>,
        wire: Wire,
        clock: SharedClock,
        session: Session,
        settings: &Settings,
    ) -> Self {
        let basic = client_secret.map(|secret| basic(&client_id, secret));
        let seed = refresh_token.as_ref().map(|seed| seed.expose().to_owned());
        let mark = Digest::of(format!("{client_id}\n{}", seed.unwrap_or_default()).as_bytes());
        let keeper = Keeper::new(session, clock, refresh_token).seeded_to_renew();
        Self { keeper, wire, server: settings.server.clone(), client_id, basic, mark }
    }

    pub(super) async fn fresh(&self) -> Result<Secret, Failure> {
        self.keeper.fresh(self).await
    }

    pub(super) async fn bearer(&self) -> Result<Secret, Failure> {
        self.keeper.bearer().await
    }

    pub(super) fn client_id(&self) -> &str {
        &self.client_id
    }

    pub(super) fn mark(&self) -> Digest {
        self.mark
    }

    /// Asks for tokens with `fields`. Apps without a secret name themselves in the body.
    pub(super) async fn ask(
        &self,
        label: &'static str,
        fields: &[(&str, &str)],
        before: Option<&Tokens>,
    ) -> Result<Tokens, Failure> {
        let mut url = self.server.clone();
        url.set_path("/2/oauth2/token");
        let own = self.basic.is_none().then_some(("client_id", self.client_id.as_str()));
        let fields = fields.iter().copied().chain(own);
        let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        let request = Request::post(label, url).form(fields);
        let request = match &self.basic {
            Some(basic) => request
                .unprinted_header("authorization", &format!("Basic {}", basic.expose()))
                .map_err(unusable)?,
            None => request,
        };
        let answer = self.wire.invisible(request).await?;
        self.read(&answer, before)
    }

    fn read(&self, answer: &Answer, before: Option<&Tokens>) -> Result<Tokens, Failure> {
        if !answer.is_success() {
            return Err(classify::tokens_refused(answer, self.wire.now()));
        }
        let given: Given = answer.json().map_err(|bad| not_understood(bad.to_string()))?;
        let refresh = given.refresh_token.or_else(|| before?.refresh.clone());
        let all = [Some(&given.access_token), refresh.as_ref()];
        if !all.into_iter().flatten().all(|token| is_token(token)) {
            return Err(not_understood("a token of another shape"));
        }
        let now = self.wire.now().timestamp();
        let life = given.expires_in.filter(|life| *life > 0).unwrap_or(LIFE);
        let scopes = given.scope.unwrap_or_default();
        Ok(Tokens {
            refresh,
            access_ends: Some(now.saturating_add(life)),
            scopes: scopes.split_whitespace().map(str::to_owned).collect(),
            ..Tokens::of(given.access_token, now)
        })
    }
}

#[async_trait]
impl Exchange for Client {
    async fn exchange(&self, tokens: &Tokens) -> Result<Tokens, Failure> {
        let refresher = tokens.refresher();
        let fields = [("grant_type", "refresh_token"), ("refresh_token", refresher.expose())];
        self.ask("renew login", &fields, Some(tokens)).await
    }
}

fn basic(client_id: &str, secret: &Secret) -> Secret {
    let encode = |text: &str| url::form_urlencoded::byte_serialize(text.as_bytes()).collect();
    let (id, secret): (String, String) = (encode(client_id), encode(secret.expose()));
    Secret::new(STANDARD.encode(format!("{id}:{secret}")))
}

fn is_token(text: &str) -> bool {
    (1..=LONGEST).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
}

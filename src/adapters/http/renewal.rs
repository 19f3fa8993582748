//! Tokens that end: a recipe says where they are asked for (RFC 6749), and they are kept sealed and
//! renewed as those of every other platform.

use std::sync::Arc;

use async_trait::async_trait;

use super::account::Account;
use super::auth::basic;
use super::recipe::{Auth, Renewal};
use super::requests::{Builder, Unbuildable};
use super::template::Values;
use super::{target, values};
use crate::failure::{Class, Failure};
use crate::http::Request;
use crate::platform::oauth::{self, Refusals};
use crate::platform::{Exchange, Keeper, Setup, Tokens};
use crate::secret::Secret;

const REFUSALS: Refusals = Refusals { ended: "http-login-ended", client: "http-client-refused" };

/// What keeps the tokens of an account, where its recipe has such.
pub(super) fn keeper(setup: &Setup, builder: &Builder) -> Option<Keeper> {
    let seed = builder.recipe.auth.as_ref().and_then(renewal)?.seed()?;
    let seed = builder.own.secrets.get(seed)?.clone();
    let (session, clock) = (setup.session.clone(), Arc::clone(&setup.clock));
    Some(Keeper::new(session, clock, Some(seed)).seeded_to_renew())
}

fn renewal(auth: &Auth) -> Option<&Renewal> {
    match auth {
        Auth::Renewed(renewal) => Some(renewal),
        _ => None,
    }
}

#[async_trait]
impl Exchange for Account {
    async fn exchange(&self, tokens: &Tokens) -> Result<Tokens, Failure> {
        let values = values::of_account(&self.builder.own, &self.builder.recipe);
        let plan = self.builder.recipe.auth.as_ref().and_then(renewal);
        let plan =
            plan.ok_or_else(|| Failure::new(Class::Auth, "session-cannot-be-renewed", ""))?;
        let request = self.builder.token_request(plan, tokens, &values);
        let request = request.map_err(|error| {
            Failure::new(Class::Rejected, "recipe-failed", format_args!("token: {error}"))
        })?;
        let answer = self.wire.invisible(request).await?;
        oauth::granted(&answer, Some(tokens), REFUSALS, self.wire.now())
    }
}

impl Account {
    /// The token that requests carry, renewed where it is time; none where they carry none.
    pub(super) async fn fresh_token(&self) -> Result<Option<Secret>, Failure> {
        match &self.keeper {
            Some(keeper) => keeper.fresh(self).await.map(Some),
            None => Ok(None),
        }
    }

    /// The same as it is, for the visible request.
    pub(super) async fn kept_token(&self) -> Result<Option<Secret>, Failure> {
        match &self.keeper {
            Some(keeper) => keeper.bearer().await.map(Some),
            None => Ok(None),
        }
    }
}

impl Builder {
    fn token_request(
        &self,
        plan: &Renewal,
        tokens: &Tokens,
        values: &Values,
    ) -> Result<Request, Unbuildable> {
        let url = target::aimed(self.place(&plan.head, &plan.path, values)?, self.mock.as_ref());
        let client_id = plan.client_id.text(values)?;
        let client_secret = plan.client_secret.as_ref().and_then(|at| self.own.secrets.get(at));
        let mut form = match plan.refresh {
            Some(_) => vec![
                ("grant_type", "refresh_token".to_owned()),
                ("refresh_token", tokens.refresher().expose().to_owned()),
            ],
            None => vec![("grant_type", "client_credentials".to_owned())],
        };
        if let Some(scope) = &plan.scope {
            form.push(("scope", scope.text(values)?));
        }
        let mut request = Request::post("token", url);
        match client_secret {
            Some(secret) if !plan.in_form => {
                let secret = Secret::new(encoded(secret.expose()));
                request = basic(request, &encoded(&client_id), &secret)?;
            }
            secret => {
                form.push(("client_id", client_id));
                form.extend(secret.map(|secret| ("client_secret", secret.expose().to_owned())));
            }
        }
        let form = form.into_iter().map(|(name, value)| (name.to_owned(), value));
        Ok(request.form(form.collect()))
    }
}

/// As a form has it, so that no colon parts it anew (RFC 6749, section 2.3.1).
fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// `request` with `token`, where there is one.
pub(super) fn with_token(request: Request, token: Option<&Secret>) -> Result<Request, Failure> {
    let Some(token) = token else { return Ok(request) };
    request.bearer(token).map_err(|error| Failure::new(Class::Auth, "login-refused", error))
}

/// `failure` of an answer of `status` to a request with a token that ends: 401 says that it has, and
/// another one is asked for.
pub(super) fn of_token(status: u16, failure: Failure) -> Failure {
    if status == 401 && failure.class == Class::Auth {
        return Failure { class: Class::Session, reason: "http-token-ended".into(), ..failure };
    }
    failure
}

//! Logging in by a number (docs.x.com `oauth-1-0a/pin-based-oauth`, August 2026): for keys of
//! OAuth 1.0a, which do not end, on a machine without a browser.

use std::collections::BTreeMap;

use super::account::X;
use super::classify::{Asked, not_understood};
use super::oauth1::Keys;
use super::requests;
use super::signer::Signer;
use crate::failure::{Class, Failure};
use crate::http::Request;
use crate::platform::{Begun, CameBack};
use crate::secret::Secret;

/// The names under which the login under way is kept.
const TOKEN: &str = "token";
const SECRET: &str = "secret";

/// The longest token that is taken for one.
const LONGEST: usize = 200;

impl X {
    /// Asks for leave to begin, and says where the person agrees.
    pub(super) async fn begin_pin(&self, signer: &Signer) -> Result<Begun, Failure> {
        let request = requests::request_token(&self.settings.server);
        let answer = self.bare(signer, request, None, &[("oauth_callback", "oob")]).await?;
        let [token, secret] = pair(&answer)?;
        let confirmed = answer.get("oauth_callback_confirmed").map(String::as_str) == Some("true");
        if !confirmed {
            return Err(not_understood("the login was not confirmed"));
        }
        let mut url = self.settings.server.clone();
        url.set_path("/oauth/authorize");
        url.query_pairs_mut().append_pair("oauth_token", token.expose());
        let kept = [(TOKEN, token), (SECRET, secret)];
        let kept = kept.map(|(name, value)| (name.to_owned(), value.expose().to_owned()));
        Ok(Begun { url, state: None, kept: BTreeMap::from(kept) })
    }

    /// Trades the number for the account's keys. They are kept if they are those of our account.
    pub(super) async fn finish_pin(
        &self,
        signer: &Signer,
        begun: &Begun,
        came: &CameBack,
    ) -> Result<(), Failure> {
        let kept = |name: &str| begun.kept.get(name).map(|value| Secret::new(value.clone()));
        let (token, secret) =
            kept(TOKEN).zip(kept(SECRET)).ok_or_else(super::login::another_login)?;
        let verifier = Secret::new(came.code.trim());
        let request = requests::access_token(&self.settings.server);
        let keys = signer.app.with(token, secret);
        let more = [("oauth_verifier", verifier.expose())];
        let answer = self.bare(signer, request, Some(&keys), &more).await?;
        let [token, secret] = pair(&answer)?;
        let keys = signer.app.with(token, secret);
        let signed = keys.sign(requests::me(&self.settings.server), self.wire.now());
        let (user, _) = self.read_user(signed.map_err(super::access::unusable)?).await?;
        self.check_name(&user)?;
        signer.take(keys).await?;
        self.keep_me(self.ours(&user).await?).await
    }

    /// Sends a request of the login, and reads its answer, which is a form.
    async fn bare(
        &self,
        signer: &Signer,
        request: Request,
        keys: Option<&Keys>,
        more: &[(&str, &str)],
    ) -> Result<BTreeMap<String, String>, Failure> {
        let app = signer.app.with(Secret::new(""), Secret::new(""));
        let signed = keys.unwrap_or(&app).sign_with(request, more, self.wire.now());
        let answer = self.wire.invisible(signed.map_err(super::access::unusable)?).await?;
        if answer.status == 401 {
            return Err(Failure::new(Class::Auth, "x-pin-refused", ""));
        }
        if !answer.is_success() {
            return Err(self.refused(Asked::Plain, &answer));
        }
        Ok(url::form_urlencoded::parse(&answer.body).into_owned().collect())
    }
}

/// The token of an answer, and its secret.
fn pair(answer: &BTreeMap<String, String>) -> Result<[Secret; 2], Failure> {
    let value = |name: &str| {
        let value = answer.get(name)?;
        let sound = (1..=LONGEST).contains(&value.len());
        let sound = sound && value.bytes().all(|byte| byte.is_ascii_graphic());
        sound.then(|| Secret::new(value.clone()))
    };
    let pair = value("oauth_token").zip(value("oauth_token_secret"));
    let (token, secret) = pair.ok_or_else(|| not_understood("no token in the answer"))?;
    Ok([token, secret])
}

//! Logging in with a browser: an authorisation code, bound to us by a verifier (PKCE); or a number
//! for keys of OAuth 1.0a.

use std::collections::BTreeMap;

use async_trait::async_trait;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

use super::access::Access;
use super::account::X;
use super::oauth2::SCOPES;
use crate::failure::{Class, Failure};
use crate::http::Url;
use crate::platform::{Begun, CameBack, Login, WayBack};
use crate::secret::Secret;

/// The name under which the verifier is kept.
const VERIFIER: &str = "verifier";

#[async_trait]
impl Login for X {
    fn way_back(&self) -> WayBack {
        match self.access {
            Access::OAuth2(_) => WayBack::Loopback,
            Access::Keys(_) => WayBack::Pin,
        }
    }

    async fn begin(&self, back: &Url) -> Result<Begun, Failure> {
        let client = match &self.access {
            Access::OAuth2(client) => client,
            Access::Keys(signer) => return self.begin_pin(signer).await,
        };
        let (state, verifier) = (random(), Secret::new(random()));
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.expose().as_bytes()));
        let mut url = self.settings.login.clone();
        url.set_path("/i/oauth2/authorize");
        url.query_pairs_mut().extend_pairs([
            ("response_type", "code"),
            ("client_id", client.client_id()),
            ("redirect_uri", back.as_str()),
            ("scope", &SCOPES.join(" ")),
            ("state", &state),
            ("code_challenge", &challenge),
            ("code_challenge_method", "S256"),
        ]);
        let kept = BTreeMap::from([(VERIFIER.to_owned(), verifier.expose().to_owned())]);
        Ok(Begun { url, state: Some(state), kept })
    }

    /// The code lives 30 seconds, and is good once.
    async fn finish(&self, begun: &Begun, back: &Url, came: &CameBack) -> Result<(), Failure> {
        let client = match &self.access {
            Access::OAuth2(client) => client,
            Access::Keys(signer) => return self.finish_pin(signer, begun, came).await,
        };
        let verifier = begun.kept.get(VERIFIER).ok_or_else(another_login)?;
        if begun.state.is_none() || begun.state != came.state {
            return Err(another_login());
        }
        let code = Secret::new(came.code.clone());
        let fields = [
            ("grant_type", "authorization_code"),
            ("code", code.expose()),
            ("redirect_uri", back.as_str()),
            ("code_verifier", verifier.as_str()),
        ];
        let tokens = client.ask("log in", &fields, None).await?;
        let me = self.ask_who(&tokens.secret()).await?;
        client.keeper.take(tokens).await?;
        self.keep_me(me).await
    }
}

/// 256 random bits, which nobody else can know.
fn random() -> String {
    URL_SAFE_NO_PAD.encode(rand::random::<[u8; 32]>())
}

pub(super) fn another_login() -> Failure {
    Failure::new(Class::Auth, "x-login-not-ours", "")
}

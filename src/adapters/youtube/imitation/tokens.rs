//! Logins and tokens.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;

use super::intake::{Outcome, refused};
use crate::blobs::Digest;
use crate::clock::Instant;
use crate::platform::mock::{Asked, Reply};

/// The refresh token that a person got, and the secret of the client.
pub(in crate::adapters::youtube) const REFRESH: &str = "imitated-google-refresh-token";
pub(super) const CLIENT_SECRET: &str = "imitated-google-client-secret";

/// How long an access token lives, and a login of a project in "Testing", in seconds.
const ACCESS: i64 = 3599;
const TESTING: i64 = 7 * 86_400;

/// The account's login.
#[derive(Debug)]
pub(super) struct Tokens {
    scopes: &'static str,
    testing: bool,
    access: BTreeMap<String, i64>,
    /// Refresh tokens with their ends, where they have one. They are not exchanged for others.
    refresh: BTreeMap<String, Option<i64>>,
    logins: u64,
    issued: u64,
}

impl Tokens {
    pub(super) fn new(scopes: &'static str, testing: bool) -> Self {
        let refresh = BTreeMap::from([(REFRESH.to_owned(), None)]);
        Self { scopes, testing, access: BTreeMap::new(), refresh, logins: 0, issued: 0 }
    }

    /// Ends every token for requests, or the whole login.
    pub(super) fn end(&mut self, for_ever: bool) {
        self.access.clear();
        if for_ever {
            self.refresh.clear();
        }
    }

    pub(super) fn check(&self, asked: &Asked, now: Instant) -> Result<(), Reply> {
        let ends = asked.bearer().and_then(|token| self.access.get(token));
        if ends.is_some_and(|ends| now.timestamp() < *ends) {
            return Ok(());
        }
        let message = "Request had invalid authentication credentials.";
        Err(refused(401, "authError", message))
    }

    pub(super) fn grant(&mut self, asked: &Asked, now: Instant) -> Outcome {
        let form = asked.form().filter(|_| asked.query.is_empty());
        let form: BTreeMap<_, _> =
            form.ok_or_else(|| oauth(400, "invalid_request"))?.into_iter().collect();
        let known = [
            "grant_type",
            "code",
            "redirect_uri",
            "code_verifier",
            "refresh_token",
            "client_id",
            "client_secret",
        ];
        if form.keys().any(|name| !known.contains(&name.as_str())) {
            return Err(oauth(400, "invalid_request"));
        }
        let get = |name: &str| form.get(name).map(String::as_str).unwrap_or_default();
        if get("client_id").is_empty() || get("client_secret") != CLIENT_SECRET {
            return Err(oauth(401, "invalid_client"));
        }
        let now = now.timestamp();
        match get("grant_type") {
            "refresh_token" => {
                let ends = self.refresh.get(get("refresh_token"));
                let lives = ends.is_some_and(|ends| ends.is_none_or(|ends| now < ends));
                if lives { Ok(self.issue(None, now)) } else { Err(oauth(400, "invalid_grant")) }
            }
            "authorization_code" if self.is_code(get("code"), get("code_verifier")) => {
                if !get("redirect_uri").starts_with("http://") {
                    return Err(oauth(400, "redirect_uri_mismatch"));
                }
                self.logins += 1;
                let refresh = format!("imitated-google-refresh-token-{}", self.logins);
                self.refresh.insert(refresh.clone(), self.testing.then_some(now + TESTING));
                Ok(self.issue(Some(refresh), now))
            }
            "authorization_code" => Err(oauth(400, "invalid_grant")),
            _ => Err(oauth(400, "unsupported_grant_type")),
        }
    }

    /// The code that a login in a browser brings ends in the challenge it was asked with.
    fn is_code(&self, code: &str, verifier: &str) -> bool {
        let challenge = URL_SAFE_NO_PAD.encode(Digest::of(verifier.as_bytes()).as_bytes());
        code == format!("imitated-code-{}/{challenge}", self.logins + 1)
    }

    fn issue(&mut self, refresh: Option<String>, now: i64) -> Reply {
        self.issued += 1;
        let token = format!("ya29.imitated-google-access-{}", self.issued);
        self.access.insert(token.clone(), now + ACCESS);
        let mut body = json!({
            "access_token": token,
            "expires_in": ACCESS,
            "scope": self.scopes,
            "token_type": "Bearer",
        });
        if let Some(refresh) = refresh {
            body["refresh_token"] = json!(refresh);
            if self.testing {
                body["refresh_token_expires_in"] = json!(TESTING);
            }
        }
        Reply::json(200, &body)
    }
}

fn oauth(status: u16, error: &str) -> Reply {
    Reply::json(status, &json!({ "error": error, "error_description": "Bad Request" }))
}

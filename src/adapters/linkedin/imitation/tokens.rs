//! Logins and tokens.

use std::collections::BTreeMap;

use serde_json::json;

use super::intake::{Outcome, refused};
use crate::clock::Instant;
use crate::platform::mock::{Asked, Reply};

/// The token that a person made, and the secret of the app.
pub(in crate::adapters::linkedin) const SEED: &str = "imitated-linkedin-token-of-a-person";
pub(super) const CLIENT_SECRET: &str = "imitated-linkedin-client-secret";

/// How long tokens live, in seconds: 60 days, and a year from the first login.
const ACCESS: i64 = 5_184_000;
const REFRESH: i64 = 365 * 86_400;

/// What is known of the account's login.
#[derive(Debug)]
pub(super) struct Tokens {
    partner: bool,
    /// Access tokens with their ends; none for the seed before it was used.
    access: BTreeMap<String, Option<i64>>,
    /// The refresh token and its end, which never moves on.
    refresh: Option<(String, i64)>,
    codes: u64,
    issued: u64,
    revoked: bool,
}

impl Tokens {
    pub(super) fn new(partner: bool) -> Self {
        let access = BTreeMap::from([(SEED.to_owned(), None)]);
        Self { partner, access, refresh: None, codes: 0, issued: 0, revoked: false }
    }

    /// Ends every token for requests, or the whole login.
    pub(super) fn end(&mut self, for_ever: bool) {
        self.access.clear();
        if for_ever {
            self.refresh = None;
            self.revoked = true;
        }
    }

    pub(super) fn check(&mut self, asked: &Asked, now: Instant) -> Result<(), Reply> {
        let Some(given) = asked.bearer() else {
            return Err(refused(401, "EMPTY_ACCESS_TOKEN", "Empty oauth2 access token"));
        };
        let now = now.timestamp();
        let ends = self.access.get_mut(given).map(|ends| *ends.get_or_insert(now + ACCESS));
        match ends {
            None => Err(refused(401, "REVOKED_ACCESS_TOKEN", "The token has been revoked")),
            Some(ends) if ends <= now => {
                Err(refused(401, "EXPIRED_ACCESS_TOKEN", "The token has expired"))
            }
            Some(_) => Ok(()),
        }
    }

    pub(super) fn grant(&mut self, asked: &Asked, now: Instant) -> Outcome {
        let form = Form::of(asked)?;
        form.only(&[
            "grant_type",
            "code",
            "redirect_uri",
            "refresh_token",
            "client_id",
            "client_secret",
        ])?;
        form.check_client()?;
        let now = now.timestamp();
        match form.get("grant_type") {
            "authorization_code" if form.get("code") == self.next_code() && !self.revoked => {
                if !form.get("redirect_uri").starts_with("http") {
                    return Err(oauth(400, "invalid_redirect_uri", "redirect_uri is missing"));
                }
                self.codes += 1;
                let refresh = (format!("imitated-refresh-token-{}", self.codes), now + REFRESH);
                self.refresh = self.partner.then_some(refresh);
            }
            "refresh_token" if self.is_refresh(form.get("refresh_token"), now) => {}
            "authorization_code" | "refresh_token" => {
                return Err(oauth(
                    400,
                    "invalid_grant",
                    "The provided grant is invalid or expired",
                ));
            }
            _ => return Err(oauth(400, "unsupported_grant_type", "no such grant")),
        }
        Ok(self.issue(now))
    }

    /// The code that the next login in a browser brings.
    fn next_code(&self) -> String {
        format!("imitated-code-{}", self.codes + 1)
    }

    fn is_refresh(&self, given: &str, now: i64) -> bool {
        self.refresh.as_ref().is_some_and(|(token, ends)| token == given && now < *ends)
    }

    fn issue(&mut self, now: i64) -> Reply {
        self.issued += 1;
        let token = format!("imitated-linkedin-access-token-{}", self.issued);
        self.access.insert(token.clone(), Some(now + ACCESS));
        let mut body = json!({ "access_token": token, "expires_in": ACCESS, "scope": "" });
        body["scope"] = json!("w_organization_social,r_organization_social,rw_organization_admin");
        if let Some((refresh, ends)) = &self.refresh {
            body["refresh_token"] = json!(refresh);
            body["refresh_token_expires_in"] = json!(ends - now);
        }
        Reply::json(200, &body)
    }

    pub(super) fn introspect(&mut self, asked: &Asked, scopes: &[&str], now: Instant) -> Outcome {
        let form = Form::of(asked)?;
        form.only(&["client_id", "client_secret", "token"])?;
        form.check_client()?;
        let now = now.timestamp();
        let ends = self.access.get(form.get("token")).map(|ends| ends.unwrap_or(now + ACCESS));
        let Some(ends) = ends.filter(|ends| *ends > now) else {
            return Ok(Reply::json(200, &json!({ "active": false, "status": "revoked" })));
        };
        Ok(Reply::json(
            200,
            &json!({
                "active": true,
                "status": "active",
                "client_id": form.get("client_id"),
                "expires_at": ends,
                "authorized_at": now,
                "scope": scopes.join(","),
            }),
        ))
    }
}

struct Form(Vec<(String, String)>);

impl Form {
    fn of(asked: &Asked) -> Result<Self, Reply> {
        let form = asked.form().filter(|_| asked.query.is_empty());
        form.map(Self).ok_or_else(|| oauth(400, "invalid_request", "the request is no form"))
    }

    fn only(&self, known: &[&str]) -> Result<(), Reply> {
        match self.0.iter().find(|(name, _)| !known.contains(&name.as_str())) {
            Some((name, _)) => Err(oauth(400, "invalid_request", &format!("unknown: {name}"))),
            None => Ok(()),
        }
    }

    fn get(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(other, _)| other == name);
        found.map(|(_, value)| value.as_str()).unwrap_or_default()
    }

    fn check_client(&self) -> Result<(), Reply> {
        if !self.get("client_id").is_empty() && self.get("client_secret") == CLIENT_SECRET {
            return Ok(());
        }
        Err(oauth(401, "invalid_client", "Client authentication failed"))
    }
}

fn oauth(status: u16, error: &str, description: &str) -> Reply {
    Reply::json(status, &json!({ "error": error, "error_description": description }))
}

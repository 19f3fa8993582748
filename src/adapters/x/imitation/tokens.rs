//! Tokens of OAuth 2.0: two hours each, renewed by what is good once.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::Refusal;
use crate::clock::Instant;
use crate::platform::mock::{Asked, Reply};

/// The secrets that the imitation accepts, by setting.
pub(super) const SECRETS: [(&str, &str); 2] = [
    ("client_secret", "imitated-client-secret-0123456789"),
    ("refresh_token", "imitated-refresh-token-0123456789"),
];

/// How long an access token and a code live, in seconds.
const LIFE: i64 = 7200;
const CODE_LIFE: i64 = 30;

/// The tokens of one account.
#[derive(Debug)]
pub(super) struct Tokens {
    scopes: &'static str,
    /// The access tokens that hold, with their ends.
    live: Vec<(String, i64)>,
    /// The one refresh token that is good; none once the line of tokens has ended.
    refresh: Option<String>,
    code: Option<Code>,
    made: u32,
    over: bool,
}

/// A login under way.
#[derive(Debug)]
struct Code {
    code: String,
    ends: i64,
    challenge: String,
    client_id: String,
    redirect_uri: String,
}

impl Tokens {
    pub(super) fn new(scopes: &'static str) -> Self {
        let refresh = Some(SECRETS[1].1.to_owned());
        Self { scopes, live: Vec::new(), refresh, code: None, made: 0, over: false }
    }

    pub(super) fn end(&mut self, for_ever: bool) {
        self.live.clear();
        if for_ever {
            self.refresh = None;
            self.over = true;
        }
    }

    pub(super) fn check(&self, token: &str, scope: &str, now: Instant) -> Result<(), Refusal> {
        let now = now.timestamp();
        if !self.live.iter().any(|(live, ends)| live == token && now < *ends) {
            return Err(Refusal::unauthorized());
        }
        if !self.scopes.split(' ').any(|granted| granted == scope) {
            return Err(Refusal::blank(403, "Forbidden", "Forbidden"));
        }
        Ok(())
    }

    /// The page on which a person agrees, who does so at once.
    pub(super) fn authorize(&mut self, asked: &Asked, now: Instant) -> Reply {
        let given = |name: &str| asked.query(name).unwrap_or_default().to_owned();
        let sound = given("response_type") == "code"
            && given("code_challenge_method") == "S256"
            && URL_SAFE_NO_PAD.decode(given("code_challenge")).is_ok_and(|hash| hash.len() == 32)
            && (1..=500).contains(&given("state").len())
            && !given("client_id").is_empty()
            && given("scope").split(' ').any(|scope| scope == "offline.access");
        let Ok(mut back) = crate::http::Url::parse(&given("redirect_uri")) else {
            return Reply::html(400, "<h1>Something went wrong</h1>");
        };
        if !sound {
            return Reply::html(400, "<h1>Something went wrong</h1>");
        }
        let code = self.next("code");
        back.query_pairs_mut().append_pair("state", &given("state")).append_pair("code", &code);
        self.code = Some(Code {
            code,
            ends: now.timestamp() + CODE_LIFE,
            challenge: given("code_challenge"),
            client_id: given("client_id"),
            redirect_uri: given("redirect_uri"),
        });
        Reply::empty(302).header("location", back.to_string())
    }

    pub(super) fn token(&mut self, asked: &Asked, now: Instant) -> Reply {
        let form = asked.form().unwrap_or_default();
        let one = |name: &str| {
            let mut all = form.iter().filter(|(key, _)| key == name);
            all.next().filter(|_| all.next().is_none()).map(|(_, value)| value.as_str())
        };
        let Some(client_id) = client(asked, one("client_id")) else {
            return refused(401, "unauthorized_client", "Missing valid authorization header");
        };
        let granted = match one("grant_type") {
            Some("refresh_token") => self.renews(one("refresh_token")),
            Some("authorization_code") => self.trades(&client_id, &one, now.timestamp()),
            _ => return refused(400, "unsupported_grant_type", "This grant type is not supported"),
        };
        if !granted || self.over {
            return refused(400, "invalid_request", "Value passed for the token was invalid.");
        }
        Reply::json(200, &self.issue(now.timestamp()))
    }

    /// A refresh token that is used a second time ends the whole line.
    fn renews(&mut self, given: Option<&str>) -> bool {
        let good = self.refresh.is_some() && self.refresh.as_deref() == given;
        if !good {
            self.refresh = None;
            self.live.clear();
        }
        good
    }

    fn trades<'a>(
        &mut self,
        client_id: &str,
        one: &impl Fn(&str) -> Option<&'a str>,
        now: i64,
    ) -> bool {
        let Some(code) = self.code.take() else { return false };
        let verifier = one("code_verifier").unwrap_or_default();
        code.code == one("code").unwrap_or_default()
            && now < code.ends
            && code.client_id == client_id
            && Some(code.redirect_uri.as_str()) == one("redirect_uri")
            && (43..=128).contains(&verifier.len())
            && URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.as_bytes())) == code.challenge
    }

    fn issue(&mut self, now: i64) -> Value {
        let (access, refresh) = (self.next("access"), self.next("refresh"));
        self.live.push((access.clone(), now + LIFE));
        let renewable = self.scopes.contains("offline.access");
        self.refresh = renewable.then(|| refresh.clone());
        let mut given = json!({
            "token_type": "bearer",
            "expires_in": LIFE,
            "access_token": access,
            "scope": self.scopes,
        });
        if renewable {
            given["refresh_token"] = json!(refresh);
        }
        given
    }

    fn next(&mut self, what: &str) -> String {
        self.made += 1;
        format!("imitated-{what}-{:020}", self.made)
    }
}

/// Which app asks: one with a secret says it in the header, any other one in the body.
fn client(asked: &Asked, in_body: Option<&str>) -> Option<String> {
    let Some(header) = asked.header("authorization") else {
        return in_body.filter(|id| !id.is_empty()).map(str::to_owned);
    };
    let pair = STANDARD.decode(header.strip_prefix("Basic ")?).ok()?;
    let pair = String::from_utf8(pair).ok()?;
    let (id, secret) = pair.split_once(':')?;
    (secret == SECRETS[0].1 && !id.is_empty()).then(|| id.to_owned())
}

fn refused(status: u16, error: &str, words: &str) -> Reply {
    Reply::json(status, &json!({ "error": error, "error_description": words }))
}

//! What the imitations of Meta's services share: the form of refusals, tokens that live 60 days,
//! and how parameters are judged.

use std::collections::BTreeSet;
use std::time::Duration;

use serde_json::json;

use crate::clock::Instant;
use crate::platform::mock::{Asked, Reply};

/// A day.
const DAY: chrono::Duration = chrono::Duration::days(1);

/// What a request comes to: an answer either way; the error is one that ends it early.
pub(in crate::adapters) type Outcome = Result<Reply, Reply>;

/// The tokens of one account, and the app through which they are given out.
#[derive(Debug)]
pub(in crate::adapters) struct Tokens {
    /// What the names of grants begin with.
    pub(in crate::adapters) grant: &'static str,
    pub(in crate::adapters) app_id: &'static str,
    pub(in crate::adapters) app_secret: &'static str,
    /// The code that the login page gives, which is good once.
    pub(in crate::adapters) code: Option<&'static str>,
    pub(in crate::adapters) user: &'static str,
    known: Vec<Token>,
    revoked: bool,
}

#[derive(Debug)]
struct Token {
    value: String,
    /// When it was given out; the first one long ago, however long that is.
    given: Option<Instant>,
    ends: Option<Instant>,
    long_lived: bool,
}

impl Tokens {
    /// The tokens of `user`, of which `first` was made by hand some weeks ago.
    pub(in crate::adapters) fn new(
        grant: &'static str,
        first: &str,
        app: (&'static str, &'static str),
        user: &'static str,
    ) -> Self {
        let value = first.to_owned();
        let first = Token { value, given: None, ends: None, long_lived: true };
        let (app_id, app_secret) = app;
        let code = Some("imitated-login-code");
        Self { grant, app_id, app_secret, code, user, known: vec![first], revoked: false }
    }

    /// Every login of the account is over.
    pub(in crate::adapters) fn revoke(&mut self) {
        self.revoked = true;
    }

    /// Whether the request has a token that holds.
    pub(in crate::adapters) fn authorise(
        &mut self,
        asked: &Asked,
        now: Instant,
    ) -> Result<(), Reply> {
        let bearer = asked.bearer().ok_or_else(|| {
            refused(2500, None, "An active access token must be used to query information")
        })?;
        self.holds(bearer, now).map(|_| ())
    }

    /// When the token of the request ends, in seconds since 1970; 0 where it does not.
    pub(in crate::adapters) fn ends(&mut self, value: &str, now: Instant) -> Result<i64, Reply> {
        let at = self.holds(value, now)?;
        Ok(self.known[at].ends.map_or(0, |ends| ends.timestamp()))
    }

    fn holds(&mut self, value: &str, now: Instant) -> Result<usize, Reply> {
        let found = self.known.iter().position(|token| token.value == value);
        let at = found.ok_or_else(|| refused(190, None, "Invalid OAuth access token."))?;
        let token = &mut self.known[at];
        // The first one has 59 days left when it is first seen.
        let ends = *token.ends.get_or_insert(now + DAY * 59);
        if self.revoked {
            return Err(refused(
                190,
                Some(460),
                "Error validating access token: the session was invalidated",
            ));
        }
        if ends <= now {
            return Err(refused(
                190,
                Some(463),
                "Error validating access token: Session has expired",
            ));
        }
        Ok(at)
    }

    /// The answer to one of the endpoints that give out tokens; none for other requests.
    pub(in crate::adapters) fn endpoint(&mut self, asked: &Asked, now: Instant) -> Option<Outcome> {
        match (asked.method.as_str(), asked.path.as_str()) {
            ("GET", "/refresh_access_token") => Some(self.refresh(asked, now)),
            ("GET", "/access_token") => Some(self.exchange(asked, now)),
            ("POST", "/oauth/access_token") => Some(self.code(asked, now)),
            _ => None,
        }
    }

    fn refresh(&mut self, asked: &Asked, now: Instant) -> Outcome {
        only(&asked.query, &["grant_type", "access_token"])?;
        self.wants_grant(asked, "refresh_token")?;
        let at = self.holds(asked.query("access_token").unwrap_or_default(), now)?;
        let token = &self.known[at];
        let old_enough = token.given.is_none_or(|given| now - given >= DAY);
        if !token.long_lived || !old_enough {
            return Err(refused(100, None, "The access token must be at least 24 hours old"));
        }
        Ok(self.give(now, 60 * 86_400, true))
    }

    fn exchange(&mut self, asked: &Asked, now: Instant) -> Outcome {
        only(&asked.query, &["grant_type", "client_secret", "access_token"])?;
        self.wants_grant(asked, "exchange_token")?;
        if asked.query("client_secret") != Some(self.app_secret) {
            return Err(refused(1, None, "Error validating client secret."));
        }
        let at = self.holds(asked.query("access_token").unwrap_or_default(), now)?;
        if self.known[at].long_lived {
            return Err(refused(452, None, "Session key invalid"));
        }
        Ok(self.give(now, 60 * 86_400, true))
    }

    fn code(&mut self, asked: &Asked, now: Instant) -> Outcome {
        let form = asked.form().unwrap_or_default();
        only(&form, &["client_id", "client_secret", "grant_type", "redirect_uri", "code"])?;
        let value = |name: &str| value(&form, name).unwrap_or_default();
        let right = value("client_id") == self.app_id
            && value("client_secret") == self.app_secret
            && value("grant_type") == "authorization_code"
            && value("redirect_uri").starts_with("https://");
        if !right || self.code.is_none_or(|code| code != value("code")) {
            let body = json!({
                "error_type": "OAuthException", "code": 400,
                "error_message": "Invalid verification code",
            });
            return Err(Reply::json(400, &body));
        }
        self.code = None;
        let token = self.add(now, 3600, false);
        Ok(Reply::json(200, &json!({ "access_token": token, "user_id": self.user })))
    }

    fn wants_grant(&self, asked: &Asked, grant: &str) -> Result<(), Reply> {
        if asked.query("grant_type") == Some(format!("{}_{grant}", self.grant).as_str()) {
            return Ok(());
        }
        Err(refused(100, None, "Invalid grant_type"))
    }

    fn give(&mut self, now: Instant, seconds: i64, long_lived: bool) -> Reply {
        let token = self.add(now, seconds, long_lived);
        let given = json!({ "access_token": token, "token_type": "bearer", "expires_in": seconds });
        Reply::json(200, &given)
    }

    fn add(&mut self, now: Instant, seconds: i64, long_lived: bool) -> String {
        let value = format!("imitated-{}-token-number-{}", self.grant, self.known.len());
        let ends = Some(now + chrono::Duration::seconds(seconds));
        self.known.push(Token { value: value.clone(), given: Some(now), ends, long_lived });
        value
    }
}

/// A refusal as Meta's services word it.
pub(in crate::adapters) fn refused(code: i64, subcode: Option<i64>, message: &str) -> Reply {
    let mut error = json!({
        "message": message, "type": "OAuthException", "code": code, "is_transient": false,
        "fbtrace_id": "AimitatedTraceId",
    });
    if let Some(subcode) = subcode {
        error["error_subcode"] = json!(subcode);
    }
    Reply::json(400, &json!({ "error": error }))
}

/// That something does not exist, or not for this token.
pub(in crate::adapters) fn missing(id: &str) -> Reply {
    let message = format!(
        "Unsupported request. Object with ID '{id}' does not exist, cannot be loaded due to missing \
         permissions, or does not support this operation"
    );
    refused(100, Some(33), &message)
}

/// That a parameter is wrong.
pub(in crate::adapters) fn invalid(message: &str) -> Reply {
    refused(100, None, &format!("(#100) {message}"))
}

/// The answer where too much was asked; the wait is told in whole minutes.
pub(in crate::adapters) fn limited(wait: Duration, code: i64) -> Reply {
    let minutes = wait.as_secs().div_ceil(60);
    let usage = json!({ "17841400000000001": [{
        "type": "instagram", "call_count": 100, "total_cputime": 20, "total_time": 20,
        "estimated_time_to_regain_access": minutes,
    }] });
    refused(code, None, "There have been too many calls to this account.")
        .header("x-business-use-case-usage", usage.to_string())
}

/// Refuses fields that are not `known`, and fields that come twice.
pub(in crate::adapters) fn only(fields: &[(String, String)], known: &[&str]) -> Result<(), Reply> {
    let mut seen = BTreeSet::new();
    for (name, _) in fields {
        if !known.contains(&name.as_str()) {
            return Err(invalid(&format!("Unknown parameter {name}")));
        }
        if !seen.insert(name) {
            return Err(invalid(&format!("Param {name} was given twice")));
        }
    }
    Ok(())
}

/// The value of a field.
pub(in crate::adapters) fn value<'f>(
    fields: &'f [(String, String)],
    name: &str,
) -> Option<&'f str> {
    fields.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}

/// The fields that are asked for, each of which must be `known`.
pub(in crate::adapters) fn wanted<'a>(
    asked: &'a Asked,
    known: &[&str],
) -> Result<Vec<&'a str>, Reply> {
    let names: Vec<_> = asked.query("fields").unwrap_or("id").split(',').collect();
    match names.iter().find(|name| !known.contains(name)) {
        Some(name) => Err(invalid(&format!("Tried accessing nonexisting field ({name})"))),
        None => Ok(names),
    }
}

/// A time as Meta writes it.
pub(in crate::adapters) fn written(at: Instant) -> String {
    at.format("%Y-%m-%dT%H:%M:%S+0000").to_string()
}

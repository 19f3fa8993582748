//! Logins and tokens.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::counters::Counters;
use super::intake::{self, Refused};
use super::{Call, Knobs, PASSWORD, hashes};
use crate::adapters::bluesky::syntax;
use crate::blobs::Digest;
use crate::platform::mock::Reply;

/// How long tokens live, and how long an exchanged refresh token is still taken, in seconds.
const ACCESS_LIFE: i64 = 120 * 60;
const REFRESH_LIFE: i64 = 90 * 86_400;
const GRACE: i64 = 2 * 3600;

/// The longest life of a token for another service, in seconds.
const SERVICE_LIFE: i64 = 3600;

#[derive(Debug, Clone, PartialEq, Eq)]
enum Kind {
    Access,
    Refresh {
        /// The token it was exchanged for.
        next: Option<String>,
    },
    Service {
        audience: String,
        method: Option<String>,
    },
}

#[derive(Debug)]
struct Token {
    kind: Kind,
    ends: i64,
}

/// The account's login, and every token it was given.
#[derive(Debug)]
pub(super) struct Sessions {
    endpoint: String,
    /// The handle and DID of the one account, once somebody logged in.
    account: Option<(String, String)>,
    tokens: BTreeMap<String, Token>,
    issued: u64,
    revoked: bool,
}

impl Sessions {
    pub(super) fn new(knobs: &Knobs) -> Self {
        let endpoint = knobs.endpoint.clone();
        Self { endpoint, account: None, tokens: BTreeMap::new(), issued: 0, revoked: false }
    }

    /// Logs in. The first name that is used is that of the account.
    pub(super) fn create(
        &mut self,
        call: &Call<'_>,
        counters: &mut Counters,
    ) -> Result<Reply, Refused> {
        let input = intake::json_body(call)?;
        intake::fields(&input, &["identifier", "password", "authFactorToken", "allowTakendown"])?;
        let identifier = intake::text(&input, "identifier")?;
        let password = intake::text(&input, "password")?;
        counters.login(call.now)?;
        if self.revoked || password != PASSWORD || !self.is_ours(&identifier) {
            let message = "Invalid identifier or password";
            return Err(Refused::of(401, "AuthenticationRequired", message));
        }
        let now = call.now.timestamp();
        let refresh = self.issue(Kind::Refresh { next: None }, now, REFRESH_LIFE);
        Ok(self.session(&refresh, now))
    }

    /// Exchanges a refresh token. One that was exchanged already gives the same one again.
    pub(super) fn refresh(&mut self, call: &Call<'_>) -> Result<Reply, Refused> {
        intake::post(call)?;
        intake::query_of(call, &[])?;
        if !call.asked.body.is_empty() {
            let message = "A request body was provided when none was expected";
            return Err(Refused::invalid(message));
        }
        let given = self.valid(call, |kind| matches!(kind, Kind::Refresh { .. }))?;
        let now = call.now.timestamp();
        let next = match self.tokens.get(&given).map(|token| token.kind.clone()) {
            Some(Kind::Refresh { next: Some(next) }) => next,
            _ => self.issue(Kind::Refresh { next: None }, now, REFRESH_LIFE),
        };
        if let Some(token) = self.tokens.get_mut(&given) {
            token.kind = Kind::Refresh { next: Some(next.clone()) };
            token.ends = token.ends.min(now + GRACE);
        }
        Ok(self.session(&next, now))
    }

    pub(super) fn whoami(&self, call: &Call<'_>, confirmed: bool) -> Result<Reply, Refused> {
        if call.asked.method != "GET" {
            return Err(Refused::invalid("Incorrect HTTP method (POST) expected GET"));
        }
        intake::query_of(call, &[])?;
        self.access(call)?;
        let mut body = self.account_document();
        body["email"] = "office@example.org".into();
        body["emailConfirmed"] = confirmed.into();
        Ok(Reply::json(200, &body))
    }

    /// Gives out a token for another service.
    pub(super) fn service_token(&mut self, call: &Call<'_>) -> Result<Reply, Refused> {
        let audience = intake::query(call, &["aud", "exp", "lxm"], "aud")?;
        self.access(call)?;
        let now = call.now.timestamp();
        let method = call.asked.query("lxm").map(str::to_owned);
        if method.as_ref().is_some_and(|method| !syntax::is_nsid(method)) {
            return Err(Refused::invalid("Error: lxm must be a valid nsid"));
        }
        if !syntax::is_did(&audience) {
            return Err(Refused::invalid("Error: aud must be a valid did"));
        }
        let life = match call.asked.query("exp") {
            None => 60,
            Some(exp) => exp
                .parse::<i64>()
                .map_err(|_| Refused::invalid("Error: exp must be an integer"))?
                .saturating_sub(now),
        };
        check_life(life, method.is_some())?;
        let token = self.issue(Kind::Service { audience, method }, now, life);
        Ok(Reply::json(200, &json!({ "token": token })))
    }

    /// The DID of whoever sends an access token.
    pub(super) fn access(&self, call: &Call<'_>) -> Result<String, Refused> {
        self.valid(call, |kind| *kind == Kind::Access)?;
        Ok(self.did())
    }

    /// Checks a token for another service: made out to it, and for this method.
    pub(super) fn service(
        &self,
        call: &Call<'_>,
        audience: &str,
        wanted: &str,
    ) -> Result<(), Refused> {
        let given = self.valid(call, |kind| matches!(kind, Kind::Service { .. }))?;
        let Some(Token { kind: Kind::Service { audience: to, method }, .. }) =
            self.tokens.get(&given)
        else {
            return Ok(());
        };
        if to != audience {
            let message = "jwt audience does not match service did";
            return Err(Refused::of(401, "BadJwtAudience", message));
        }
        if method.as_deref() != Some(wanted) {
            let message = format!("bad jwt lexicon method (\"lxm\"). must match: {wanted}");
            return Err(Refused::of(401, "BadJwtLexiconMethod", &message));
        }
        Ok(())
    }

    /// The DID of the account's server, which tokens for films must be made out to.
    pub(super) fn server_did(&self) -> String {
        let host = self.endpoint.strip_prefix("https://").unwrap_or(&self.endpoint);
        format!("did:web:{}", host.replace(':', "%3A"))
    }

    pub(super) fn did(&self) -> String {
        self.account.as_ref().map(|(_, did)| did.clone()).unwrap_or_default()
    }

    pub(super) fn is_handle(&self, name: &str) -> bool {
        self.account.as_ref().is_some_and(|(handle, _)| handle == name)
    }

    /// Ends every access token, or every login.
    pub(super) fn end(&mut self, for_ever: bool) {
        self.revoked |= for_ever;
        for token in self.tokens.values_mut() {
            if for_ever || token.kind == Kind::Access {
                token.ends = i64::MIN;
            }
        }
    }

    fn is_ours(&mut self, identifier: &str) -> bool {
        if self.account.is_none() && syntax::is_did(identifier) {
            let handle = "office.example.org".to_owned();
            self.account = Some((handle, identifier.to_owned()));
        }
        if self.account.is_none() && syntax::is_handle(identifier) {
            self.account = Some((identifier.to_owned(), hashes::did(identifier)));
        }
        let known = self.account.as_ref();
        known.is_some_and(|(handle, did)| handle == identifier || did == identifier)
    }

    fn valid(&self, call: &Call<'_>, wanted: impl Fn(&Kind) -> bool) -> Result<String, Refused> {
        if call.asked.header("authorization").is_none() {
            return Err(Refused::of(401, "AuthMissing", "Authentication Required"));
        }
        let unverified = || Refused::of(400, "InvalidToken", "Token could not be verified");
        let given = call.asked.bearer().ok_or_else(unverified)?;
        let token = self.tokens.get(given).ok_or_else(unverified)?;
        if !wanted(&token.kind) {
            return Err(Refused::of(400, "InvalidToken", "Invalid token type"));
        }
        if token.ends <= call.now.timestamp() {
            return Err(Refused::of(400, "ExpiredToken", "Token has expired"));
        }
        Ok(given.to_owned())
    }

    fn session(&mut self, refresh: &str, now: i64) -> Reply {
        let mut body = self.account_document();
        body["accessJwt"] = self.issue(Kind::Access, now, ACCESS_LIFE).into();
        body["refreshJwt"] = refresh.into();
        Reply::json(200, &body)
    }

    fn account_document(&self) -> Value {
        let (handle, did) = self.account.clone().unwrap_or_default();
        json!({
            "did": did,
            "handle": handle,
            "didDoc": {
                "@context": ["https://www.w3.org/ns/did/v1"],
                "id": did,
                "alsoKnownAs": [format!("at://{handle}")],
                "service": [{
                    "id": "#atproto_pds",
                    "type": "AtprotoPersonalDataServer",
                    "serviceEndpoint": self.endpoint,
                }],
            },
            "active": true,
        })
    }

    fn issue(&mut self, kind: Kind, now: i64, life: i64) -> String {
        self.issued += 1;
        let scope = match kind {
            Kind::Access => "com.atproto.appPass",
            Kind::Refresh { .. } => "com.atproto.refresh",
            Kind::Service { .. } => "",
        };
        let claims = json!({
            "scope": scope,
            "sub": self.did(),
            "iat": now,
            "exp": now + life,
            "jti": format!("{:016x}", self.issued),
        });
        let head = URL_SAFE_NO_PAD.encode(r#"{"typ":"at+jwt","alg":"HS256"}"#);
        let claims = URL_SAFE_NO_PAD.encode(claims.to_string());
        let seal = URL_SAFE_NO_PAD.encode(Digest::of(claims.as_bytes()).as_bytes());
        let token = format!("{head}.{claims}.{seal}");
        self.tokens.insert(token.clone(), Token { kind, ends: now + life });
        token
    }
}

fn check_life(life: i64, has_method: bool) -> Result<(), Refused> {
    let refused = |message| Err(Refused::of(400, "BadExpiration", message));
    if life < 0 {
        return refused("expiration is in past");
    }
    if life > SERVICE_LIFE {
        return refused(
            "cannot request a token with an expiration more than an hour in the future",
        );
    }
    if !has_method && life > 60 {
        return refused(
            "cannot request a method-less token with an expiration more than a minute in the future",
        );
    }
    Ok(())
}

//! Recipes whose tokens end, against a gateway that gives such.

use std::sync::{Arc, Mutex};

use serde_json::{Value as Json, json};

use super::{draft, ids, wire};
use crate::adapters::http::account;
use crate::clock::{Clock as _, SharedClock, SimulatedClock};
use crate::delivery::Receipt;
use crate::failure::{Class, Failure};
use crate::finding::Source;
use crate::http::{Answer, Kind, Lost, Raw, Request, Transport};
use crate::keys::Keys;
use crate::platform::{Job, Platform, Session, Setup, no_sessions};
use crate::secret::Secret;

const RECIPE: &str = r#"
name  = "board"
about = "a board whose tokens end"

[promise]
idempotent = false
why = "it has no key"

[settings.client_id]
about   = "the client"
example = '"office:1"'

[settings.client_secret]
about  = "its secret"
secret = true

[settings.refresh_token]
about  = "the first refresh token"
secret = true

[auth]
token_url     = "https://login.example/oauth2/token"
client_id     = "{{ settings.client_id }}"
client_secret = "client_secret"
refresh       = "refresh_token"
scope         = "write"

[limits]
text = ["500 code-points"]

[publish]
method = "POST"
url    = "https://api.example/messages"

[publish.json]
text = "{{ text }}"

[publish.receipt]
id = "/id"

[whoami]
method = "GET"
url    = "https://api.example/me"
name   = "/name"
"#;

const SECRET: &str = "canary-renewed-recipe-0001";

/// The gateway: one token is good at a time, and so is one refresh token.
#[derive(Debug)]
struct Gateway {
    clock: SimulatedClock,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    given: u32,
    ends: i64,
    refresh: String,
    /// How tokens were asked for.
    forms: Vec<String>,
    /// Whether the token is withdrawn before its end.
    withdrawn: bool,
}

impl Gateway {
    fn token(&self, raw: &Raw) -> Answer {
        let mut state = self.state.lock().unwrap();
        let form = String::from_utf8(raw.body.clone()).unwrap();
        let fields: std::collections::BTreeMap<_, _> =
            url::form_urlencoded::parse(form.as_bytes()).into_owned().collect();
        state.forms.push(form);
        let basic = raw.headers.get("authorization").map(String::as_str);
        // office%3A1 and the secret, as RFC 6749 wants them.
        let client = "Basic b2ZmaWNlJTNBMTpjYW5hcnktcmVuZXdlZC1yZWNpcGUtMDAwMQ==";
        let in_form = fields.get("client_secret").is_some_and(|secret| secret == SECRET)
            && fields.get("client_id").is_some_and(|id| id == "office:1");
        if basic != Some(client) && !in_form {
            return answer(401, &json!({ "error": "invalid_client" }));
        }
        let known = match fields["grant_type"].as_str() {
            "refresh_token" => fields.get("refresh_token") == Some(&state.refresh),
            "client_credentials" => !fields.contains_key("refresh_token"),
            _ => return answer(400, &json!({ "error": "unsupported_grant_type" })),
        };
        if !known {
            return answer(400, &json!({ "error": "invalid_grant" }));
        }
        state.given += 1;
        state.withdrawn = false;
        state.ends = self.clock.now().timestamp() + 3600;
        let mut body = json!({ "access_token": format!("access-{}", state.given),
            "token_type": "Bearer", "expires_in": 3600 });
        if fields["grant_type"] == "refresh_token" {
            state.refresh = format!("refresh-{}", state.given);
            body["refresh_token"] = state.refresh.as_str().into();
        }
        answer(200, &body)
    }

    fn message(&self, raw: &Raw) -> Answer {
        let state = self.state.lock().unwrap();
        let bearer = raw.headers.get("authorization").map(String::as_str).unwrap_or_default();
        let good = bearer == format!("Bearer access-{}", state.given)
            && !state.withdrawn
            && self.clock.now().timestamp() < state.ends;
        match good {
            true => answer(200, &json!({ "id": "7", "name": "Office" })),
            false => answer(401, &json!({ "error": "invalid_token" })),
        }
    }
}

#[async_trait::async_trait]
impl Transport for Gateway {
    async fn send(&self, _kind: Kind, request: Request) -> Result<Answer, Lost> {
        let url = request.url().to_string();
        let raw = request.into_raw().unwrap();
        Ok(match url.as_str() {
            "https://login.example/oauth2/token" => self.token(&raw),
            "https://api.example/messages" | "https://api.example/me" => self.message(&raw),
            _ => answer(404, &json!({})),
        })
    }
}

fn answer(status: u16, body: &Json) -> Answer {
    let headers = [("content-type".to_owned(), "application/json".to_owned())];
    Answer::of(status, &headers, body.to_string().into_bytes())
}

/// An account of the gateway.
struct Desk {
    gateway: Arc<Gateway>,
    session: Session,
    recipe: String,
}

impl Desk {
    fn new(recipe: &str) -> Self {
        let clock = SimulatedClock::starting_at(crate::clock::from_micros(1_764_045_000_000_000));
        let state = State {
            given: 0,
            ends: 0,
            refresh: SECRET.to_owned(),
            forms: Vec::new(),
            withdrawn: false,
        };
        let gateway = Arc::new(Gateway { clock, state: Mutex::new(state) });
        Self { gateway, session: no_sessions(), recipe: recipe.to_owned() }
    }

    /// The account, as it is after a start.
    fn account(&self) -> Box<dyn Platform> {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("board.toml"), &self.recipe).unwrap();
        let clock: SharedClock = Arc::new(self.gateway.clock.clone());
        let setup = Setup {
            recipes: folder.path().to_owned(),
            transport: Arc::clone(&self.gateway) as Arc<dyn Transport>,
            session: self.session.clone(),
            clock,
            ..wire::setup_with_secret(SECRET)
        };
        let mut settings =
            "recipe = \"board\"\nclient_id = \"office:1\"\nclient_secret = { env = \"S\" }\n"
                .to_owned();
        if self.recipe.contains("[settings.refresh_token]") {
            settings += "refresh_token = { env = \"R\" }\n";
        }
        let source = Source::new("settings.toml", &settings);
        let mut keys = Keys::parse(&source, 0, &settings);
        let account = account::build(setup, &mut keys);
        assert_eq!(ids(&keys.finish()), [""; 0]);
        account.unwrap()
    }

    fn pass(&self, seconds: i64) {
        let clock = &self.gateway.clock;
        clock.advance_to(clock.now() + chrono::Duration::seconds(seconds));
    }

    fn forms(&self) -> Vec<String> {
        self.gateway.state.lock().unwrap().forms.clone()
    }
}

async fn published(account: &dyn Platform) -> Result<Receipt, Failure> {
    let part = account.compose(&draft("सूचना")).parts.remove(0);
    let job = Job {
        part: &part,
        index: 0,
        parts: 1,
        key: "k1",
        due: crate::clock::from_micros(0),
        progress: &Json::Null,
        root: None,
        parent: None,
    };
    account.prepare(&job).await?;
    account.publish(&job).await
}

#[tokio::test]
async fn a_token_is_asked_for_before_the_first_request_and_renewed_before_its_end() {
    let desk = Desk::new(RECIPE);
    let account = desk.account();
    assert_eq!(published(&*account).await.unwrap().id, "7");
    assert_eq!(account.whoami().await.unwrap().name, "Office");
    let first = format!("grant_type=refresh_token&refresh_token={SECRET}&scope=write");
    assert_eq!(desk.forms(), [first.as_str()]);
    desk.pass(3001);
    published(&*account).await.unwrap();
    let second = "grant_type=refresh_token&refresh_token=refresh-1&scope=write";
    assert_eq!(desk.forms(), [first.as_str(), second]);
}

#[tokio::test]
async fn what_was_renewed_outlives_a_restart() {
    let desk = Desk::new(RECIPE);
    published(&*desk.account()).await.unwrap();
    published(&*desk.account()).await.unwrap();
    assert_eq!(desk.forms().len(), 1);
    desk.pass(4000);
    published(&*desk.account()).await.unwrap();
    assert!(desk.forms()[1].contains("refresh_token=refresh-1"));
}

#[tokio::test]
async fn a_token_that_was_withdrawn_early_is_renewed_and_nothing_counts_as_sent() {
    let desk = Desk::new(RECIPE);
    let account = desk.account();
    published(&*account).await.unwrap();
    desk.gateway.state.lock().unwrap().withdrawn = true;
    let failure = published(&*account).await.unwrap_err();
    assert_eq!((failure.class, &*failure.reason), (Class::Session, "http-token-ended"));
    account.refresh().await.unwrap();
    published(&*account).await.unwrap();
}

#[tokio::test]
async fn a_refresh_token_that_ended_needs_a_person() {
    let desk = Desk::new(RECIPE);
    desk.gateway.state.lock().unwrap().refresh = "another".to_owned();
    let failure = published(&*desk.account()).await.unwrap_err();
    assert_eq!((failure.class, &*failure.reason), (Class::Auth, "http-login-ended"));
}

#[tokio::test]
async fn a_client_can_ask_in_its_own_name_and_in_the_form() {
    let (head, rest) = RECIPE.split_once("[settings.refresh_token]").unwrap();
    let (_, rest) = rest.split_once("[auth]").unwrap();
    let own = format!("{head}[auth]{rest}").replace("refresh       = \"refresh_token\"\n", "");
    let desk = Desk::new(&own.replace("scope         = \"write\"", "client_in = \"form\""));
    published(&*desk.account()).await.unwrap();
    desk.pass(3700);
    published(&*desk.account()).await.unwrap();
    let form = format!("grant_type=client_credentials&client_id=office%3A1&client_secret={SECRET}");
    assert_eq!(desk.forms(), [form.as_str(), form.as_str()]);
    let in_header = Desk::new(&own);
    published(&*in_header.account()).await.unwrap();
    assert_eq!(in_header.forms(), ["grant_type=client_credentials&scope=write"]);
}

#[tokio::test]
async fn a_client_that_the_service_does_not_know_needs_a_person() {
    let desk = Desk::new(&RECIPE.replace("{{ settings.client_id }}", "somebody"));
    let failure = published(&*desk.account()).await.unwrap_err();
    assert_eq!((failure.class, &*failure.reason), (Class::Auth, "http-client-refused"));
    let detail = failure.detail;
    assert!(!detail.contains(Secret::new(SECRET).expose()), "{detail}");
}

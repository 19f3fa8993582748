//! The strict imitation of the Cloud API with one number, one business account and one template.
//!
//! Stricter than the real one: parameters that the description does not have are refused in place of
//! being ignored, the proof of the app is always required, and the limit for two messages to one person
//! holds from the first on. It knows the template of the sample settings exactly; of any other name,
//! as accounts in a dry run have them, it only says that it is approved.

mod media;
mod messages;
mod numbers;
mod templates;

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::json;

use self::media::Stored;
use crate::adapters::graph::imitated::{Outcome, limited, refused};
use crate::adapters::graph::proof;
use crate::clock::Instant;
use crate::platform::mock::{Asked, Imitation, Ledger, Reply};
use crate::secret::Secret;

const TOKEN: &str = "imitated-whatsapp-system-token";
const SECRET: &str = "imitated-whatsapp-app-secret";

/// How the imitation is set up.
#[derive(Debug, Clone)]
pub(super) struct Config {
    pub(super) template: &'static str,
    pub(super) language: &'static str,
    /// The state of the template.
    pub(super) status: &'static str,
    pub(super) body: &'static str,
    /// `IMAGE`, `VIDEO` or `DOCUMENT`.
    pub(super) header: Option<&'static str>,
    /// The address of a button.
    pub(super) button: Option<&'static str>,
    pub(super) format: &'static str,
    pub(super) number_status: &'static str,
    pub(super) quality: &'static str,
    pub(super) name_status: &'static str,
    pub(super) tier: &'static str,
    pub(super) scopes: Vec<&'static str>,
    pub(super) expires_at: i64,
    /// What the answers say they are of.
    pub(super) served: &'static str,
    /// What messages to these numbers are refused with.
    pub(super) refuses: BTreeMap<&'static str, i64>,
    /// What accepted messages are said to be.
    pub(super) message_status: Option<&'static str>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            template: "office_notice",
            language: "hi",
            status: "APPROVED",
            body: "सूचना: {{1}} धन्यवाद।",
            header: None,
            button: None,
            format: "POSITIONAL",
            number_status: "CONNECTED",
            quality: "GREEN",
            name_status: "APPROVED",
            tier: "TIER_2K",
            scopes: vec!["whatsapp_business_messaging", "whatsapp_business_management"],
            expires_at: 0,
            served: "v25.0",
            refuses: BTreeMap::new(),
            message_status: Some("accepted"),
        }
    }
}

/// The imitated service.
#[derive(Debug)]
pub(super) struct Cloud {
    config: Config,
    ended: bool,
    made: u64,
    media: BTreeMap<String, Stored>,
    /// When each person was last written to.
    written: BTreeMap<String, Instant>,
}

/// The imitation for an account of `kind`.
pub(super) fn of_kind(kind: &str) -> Option<Box<dyn Imitation>> {
    (kind == super::NAME).then(|| Cloud::boxed(Config::default()))
}

impl Cloud {
    /// A service set up like `config`.
    pub(super) fn boxed(config: Config) -> Box<dyn Imitation> {
        let (media, written) = (BTreeMap::new(), BTreeMap::new());
        Box::new(Self { config, ended: false, made: 0, media, written })
    }

    /// A new number, greater than all before.
    fn number(&mut self) -> u64 {
        self.made += 1;
        1_013_859_600_000_000 + self.made * 7919
    }

    fn route(&mut self, asked: &Asked, ledger: &mut Ledger, now: Instant) -> Outcome {
        let pieces: Vec<_> = asked.path.trim_start_matches('/').split('/').collect();
        let [version, path @ ..] = pieces.as_slice() else { return Err(unknown_path(asked)) };
        is_version(version)?;
        if path == ["debug_token"] && asked.method == "GET" {
            return self.debug_token(asked);
        }
        self.authorise(asked)?;
        match (asked.method.as_str(), path) {
            ("POST", [id, "messages"]) if is_id(id) => self.message(asked, ledger, now),
            ("POST", [id, "media"]) if is_id(id) => self.upload(asked, now),
            ("GET", [id, "message_templates"]) if is_id(id) => self.templates(asked),
            ("GET", [id]) if is_id(id) => self.phone(asked, id),
            _ => Err(unknown_path(asked)),
        }
    }

    /// Every call has the token in its header and the proof of it in its query.
    fn authorise(&self, asked: &Asked) -> Result<(), Reply> {
        let token =
            asked.bearer().ok_or_else(|| refused(104, None, "An access token is required."))?;
        if token != TOKEN || self.ended {
            return Err(refused(190, Some(463), "Error validating access token"));
        }
        check_proof(asked, token)
    }

    fn stamp(&self, reply: Reply, now: Instant) -> Reply {
        reply
            .header("date", now.format("%a, %d %b %Y %H:%M:%S GMT").to_string())
            .header("facebook-api-version", self.config.served)
            .header("x-fb-trace-id", "AimitatedTraceId")
    }
}

impl Imitation for Cloud {
    fn secrets(&self) -> Vec<(&'static str, String)> {
        vec![("token", TOKEN.to_owned()), ("app_secret", SECRET.to_owned())]
    }

    fn answer(&mut self, asked: &Asked, ledger: &mut Ledger, now: Instant) -> Reply {
        let outcome = self.route(asked, ledger, now);
        self.stamp(outcome.unwrap_or_else(|refusal| refusal), now)
    }

    fn is_visible(&self, asked: &Asked) -> bool {
        asked.method == "POST" && asked.path.ends_with("/messages")
    }

    fn rate_limited(&self, wait: Duration, now: Instant) -> Reply {
        self.stamp(limited(wait, 80_007), now)
    }

    /// Nothing renews a system user's token.
    fn end_session(&mut self, _for_ever: bool) {
        self.ended = true;
    }

    fn forget(&mut self) {
        self.media.clear();
    }
}

/// A refusal with the words that say more.
fn refused_with(code: i64, message: &str, details: &str) -> Reply {
    let error = json!({
        "message": format!("(#{code}) {message}"),
        "type": "OAuthException",
        "code": code,
        "error_data": { "messaging_product": "whatsapp", "details": details },
        "fbtrace_id": "AimitatedTraceId",
    });
    Reply::json(if code == 132_001 { 404 } else { 400 }, &json!({ "error": error }))
}

fn check_proof(asked: &Asked, token: &str) -> Result<(), Reply> {
    let right = proof(&Secret::new(SECRET), &Secret::new(token));
    if asked.query("appsecret_proof") == Some(right.expose()) {
        return Ok(());
    }
    Err(refused(100, None, "Invalid appsecret_proof provided in the API argument"))
}

fn is_version(piece: &str) -> Result<(), Reply> {
    let number = piece.strip_prefix('v').and_then(|rest| rest.strip_suffix(".0"));
    match number.and_then(|number| number.parse::<u16>().ok()) {
        Some(_) => Ok(()),
        None => Err(refused(2500, None, "Unknown path components")),
    }
}

fn is_id(piece: &str) -> bool {
    !piece.is_empty() && piece.bytes().all(|byte| byte.is_ascii_digit())
}

fn unknown_path(asked: &Asked) -> Reply {
    refused(2500, None, &format!("Unknown path components: {}", asked.path))
}

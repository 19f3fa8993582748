//! The imitation of one Slack incoming webhook.

use std::time::Duration;

use serde_json::Value as Json;

use super::kit::{Holds, Quota, segments, strange, whole_seconds};
use crate::clock::Instant;
use crate::platform::mock::{Asked, Imitation, Ledger, Public, Reply};

const TEAM: &str = "T0IMITATED";
const HOOK: &str = "B0IMITATED";
const TOKEN: &str = "imitatedSlackWebhookToken1";

/// What a webhook's message may have.
const FIELDS: [(&str, Holds); 6] = [
    ("text", Holds::Text),
    ("blocks", Holds::List),
    ("attachments", Holds::List),
    ("unfurl_links", Holds::Flag),
    ("unfurl_media", Holds::Flag),
    ("mrkdwn", Holds::Flag),
];

/// One webhook of one channel.
#[derive(Debug)]
pub(in super::super) struct Slack {
    quota: Quota,
    gone: bool,
}

impl Slack {
    /// With one message a second on average, and bursts.
    pub(in super::super) fn new() -> Self {
        Self { quota: Quota::new(60, Duration::from_secs(60)), gone: false }
    }

    fn post(&mut self, asked: &Asked, ledger: &mut Ledger, now: Instant) -> Result<Reply, Reply> {
        let path = segments(asked);
        let path: Vec<_> = path.iter().map(String::as_str).collect();
        match path.as_slice() {
            ["services", TEAM, HOOK, TOKEN] if self.gone => Err(Reply::text(404, "no_service")),
            ["services", TEAM, HOOK, TOKEN] => Ok(()),
            ["services", TEAM, HOOK, _] => Err(Reply::text(403, "invalid_token")),
            ["services", ..] => Err(Reply::text(404, "no_team")),
            _ => Err(Reply::html(404, "<h1>Not found</h1>")),
        }?;
        if asked.method != "POST" {
            return Err(Reply::text(405, "method_not_allowed"));
        }
        self.quota.take(now).map_err(limited)?;
        let text = checked(asked)?;
        ledger.add(Public {
            // The service gives no id; the ledger needs one.
            id: format!("message-{}", ledger.all().len() + 1),
            text,
            media: 0,
            alt: Vec::new(),
            parent: None,
            at: now,
            deleted: false,
        });
        Ok(Reply::text(200, "ok"))
    }
}

impl Imitation for Slack {
    fn secrets(&self) -> Vec<(&'static str, String)> {
        vec![("webhook", format!("https://hooks.slack.com/services/{TEAM}/{HOOK}/{TOKEN}"))]
    }

    fn answer(&mut self, asked: &Asked, ledger: &mut Ledger, now: Instant) -> Reply {
        self.post(asked, ledger, now).unwrap_or_else(|refusal| refusal)
    }

    fn is_visible(&self, asked: &Asked) -> bool {
        asked.method == "POST"
    }

    fn rate_limited(&self, wait: Duration, _now: Instant) -> Reply {
        limited(wait)
    }

    /// A webhook has no session: it was removed.
    fn end_session(&mut self, _for_ever: bool) {
        self.gone = true;
    }
}

fn limited(wait: Duration) -> Reply {
    Reply::text(429, "rate_limited").header("retry-after", whole_seconds(wait))
}

/// The text as people see it.
fn checked(asked: &Asked) -> Result<String, Reply> {
    let Some(Json::Object(fields)) = asked.json() else {
        return Err(Reply::text(400, "invalid_payload"));
    };
    if strange(&fields, &FIELDS).is_some() {
        return Err(Reply::text(400, "invalid_payload"));
    }
    let text = fields.get("text").and_then(Json::as_str).unwrap_or_default();
    if text.trim().is_empty() && !fields.contains_key("blocks") {
        return Err(Reply::text(400, "no_text"));
    }
    if text.chars().count() > 40_000 {
        return Err(Reply::text(400, "msg_too_long"));
    }
    Ok(shown(text))
}

/// What stands in angle brackets is a command or a link of Slack's own and is shown in another
/// way; so an unescaped bracket of ours would be missing here.
fn shown(text: &str) -> String {
    let mut shown = String::new();
    let mut rest = text;
    while let Some(open) = rest.find('<') {
        shown.push_str(&rest[..open]);
        rest = rest[open..].find('>').map_or("", |close| &rest[open + close + 1..]);
    }
    shown.push_str(rest);
    shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

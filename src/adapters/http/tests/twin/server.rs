//! As much of a Mastodon server as the twin talks to.

use std::collections::HashMap;
use std::time::Duration;

use serde_json::{Value as Json, json};

use crate::clock::Instant;
use crate::platform::mock::{Asked, Imitation, Ledger, Public, Reply};

const TOKEN: &str = "imitated-twin-token-83c1";

/// How long it keeps a key.
const HOUR: i64 = 3600;

/// One server with one account.
#[derive(Debug, Default)]
pub(super) struct Server {
    revoked: bool,
    /// The description and the instant from which it is processed, by id.
    media: HashMap<String, (String, Instant)>,
    statuses: Vec<Json>,
    keys: HashMap<String, (String, Instant)>,
}

impl Server {
    fn route(&mut self, asked: &Asked, ledger: &mut Ledger, now: Instant) -> Result<Reply, Reply> {
        if asked.bearer() != Some(TOKEN) || self.revoked {
            return Err(error(401, "The access token is invalid"));
        }
        match (asked.method.as_str(), asked.path.trim_start_matches("/api/")) {
            ("GET", "v1/accounts/verify_credentials") => Ok(Reply::json(
                200,
                &json!({ "id": "42", "acct": "press", "url": "https://social.example/@press" }),
            )),
            ("POST", "v2/media") => self.upload(asked, now),
            ("POST", "v1/statuses") => self.post(asked, ledger, now),
            ("GET", "v1/accounts/42/statuses") => {
                Ok(Reply::json(200, &Json::Array(self.statuses.clone())))
            }
            ("GET", path) => self.processed(path.trim_start_matches("v1/media/"), now),
            ("DELETE", path) => self.delete(path.trim_start_matches("v1/statuses/"), ledger),
            _ => Err(error(404, "Record not found")),
        }
    }

    fn upload(&mut self, asked: &Asked, now: Instant) -> Result<Reply, Reply> {
        let parts = asked.multipart().ok_or_else(|| error(422, "no form"))?;
        let file = parts.iter().find(|part| part.name == "file" && part.file.is_some());
        let film = file.ok_or_else(|| error(422, "no file"))?.content_type.as_deref();
        let alt = parts.iter().find(|part| part.name == "description");
        let alt = alt.map(|part| String::from_utf8(part.bytes.clone()).unwrap());
        let wait = if film == Some("video/mp4") { 7 } else { 0 };
        let id = format!("m{}", self.media.len() + 1);
        let ready = now + chrono::Duration::seconds(wait);
        self.media.insert(id.clone(), (alt.unwrap_or_default(), ready));
        let status = if wait > 0 { 202 } else { 200 };
        Ok(Reply::json(status, &json!({ "id": id, "url": null })))
    }

    fn processed(&self, id: &str, now: Instant) -> Result<Reply, Reply> {
        let (_, ready) = self.media.get(id).ok_or_else(|| error(404, "Record not found"))?;
        let url = (*ready <= now).then(|| format!("https://social.example/media/{id}"));
        let status = if url.is_some() { 200 } else { 206 };
        Ok(Reply::json(status, &json!({ "id": id, "url": url })))
    }

    fn post(&mut self, asked: &Asked, ledger: &mut Ledger, now: Instant) -> Result<Reply, Reply> {
        let key = asked.header("idempotency-key").ok_or_else(|| error(422, "no key"))?;
        if let Some((id, at)) = self.keys.get(key)
            && (now - *at).num_seconds() < HOUR
        {
            let status = self.statuses.iter().find(|status| status["id"] == id.as_str());
            return Ok(Reply::json(200, status.ok_or_else(|| error(404, "Record not found"))?));
        }
        let body = asked.json().ok_or_else(|| error(400, "no JSON"))?;
        let ids: Vec<_> = body["media_ids"].as_array().into_iter().flatten().collect();
        let media: Vec<_> =
            ids.iter().filter_map(|id| self.media.get(id.as_str()?)).cloned().collect();
        if media.len() != ids.len() || media.iter().any(|(_, ready)| *ready > now) {
            return Err(error(422, "Cannot attach files that have not finished processing."));
        }
        let id = format!("{}", 1000 + self.statuses.len());
        let text = body["status"].as_str().unwrap_or_default();
        let status = json!({
            "id": id,
            "url": format!("https://social.example/@press/{id}"),
            "content": format!("<p>{}</p>", text.replace('&', "&amp;").replace('<', "&lt;")
                .replace("\n\n", "</p><p>").replace('\n', "<br />")),
            "created_at": now.to_rfc3339(),
            "media_attachments": ids,
            "visibility": body["visibility"],
        });
        self.keys.insert(key.to_owned(), (id.clone(), now));
        ledger.add(Public {
            id,
            text: text.to_owned(),
            media: media.len(),
            alt: media.into_iter().map(|(alt, _)| alt).collect(),
            parent: body["in_reply_to_id"].as_str().map(str::to_owned),
            at: now,
            deleted: false,
        });
        self.statuses.insert(0, status.clone());
        Ok(Reply::json(200, &status))
    }

    fn delete(&mut self, id: &str, ledger: &mut Ledger) -> Result<Reply, Reply> {
        let before = self.statuses.len();
        self.statuses.retain(|status| status["id"] != id);
        if self.statuses.len() == before {
            return Err(error(404, "Record not found"));
        }
        ledger.delete(id);
        Ok(Reply::json(200, &json!({ "id": id })))
    }
}

impl Imitation for Server {
    fn secrets(&self) -> Vec<(&'static str, String)> {
        vec![("token", TOKEN.to_owned())]
    }

    fn answer(&mut self, asked: &Asked, ledger: &mut Ledger, now: Instant) -> Reply {
        self.route(asked, ledger, now).unwrap_or_else(|refusal| refusal)
    }

    fn is_visible(&self, asked: &Asked) -> bool {
        asked.method == "POST" && asked.path.ends_with("/statuses")
    }

    fn rate_limited(&self, wait: Duration, now: Instant) -> Reply {
        let reset = now + chrono::Duration::from_std(wait).unwrap();
        error(429, "Too many requests")
            .header("x-ratelimit-remaining", "0")
            .header("x-ratelimit-reset", reset.to_rfc3339())
    }

    fn end_session(&mut self, _for_ever: bool) {
        self.revoked = true;
    }

    fn forget(&mut self) {
        self.keys.clear();
    }
}

fn error(status: u16, message: &str) -> Reply {
    Reply::json(status, &json!({ "error": message }))
}

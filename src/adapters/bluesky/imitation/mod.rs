//! The imitation: one account's server (PDS) and the video service, as measured.
//!
//! Answers, messages and counters are those of `@atproto/pds` 0.4.217 where they were measured,
//! and of the lexicons otherwise. Where the real server lets an unknown field of a request pass,
//! this one refuses it, so that a misspelt field cannot hide.

mod counters;
mod films;
mod hashes;
mod intake;
mod repository;
mod rules;
mod sessions;
mod values;

use std::time::Duration;

use serde_json::{Value, json};

use self::counters::Counters;
use self::films::Films;
use self::intake::Refused;
use self::repository::Repository;
use self::sessions::Sessions;
use super::options::POST;
use crate::clock::Instant;
use crate::platform::mock::{self, Asked, Ledger, Reply};

pub(super) use films::Fate;

/// The password that is accepted.
pub(super) const PASSWORD: &str = "abcd-efgh-ijkl-mnop";

/// What a test can set.
#[derive(Debug, Clone)]
pub(super) struct Knobs {
    /// The largest picture in bytes: 2,000,000 in the lexicons of 2026, half of it before.
    pub(super) image_bytes: u64,
    /// The largest upload in bytes.
    pub(super) blob_bytes: usize,
    /// Requests in five minutes.
    pub(super) requests: u64,
    /// Points of writing in an hour and in a day.
    pub(super) points: (u64, u64),
    /// What becomes of films.
    pub(super) fate: Fate,
    /// Whether films can go up in pieces.
    pub(super) pieces: bool,
    /// Films a day.
    pub(super) films: i64,
    /// Whether the account's e-mail address is confirmed.
    pub(super) confirmed: bool,
    /// The server that the DID document names.
    pub(super) endpoint: String,
    /// The DID of the video service.
    pub(super) video_did: String,
}

impl Default for Knobs {
    fn default() -> Self {
        Self {
            image_bytes: 2_000_000,
            blob_bytes: 5 * 1024 * 1024,
            requests: 3000,
            points: (5000, 35_000),
            fate: Fate::Completes,
            pieces: true,
            films: 25,
            confirmed: true,
            endpoint: "https://pds.example.net".to_owned(),
            video_did: "did:web:video.bsky.app".to_owned(),
        }
    }
}

/// One account's server and the video service beside it.
#[derive(Debug)]
pub(super) struct Imitation {
    knobs: Knobs,
    sessions: Sessions,
    repository: Repository,
    films: Films,
    counters: Counters,
}

/// The imitation for the registry.
pub(super) fn of_kind(kind: &str) -> Option<Box<dyn mock::Imitation>> {
    (kind == "bluesky").then(|| Box::new(Imitation::new(Knobs::default())) as Box<_>)
}

impl Imitation {
    pub(super) fn new(knobs: Knobs) -> Self {
        Self {
            sessions: Sessions::new(&knobs),
            repository: Repository::new(&knobs),
            films: Films::new(&knobs),
            counters: Counters::new(&knobs),
            knobs,
        }
    }

    fn route(&mut self, call: &Call<'_>, ledger: &mut Ledger) -> Result<Reply, Refused> {
        let method = call.asked.path.strip_prefix("/xrpc/").unwrap_or_default();
        if let Some(service) = method.strip_prefix("app.bsky.video.") {
            return self.films.route(service, call, &mut self.sessions, &mut self.repository);
        }
        self.counters.request(call.now)?;
        match method.strip_prefix("com.atproto.").unwrap_or_default() {
            "server.createSession" => self.sessions.create(call, &mut self.counters),
            "server.refreshSession" => self.sessions.refresh(call),
            "server.getSession" => self.sessions.whoami(call, self.knobs.confirmed),
            "server.getServiceAuth" => self.sessions.service_token(call),
            "identity.resolveHandle" => resolve(call),
            "repo.getRecord" => self.repository.get(call, &self.sessions),
            "repo.putRecord" => self.write(call, ledger, 2, Repository::put),
            "repo.createRecord" => self.write(call, ledger, 3, Repository::create),
            "repo.deleteRecord" => self.write(call, ledger, 1, Repository::delete),
            "repo.uploadBlob" => {
                self.sessions.access(call)?;
                self.repository.upload(call)
            }
            _ => Err(Refused::of(502, "UpstreamFailure", "Upstream service unreachable")),
        }
    }

    fn write(
        &mut self,
        call: &Call<'_>,
        ledger: &mut Ledger,
        points: u64,
        write: fn(&mut Repository, &Call<'_>, &Value, &mut Ledger) -> Result<Reply, Refused>,
    ) -> Result<Reply, Refused> {
        let did = self.sessions.access(call)?;
        let input = intake::json_body(call)?;
        let repo = intake::text(&input, "repo")?;
        if repo != did && !self.sessions.is_handle(&repo) {
            return Err(Refused::of(403, "AccountNotFound", "Account not found"));
        }
        self.counters.write(points, call.now)?;
        self.repository.owner = did;
        write(&mut self.repository, call, &input, ledger)
    }
}

/// One request and when it came.
pub(super) struct Call<'a> {
    asked: &'a Asked,
    now: Instant,
}

impl mock::Imitation for Imitation {
    fn secrets(&self) -> Vec<(&'static str, String)> {
        vec![("password", PASSWORD.to_owned())]
    }

    fn answer(&mut self, asked: &Asked, ledger: &mut Ledger, now: Instant) -> Reply {
        let call = Call { asked, now };
        let reply = match self.route(&call, ledger) {
            Ok(reply) => reply,
            Err(refused) => refused.reply(),
        };
        self.counters.with_headers(reply, now)
    }

    fn is_visible(&self, asked: &Asked) -> bool {
        let writes = asked.path == "/xrpc/com.atproto.repo.putRecord"
            || asked.path == "/xrpc/com.atproto.repo.createRecord";
        writes && asked.json().is_some_and(|body| body["collection"] == POST)
    }

    fn rate_limited(&self, wait: Duration, now: Instant) -> Reply {
        counters::limited(now.timestamp() + i64::try_from(wait.as_secs()).unwrap_or(i64::MAX))
    }

    fn end_session(&mut self, for_ever: bool) {
        self.sessions.end(for_ever);
    }

    fn forget(&mut self) {
        self.repository.forget_uploads();
    }
}

/// Everybody has the handle they are asked for, but for those whose name begins with `nobody`.
fn resolve(call: &Call<'_>) -> Result<Reply, Refused> {
    let handle = intake::query(call, &["handle"], "handle")?;
    if !super::syntax::is_handle(&handle) {
        return Err(Refused::invalid("Error: Params must have valid handle"));
    }
    if handle.starts_with("nobody") {
        return Err(Refused::invalid("Unable to resolve handle"));
    }
    Ok(Reply::json(200, &json!({ "did": hashes::did(&handle) })))
}

//! One account: the port's methods, each a few requests.

use async_trait::async_trait;
use serde::Deserialize;
use serde_json::Value;

use super::captions;
use super::classify::{KEY_TAKEN, MOVED, Refusal, before_sending, not_understood, read, refused};
use super::compose;
use super::login::{Hosts, Live, Login, Place};
use super::options::{POST, post_address};
use super::prepare;
use super::progress::Progress;
use super::record::{is_ours, record};
use super::settings::Settings;
use super::syntax::{self, RecordUri};
use super::xrpc;
use crate::blobs::Blobs;
use crate::delivery::{Evidence, Found, Guarantee, Receipt};
use crate::failure::{Class, Failure};
use crate::finding::Finding;
use crate::http::Answer;
use crate::keys::Keys;
use crate::platform::{Composed, Identity, Job, Limits, Pace, Platform, Prepared, Setup, Wire};
use crate::post::Draft;
use crate::text::Counter;

/// An account on Bluesky.
#[derive(Debug)]
pub(super) struct Account {
    pub(super) settings: Settings,
    pub(super) wire: Wire,
    pub(super) login: Login,
    pub(super) blobs: Blobs,
    counter: Counter,
}

/// Builds an account from its settings.
pub(super) fn build(setup: Setup, keys: &mut Keys<'_>) -> Option<Box<dyn Platform>> {
    let settings = Settings::read(&setup, keys)?;
    let wire = setup.wire(Guarantee::A);
    let hosts = Hosts { mock: setup.mock, plain: setup.plain };
    let login = Login::new(settings.clone(), wire.clone(), setup.session, hosts);
    let (blobs, counter) = (setup.blobs, setup.counter);
    Some(Box::new(Account { settings, wire, login, blobs, counter }))
}

/// The answer of `putRecord`. Without a commit, the same record was there already.
#[derive(Deserialize)]
struct Put {
    uri: String,
    cid: String,
    commit: Option<Value>,
}

/// The answer of `getRecord`.
#[derive(Debug, Deserialize)]
pub(super) struct Stored {
    pub(super) uri: String,
    pub(super) cid: Option<String>,
    pub(super) value: Value,
}

/// The answer of `getSession`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Myself {
    did: String,
    handle: String,
    email_confirmed: Option<bool>,
    active: Option<bool>,
}

#[async_trait]
impl Platform for Account {
    fn kind(&self) -> &str {
        "bluesky"
    }

    fn limits(&self) -> Limits {
        compose::limits(self.settings.image_bytes)
    }

    fn guarantee(&self) -> Guarantee {
        Guarantee::A
    }

    fn compose(&self, draft: &Draft) -> Composed {
        compose::compose(draft, &self.settings, self.counter)
    }

    async fn prepare(&self, job: &Job<'_>) -> Result<Prepared, Failure> {
        prepare::step(self, job).await
    }

    async fn publish(&self, job: &Job<'_>) -> Result<Receipt, Failure> {
        let progress = Progress::read(job).ok_or_else(unprepared)?;
        let live = self.login.live().await.map_err(before_sending)?;
        let record = record(job.part, &progress);
        let body = xrpc::put_record_body(&live.who.did, POST, &progress.rkey, &record);
        let request = xrpc::put_record(&live.who.server, &live.access, body)?;
        let answer = self.wire.visible(request).await?;
        let place = address(&live.who, &progress);
        if answer.is_success() {
            return self.put_receipt(&answer, &place, &progress);
        }
        let failure = refused(&answer, self.wire.now());
        match failure.reason.as_ref() {
            KEY_TAKEN => {
                let receipt = self.compare(&live.who, &place, &record, failure).await?;
                Ok(with_remarks(receipt, &progress))
            }
            MOVED => {
                self.login.distrust().await.map_err(before_sending)?;
                Err(failure)
            }
            _ => Err(failure),
        }
    }

    async fn find(&self, job: &Job<'_>, _since: crate::clock::Instant) -> Result<Found, Failure> {
        let progress = Progress::read(job).unwrap_or_else(|| Progress::begin(job));
        let who = self.login.place().await?;
        let place = address(&who, &progress);
        let Some(stored) = self.look(&who, &place).await? else { return Ok(Found::Absent) };
        if !is_ours(&stored.value, &record(job.part, &progress)) {
            return Err(Failure::new(Class::Duplicate, KEY_TAKEN, another_record(&place)));
        }
        let receipt = self.receipt(&place, stored.cid.as_deref(), Evidence::ReadBack)?;
        Ok(Found::Published(with_remarks(receipt, &progress)))
    }

    async fn recall(&self, receipt: &Receipt) -> Result<(), Failure> {
        let live = self.login.live().await?;
        let place = post_address(&receipt.id)
            .filter(|uri| uri.authority == live.who.did)
            .ok_or_else(|| not_our_post(&receipt.id))?;
        let request = xrpc::delete_record(&live.who.server, &live.access, &place)?;
        let answer = self.wire.invisible(request).await?;
        if answer.is_success() || Refusal::of(&answer).is_no_record() {
            return Ok(());
        }
        Err(refused(&answer, self.wire.now()))
    }

    async fn whoami(&self) -> Result<Identity, Failure> {
        let live = self.login.live().await?;
        let request = xrpc::get_session(&live.who.server, &live.access)?;
        let myself: Myself = read(&self.wire.invisible(request).await?, self.wire.now())?;
        if !syntax::is_did(&myself.did) || myself.did != live.who.did {
            return Err(not_understood("the server says that we are somebody else"));
        }
        Ok(Identity {
            findings: self.advice(&myself, &live),
            url: Some(format!("https://bsky.app/profile/{}", myself.did)),
            name: myself.handle,
            ends: None,
        })
    }

    async fn refresh(&self) -> Result<(), Failure> {
        self.login.refresh().await
    }

    fn pace(&self) -> Option<Pace> {
        self.wire.pace()
    }
}

impl Account {
    fn put_receipt(
        &self,
        answer: &Answer,
        place: &RecordUri,
        progress: &Progress,
    ) -> Result<Receipt, Failure> {
        let put: Put = read(answer, self.wire.now())?;
        if put.uri != place.to_string() {
            return Err(not_understood("the record was put under another key"));
        }
        let evidence = if put.commit.is_some() { Evidence::Answered } else { Evidence::Repeated };
        let receipt = self.receipt(place, Some(&put.cid), evidence)?;
        Ok(with_remarks(receipt, progress))
    }

    fn receipt(
        &self,
        place: &RecordUri,
        cid: Option<&str>,
        evidence: Evidence,
    ) -> Result<Receipt, Failure> {
        let cid = cid
            .filter(|cid| syntax::is_cid(cid))
            .ok_or_else(|| not_understood("the record has no CID"))?;
        let RecordUri { authority, rkey, .. } = place;
        Ok(Receipt {
            id: place.to_string(),
            url: Some(format!("https://bsky.app/profile/{authority}/post/{rkey}")),
            at: self.wire.now(),
            evidence,
            extra: serde_json::json!({ "uri": place.to_string(), "cid": cid }),
            remarks: Vec::new(),
        })
    }

    /// Something stands under our key: ours, when an earlier answer was lost, or another
    /// record, which is never overwritten.
    async fn compare(
        &self,
        who: &Place,
        place: &RecordUri,
        record: &Value,
        taken: Failure,
    ) -> Result<Receipt, Failure> {
        let unknown = |failure: Failure| Failure { class: Class::Unknown, ..failure };
        match self.look(who, place).await.map_err(unknown)? {
            Some(stored) if is_ours(&stored.value, record) => {
                self.receipt(place, stored.cid.as_deref(), Evidence::Repeated)
            }
            Some(_) => Err(taken),
            None => Err(unknown(taken)),
        }
    }

    /// Reads a record from the server that keeps it; that one, unlike the app's, never lags.
    pub(super) async fn look(
        &self,
        who: &Place,
        place: &RecordUri,
    ) -> Result<Option<Stored>, Failure> {
        let answer = self.wire.invisible(xrpc::get_record(&who.server, place)).await?;
        self.stored(&answer, place)
    }

    /// The record that `answer` brings, if there is one.
    pub(super) fn stored(
        &self,
        answer: &Answer,
        place: &RecordUri,
    ) -> Result<Option<Stored>, Failure> {
        if answer.status == 400 && Refusal::of(answer).is_no_record() {
            return Ok(None);
        }
        let stored: Stored = read(answer, self.wire.now())?;
        let same = RecordUri::read(&stored.uri).is_some_and(|uri| {
            let owner = uri.authority == place.authority || syntax::is_handle(&place.authority);
            owner && uri.rkey == place.rkey && uri.collection == place.collection
        });
        if same { Ok(Some(stored)) } else { Err(not_understood("another record was read")) }
    }

    fn advice(&self, myself: &Myself, live: &Live) -> Vec<Finding> {
        let mut findings = Vec::new();
        if myself.active == Some(false) {
            findings.push(Finding::error("bluesky-account-not-active"));
        }
        if myself.email_confirmed == Some(false) {
            findings.push(Finding::warning("bluesky-email-unconfirmed"));
        }
        if live.app_password == Some(false) {
            findings.push(Finding::warning("bluesky-main-password"));
        }
        let written = &self.settings.identifier;
        if !written.starts_with("did:") && *written != myself.handle.to_lowercase() {
            findings.push(
                Finding::warning("bluesky-handle-changed")
                    .with("written", written.as_str())
                    .with("now", myself.handle.as_str())
                    .with("did", myself.did.as_str()),
            );
        }
        findings
    }
}

fn with_remarks(receipt: Receipt, progress: &Progress) -> Receipt {
    Receipt { remarks: captions::remarks(&progress.captions), ..receipt }
}

fn address(who: &Place, progress: &Progress) -> RecordUri {
    RecordUri {
        authority: who.did.clone(),
        collection: POST.to_owned(),
        rkey: progress.rkey.to_string(),
    }
}

fn unprepared() -> Failure {
    Failure::new(Class::Stale, "bluesky-upload-forgotten", "what was prepared cannot be read")
}

fn another_record(place: &RecordUri) -> String {
    format!("another record stands under {place}")
}

fn not_our_post(id: &str) -> Failure {
    let detail = format!("{id:?} names no post of this account");
    Failure::new(Class::Rejected, "bluesky-not-our-post", detail)
}

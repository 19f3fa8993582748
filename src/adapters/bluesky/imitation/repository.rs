//! Records and files.

use std::collections::BTreeMap;

use chrono::Duration;
use serde_json::{Value, json};

use super::intake::{self, Refused};
use super::sessions::Sessions;
use super::{Call, Knobs, hashes, rules};
use crate::adapters::bluesky::options::POST;
use crate::adapters::bluesky::syntax;
use crate::adapters::bluesky::tid::Tid;
use crate::clock::Instant;
use crate::platform::mock::{Ledger, Public, Reply};

/// How long a file is kept that no record refers to. The real time is not known; the lexicon
/// says minutes, and a film may be prepared an hour ahead.
const UNUSED: Duration = Duration::minutes(90);

/// A file.
#[derive(Debug, Clone)]
struct Upload {
    mime: String,
    size: u64,
    since: Instant,
    used: bool,
}

/// The records and files of the one account.
#[derive(Debug)]
pub(super) struct Repository {
    /// The DID of the account.
    pub(super) owner: String,
    image_bytes: u64,
    blob_bytes: usize,
    records: BTreeMap<(String, String), Value>,
    uploads: BTreeMap<String, Upload>,
    commits: u64,
}

impl Repository {
    pub(super) fn new(knobs: &Knobs) -> Self {
        Self {
            owner: String::new(),
            image_bytes: knobs.image_bytes,
            blob_bytes: knobs.blob_bytes,
            records: BTreeMap::new(),
            uploads: BTreeMap::new(),
            commits: 0,
        }
    }

    pub(super) fn get(&self, call: &Call<'_>, sessions: &Sessions) -> Result<Reply, Refused> {
        let known = ["repo", "collection", "rkey", "cid"];
        let repo = intake::query(call, &known, "repo")?;
        let collection = intake::required_query(call, "collection")?;
        let rkey = intake::required_query(call, "rkey")?;
        let ours = repo == sessions.did() || sessions.is_handle(&repo);
        let did = if ours { sessions.did() } else { repo };
        let uri = format!("at://{did}/{collection}/{rkey}");
        let stored = self.records.get(&(collection, rkey)).filter(|_| ours);
        match stored {
            Some(value) => {
                let body = json!({ "uri": uri, "cid": hashes::record(value), "value": value });
                Ok(Reply::json(200, &body))
            }
            None => {
                let message = format!("Could not locate record: {uri}");
                Err(Refused::of(400, "RecordNotFound", &message))
            }
        }
    }

    pub(super) fn put(
        &mut self,
        call: &Call<'_>,
        input: &Value,
        ledger: &mut Ledger,
    ) -> Result<Reply, Refused> {
        let known =
            ["repo", "collection", "rkey", "validate", "record", "swapRecord", "swapCommit"];
        intake::fields(input, &known)?;
        let rkey = intake::text(input, "rkey")?;
        let (key, record) = self.checked(input, rkey)?;
        let stored = self.records.get(&key).map(hashes::record);
        let cid = hashes::record(&record);
        if stored.as_ref() == Some(&cid) {
            return Ok(self.written(&key, &cid, false));
        }
        check_swap(input, stored.as_deref())?;
        self.use_files(&record, call.now)?;
        self.store(key, record, ledger, call.now)
    }

    pub(super) fn create(
        &mut self,
        call: &Call<'_>,
        input: &Value,
        ledger: &mut Ledger,
    ) -> Result<Reply, Refused> {
        let known = ["repo", "collection", "rkey", "validate", "record", "swapCommit"];
        intake::fields(input, &known)?;
        let micros = u64::try_from(call.now.timestamp_micros()).unwrap_or(0);
        let own = || Ok(Tid::of(micros, self.commits).to_string());
        let rkey = if input["rkey"].is_null() { own() } else { intake::text(input, "rkey") }?;
        let (key, record) = self.checked(input, rkey)?;
        if self.records.contains_key(&key) {
            return Err(Refused::of(500, "InternalServerError", "Internal Server Error"));
        }
        self.use_files(&record, call.now)?;
        self.store(key, record, ledger, call.now)
    }

    pub(super) fn delete(
        &mut self,
        _call: &Call<'_>,
        input: &Value,
        ledger: &mut Ledger,
    ) -> Result<Reply, Refused> {
        intake::fields(input, &["repo", "collection", "rkey", "swapRecord", "swapCommit"])?;
        let key = (intake::text(input, "collection")?, intake::text(input, "rkey")?);
        if self.records.remove(&key).is_none() {
            return Ok(Reply::json(200, &json!({})));
        }
        let (collection, rkey) = key;
        ledger.delete(&format!("at://{}/{collection}/{rkey}", self.owner));
        let commit = self.commit();
        Ok(Reply::json(200, &json!({ "commit": commit })))
    }

    pub(super) fn upload(&mut self, call: &Call<'_>) -> Result<Reply, Refused> {
        intake::post(call)?;
        intake::query_of(call, &[])?;
        intake::encoded_as(call, "*/*")?;
        let bytes = &call.asked.body;
        if bytes.len() > self.blob_bytes {
            return Err(Refused::of(413, "PayloadTooLarge", "request entity too large"));
        }
        let said = call.asked.header("content-type").unwrap_or_default();
        let mime = infer::get(bytes).map_or(said, |kind| kind.mime_type()).to_owned();
        let cid = self.add_file(bytes, &mime, call.now);
        Ok(Reply::json(200, &json!({ "blob": self.blob(&cid) })))
    }

    /// Takes a file in; the same bytes are the same file.
    pub(super) fn add_file(&mut self, bytes: &[u8], mime: &str, now: Instant) -> String {
        let cid = hashes::file(bytes);
        let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        let used = self.uploads.get(&cid).is_some_and(|upload| upload.used);
        let upload = Upload { mime: mime.to_owned(), size, since: now, used };
        self.uploads.insert(cid.clone(), upload);
        cid
    }

    /// A file as records refer to it.
    pub(super) fn blob(&self, cid: &str) -> Value {
        self.uploads.get(cid).map_or(Value::Null, |upload| {
            json!({
                "$type": "blob",
                "ref": { "$link": cid },
                "mimeType": upload.mime,
                "size": upload.size,
            })
        })
    }

    /// Throws away every file that no record refers to.
    pub(super) fn forget_uploads(&mut self) {
        self.uploads.retain(|_, upload| upload.used);
    }

    /// The key and the record of a write, where the lexicons allow them.
    fn checked(&self, input: &Value, rkey: String) -> Result<((String, String), Value), Refused> {
        let collection = intake::text(input, "collection")?;
        if !syntax::is_nsid(&collection) {
            return Err(Refused::invalid("Error: Input/collection must be a valid nsid"));
        }
        if !(input["validate"].is_null() || input["validate"].is_boolean()) {
            return Err(Refused::invalid("Error: Input/validate must be a boolean"));
        }
        let Some(fields) = input["record"].as_object() else {
            return Err(Refused::invalid("Error: Input must have the property \"record\""));
        };
        let mut record = Value::Object(fields.clone());
        if record["$type"].is_null() {
            record["$type"] = collection.as_str().into();
        }
        if record["$type"] != collection.as_str() {
            let message = format!("Invalid $type: expected {collection}, got {}", record["$type"]);
            return Err(Refused::invalid(&message));
        }
        if collection != POST {
            return Err(Refused::invalid(&format!("Unknown lexicon type: {collection}")));
        }
        rules::post(&record, self.image_bytes).map_err(|problem| {
            Refused::invalid(&format!("Invalid {collection} record: {problem}"))
        })?;
        if let Err(error) = rkey.parse::<Tid>() {
            let message =
                format!("Invalid record key for {collection}: Invalid TID string ({error})");
            return Err(Refused::invalid(&message));
        }
        Ok(((collection, rkey), record))
    }

    /// Marks the files of a record as used, where all are here and are what the record says.
    fn use_files(&mut self, record: &Value, now: Instant) -> Result<(), Refused> {
        self.uploads.retain(|_, upload| upload.used || now - upload.since < UNUSED);
        let blobs = rules::blobs(record);
        for blob in &blobs {
            let cid = blob["ref"]["$link"].as_str().unwrap_or_default();
            let Some(upload) = self.uploads.get(cid) else {
                let message = format!("Could not find blob: {cid}");
                return Err(Refused::of(400, "BlobNotFound", &message));
            };
            check_file(blob, upload)?;
        }
        for blob in blobs {
            let cid = blob["ref"]["$link"].as_str().unwrap_or_default();
            if let Some(upload) = self.uploads.get_mut(cid) {
                upload.used = true;
            }
        }
        Ok(())
    }

    fn store(
        &mut self,
        key: (String, String),
        record: Value,
        ledger: &mut Ledger,
        now: Instant,
    ) -> Result<Reply, Refused> {
        let cid = hashes::record(&record);
        let id = self.uri(&key);
        ledger.delete(&id);
        ledger.add(Public {
            id,
            text: record["text"].as_str().unwrap_or_default().to_owned(),
            media: rules::count_media(&record),
            alt: rules::alt_texts(&record),
            parent: record["reply"]["parent"]["uri"].as_str().map(str::to_owned),
            at: now,
            deleted: false,
        });
        self.records.insert(key.clone(), record);
        Ok(self.written(&key, &cid, true))
    }

    fn written(&mut self, key: &(String, String), cid: &str, changed: bool) -> Reply {
        let mut body = json!({ "uri": self.uri(key), "cid": cid });
        if changed {
            body["commit"] = self.commit();
        }
        body["validationStatus"] = "valid".into();
        Reply::json(200, &body)
    }

    fn commit(&mut self) -> Value {
        self.commits += 1;
        let cid = hashes::record(&json!({ "commit": self.commits }));
        json!({ "cid": cid, "rev": Tid::of(self.commits, 0).as_str() })
    }

    fn uri(&self, (collection, rkey): &(String, String)) -> String {
        format!("at://{}/{collection}/{rkey}", self.owner)
    }
}

/// `swapRecord`: null means that nothing may stand there, a CID that this must.
fn check_swap(input: &Value, stored: Option<&str>) -> Result<(), Refused> {
    let Some(swap) = input.get("swapRecord") else { return Ok(()) };
    if !(swap.is_null() || swap.as_str().is_some_and(syntax::is_cid)) {
        return Err(Refused::invalid("Error: Input/swapRecord must be a cid string"));
    }
    if swap.as_str() == stored {
        return Ok(());
    }
    let message = format!("Record was at {}", stored.unwrap_or("null"));
    Err(Refused::of(400, "InvalidSwap", &message))
}

fn check_file(blob: &Value, upload: &Upload) -> Result<(), Refused> {
    if blob["mimeType"] != upload.mime.as_str() {
        let message = format!(
            "Referenced Mimetype does not match stored blob. Expected: {}, Got: {}",
            upload.mime, blob["mimeType"]
        );
        return Err(Refused::of(400, "InvalidMimeType", &message));
    }
    if blob["size"] != upload.size {
        let message = format!(
            "Referenced Size does not match stored blob. Expected: {}, Got: {}",
            upload.size, blob["size"]
        );
        return Err(Refused::of(400, "InvalidSize", &message));
    }
    Ok(())
}

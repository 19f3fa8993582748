//! The video service.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::intake::{self, Refused};
use super::repository::Repository;
use super::sessions::Sessions;
use super::{Call, Knobs, hashes};
use crate::adapters::bluesky::xrpc::{UPLOAD_BLOB, UPLOAD_LIMITS};
use crate::platform::mock::Reply;

/// The largest film, the size of a piece, and what goes through in a day, in bytes.
const LARGEST: u64 = 300_000_000;
const PIECE: u64 = 8_000_000;
const DAILY: u64 = 10_000_000_000;

/// After how many seconds a job is at work, and done.
const ENCODING_AFTER: i64 = 2;
const DONE_AFTER: i64 = 8;

/// How long an upload in pieces may take, in seconds.
const UPLOAD_LIFE: i64 = 3600;

/// What becomes of films.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(not(test), expect(dead_code, reason = "in a dry run every film is processed"))]
pub(in crate::adapters::bluesky) enum Fate {
    /// They can be shown after a few seconds.
    Completes,
    /// They fail with this code.
    Fails(&'static str),
    /// They are processed for ever.
    Never,
}

#[derive(Debug)]
struct Job {
    bytes: Vec<u8>,
    began: i64,
}

#[derive(Debug)]
struct Pieces {
    size: u64,
    received: BTreeMap<u64, Vec<u8>>,
    ends: i64,
    completed: Option<String>,
}

/// The service's state.
#[derive(Debug)]
pub(super) struct Films {
    /// The DID that tokens for the service must be made out for.
    service: String,
    fate: Fate,
    pieces: bool,
    left: i64,
    left_bytes: u64,
    jobs: BTreeMap<String, Job>,
    uploads: BTreeMap<String, Pieces>,
    names: BTreeSet<String>,
}

impl Films {
    pub(super) fn new(knobs: &Knobs) -> Self {
        Self {
            service: knobs.video_did.clone(),
            fate: knobs.fate.clone(),
            pieces: knobs.pieces,
            left: knobs.films,
            left_bytes: DAILY,
            jobs: BTreeMap::new(),
            uploads: BTreeMap::new(),
            names: BTreeSet::new(),
        }
    }

    pub(super) fn route(
        &mut self,
        method: &str,
        call: &Call<'_>,
        sessions: &mut Sessions,
        repository: &mut Repository,
    ) -> Result<Reply, Refused> {
        if method == "getJobStatus" {
            let job = intake::query(call, &["jobId"], "jobId")?;
            return self.job_status(&job, call, sessions, repository);
        }
        if method == "getUploadLimits" {
            sessions.service(call, &self.service, UPLOAD_LIMITS)?;
            return self.limits(call);
        }
        if !self.pieces && method != "uploadVideo" {
            return Err(unknown());
        }
        sessions.service(call, &sessions.server_did(), UPLOAD_BLOB)?;
        match method {
            "uploadVideo" => self.upload(call, sessions),
            "startUpload" => self.start(call),
            "uploadPart" => self.piece(call),
            "finishUpload" => self.finish(call, sessions),
            _ => Err(unknown()),
        }
    }

    fn limits(&self, call: &Call<'_>) -> Result<Reply, Refused> {
        if call.asked.method != "GET" || !call.asked.query.is_empty() {
            return Err(Refused::invalid("getUploadLimits is asked with GET and without values"));
        }
        let mut body = json!({
            "canUpload": self.left > 0,
            "remainingDailyVideos": self.left,
            "remainingDailyBytes": self.left_bytes,
        });
        if self.left <= 0 {
            body["message"] = "User has exceeded daily upload videos limit".into();
            body["error"] = "DailyLimitExceeded".into();
        }
        Ok(Reply::json(200, &body))
    }

    fn upload(&mut self, call: &Call<'_>, sessions: &Sessions) -> Result<Reply, Refused> {
        intake::post(call)?;
        intake::query_of(call, &["did", "name"])?;
        intake::encoded_as(call, "video/mp4")?;
        let name = intake::required_query(call, "name")?;
        if intake::required_query(call, "did")? != sessions.did() {
            return Err(Refused::of(401, "Unauthorized", "did does not match the token"));
        }
        check_film(&call.asked.body)?;
        let (job, known) = self.begin(&call.asked.body, call.now.timestamp());
        self.names.insert(name);
        if known {
            let status = json!({
                "jobId": job,
                "did": sessions.did(),
                "state": "JOB_STATE_COMPLETED",
                "error": "already_exists",
                "message": "Video already processed",
            });
            return Err(Refused::with(409, status));
        }
        Ok(Reply::json(200, &status(&job, sessions, "JOB_STATE_CREATED")))
    }

    fn start(&mut self, call: &Call<'_>) -> Result<Reply, Refused> {
        let input = intake::json_body(call)?;
        let known = ["sizeBytes", "mimeType", "name", "durationMs", "width", "height"];
        intake::fields(&input, &known)?;
        if intake::text(&input, "mimeType")? != "video/mp4" {
            return Err(Refused::of(400, "UnsupportedContentType", "unsupported content type"));
        }
        let size = input["sizeBytes"].as_u64().filter(|size| *size > 0);
        let size =
            size.ok_or_else(|| Refused::invalid("Error: Input/sizeBytes must be positive"))?;
        if size > LARGEST {
            return Err(Refused::of(400, "VideoTooLarge", "the file is too large"));
        }
        if self.left <= 0 {
            return Err(Refused::of(400, "DailyLimitExceeded", "the daily limit is reached"));
        }
        let job = format!("upload-{}", self.uploads.len() + 1);
        let ends = call.now.timestamp() + UPLOAD_LIFE;
        let pieces = Pieces { size, received: BTreeMap::new(), ends, completed: None };
        self.uploads.insert(job.clone(), pieces);
        let expires = crate::clock::from_micros(ends * 1_000_000);
        Ok(Reply::json(
            200,
            &json!({
                "jobId": job,
                "partSizeBytes": PIECE,
                "partCount": size.div_ceil(PIECE),
                "expiresAt": expires.to_rfc3339_opts(chrono::SecondsFormat::Millis, true),
            }),
        ))
    }

    fn piece(&mut self, call: &Call<'_>) -> Result<Reply, Refused> {
        intake::post(call)?;
        intake::query_of(call, &["jobId", "partNumber"])?;
        intake::encoded_as(call, "application/octet-stream")?;
        let number = intake::required_query(call, "partNumber")?;
        let job = intake::required_query(call, "jobId")?;
        let upload = self.open(&job, call)?;
        if upload.completed.is_some() {
            let message = "the upload has completed already";
            return Err(Refused::of(400, "UploadAlreadyCompleted", message));
        }
        let count = upload.size.div_ceil(PIECE);
        let number = number.parse::<u64>().ok().filter(|number| (1..=count).contains(number));
        let number = number.ok_or_else(|| {
            Refused::of(400, "InvalidPartNumber", "the part number is out of range")
        })?;
        let expected = (upload.size - (number - 1) * PIECE).min(PIECE);
        let given = u64::try_from(call.asked.body.len()).unwrap_or(u64::MAX);
        if given != expected {
            return Err(Refused::of(400, "PartSizeMismatch", "the part has another size"));
        }
        upload.received.insert(number, call.asked.body.clone());
        Ok(Reply::json(200, &json!({ "partNumber": number, "sizeBytes": given })))
    }

    fn finish(&mut self, call: &Call<'_>, sessions: &Sessions) -> Result<Reply, Refused> {
        let input = intake::json_body(call)?;
        intake::fields(&input, &["jobId"])?;
        let id = intake::text(&input, "jobId")?;
        let upload = self.open(&id, call)?;
        let count = upload.size.div_ceil(PIECE);
        let missing: Vec<_> =
            (1..=count).filter(|number| !upload.received.contains_key(number)).collect();
        if !missing.is_empty() {
            return Err(Refused::of(400, "MissingParts", &format!("missing parts: {missing:?}")));
        }
        let bytes = upload.received.values().map(Vec::as_slice).collect::<Vec<_>>().concat();
        check_film(&bytes)?;
        let (job, _) = self.begin(&bytes, call.now.timestamp());
        if let Some(upload) = self.uploads.get_mut(&id) {
            upload.completed = Some(job.clone());
        }
        let mut body = status(&job, sessions, "JOB_STATE_CREATED");
        body["completedJobId"] = job.into();
        Ok(Reply::json(200, &body))
    }

    fn open(&mut self, job: &str, call: &Call<'_>) -> Result<&mut Pieces, Refused> {
        let upload = self
            .uploads
            .get_mut(job)
            .ok_or_else(|| Refused::of(404, "UploadNotFound", "the job ID is unknown"))?;
        if upload.completed.is_none() && upload.ends <= call.now.timestamp() {
            return Err(Refused::of(400, "UploadExpired", "the upload has expired"));
        }
        Ok(upload)
    }

    /// Begins a job for a film, unless there is one; whether there was.
    fn begin(&mut self, bytes: &[u8], now: i64) -> (String, bool) {
        let job = format!("job-{}", &hashes::file(bytes)[8..28]);
        let known = self.jobs.contains_key(&job);
        if !known {
            self.left -= 1;
            let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
            self.left_bytes = self.left_bytes.saturating_sub(size);
            self.jobs.insert(job.clone(), Job { bytes: bytes.to_vec(), began: now });
        }
        (job, known)
    }

    fn job_status(
        &self,
        id: &str,
        call: &Call<'_>,
        sessions: &Sessions,
        repository: &mut Repository,
    ) -> Result<Reply, Refused> {
        let unknown = || Refused::of(404, "NotFound", "job not found");
        let job = self.jobs.get(id).ok_or_else(unknown)?;
        let age = call.now.timestamp() - job.began;
        let mut body = match (&self.fate, age) {
            (_, ..ENCODING_AFTER) => status(id, sessions, "JOB_STATE_CREATED"),
            (Fate::Never, _) | (_, ..DONE_AFTER) => status(id, sessions, "JOB_STATE_ENCODING"),
            (Fate::Completes, _) => status(id, sessions, "JOB_STATE_COMPLETED"),
            (Fate::Fails(_), _) => status(id, sessions, "JOB_STATE_FAILED"),
        };
        if age >= DONE_AFTER {
            match self.fate {
                Fate::Completes => {
                    let cid = repository.add_file(&job.bytes, "video/mp4", call.now);
                    body["jobStatus"]["blob"] = repository.blob(&cid);
                }
                Fate::Fails(code) => body["jobStatus"]["failureCode"] = code.into(),
                Fate::Never => {}
            }
        }
        Ok(Reply::json(200, &body))
    }
}

fn unknown() -> Refused {
    Refused::of(501, "MethodNotImplemented", "Method Not Implemented")
}

fn status(job: &str, sessions: &Sessions, state: &str) -> Value {
    json!({ "jobStatus": { "jobId": job, "did": sessions.did(), "state": state } })
}

fn check_film(bytes: &[u8]) -> Result<(), Refused> {
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > LARGEST {
        return Err(Refused::of(413, "PayloadTooLarge", "request entity too large"));
    }
    match infer::get(bytes) {
        Some(kind) if kind.mime_type() == "video/mp4" => Ok(()),
        _ => Err(Refused::of(400, "UnsupportedContentType", "the file is not an MP4 film")),
    }
}

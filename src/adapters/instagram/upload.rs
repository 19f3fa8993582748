//! Films as bytes (Facebook login): one request for all that is still missing.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::account::Account;
use crate::adapters::graph::container::Staged;
use crate::adapters::graph::line::{not_understood, unbuildable};
use crate::adapters::graph::service::NOT_FETCHED;
use crate::adapters::graph::{Asked, Refusal};
use crate::failure::{Class, Failure};
use crate::http::{Answer, Body, FileSlice, Request};
use crate::post::Media;
use crate::secret::Secret;

#[derive(Deserialize)]
struct Taken {
    success: bool,
}

/// Why an upload was refused.
#[derive(Deserialize)]
struct Refused {
    debug_info: Debug,
}

#[derive(Deserialize)]
struct Debug {
    retriable: bool,
    #[serde(default, rename = "type")]
    kind: String,
    #[serde(default)]
    message: String,
}

/// Sends what the platform has not yet of `film`.
pub(super) async fn send(
    account: &Account,
    staged: &Staged,
    film: &Media,
    token: &Secret,
) -> Result<(), Failure> {
    let offset = offset(account, staged, token).await?;
    if offset >= film.bytes && film.bytes > 0 {
        return Ok(());
    }
    let answer =
        account.line.wire.invisible(request(account, staged, film, token, offset)?).await?;
    if !answer.is_success() {
        return Err(refused(account, &answer));
    }
    match answer.json::<Taken>() {
        Ok(Taken { success: true }) => Ok(()),
        Ok(Taken { success: false }) => Err(not_taken("the upload was not taken")),
        Err(error) => Err(not_understood(error)),
    }
}

fn request(
    account: &Account,
    staged: &Staged,
    film: &Media,
    token: &Secret,
    offset: u64,
) -> Result<Request, Failure> {
    let mut url = account.settings.upload_server.clone();
    let version = account.settings.version.to_string();
    if let Ok(mut pieces) = url.path_segments_mut() {
        pieces.pop_if_empty().extend(["ig-api-upload", version.as_str(), &staged.id]);
    }
    let bytes = FileSlice::at(account.blobs.path(&film.digest), film.bytes - offset);
    let file = bytes.from_offset(offset);
    let login = Secret::new(format!("OAuth {}", token.expose()));
    Request::post("upload", url)
        .secret_header("authorization", &login)
        .and_then(|request| request.header("offset", &offset.to_string()))
        .and_then(|request| request.header("file_size", &film.bytes.to_string()))
        .and_then(|request| {
            request.body(Body::File { content_type: film.kind.mime().to_owned(), file })
        })
        .map_err(unbuildable)
}

/// How many bytes the platform has. Where it does not say, all are sent.
async fn offset(account: &Account, staged: &Staged, token: &Secret) -> Result<u64, Failure> {
    let query = [("fields", "id,video_status")];
    let request = account.line.get("upload-status", token, &[&staged.id], &query)?;
    let answer = account.line.wire.invisible(request).await?;
    if Refusal::read(&answer).is_some_and(|refusal| refusal.is_missing()) {
        return Err(not_taken("the container is gone"));
    }
    let fields: Map<String, Value> = account.line.read(&answer)?;
    let phase = fields.get("video_status").and_then(|status| status.get("uploading_phase"));
    // Both spellings are in the descriptions.
    let names = ["bytes_transferred", "bytes_transfered"];
    let said = phase.and_then(|phase| names.iter().find_map(|name| phase.get(name)?.as_u64()));
    Ok(said.unwrap_or_default())
}

fn refused(account: &Account, answer: &Answer) -> Failure {
    match answer.json::<Refused>() {
        Ok(Refused { debug_info }) if debug_info.retriable => {
            let said = format!("{} {}", debug_info.kind, debug_info.message);
            Failure::new(Class::NotSent, "instagram-upload-broken", said)
        }
        Ok(Refused { debug_info }) => {
            not_taken(&format!("{} {}", debug_info.kind, debug_info.message))
        }
        Err(_) => account.line.refused(answer, Asked::Invisible),
    }
}

/// That the container is spoilt, so that another one is made once.
fn not_taken(said: &str) -> Failure {
    Failure::new(Class::Rejected, NOT_FETCHED, said)
}

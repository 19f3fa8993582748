//! Films as bytes (Facebook login): one request for all that is still missing.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::account::Account;
use crate::adapters::graph::bytes::{self, Refused, Rest};
use crate::adapters::graph::container::Staged;
use crate::adapters::graph::line::{not_understood, unbuildable};
use crate::adapters::graph::service::NOT_FETCHED;
use crate::adapters::graph::{Asked, Refusal};
use crate::failure::{Class, Failure};
use crate::http::{Answer, FileSlice, Request};
use crate::post::Media;
use crate::secret::Secret;

#[derive(Deserialize)]
struct Taken {
    success: bool,
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
    let bytes = FileSlice::at(account.blobs.path(&film.digest), film.bytes - offset);
    let rest = Rest { file: bytes.from_offset(offset), offset, size: film.bytes };
    let path = ["ig-api-upload", &account.settings.version.to_string(), &staged.id];
    bytes::request("upload", &account.settings.upload_server, &path, token, rest)
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
    let Some(said) = Refused::read(answer) else {
        return account.line.refused(answer, Asked::Invisible);
    };
    let detail = said.detail(answer);
    match said {
        _ if said.is_about_login() => Failure::new(Class::Auth, "graph-login-ended", detail),
        Refused { retriable: true, .. } => {
            Failure::new(Class::NotSent, "instagram-upload-broken", detail)
        }
        _ => not_taken(&detail),
    }
}

/// That the container is spoilt, so that another one is made once.
fn not_taken(said: &str) -> Failure {
    Failure::new(Class::Rejected, NOT_FETCHED, said)
}

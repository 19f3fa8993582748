//! Looking from outside whether a platform can fetch what was put somewhere.

use super::{Way, own_machine};
use crate::failure::{Class, Failure};
use crate::finding::Finding;
use crate::http::{Answer, Method, Request, Url};
use crate::post::Media;

/// Fetches the first byte of `url` and compares what comes with `medium`; its length, too, where the
/// place `keeps_bytes`.
///
/// It asks as platforms do, with GET: a signed address is good for no other method (Amazon S3 user
/// guide, "Download and upload objects with presigned URLs", read in November 2026).
///
/// # Errors
/// A failure for a person where it is something else, or cannot be fetched at all.
pub(super) async fn probe(
    way: &Way,
    url: &Url,
    medium: &Media,
    keeps_bytes: bool,
) -> Result<(), Failure> {
    let request = Request::new("media-probe", Method::GET, url.clone());
    let answer = way.ask(request.header("range", "bytes=0-0").map_err(own_machine)?).await?;
    let problem = wrong_type(&answer, medium)
        .or_else(|| if keeps_bytes { wrong_length(&answer, medium) } else { None });
    match problem {
        None => Ok(()),
        Some(problem) => {
            let found = Finding::error("media-host-shows-something-else")
                .with("file", medium.name.as_str())
                .with("problem", problem);
            Err(Failure { class: Class::Auth, ..Failure::from_finding(&found) })
        }
    }
}

/// A page in place of a picture is the commonest mistake: a login, or an error with status 200.
fn wrong_type(answer: &Answer, medium: &Media) -> Option<String> {
    let given = answer.header("content-type").unwrap_or_default();
    let kind = given.split(['/', ';']).next().unwrap_or_default().trim().to_ascii_lowercase();
    let wanted = medium.kind.mime().split('/').next().unwrap_or_default();
    (kind != wanted).then(|| format!("content-type: {given}"))
}

fn wrong_length(answer: &Answer, medium: &Media) -> Option<String> {
    // Who gives the one byte says the whole length behind it: "bytes 0-0/7".
    let header = if answer.status == 206 { "content-range" } else { "content-length" };
    let given = answer.header(header)?;
    let length = given.rsplit('/').next()?.parse::<u64>().ok()?;
    (length != medium.bytes).then(|| format!("{header}: {given}"))
}

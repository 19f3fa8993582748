//! Looking from outside whether a platform can fetch what was put somewhere.

use super::Way;
use crate::failure::{Class, Failure};
use crate::finding::Finding;
use crate::http::{Answer, Method, Request, Url};
use crate::post::Media;

/// Fetches the head of `url` and compares it with `medium`; its length, too, where the place
/// `keeps_bytes`.
///
/// # Errors
/// A failure for a person where it is something else, or cannot be fetched at all.
pub(super) async fn probe(
    way: &Way,
    url: &Url,
    medium: &Media,
    keeps_bytes: bool,
) -> Result<(), Failure> {
    let answer = way.ask(Request::new("media-probe", Method::HEAD, url.clone())).await?;
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
    let length = answer.header("content-length")?.parse::<u64>().ok()?;
    (length != medium.bytes).then(|| format!("content-length: {length}"))
}

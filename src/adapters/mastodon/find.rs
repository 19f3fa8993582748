//! Looking for a part after its answer was lost: our own statuses since then, read back.

use super::account::{Mastodon, server_time};
use super::answers::{self, Application, Me, Source, Status};
use super::classify::{Asked, refusal};
use super::requests::{self, PAGE};
use super::server::Software;
use crate::clock::Instant;
use crate::delivery::{Evidence, Found};
use crate::failure::{Class, Failure};
use crate::http::{Answer, Method};
use crate::platform::Job;
use crate::post::Part;
use crate::text::normalise;

/// How far the server's clock may be off after its own date was taken into account.
const SLACK: chrono::Duration = chrono::Duration::seconds(30);

/// How many pages of our own statuses are read back at most.
const MOST_PAGES: usize = 10;

/// What a look at one status brought.
enum Match {
    Ours,
    Other,
    /// It may be ours, but the server does not show what was written.
    Unclear,
}

impl Mastodon {
    /// Looks for the part of `job` among our statuses since `since`.
    pub(super) async fn look(&self, job: &Job<'_>, since: Instant) -> Result<Found, Failure> {
        let me: Me = self.me().await?;
        let app = self.own_application().await?;
        let mut before: Option<String> = None;
        let mut unclear = false;
        for _ in 0..MOST_PAGES {
            let (page, offset) = self.page(me.id.as_str(), before.as_deref()).await?;
            let from = since + offset - SLACK;
            let recent = recent(&page, from);
            for status in recent.iter().rev().filter(|one| is_alike(one, job, app.as_ref())) {
                match self.compare(job.part, status).await? {
                    Match::Ours => return Ok(self.found(job, status)),
                    Match::Unclear => unclear = true,
                    Match::Other => {}
                }
            }
            if recent.len() < page.len() || page.len() < PAGE {
                return Ok(if unclear { Found::CannotKnow } else { Found::Absent });
            }
            before = page.last().map(|last| last.id.as_str().to_owned());
        }
        Ok(Found::CannotKnow)
    }

    pub(super) async fn me(&self) -> Result<Me, Failure> {
        self.get("verify_credentials", &["api", "v1", "accounts", "verify_credentials"], &[]).await
    }

    /// The program our token belongs to; none where the server does not say.
    pub(super) async fn application(&self) -> Result<Option<Application>, Failure> {
        let segments = ["api", "v1", "apps", "verify_credentials"];
        let request = self.request("apps", Method::GET, &segments, &[])?;
        let answer = self.wire.invisible(request).await?;
        match answer.status {
            403 | 404 => Ok(None),
            _ if answer.is_success() => answers::read(&answer).map(Some),
            _ => Err(refusal(Asked::Read, &answer, self.wire.now())),
        }
    }

    /// The program that statuses of ours name. Only Mastodon surely names the right one: Pixelfed
    /// calls every program the same.
    async fn own_application(&self) -> Result<Option<Application>, Failure> {
        if self.server().software == Some(Software::Mastodon) {
            self.application().await
        } else {
            Ok(None)
        }
    }

    /// A page of our statuses, and how far the server's clock is ahead of ours.
    async fn page(
        &self,
        account: &str,
        before: Option<&str>,
    ) -> Result<(Vec<Status>, chrono::Duration), Failure> {
        let query = requests::page_query(before);
        let query: Vec<_> = query.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let segments = ["api", "v1", "accounts", account, "statuses"];
        let request = self.request("own statuses", Method::GET, &segments, &query)?;
        let answer = self.wire.invisible(request).await?;
        if !answer.is_success() {
            return Err(refusal(Asked::Read, &answer, self.wire.now()));
        }
        let page: Vec<Status> = answers::read(&answer)?;
        match page.iter().all(|status| status.created_at.is_some()) {
            true => Ok((page, self.clock_offset(&answer))),
            false => Err(Failure::new(
                Class::Unknown,
                "answer-not-understood",
                "a status without the time it was created",
            )),
        }
    }

    fn clock_offset(&self, answer: &Answer) -> chrono::Duration {
        let now = self.wire.now();
        server_time(answer, now) - now
    }

    async fn compare(&self, part: &Part, status: &Status) -> Result<Match, Failure> {
        let segments = ["api", "v1", "statuses", status.id.as_str(), "source"];
        let request = self.request("source", Method::GET, &segments, &[])?;
        let answer = self.wire.invisible(request).await?;
        match answer.status {
            404 => Ok(Match::Unclear),
            _ if answer.is_success() => {
                let same = says_the_same(part, &answers::read::<Source>(&answer)?);
                Ok(if same { Match::Ours } else { Match::Other })
            }
            _ => Err(refusal(Asked::Read, &answer, self.wire.now())),
        }
    }

    fn found(&self, job: &Job<'_>, status: &Status) -> Found {
        let (asked, media) = (self.visibility(job), job.part.media.len());
        Found::Published(status.receipt(self.wire.now(), Evidence::ReadBack, asked, media))
    }
}

/// The statuses of a page made at or after `from`, newest first as they came.
fn recent(page: &[Status], from: Instant) -> &[Status] {
    let end = page.iter().position(|status| status.created_at.is_none_or(|at| at < from));
    &page[..end.unwrap_or(page.len())]
}

/// Whether everything but the text is as in the part of `job`.
fn is_alike(status: &Status, job: &Job<'_>, app: Option<&Application>) -> bool {
    let same_app = match (&status.application, app) {
        (Some(theirs), Some(ours)) => theirs.name == ours.name,
        _ => true,
    };
    let parent = job.parent.map(|parent| parent.id.as_str());
    same_app && status.in_reply_to_id.as_deref() == parent && has_media(status, job.part)
}

fn has_media(status: &Status, part: &Part) -> bool {
    let theirs = status.media_attachments.iter().map(|one| one.description.as_deref());
    let ours = part.media.iter().map(requests::alt);
    theirs.map(plain).eq(ours.map(plain))
}

fn says_the_same(part: &Part, source: &Source) -> bool {
    let (text, warning) = requests::words(part);
    plain(Some(&source.text)) == plain(Some(text))
        && plain(source.spoiler_text.as_deref()) == plain(warning)
}

fn plain(text: Option<&str>) -> String {
    normalise(text.unwrap_or_default()).trim().to_owned()
}

//! Looking for a part after its answer was lost: the page's own posts since then, read back.

use super::account::LinkedIn;
use super::answers::{self, Page, Post, not_understood, shown};
use super::compose::shown as carried;
use super::little;
use super::progress::Progress;
use crate::clock::Instant;
use crate::delivery::{Evidence, Found};
use crate::failure::{Class, Failure};
use crate::http::{Answer, Method};
use crate::platform::Job;

/// How far LinkedIn's clock may be off after its own date was taken into account.
const SLACK: chrono::Duration = chrono::Duration::seconds(30);

/// How many posts a page has, and how many pages are read back at most.
const PAGE: usize = 10;
const MOST_PAGES: usize = 5;

/// What a look at one post brought.
enum Match {
    Ours {
        cut: bool,
    },
    Other,
    /// It may be ours, but another text or picture stands there.
    Unclear,
    /// LinkedIn is still at work on it.
    UnderWay,
}

impl LinkedIn {
    /// Looks for the part of `job` among our posts since `since`. A member's posts cannot be read.
    pub(super) async fn look(&self, job: &Job<'_>, since: Instant) -> Result<Found, Failure> {
        if !self.reads() {
            return Ok(Found::CannotKnow);
        }
        let mut unclear = false;
        for number in 0..MOST_PAGES {
            let answer = self.own_posts(number * PAGE, PAGE).await?;
            if answer.status == 403 {
                self.note_reading(false);
                return Ok(Found::CannotKnow);
            }
            if !answer.is_success() {
                return Err(self.refused(&answer).await);
            }
            let page: Page<Post> = answers::read(&answer)?;
            let from = since + self.clock_offset(&answer) - SLACK;
            for post in page.elements.iter().filter(|post| made_at(post) >= from) {
                match self.compare(job, post) {
                    Match::Ours { cut } => return self.found(post, cut),
                    Match::UnderWay => return Err(still_publishing()),
                    Match::Unclear => unclear = true,
                    Match::Other => {}
                }
            }
            let older = page.elements.last().is_none_or(|last| made_at(last) < from);
            if older || page.elements.len() < PAGE {
                return Ok(if unclear { Found::CannotKnow } else { Found::Absent });
            }
        }
        Ok(Found::CannotKnow)
    }

    /// A page of our own posts, newest first.
    pub(super) async fn own_posts(&self, start: usize, count: usize) -> Result<Answer, Failure> {
        let (author, start, count) =
            (self.settings.author.to_string(), start.to_string(), count.to_string());
        let query = [
            ("q", "author"),
            ("author", author.as_str()),
            ("start", &start),
            ("count", &count),
            ("sortBy", "CREATED"),
        ];
        let request = self.rest(("own posts", Method::GET), "posts", &query).await?;
        let request = request.header("x-restli-method", "FINDER");
        self.wire.invisible(request.map_err(super::requests::unbuildable)?).await
    }

    fn clock_offset(&self, answer: &Answer) -> chrono::Duration {
        let now = self.wire.now();
        answer.received.map_or_else(chrono::Duration::zero, |theirs| theirs - now)
    }

    fn compare(&self, job: &Job<'_>, post: &Post) -> Match {
        let failed = post.lifecycle_state.as_deref() == Some("PUBLISH_FAILED");
        if failed || post.author != self.settings.author.to_string() {
            return Match::Other;
        }
        let progress = Progress::of(job.progress);
        let media = progress.urns(carried(&job.part.media).len()).unwrap_or_default();
        let is_card = super::compose::is_card(&job.part.card, &job.part.media);
        // Nobody else has the URNs of our uploads. A card shows none.
        let same_media = is_card || shown(&post.content) == media;
        let same_text = little::says(&post.commentary, &job.part.text);
        let cut = little::is_cut(&post.commentary, &job.part.text);
        let known_by_media = !media.is_empty() && !is_card && same_media;
        match (same_media, same_text || (cut && known_by_media)) {
            (true, true) if is_under_way(post) => Match::UnderWay,
            (true, true) => Match::Ours { cut: !same_text },
            (true, false) if cut || known_by_media => Match::Unclear,
            (false, true) => Match::Unclear,
            _ => Match::Other,
        }
    }

    fn found(&self, post: &Post, cut: bool) -> Result<Found, Failure> {
        let id = answers::post_urn(&post.id);
        let id = id.ok_or_else(|| not_understood("a post without the id of one"))?;
        let mut receipt = self.receipt(id, Evidence::ReadBack);
        receipt.remarks.extend(cut.then(|| "linkedin-text-cut".to_owned()));
        Ok(Found::Published(receipt))
    }
}

fn is_under_way(post: &Post) -> bool {
    post.lifecycle_state.as_deref() == Some("PUBLISH_REQUESTED")
}

fn made_at(post: &Post) -> Instant {
    crate::clock::from_micros(post.created_at.saturating_mul(1000))
}

fn still_publishing() -> Failure {
    let pause = std::time::Duration::from_secs(30);
    Failure::new(Class::NotYet, "linkedin-still-publishing", "").pausing(pause)
}

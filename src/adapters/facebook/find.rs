//! Looking for a part after its answer was lost.

use std::time::Duration;

use super::account::Facebook;
use super::answers::{self, Comment, Listed, Object, Post};
use super::calls;
use super::classify::{is_not_visible, is_refusal};
use super::compose::link;
use super::options::{Options, is_comment, is_story};
use super::prepare::film_of;
use super::progress::{Film, Made, Progress};
use super::publish::{Shown, parent_of};
use crate::adapters::graph::Asked;
use crate::clock::Instant;
use crate::delivery::{Evidence, Found, Receipt};
use crate::failure::{Class, Failure};
use crate::http::Answer;
use crate::platform::Job;
use crate::post::Part;
use crate::text::normalise;

/// How far Facebook's times may be off after its own date was taken into account.
pub(super) const SLACK: chrono::Duration = chrono::Duration::minutes(2);

/// How many pages are read back at most.
pub(super) const MOST_PAGES: usize = 8;

/// How long a film that nothing seems to happen to may still be on its way.
const FILM_BEGINS: chrono::Duration = chrono::Duration::minutes(10);

/// How long until a film on its way is asked about again.
const NEXT_LOOK: Duration = Duration::from_secs(20);

/// What a post or comment that was read back is.
enum Match {
    Ours,
    Other,
    /// It may be ours, but what would tell is not shown.
    Unclear,
}

/// What was found on all pages.
#[derive(Default)]
struct Hits {
    ours: Vec<(String, Option<String>)>,
    unclear: bool,
}

impl Hits {
    fn add(&mut self, fit: &Match, id: &str, url: Option<&str>) {
        match fit {
            Match::Ours => self.ours.push((id.to_owned(), url.map(str::to_owned))),
            Match::Unclear => self.unclear = true,
            Match::Other => {}
        }
    }
}

/// `found` with what preparing has to say.
fn with_remarks(found: Found, progress: &Progress) -> Found {
    match found {
        Found::Published(receipt) => {
            Found::Published(Receipt { remarks: progress.remarks(), ..receipt })
        }
        other => other,
    }
}

impl Facebook {
    /// Looks for the part of `job`, which was first sent at `since`.
    pub(super) async fn look(&self, job: &Job<'_>, since: Instant) -> Result<Found, Failure> {
        if is_comment(job.part) {
            return self.look_for_comment(job, since).await;
        }
        let progress = Progress::of(job.progress);
        if is_story(job.part) {
            return self.look_for_story(job.part, &progress, since).await;
        }
        match (film_of(job.part), &progress.film, &progress.draft) {
            (Some(_), Some(film), _) => {
                let found = self.look_for_film(job.part, film, since).await?;
                Ok(with_remarks(found, &progress))
            }
            // Without an upload nothing was ever sent.
            (Some(_), None, _) => Ok(Found::Absent),
            (None, _, Some(draft)) => self.look_for_draft(draft, &progress).await,
            (None, _, None) => self.look_for_post(job.part, &progress, since).await,
        }
    }

    async fn look_for_draft(&self, draft: &Made, progress: &Progress) -> Result<Found, Failure> {
        let seen: Object = match self.read(calls::post_state(&draft.id)).await {
            Ok(seen) => seen,
            Err(failure) if is_not_visible(&failure) => return self.absent_if_gone(failure).await,
            Err(failure) => return Err(failure),
        };
        let url = seen.permalink_url.as_deref().or(draft.url.as_deref());
        let receipt = || self.receipt(&draft.id, url, Evidence::ReadBack, &progress.photos);
        Ok(match seen.is_published {
            Some(true) if seen.id.as_str() == draft.id => Found::Published(receipt()),
            Some(false) if seen.id.as_str() == draft.id => Found::Absent,
            _ => Found::CannotKnow,
        })
    }

    /// What is gone is not public. What we may only not see may be.
    async fn absent_if_gone(&self, failure: Failure) -> Result<Found, Failure> {
        if self.sees_page().await? { Ok(Found::Absent) } else { Err(failure) }
    }

    /// While a film is on its way nothing is certain, so the look is repeated.
    pub(super) async fn look_for_film(
        &self,
        part: &Part,
        film: &Film,
        since: Instant,
    ) -> Result<Found, Failure> {
        let (video, kind) = (film.video(), Options::of(part).kind());
        let shown = match self.shown(video, kind).await {
            Ok(shown) => shown,
            Err(failure) if is_not_visible(&failure) => return self.absent_if_gone(failure).await,
            Err(failure) => return Err(failure),
        };
        match shown {
            Shown::Public(url) => {
                Ok(Found::Published(self.film_receipt(video, kind, url, Evidence::ReadBack)))
            }
            Shown::No if self.wire.now() - since >= FILM_BEGINS => Ok(Found::Absent),
            Shown::No | Shown::Busy => {
                let failure = Failure::new(Class::NotYet, "facebook-film-not-public-yet", "");
                Err(failure.pausing(NEXT_LOOK))
            }
        }
    }

    async fn look_for_post(
        &self,
        part: &Part,
        progress: &Progress,
        since: Instant,
    ) -> Result<Found, Failure> {
        let (mut hits, mut after) = (Hits::default(), None::<String>);
        for _ in 0..MOST_PAGES {
            let call = calls::published(&self.settings.page, after.as_deref());
            let answer = self.answered(call).await?;
            let page: Listed<Post> = answers::read(&answer)?;
            let from = self.earliest(&answer, since);
            for post in page.data.iter().filter(|post| post.created_time.0 >= from) {
                let fit = self.fit(part, progress, post);
                hits.add(&fit, post.id.as_str(), post.permalink_url.as_deref());
            }
            let older = page.data.iter().any(|post| post.created_time.0 < from);
            after = page.after().map(str::to_owned);
            if older || after.is_none() {
                return Ok(self.found(&hits, &progress.photos));
            }
        }
        Ok(Found::CannotKnow)
    }

    /// Ours has our text, our pictures and the name of our app.
    fn fit(&self, part: &Part, progress: &Progress, post: &Post) -> Match {
        if plain(&part.text) != plain(&post.message) {
            return Match::Other;
        }
        match &post.application {
            Some(app) if app.id.as_str() != self.settings.app_id => return Match::Other,
            None => return Match::Unclear,
            Some(_) => {}
        }
        let shown = post.media();
        let has = |id: &String| shown.as_ref().is_some_and(|media| media.contains(&id.as_str()));
        if !progress.photos.is_empty() {
            return if progress.photos.iter().all(has) { Match::Ours } else { Match::Unclear };
        }
        let pictured = shown.is_some_and(|media| !media.is_empty());
        if pictured && link(part).is_none() { Match::Unclear } else { Match::Ours }
    }

    async fn look_for_comment(&self, job: &Job<'_>, since: Instant) -> Result<Found, Failure> {
        let parent = parent_of(job)?;
        let (mut hits, mut after) = (Hits::default(), None::<String>);
        for _ in 0..MOST_PAGES {
            let answer = self.ask(calls::comments(parent, after.as_deref())).await?;
            if is_refusal(&answer) {
                let failure = self.refused(&answer, Asked::Invisible);
                return match is_not_visible(&failure) {
                    true => self.absent_if_gone(failure).await,
                    false => Err(failure),
                };
            }
            let page: Listed<Comment> = answers::read(&answer)?;
            let from = self.earliest(&answer, since);
            for comment in page.data.iter().filter(|comment| comment.created_time.0 >= from) {
                let fit = self.comment_fit(job.part, comment);
                hits.add(&fit, comment.id.as_str(), comment.permalink_url.as_deref());
            }
            let older = page.data.iter().any(|comment| comment.created_time.0 < from);
            after = page.after().map(str::to_owned);
            if older || after.is_none() {
                return Ok(self.found(&hits, &[]));
            }
        }
        Ok(Found::CannotKnow)
    }

    fn comment_fit(&self, part: &Part, comment: &Comment) -> Match {
        let same = plain(&part.text) == plain(&comment.message);
        match &comment.from {
            _ if !same => Match::Other,
            Some(from) if from.id.as_str() == self.settings.page => Match::Ours,
            Some(_) => Match::Other,
            None => Match::Unclear,
        }
    }

    /// The earliest time, by Facebook's clock, that something first sent at `since` can have.
    fn earliest(&self, answer: &Answer, since: Instant) -> Instant {
        let now = self.wire.now();
        since + (answer.received.unwrap_or(now) - now) - SLACK
    }

    /// One is ours. Of several, nobody but a person can tell which.
    fn found(&self, hits: &Hits, photos: &[String]) -> Found {
        match hits.ours.as_slice() {
            [(id, url)] if !hits.unclear => {
                Found::Published(self.receipt(id, url.as_deref(), Evidence::ReadBack, photos))
            }
            [] if !hits.unclear => Found::Absent,
            _ => Found::CannotKnow,
        }
    }
}

fn plain(text: &str) -> String {
    normalise(text).trim().to_owned()
}

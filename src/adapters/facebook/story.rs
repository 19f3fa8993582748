//! Stories: one photograph or film, gone after a day, without a text, a comment or anything that hangs
//! on it.

use serde_json::json;

use super::account::Facebook;
use super::answers::{Film as Seen, Listed, Story, on_website};
use super::calls;
use super::classify::is_refusal;
use super::find::{MOST_PAGES, SLACK};
use super::options::Options;
use super::progress::Progress;
use super::publish::{pending, succeeded, unprepared};
use crate::clock::Instant;
use crate::delivery::{Evidence, Found, Receipt};
use crate::failure::Failure;
use crate::finding::Finding;
use crate::post::{Draft, Part};

/// What a receipt of a story has in it.
pub(super) const STORY: &str = "story";

/// `draft` without what a story has no place for.
pub(super) fn bare(draft: Draft, options: &Options) -> Draft {
    if options.story {
        Draft { text: String::new(), warning: None, ai: false, ..draft }
    } else {
        draft
    }
}

/// What of `draft` does not fit into a story.
pub(super) fn findings(draft: &Draft, options: &Options) -> Vec<Finding> {
    if !options.story {
        return Vec::new();
    }
    let subtitled = draft.media.iter().any(|medium| !medium.subtitles.is_empty());
    let worded = !draft.text.trim().is_empty() || draft.warning.is_some();
    let misplaced = [(options.reel, "reel"), (options.title.is_some(), "title")];
    let misplaced = misplaced.into_iter().filter(|(given, _)| *given).map(|(_, option)| {
        Finding::error("facebook-option-not-for-stories").with("option", option)
    });
    let told = [
        (draft.media.len() != 1, Finding::error("facebook-story-of-one")),
        (options.first_comment.is_some(), Finding::error("facebook-story-without-comment")),
        (worded, Finding::warning("facebook-story-without-text")),
        (draft.ai, Finding::warning("facebook-story-without-label")),
        (subtitled, Finding::warning("facebook-story-without-subtitles")),
    ];
    let told = told.into_iter().filter(|(told, _)| *told).map(|(_, finding)| finding);
    misplaced.chain(told).collect()
}

impl Facebook {
    /// Shows the photograph of a story.
    pub(super) async fn show_photo(
        &self,
        part: &Part,
        progress: &Progress,
    ) -> Result<Receipt, Failure> {
        let [photo] = progress.photos.as_slice() else { return Err(unprepared()) };
        let call = calls::photo_story(&self.settings.page, photo);
        let answer = self.visible(part, call).await?;
        if is_refusal(&answer) {
            return Err(self.not_shown(&answer, &progress.photos).await);
        }
        let done = succeeded(&answer)?;
        let id = done.post_id.as_ref().map_or(photo.as_str(), |post| post.as_str());
        Ok(self.story_receipt(id, None, Evidence::Answered))
    }

    /// The receipt of the story `post`, if its film `video` is made: the acknowledgement comes before
    /// that, and a film can still fail.
    pub(super) async fn story_if_made(&self, video: &str, post: &str) -> Result<Receipt, Failure> {
        let seen: Result<Seen, _> = self.read(calls::film(video)).await;
        match seen {
            Ok(seen) if seen.is_made() => Ok(self.story_receipt(post, None, Evidence::Answered)),
            Ok(_) => Err(pending("")),
            Err(failure) => Err(pending(&failure.detail)),
        }
    }

    /// Looks for a story by the photograph or film that it shows.
    pub(super) async fn look_for_story(
        &self,
        part: &Part,
        progress: &Progress,
        since: Instant,
    ) -> Result<Found, Failure> {
        let film = progress.film.as_ref();
        let shown = film.map(|film| film.video()).or(progress.photos.first().map(String::as_str));
        // Without an upload nothing was ever sent.
        let Some(shown) = shown else { return Ok(Found::Absent) };
        let listed = self.story_of(shown, since).await?;
        match (listed, film) {
            (Found::Absent, Some(film)) => self.look_for_film(part, film, since).await,
            // The film itself may tell what the list does not, but not that nothing was shown.
            (Found::CannotKnow, Some(film)) => match self.look_for_film(part, film, since).await? {
                Found::Absent => Ok(Found::CannotKnow),
                found => Ok(found),
            },
            (found, _) => Ok(found),
        }
    }

    /// The story since `since` that shows `medium`. That the number which a list shows is always that of
    /// the upload is documented nowhere, so where it shows others alone, nobody can tell.
    async fn story_of(&self, medium: &str, since: Instant) -> Result<Found, Failure> {
        let (mut after, mut unclear) = (None::<String>, false);
        for _ in 0..MOST_PAGES {
            let page = &self.settings.page;
            let call = calls::stories(page, since - SLACK, after.as_deref());
            let list: Listed<Story> = self.read(call).await?;
            let is_ours = |story: &&Story| {
                story.media_id.as_ref().is_some_and(|shown| shown.as_str() == medium)
            };
            if let Some(story) = list.data.iter().find(is_ours) {
                let (id, url) = (story.post_id.as_str(), story.url.as_deref());
                return Ok(Found::Published(self.story_receipt(id, url, Evidence::ReadBack)));
            }
            unclear |= !list.data.is_empty();
            after = list.after().map(str::to_owned);
            if after.is_none() {
                return Ok(if unclear { Found::CannotKnow } else { Found::Absent });
            }
        }
        Ok(Found::CannotKnow)
    }

    /// The receipt of a story. Its address is known where a list shows it.
    pub(super) fn story_receipt(&self, id: &str, url: Option<&str>, evidence: Evidence) -> Receipt {
        let (url, extra) = (on_website(url), json!({ STORY: true }));
        Receipt { url, extra, ..self.receipt(id, None, evidence, &[]) }
    }
}

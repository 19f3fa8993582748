//! Looking for a film: by its id, or among the newest of the channel by the tag that only it has.

use super::account::YouTube;
use super::answers::{self, Channel, Channels, List, PlaylistItem, Video};
use super::progress::Progress;
use super::requests::{self, marker};
use super::settings::is_id;
use crate::delivery::{Evidence, Found};
use crate::failure::{Class, Failure};
use crate::platform::Job;

/// How many of the newest films are looked through. `search` would cost a bucket of its own.
const NEWEST: &str = "50";

impl YouTube {
    /// Whether the film of `job` can be seen.
    pub(super) async fn look(&self, job: &Job<'_>) -> Result<Found, Failure> {
        let mut progress = Progress::of(job.progress);
        let video = match &progress.video {
            Some(id) => {
                self.videos(std::slice::from_ref(id)).await?.into_iter().find(|one| one.id == *id)
            }
            None => self.marked(job.key).await?,
        };
        let Some(video) = video else { return Ok(Found::Absent) };
        let seen = video.status.privacy_status.as_str();
        if seen != requests::privacy(&self.settings, job.part) {
            let known = matches!(seen, "private" | "public" | "unlisted");
            let hidden = if seen == "private" { Found::Absent } else { Found::CannotKnow };
            return if known {
                Ok(hidden)
            } else {
                Err(answers::not_understood("a film of no kind"))
            };
        }
        progress.video = Some(video.id.clone());
        Ok(Found::Published(self.receipt(&progress, &video.id, Evidence::ReadBack)))
    }

    /// The film among the newest of the channel that has the tag of the part with this `key`.
    pub(super) async fn marked(&self, key: &str) -> Result<Option<Video>, Failure> {
        let uploads = self.channel().await?.content_details.related_playlists.uploads;
        if !is_id(&uploads) {
            return Err(answers::not_understood("the channel names no list of its films"));
        }
        let query = [("part", "contentDetails"), ("playlistId", &*uploads), ("maxResults", NEWEST)];
        let newest: List<PlaylistItem> = match self.get("uploads", "playlistItems", &query).await {
            Ok(list) => list,
            // A channel without any film has no such list yet.
            Err(failure) if is_missing(&failure) => return Ok(None),
            Err(failure) => return Err(failure),
        };
        let ids = newest.items.into_iter().map(|item| item.content_details.video_id);
        let ids: Vec<_> = ids.filter_map(|id| answers::video_id(&id)).collect();
        if ids.is_empty() {
            return Ok(None);
        }
        let own = marker(key);
        let is_ours = |video: &Video| video.snippet.tags.contains(&own);
        Ok(self.videos(&ids).await?.into_iter().find(is_ours))
    }

    /// The channel of our login.
    pub(super) async fn channel(&self) -> Result<Channel, Failure> {
        let query = [("part", "id,snippet,contentDetails,status"), ("mine", "true")];
        let channels: Channels = self.get("channel", "channels", &query).await?;
        let missing = || Failure::new(Class::Auth, "youtube-no-channel", "the login has none");
        channels.first()?.ok_or_else(missing)
    }

    async fn videos(&self, ids: &[String]) -> Result<Vec<Video>, Failure> {
        let ids = ids.join(",");
        let query = [("part", "snippet,status"), ("id", ids.as_str())];
        Ok(self.get::<List<Video>>("videos", "videos", &query).await?.items)
    }
}

fn is_missing(failure: &Failure) -> bool {
    failure.reason == "address-not-found" && failure.detail.contains("playlistNotFound")
}

//! What a service that publishes containers has to say of itself; the rest is the same for all.

use std::time::Duration;

use async_trait::async_trait;

use super::container::{Names, Staged};
use super::line::{Fields, Id, Line};
use super::listed::Listed;
use super::staging::Progress;
use crate::clock::Instant;
use crate::failure::Failure;
use crate::platform::{Job, MediaHost};
use crate::post::{Media, Part};
use crate::secret::Secret;

/// The reason of a medium that the platform could not fetch, or not for now.
pub(in crate::adapters) const NOT_FETCHED: &str = "graph-media-not-fetched";

/// Where the media of a whole part lie, of those that the platform fetches.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::adapters) struct Addresses<'a> {
    /// The only medium.
    pub(in crate::adapters) medium: Option<&'a str>,
    /// The cover of a film.
    pub(in crate::adapters) cover: Option<&'a str>,
}

/// A service whose posts are containers first.
#[async_trait]
pub(in crate::adapters) trait Service: Send + Sync {
    /// The way to it.
    fn line(&self) -> &Line;

    /// Where media lie for it.
    fn host(&self) -> &dyn MediaHost;

    /// How containers tell how far they are.
    fn names(&self) -> Names;

    /// The path that makes containers.
    fn makes(&self) -> [&str; 2];

    /// The path that publishes them.
    fn publishes(&self) -> [&str; 2];

    /// How long a new container of `part` is left alone before it is looked at.
    fn rest(&self, part: &Part) -> Duration;

    /// Says why nothing may be published now, where that is so.
    ///
    /// # Errors
    /// That, and those of the look.
    async fn ask_leave(&self, job: &Job<'_>, token: &Secret) -> Result<(), Failure>;

    /// What the container of one of several media is made of.
    fn item(&self, medium: &Media, address: &str) -> Fields;

    /// The published post that the part of `job` answers, where it answers one.
    ///
    /// # Errors
    /// Where it is not known, and those of looking for it.
    async fn parent(&self, _job: &Job<'_>, _token: &Secret) -> Result<Option<Id>, Failure> {
        Ok(None)
    }

    /// The picture of `part` that only is the cover of its film, where it has one.
    fn cover<'p>(&self, _part: &'p Part) -> Option<&'p Media> {
        None
    }

    /// What the container of `part` is made of; `parent` is what it answers.
    fn whole(
        &self,
        part: &Part,
        addresses: Addresses<'_>,
        parent: Option<&Id>,
        progress: &Progress,
    ) -> Fields;

    /// Whether the only medium of `part` goes up as bytes and is not fetched.
    fn uploads(&self, _part: &Part) -> bool {
        false
    }

    /// Sends the bytes of `medium` to `staged`, from where an earlier try ended.
    ///
    /// # Errors
    /// Those of the upload.
    async fn upload(
        &self,
        _staged: &Staged,
        _medium: &Media,
        _token: &Secret,
    ) -> Result<(), Failure> {
        Ok(())
    }

    /// Whether `refusal` is mended by leaving out what it is about.
    fn can_leave_out(&self, _refusal: &Failure) -> bool {
        false
    }

    /// What is remarked on a receipt where something was left out.
    fn left_out(&self) -> &'static str {
        ""
    }

    /// What it means that a container failed, by what it says.
    fn failed(&self, said: &str) -> Failure;

    /// Our posts since `since`, among which that of `job` must be.
    ///
    /// # Errors
    /// Those of the reading.
    async fn list(
        &self,
        job: &Job<'_>,
        since: Instant,
        token: &Secret,
    ) -> Result<Vec<Listed>, Failure>;

    /// How the platform may show the text of `part`.
    fn texts(&self, part: &Part) -> Vec<String>;
}

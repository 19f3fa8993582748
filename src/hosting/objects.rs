//! An object store that speaks the S3 protocol.

use std::time::Duration;

use async_trait::async_trait;
use jiff::Timestamp;
use rusty_s3::{Bucket, Credentials, S3Action as _, UrlStyle};

use super::config::Objects as Settings;
use super::{Store, Way, below, name_of, own_machine};
use crate::blobs::Blobs;
use crate::failure::Failure;
use crate::http::{Body, FileSlice, Method, Request, Url};
use crate::post::Media;
use crate::secret::Secret;

/// How long a signature for our own request holds.
const OURS: Duration = Duration::from_secs(15 * 60);

/// How long a platform may fetch by a signed address.
const THEIRS: Duration = Duration::from_secs(24 * 60 * 60);

/// How long an upload may take.
const UPLOAD: Duration = Duration::from_secs(60 * 60);

/// The bucket and how to get there.
pub(super) struct Objects {
    settings: Settings,
    keys: (Secret, Secret),
    way: Way,
    blobs: Blobs,
}

impl Objects {
    pub(super) fn new(settings: Settings, keys: (Secret, Secret), way: Way, blobs: Blobs) -> Self {
        Self { settings, keys, way, blobs }
    }

    fn bucket(&self) -> Result<Bucket, Failure> {
        let Settings { endpoint, region, bucket, .. } = &self.settings;
        let (name, region) = (bucket.clone(), region.clone());
        Bucket::new(endpoint.clone(), UrlStyle::Path, name, region).map_err(own_machine)
    }

    fn credentials(&self) -> Credentials {
        Credentials::new(self.keys.0.expose(), self.keys.1.expose())
    }

    fn now(&self) -> Result<Timestamp, Failure> {
        Timestamp::from_second(self.way.clock.now().timestamp()).map_err(own_machine)
    }
}

#[async_trait]
impl Store for Objects {
    async fn put(&self, medium: &Media) -> Result<Url, Failure> {
        let (bucket, keys, now) = (self.bucket()?, self.credentials(), self.now()?);
        let name = name_of(medium);
        let url = bucket.put_object(Some(&keys), &name).sign_with_time(OURS, &now);
        let file = FileSlice::at(self.blobs.path(&medium.digest), medium.bytes);
        let body = Body::File { content_type: medium.kind.mime().to_owned(), file };
        let request = Request::new("media-put", Method::PUT, url).within(UPLOAD);
        self.way.ask(request.body(body).map_err(own_machine)?).await?;
        Ok(match &self.settings.public_url {
            Some(public) => below(public, &name),
            None => bucket.get_object(Some(&keys), &name).sign_with_time(THEIRS, &now),
        })
    }

    async fn remove(&self, medium: &Media) -> Result<(), Failure> {
        let (bucket, keys, now) = (self.bucket()?, self.credentials(), self.now()?);
        let url = bucket.delete_object(Some(&keys), &name_of(medium)).sign_with_time(OURS, &now);
        self.way.ask(Request::new("media-delete", Method::DELETE, url)).await.map(drop)
    }
}

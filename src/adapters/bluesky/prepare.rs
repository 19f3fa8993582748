//! Preparing: one invisible step at a time, each written down before the next.

use chrono::Duration;
use serde::Deserialize;

use super::account::Account;
use super::captions;
use super::classify::{Refusal, not_understood, read, refused};
use super::facets::handles;
use super::film;
use super::login::Live;
use super::options::{Options, POST, post_address};
use super::progress::{Blob, Film, Progress, Reply, StrongRef};
use super::syntax::{self, RecordUri};
use super::xrpc;
use crate::delivery::Receipt;
use crate::failure::{Class, Failure};
use crate::http::FileSlice;
use crate::platform::{Job, Prepared};
use crate::post::Media;

/// How long uploads count as good. Servers throw away what no record refers to after a time that
/// they do not say; a record whose upload is gone is refused, and then it goes up again.
const UPLOADS_LAST: Duration = Duration::hours(6);

/// Does the next step of `job`.
pub(super) async fn step(account: &Account, job: &Job<'_>) -> Result<Prepared, Failure> {
    let Some(mut progress) = Progress::read(job) else {
        return Ok(Prepared::More { progress: Progress::begin(job).json() });
    };
    let live = account.login.live().await?;
    let work = Work { account, job, live: &live };
    match work.next(&mut progress).await? {
        Next::Nothing => Ok(work.done(&progress)),
        Next::More => Ok(Prepared::More { progress: progress.json() }),
        Next::Wait(after) => Ok(Prepared::Wait { progress: progress.json(), after }),
    }
}

/// What a step left to do.
pub(super) enum Next {
    /// Nothing: all was done before.
    Nothing,
    /// Perhaps more.
    More,
    /// To ask again after so long.
    Wait(std::time::Duration),
}

/// What a step works with.
pub(super) struct Work<'w> {
    pub(super) account: &'w Account,
    pub(super) job: &'w Job<'w>,
    pub(super) live: &'w Live,
}

#[derive(Deserialize)]
struct Resolved {
    did: String,
}

#[derive(Deserialize)]
pub(super) struct Uploaded {
    pub(super) blob: serde_json::Value,
}

impl Work<'_> {
    async fn next(&self, progress: &mut Progress) -> Result<Next, Failure> {
        let options = Options::of(&self.job.part.options);
        if self.job.index > 0 && progress.reply.is_none() {
            return self.place_in_thread(progress).await;
        }
        if let Some(handle) = self.unresolved(progress, &options) {
            return self.resolve(progress, handle).await;
        }
        if let (Some(quote), None) = (&options.quote, &progress.quote) {
            progress.quote = Some(self.reference(quote).await?);
            return Ok(Next::More);
        }
        match self.job.part.media.as_slice() {
            [film] if film.kind.is_video() => self.film(film, progress).await,
            media => match media.get(progress.pictures.len()) {
                Some(picture) => self.upload(progress, picture).await,
                None => Ok(Next::Nothing),
            },
        }
    }

    /// The film, and when it can be shown, its subtitles.
    async fn film(&self, film: &Media, progress: &mut Progress) -> Result<Next, Failure> {
        let next = film::next(self, film, &mut progress.film).await?;
        let subtitles = captions::wanted(film).nth(progress.captions.len());
        match (next, subtitles) {
            (Next::Nothing, Some(subtitles)) => {
                progress.captions.push(self.caption(subtitles).await?);
                Ok(Next::More)
            }
            (next, _) => Ok(next),
        }
    }

    fn done(&self, progress: &Progress) -> Prepared {
        let until = self.account.wire.now().checked_add_signed(UPLOADS_LAST);
        let expires = until.filter(|_| progress.has_uploads());
        Prepared::Done { progress: progress.json(), expires }
    }

    /// Notes what the part replies to. A receipt that a person wrote lacks the hash; it is read
    /// from the server then.
    async fn place_in_thread(&self, progress: &mut Progress) -> Result<Next, Failure> {
        let missing =
            || Failure::new(Class::Rejected, "bluesky-parent-gone", "a later part has no parent");
        let root = self.strong(self.job.root.ok_or_else(missing)?).await?;
        let parent = self.strong(self.job.parent.ok_or_else(missing)?).await?;
        progress.reply = Some(Reply { root, parent });
        Ok(Next::More)
    }

    async fn strong(&self, receipt: &Receipt) -> Result<StrongRef, Failure> {
        if let Some(whole) = StrongRef::of(receipt) {
            return Ok(whole);
        }
        let named = [Some(&receipt.id), receipt.url.as_ref()];
        let place = named.into_iter().flatten().find_map(|text| post_address(text));
        let place = place.ok_or_else(|| {
            let detail = format!("{:?} names no post", receipt.id);
            Failure::new(Class::Rejected, "bluesky-parent-gone", detail)
        })?;
        self.reference(&place).await
    }

    fn unresolved(&self, progress: &Progress, options: &Options) -> Option<String> {
        let wanted = options.mentions.unwrap_or(self.account.settings.mentions);
        let mut handles = handles(&self.job.part.text).into_iter();
        handles.find(|handle| wanted && !progress.mentioned.contains_key(handle))
    }

    /// Looks a handle up. One that nobody has stays plain text.
    async fn resolve(&self, progress: &mut Progress, handle: String) -> Result<Next, Failure> {
        let request = xrpc::resolve_handle(&self.live.who.server, &handle);
        let request = xrpc::signed(request, &self.live.access)?;
        let answer = self.account.wire.invisible(request).await?;
        let refusal = Refusal::of(&answer).error;
        let unknown = ["InvalidRequest", "HandleNotFound"].contains(&refusal.as_str());
        let did = if answer.status == 400 && unknown {
            None
        } else {
            let Resolved { did } = read(&answer, self.account.wire.now())?;
            Some(did).filter(|did| syntax::is_did(did))
        };
        progress.mentioned.insert(handle, did);
        Ok(Next::More)
    }

    /// The post at `place` as it is now.
    async fn reference(&self, place: &RecordUri) -> Result<StrongRef, Failure> {
        let request = xrpc::get_record(&self.live.who.server, place);
        let request = xrpc::signed(request, &self.live.access)?;
        let answer = self.account.wire.invisible(request).await?;
        let stored = self.account.stored(&answer, place)?.ok_or_else(|| {
            let detail = format!("there is no post at {place}");
            Failure::new(Class::Rejected, "bluesky-post-not-found", detail)
        })?;
        let cid = stored.cid.filter(|cid| syntax::is_cid(cid));
        let owned = RecordUri::read(&stored.uri).filter(|uri| uri.collection == POST);
        match (owned, cid) {
            (Some(uri), Some(cid)) => Ok(StrongRef { uri: uri.to_string(), cid }),
            _ => Err(not_understood("the post that was read has no CID")),
        }
    }

    async fn upload(&self, progress: &mut Progress, picture: &Media) -> Result<Next, Failure> {
        let body = xrpc::file_body(picture.kind.mime(), self.file(picture));
        let request = xrpc::upload_blob(&self.live.who.server, &self.live.access, body)?;
        let answer = self.account.wire.invisible(request).await?;
        let Uploaded { blob } = read(&answer, self.account.wire.now())?;
        let blob = Blob::read(&blob)
            .filter(|blob| xrpc::is_expected(blob, picture.bytes, "image/"))
            .ok_or_else(|| not_understood("the upload did not become the picture it was"))?;
        progress.pictures.push(blob);
        Ok(Next::More)
    }

    /// The bytes of `medium` in the store.
    pub(super) fn file(&self, medium: &Media) -> FileSlice {
        FileSlice::at(self.account.blobs.path(&medium.digest), medium.bytes)
    }

    /// The failure that `answer` is.
    pub(super) fn refused(&self, answer: &crate::http::Answer) -> Failure {
        refused(answer, self.account.wire.now())
    }
}

/// Whether a film can be shown.
pub(super) fn is_ready(film: Option<&Film>) -> bool {
    matches!(film, Some(Film::Ready { .. }))
}

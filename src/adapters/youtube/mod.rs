//! YouTube: films on the organisation's own channel, by the Data API v3.
//!
//! Read in November 2026: the discovery document, revision 20261104; developers.google.com, pages
//! "Resumable uploads", "Quota calculator", "Quota and compliance audits" (of June 2026), and OAuth 2
//! for installed apps. Limits of titles, descriptions and tags are those of the resource `videos`.
//!
//! Needs a Google Cloud project with the API switched on, an OAuth client for desktop apps, and the
//! login of an owner or manager of the channel with `youtube.force-ssl` and `youtube.upload`.
//! Service accounts do not work. Until the project has passed YouTube's audit, every film stays
//! private, whatever is asked.
//!
//! A film goes up as private, with a tag that only this post has. When it is processed, one small
//! request changes who sees it. That may be repeated freely, which makes the account class A.
//!
//! What is asked is counted by YouTube in units; the count of a day is kept, so that what cannot be
//! done on a day is known before its hour.
//!
//! Not here: community posts (there is no API), comments, threads, live streams, YouTube's own
//! planning, and changing what is public already.

mod account;
mod answers;
mod captions;
mod classify;
mod compose;
mod explain;
mod find;
mod imitation;
mod login;
mod options;
mod prepare;
mod progress;
mod publish;
mod quota;
mod requests;
mod settings;
#[cfg(test)]
mod tests;
mod upload;
mod whoami;

use crate::delivery::Guarantee;
use crate::platform::Row;

/// The platform's name in config and posts.
const NAME: &str = "youtube";

/// YouTube in the registry.
pub const ROW: Row = Row {
    name: NAME,
    guarantee: Guarantee::A,
    about: "YouTube channels: films with thumbnail, subtitles, tags and playlist",
    sample: settings::SAMPLE,
    build: account::build,
    imitation: imitation::of_kind,
    kinds: &[NAME],
};

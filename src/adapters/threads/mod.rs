//! Threads, by Meta.
//!
//! Sources, read in November 2026 as copies of 2025 and 2026: developers.facebook.com/docs/threads
//! (overview, posts, publishing, troubleshooting, delete posts, access tokens), the collection of
//! requests `fbsamples/threads_api`, and what maintainers of other clients found.
//!
//! Needs a Meta app with the use case "Threads" and a token with the rights `threads_basic` and
//! `threads_content_publish`; `threads_read_replies` to find later parts of a thread again after a
//! lost answer, and `threads_delete` to take posts back. A post is a container first, which nobody
//! sees, and publishing a container a second time is not possible: that makes accounts here class
//! A. Pictures and films are fetched by the platform from an address.
//!
//! It cannot edit a post, plan one on the platform's side, post to a ghost story of 24 hours, or
//! attach long texts and places.

mod account;
mod classify;
mod compose;
mod imitation;
mod options;
mod requests;
mod service;
mod settings;
#[cfg(test)]
mod tests;
mod whoami;

use crate::delivery::Guarantee;
use crate::platform::Row;

/// The name in the config and in posts.
const NAME: &str = "threads";

/// Threads in the registry.
pub const ROW: Row = Row {
    name: NAME,
    guarantee: Guarantee::A,
    about: "Posts and threads on Threads, with pictures and films",
    sample: settings::SAMPLE,
    build: account::build,
    imitation: imitation::of_kind,
    kinds: &[NAME],
};

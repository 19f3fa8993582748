//! Mastodon, and servers that speak its API (GoToSocial, Pleroma, Akkoma).
//!
//! Read on 2 July 2026: docs.joinmastodon.org, methods `statuses`, `media`, `accounts`, `apps`
//! and `instance`, `api/rate-limits`, `api/oauth-tokens`, `api/guidelines`, `user/posting`. What
//! the documentation leaves open is from Mastodon's source (`post_status_service`,
//! `status_length_validator`, `rate_limiter`, `attachmentable`) and GoToSocial's of October 2025.
//!
//! Needs a user token with `write:statuses write:media read:statuses read:accounts`, made by
//! hand under Preferences, Development. It does not expire, so there is nothing to renew.
//!
//! A server keeps an `Idempotency-Key` for one hour and does not compare the text. Only Mastodon
//! itself is known to do so; on other software an account reads back, else asks. What a server
//! takes it says itself; an account learns that before its first upload and at every `whoami`.
//!
//! Not here: polls, quotes, edits, direct messages, and the server's own scheduling, whose
//! answers have ids that never lead to the status.

mod account;
mod answers;
mod classify;
mod find;
mod media;
mod options;
mod requests;
mod server;
mod settings;
mod status;
mod whoami;

mod imitation;
#[cfg(test)]
mod tests;

use crate::delivery::Guarantee;
use crate::platform::Row;

/// The platform's name in config and posts.
const NAME: &str = "mastodon";

/// Mastodon in the registry.
pub static ROW: Row = Row {
    name: NAME,
    guarantee: Guarantee::B,
    about: "Mastodon and compatible servers: text, images, video, threads, content warnings",
    sample: settings::SAMPLE,
    build: account::build,
    imitation: imitation::of_kind,
    kinds: &[NAME],
};

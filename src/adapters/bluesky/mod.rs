//! Bluesky, and any other server of the AT Protocol.
//!
//! Sources, read April to August 2026: the lexicons, the server and the client library of
//! `bluesky-social/atproto`; the pages `rate-limits`, `video`, `post-richtext`, `bots` and
//! `timestamps` of docs.bsky.app; atproto.com/specs; and measurements against a reference server
//! (`@atproto/pds` 0.4.217).
//!
//! Needs an app password; it may not manage the account, and that is enough. A post is a record
//! in our own repository: we choose its key before the first request and write it with
//! `putRecord` and `swapRecord: null`, so a repeat of the same record changes nothing and a
//! different one is refused. That makes every account here class A.
//!
//! It cannot edit a post, hide it from anyone but people without an account, make a poll, or plan
//! a post on the platform's side. Reply rules (`threadgate`) are not sent: one is a second record,
//! which the app reads only once the post is there.

mod account;
mod captions;
mod classify;
mod compose;
mod facets;
mod film;
mod imitation;
mod login;
mod options;
mod prepare;
mod progress;
mod record;
mod settings;
mod syntax;
#[cfg(test)]
mod tests;
mod tid;
mod xrpc;

use crate::delivery::Guarantee;
use crate::platform::Row;

/// Bluesky in the registry.
pub const ROW: Row = Row {
    name: "bluesky",
    guarantee: Guarantee::A,
    about: "Posts and threads on Bluesky and other servers of the AT Protocol",
    sample: settings::SAMPLE,
    build: account::build,
    imitation: imitation::of_kind,
    kinds: &["bluesky"],
};

//! X, formerly Twitter.
//!
//! Sources, read July to November 2026: the pages of docs.x.com (`authentication`, `posts`,
//! `media`, `rate-limits`, `pricing`, `developer-guidelines`), the OpenAPI document 2.167, and
//! `twitter-text` 3. What they leave open is from reports of other programs' makers, each named
//! where it is used.
//!
//! Needs an app of the developer console with the right to read and write, and either the four
//! keys of OAuth 1.0a, which do not end, or OAuth 2.0 with `tweet.read tweet.write users.read
//! media.write offline.access`, whose tokens are renewed by themselves. Every post costs money.
//!
//! X knows no key that makes a repeat harmless. It refuses a text that it has seen a while ago,
//! which is evidence and no promise, and shows our own posts: class C.
//!
//! Not here: quotes (not on plans that people can buy themselves), polls, edits, communities,
//! direct messages. X has no place for content warnings, languages or link cards of our own.

mod access;
mod account;
mod answers;
mod classify;
mod compose;
mod explain;
mod find;
mod imitation;
mod login;
mod me;
mod oauth1;
mod oauth2;
mod options;
mod pin;
mod prepare;
mod requests;
mod settings;
mod signer;
#[cfg(test)]
mod tests;
mod tracks;
mod upload;

use crate::delivery::Guarantee;
use crate::platform::Row;

/// The platform's name in config and posts.
const NAME: &str = "x";

/// X in the registry.
pub static ROW: Row = Row {
    name: NAME,
    guarantee: Guarantee::C,
    about: "X (Twitter): text, pictures, GIFs, films, threads; every post costs money",
    sample: settings::SAMPLE,
    build: account::build,
    imitation: imitation::of_kind,
    kinds: &[NAME],
};

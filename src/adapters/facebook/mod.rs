//! A Facebook Page, through the Graph API of Meta.
//!
//! Sources, read in November 2026: the Pages API guides "Posts", "Manage content" and "Photos", the
//! guide "Publish reels" (copy of 2026-09-11), "Video API publishing", "Access tokens", "Secure
//! Graph API calls", "Handling errors" and "Rate limits" of developers.facebook.com, and the
//! specifications in facebook/facebook-business-sdk-codegen (2026-04-15).
//!
//! Needs an app in Live mode, and a token of a system user (or of the Page itself) with
//! `pages_show_list`, `pages_read_engagement` and `pages_manage_posts`; for first comments also
//! `pages_manage_engagement`. Every token goes out in a header and with its proof.
//!
//! Facebook knows no idempotency key. By default a post is one plain request, and after a lost answer
//! the Page is read back (class C). With `two_step = true` a post is first made unpublished and then
//! revealed by a request that may be repeated (class A). That this is so for ordinary posts is not
//! documented for today's versions, hence only where the operator has tried it. A comment can never be
//! repeated, so it stays in class C.
//!
//! Stories (guide "Facebook Stories API", 2026) are a photograph or film that is up already and is then
//! shown; they stay in class C, as nothing says that this may be repeated.
//!
//! Not here: groups and profiles (they have no interface), Facebook's own scheduling, targeting,
//! places, edits. Descriptions of films and labels for machine-made content
//! have no field; the label becomes the last line of the text.

mod account;
mod answers;
mod calls;
mod classify;
mod compose;
mod explain;
mod extras;
mod film;
mod find;
mod options;
mod pace;
mod prepare;
mod progress;
mod publish;
mod recall;
mod settings;
mod story;
mod token;
mod whoami;

mod imitation;
#[cfg(test)]
mod tests;

use crate::delivery::Guarantee;
use crate::platform::Row;

/// The platform's name in config and posts.
const NAME: &str = "facebook";

/// Facebook Pages in the registry.
pub const ROW: Row = Row {
    name: NAME,
    guarantee: Guarantee::A,
    about: "Facebook Pages: text, links, photographs, films, reels, stories and a first comment",
    sample: settings::SAMPLE,
    build: account::build,
    imitation: imitation::of_kind,
    kinds: &[NAME],
};

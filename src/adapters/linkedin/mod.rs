//! LinkedIn: the pages of organisations, and members, by the versioned Posts API.
//!
//! Read in November 2026, in copies of 2024 to 2026: learn.microsoft.com, LinkedIn marketing pages
//! `posts-api`, `images-api`, `videos-api`, `little-text-format`, `versioning`, `migrations` and
//! `programmatic-refresh-tokens`. LinkedIn publishes no description that a machine can read.
//!
//! A page needs the product Community Management API with `w_organization_social`,
//! `r_organization_social` (to look after a lost answer) and `rw_organization_admin`, from somebody
//! who is an administrator or content administrator of the page. A member needs `w_member_social`
//! with `openid profile`. A login lives 60 days; only approved partners can renew it, for a year.
//!
//! There are no keys for repeats. A page is read back (class C); a member's own posts cannot be read
//! (class D), unless `resend_on_doubt` trusts the detection of duplicates for eight minutes.
//!
//! Not here: comments, polls, edits, LinkedIn's own drafts and planning (there are none), and reading
//! a post back after an answer that came: whether a text arrived whole is only seen where it is looked
//! for.

mod account;
mod answers;
mod author;
mod classify;
mod compose;
mod explain;
mod extras;
mod film;
mod find;
mod imitation;
mod little;
mod login;
mod options;
mod prepare;
mod progress;
mod publish;
mod requests;
mod settings;
#[cfg(test)]
mod tests;
mod version;
mod whoami;

use crate::delivery::Guarantee;
use crate::platform::Row;

/// The platform's name in config and posts.
const NAME: &str = "linkedin";

/// LinkedIn in the registry. Only members with `resend_on_doubt` get class B; pages get C.
pub const ROW: Row = Row {
    name: NAME,
    guarantee: Guarantee::B,
    about: "LinkedIn pages and members: text, images, video, PDF documents, link cards",
    sample: settings::SAMPLE,
    build: account::build,
    imitation: imitation::of_kind,
    kinds: &[NAME],
};

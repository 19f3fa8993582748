//! Instagram, by Meta: professional accounts.
//!
//! Sources, read in November 2026 as copies of 2026: developers.facebook.com/docs/instagram-platform
//! (content publishing, IG User Media, IG Container, error codes, business login), the
//! specifications IGUser and IGMedia of `facebook-business-sdk-codegen`, `reels_publishing_apis`.
//!
//! Two front doors. With the Facebook login (an account that is linked to a Page, and a token of a
//! system user that never ends) films go up as bytes, and posts can be taken back. With the
//! Instagram login (no Page) tokens live 60 days and are renewed every week. Rights:
//! `instagram_basic`, `instagram_content_publish`, `pages_read_engagement`, for comments
//! `instagram_manage_comments`, for deleting `instagram_manage_contents`; or
//! `instagram_business_basic`, `instagram_business_content_publish` and
//! `instagram_business_manage_comments`.
//!
//! A post is a container first, which nobody sees, and a container can be published once: that
//! makes accounts class A. A first comment has no such key: before it is sent, our comments are
//! read. It cannot post text alone, change a caption, tag products, or plan a post on the
//! platform's side.

mod account;
mod classify;
mod comment;
mod compose;
mod explain;
mod imitation;
mod options;
mod requests;
mod service;
mod settings;
#[cfg(test)]
mod tests;
mod upload;
mod whoami;

use crate::delivery::Guarantee;
use crate::platform::Row;

/// The name in the config and in posts.
const NAME: &str = "instagram";

/// Instagram in the registry.
pub const ROW: Row = Row {
    name: NAME,
    guarantee: Guarantee::A,
    about: "Pictures, carousels, reels and stories on Instagram",
    sample: settings::SAMPLE,
    build: account::build,
    imitation: imitation::of_kind,
    kinds: &[NAME],
};

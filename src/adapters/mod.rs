//! The platforms: a file each, and one row each here. Adding one touches nothing else. What a family
//! of platforms shares lies beside them and has no row.

pub mod bluesky;
pub mod facebook;
mod graph;
pub mod handoff;
pub mod http;
pub mod instagram;
pub mod linkedin;
pub mod mastodon;
pub mod telegram;
pub mod threads;
pub mod whatsapp;
pub mod x;
pub mod youtube;

use crate::platform::Row;

/// Every platform, in the order in which people see them.
pub const ROWS: &[&Row] = &[
    &bluesky::ROW,
    &facebook::ROW,
    &handoff::ROW,
    &http::ROW,
    &instagram::ROW,
    &linkedin::ROW,
    &mastodon::ROW,
    &telegram::ROW,
    &threads::ROW,
    &whatsapp::ROW,
    &x::ROW,
    &youtube::ROW,
];

/// The row of the platform `name`.
#[must_use]
pub fn row(name: &str) -> Option<&'static Row> {
    ROWS.iter().find(|row| row.name == name).copied()
}

/// The names of all platforms.
pub fn names() -> impl Iterator<Item = &'static str> {
    ROWS.iter().map(|row| row.name)
}

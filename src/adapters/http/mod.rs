//! Services that need no code: a recipe says which requests to send and how to read the answers.
//!
//! A recipe is a TOML file, described in `docs/recipes.md`. Six come with the program, from
//! `config/recipes/`: Discord, Slack and Google Chat (incoming webhooks), WordPress, Matrix, and
//! a plain webhook. An organisation's own ones, or its own versions of these, lie in its own
//! folder of recipes.
//!
//! Read in November 2026: Discord's API description (discord-api-spec, 74fda0f), Google Chat's
//! discovery document (revision 20261107), the Matrix specification (d0ba2aa), WordPress's REST
//! handbook, and Slack's page on incoming webhooks with the error names of public clients.
//!
//! Templates bring values and no statements; every name in them is known before anything is
//! sent; what a value brings is escaped for its place and never read again. Requests go to
//! https only, to the hosts that the recipe or the account names, and into a private network
//! only where the account says so.
//!
//! Not here: logins that must be renewed, uploads in pieces, streams of events. Such services
//! get an adapter of their own.

mod account;
mod answers;
mod auth;
mod compose;
mod filters;
mod recipe;
mod renewal;
mod requests;
mod settings;
mod shipped;
mod steps;
mod target;
mod template;
mod tree;
mod values;

mod imitation;
#[cfg(test)]
mod tests;

use crate::delivery::Guarantee;
use crate::platform::Row;

/// Recipes in the registry.
pub static ROW: Row = Row {
    name: "http",
    guarantee: Guarantee::A,
    about: "any service that a recipe describes: Discord, Slack, Google Chat, WordPress, Matrix, webhooks",
    sample: "recipe = \"discord\"\nwebhook = { credential = \"discord-webhook\" }\n",
    build: account::build,
    imitation: imitation::of_kind,
    kinds: &shipped::NAMES,
};

/// The settings of an account of this kind, complete, where it is one of the shipped recipes.
#[must_use]
pub fn sample(kind: &str) -> Option<&'static str> {
    shipped::sample(kind)
}

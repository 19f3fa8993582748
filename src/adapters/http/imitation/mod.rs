//! Strict imitations of the services that have a shipped recipe.
//!
//! Stricter than the real ones in one respect: fields and parameters that the services'
//! descriptions do not have are refused in place of being ignored.

mod discord;
mod google_chat;
mod kit;
mod matrix;
mod slack;
mod webhook;
mod wordpress;

pub(super) use discord::Discord;
pub(super) use google_chat::GoogleChat;
pub(super) use matrix::Matrix;
pub(super) use slack::Slack;
pub(super) use webhook::Receiver;
pub(super) use wordpress::WordPress;

use crate::platform::mock::Imitation;

/// The imitation of the service of a shipped recipe; see [`crate::platform::Row::imitation`].
pub(super) fn of_kind(kind: &str) -> Option<Box<dyn Imitation>> {
    Some(match kind {
        "discord" => Box::new(Discord::new()),
        "slack" => Box::new(Slack::new()),
        "google-chat" => Box::new(GoogleChat::new()),
        "wordpress" => Box::new(WordPress::new()),
        "matrix" => Box::new(Matrix::new()),
        "webhook" => Box::new(Receiver::new()),
        _ => return None,
    })
}

//! From a file in a folder to a post that is understood, copied and safe.

mod beneath;
mod config;
mod decode;
mod folder;
mod front;
mod ignore;
mod media;
mod notes;

pub use beneath::{Folder, Found, Refusal, Stamp};
pub use config::{After, IntakeConfig};
pub use ignore::is_ignored;

//! From files in a folder to posts.

mod config;

pub use config::{After, IntakeConfig};

//! What people are told, and in which words.

mod log;
mod words;

pub use log::log;
pub use words::{Said, Words};

//! What people are told, and in which words.

mod words;

pub use words::{Said, Words};

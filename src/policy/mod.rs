//! Whether a delivery may go out, and why (not).

mod config;

pub use config::{Policy, Window};

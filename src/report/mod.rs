//! What people get to know: words, log lines, outcomes.

mod log;

pub use log::log;

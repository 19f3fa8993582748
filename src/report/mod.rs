//! What people are told, and in which words.

mod log;
mod outcomes;
mod receipt;
mod words;

pub use log::log;
pub use outcomes::{Line, OUTCOMES_FILE, OutcomesFile};
pub use receipt::receipt;
pub use words::{Said, Words};

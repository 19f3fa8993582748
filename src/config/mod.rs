//! The config file: read once, checked as a whole, and handed on as typed sections.
//!
//! Two passes: first the syntax, then every section by its own type. All findings of a file
//! come at once, each with its place. What the program does not know is refused, never skipped.

mod accounts;
mod check;
mod http;
mod instant;
mod journal;
mod load;
mod log;
mod overrides;
mod root;
mod secrets;

#[cfg(test)]
mod tests;

pub use accounts::AccountConfig;
pub use http::{HttpConfig, ProxyConfig};
pub use journal::JournalConfig;
pub use log::{LogConfig, LogFormat, LogLevel};
pub use overrides::Overrides;
pub use root::Config;
pub use secrets::SecretFiles;

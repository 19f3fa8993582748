//! The command line: what people type, and what they see.

mod args;
mod commands;
mod desk;
mod exit;
mod help;
mod json;
mod misuse;
mod print;
mod table;

#[cfg(test)]
mod mentions;

pub use args::{Arguments, Command};
pub use commands::run;
pub use exit::Exit;
pub use json::json_line;
pub use print::{Look, findings_json, print_findings};

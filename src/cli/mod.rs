//! The command line: what people type, and what they see.

mod args;
mod exit;
mod json;
mod print;

pub use args::{Arguments, Command};
pub use exit::Exit;
pub use json::json_line;
pub use print::{Look, findings_json, print_findings};

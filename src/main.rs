//! The `dakiya` program.

use std::process::ExitCode;

fn main() -> ExitCode {
    dakiya::cli::run(std::env::args_os()).into()
}

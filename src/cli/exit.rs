//! How a command ended, as scripts and systemd see it. `docs/exit-codes.md` tells it to people.

use std::fmt;
use std::process::ExitCode;

/// The exit codes of every command.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Exit {
    /// Done, and nothing is wrong.
    Fine = 0,
    /// A finding is an error, or something would fail.
    Findings = 1,
    /// `status` and `doctor`: a person must look at something.
    Attention = 2,
    /// The command line itself is wrong.
    Usage = 3,
    /// The config cannot be read.
    Config = 4,
    /// The state folder cannot be used: locked by another instance, damaged, or the disk fails.
    State = 5,
    /// An order to the running daemon was refused.
    Refused = 6,
    /// A fault of the program.
    Bug = 70,
}

impl Exit {
    /// Every exit code.
    pub const ALL: [Self; 8] = [
        Self::Fine,
        Self::Findings,
        Self::Attention,
        Self::Usage,
        Self::Config,
        Self::State,
        Self::Refused,
        Self::Bug,
    ];

    /// The number.
    #[must_use]
    pub fn code(self) -> u8 {
        self as u8
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

impl fmt::Display for Exit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.code().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_documented_once() {
        let page = include_str!("../../docs/exit-codes.md");
        let rows = page.lines().filter_map(|line| line.strip_prefix("| "));
        let written: Vec<u8> = rows.filter_map(|row| row.split(' ').next()?.parse().ok()).collect();
        assert_eq!(written, Exit::ALL.map(Exit::code));
    }
}

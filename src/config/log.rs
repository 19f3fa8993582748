//! `[log]`: how much is logged, and in which form.

use crate::keys::Keys;

/// How much is logged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LogLevel {
    /// Only what failed.
    Error,
    /// Also what a person should look at.
    Warn,
    /// Also one line per thing that happened.
    Info,
    /// Also why it happened.
    Debug,
    /// Everything.
    Trace,
}

/// In which form is logged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogFormat {
    /// Text on a terminal, JSON elsewhere.
    Auto,
    /// Text for people.
    Text,
    /// One JSON object a line.
    Json,
}

/// The section `[log]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LogConfig {
    /// How much is logged.
    pub level: LogLevel,
    /// In which form.
    pub format: LogFormat,
}

impl LogLevel {
    /// Every level with its name.
    pub const NAMES: [(&'static str, Self); 5] = [
        ("error", Self::Error),
        ("warn", Self::Warn),
        ("info", Self::Info),
        ("debug", Self::Debug),
        ("trace", Self::Trace),
    ];

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(_, level)| *level == self).map_or("info", |(name, _)| name)
    }
}

impl LogConfig {
    /// Takes the section's keys.
    pub(super) fn read(keys: &mut Keys<'_>) -> Self {
        let level = keys.choice("level", "level = \"info\"", &LogLevel::NAMES);
        let formats =
            [("auto", LogFormat::Auto), ("text", LogFormat::Text), ("json", LogFormat::Json)];
        let format = keys.choice("format", "format = \"auto\"", &formats);
        Self { level: level.unwrap_or(LogLevel::Info), format: format.unwrap_or(LogFormat::Auto) }
    }
}

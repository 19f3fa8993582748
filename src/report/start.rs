//! Where log lines go, and how: text on a terminal, JSON under systemd, secrets never.

use std::io::{self, IsTerminal as _, Write};

use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::MakeWriter;

use crate::secret::strike_out;

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogStyle {
    /// For people.
    Text,
    /// For machines, one JSON object a line.
    Json,
}

impl LogStyle {
    /// JSON where the service manager reads, text elsewhere.
    #[must_use]
    pub fn by_surroundings() -> Self {
        let managed = ["JOURNAL_STREAM", "INVOCATION_ID"].iter();
        let managed = managed.clone().any(|name| std::env::var_os(name).is_some());
        if managed && !io::stderr().is_terminal() { Self::Json } else { Self::Text }
    }
}

/// Begins to write log lines of `level` and above (of our own; libraries only warn) to the
/// standard error. A second call changes nothing.
pub fn start_log(level: &str, style: LogStyle) {
    let filter = EnvFilter::new(format!("warn,dakiya={level}"));
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(Clean);
    let builder = builder.with_target(false);
    let begun = match style {
        LogStyle::Json => builder.json().flatten_event(true).with_ansi(false).try_init(),
        LogStyle::Text => builder.with_ansi(io::stderr().is_terminal()).try_init(),
    };
    drop(begun);
}

/// Writes lines with every known secret struck out: the last net.
#[derive(Debug, Clone, Copy)]
struct Clean;

/// One line under way.
struct Line(Vec<u8>);

impl<'a> MakeWriter<'a> for Clean {
    type Writer = Line;

    fn make_writer(&'a self) -> Line {
        Line(Vec::new())
    }
}

impl Write for Line {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        let line = String::from_utf8_lossy(&self.0);
        // A log that cannot be written must not end the program.
        let _unwritten = io::stderr().lock().write_all(strike_out(&line).as_bytes());
    }
}

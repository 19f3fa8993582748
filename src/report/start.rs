//! Where log lines go, and how: text on a terminal, JSON under systemd, secrets never.

use std::io::{self, IsTerminal as _, Write};

use tracing_subscriber::EnvFilter;
use tracing_subscriber::field::MakeExt as _;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::fmt::format::debug_fn;

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
        LogStyle::Text => {
            let fields = debug_fn(|writer, field, value| match field.name() {
                "message" => write!(writer, "{value:?}"),
                name => write!(writer, "{name}={}", whole_letters(&format!("{value:?}"))),
            });
            let fields = fields.delimited(" ");
            builder.fmt_fields(fields).with_ansi(io::stderr().is_terminal()).try_init()
        }
    };
    drop(begun);
}

/// `Debug` writes the signs that join a letter, such as the virama, as numbers, which makes Hindi
/// unreadable; they do nothing to a terminal.
fn whole_letters(text: &str) -> String {
    let mut whole = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("\\u{") {
        let (before, escape) = rest.split_at(at);
        let end = escape.find('}').map_or(escape.len(), |end| end + 1);
        let number = escape[..end].trim_start_matches("\\u{").trim_end_matches('}');
        let sign = u32::from_str_radix(number, 16).ok().and_then(char::from_u32);
        let is_escaped = before.bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 1;
        whole.push_str(before);
        match sign.filter(|sign| is_mark(*sign) && !is_escaped) {
            Some(sign) => whole.push(sign),
            None => whole.push_str(&escape[..end]),
        }
        rest = &escape[end..];
    }
    whole + rest
}

/// Vowel signs, viramas and the like of the scripts of India.
fn is_mark(sign: char) -> bool {
    ('\u{900}'..='\u{dff}').contains(&sign)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hindi_can_be_read_in_the_log_and_what_acts_stays_a_number() {
        let shown = |text: &str| whole_letters(&format!("{text:?}"));
        assert_eq!(shown("पोस्ट (2).md"), "\"पोस्ट (2).md\"");
        assert_eq!(shown("a\u{202e}b\u{1b}[2J"), "\"a\\u{202e}b\\u{1b}[2J\"");
        assert_eq!(shown("\\u{94d}"), "\"\\\\u{94d}\"");
    }
}

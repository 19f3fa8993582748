//! What every command needs: the config, the words, and a way to print.

use std::ffi::OsString;
use std::io::{IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::Value;

use super::args::CONFIG;
use super::{Arguments, Exit, Look, findings_json, json_line, print_findings};
use crate::config::Config;
use crate::finding::{Fact, Finding};
use crate::language::Language;
use crate::report::Words;
use crate::text::Escaped;
use crate::verdict::Reason;

/// Where a command stands.
#[derive(Debug)]
pub(super) struct Desk {
    pub(super) config: Arc<Config>,
    pub(super) words: Arc<Words>,
    pub(super) json: bool,
    /// How wide a table may be; nothing where nobody looks at a terminal.
    pub(super) width: Option<usize>,
    /// The folder of the organisation's own recipes.
    pub(super) recipes: PathBuf,
    /// The config file, where it is not the usual one.
    named: Option<PathBuf>,
}

/// What a command had to say could not be printed.
#[derive(Debug, thiserror::Error)]
#[error("failed to print: {0}")]
pub(super) struct Unprinted(std::io::Error);

impl Unprinted {
    /// What people are told.
    pub(super) fn reason(&self) -> Reason {
        Reason::new("unprinted").with("detail", self.0.to_string())
    }
}

/// A command's end: its exit code, or a fault to be told.
pub(super) type Done = anyhow::Result<Exit>;

impl Desk {
    /// Reads the config. Where it cannot be read, everything found is printed and the exit code
    /// comes back.
    pub(super) fn open(arguments: &Arguments) -> Result<Self, Exit> {
        let config = Config::load(&arguments.config).map_err(|findings| {
            let spoken = || spoken(&arguments.config);
            let words = Words::new(arguments.language.unwrap_or_else(spoken));
            show(&findings, &words, arguments.json);
            Exit::Config
        })?;
        let words = Words::new(arguments.language.unwrap_or(config.language));
        let words = words.in_zone(config.zone);
        let folder = arguments.config.parent().unwrap_or_else(|| Path::new(""));
        Ok(Self {
            config: Arc::new(config),
            words: Arc::new(words),
            json: arguments.json,
            width: None,
            recipes: folder.join("recipes"),
            named: Some(&arguments.config).filter(|path| *path != Path::new(CONFIG)).cloned(),
        })
    }

    /// The same, with tables for a terminal of that width.
    pub(super) fn on_a_terminal_of(self, width: Option<usize>) -> Self {
        Self { width, ..self }
    }

    /// Prints findings as people or machines want them.
    pub(super) fn show(&self, findings: &[Finding]) {
        show(findings, &self.words, self.json);
    }

    /// The word for the state that is called `name`.
    pub(super) fn state(&self, name: &str) -> String {
        self.say("delivery-state", &[("state", name.into())])
    }

    /// A command line of ours that can be copied as it is.
    pub(super) fn line(&self, command: &str) -> String {
        let config = self.named.as_deref().map(|path| format!(" --config {}", quoted(path)));
        format!("dakiya {command}{}", config.unwrap_or_default())
    }

    /// The hint of a sentence, for what comes below it.
    pub(super) fn hint(&self, id: &str, facts: &[(&str, Fact)]) -> String {
        self.words.hint(id, facts.iter().map(|(name, fact)| (*name, fact))).unwrap_or_default()
    }

    /// A sentence of the catalogues.
    pub(super) fn say(&self, id: &str, facts: &[(&str, Fact)]) -> String {
        self.words.message(id, facts.iter().map(|(name, fact)| (*name, fact)))
    }
}

/// A path as a shell reads it.
fn quoted(path: &Path) -> String {
    let path = path.display().to_string();
    let plain = |sign: char| sign.is_ascii_alphanumeric() || "/._-".contains(sign);
    if path.chars().all(plain) { path } else { format!("'{}'", path.replace('\'', "'\\''")) }
}

/// Prints text to the standard output, all at once. A reader that went away is no fault.
pub(super) fn print(text: &str) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        other => Ok(other.map_err(Unprinted)?),
    }
}

/// Prints one JSON document as a line.
pub(super) fn print_json(value: &Value) -> anyhow::Result<()> {
    print(&format!("{}\n", json_line(value)))
}

/// Prints a message of one line for people to the standard error, with nothing in it that acts.
pub(super) fn complain(text: &str) {
    let text = Escaped(text);
    // Where even this cannot be written, the exit code has to do.
    let _unwritten = writeln!(std::io::stderr().lock(), "{text}");
}

fn show(findings: &[Finding], words: &Words, json: bool) {
    let printed = if json {
        json_line(&findings_json(findings, words)) + "\n"
    } else {
        let plain = std::env::var_os("NO_COLOR").is_some() || !std::io::stdout().is_terminal();
        let look = if plain { Look::Plain } else { Look::Coloured };
        // An empty line keeps them apart from what follows.
        print_findings(findings, words, look).trim_end().to_owned() + "\n\n"
    };
    if let Err(error) = print(&printed) {
        complain(&format!("{error:#}"));
    }
}

/// The language of a command line that cannot be read as a whole.
pub(super) fn language_of(typed: &[OsString]) -> Language {
    let asked = option(typed, "--language").and_then(|tag| Language::from_tag(&tag));
    let config = option(typed, "--config").map_or_else(|| PathBuf::from(CONFIG), PathBuf::from);
    asked.unwrap_or_else(|| spoken(&config))
}

/// The value of an option that was typed anywhere.
fn option(typed: &[OsString], name: &str) -> Option<String> {
    let mut words = typed.iter().map(|word| word.to_string_lossy());
    words
        .find_map(|word| match word.strip_prefix(name)? {
            "" => Some(None),
            value => value.strip_prefix('=').map(|value| Some(value.to_owned())),
        })?
        .or_else(|| words.next().map(Into::into))
}

/// The language where neither the command line nor the config as a whole can say: that of the
/// program's own variable, what can be read of the config, or that of the system.
fn spoken(config: &Path) -> Language {
    let set = |name| std::env::var(name).ok().filter(|value: &String| !value.is_empty());
    let tagged = |value: String| Language::from_tag(value.get(..2).unwrap_or_default());
    let system = || ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(set).and_then(tagged);
    let own = set("DAKIYA_LANGUAGE").and_then(tagged);
    own.or_else(|| Config::language_at(config)).or_else(system).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_quoted_only_where_a_shell_needs_it() {
        let shown = |path: &str| quoted(Path::new(path));
        assert_eq!(shown("/etc/dakiya/dakiya.toml"), "/etc/dakiya/dakiya.toml");
        assert_eq!(shown("डाक/a.toml"), "'डाक/a.toml'");
        assert_eq!(shown("it's here"), "'it'\\''s here'");
    }

    #[test]
    fn an_option_is_found_however_it_is_typed() {
        let of =
            |line: &str| option(&line.split(' ').map(Into::into).collect::<Vec<_>>(), "--language");
        assert_eq!(of("dakiya --language hi staus").as_deref(), Some("hi"));
        assert_eq!(of("dakiya staus --language=hi").as_deref(), Some("hi"));
        assert_eq!(of("dakiya --languages hi"), None);
        assert_eq!(of("dakiya run --language"), None);
    }

    #[test]
    fn a_command_line_that_is_wrong_is_told_in_the_language_of_its_config() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("broken.toml");
        std::fs::write(&path, "language = \"hi\"\nzone = [\n").unwrap();
        let typed = ["dakiya".into(), "--config".into(), path.into_os_string(), "staus".into()];
        assert_eq!(language_of(&typed), Language::Hindi);
    }
}

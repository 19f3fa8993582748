//! What every command needs: the config, the words, and a way to print.

use std::io::{IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context as _;
use serde_json::Value;

use super::args::CONFIG;
use super::{Arguments, Exit, Look, findings_json, json_line, print_findings};
use crate::config::Config;
use crate::finding::{Fact, Finding};
use crate::language::Language;
use crate::report::Words;
use crate::text::Escaped;

/// Where a command stands.
#[derive(Debug)]
pub(super) struct Desk {
    pub(super) config: Arc<Config>,
    pub(super) words: Arc<Words>,
    pub(super) json: bool,
    /// The folder of the organisation's own recipes.
    pub(super) recipes: PathBuf,
    /// The config file, where it is not the usual one.
    named: Option<PathBuf>,
}

/// A command's end: its exit code, or a fault to be told.
pub(super) type Done = anyhow::Result<Exit>;

impl Desk {
    /// Reads the config. Where it cannot be read, everything found is printed and the exit code
    /// comes back.
    pub(super) fn open(arguments: &Arguments) -> Result<Self, Exit> {
        let config = Config::load(&arguments.config).map_err(|findings| {
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
            recipes: folder.join("recipes"),
            named: Some(&arguments.config).filter(|path| *path != Path::new(CONFIG)).cloned(),
        })
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
        other => other.context("failed to print"),
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

/// The language of the environment, for when the config cannot say.
fn spoken() -> Language {
    let variables = ["DAKIYA_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"];
    let set = variables.iter().find_map(|name| std::env::var(name).ok());
    let tag = set.unwrap_or_default();
    Language::from_tag(tag.get(..2).unwrap_or_default()).unwrap_or_default()
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
}

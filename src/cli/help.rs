//! The tree of commands with its help in people's language.

use clap::{Arg, Command, CommandFactory as _};

use super::args::Arguments;
use crate::finding::Fact;
use crate::report::Words;

/// Where the usage of a command that has options says so.
const SOME_OPTIONS: &str = "[OPTIONS]";

/// The heading that the usage is made with.
const USAGE: &str = "Usage: ";

/// Everything that can be typed, also what comes by itself, with the ids of its words.
fn tree() -> Command {
    let mut tree = Arguments::command();
    tree.build();
    tree
}

/// The same with the words themselves.
pub(super) fn spoken(words: &Words) -> Command {
    dressed(tree(), words)
}

/// What is right for the argument that an error of [`spoken`] calls `shown`.
pub(super) fn hint(words: &Words, shown: &str) -> Option<String> {
    let (mut plain, mut dressed) = (Vec::new(), Vec::new());
    gather(&tree(), &mut plain);
    gather(&spoken(words), &mut dressed);
    let at = dressed.iter().position(|arg| arg.to_string() == shown)?;
    words.hint(&help_id(plain.get(at)?), [])
}

/// The usage of a command, without its heading.
pub(super) fn usage(rendered: &str) -> &str {
    rendered.trim().strip_prefix(USAGE).unwrap_or(rendered)
}

fn gather(command: &Command, all: &mut Vec<Arg>) {
    all.extend(command.get_arguments().cloned());
    command.get_subcommands().for_each(|command| gather(command, all));
}

fn dressed(command: Command, words: &Words) -> Command {
    let about = words.plain(&about_id(&command));
    let mut command = command
        .about(about)
        .subcommand_help_heading(words.plain("help-commands"))
        .subcommand_value_name(words.plain("value-command"))
        .help_template(template(words))
        .mut_args(|arg| dressed_argument(arg, words))
        .mut_subcommands(|command| dressed(command, words));
    let usage = command.render_usage().to_string();
    let usage = usage_in(usage.as_str(), words);
    command.override_usage(usage)
}

fn usage_in(rendered: &str, words: &Words) -> String {
    usage(rendered).replace(SOME_OPTIONS, &words.plain("help-some-options"))
}

fn template(words: &Words) -> String {
    let style = clap::builder::Styles::styled();
    let style = style.get_usage();
    let heading = words.plain("help-usage");
    format!("{{about-with-newline}}\n{style}{heading}{style:#} {{usage}}\n\n{{all-args}}")
}

fn dressed_argument(arg: Arg, words: &Words) -> Arg {
    let heading = if arg.is_positional() { "help-arguments" } else { "help-options" };
    let names: Vec<String> = value_names(&arg).iter().map(|name| words.plain(name)).collect();
    let help = words.plain(&help_id(&arg)) + &default(&arg, words);
    let arg = arg.help(help).help_heading(words.plain(heading)).hide_default_value(true);
    if names.is_empty() { arg } else { arg.value_names(names) }
}

/// The messages that name its values; of a flag there are none.
fn value_names(arg: &Arg) -> &[clap::builder::Str] {
    let names = arg.get_value_names().filter(|_| arg.get_action().takes_values());
    names.unwrap_or_default()
}

/// What holds where nothing is written.
fn default(arg: &Arg, words: &Words) -> String {
    let value = arg.get_default_values().first().map(|value| value.to_string_lossy());
    let takes = arg.get_action().takes_values();
    match value.filter(|value| takes && !value.is_empty()) {
        Some(value) => {
            let fact = Fact::from(&*value);
            format!(" {}", words.message("help-default", [("default", &fact)]))
        }
        None => String::new(),
    }
}

/// The message of a command. What the library adds has words of its own.
fn about_id(command: &Command) -> String {
    let id = match command.get_name() {
        "help" => return "help-help-command".into(),
        _ => command.get_about(),
    };
    id.map(ToString::to_string).unwrap_or_default()
}

/// The message of an argument. What the library adds has words of its own.
fn help_id(arg: &Arg) -> String {
    match arg.get_id().as_str() {
        "help" => "help-help".into(),
        "version" => "help-version".into(),
        _ => arg.get_help().map(ToString::to_string).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;

    /// Every command of the tree with the words that lead to it.
    fn commands(command: &Command, path: &str, all: &mut Vec<(String, Command)>) {
        let path = format!("{path} {}", command.get_name());
        for command in command.get_subcommands() {
            commands(command, &path, all);
        }
        all.push((path, command.clone()));
    }

    fn all(tree: &Command) -> Vec<(String, Command)> {
        let mut all = Vec::new();
        commands(tree, "", &mut all);
        all
    }

    #[test]
    fn every_command_and_argument_has_its_words_in_both_languages() {
        for language in [Language::English, Language::Hindi] {
            let words = Words::new(language);
            for (path, command) in all(&tree()) {
                let mut ids = vec![about_id(&command)];
                for arg in command.get_arguments() {
                    ids.push(help_id(arg));
                    ids.extend(value_names(arg).iter().map(ToString::to_string));
                }
                for id in ids {
                    assert!(id.starts_with("help-") || id.starts_with("value-"), "{path}: {id:?}");
                    assert_ne!(words.plain(&id), id, "{language}, {path}");
                }
            }
        }
    }

    #[test]
    fn every_value_that_can_be_wrong_has_a_hint() {
        let words = Words::new(Language::Hindi);
        let plain = all(&tree());
        let arguments = plain.iter().flat_map(|(_, command)| command.get_arguments());
        let free = ["value-file", "value-url", "value-text"];
        for arg in arguments.filter(|arg| arg.get_action().takes_values()) {
            let names = value_names(arg);
            if !names.iter().any(|name| free.contains(&name.as_str())) {
                assert!(words.hint(&help_id(arg), []).is_some(), "{arg}");
            }
        }
    }

    #[test]
    fn the_help_in_hindi_has_no_english_but_what_is_typed() {
        let words = Words::new(Language::Hindi);
        let mut typed: Vec<String> = Vec::new();
        for (_, command) in all(&tree()) {
            typed.push(command.get_name().to_owned());
            let longs = command.get_arguments().filter_map(Arg::get_long);
            typed.extend(longs.flat_map(|long| long.split('-')).map(str::to_owned));
        }
        typed.extend("dakiya config toml JSON en hi h V dry run".split(' ').map(str::to_owned));
        for (path, mut command) in all(&spoken(&words)) {
            let help = command.render_help().to_string();
            let words = help.split(|sign: char| !sign.is_ascii_alphabetic());
            let foreign: Vec<_> = words
                .filter(|word| !word.is_empty() && !typed.iter().any(|known| known == word))
                .collect();
            assert!(foreign.is_empty(), "{path}: {foreign:?}\n{help}");
        }
    }

    #[test]
    fn the_help_of_a_command_is_whole() {
        let said = |language| {
            let mut tree = spoken(&Words::new(language));
            tree.find_subcommand_mut("dry-run").unwrap().render_help().to_string()
        };
        let expected = "\
Run the whole program over a span of simulated time against imitated platforms.

Usage: dakiya dry-run [OPTIONS]

Options:
      --config <FILE>        The config file. [default: config/dakiya.toml]
      --days <DAYS>          How many days to simulate. [default: 30]
      --json                 Print data as JSON, one document or one document a line.
      --language <LANGUAGE>  The language of messages: en or hi; without it, the config's.
  -h, --help                 Print this help.
  -V, --version              Print the version.
";
        assert_eq!(said(Language::English), expected);
        let hindi = said(Language::Hindi);
        assert!(hindi.contains("\n\nऐसे लिखें: dakiya dry-run [विकल्प]\n\nविकल्प:\n"), "{hindi}");
        assert!(hindi.contains("कितने दिन चलाकर देखना है। [न लिखें तो: 30]\n"), "{hindi}");
    }
}

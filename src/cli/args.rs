//! What people type.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::account::AccountName;
use crate::language::Language;

/// The config file where none is named.
pub(super) const CONFIG: &str = "config/dakiya.toml";

/// Publishes posts from a folder to an organisation's own accounts, exactly once and on time.
#[derive(Debug, Parser)]
#[command(name = "dakiya", version, propagate_version = true, max_term_width = 100)]
pub struct Arguments {
    /// The config file.
    #[arg(long, global = true, value_name = "FILE", default_value = CONFIG)]
    pub config: PathBuf,

    /// Print data as JSON, one document or one document a line.
    #[arg(long, global = true)]
    pub json: bool,

    /// The language of messages: en or hi; without it, the config's.
    #[arg(long, global = true, value_name = "LANGUAGE", value_parser = language)]
    pub language: Option<Language>,

    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Publish: watch the folder and send each post at its time, until told to end.
    Run(Run),
    /// Find everything that is wrong with config and posts, without any network.
    Check,
    /// Show which post goes out when and where, and why then.
    Plan(Plan),
    /// Run the whole program over a span of simulated time against imitated platforms.
    DryRun(DryRun),
    /// Show what waits, what is under way, and what needs a person. Exit code 2 if something does.
    Status,
    /// Show who we are on each platform, what each account promises, and what is wrong with it.
    Accounts(Accounts),
    /// Delete what is public already, on one account or on all.
    Recall(Recall),
    /// Answer the question of a delivery that waits for a person.
    Resolve(Resolve),
    /// Stop all publishing at once; it stays stopped over restarts.
    Stop(Stop),
    /// Let publishing go on after a stop, or one account after a pause.
    Start(Start),
}

/// Options of `run`.
#[derive(Debug, Args)]
pub struct Run {
    /// Use imitated platforms in this process: nothing leaves the machine, no secret is read,
    /// the posts folder is left untouched and nothing is kept.
    #[arg(long)]
    pub mock: bool,
}

/// Options of `plan`.
#[derive(Debug, Args)]
pub struct Plan {
    /// Show only this account.
    #[arg(long, value_name = "ACCOUNT")]
    pub account: Option<AccountName>,
    /// Show at most so many deliveries of each account.
    #[arg(long, value_name = "COUNT", default_value_t = 50, value_parser = clap::value_parser!(u16).range(1..))]
    pub most: u16,
}

/// Options of `dry-run`.
#[derive(Debug, Args)]
pub struct DryRun {
    /// How many days to simulate.
    #[arg(long, value_name = "DAYS", default_value_t = 30, value_parser = clap::value_parser!(u16).range(1..=3650))]
    pub days: u16,
}

/// Options of `accounts`.
#[derive(Debug, Args)]
pub struct Accounts {
    /// Ask the platforms now; without it, what the program was last told is shown.
    #[arg(long)]
    pub ask: bool,
}

/// Options of `recall`.
#[derive(Debug, Args)]
pub struct Recall {
    /// The delivery's number, or the name of the post as it lay in the queue.
    #[arg(value_name = "ID|NAME")]
    pub what: String,
    /// Only on this account.
    #[arg(long, value_name = "ACCOUNT")]
    pub account: Option<AccountName>,
}

/// Options of `resolve`.
#[derive(Debug, Args)]
#[group(skip)]
pub struct Resolve {
    /// The delivery's number, as `dakiya status` shows it.
    #[arg(value_parser = clap::value_parser!(i64).range(1..))]
    pub delivery: i64,
    /// The answer.
    #[command(flatten)]
    pub answer: Answer,
}

/// The answer to a delivery's question; exactly one.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub struct Answer {
    /// It is there; perhaps with its address.
    #[arg(long, value_name = "URL", num_args = 0..=1, default_missing_value = "")]
    pub posted: Option<String>,
    /// It is not there: send it again.
    #[arg(long)]
    pub post_again: bool,
    /// Leave it as it is and end it.
    #[arg(long)]
    pub abandon: bool,
    /// Look once more whether it is there.
    #[arg(long)]
    pub look: bool,
    /// Let a held delivery go on.
    #[arg(long)]
    pub release: bool,
    /// Take it back before anything is sent.
    #[arg(long)]
    pub cancel: bool,
}

/// Options of `stop`.
#[derive(Debug, Args)]
pub struct Stop {
    /// Why, for those who see it later.
    #[arg(long, value_name = "TEXT", default_value = "")]
    pub reason: String,
}

/// Options of `start`.
#[derive(Debug, Args)]
pub struct Start {
    /// Let this paused account go on; without it, lift the stop.
    #[arg(long, value_name = "ACCOUNT")]
    pub account: Option<AccountName>,
}

fn language(text: &str) -> Result<Language, String> {
    let tags = Language::TAGS.iter();
    tags.clone().find(|(tag, _)| *tag == text).map(|(_, language)| *language).ok_or_else(|| {
        let known: Vec<_> = Language::TAGS.iter().map(|(tag, _)| *tag).collect();
        format!("write one of {}", known.join(", "))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_command_tree_is_sound() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn resolve_takes_exactly_one_answer() {
        let parse = |line: &str| Arguments::try_parse_from(line.split(' '));
        assert!(parse("dakiya resolve 7 --post-again").is_ok());
        assert!(parse("dakiya resolve 7 --posted https://a.example/1").is_ok());
        assert!(parse("dakiya resolve 7 --posted").is_ok());
        assert!(parse("dakiya resolve 7").is_err());
        assert!(parse("dakiya resolve 7 --abandon --look").is_err());
    }
}

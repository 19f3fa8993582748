//! What people type.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::account::AccountName;
use crate::language::Language;

/// The config file where none is named.
pub(super) const CONFIG: &str = "config/dakiya.toml";

/// Everything that can be typed. In the place of help texts and of names of values stand the ids
/// of their messages; `help.rs` puts the words there.
#[derive(Debug, Parser)]
#[command(name = "dakiya", version, propagate_version = true, max_term_width = 100)]
#[command(about = "help-dakiya")]
pub struct Arguments {
    /// The config file.
    #[arg(long, global = true, value_name = "value-file", default_value = CONFIG)]
    #[arg(help = "help-config")]
    pub config: PathBuf,

    /// Whether data are printed as JSON.
    #[arg(long, global = true, help = "help-json")]
    pub json: bool,

    /// The language of messages.
    #[arg(long, global = true, value_name = "value-language", value_parser = language)]
    #[arg(help = "help-language")]
    pub language: Option<Language>,

    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Publish until told to end.
    #[command(about = "help-run")]
    Run(Run),
    /// Find everything that is wrong.
    #[command(about = "help-check")]
    Check,
    /// Show what each account gets.
    #[command(about = "help-preview")]
    Preview(Preview),
    /// Show what goes out when and where.
    #[command(about = "help-plan")]
    Plan(Plan),
    /// Run the whole program over simulated time.
    #[command(about = "help-dry-run")]
    DryRun(DryRun),
    /// Show what waits and what needs a person.
    #[command(about = "help-status")]
    Status,
    /// Show who we are on each platform.
    #[command(about = "help-accounts")]
    Accounts(Accounts),
    /// Look at everything around the program.
    #[command(about = "help-doctor")]
    Doctor(Doctor),
    /// Log an account in.
    #[command(about = "help-login")]
    Login(Login),
    /// Delete what is public already.
    #[command(about = "help-recall")]
    Recall(Recall),
    /// Answer a delivery's question.
    #[command(about = "help-resolve")]
    Resolve(Resolve),
    /// Stop all publishing.
    #[command(about = "help-stop")]
    Stop(Stop),
    /// Let publishing go on.
    #[command(about = "help-start")]
    Start(Start),
}

/// Options of `run`.
#[derive(Debug, Args)]
pub struct Run {
    /// Whether imitated platforms are used.
    #[arg(long, help = "help-run-mock")]
    pub mock: bool,
}

/// Options of `preview`.
#[derive(Debug, Args)]
pub struct Preview {
    /// The only post that is shown, as it lies in the queue.
    #[arg(value_name = "value-file", help = "help-preview-post")]
    pub post: Option<String>,
}

/// Options of `plan`.
#[derive(Debug, Args)]
pub struct Plan {
    /// The only account that is shown.
    #[arg(long, value_name = "value-account", help = "help-plan-account")]
    pub account: Option<AccountName>,
    /// How many deliveries of each account are shown at most.
    #[arg(long, value_name = "value-count", default_value_t = 50, help = "help-plan-most")]
    #[arg(value_parser = clap::value_parser!(u16).range(1..))]
    pub most: u16,
}

/// Options of `dry-run`.
#[derive(Debug, Args)]
pub struct DryRun {
    /// How many days are simulated.
    #[arg(long, value_name = "value-days", default_value_t = 30, help = "help-dry-run-days")]
    #[arg(value_parser = clap::value_parser!(u16).range(1..=3650))]
    pub days: u16,
}

/// Options of `accounts`.
#[derive(Debug, Args)]
pub struct Accounts {
    /// Whether the platforms are asked now.
    #[arg(long, help = "help-accounts-ask")]
    pub ask: bool,
}

/// Options of `doctor`.
#[derive(Debug, Args)]
pub struct Doctor {
    /// Whether the platforms and the media host are asked now.
    #[arg(long, help = "help-doctor-ask")]
    pub ask: bool,
}

/// Options of `login`.
#[derive(Debug, Args)]
pub struct Login {
    /// The account.
    #[arg(value_name = "value-account", help = "help-login-account")]
    pub account: AccountName,
    /// The address that the platform sends the browser back to, as it is registered there.
    #[arg(long, value_name = "value-url", help = "help-login-back")]
    pub back: Option<crate::http::Url>,
}

/// Options of `recall`.
#[derive(Debug, Args)]
pub struct Recall {
    /// The delivery's number, or the name of the post as it lay in the queue.
    #[arg(value_name = "value-delivery-or-post", help = "help-recall-what")]
    pub what: String,
    /// The only account on which it is recalled.
    #[arg(long, value_name = "value-account", help = "help-recall-account")]
    pub account: Option<AccountName>,
}

/// Options of `resolve`.
#[derive(Debug, Args)]
#[group(skip)]
pub struct Resolve {
    /// The delivery's number.
    #[arg(value_name = "value-delivery", help = "help-resolve-delivery")]
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
    #[arg(long, value_name = "value-url", num_args = 0..=1, default_missing_value = "")]
    #[arg(help = "help-resolve-posted")]
    pub posted: Option<String>,
    /// It is not there and is to be sent.
    #[arg(long, help = "help-resolve-post-again")]
    pub post_again: bool,
    /// It is to be left as it is.
    #[arg(long, help = "help-resolve-abandon")]
    pub abandon: bool,
    /// It is to be looked for once more.
    #[arg(long, help = "help-resolve-look")]
    pub look: bool,
    /// It may go on.
    #[arg(long, help = "help-resolve-release")]
    pub release: bool,
    /// It is taken back.
    #[arg(long, help = "help-resolve-cancel")]
    pub cancel: bool,
}

/// Options of `stop`.
#[derive(Debug, Args)]
pub struct Stop {
    /// Why.
    #[arg(long, value_name = "value-text", default_value = "", help = "help-stop-reason")]
    pub reason: String,
}

/// Options of `start`.
#[derive(Debug, Args)]
pub struct Start {
    /// The paused account that may go on.
    #[arg(long, value_name = "value-account", help = "help-start-account")]
    pub account: Option<AccountName>,
}

/// What is right is said by the help of the option.
fn language(text: &str) -> Result<Language, &'static str> {
    Language::from_tag(text).ok_or("no such language")
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

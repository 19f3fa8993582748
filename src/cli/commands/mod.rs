//! The commands: a file each, and one row each in [`run()`].

mod accounts;
mod answers;
mod check;
mod dry_run;
mod plan;
mod recall;
mod resolve;
mod run;
mod status;
mod switch;

use std::ffi::OsString;

use clap::Parser as _;
use clap::error::ErrorKind;

use super::Exit;
use super::args::{Arguments, Command};
use super::desk::{Desk, complain};
use crate::app::{DaemonError, StateError};
use crate::journal::JournalError;
use crate::secret::strike_out;
use crate::text::Escaped;

/// Runs the program with these arguments.
#[must_use]
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Exit {
    let typed: Vec<OsString> = arguments.into_iter().collect();
    let arguments = match Arguments::try_parse_from(&typed) {
        Ok(arguments) => arguments,
        Err(error) => return misuse(&error, &typed),
    };
    let desk = match Desk::open(&arguments) {
        Ok(desk) => desk,
        Err(exit) => return exit,
    };
    let runtime = match runtime(&arguments.command) {
        Ok(runtime) => runtime,
        Err(error) => {
            complain(&format!("failed to start: {error}"));
            return Exit::Bug;
        }
    };
    match runtime.block_on(command(&desk, arguments.command)) {
        Ok(exit) => exit,
        Err(error) => fault(&desk, &error),
    }
}

async fn command(desk: &Desk, command: Command) -> anyhow::Result<Exit> {
    match command {
        Command::Run(options) => Box::pin(run::run(desk, &options)).await,
        Command::Check => check::check(desk).await,
        Command::Plan(options) => plan::plan(desk, &options).await,
        Command::DryRun(options) => Box::pin(dry_run::dry_run(desk, &options)).await,
        Command::Status => status::status(desk).await,
        Command::Accounts(options) => accounts::accounts(desk, &options).await,
        Command::Recall(options) => recall::recall(desk, &options).await,
        Command::Resolve(options) => resolve::resolve(desk, options).await,
        Command::Stop(options) => switch::stop(desk, options).await,
        Command::Start(options) => switch::start(desk, options).await,
    }
}

/// The daemon gets every core; a command that only asks needs no threads.
fn runtime(command: &Command) -> std::io::Result<tokio::runtime::Runtime> {
    let mut builder = match command {
        Command::Run(_) | Command::DryRun(_) => tokio::runtime::Builder::new_multi_thread(),
        _ => tokio::runtime::Builder::new_current_thread(),
    };
    builder.enable_all().build()
}

fn misuse(error: &clap::Error, typed: &[OsString]) -> Exit {
    let asked = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
    if asked {
        // A closed pipe is the only way to fail here, and then nobody reads anyway.
        let _unread = error.print();
        return Exit::Fine;
    }
    let mut text = error.render().to_string();
    // It repeats what was typed, or what a script passed on.
    for word in typed.iter().map(|word| word.to_string_lossy()) {
        let value = word.split_once('=').map_or("", |(_, value)| value);
        for foreign in [&*word, value].into_iter().filter(|foreign| acts(foreign)) {
            text = text.replace(foreign, &Escaped(foreign).to_string());
        }
    }
    text.trim_end().lines().for_each(complain);
    Exit::Usage
}

/// Whether a terminal would do something with the text in place of showing it.
fn acts(text: &str) -> bool {
    Escaped(text).to_string() != text
}

/// Tells a fault in one line with its causes, and gives it its exit code.
fn fault(desk: &Desk, error: &anyhow::Error) -> Exit {
    if let Some(DaemonError::Findings(findings)) = error.downcast_ref() {
        desk.show(findings);
        return Exit::Config;
    }
    complain(&told(desk, error));
    let state = error.downcast_ref::<StateError>().is_some()
        || error.downcast_ref::<JournalError>().is_some()
        || matches!(error.downcast_ref(), Some(DaemonError::State(_) | DaemonError::Engine(_)))
        || matches!(error.downcast_ref(), Some(DaemonError::System { .. }));
    if state { Exit::State } else { Exit::Bug }
}

/// What people meet every day is said in their language; the rest is for whoever mends it.
fn told(desk: &Desk, error: &anyhow::Error) -> String {
    let id = match journal_fault(error) {
        Some(JournalError::Absent(_)) => "status-never-started",
        Some(JournalError::Locked(_)) => "state-locked",
        _ => return strike_out(&format!("error: {error:#}")).into_owned(),
    };
    format!("{} {}", desk.say(id, &[]), desk.hint(id, &[]))
}

fn journal_fault(error: &anyhow::Error) -> Option<&JournalError> {
    match (error.downcast_ref(), error.downcast_ref()) {
        (Some(StateError::Journal(fault)), _) => Some(fault),
        (_, Some(DaemonError::State(StateError::Journal(fault)))) => Some(fault),
        _ => error.downcast_ref(),
    }
}

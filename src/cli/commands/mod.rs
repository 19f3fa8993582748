//! The commands: a file each, and one row each in [`run`].

mod answers;
mod check;
mod dry_run;
mod plan;
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
use crate::secret::strike_out;

/// Runs the program with these arguments.
#[must_use]
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Exit {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(error) => return misuse(&error),
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

fn misuse(error: &clap::Error) -> Exit {
    let asked = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
    // A closed pipe is the only way to fail here, and then nobody reads anyway.
    let _unread = error.print();
    if asked { Exit::Fine } else { Exit::Usage }
}

/// Tells a fault in one line with its causes, and gives it its exit code.
fn fault(desk: &Desk, error: &anyhow::Error) -> Exit {
    if let Some(DaemonError::Findings(findings)) = error.downcast_ref() {
        desk.show(findings);
        return Exit::Config;
    }
    complain(&strike_out(&format!("error: {error:#}")));
    let state = error.downcast_ref::<StateError>().is_some()
        || error.downcast_ref::<crate::journal::JournalError>().is_some()
        || matches!(error.downcast_ref(), Some(DaemonError::State(_) | DaemonError::Engine(_)))
        || matches!(error.downcast_ref(), Some(DaemonError::System { .. }));
    if state { Exit::State } else { Exit::Bug }
}

//! The commands: a file each, and one row each in [`run()`].

mod accounts;
mod answers;
mod check;
mod doctor;
mod dry_run;
mod login;
mod plan;
mod preview;
mod recall;
mod resolve;
mod run;
mod status;
mod switch;

use std::ffi::OsString;
use std::time::Duration;

use clap::Parser as _;
use clap::error::ErrorKind;

use super::args::{Arguments, Command};
use super::desk::{Desk, Unprinted, complain, language_of};
use super::table::terminal_width;
use super::{Exit, help, misuse};
use crate::app::{DaemonError, StateError};
use crate::journal::JournalError;
use crate::media::{self, Fitter};
use crate::report::Words;
use crate::verdict::Reason;

/// How long an end waits for files that are just being moved or written. Pictures that are just being
/// made over are begun anew at the next start.
const LONGEST_END: Duration = Duration::from_secs(10);

/// Runs the program with these arguments.
#[must_use]
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Exit {
    let typed: Vec<OsString> = arguments.into_iter().collect();
    if typed.get(1).is_some_and(|first| first == Fitter::COMMAND) {
        return help_with_media();
    }
    let Ok(arguments) = Arguments::try_parse_from(&typed) else { return misuse(&typed) };
    let desk = match Desk::open(&arguments) {
        Ok(desk) => desk.on_a_terminal_of(terminal_width()),
        Err(exit) => return exit,
    };
    let runtime = match runtime(&arguments.command) {
        Ok(runtime) => runtime,
        Err(source) => {
            let what = "system-threads";
            return fault(&desk, &DaemonError::System { what, source }.into());
        }
    };
    let done = runtime.block_on(command(&desk, arguments.command));
    runtime.shutdown_timeout(LONGEST_END);
    match done {
        Ok(exit) => exit,
        Err(error) => fault(&desk, &error),
    }
}

/// What this program does when it is started as its own helper: nobody types this.
fn help_with_media() -> Exit {
    match media::serve(std::io::stdin(), std::io::stdout()) {
        Ok(()) => Exit::Fine,
        Err(_) => Exit::Bug,
    }
}

async fn command(desk: &Desk, command: Command) -> anyhow::Result<Exit> {
    match command {
        Command::Run(options) => Box::pin(run::run(desk, &options)).await,
        Command::Check => check::check(desk).await,
        Command::Preview(options) => preview::preview(desk, &options).await,
        Command::Plan(options) => plan::plan(desk, &options).await,
        Command::DryRun(options) => Box::pin(dry_run::dry_run(desk, &options)).await,
        Command::Status => status::status(desk).await,
        Command::Accounts(options) => accounts::accounts(desk, &options).await,
        Command::Doctor(options) => Box::pin(doctor::doctor(desk, &options)).await,
        Command::Login(options) => Box::pin(login::login(desk, &options)).await,
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

/// Help that was asked for, or what is wrong with the command line; in people's language, which
/// takes a second reading of it.
fn misuse(typed: &[OsString]) -> Exit {
    let words = Words::new(language_of(typed));
    let Err(error) = help::spoken(&words).try_get_matches_from(typed) else { return Exit::Usage };
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        // A closed pipe is the only way to fail here, and then nobody reads anyway.
        let _unread = error.print();
        return Exit::Fine;
    }
    misuse::told(&error, &words).iter().for_each(|line| complain(line));
    Exit::Usage
}

/// Tells a fault in one line, in people's language, and gives it its exit code.
fn fault(desk: &Desk, error: &anyhow::Error) -> Exit {
    if let Some(DaemonError::Findings(findings)) = error.downcast_ref() {
        desk.show(findings);
        return Exit::Config;
    }
    let state = state_fault(error);
    let reason = state.clone().or_else(|| error.downcast_ref().map(Unprinted::reason));
    let reason =
        reason.unwrap_or_else(|| Reason::new("program-fault").with("detail", format!("{error:#}")));
    complain(&told(desk, &reason));
    if state.is_some() { Exit::State } else { Exit::Bug }
}

fn told(desk: &Desk, reason: &Reason) -> String {
    let said = desk.words.reason(reason);
    let sentence = format!("{}: {}", desk.words.plain("severity-error"), said.message);
    said.hint.map_or_else(|| sentence.clone(), |hint| format!("{sentence} {hint}"))
}

/// What is wrong with the state, or with the machine around it.
fn state_fault(error: &anyhow::Error) -> Option<Reason> {
    let daemon = error.downcast_ref().and_then(DaemonError::reason);
    let state = error.downcast_ref().map(StateError::reason);
    daemon.or(state).or_else(|| error.downcast_ref().map(JournalError::reason))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::{Damage, DiskFault, DiskKind};

    fn desk() -> Desk {
        let typed = ["dakiya", "--language", "hi", "status"];
        Desk::open(&Arguments::try_parse_from(typed).unwrap()).unwrap()
    }

    fn faults() -> Vec<JournalError> {
        let disk = |kind| JournalError::Disk(DiskFault { kind, detail: "(28)".into() });
        let broken = Damage::Broken("(11)".into());
        let damages = [Damage::Gone, Damage::Emptied, Damage::Foreign, Damage::Unmarked, broken];
        let damaged = |detail| JournalError::Damaged { path: "journal.db".into(), detail };
        [DiskKind::Full, DiskKind::Refused, DiskKind::Other]
            .map(disk)
            .into_iter()
            .chain(damages.map(damaged))
            .chain([
                JournalError::Fenced,
                JournalError::Newer { found: 9, known: 1 },
                JournalError::Older { found: 1, known: 2 },
                JournalError::Absent("state".into()),
                JournalError::Locked("state".into()),
                JournalError::Network { path: "state".into(), kind: "NFS".into() },
            ])
            .collect()
    }

    #[test]
    fn every_fault_of_the_state_is_told_in_hindi_with_what_can_be_done() {
        let desk = desk();
        let mut told_already = Vec::new();
        for fault in faults() {
            let reason = fault.reason();
            let said = told(&desk, &reason);
            assert!(said.starts_with("गलती: "), "{said}");
            assert!(desk.words.reason(&reason).hint.is_some(), "{said}");
            // Names of files and what is typed stay as they are.
            let english = ["the", "is", "was", "not", "cannot", "journal", "state"];
            let message = desk.words.reason(&reason).message.replace("journal.db", "");
            let message = message.replace("\"state\"", "");
            let mut words = message.split(|sign: char| !sign.is_ascii_alphabetic());
            assert!(!words.any(|word| english.contains(&word)) || said.contains("state.toml"));
            assert!(!told_already.contains(&said), "{said}");
            told_already.push(said);
        }
    }

    #[test]
    fn a_fault_of_the_state_or_the_machine_has_exit_code_5_and_any_other_70() {
        let desk = desk();
        let journal = || JournalError::Locked("state".into());
        let source = std::io::Error::other("no");
        let system = DaemonError::System { what: "system-owner", source };
        for state in [
            anyhow::Error::new(journal()),
            anyhow::Error::new(StateError::Journal(journal())),
            anyhow::Error::new(DaemonError::from(journal())),
            anyhow::Error::new(system),
        ] {
            assert_eq!(fault(&desk, &state), Exit::State, "{state:?}");
        }
        assert_eq!(fault(&desk, &anyhow::anyhow!("any")), Exit::Bug);
    }
}

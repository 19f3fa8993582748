//! `dakiya run`: the daemon, or the whole program against imitated platforms.

use std::sync::Arc;

use super::dry_run::outcome_json;
use crate::app::{
    DaemonError, Mocks, Network, NoteText, PassingFolder, Plan, State, run as run_daemon,
};
use crate::cli::args;
use crate::cli::desk::{Desk, Done, print, print_json};
use crate::cli::{Exit, Look, findings_json, json_line, print_findings};
use crate::clock::{self, SharedClock};
use crate::config::{LogFormat, LogLevel};
use crate::event::{Happening, What};
use crate::publish::Listener;
use crate::report::{LogStyle, Words, start_log};

pub(super) async fn run(desk: &Desk, options: &args::Run) -> Done {
    start_logging(desk, options.mock);
    desk.config.warnings.iter().for_each(|warning| {
        tracing::warn!(id = warning.id, "{}", desk.words.finding(warning).message);
    });
    let clock = clock::machine();
    if options.mock { mocked(desk, clock).await } else { real(desk, clock).await }
}

async fn real(desk: &Desk, clock: SharedClock) -> Done {
    let state = State::open(&desk.config.journal.path, &clock).await?;
    let network =
        Network::world(&desk.config, Arc::clone(&clock)).map_err(DaemonError::Findings)?;
    let plan = Plan {
        config: Arc::clone(&desk.config),
        clock,
        state,
        network,
        note: note(desk),
        hands_off: false,
        recipes: desk.recipes.clone(),
        listener: Listener::nobody(),
    };
    run_daemon(plan).await?;
    Ok(Exit::Fine)
}

async fn mocked(desk: &Desk, clock: SharedClock) -> Done {
    let folder = PassingFolder::new()?;
    let state = State::passing(folder.path(), &clock).await?;
    let mocks = Mocks::new(Arc::clone(&clock)).map_err(DaemonError::Findings)?;
    tell(desk, "mock-begins")?;
    let plan = Plan {
        config: Arc::clone(&desk.config),
        clock,
        state,
        network: Network::Mocked(mocks),
        note: told_note(desk),
        hands_off: true,
        recipes: desk.recipes.clone(),
        listener: teller(desk),
    };
    run_daemon(plan).await?;
    tell(desk, "mock-ends")?;
    Ok(Exit::Fine)
}

/// A sentence for people; machines get documents alone.
fn tell(desk: &Desk, id: &str) -> anyhow::Result<()> {
    if desk.json { Ok(()) } else { print(&(desk.say(id, &[]) + "\n")) }
}

/// Says on the standard output what went where.
fn teller(desk: &Desk) -> Listener {
    let (words, zone, json) = (Arc::clone(&desk.words), desk.config.zone, desk.json);
    Listener::new(move |happening: Happening| {
        let What::Outcome { outcome } = happening.what else { return };
        // Nobody may be reading any more; the log has it, too.
        if json {
            let _unread = print_json(&outcome_json(&outcome, &words));
            return;
        }
        let at = zone.local(outcome.at).format("%H:%M:%S").to_string();
        let why = outcome.why.as_ref().map(|why| words.reason(why).message).unwrap_or_default();
        let facts = [
            ("at", at.into()),
            ("post", outcome.name.into()),
            ("account", outcome.account.as_str().into()),
            ("state", outcome.state.into()),
            ("parts", usize::from(outcome.parts).into()),
            ("why", why.into()),
        ];
        let line = words.message("mock-outcome", facts.iter().map(|(name, fact)| (*name, fact)));
        let _unread = print(&(line + "\n"));
    })
}

/// What is wrong with a post goes to the standard output, as no note is laid beside it.
fn told_note(desk: &Desk) -> NoteText {
    let (words, json) = (Arc::clone(&desk.words), desk.json);
    Arc::new(move |findings| {
        let printed = if json {
            json_line(&findings_json(findings, &words)) + "\n"
        } else {
            print_findings(findings, &words, Look::Plain) + "\n"
        };
        let _unread = print(&printed);
        printed
    })
}

fn note(desk: &Desk) -> NoteText {
    let words: Arc<Words> = Arc::clone(&desk.words);
    Arc::new(move |findings| print_findings(findings, &words, Look::Plain) + "\n")
}

/// While trying out, what happens is told in people's words; the usual log beside it would only
/// drown that.
fn start_logging(desk: &Desk, mock: bool) {
    let level = match desk.config.log.level {
        LogLevel::Info if mock => LogLevel::Warn,
        level => level,
    };
    let style = match desk.config.log.format {
        LogFormat::Auto => LogStyle::by_surroundings(),
        LogFormat::Text => LogStyle::Text,
        LogFormat::Json => LogStyle::Json,
    };
    start_log(level.name(), style);
}

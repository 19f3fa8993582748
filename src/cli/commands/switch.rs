//! `dakiya stop` and `dakiya start`: the emergency stop, and letting a paused account go on.

use serde_json::json;

use super::resolve::give;
use crate::account::AccountName;
use crate::cli::Exit;
use crate::cli::args;
use crate::cli::desk::{Desk, Done, complain, print, print_json};
use crate::clock::{Clock as _, SystemClock};
use crate::journal::{Journal as _, Order, SqliteJournal};
use crate::verdict::Reason;

pub(super) async fn stop(desk: &Desk, options: args::Stop) -> Done {
    let reason = Reason::new("stopped-by-person").with("cause", options.reason);
    set(desk, Some(reason), "stop-set").await
}

pub(super) async fn start(desk: &Desk, options: args::Start) -> Done {
    let Some(account) = options.account else { return lift(desk).await };
    match unknown(desk, &account) {
        Some(exit) => Ok(exit),
        None => give(desk, Order::Resume { account }).await,
    }
}

/// Letting go on where all files vanished says that they are gone.
async fn lift(desk: &Desk) -> Done {
    let stopped = SqliteJournal::open_shared(&desk.config.journal.path)?.stopped().await?;
    let vanished = stopped.is_some_and(|why| why.id == "queue-vanished");
    set(desk, None, if vanished { "stop-lifted-vanished" } else { "stop-lifted" }).await
}

/// Says so where the config has no such account.
pub(super) fn unknown(desk: &Desk, account: &AccountName) -> Option<Exit> {
    if desk.config.accounts.contains_key(account) {
        return None;
    }
    let finding = desk.config.directory.unknown(account.as_str());
    let said = desk.words.finding(&finding);
    complain(&format!("{} {}", said.message, said.hint.unwrap_or_default()));
    Some(Exit::Usage)
}

/// Written straight to the journal: the next intent sees it, whoever is about to open one.
async fn set(desk: &Desk, stop: Option<Reason>, done: &'static str) -> Done {
    let journal = SqliteJournal::open_shared(&desk.config.journal.path)?;
    let stopped = stop.is_some();
    journal.set_stop(stop, SystemClock.now()).await?;
    if desk.json {
        print_json(&json!({ "done": true, "id": done, "message": desk.say(done, &[]) }))?;
    } else {
        print(&(desk.say(done, &[]) + "\n"))?;
        if stopped {
            print(&format!("{} {}\n", desk.hint(done, &[]), desk.line("start")))?;
        }
    }
    Ok(Exit::Fine)
}

//! `dakiya status`: what waits, what is under way, and what needs a person.

use serde_json::{Value, json};

use super::plan::local;
use crate::cli::Exit;
use crate::cli::desk::{Desk, Done, print, print_json};
use crate::cli::table::table;
use crate::delivery::State;
use crate::journal::{AccountState, Brief, Journal as _, JournalError, NoticeRow, SqliteJournal};
use crate::verdict::Reason;

/// What the journal says.
struct Picture {
    open: Vec<Brief>,
    accounts: Vec<AccountState>,
    notices: Vec<NoticeRow>,
    stopped: Option<Reason>,
}

pub(super) async fn status(desk: &Desk) -> Done {
    let folder = &desk.config.journal.path;
    let journal = match SqliteJournal::open_shared(folder) {
        Err(JournalError::Absent(_)) => return never_started(desk),
        opened => opened?,
    };
    let picture = Picture {
        open: journal.open_deliveries().await?,
        accounts: journal.accounts().await?,
        notices: journal.notices().await?,
        stopped: journal.stopped().await?,
    };
    if desk.json {
        print_json(&as_json(desk, &picture))?;
    } else {
        print(&as_text(desk, &picture))?;
    }
    Ok(if picture.needs_a_person() { Exit::Attention } else { Exit::Fine })
}

fn never_started(desk: &Desk) -> Done {
    if desk.json {
        print_json(&json!({ "started": false }))?;
    } else {
        print(&(desk.say("status-never-started", &[]) + "\n"))?;
    }
    Ok(Exit::Fine)
}

impl Picture {
    fn needs_a_person(&self) -> bool {
        let asks = |brief: &Brief| {
            matches!(brief.delivery.state, State::Held { .. } | State::Uncertain(_))
        };
        self.stopped.is_some()
            || !self.notices.is_empty()
            || self.accounts.iter().any(|account| account.paused.is_some())
            || self.open.iter().any(asks)
    }
}

fn as_text(desk: &Desk, picture: &Picture) -> String {
    let mut text = String::new();
    if let Some(why) = &picture.stopped {
        text += &format!("{}: {}\n", desk.words.plain("status-stopped"), said(desk, why));
    }
    for account in picture.accounts.iter().filter(|account| account.paused.is_some()) {
        if let Some(why) = &account.paused {
            let name = account.name.as_str().into();
            let line = desk.say("status-account-paused", &[("account", name)]);
            text += &format!("{line} {}\n", said(desk, why));
        }
    }
    text += &deliveries(desk, &picture.open);
    for row in &picture.notices {
        let at = local(desk, row.notice.at);
        let delivery = row.notice.delivery.map(|id| format!("#{id} ")).unwrap_or_default();
        text += &format!("{at}  {delivery}{}\n", said(desk, &row.notice.reason));
    }
    text
}

/// A reason with what can be done about it.
fn said(desk: &Desk, reason: &Reason) -> String {
    let said = desk.words.reason(reason);
    match said.hint {
        Some(hint) => format!("{} {hint}", said.message),
        None => said.message,
    }
}

fn deliveries(desk: &Desk, open: &[Brief]) -> String {
    if open.is_empty() {
        return desk.say("status-nothing-open", &[]) + "\n";
    }
    let columns = [
        "column-number",
        "column-account",
        "column-state",
        "column-when",
        "column-post",
        "column-why",
    ];
    let mut lines = vec![columns.map(|id| desk.words.plain(id)).to_vec()];
    lines.extend(open.iter().map(|brief| {
        let state = &brief.delivery.state;
        let why = state.reason().map(|why| said(desk, why)).unwrap_or_default();
        vec![
            brief.delivery.id.to_string(),
            brief.account.to_string(),
            state.name().to_owned(),
            brief.due.map(|due| local(desk, due)).unwrap_or_else(|| "-".into()),
            brief.name.clone(),
            why,
        ]
    }));
    table(&lines)
}

fn as_json(desk: &Desk, picture: &Picture) -> Value {
    let reason = |why: &Reason| json!({ "id": why.id, "message": desk.words.reason(why).message });
    json!({
        "started": true,
        "needs_a_person": picture.needs_a_person(),
        "stopped": picture.stopped.as_ref().map(reason),
        "accounts": picture.accounts.iter().map(|account| json!({
            "name": account.name,
            "paused": account.paused.as_ref().map(reason),
            "open_until": account.open_until,
            "waits_until": account.waits_until,
            "last_published": account.last_published,
        })).collect::<Vec<_>>(),
        "deliveries": picture.open.iter().map(|brief| json!({
            "number": brief.delivery.id,
            "account": brief.account,
            "post": brief.name,
            "state": brief.delivery.state.name(),
            "part": brief.delivery.part,
            "parts": brief.delivery.parts,
            "due": brief.due,
            "why": brief.delivery.state.reason().map(reason),
        })).collect::<Vec<_>>(),
        "notices": picture.notices.iter().map(|row| json!({
            "at": row.notice.at,
            "account": row.notice.account,
            "delivery": row.notice.delivery,
            "reason": reason(&row.notice.reason),
        })).collect::<Vec<_>>(),
    })
}

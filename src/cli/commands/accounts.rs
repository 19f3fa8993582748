//! `dakiya accounts`: who we are on each platform, what an account promises, and what is wrong
//! with it.

use std::sync::Arc;

use serde_json::{Value, json};

use super::check::lanes;
use super::plan::local;
use crate::app::{
    DaemonError, Ground, Kept, Network, PassingFolder, accounts as build, ask_beside,
};
use crate::blobs::Blobs;
use crate::cli::Exit;
use crate::cli::args;
use crate::cli::desk::{Desk, Done, print, print_json};
use crate::clock::{SharedClock, SystemClock};
use crate::finding::Severity;
use crate::journal::{AccountState, Journal as _, JournalError, SqliteJournal, Standing};
use crate::publish::LaneFacts;
use crate::verdict::Reason;

/// What is known of one account.
struct Row {
    facts: LaneFacts,
    state: AccountState,
    standing: Option<Standing>,
}

pub(super) async fn accounts(desk: &Desk, options: &args::Accounts) -> Done {
    let folder = PassingFolder::new()?;
    let (states, kept) = known(desk).await?;
    let lanes = lanes(desk, &folder).await?;
    let asked = if options.ask { ask(desk, &folder).await? } else { Vec::new() };
    let rows: Vec<Row> = lanes
        .into_iter()
        .map(|facts| {
            let state = states.iter().find(|state| state.name == facts.name).cloned();
            let mut standings = asked.iter().chain(&kept);
            let standing = standings.find(|standing| standing.account == facts.name).cloned();
            let state = state.unwrap_or_else(|| AccountState::new(facts.name.clone()));
            Row { facts, state, standing }
        })
        .collect();
    if desk.json {
        print_json(&rows.iter().map(|row| as_json(desk, row)).collect())?;
    } else {
        let blocks: Vec<String> = rows.iter().map(|row| as_text(desk, row)).collect();
        print(&blocks.join("\n"))?;
    }
    Ok(if rows.iter().any(Row::is_troubled) { Exit::Findings } else { Exit::Fine })
}

/// What the journal keeps; nothing before the first start.
async fn known(desk: &Desk) -> anyhow::Result<(Vec<AccountState>, Vec<Standing>)> {
    let journal = match SqliteJournal::open_shared(&desk.config.journal.path) {
        Err(JournalError::Absent(_)) => return Ok((Vec::new(), Vec::new())),
        opened => opened?,
    };
    Ok((journal.accounts().await?, journal.standings().await?))
}

/// Asks the platforms themselves.
async fn ask(desk: &Desk, folder: &PassingFolder) -> anyhow::Result<Vec<Standing>> {
    let clock: SharedClock = Arc::new(SystemClock);
    let network =
        Network::world(&desk.config, Arc::clone(&clock)).map_err(DaemonError::Findings)?;
    let ground = Ground {
        clock: Arc::clone(&clock),
        blobs: Blobs::new(folder.path()),
        recipes: desk.recipes.clone(),
        kept: Kept::Nowhere,
    };
    let lanes = build(&desk.config, &ground, &network).await.map_err(DaemonError::Findings)?;
    let lanes: Vec<&LaneFacts> = lanes.iter().collect();
    Ok(ask_beside(&lanes, &desk.config.journal.path, clock.as_ref()).await)
}

impl Row {
    fn is_troubled(&self) -> bool {
        let wrong = |standing: &Standing| {
            standing.trouble.is_some()
                || standing.found.iter().any(|told| told.severity == Severity::Error)
        };
        self.state.paused.is_some() || self.standing.as_ref().is_some_and(wrong)
    }

    fn class(&self) -> String {
        format!("{:?}", self.facts.platform.guarantee())
    }
}

fn as_text(desk: &Desk, row: &Row) -> String {
    let mut lines = vec![heading(desk, row)];
    lines.push(desk.say("account-class", &[("class", row.class().into())]));
    lines.extend(row.state.paused.as_ref().map(|why| {
        let facts = [
            ("account", row.facts.name.as_str().into()),
            ("why", desk.words.reason(why).message.into()),
        ];
        desk.say("status-account-paused", &facts)
    }));
    lines.extend(row.standing.iter().flat_map(|standing| standing_lines(desk, standing)));
    let (first, rest) = lines.split_first().map_or(("", &[][..]), |(first, rest)| (first, rest));
    let rest: String = rest.iter().map(|line| format!("  {line}\n")).collect();
    format!("{first}\n{rest}")
}

fn heading(desk: &Desk, row: &Row) -> String {
    let known = row.standing.as_ref().and_then(|standing| standing.name.clone());
    let url = row.standing.as_ref().and_then(|standing| standing.url.clone());
    let facts = [
        ("account", row.facts.name.as_str().into()),
        ("platform", row.facts.platform.kind().into()),
        ("name", known.clone().unwrap_or_default().into()),
        ("url", url.unwrap_or_default().into()),
    ];
    desk.say(if known.is_some() { "account-known" } else { "account-never-asked" }, &facts)
}

fn standing_lines(desk: &Desk, standing: &Standing) -> Vec<String> {
    let asked = [("at", local(desk, standing.asked).into())];
    let ends = standing
        .ends
        .map(|ends| desk.say("account-login-ends", &[("at", local(desk, ends).into())]));
    let trouble = standing.trouble.as_ref().map(|why| {
        let said = desk.words.reason(why);
        let hint = said.hint.map(|hint| format!(" {hint}")).unwrap_or_default();
        desk.say("account-trouble", &[("why", format!("{}{hint}", said.message).into())])
    });
    let found = standing.found.iter().map(|told| {
        let said = desk.words.reason(&told.reason);
        let hint = said.hint.filter(|_| told.severity > Severity::Note);
        let hint = hint.map(|hint| format!(" {hint}")).unwrap_or_default();
        format!("{}{hint}", said.message)
    });
    [desk.say("account-asked", &asked)]
        .into_iter()
        .chain(ends)
        .chain(trouble)
        .chain(found)
        .collect()
}

fn as_json(desk: &Desk, row: &Row) -> Value {
    let reason = |why: &Reason| json!({ "id": why.id, "message": desk.words.reason(why).message });
    let standing = row.standing.as_ref();
    json!({
        "account": row.facts.name,
        "platform": row.facts.platform.kind(),
        "class": row.class(),
        "paused": row.state.paused.as_ref().map(reason),
        "name": standing.and_then(|standing| standing.name.as_ref()),
        "url": standing.and_then(|standing| standing.url.as_ref()),
        "login_ends": standing.and_then(|standing| standing.ends),
        "asked": standing.map(|standing| standing.asked),
        "trouble": standing.and_then(|standing| standing.trouble.as_ref()).map(reason),
        "found": standing.map(|standing| standing.found.iter().map(|told| json!({
            "severity": told.severity,
            "reason": reason(&told.reason),
        })).collect::<Vec<_>>()),
    })
}

#[cfg(test)]
mod tests;

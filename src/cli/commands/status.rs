//! `dakiya status`: what waits, what is under way, and what needs a person.

use serde_json::{Value, json};

use super::answers;
use super::plan::local;
use crate::app::{BeingMade, being_made, disk_trouble};
use crate::cli::Exit;
use crate::cli::desk::{Desk, Done, print, print_json};
use crate::cli::table::table;
use crate::clock::{Clock as _, Instant, SystemClock};
use crate::journal::{AccountState, Brief, Journal as _, JournalError, SqliteJournal, Standing};
use crate::verdict::Reason;

use news::News;

mod news;
mod next;

#[cfg(test)]
mod tests;

/// What the journal says.
struct Picture {
    open: Vec<Brief>,
    accounts: Vec<AccountState>,
    standings: Vec<Standing>,
    news: Vec<News>,
    stopped: Option<Reason>,
    /// The posts that wait for a film of theirs.
    films: Vec<BeingMade>,
    /// Why this machine cannot send at all.
    trouble: Option<Reason>,
    now: Instant,
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
        standings: journal.standings().await?,
        news: news::read(&journal).await?,
        stopped: journal.stopped().await?,
        films: being_made(folder),
        trouble: disk_trouble(folder, desk.config.journal.min_free),
        now: SystemClock.now(),
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
        let said = desk.say("status-never-started", &[]);
        print(&format!("{said} {}\n", desk.hint("status-never-started", &[])))?;
    }
    Ok(Exit::Fine)
}

impl Picture {
    fn needs_a_person(&self) -> bool {
        self.stopped.is_some()
            || self.trouble.is_some()
            || !self.news.is_empty()
            || self.accounts.iter().any(|account| account.paused.is_some())
            || self.questions().next().is_some()
    }

    /// The deliveries that a person can answer.
    fn questions(&self) -> impl Iterator<Item = &Brief> {
        self.open.iter().filter(|brief| !answers::answers(&brief.delivery).is_empty())
    }

    /// The notices that say more than the questions and the pauses do.
    fn other_news(&self) -> impl Iterator<Item = &News> {
        let asked = |news: &News| match &news.brief {
            Some(brief) => self.questions().any(|one| one.delivery.id == brief.delivery.id),
            None => self.accounts.iter().any(|account| {
                account.paused.is_some() && news.notice.account.as_ref() == Some(&account.name)
            }),
        };
        self.news.iter().filter(move |news| !asked(news))
    }
}

/// Blocks with an empty line between them: first what stops everything, then the questions,
/// then what is under way.
fn as_text(desk: &Desk, picture: &Picture) -> String {
    let stopped = picture.stopped.iter().map(|why| stop(desk, why));
    let trouble = picture.trouble.iter().map(|why| {
        let said = desk.words.reason(why);
        block(&said.message, said.hint, &[])
    });
    let paused = picture.accounts.iter().filter_map(|account| pause(desk, account));
    let alone = picture.accounts.iter().filter_map(|account| left_alone(desk, account));
    let questions = picture.questions().map(|brief| question(desk, brief));
    let news = picture.other_news().map(|news| news.block(desk));
    let films = picture.films.iter().map(|film| being_made_line(desk, film));
    let blocks: Vec<String> = stopped
        .chain(trouble)
        .chain(paused)
        .chain(alone)
        .chain(questions)
        .chain(news)
        .chain(films)
        .chain(next::table_of(desk, &picture.open, picture.now))
        .chain([deliveries(desk, &picture.open)])
        .collect();
    blocks.join("\n")
}

fn stop(desk: &Desk, why: &Reason) -> String {
    let said = desk.words.reason(why);
    let first = desk.say("status-stopped", &[("why", said.message.into())]);
    let hint = desk.hint("status-stopped", &[]);
    block(&first, said.hint, &[(hint, desk.line("start"))])
}

fn pause(desk: &Desk, account: &AccountState) -> Option<String> {
    let said = desk.words.reason(account.paused.as_ref()?);
    let name = account.name.as_str();
    let facts = [("account", name.into()), ("why", said.message.into())];
    let first = desk.say("status-account-paused", &facts);
    let hint = desk.hint("status-account-paused", &facts);
    Some(block(&first, said.hint, &[(hint, desk.line(&format!("start --account {name}")))]))
}

/// An account that is left alone after failures goes on by itself.
fn left_alone(desk: &Desk, account: &AccountState) -> Option<String> {
    let until = account.open_until.filter(|_| account.paused.is_none())?;
    let facts = [("account", account.name.as_str().into()), ("until", local(desk, until).into())];
    let first = desk.say("status-account-alone", &facts);
    Some(block(&first, Some(desk.hint("status-account-alone", &facts)), &[]))
}

fn question(desk: &Desk, brief: &Brief) -> String {
    let state = &brief.delivery.state;
    let said = state.reason().map(|why| desk.words.reason(why));
    let message = said.as_ref().map(|said| said.message.clone()).unwrap_or_default();
    let facts = [
        ("number", brief.delivery.id.0.into()),
        ("post", brief.name.as_str().into()),
        ("account", brief.account.as_str().into()),
        ("state", state.name().into()),
        ("why", message.into()),
    ];
    let first = desk.say("status-question", &facts);
    let meanings = answers::answers(&brief.delivery).iter().map(|one| {
        let meaning = desk.words.plain(one.meaning);
        format!("{meaning}:")
    });
    let lines: Vec<_> = meanings.zip(answers::lines(desk, &brief.delivery)).collect();
    block(&first, said.and_then(|said| said.hint), &lines)
}

fn being_made_line(desk: &Desk, film: &BeingMade) -> String {
    let facts = [
        ("post", film.post.as_str().into()),
        ("file", film.file.as_str().into()),
        ("since", local(desk, film.since).into()),
    ];
    block(&desk.say("status-film", &facts), Some(desk.hint("status-film", &facts)), &[])
}

/// A sentence, what can be done, and below it command lines with what each is for.
fn block(first: &str, hint: Option<String>, lines: &[(String, String)]) -> String {
    let hint = hint.map(|hint| format!("  {hint}\n")).unwrap_or_default();
    let lines = lines.iter().map(|(meaning, line)| format!("  {meaning}\n      {line}\n"));
    format!("{first}\n{hint}{}", lines.collect::<String>())
}

fn deliveries(desk: &Desk, open: &[Brief]) -> String {
    if open.is_empty() {
        return desk.say("status-nothing-open", &[]) + "\n";
    }
    let columns = ["column-number", "column-when", "column-account", "column-state", "column-post"];
    let mut lines = vec![columns.map(|id| desk.words.plain(id)).to_vec()];
    lines.extend(open.iter().map(|brief| {
        vec![
            brief.delivery.id.to_string(),
            brief.due.map(|due| local(desk, due)).unwrap_or_else(|| "-".into()),
            brief.account.to_string(),
            desk.state(brief.delivery.state.name()),
            brief.name.clone(),
        ]
    }));
    table(&lines, desk.width)
}

fn as_json(desk: &Desk, picture: &Picture) -> Value {
    let reason = |why: &Reason| json!({ "id": why.id, "message": desk.words.reason(why).message });
    let standing = |account: &AccountState| {
        let found = picture.standings.iter().find(|one| one.account == account.name)?;
        Some(json!({
            "asked": found.asked,
            "name": found.name,
            "url": found.url,
            "login_ends": found.ends,
            "trouble": found.trouble.as_ref().map(reason),
            "found": found.found.iter().map(|told| json!({
                "severity": told.severity,
                "reason": reason(&told.reason),
            })).collect::<Vec<_>>(),
        }))
    };
    json!({
        "started": true,
        "needs_a_person": picture.needs_a_person(),
        "trouble": picture.trouble.as_ref().map(reason),
        "stopped": picture.stopped.as_ref().map(reason),
        "accounts": picture.accounts.iter().map(|account| json!({
            "name": account.name,
            "paused": account.paused.as_ref().map(reason),
            "open_until": account.open_until,
            "waits_until": account.waits_until,
            "last_published": account.last_published,
            "standing": standing(account),
            "next": next::of(&picture.open, &account.name).map(|brief| next::as_json(brief, picture.now)),
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
            "answers": answers::lines(desk, &brief.delivery),
        })).collect::<Vec<_>>(),
        "films": picture.films,
        "notices": picture.news.iter().map(|news| json!({
            "at": news.notice.at,
            "account": news.notice.account,
            "delivery": news.notice.delivery,
            "reason": reason(&news.notice.reason),
        })).collect::<Vec<_>>(),
    })
}

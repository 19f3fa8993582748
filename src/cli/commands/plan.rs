//! `dakiya plan`: which post goes out when and where, and why then.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::check::survey;
use super::switch::unknown;
use crate::account::AccountName;
use crate::app::{Survey, Surveyed};
use crate::cli::Exit;
use crate::cli::args;
use crate::cli::desk::{Desk, Done, print, print_json};
use crate::cli::table::table;
use crate::clock::{Clock as _, Instant, SystemClock};
use crate::finding::any_error;
use crate::journal::{Brief, FileEntry, Journal as _, SlotKey, SqliteJournal};
use crate::policy::barred_until;
use crate::post::PostId;
use crate::schedule::{LaneView, Planned, plan as plan_lane};

/// A line of the plan.
struct Row {
    brief: Brief,
    planned: Planned,
}

/// What the journal knows.
#[derive(Default)]
struct Known {
    open: Vec<Brief>,
    past: BTreeMap<AccountName, Past>,
    files: Vec<FileEntry>,
}

/// What is remembered of one account for its plan.
#[derive(Default)]
struct Past {
    taken: BTreeSet<SlotKey>,
    last_published: Option<Instant>,
}

pub(super) async fn plan(desk: &Desk, options: &args::Plan) -> Done {
    if let Some(exit) = options.account.as_ref().and_then(|account| unknown(desk, account)) {
        return Ok(exit);
    }
    let now = SystemClock.now();
    let survey = survey(desk).await?;
    let findings = survey.findings();
    let Known { open, past, files } = journal(desk).await?;
    let waiting = waiting(&survey, open, &files, now);
    let mut rows = Vec::new();
    for (account, briefs) in &waiting {
        if options.account.as_ref().is_none_or(|only| only == account) {
            let past = past.get(account);
            rows.extend(
                lane(desk, account, briefs, past, now).into_iter().take(options.most.into()),
            );
        }
    }
    rows.sort_by_key(|row| (row.planned.at.is_none(), row.planned.at, row.planned.delivery));
    if desk.json {
        print_json(&rows.iter().map(|row| as_json(desk, row)).collect())?;
    } else {
        print(&as_text(desk, &rows))?;
        if any_error(&findings) {
            desk.show(&findings);
        }
    }
    Ok(if any_error(&findings) { Exit::Findings } else { Exit::Fine })
}

/// What the journal knows; nothing before the first start.
async fn journal(desk: &Desk) -> anyhow::Result<Known> {
    let folder = &desk.config.journal.path;
    if !folder.join("journal.db").exists() {
        return Ok(Known::default());
    }
    let journal = SqliteJournal::open_shared(folder)?;
    let mut past: BTreeMap<AccountName, Past> = BTreeMap::new();
    for state in journal.accounts().await? {
        let since = SystemClock.now() - chrono::Duration::days(2);
        let taken = journal.taken_slots(&state.name, since).await?;
        let one = Past { taken: taken.into_iter().collect(), last_published: state.last_published };
        past.insert(state.name, one);
    }
    Ok(Known { open: journal.open_deliveries().await?, past, files: journal.files().await? })
}

/// Everything that waits, by account: what is taken already, then what still lies in the queue.
fn waiting(
    survey: &Survey,
    known: Vec<Brief>,
    files: &[FileEntry],
    now: Instant,
) -> BTreeMap<AccountName, Vec<Brief>> {
    let names: BTreeSet<String> = known.iter().map(|brief| brief.name.clone()).collect();
    let mut next = known.iter().map(|brief| brief.delivery.id.0).max().unwrap_or_default() + 1;
    let mut all = known;
    for post in survey.posts.iter().filter(|post| post.addressed.is_fit()) {
        let name = &post.understood.post.name;
        if !names.contains(name) && !files.iter().any(|file| was_taken(file, post)) {
            let briefs = post.briefs(PostId(0), next, now);
            next += i64::try_from(briefs.len()).unwrap_or_default();
            all.extend(briefs);
        }
    }
    let mut by_account: BTreeMap<AccountName, Vec<Brief>> = BTreeMap::new();
    for brief in all {
        by_account.entry(brief.account.clone()).or_default().push(brief);
    }
    by_account
}

/// Whether the journal has taken the post as it is now: nothing of it waits, so it was sent, or
/// people took it back.
fn was_taken(file: &FileEntry, post: &Surveyed) -> bool {
    let revision = Some(post.understood.revision);
    file.name == post.understood.post.name && file.post.is_some() && file.revision == revision
}

fn lane(
    desk: &Desk,
    account: &AccountName,
    briefs: &[Brief],
    past: Option<&Past>,
    now: Instant,
) -> Vec<Row> {
    let nothing = Past::default();
    let past = past.unwrap_or(&nothing);
    let barred = |at| barred_until(&desk.config.policy.blackouts, account, at);
    let rules = desk.config.accounts.get(account).map(|account| account.rules.clone());
    let view = LaneView {
        account,
        slots: &desk.config.slots,
        taken: &past.taken,
        min_gap: rules.unwrap_or_default().min_gap,
        last_published: past.last_published,
        barred: &barred,
        now,
    };
    let planned = plan_lane(&view, briefs);
    planned
        .into_iter()
        .zip(briefs)
        .map(|(planned, brief)| Row { brief: brief.clone(), planned })
        .collect()
}

fn as_text(desk: &Desk, rows: &[Row]) -> String {
    if rows.is_empty() {
        return desk.say("plan-empty", &[]) + "\n";
    }
    let mut lines = vec![heading(desk)];
    lines.extend(rows.iter().map(|row| {
        let at = row.planned.at.map(|at| local(desk, at)).unwrap_or_else(|| "-".into());
        let utc = row.planned.at.map(|at| at.format("%H:%MZ").to_string()).unwrap_or_default();
        let why = desk.words.reason(&row.planned.why).message;
        let state = desk.state(row.brief.delivery.state.name());
        vec![at, utc, row.brief.account.to_string(), state, row.brief.name.clone(), why]
    }));
    table(&lines)
}

fn heading(desk: &Desk) -> Vec<String> {
    let columns = [
        "column-when",
        "column-utc",
        "column-account",
        "column-state",
        "column-post",
        "column-why",
    ];
    columns.map(|id| desk.words.plain(id)).to_vec()
}

fn as_json(desk: &Desk, row: &Row) -> Value {
    json!({
        "post": row.brief.name,
        "account": row.brief.account,
        "state": row.brief.delivery.state.name(),
        "at": row.planned.at,
        "local": row.planned.at.map(|at| local(desk, at)),
        "slot": row.planned.place.as_ref().map(|place| place.key.slot.as_str()),
        "why": { "id": row.planned.why.id, "message": desk.words.reason(&row.planned.why).message },
    })
}

pub(super) fn local(desk: &Desk, at: Instant) -> String {
    desk.config.zone.local(at).format("%Y-%m-%d %H:%M").to_string()
}

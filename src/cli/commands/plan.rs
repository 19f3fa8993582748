//! `dakiya plan`: which post goes out when and where, and why then.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::check::addressees;
use super::switch::unknown;
use crate::account::AccountName;
use crate::app::{Addressees, PassingFolder, Survey, Surveyed};
use crate::cli::Exit;
use crate::cli::args;
use crate::cli::desk::{Desk, Done, print, print_json};
use crate::cli::table::table;
use crate::clock::{Clock as _, Instant, Reading, SystemClock};
use crate::finding::any_error;
use crate::journal::{AccountState, Brief, FileEntry, Journal as _, SlotKey, SqliteJournal};
use crate::platform::{Budget, Cost, most_counted};
use crate::policy::{Machine, Policy, Subject};
use crate::post::PostId;
use crate::schedule::{LaneView, Outlook, Planned, plan as plan_lane};
use crate::verdict::{Reason, Verdict};

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
    stopped: Option<Reason>,
    /// Whether the program is running, so that it was there when times passed.
    running: bool,
}

/// What is remembered of one account for its plan.
struct Past {
    state: AccountState,
    taken: BTreeSet<SlotKey>,
    /// When requests were sent, as far back as the platform's limits reach.
    sent: Vec<Instant>,
}

pub(super) async fn plan(desk: &Desk, options: &args::Plan) -> Done {
    if let Some(exit) = options.account.as_ref().and_then(|account| unknown(desk, account)) {
        return Ok(exit);
    }
    let clocks = SystemClock.reading();
    let now = clocks.wall;
    let folder = PassingFolder::new()?;
    let addressees = addressees(desk, &folder).await?;
    let survey = Survey::of(&addressees, folder.path(), now);
    let findings = survey.findings();
    let mut known = journal(desk, &addressees, &clocks).await?;
    let waiting = waiting(&survey, std::mem::take(&mut known.open), &known.files, now);
    let policy = Policy::on(Machine::well(), &desk.config.policy);
    let mut rows = Vec::new();
    let mut left_out = 0_usize;
    for (account, briefs) in &waiting {
        if options.account.as_ref().is_none_or(|only| only == account) {
            let budgets = addressees.budgets(account);
            let planned = lane(desk, (account, &budgets), briefs, &known, &policy, now);
            left_out += planned.len().saturating_sub(options.most.into());
            rows.extend(planned.into_iter().take(options.most.into()));
        }
    }
    rows.sort_by_key(|row| (row.planned.at.is_none(), row.planned.at, row.planned.delivery));
    if desk.json {
        print_json(&rows.iter().map(|row| as_json(desk, row)).collect())?;
    } else {
        let forecast = forecast(desk, &survey, &addressees);
        print(&(as_text(desk, &rows) + &rest(desk, left_out) + &forecast))?;
        if any_error(&findings) {
            desk.show(&findings);
        }
    }
    Ok(if any_error(&findings) { Exit::Findings } else { Exit::Fine })
}

/// What the journal knows; nothing before the first start.
async fn journal(desk: &Desk, addressees: &Addressees, now: &Reading) -> anyhow::Result<Known> {
    let folder = &desk.config.journal.path;
    if !folder.join("journal.db").exists() {
        return Ok(Known::default());
    }
    let journal = SqliteJournal::open_shared(folder)?;
    let mut past: BTreeMap<AccountName, Past> = BTreeMap::new();
    let states = journal.accounts().await?;
    let seen = |name: &AccountName| states.iter().any(|state| state.name == *name);
    let unseen = desk.config.accounts.keys().filter(|name| !seen(name)).cloned();
    let unseen: Vec<_> = unseen.map(AccountState::new).collect();
    for state in states.into_iter().chain(unseen) {
        let one = remembered(&journal, addressees, state, now).await?;
        past.insert(one.state.name.clone(), one);
    }
    let open = journal.open_deliveries().await?;
    Ok(Known {
        open: open.into_iter().map(|brief| brief.aligned(now)).collect(),
        past,
        files: journal.files().await?,
        stopped: journal.stopped().await?,
        running: SqliteJournal::has_daemon(folder),
    })
}

async fn remembered(
    journal: &SqliteJournal,
    addressees: &Addressees,
    state: AccountState,
    now: &Reading,
) -> anyhow::Result<Past> {
    let taken = journal.taken_slots(&state.name, now.wall - chrono::Duration::days(2)).await?;
    let most = most_counted(&addressees.budgets(&state.name));
    let sent = journal.last_sent(&state.name, most).await?;
    let sent = sent.into_iter().map(|sent| sent.at.on(now)).collect();
    Ok(Past { state: state.aligned(now), taken: taken.into_iter().collect(), sent })
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
    let posts = survey.posts.iter().map(|post| (post.understood.post.name.as_str(), post));
    let posts: BTreeMap<&str, &Surveyed> = posts.collect();
    let mut all: Vec<Brief> = known.into_iter().map(|brief| with_parts(brief, &posts)).collect();
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

/// A delivery of which no part was composed yet has as many as its file in the queue makes.
fn with_parts(mut brief: Brief, posts: &BTreeMap<&str, &Surveyed>) -> Brief {
    if brief.delivery.parts == 0 {
        let post = posts.get(brief.name.as_str());
        let parts = post.and_then(|post| post.parts_on(&brief.account));
        brief.delivery.parts = parts.unwrap_or_default();
    }
    brief
}

/// Whether the journal has taken the post as it is now: nothing of it waits, so it was sent, or
/// people took it back.
fn was_taken(file: &FileEntry, post: &Surveyed) -> bool {
    let revision = Some(post.understood.revision);
    file.name == post.understood.post.name && file.post.is_some() && file.revision == revision
}

fn lane(
    desk: &Desk,
    (account, budgets): (&AccountName, &[Budget]),
    briefs: &[Brief],
    known: &Known,
    policy: &Policy,
    now: Instant,
) -> Vec<Row> {
    let nothing = Past {
        state: AccountState::new(account.clone()),
        taken: BTreeSet::new(),
        sent: Vec::new(),
    };
    let Past { state, taken, sent } = known.past.get(account).unwrap_or(&nothing);
    let barred = |at| policy.barred(account, at);
    let rules = desk.config.accounts.get(account).map(|account| account.rules.clone());
    let rules = rules.unwrap_or_default();
    let awake_since = if known.running { Instant::MIN_UTC } else { now };
    let judge = |brief: &Brief, at: Instant| -> Verdict {
        policy.judge(&Subject {
            now: at,
            account,
            rules: &rules,
            state,
            post: &brief.name,
            taken: brief.taken,
            delivery: &brief.delivery,
            due: brief.due,
            expires: brief.expires,
            from_slot: brief.slot.is_some(),
            awake_since,
            stopped: known.stopped.as_ref(),
        })
    };
    let outlook = Outlook {
        lane: LaneView { account, slots: &desk.config.slots, taken, barred: &barred, now },
        rules: &rules,
        catch_up_gap: policy.catch_up_gap(),
        awake_since,
        last_published: state.last_published,
        budgets,
        sent,
        rests_until: state.waits_until.max(state.open_until),
        judge: &judge,
    };
    let planned = plan_lane(&outlook, briefs).into_iter().zip(briefs);
    planned.map(|(planned, brief)| Row { brief: brief.clone(), planned }).collect()
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
    table(&lines, desk.width)
}

/// That the list is longer than what is shown of it.
fn rest(desk: &Desk, left_out: usize) -> String {
    if left_out == 0 {
        return String::new();
    }
    let facts = [("count", left_out.into())];
    let said = desk.say("plan-left-out", &facts);
    format!("\n{said} {}\n", desk.hint("plan-left-out", &facts))
}

/// What the platforms charge for everything that lies in the queue, where they do.
fn forecast(desk: &Desk, survey: &Survey, addressees: &Addressees) -> String {
    let fit = survey.posts.iter().filter(|post| post.addressed.is_fit() && !post.over);
    let cost: Cost = fit.map(|post| post.addressed.cost(addressees)).sum();
    let mut said = String::new();
    if cost.micro_dollars > 0 {
        let dollars = desk.say("plan-costs", &[("dollars", cost.to_string().into())]);
        said += &format!("\n{dollars}\n");
    }
    if cost.messages > 0 {
        let messages = desk.say("plan-costs-messages", &[("count", cost.messages.into())]);
        said += &format!("\n{messages}\n");
    }
    said
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

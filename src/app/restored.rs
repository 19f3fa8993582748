//! A state that was put back to an older copy, or begun anew beside posts that were published:
//! `outcomes.jsonl`, the receipts beside the posts and `threads.jsonl` may know more than the
//! journal. Then everything is stopped, people are told of each difference, and none of it goes out again.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use serde::{Deserialize, Serialize};
use tracing::error;

use super::daemon::{DaemonError, Plan};
use super::threads::{self, PublicPart};
use crate::account::AccountName;
use crate::clock::Instant;
use crate::event::{Notice, Outcome};
use crate::intake::receipts_since;
use crate::journal::{Change, SharedJournal};
use crate::policy::Forgotten;
use crate::report::{Line, OutcomesFile, ReceiptRow, receipt_rows};
use crate::verdict::Reason;

/// The file in the state folder that keeps what was found.
const KEPT: &str = "before-restore.jsonl";

/// How long after it was found a post of the same name and account counts as the same post.
const MEMORY: chrono::Duration = chrono::Duration::days(7);

/// An outcome that the journal has forgotten.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Found {
    /// When it was found.
    found: Instant,
    /// When the instance was started that found it: a journal that does not remember that
    /// instance was put back once more, and must be told again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    by: Option<Instant>,
    post: String,
    account: AccountName,
    state: String,
    at: Option<Instant>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

/// Looks for outcomes that the journal has forgotten, and stops everything where there are new
/// ones; all that were ever found.
///
/// # Errors
/// Where the journal or the state folder cannot be used.
pub(super) async fn look(plan: &Plan) -> Result<Forgotten, DaemonError> {
    let folder = &plan.state.folder;
    let kept = kept(folder).map_err(unreadable)?;
    let by = Finder { now: plan.clock.now(), started: plan.state.started };
    let mut file = OutcomesFile::open(folder).map_err(unreadable)?;
    let beyond = file.beyond(&plan.state.journal).await?.map_err(unreadable)?;
    let mut found: Vec<Found> = beyond.iter().map(|line| from_line(by, line)).collect();
    found.extend(from_receipts(plan, file.last() - count(&beyond), by).await?);
    let threads = Threads::look(plan, &beyond).await?;
    found.extend(threads.lost.into_iter().map(|part| from_thread(by, part)));
    forget_known(&mut found, &kept, plan.state.started_before);
    if !found.is_empty() {
        stop(plan, &found).await?;
        keep(folder, &found).map_err(unwritten)?;
    }
    if !beyond.is_empty() {
        file.cut_back(beyond.len()).map_err(unwritten)?;
    }
    if threads.noted {
        threads::keep(folder, &threads.open).map_err(unwritten)?;
    }
    Ok(forgotten(kept.into_iter().chain(found)))
}

/// The threads that were half public.
struct Threads {
    /// Whether any was noted.
    noted: bool,
    /// Those that the journal goes on with.
    open: Vec<PublicPart>,
    /// Those of which it knows nothing.
    lost: Vec<PublicPart>,
}

impl Threads {
    async fn look(plan: &Plan, beyond: &[Line]) -> Result<Self, DaemonError> {
        let noted = threads::read(&plan.state.folder).map_err(unreadable)?;
        if noted.is_empty() {
            return Ok(Self { noted: false, open: Vec::new(), lost: Vec::new() });
        }
        let journal = &plan.state.journal;
        let briefs = journal.open_deliveries().await?;
        let (open, mut lost): (Vec<_>, Vec<_>) =
            noted.into_iter().partition(|part| part.goes_on(&briefs));
        lost.retain(|part| !beyond.iter().any(|line| part.is_in(&line.outcome)));
        each_outcome(journal, 0, |outcome| lost.retain(|part| !part.is_in(outcome))).await?;
        Ok(Self { noted: true, open, lost })
    }
}

fn count(lines: &[Line]) -> i64 {
    i64::try_from(lines.len()).unwrap_or(i64::MAX)
}

fn unreadable(source: io::Error) -> DaemonError {
    DaemonError::System { what: "system-past-unreadable", source }
}

fn unwritten(source: io::Error) -> DaemonError {
    DaemonError::System { what: "system-past-unwritten", source }
}

/// The instance that finds something.
#[derive(Debug, Clone, Copy)]
struct Finder {
    now: Instant,
    started: Instant,
}

/// Leaves out of `found` what people were told of already, as far as the journal remembers: the
/// instance before us was started at `before`. A post that went out again later under the same
/// name is another outcome.
fn forget_known(found: &mut Vec<Found>, kept: &[Found], before: Option<Instant>) {
    let told = |one: &&Found| one.by.is_none_or(|by| before.is_some_and(|before| by <= before));
    let known: BTreeSet<_> = kept.iter().filter(told).map(Found::outcome).collect();
    found.retain(|one| !known.contains(&one.outcome()));
}

fn from_line(by: Finder, line: &Line) -> Found {
    let outcome = &line.outcome;
    Found {
        found: by.now,
        by: Some(by.started),
        post: outcome.name.clone(),
        account: outcome.account.clone(),
        state: outcome.state.clone(),
        at: Some(outcome.at),
        url: outcome.receipts.iter().find_map(|receipt| receipt.url.clone()),
    }
}

/// What receipts beside the posts say of the time after the journal's last outcome, of which
/// the journal has nothing. `copied` outcomes are in their file.
async fn from_receipts(plan: &Plan, copied: i64, by: Finder) -> Result<Vec<Found>, DaemonError> {
    let journal = &plan.state.journal;
    let mut last = None;
    each_outcome(journal, (copied - 1).max(0), |outcome| last = last.max(Some(outcome.at))).await?;
    // In some zone it was the day before.
    let day = last.map(|last| (last - chrono::Duration::days(1)).date_naive());
    let receipts = receipts_since(&plan.config.posts, day).map_err(unreadable)?;
    let rows = receipts.iter().flat_map(|text| receipt_rows(text));
    let mut newer: Vec<ReceiptRow> =
        rows.filter(|row| row.at.is_some_and(|at| last.is_none_or(|last| last < at))).collect();
    if !newer.is_empty() {
        // Somebody may have set the clock back since.
        each_outcome(journal, 0, |outcome| newer.retain(|row| !is_of(row, outcome))).await?;
    }
    Ok(newer.into_iter().map(|row| from_receipt(by, row)).collect())
}

fn from_receipt(by: Finder, row: ReceiptRow) -> Found {
    let ReceiptRow { post, account, state, at, url } = row;
    Found { found: by.now, by: Some(by.started), post, account, state, at, url }
}

fn from_thread(by: Finder, part: PublicPart) -> Found {
    let PublicPart { post, account, at, url, .. } = part;
    let state = "begun".to_owned();
    Found { found: by.now, by: Some(by.started), post, account, state, at: Some(at), url }
}

fn is_of(row: &ReceiptRow, outcome: &Outcome) -> bool {
    let at = outcome.receipts.last().map(|receipt| receipt.at);
    outcome.account == row.account && outcome.name == row.post && at == row.at
}

async fn each_outcome(
    journal: &SharedJournal,
    mut after: i64,
    mut give: impl FnMut(&Outcome),
) -> Result<(), DaemonError> {
    loop {
        let rows = journal.outcomes(after, 1_000).await?;
        rows.iter().for_each(|(_, outcome, _)| give(outcome));
        let Some((seq, _, _)) = rows.last() else { return Ok(()) };
        after = *seq;
    }
}

async fn stop(plan: &Plan, found: &[Found]) -> Result<(), DaemonError> {
    let (journal, now) = (&plan.state.journal, plan.clock.now());
    let why = Reason::new("state-restored").with("count", found.len());
    error!(outcomes = found.len(), "the state is older than what was published; all is stopped");
    journal.set_stop(Some(why), now).await?;
    let notice = |one: &Found| {
        Change::Notice(Notice { at: now, account: None, delivery: None, reason: one.reason() })
    };
    Ok(journal.commit(plan.state.epoch, found.iter().map(notice).collect()).await?)
}

fn kept(folder: &Path) -> io::Result<Vec<Found>> {
    match fs::read_to_string(folder.join(KEPT)) {
        Ok(text) => Ok(text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

fn keep(folder: &Path, found: &[Found]) -> io::Result<()> {
    let mut bytes = Vec::new();
    for one in found {
        serde_json::to_writer(&mut bytes, one)?;
        bytes.push(b'\n');
    }
    let mut options = fs::OpenOptions::new();
    let mut file = options.append(true).create(true).mode(0o600).open(folder.join(KEPT))?;
    file.write_all(&bytes)?;
    file.sync_all()?;
    fs::File::open(folder)?.sync_all()
}

fn forgotten(found: impl Iterator<Item = Found>) -> Forgotten {
    let found: Vec<Found> = found.collect();
    let Some(newest) = found.iter().map(|one| one.found).max() else { return Forgotten::default() };
    let mut forgotten = Forgotten::until(newest + MEMORY);
    for one in found {
        let why = one.reason();
        forgotten.add(one.account, one.post, why);
    }
    forgotten
}

impl Found {
    /// What tells this outcome from others.
    fn outcome(&self) -> (&AccountName, &String, Option<Instant>) {
        (&self.account, &self.post, self.at)
    }

    fn reason(&self) -> Reason {
        let why = Reason::new("ended-before-restore")
            .with("account", self.account.as_str())
            .with("post", self.post.as_str())
            .with("state", self.state.as_str());
        let why = match &self.at {
            Some(at) => why.with("at", at.to_rfc3339()),
            None => why,
        };
        match &self.url {
            Some(url) => why.with("url", url.as_str()),
            None => why,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minute(minute: i64) -> Instant {
        Instant::UNIX_EPOCH + chrono::Duration::minutes(minute)
    }

    /// The outcome of a weekly reminder at minute `at`, found by the instance started at `by`.
    fn found(at: i64, by: Option<i64>) -> Found {
        Found {
            found: minute(by.unwrap_or(100)),
            by: by.map(minute),
            post: "reminder.md".into(),
            account: "one".parse().unwrap(),
            state: "published".into(),
            at: Some(minute(at)),
            url: None,
        }
    }

    fn news(at: i64, kept: &[Found], before: Option<i64>) -> bool {
        let mut found = vec![found(at, Some(300))];
        forget_known(&mut found, kept, before.map(minute));
        !found.is_empty()
    }

    #[test]
    fn what_people_were_told_of_is_not_told_at_every_start() {
        assert!(!news(10, &[found(10, Some(100))], Some(100)));
        assert!(!news(10, &[found(10, Some(100))], Some(200)));
        assert!(!news(10, &[found(10, None)], None), "as an older program wrote it");
    }

    #[test]
    fn a_later_post_of_the_same_name_is_told() {
        assert!(news(20, &[found(10, Some(100))], Some(200)));
    }

    #[test]
    fn a_state_that_was_put_back_once_more_is_told_of_the_same_again() {
        assert!(news(10, &[found(10, Some(100))], Some(90)));
        assert!(news(10, &[found(10, Some(100))], None));
    }
}

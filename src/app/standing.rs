//! How each account stands on its platform: asked at the start and once a day, and kept. What a
//! person must mend becomes a notice, once.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};
use tokio::task::JoinSet;
use tracing::{error, warn};

use super::sessions::JournalSessions;
use crate::account::{AccountName, login_ends};
use crate::clock::{Clock, Instant, SharedClock};
use crate::event::{Happening, Notice, What};
use crate::failure::{Class, Failure};
use crate::finding::{Finding, Severity};
use crate::journal::{
    Change, Epoch, Journal as _, JournalError, SharedJournal, SqliteJournal, Standing, Told,
};
use crate::platform::{Identity, Platform};
use crate::publish::LaneFacts;
use crate::report::log;
use crate::verdict::Reason;

/// How long the start waits for the answers; who has not answered by then is asked on beside it.
const PATIENCE: Duration = Duration::from_secs(5);

/// How long a person waits for one account.
const WHILE_A_PERSON_WAITS: Duration = Duration::from_secs(20);

/// How often an account is asked.
const EVERY: Duration = Duration::from_secs(24 * 60 * 60);

/// How long to wait after an account could not be asked.
const AFTER_FAILURE: Duration = Duration::from_secs(60 * 60);

/// Who asks, and where the answers are kept.
#[derive(Debug, Clone)]
pub(super) struct Asker {
    pub(super) journal: SharedJournal,
    pub(super) epoch: Epoch,
    pub(super) clock: SharedClock,
    /// Where logins are taken up, after each of which the account is asked.
    pub(super) sessions: Arc<JournalSessions>,
}

impl Asker {
    /// Asks all `lanes` side by side, and comes back when each has answered, or after a moment.
    /// The tasks ask once a day from then on.
    pub(super) async fn ask_all(&self, lanes: &[LaneFacts]) -> JoinSet<()> {
        let (asked, mut waiting) = unbounded_channel();
        let mut tasks = JoinSet::new();
        // What cannot be read now is only told once more.
        let mut kept = self.journal.standings().await.unwrap_or_default();
        for lane in lanes {
            let (asker, asked) = (self.clone(), asked.clone());
            let (name, platform) = (lane.name.clone(), Arc::clone(&lane.platform));
            let at = kept.iter().position(|kept| kept.account == name);
            let kept = at.map(|at| kept.swap_remove(at));
            tasks.spawn(async move {
                asker.keep_asking(&name, platform.as_ref(), kept, asked).await;
            });
        }
        drop(asked);
        let limit = later(self.clock.now(), PATIENCE);
        tokio::select! {
            // Closed as soon as every task has asked once and let go of its end.
            _ = waiting.recv() => {}
            () = self.clock.sleep_until(limit) => {
                warn!("not every platform answers; the start does not wait for them");
            }
        }
        tasks
    }

    async fn keep_asking(
        &self,
        name: &AccountName,
        platform: &dyn Platform,
        mut kept: Option<Standing>,
        asked: UnboundedSender<()>,
    ) {
        let mut first = Some(asked);
        let session = self.sessions.of(name);
        loop {
            let wait = match self.ask(name, platform, kept.as_ref()).await {
                Ok(standing) => {
                    let answered = standing.trouble.is_none();
                    kept = Some(standing);
                    if answered { EVERY } else { AFTER_FAILURE }
                }
                Err(error) => {
                    error!(%error, account = name.as_str(), "what the platform said is not kept");
                    AFTER_FAILURE
                }
            };
            drop(first.take());
            tokio::select! {
                () = self.clock.sleep_until(later(self.clock.now(), wait)) => {}
                () = session.login_taken() => {}
            }
        }
    }

    /// Asks once, and keeps and tells what comes of it, where `kept` is what was kept before.
    async fn ask(
        &self,
        name: &AccountName,
        platform: &dyn Platform,
        kept: Option<&Standing>,
    ) -> Result<Standing, JournalError> {
        let answer = platform.whoami().await;
        let standing = standing(name, self.clock.now(), kept, &answer);
        told(&standing).into_iter().for_each(|what| self.tell(name, what));
        let mut changes = news(kept, &standing, answer.as_ref().err());
        changes.push(Change::Standing(standing.clone()));
        self.journal.commit(self.epoch, changes).await?;
        Ok(standing)
    }

    fn tell(&self, name: &AccountName, what: What) {
        let account = Some(name.clone());
        log(&Happening { at: self.clock.now(), account, delivery: None, post: None, what });
    }
}

/// Asks `lanes` now, side by side, for a person who waits for it; nothing is kept. Those whose login
/// is kept in the state in `folder` are left to the daemon, which alone renews their tokens: what
/// it was told last is known there.
pub async fn ask_beside(lanes: &[&LaneFacts], folder: &Path, clock: &dyn Clock) -> Vec<Standing> {
    let journal = SqliteJournal::open_shared(folder).ok();
    let mut free = Vec::new();
    for lane in lanes {
        let is_kept = match &journal {
            Some(journal) if lane.platform.login().is_some() => {
                journal.session(&lane.name).await.is_ok_and(|kept| kept.is_some())
            }
            _ => false,
        };
        free.extend((!is_kept).then_some(*lane));
    }
    let one = async |lane: &LaneFacts| {
        let limit = later(clock.now(), WHILE_A_PERSON_WAITS);
        let answer = tokio::select! {
            answer = lane.platform.whoami() => answer,
            () = clock.sleep_until(limit) => {
                Err(Failure::new(Class::NotSent, "platform-unreachable", "no answer in time"))
            }
        };
        standing(&lane.name, clock.now(), None, &answer)
    };
    futures_util::future::join_all(free.into_iter().map(one)).await
}

fn later(now: Instant, by: Duration) -> Instant {
    now + chrono::Duration::from_std(by).unwrap_or_default()
}

/// How the account stands after `answer`. Where there was none, what is known stays known.
fn standing(
    name: &AccountName,
    now: Instant,
    kept: Option<&Standing>,
    answer: &Result<Identity, Failure>,
) -> Standing {
    match answer {
        Ok(identity) => Standing {
            account: name.clone(),
            asked: now,
            name: Some(identity.name.clone()).filter(|name| !name.is_empty()),
            url: identity.url.clone(),
            ends: identity.ends,
            found: identity.findings.iter().map(as_told).collect(),
            trouble: None,
        },
        Err(failure) => {
            let nothing = || Standing {
                account: name.clone(),
                asked: now,
                name: None,
                url: None,
                ends: None,
                found: Vec::new(),
                trouble: None,
            };
            let known = kept.cloned().unwrap_or_else(nothing);
            Standing { asked: now, trouble: Some(failure.why()), ..known }
        }
    }
}

fn as_told(finding: &Finding) -> Told {
    let Failure { reason, facts, .. } = Failure::from_finding(finding);
    Told { severity: finding.severity, reason: Reason { id: reason, facts } }
}

/// What the log says of `standing`.
fn told(standing: &Standing) -> Vec<What> {
    if let Some(why) = &standing.trouble {
        return vec![What::Unanswered { why: why.clone() }];
    }
    let name = standing.name.clone().unwrap_or_default();
    let found = standing
        .found
        .iter()
        .map(|told| What::AccountFound { severity: told.severity, why: told.reason.clone() });
    [What::Introduced { name }].into_iter().chain(found).collect()
}

/// Notices for what a person must mend and was not told of yet.
fn news(kept: Option<&Standing>, now: &Standing, failure: Option<&Failure>) -> Vec<Change> {
    let old = |reason: &Reason| {
        let found = kept.iter().flat_map(|kept| &kept.found).map(|told| &told.reason);
        let trouble = kept.and_then(|kept| kept.trouble.as_ref());
        found.chain(trouble).any(|known| known == reason)
    };
    let shut_out = |failure: &Failure| matches!(failure.class, Class::Auth | Class::Policy);
    let mended_by_a_person = now.found.iter().filter(|told| told.severity > Severity::Note);
    let reasons: Vec<&Reason> = match failure {
        Some(failure) if shut_out(failure) => now.trouble.iter().collect(),
        Some(_) => Vec::new(),
        None => mended_by_a_person.map(|told| &told.reason).collect(),
    };
    let notice = |reason: Reason| {
        let (at, account) = (now.asked, Some(now.account.clone()));
        Change::Notice(Notice { at, account, delivery: None, reason })
    };
    let before = kept.map(|kept| kept.asked);
    let end = now.ends.and_then(|ends| login_ends(ends, before, now.asked));
    let fresh = reasons.into_iter().filter(|reason| !old(reason)).cloned();
    fresh.chain(end).map(notice).collect()
}

#[cfg(test)]
mod tests;

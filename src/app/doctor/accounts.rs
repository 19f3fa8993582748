//! The accounts: secrets, pauses, logins, and what their platforms want.

use std::time::Duration;

use super::{Line, Mark, Topic, found, found_with_secrets};
use crate::account::{AccountName, login_ends};
use crate::clock::Instant;
use crate::finding::{Finding, Severity};
use crate::journal::{AccountState, Standing};
use crate::platform::Budget;
use crate::verdict::Reason;

/// A budget shorter than this is nothing to tell a person of.
const WORTH_TELLING: Duration = Duration::from_secs(3600);

/// What a platform said longer ago than this is old.
const OLD: chrono::Duration = chrono::Duration::days(2);

/// The finding by which an adapter says that its platform fetches media from an address.
pub(super) const FETCHES: &str = "platform-fetches-media";

/// What was found of one account.
#[derive(Debug)]
pub(super) struct AccountFacts {
    pub(super) name: AccountName,
    /// What is wrong with its settings and secrets.
    pub(super) trouble: Vec<Finding>,
    /// Whether the config pauses it.
    pub(super) paused_by_config: bool,
    pub(super) state: Option<AccountState>,
    pub(super) standing: Option<Standing>,
    /// What its platform wants people to know.
    pub(super) explained: Vec<Finding>,
    /// What it may send, and what it has sent of that lately.
    pub(super) budgets: Vec<(Budget, usize)>,
    pub(super) now: Instant,
}

impl AccountFacts {
    pub(super) fn lines(&self) -> Vec<Line> {
        let mut lines = self.set_up();
        lines.extend(self.paused());
        lines.push(self.known());
        lines.extend(self.login());
        lines.extend(self.said());
        lines.extend(self.wanted());
        lines.extend(self.budgets.iter().filter_map(|(budget, used)| spent(*budget, *used)));
        lines.into_iter().map(|line| line.of(&self.name)).collect()
    }

    fn set_up(&self) -> Vec<Line> {
        if self.trouble.is_empty() {
            return vec![Line::good(Topic::Accounts, Reason::new("doctor-account-set-up"))];
        }
        self.trouble.iter().map(|finding| found_with_secrets(Topic::Accounts, finding)).collect()
    }

    fn paused(&self) -> Option<Line> {
        let state = self.state.as_ref();
        if let Some(why) = state.and_then(|state| state.paused.as_ref()) {
            let reason = Reason::new("doctor-account-paused").with("account", self.name.as_str());
            return Some(Line::needs_you(Topic::Accounts, reason).because(why));
        }
        if self.paused_by_config {
            return Some(Line::good(Topic::Accounts, Reason::new("doctor-paused-by-config")));
        }
        let until = state.and_then(|state| state.open_until).filter(|until| *until > self.now)?;
        let reason = Reason::new("doctor-account-left-alone").with("until", until.to_rfc3339());
        Some(Line::cannot_tell(Topic::Accounts, reason))
    }

    fn known(&self) -> Line {
        let Some(standing) = &self.standing else {
            return Line::cannot_tell(Topic::Accounts, Reason::new("doctor-never-asked"));
        };
        if let Some(why) = &standing.trouble {
            return Line::needs_you(Topic::Accounts, Reason::new("doctor-not-reached"))
                .because(why);
        }
        let is_old = self.now - standing.asked > OLD;
        let id = if is_old { "doctor-asked-long-ago" } else { "doctor-account-known" };
        let mark = if is_old { Mark::CannotTell } else { Mark::Good };
        let reason = Reason::new(id)
            .with("name", standing.name.clone().unwrap_or_default())
            .with("since", standing.asked.to_rfc3339());
        Line::new(Topic::Accounts, mark, reason)
    }

    fn login(&self) -> Option<Line> {
        let ends = self.standing.as_ref()?.ends?;
        if let Some(reason) = login_ends(ends, None, self.now) {
            return Some(Line::needs_you(Topic::Accounts, reason));
        }
        let reason = Reason::new("doctor-login-lasts").with("end", ends.to_rfc3339());
        Some(Line::good(Topic::Accounts, reason))
    }

    /// What the platform said of the account.
    fn said(&self) -> Vec<Line> {
        let found = self.standing.iter().flat_map(|standing| &standing.found);
        let line = |told: &crate::journal::Told| {
            Line::new(Topic::Accounts, wants(told.severity), told.reason.clone())
        };
        found.map(line).collect()
    }

    /// What the adapter explains, unless the platform has said the same.
    fn wanted(&self) -> Vec<Line> {
        let said = |finding: &&Finding| {
            let mut found = self.standing.iter().flat_map(|standing| &standing.found);
            found.any(|told| told.reason.id == finding.id)
        };
        let news = self.explained.iter().filter(|one| one.id != FETCHES && !said(one));
        news.map(|one| Line { mark: wants(one.severity), ..found(Topic::Accounts, one) }).collect()
    }
}

/// A platform's warning says what will end or be refused: a person has to act in time.
fn wants(severity: Severity) -> Mark {
    if severity > Severity::Note { Mark::NeedsYou } else { Mark::Good }
}

fn spent(budget: Budget, used: usize) -> Option<Line> {
    if budget.per < WORTH_TELLING {
        return None;
    }
    let most = usize::try_from(budget.most).unwrap_or(usize::MAX);
    let id = if used < most { "doctor-budget" } else { "doctor-budget-used" };
    let reason = Reason::new(id)
        .with("used", used)
        .with("most", most)
        .with("hours", budget.per.as_secs() / 3600);
    Some(Line::good(Topic::Accounts, reason))
}

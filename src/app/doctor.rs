//! Everything around the program that can make trouble, looked at for a person: folders, disk,
//! state, clock, secrets, logins, tools, and what platforms want of their accounts.
//!
//! Looking ([`look()`]) asks the machine and, where a person wants that, the platforms; each room
//! then judges what was found, without asking anything more. What other rooms judge already
//! (findings, standings, the state's own reasons) is told in their words.

mod accounts;
mod clock;
mod disk;
mod folders;
mod host;
mod look;
mod state;
mod tools;

use crate::account::AccountName;
use crate::finding::{Finding, Severity};
use crate::verdict::Reason;

use accounts::AccountFacts;
use clock::ClockFacts;
use disk::DiskFacts;
use folders::FolderFacts;
use host::HostFacts;
use state::StateFacts;
use tools::ToolFacts;

pub use look::{Examination, look};

/// Whether something is as it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mark {
    /// Nothing has to be done.
    Good,
    /// It cannot be seen from here.
    CannotTell,
    /// A person has to do something.
    NeedsYou,
}

impl Mark {
    /// Its name, as JSON has it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::CannotTell => "cannot-tell",
            Self::NeedsYou => "needs-you",
        }
    }
}

/// What a line is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Topic {
    /// The config file.
    Config,
    /// The posts folder.
    Folders,
    /// Free space.
    Disk,
    /// The state folder and whoever works on it.
    State,
    /// Clock and time zone.
    Clock,
    /// Programs that make media over.
    Tools,
    /// The place on the web for media.
    MediaHost,
    /// The accounts.
    Accounts,
}

impl Topic {
    /// Its name, as JSON and the headings have it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Config => "config",
            Self::Folders => "folders",
            Self::Disk => "disk",
            Self::State => "state",
            Self::Clock => "clock",
            Self::Tools => "tools",
            Self::MediaHost => "media-host",
            Self::Accounts => "accounts",
        }
    }
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What it is about.
    pub topic: Topic,
    /// The account, where it is about one.
    pub account: Option<AccountName>,
    /// How it is.
    pub mark: Mark,
    /// What is to be said of it.
    pub reason: Reason,
    /// The reason within that reason, shown as its fact `why`.
    pub because: Option<Reason>,
    /// The file and line that it points at.
    pub place: Option<String>,
}

impl Line {
    fn new(topic: Topic, mark: Mark, reason: Reason) -> Self {
        Self { topic, account: None, mark, reason, because: None, place: None }
    }

    fn good(topic: Topic, reason: Reason) -> Self {
        Self::new(topic, Mark::Good, reason)
    }

    fn cannot_tell(topic: Topic, reason: Reason) -> Self {
        Self::new(topic, Mark::CannotTell, reason)
    }

    fn needs_you(topic: Topic, reason: Reason) -> Self {
        Self::new(topic, Mark::NeedsYou, reason)
    }

    fn because(self, why: &Reason) -> Self {
        Self { because: Some(why.clone()), ..self }
    }

    fn of(self, account: &AccountName) -> Self {
        Self { account: Some(account.clone()), ..self }
    }
}

/// A finding as a line; what is only probably not as meant cannot be told.
fn found(topic: Topic, finding: &Finding) -> Line {
    let mark = match finding.severity {
        Severity::Error => Mark::NeedsYou,
        Severity::Warning => Mark::CannotTell,
        Severity::Note => Mark::Good,
    };
    let place = finding.place.as_ref();
    let place = place.map(|place| format!("{}:{}", place.source.name, place.line()));
    let reason = crate::failure::Failure::from_finding(finding).why();
    Line { place, ..Line::new(topic, mark, reason) }
}

/// The same for a place where secrets or settings are fetched from. Credentials are only there for
/// what systemd starts, so their absence tells nothing here.
fn found_with_secrets(topic: Topic, finding: &Finding) -> Line {
    let line = found(topic, finding);
    if finding.id == "credentials-absent" {
        let mut reason = Reason::new("doctor-credentials-unseen");
        reason.facts.clone_from(&line.reason.facts);
        return Line { mark: Mark::CannotTell, reason, ..line };
    }
    line
}

/// Everything that was looked at.
#[derive(Debug)]
struct Looked {
    warnings: Vec<Finding>,
    folders: FolderFacts,
    disk: DiskFacts,
    state: StateFacts,
    clock: ClockFacts,
    tools: ToolFacts,
    host: HostFacts,
    /// What is wrong with the way to the network as a whole.
    network: Vec<Finding>,
    accounts: Vec<AccountFacts>,
}

impl Looked {
    /// What is to be said of it, topic by topic.
    fn lines(&self) -> Vec<Line> {
        let readable = Reason::new("doctor-config-good").with("count", self.accounts.len());
        let config = [Line::good(Topic::Config, readable)];
        let warnings = self.warnings.iter().map(|finding| found(Topic::Config, finding));
        let network = self.network.iter().map(|finding| found_with_secrets(Topic::Config, finding));
        let accounts = self.accounts.iter().flat_map(AccountFacts::lines);
        config
            .into_iter()
            .chain(warnings)
            .chain(network)
            .chain(self.folders.lines())
            .chain(self.disk.lines())
            .chain(self.state.lines())
            .chain(self.clock.lines())
            .chain(self.tools.lines())
            .chain(self.host.lines())
            .chain(accounts)
            .collect()
    }
}

#[cfg(test)]
mod tests;

//! The state folder, and whether a daemon works on it.

use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::Path;

use super::{Line, Topic};
use crate::app::seal::Seal;
use crate::app::state::machine_id;
use crate::intake::owner::Owner;
use crate::journal::{AccountState, Instance, Journal as _, JournalError, SqliteJournal, Standing};
use crate::verdict::Reason;

/// What was found.
#[derive(Debug)]
pub(super) struct StateFacts {
    /// The journal, or why it cannot be read.
    pub(super) journal: Result<JournalFacts, Reason>,
    /// Whether it was never made, which is no fault.
    pub(super) never_made: bool,
    /// Why the key that seals logins cannot be used.
    pub(super) key: Option<Reason>,
    /// The mode of the folder, where others may look in.
    pub(super) open_mode: Option<u32>,
    /// The user whose folder it is and the one who looks, where they are two.
    pub(super) other_user: Option<(String, String)>,
    /// Whether a daemon works on it.
    pub(super) runs: bool,
}

/// What the journal says.
#[derive(Debug, Default)]
pub(super) struct JournalFacts {
    /// Why it does not pass its checks.
    pub(super) damage: Option<Reason>,
    /// The daemon that runs, or ran last.
    pub(super) instance: Option<Instance>,
    pub(super) stopped: Option<Reason>,
    /// How many notices nobody has seen to.
    pub(super) notices: usize,
    pub(super) accounts: Vec<AccountState>,
    pub(super) standings: Vec<Standing>,
    /// Who we are for the marker in the posts folder.
    pub(super) owner: Option<Owner>,
    /// The newest instant on record.
    pub(super) latest: Option<crate::clock::Instant>,
}

/// Looks at the state in `folder`.
pub(super) async fn look(folder: &Path) -> StateFacts {
    let opened =
        SqliteJournal::judge_folder(folder).and_then(|()| SqliteJournal::open_shared(folder));
    let never_made = matches!(opened, Err(JournalError::Absent(_)));
    let journal = match opened {
        Ok(journal) => read(&journal).await,
        Err(error) => Err(error),
    };
    let found = folder.metadata().ok();
    let mode = found.as_ref().map(|found| found.permissions().mode() & 0o777);
    StateFacts {
        journal: journal.map_err(|error| error.reason()),
        never_made,
        key: Seal::of_folder(folder).err().map(|error| error.reason()).filter(|_| !never_made),
        open_mode: mode.filter(|mode| mode & 0o077 != 0),
        other_user: found.and_then(|found| other_user(found.uid())),
        runs: SqliteJournal::has_daemon(folder),
    }
}

async fn read(journal: &SqliteJournal) -> Result<JournalFacts, JournalError> {
    let damage = journal.check().await.err().map(|error| error.reason());
    let instance = journal.last_instance().await?;
    let identity = journal.known_constant("identity").await?;
    let owner = |identity| Owner { state: hex::encode(identity), machine: machine_id() };
    Ok(JournalFacts {
        damage,
        instance,
        stopped: journal.stopped().await?,
        notices: journal.notices().await?.len(),
        accounts: journal.accounts().await?,
        standings: journal.standings().await?,
        owner: identity.map(owner),
        latest: journal.latest().await?,
    })
}

fn other_user(owner: u32) -> Option<(String, String)> {
    let us = rustix::process::geteuid().as_raw();
    (us != owner).then(|| (user(owner), user(us)))
}

/// The name of a user, or the number where none is known.
fn user(number: u32) -> String {
    let users = std::fs::read_to_string("/etc/passwd").unwrap_or_default();
    let named = users.lines().find_map(|line| {
        let mut fields = line.split(':');
        let name = fields.next()?;
        (fields.nth(1)?.parse() == Ok(number)).then(|| name.to_owned())
    });
    named.unwrap_or_else(|| number.to_string())
}

impl StateFacts {
    pub(super) fn lines(&self) -> Vec<Line> {
        let user = self.other_user.as_ref().map(|(owner, user)| {
            let reason = Reason::new("doctor-other-user").with("owner", owner.as_str());
            Line::cannot_tell(Topic::State, reason.with("user", user.as_str()))
        });
        let mode = self.open_mode.map(|mode| {
            let reason = Reason::new("doctor-state-open-to-others");
            Line::needs_you(Topic::State, reason.with("mode", format!("{mode:04o}")))
        });
        let journal = match &self.journal {
            Ok(journal) => self.journal_lines(journal),
            Err(reason) if self.never_made => vec![Line::cannot_tell(Topic::State, reason.clone())],
            Err(reason) => vec![Line::needs_you(Topic::State, reason.clone())],
        };
        let key = match &self.key {
            Some(reason) => Some(Line::needs_you(Topic::State, reason.clone())),
            None if self.never_made => None,
            None => Some(Line::good(Topic::State, Reason::new("doctor-key-good"))),
        };
        user.into_iter().chain(mode).chain(journal).chain(key).collect()
    }

    fn journal_lines(&self, journal: &JournalFacts) -> Vec<Line> {
        let whole = match &journal.damage {
            Some(reason) => Line::needs_you(Topic::State, reason.clone()),
            None => Line::good(Topic::State, Reason::new("doctor-journal-whole")),
        };
        let stopped = journal
            .stopped
            .as_ref()
            .map(|why| Line::needs_you(Topic::State, Reason::new("doctor-stopped")).because(why));
        let notices = (journal.notices > 0).then(|| {
            let reason = Reason::new("doctor-notices").with("count", journal.notices);
            Line::needs_you(Topic::State, reason)
        });
        let daemon = self.daemon(journal.instance.as_ref());
        [whole, daemon].into_iter().chain(stopped).chain(notices).collect()
    }

    fn daemon(&self, instance: Option<&Instance>) -> Line {
        let Some(instance) = instance else {
            return Line::needs_you(Topic::State, Reason::new("doctor-program-never-ran"));
        };
        let since = instance.started.to_rfc3339();
        match (self.runs, instance.ended) {
            (true, _) => {
                let reason = Reason::new("doctor-program-runs").with("since", since);
                Line::good(Topic::State, reason.with("version", instance.version.as_str()))
            }
            (false, Some(end)) => {
                let reason = Reason::new("doctor-program-ended").with("end", end.to_rfc3339());
                Line::needs_you(Topic::State, reason)
            }
            (false, None) => {
                let reason = Reason::new("doctor-program-died").with("since", since);
                Line::needs_you(Topic::State, reason)
            }
        }
    }
}

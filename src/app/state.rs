//! The state of this instance: its journal, its keys, its store of pictures.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use uuid::Uuid;

use super::accounts::Kept;
use super::seal::{Seal, SealError};
use super::sessions::JournalSessions;
use super::zones;
use crate::blobs::Blobs;
use crate::clock::{Instant, SharedClock, boot_id};
use crate::intake::owner::Owner;
use crate::journal::{Epoch, Instance, JournalError, MemoryJournal, SharedJournal, SqliteJournal};
use crate::publish::KeySecret;
use crate::verdict::Reason;

/// The name of the store in the state folder.
const BLOBS: &str = "blobs";

/// Why the state cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum StateError {
    /// The journal.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// The key that seals sessions.
    #[error(transparent)]
    Seal(#[from] SealError),
}

impl StateError {
    /// What people are told, with what they can do.
    #[must_use]
    pub fn reason(&self) -> Reason {
        match self {
            Self::Journal(error) => error.reason(),
            Self::Seal(error) => error.reason(),
        }
    }
}

/// An opened state, with our epoch in it.
#[derive(Debug)]
pub struct State {
    /// Its folder.
    pub folder: PathBuf,
    /// The journal.
    pub journal: SharedJournal,
    /// Our epoch.
    pub epoch: Epoch,
    /// When this instance was started.
    pub started: Instant,
    /// When the one before us was started, as the journal remembers it.
    pub started_before: Option<Instant>,
    /// Whether the instance before us died.
    pub crashed: bool,
    /// Whether the instance before us knew another edition of the time zones.
    pub new_zones: bool,
    /// The secret under which keys are derived.
    pub keys: KeySecret,
    /// The accounts' sessions.
    pub sessions: Arc<JournalSessions>,
    /// Pictures and films.
    pub blobs: Blobs,
    /// An instant that has surely passed: the newest that the instances before us noted.
    pub passed: Instant,
    /// Who we are for the marker in the posts folder.
    pub owner: Owner,
}

impl State {
    /// Opens the state in `folder` for the daemon.
    ///
    /// # Errors
    /// Where another instance runs, or the journal or the key cannot be used.
    pub async fn open(folder: &Path, clock: &SharedClock) -> Result<Self, StateError> {
        let path = folder.to_owned();
        let opened = tokio::task::spawn_blocking(move || SqliteJournal::open(&path));
        let journal = opened.await.map_err(|error| JournalError::Rule(error.to_string()))??;
        let seal = Seal::in_folder(folder)?;
        Self::begin(Arc::new(journal), seal, folder, clock).await
    }

    /// A state in memory, with its pictures in `folder`: nothing of it lasts.
    ///
    /// # Errors
    /// Where the machine gives no random numbers.
    pub async fn passing(folder: &Path, clock: &SharedClock) -> Result<Self, StateError> {
        let journal = Arc::new(MemoryJournal::new());
        Self::begin(journal, Seal::passing()?, folder, clock).await
    }

    async fn begin(
        journal: SharedJournal,
        seal: Seal,
        folder: &Path,
        clock: &SharedClock,
    ) -> Result<Self, StateError> {
        let machine = machine_id();
        let instance = instance(clock, &machine);
        let started = instance.started;
        let begun = journal.begin(instance).await?;
        let made = Uuid::new_v4().into_bytes().to_vec();
        let identity = journal.constant("identity", made).await?;
        let made = [Uuid::new_v4().into_bytes(), Uuid::new_v4().into_bytes()].concat();
        let keys = KeySecret::new(journal.constant("key-secret", made).await?);
        let owner = Owner { state: hex::encode(identity), machine };
        let new_zones = begun.previous.as_ref().is_some_and(|it| zones::are_new(&it.version));
        let before = begun.previous.as_ref().map(|before| before.ended.unwrap_or(before.started));
        let passed = before.max(journal.latest().await?).unwrap_or(Instant::MIN_UTC);
        let sessions = JournalSessions::new(Arc::clone(&journal), begun.epoch, Arc::new(seal));
        Ok(Self {
            folder: folder.to_owned(),
            journal,
            epoch: begun.epoch,
            started,
            started_before: begun.previous.as_ref().map(|before| before.started),
            crashed: begun.crashed,
            new_zones,
            passed,
            keys,
            sessions: Arc::new(sessions),
            blobs: Self::blobs_in(folder),
            owner,
        })
    }

    /// The store of the state in `folder`.
    #[must_use]
    pub(super) fn blobs_in(folder: &Path) -> Blobs {
        Blobs::new(folder.join(BLOBS))
    }

    /// Where sessions are kept.
    #[must_use]
    pub fn kept(&self) -> Kept {
        Kept::InJournal(Arc::clone(&self.sessions))
    }
}

fn instance(clock: &SharedClock, machine: &str) -> Instance {
    Instance {
        started: clock.now(),
        boot_id: boot_id(),
        machine_id: machine.to_owned(),
        pid: std::process::id(),
        version: zones::versions(),
        ended: None,
    }
}

/// The identity of this machine; empty where it has none.
pub(super) fn machine_id() -> String {
    first_line("/etc/machine-id")
}

/// The first line of a small system file; empty where there is none.
fn first_line(path: &str) -> String {
    let text = std::fs::read_to_string(path).unwrap_or_default();
    text.lines().next().unwrap_or_default().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::SimulatedClock;
    use crate::journal::Change;
    use crate::journal::contract::samples::{Desk, at, outcome};

    #[tokio::test]
    async fn the_clock_may_not_fall_behind_what_a_crashed_instance_noted() {
        let folder = tempfile::tempdir().unwrap();
        let clock: SharedClock = Arc::new(SimulatedClock::starting_at(at(0)));
        {
            let state = State::open(folder.path(), &clock).await.unwrap();
            let desk = Desk { journal: Arc::clone(&state.journal), epoch: state.epoch };
            desk.commit(vec![Change::Outcome(outcome(1))]).await.unwrap();
        }
        let state = State::open(folder.path(), &clock).await.unwrap();
        assert!(state.crashed);
        assert_eq!(state.passed, outcome(1).at);
        state.journal.end(state.epoch, at(99)).await.unwrap();
        drop(state);
        assert_eq!(State::open(folder.path(), &clock).await.unwrap().passed, at(99));
    }
}

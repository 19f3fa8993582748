//! Looking at the folder. While the journal writes what was taken, the next posts are read already.

use tokio::task::{JoinHandle, spawn_blocking};
use tracing::error;

use super::Pipeline;
use crate::app::addressing::Addressees;
use crate::intake::{Hint, Scanner, Seen};
use crate::journal::JournalError;

/// Whether more may be read while the journal writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Further {
    /// What is due is read ahead.
    Yes,
    /// Something else comes next.
    No,
}

/// A look that goes on, with the scanner it was lent.
pub(super) type Looking = JoinHandle<(Scanner, std::io::Result<Vec<Seen>>)>;

impl Pipeline {
    /// Looks at the folder; what was read ahead comes first, and is enough where nothing else was
    /// asked for.
    pub(super) async fn look(&mut self, hint: Hint) -> Result<(), JournalError> {
        // What people say is gone may be back by now.
        let hint = if self.may_have_confirmed().await? { Hint::Anywhere } else { hint };
        if !self.ahead.is_empty() {
            if hint == Hint::none() {
                return self.catch_up(Further::Yes).await;
            }
            self.catch_up(Further::No).await?;
        }
        let Some(looking) = self.begin_looking(hint) else { return Ok(()) };
        let seen = self.looked(looking).await?;
        let done = self.all_seen(seen, Further::Yes).await;
        self.note_returned();
        self.tell_doubt();
        done
    }

    /// Deals with what was read ahead.
    pub(super) async fn catch_up(&mut self, further: Further) -> Result<(), JournalError> {
        let ahead = std::mem::take(&mut self.ahead);
        if ahead.is_empty() {
            return Ok(());
        }
        let done = self.all_seen(ahead, further).await;
        self.tell_doubt();
        done
    }

    fn begin_looking(&mut self, hint: Hint) -> Option<Looking> {
        let (now, uptime) = (self.clock.now(), self.clock.uptime());
        let mut scanner = self.scanner.take()?;
        let addressees = self.addressees.clone();
        Some(spawn_blocking(move || {
            let seen = match hint {
                Hint::Anywhere => scanner.scan(now, uptime),
                Hint::Names(names) => scanner.look_at(&names, now, uptime),
            };
            (scanner, fitted(&addressees, seen))
        }))
    }

    /// Begins to read what is due, though what was told before is not on record yet.
    pub(super) fn begin_looking_ahead(&mut self) -> Option<Looking> {
        let (now, uptime) = (self.clock.now(), self.clock.uptime());
        let is_due = |scanner: &mut Scanner| scanner.next_look().is_some_and(|at| at <= uptime);
        let mut scanner = self.scanner.take_if(is_due)?;
        let addressees = self.addressees.clone();
        Some(spawn_blocking(move || {
            let seen = scanner.look_ahead(now, uptime);
            (scanner, fitted(&addressees, seen))
        }))
    }

    /// Waits for a look, which gives the scanner back.
    pub(super) async fn looked(&mut self, looking: Looking) -> Result<Vec<Seen>, JournalError> {
        let (scanner, seen) = looking.await.map_err(|error| {
            JournalError::Rule(format!("reading the folder broke down: {error}"))
        })?;
        self.scanner = Some(scanner);
        self.tell_doubt();
        Ok(seen.unwrap_or_else(|error| {
            let folder = self.queue_path().display().to_string();
            error!(folder, %error, "the queue cannot be read");
            Vec::new()
        }))
    }
}

/// What was seen, with everything that accounts want of the pictures made.
fn fitted(addressees: &Addressees, seen: std::io::Result<Vec<Seen>>) -> std::io::Result<Vec<Seen>> {
    seen.map(|mut seen| {
        addressees.fit_pictures(&mut seen);
        seen
    })
}

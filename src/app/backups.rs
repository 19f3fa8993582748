//! The daily care of the state folder while work goes on: a backup of the journal, of which the
//! oldest ones go, and the ballast.

use std::io;
use std::path::{Path, PathBuf};

use tokio::task::spawn_blocking;
use tracing::{debug, error};

use crate::clock::SharedClock;
use crate::config::JournalConfig;
use crate::journal::{SharedJournal, lay_ballast};

/// The folder of backups in the state folder.
const FOLDER: &str = "backups";

/// What the names of daily backups begin with; others are left alone.
const DAILY: &str = "daily-";

/// Lays the ballast where it is missing, makes a backup a day and keeps the last ones, for as long
/// as it is let run.
pub(super) async fn care_daily(
    journal: SharedJournal,
    state: PathBuf,
    config: JournalConfig,
    clock: SharedClock,
) {
    let (folder, keep) = (state.join(FOLDER), config.backups);
    loop {
        lay(state.clone(), config.min_free).await;
        let name = format!("{DAILY}{}.db", clock.now().format("%Y-%m-%d"));
        if let Err(error) = one(&journal, &folder, &name, keep).await {
            error!(%error, "the daily backup of the journal failed; it is tried again in a day");
        }
        clock.sleep_until(clock.now() + chrono::Duration::days(1)).await;
    }
}

async fn lay(state: PathBuf, min_free: u64) {
    let laid = spawn_blocking(move || lay_ballast(&state, min_free)).await;
    if let Err(error) = laid.map_err(io::Error::other).flatten() {
        error!(%error, "the ballast cannot be laid into the state folder; tried again in a day");
    }
}

async fn one(
    journal: &SharedJournal,
    folder: &Path,
    name: &str,
    keep: u16,
) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    std::fs::create_dir_all(folder)?;
    if !folder.join(name).exists() {
        journal.back_up(folder.join(name)).await?;
        debug!(name, "backup of the journal made");
    }
    prune(folder, usize::from(keep))?;
    Ok(())
}

/// Removes all daily backups but the last `keep`; the date in their names orders them.
fn prune(folder: &Path, keep: usize) -> io::Result<()> {
    let names =
        std::fs::read_dir(folder)?.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let mut daily: Vec<String> = names.filter(|name| name.starts_with(DAILY)).collect();
    daily.sort();
    let surplus = daily.len().saturating_sub(keep);
    daily.iter().take(surplus).try_for_each(|name| std::fs::remove_file(folder.join(name)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_last_daily_backups_stay_and_others_are_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let names = ["daily-2026-11-01.db", "daily-2026-11-02.db", "daily-2026-11-03.db", "own.db"];
        for name in names {
            std::fs::write(folder.path().join(name), "").unwrap();
        }
        prune(folder.path(), 2).unwrap();
        let left = names.map(|name| folder.path().join(name).exists());
        assert_eq!(left, [false, true, true, true]);
    }
}

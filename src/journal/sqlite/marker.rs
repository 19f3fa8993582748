//! The marker beside the database, by which a lost database is told from a new one.

use std::path::Path;

use uuid::Uuid;

use super::folder::{disk, write_durably};
use crate::fault;
use crate::journal::{Damage, JournalError, Result};

const NAME: &str = "state.toml";

/// The identity that the marker in `folder` names; none where there is no marker.
pub(super) fn read(folder: &Path) -> Result<Option<Uuid>> {
    let path = folder.join(NAME);
    let text = match std::fs::read(&path) {
        Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(disk("read", &path, &error)),
    };
    let quoted = text.split('"').nth(1).and_then(|uuid| uuid.parse().ok());
    let unreadable = || JournalError::Damaged { path, detail: Damage::Unmarked };
    quoted.map(Some).ok_or_else(unreadable)
}

/// Writes the marker, durably.
pub(super) fn write(folder: &Path, identity: Uuid) -> Result<()> {
    let path = folder.join(NAME);
    point("state.marker.before", &path)?;
    let text = format!(
        "# The identity of journal.db. Keep this file: without it a lost journal would look like\n\
         # a new one, and everything in the queue would be published again.\n\
         state = \"{identity}\"\n"
    );
    write_durably(&path, text.as_bytes()).map_err(|error| disk("write", &path, &error))?;
    point("state.marker.after", &path)
}

fn point(name: &'static str, path: &Path) -> Result<()> {
    fault::point(name).map_err(|error| disk("write", path, &error))
}

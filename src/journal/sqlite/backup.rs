//! Consistent copies while work goes on.

use std::path::Path;

use rusqlite::Connection;

use super::folder::{draft_of, private, put_in_place};
use super::trouble::Tried;

/// Writes the database as it is at this moment to `path`, one file that needs no other. What is
/// under that name before stays until the copy is whole and durable.
pub(super) fn copy_to(db: &Connection, path: &Path) -> Tried<()> {
    let draft = draft_of(path);
    private().write(true).create(true).truncate(true).open(&draft)?;
    let copied = db.execute("VACUUM INTO ?", [draft.to_string_lossy()]);
    if copied.is_err() {
        // The first error is the one to tell.
        let _ = std::fs::remove_file(&draft);
    }
    copied?;
    Ok(put_in_place(&draft, path)?)
}

//! `[journal]`: where the durable record lies.

use std::path::{Path, PathBuf};

use crate::finding::Finding;
use crate::keys::Keys;

/// The state folder, where the config names no other.
const FOLDER: &str = "state";

/// The section `[journal]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalConfig {
    /// The state folder.
    pub path: PathBuf,
    /// How many daily copies of the database are kept; 0 for none.
    pub backups: u16,
    /// How many bytes must be free on the disk before anything is sent.
    pub min_free: u64,
}

impl JournalConfig {
    /// Takes the section's keys; `rooted` says where a folder that the config names lies.
    pub(super) fn read(keys: &mut Keys<'_>, rooted: impl FnOnce(&Path) -> PathBuf) -> Self {
        let path = path(keys).unwrap_or_else(|| FOLDER.into());
        let backups = keys.number("backups", "backups = 7", 0..=365);
        let min_free = keys.size("min_free", "min_free = \"64 MiB\"");
        Self {
            path: rooted(&path),
            backups: backups.and_then(|backups| backups.try_into().ok()).unwrap_or(7),
            min_free: min_free.unwrap_or(64 << 20),
        }
    }
}

fn path(keys: &mut Keys<'_>) -> Option<PathBuf> {
    let example = "path = \"state\"";
    let (path, span) = keys.take_spanned::<PathBuf>("path", example)?;
    if path.as_os_str().is_empty() {
        let finding = Finding::error("path-empty").with("key", keys.full("path"));
        keys.found(span, finding.with("example", example));
        return None;
    }
    Some(path)
}

//! A folder that goes away with the process that made it.

use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};

use uuid::Uuid;

use super::daemon::DaemonError;

/// A folder among the system's passing files, for us alone, removed when dropped.
#[derive(Debug)]
pub struct PassingFolder(PathBuf);

impl PassingFolder {
    /// Makes it.
    ///
    /// # Errors
    /// Where the system's folder for passing files cannot be written.
    pub fn new() -> Result<Self, DaemonError> {
        let path = std::env::temp_dir().join(format!("dakiya-{}", Uuid::new_v4().simple()));
        match DirBuilder::new().mode(0o700).create(&path) {
            Ok(()) => Ok(Self(path)),
            Err(source) => Err(DaemonError::System { what: "system-passing-folder", source }),
        }
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for PassingFolder {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_dir_all(&self.0) {
            tracing::warn!(%error, folder = %self.0.display(), "a passing folder stays behind");
        }
    }
}

//! A folder that goes away with the process that made it.

use std::fs::DirBuilder;
use std::io;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};

use uuid::Uuid;

/// A folder among the system's passing files, for us alone, removed when dropped.
#[derive(Debug)]
pub struct PassingFolder(PathBuf);

impl PassingFolder {
    /// Makes it.
    ///
    /// # Errors
    /// Where the system's folder for passing files cannot be written.
    pub fn new() -> io::Result<Self> {
        let path = std::env::temp_dir().join(format!("dakiya-{}", Uuid::new_v4().simple()));
        DirBuilder::new().mode(0o700).create(&path)?;
        Ok(Self(path))
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

//! A folder that a web server shows.

use std::io;
use std::path::{Path, PathBuf};

use async_trait::async_trait;

use super::{Store, below, name_of, own_machine};
use crate::blobs::Blobs;
use crate::failure::Failure;
use crate::http::Url;
use crate::post::Media;

/// The folder and where it is shown.
pub(super) struct Shown {
    pub(super) path: PathBuf,
    pub(super) public_url: Url,
    pub(super) blobs: Blobs,
}

#[async_trait]
impl Store for Shown {
    async fn put(&self, medium: &Media) -> Result<Url, Failure> {
        let name = name_of(medium);
        let (source, target) = (self.blobs.path(&medium.digest), self.path.join(&name));
        let bytes = medium.bytes;
        let copying = tokio::task::spawn_blocking(move || copy(&source, &target, bytes));
        copying.await.map_err(own_machine)?.map_err(own_machine)?;
        Ok(below(&self.public_url, &name))
    }

    async fn remove(&self, medium: &Media) -> Result<(), Failure> {
        let target = self.path.join(name_of(medium));
        for path in [half(&target), target] {
            match tokio::fs::remove_file(path).await {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(own_machine(error));
                }
                _ => {}
            }
        }
        Ok(())
    }
}

/// The name under which `target` is copied.
fn half(target: &Path) -> PathBuf {
    target.with_extension("part")
}

/// Copies all `bytes` under another name first, so that nobody fetches half a file. One that a power
/// cut has left short is copied anew.
fn copy(source: &Path, target: &Path, bytes: u64) -> io::Result<()> {
    if std::fs::metadata(target).is_ok_and(|there| there.len() == bytes) {
        return Ok(());
    }
    let half = half(target);
    std::fs::copy(source, &half)?;
    readable_by_all(&half)?;
    std::fs::rename(&half, target)
}

/// The web server runs as somebody else.
fn readable_by_all(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o644))
}

//! A file that only takes room: where the disk becomes full, it makes way, so that how the requests
//! under way have ended is written all the same.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use super::folder::private;

/// The file in the state folder.
const FILE: &str = "ballast";

/// What it takes: enough for the ends of everything that can be under way.
const BYTES: usize = 16 << 20;

/// Lays the ballast into the state folder where it is not there and `min_free` bytes stay free
/// beside it; whether it lies there now.
///
/// # Errors
/// Where the disk fails; nothing is left behind then.
pub fn lay_ballast(folder: &Path, min_free: u64) -> io::Result<bool> {
    let path = folder.join(FILE);
    if has_ballast(folder) {
        return Ok(true);
    }
    if room(folder)? < min_free.saturating_add(BYTES as u64) {
        return Ok(false);
    }
    let laid = lay(&path);
    if laid.is_err() {
        let _nothing_to_remove = fs::remove_file(&path);
    }
    laid.map(|()| true)
}

/// Whether the ballast lies in the state folder.
#[must_use]
pub fn has_ballast(folder: &Path) -> bool {
    fs::metadata(folder.join(FILE)).is_ok_and(|file| file.len() >= BYTES as u64)
}

/// Written out with bytes that are not all the same, as some disks keep no room for what was only
/// promised or for zeros.
fn lay(path: &Path) -> io::Result<()> {
    let mut file = private().write(true).create(true).truncate(true).open(path)?;
    let mut block = vec![0; 64 << 10];
    rand::fill(&mut block[..]);
    for _ in 0..BYTES / block.len() {
        file.write_all(&block)?;
    }
    file.sync_all()
}

fn room(folder: &Path) -> io::Result<u64> {
    let space = rustix::fs::statvfs(folder)?;
    Ok(space.f_bavail.saturating_mul(space.f_frsize))
}

/// Takes the ballast away; whether it was there.
pub(super) fn drop_ballast(folder: &Path) -> bool {
    fs::remove_file(folder.join(FILE)).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_laid_once_and_taken_away_once() {
        let folder = tempfile::tempdir().unwrap();
        assert!(!has_ballast(folder.path()));
        assert!(lay_ballast(folder.path(), 0).unwrap());
        assert!(has_ballast(folder.path()));
        assert!(lay_ballast(folder.path(), 0).unwrap());
        assert_eq!(fs::metadata(folder.path().join(FILE)).unwrap().len(), BYTES as u64);
        assert!(drop_ballast(folder.path()));
        assert!(!drop_ballast(folder.path()));
    }

    #[test]
    fn it_never_takes_the_room_that_is_to_stay_free() {
        let folder = tempfile::tempdir().unwrap();
        assert!(!lay_ballast(folder.path(), u64::MAX).unwrap());
        assert!(!folder.path().join(FILE).exists());
    }
}

//! Clearing out of the store what nobody needs any more.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::Path;

use super::{Blobs, Digest, UNFINISHED};

/// What [`Blobs::sweep`] removed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Swept {
    /// How many files.
    pub files: u64,
    /// How many bytes they held.
    pub bytes: u64,
}

impl Blobs {
    /// Removes everything that is not in `keep`, and what a crash left half-written. Must not
    /// run beside [`Blobs::put`], whose bytes nobody refers to yet.
    ///
    /// # Errors
    /// Where the store cannot be read; a file that cannot be removed is left for the next time.
    pub fn sweep(&self, keep: &HashSet<Digest>) -> io::Result<Swept> {
        let mut swept = Swept::default();
        for entry in read_folder(&self.root)? {
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with(UNFINISHED) {
                swept.remove(&entry.path());
            } else if is_shelf(&name) {
                sweep_shelf(&entry.path(), &name, keep, &mut swept)?;
            }
        }
        Ok(swept)
    }
}

impl Swept {
    fn remove(&mut self, path: &Path) {
        let bytes = fs::symlink_metadata(path).map_or(0, |meta| meta.len());
        if fs::remove_file(path).is_ok() {
            self.files += 1;
            self.bytes += bytes;
        }
    }
}

fn sweep_shelf(
    shelf: &Path,
    start: &str,
    keep: &HashSet<Digest>,
    swept: &mut Swept,
) -> io::Result<()> {
    for entry in read_folder(shelf)? {
        let name = format!("{start}{}", entry.file_name().to_string_lossy());
        if name.parse().is_ok_and(|digest: Digest| !keep.contains(&digest)) {
            swept.remove(&entry.path());
        }
    }
    Ok(())
}

fn is_shelf(name: &str) -> bool {
    name.len() == 2 && name.chars().all(|c| c.is_ascii_hexdigit())
}

pub(super) fn read_folder(path: &Path) -> io::Result<Vec<fs::DirEntry>> {
    match fs::read_dir(path) {
        Ok(entries) => entries.collect(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

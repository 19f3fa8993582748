//! Putting bytes into the store.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::ops::Range;
use std::os::unix::fs::{DirBuilderExt as _, FileExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::{Blobs, Digest};
use crate::fault;

/// How much is held in memory of a file that is copied, in bytes.
const BUFFER: usize = 256 * 1024;

/// How the name of a file begins that is still being written.
pub const UNFINISHED: &str = ".put-";

/// What [`Blobs::put`] stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stored {
    /// The SHA-256 of the bytes.
    pub digest: Digest,
    /// How many there are.
    pub bytes: u64,
}

/// A piece of something that is stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// These bytes of the source.
    Kept(Range<u64>),
    /// Bytes that are not in the source.
    Made(Vec<u8>),
    /// So many zeros.
    Blank(u64),
}

impl Piece {
    /// How many bytes it has.
    #[must_use]
    pub fn length(&self) -> u64 {
        match self {
            Self::Kept(range) => range.end.saturating_sub(range.start),
            Self::Made(bytes) => bytes.len() as u64,
            Self::Blank(length) => *length,
        }
    }
}

impl Blobs {
    /// Stores everything that `source` holds, durably, and tells its digest. The bytes are
    /// shared with the source where the filesystem can (a later change of the source does not
    /// touch them), else copied; never more than a quarter of a MiB is in memory. What is
    /// stored already is read again, and replaced if it is not what it should be.
    ///
    /// # Errors
    /// Where the source cannot be read or the store not be written; nothing is stored then.
    pub fn put(&self, source: &File) -> io::Result<Stored> {
        self.store(|target| fill(target, source))
    }

    /// Stores `pieces` of `source` as one, durably, and tells the digest of that. Never more than
    /// a quarter of a MiB of it is in memory.
    ///
    /// # Errors
    /// As for [`Blobs::put`], and where the source does not have all of a piece.
    pub fn put_pieces(&self, source: &File, pieces: &[Piece]) -> io::Result<Stored> {
        self.store(|target| join(target, source, pieces))
    }

    fn store(&self, fill: impl FnOnce(&File) -> io::Result<Stored>) -> io::Result<Stored> {
        fault::point("blob.write.before")?;
        make_folder(&self.root)?;
        let unfinished = Unfinished::create(&self.root)?;
        let stored = fill(&unfinished.file)?;
        if self.holds(&stored) {
            return Ok(stored);
        }
        fault::point("blob.sync.before")?;
        unfinished.file.sync_all()?;
        self.shelve(&unfinished, &stored.digest)?;
        Ok(stored)
    }

    /// Whether the bytes lie in the store and are still what their name says.
    fn holds(&self, stored: &Stored) -> bool {
        let Ok(file) = self.open(&stored.digest) else { return false };
        let same_size = file.metadata().is_ok_and(|meta| meta.len() == stored.bytes);
        same_size && hash(&file).is_ok_and(|found| found.digest == stored.digest)
    }

    fn shelve(&self, unfinished: &Unfinished, digest: &Digest) -> io::Result<()> {
        let path = self.path(digest);
        let shelf = path.parent().unwrap_or(&self.root);
        make_folder(shelf)?;
        fault::point("blob.rename.before")?;
        fs::rename(&unfinished.path, &path)?;
        fault::point("blob.folder.before")?;
        File::open(shelf)?.sync_all()
    }
}

/// A file of the store that has no name yet by which it could be found; removed when dropped.
struct Unfinished {
    path: PathBuf,
    file: File,
}

impl Unfinished {
    fn create(root: &Path) -> io::Result<Self> {
        let path = root.join(format!("{UNFINISHED}{}", Uuid::new_v4().simple()));
        let file =
            OpenOptions::new().read(true).write(true).create_new(true).mode(0o600).open(&path)?;
        Ok(Self { path, file })
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        // Gone already once it was renamed; a leftover is swept later.
        let _ = fs::remove_file(&self.path);
    }
}

/// Fills `target` with all bytes of `source`, from its start.
fn fill(target: &File, source: &File) -> io::Result<Stored> {
    if rustix::fs::ioctl_ficlone(target, source).is_ok() {
        return hash(target);
    }
    let mut target = target;
    read_all(source, |piece| target.write_all(piece))
}

/// Fills `target` with `pieces` of `source`.
fn join(mut target: &File, source: &File, pieces: &[Piece]) -> io::Result<Stored> {
    let mut buffer = vec![0; BUFFER];
    for piece in pieces {
        match piece {
            Piece::Made(bytes) => target.write_all(bytes)?,
            Piece::Blank(length) => {
                io::copy(&mut io::repeat(0).take(*length), &mut target)?;
            }
            Piece::Kept(range) => {
                let mut at = range.start;
                while at < range.end {
                    let left = usize::try_from(range.end - at).unwrap_or(BUFFER).min(BUFFER);
                    source.read_exact_at(&mut buffer[..left], at)?;
                    target.write_all(&buffer[..left])?;
                    at += left as u64;
                }
            }
        }
    }
    hash(target)
}

fn hash(file: &File) -> io::Result<Stored> {
    read_all(file, |_| Ok(()))
}

/// Reads all of `file` piece by piece, whatever its position, and hashes what goes by.
fn read_all(file: &File, mut each: impl FnMut(&[u8]) -> io::Result<()>) -> io::Result<Stored> {
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; BUFFER];
    let mut bytes = 0;
    loop {
        let read = match file.read_at(&mut buffer, bytes) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        hasher.update(&buffer[..read]);
        each(&buffer[..read])?;
        bytes += read as u64;
    }
    Ok(Stored { digest: Digest::from_bytes(hasher.finalize().into()), bytes })
}

/// Makes the folder if it is not there, so that a power cut does not lose it again.
fn make_folder(path: &Path) -> io::Result<()> {
    if path.is_dir() {
        return Ok(());
    }
    DirBuilder::new().recursive(true).mode(0o700).create(path)?;
    path.parent().map_or(Ok(()), |parent| File::open(parent)?.sync_all())
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::super::Swept;
    use super::super::sweep::read_folder;
    use super::*;

    struct Bench {
        dir: tempfile::TempDir,
        blobs: Blobs,
    }

    fn bench() -> Bench {
        let dir = tempfile::tempdir().unwrap();
        let blobs = Blobs::new(dir.path().join("blobs"));
        Bench { dir, blobs }
    }

    impl Bench {
        fn put(&self, bytes: &[u8]) -> Stored {
            let path = self.dir.path().join("source");
            fs::write(&path, bytes).unwrap();
            self.blobs.put(&File::open(&path).unwrap()).unwrap()
        }

        fn get(&self, digest: &Digest) -> Vec<u8> {
            let mut bytes = Vec::new();
            self.blobs.open(digest).unwrap().read_to_end(&mut bytes).unwrap();
            bytes
        }

        fn files(&self) -> usize {
            let shelves = read_folder(self.blobs.root()).unwrap();
            shelves.iter().map(|shelf| read_folder(&shelf.path()).map_or(1, |all| all.len())).sum()
        }
    }

    #[test]
    fn what_is_put_comes_back_under_its_digest() {
        let bench = bench();
        let bytes: Vec<u8> = (0..BUFFER as u32 * 2 + 7).map(|n| (n % 251) as u8).collect();
        let stored = bench.put(&bytes);
        assert_eq!(stored, Stored { digest: Digest::of(&bytes), bytes: bytes.len() as u64 });
        assert_eq!(bench.get(&stored.digest), bytes);
    }

    #[test]
    fn pieces_are_stored_as_one_under_the_digest_of_the_whole() {
        let bench = bench();
        let path = bench.dir.path().join("source");
        let source: Vec<u8> = (0..BUFFER as u32 * 2).map(|n| (n % 251) as u8).collect();
        fs::write(&path, &source).unwrap();
        let file = File::open(&path).unwrap();
        let pieces = [
            Piece::Kept(3..5),
            Piece::Made(b"made".to_vec()),
            Piece::Blank(3),
            Piece::Kept(7..source.len() as u64),
        ];
        let stored = bench.blobs.put_pieces(&file, &pieces).unwrap();
        let expected = [&source[3..5], b"made\0\0\0", &source[7..]].concat();
        assert_eq!(stored.bytes, pieces.iter().map(Piece::length).sum::<u64>());
        assert_eq!(bench.get(&stored.digest), expected);
        assert!(bench.blobs.put_pieces(&file, &[Piece::Kept(0..u64::from(u32::MAX))]).is_err());
        assert_eq!(bench.files(), 1);
    }

    #[test]
    fn the_same_bytes_are_stored_once() {
        let bench = bench();
        assert_eq!(bench.put(b"rally"), bench.put(b"rally"));
        assert_eq!(bench.files(), 1);
    }

    #[test]
    fn damaged_bytes_are_replaced_when_the_right_ones_come_again() {
        let bench = bench();
        let stored = bench.put(b"rally");
        fs::write(bench.blobs.path(&stored.digest), b"r?lly").unwrap();
        bench.put(b"rally");
        assert_eq!(bench.get(&stored.digest), b"rally");
    }

    #[test]
    fn the_source_is_read_from_its_start_whatever_was_read_before() {
        let bench = bench();
        let path = bench.dir.path().join("source");
        fs::write(&path, b"rally").unwrap();
        let mut file = File::open(&path).unwrap();
        file.read_to_end(&mut Vec::new()).unwrap();
        assert_eq!(bench.blobs.put(&file).unwrap().digest, Digest::of(b"rally"));
    }

    #[test]
    fn a_sweep_leaves_what_is_kept_and_what_is_not_ours() {
        let bench = bench();
        let kept = bench.put(b"kept").digest;
        let lost = bench.put(b"unwanted").digest;
        fs::write(bench.blobs.root().join(".put-half"), b"ha").unwrap();
        fs::write(bench.blobs.root().join("notes.txt"), b"mine").unwrap();
        let swept = bench.blobs.sweep(&HashSet::from([kept])).unwrap();
        assert_eq!(swept, Swept { files: 2, bytes: 10 });
        assert!(bench.blobs.open(&kept).is_ok());
        assert!(bench.blobs.open(&lost).is_err());
        assert!(bench.blobs.root().join("notes.txt").exists());
    }

    #[test]
    fn a_store_that_does_not_exist_yet_is_empty() {
        assert_eq!(bench().blobs.sweep(&HashSet::new()).unwrap(), Swept::default());
    }

    #[test]
    fn a_failed_put_leaves_nothing_behind() {
        let bench = bench();
        let folder = File::open(bench.dir.path()).unwrap();
        assert!(bench.blobs.put(&folder).is_err());
        assert_eq!(bench.files(), 0);
    }
}

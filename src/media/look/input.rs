//! A file that is read here and there, never more of it than is asked for.

use std::fs::File;
use std::io;
use std::ops::Range;
use std::os::unix::fs::FileExt as _;

/// A file and its length.
#[derive(Debug, Clone, Copy)]
pub(super) struct Input<'f> {
    pub(super) file: &'f File,
    pub(super) bytes: u64,
}

impl Input<'_> {
    /// The `N` bytes at `at`.
    pub(super) fn read<const N: usize>(self, at: u64) -> io::Result<[u8; N]> {
        let mut bytes = [0; N];
        self.file.read_exact_at(&mut bytes, at)?;
        Ok(bytes)
    }

    /// The first bytes of `range`, at most `N`, and how many there are.
    pub(super) fn up_to<const N: usize>(self, range: Range<u64>) -> io::Result<([u8; N], usize)> {
        let length = range.end.saturating_sub(range.start);
        let length = usize::try_from(length).unwrap_or(N).min(N);
        let mut bytes = [0; N];
        self.file.read_exact_at(&mut bytes[..length], range.start)?;
        Ok((bytes, length))
    }

    /// The first bytes of `range`, at most `most`.
    pub(super) fn start_of(self, range: Range<u64>, most: u64) -> io::Result<Vec<u8>> {
        let length = range.end.saturating_sub(range.start).min(most);
        let mut bytes = vec![0; usize::try_from(length).unwrap_or(0)];
        self.file.read_exact_at(&mut bytes, range.start)?;
        Ok(bytes)
    }

    /// The place `length` bytes after `at`, if the file reaches so far.
    pub(super) fn after(self, at: u64, length: u64) -> io::Result<u64> {
        at.checked_add(length).filter(|end| *end <= self.bytes).ok_or_else(damaged)
    }
}

/// What is said of a file that is not as its kind must be.
pub(super) fn damaged() -> io::Error {
    io::Error::from(io::ErrorKind::InvalidData)
}

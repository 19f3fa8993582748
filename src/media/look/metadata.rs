//! Taking out of a picture or film what it says beside the picture: where and with what it was taken, by
//! whom, previews, comments. Nothing is decoded; what is kept is kept byte by byte.
//!
//! What stays: the picture itself, colour profiles, and how it is to be turned. What is not known
//! to be needed for showing it goes. No more than 64 KiB are in memory, and each step moves ahead
//! in the file, so that a hostile one costs no more than reading it once.

use std::fs::File;
use std::io;
use std::ops::Range;
use std::os::unix::fs::FileExt as _;

use crate::blobs::Piece;
use crate::post::MediaKind;

mod exif;
mod film;
mod jpeg;
mod png;
mod webp;

/// The most segments or chunks that are stepped through.
const MOST_STEPS: usize = 100_000;

/// How much of a block of metadata is read in search of how the picture is turned, in bytes.
const MOST_EXIF: u64 = 64 * 1024;

/// The pieces that make up the picture in `file`, of `bytes` bytes, without its metadata. None
/// where nothing is to be taken out, or the kind is not one that this can be done with.
///
/// # Errors
/// Where the disk fails; of the kind [`io::ErrorKind::InvalidData`] or
/// [`io::ErrorKind::UnexpectedEof`] where the picture is damaged.
pub(super) fn without(file: &File, kind: MediaKind, bytes: u64) -> io::Result<Option<Vec<Piece>>> {
    let input = Input { file, bytes };
    let pieces = match kind {
        MediaKind::Jpeg => jpeg::pieces(input)?,
        MediaKind::Png => png::pieces(input)?,
        MediaKind::Webp => webp::pieces(input)?,
        MediaKind::Mp4 | MediaKind::Mov => film::pieces(input)?,
        _ => return Ok(None),
    };
    let whole = [Piece::Kept(0..bytes)];
    Ok(Some(pieces.0).filter(|pieces| *pieces != whole))
}

/// Whether the picture in `file` is shown on its side.
pub(super) fn is_turned(file: &File, kind: MediaKind, bytes: u64) -> bool {
    let turned = match kind {
        MediaKind::Jpeg => jpeg::turned(Input { file, bytes }),
        _ => Ok(None),
    };
    matches!(turned, Ok(Some(5..=8)))
}

/// A file that is read here and there.
#[derive(Debug, Clone, Copy)]
struct Input<'f> {
    file: &'f File,
    bytes: u64,
}

impl Input<'_> {
    fn read<const N: usize>(self, at: u64) -> io::Result<[u8; N]> {
        let mut bytes = [0; N];
        self.file.read_exact_at(&mut bytes, at)?;
        Ok(bytes)
    }

    /// The first bytes of `range`, as many as hold what we look for in metadata.
    fn start_of(self, range: Range<u64>) -> io::Result<Vec<u8>> {
        let length = range.end.saturating_sub(range.start).min(MOST_EXIF);
        let mut bytes = vec![0; usize::try_from(length).unwrap_or(0)];
        self.file.read_exact_at(&mut bytes, range.start)?;
        Ok(bytes)
    }

    /// The place `length` bytes after `at`, if the file reaches so far.
    fn after(self, at: u64, length: u64) -> io::Result<u64> {
        at.checked_add(length).filter(|end| *end <= self.bytes).ok_or_else(damaged)
    }
}

/// Pieces in their order, neighbours as one.
#[derive(Debug, Default)]
struct Pieces(Vec<Piece>);

impl Pieces {
    fn keep(&mut self, range: Range<u64>) {
        match self.0.last_mut() {
            Some(Piece::Kept(last)) if last.end == range.start => last.end = range.end,
            _ => self.0.push(Piece::Kept(range)),
        }
    }

    fn make(&mut self, bytes: Vec<u8>) {
        self.0.push(Piece::Made(bytes));
    }

    fn length(&self) -> u64 {
        self.0.iter().map(Piece::length).sum()
    }
}

fn damaged() -> io::Error {
    io::Error::from(io::ErrorKind::InvalidData)
}

#[cfg(test)]
mod tests;

//! Taking out of a picture or film what it says beside the picture: where and with what it was taken, by
//! whom, previews, comments. Nothing is decoded; what is kept is kept byte by byte.
//!
//! What stays: the picture itself, colour profiles, and how it is to be turned. What is not known
//! to be needed for showing it goes. No more than 64 KiB are in memory, and each step moves ahead
//! in the file, so that a hostile one costs no more than reading it once.

use std::io;
use std::ops::Range;

use super::input::{Input, damaged};
use crate::blobs::Piece;
use crate::post::MediaKind;

mod exif;
mod film;
mod gif;
mod jpeg;
mod png;
mod webm;
mod webp;

/// The most segments, chunks or blocks that are stepped through, and the most notes that are taken
/// out.
const MOST_STEPS: usize = 100_000;

/// How much of a block of metadata is read in search of how the picture is turned, in bytes.
const MOST_EXIF: u64 = 64 * 1024;

/// The pieces that make up the picture or film in `input` without its metadata. None where nothing is to be taken out, or the kind is not one that this can be done with.
///
/// # Errors
/// Where the disk fails; of the kind [`io::ErrorKind::InvalidData`] or
/// [`io::ErrorKind::UnexpectedEof`] where the picture is damaged.
pub(super) fn without(input: Input<'_>, kind: MediaKind) -> io::Result<Option<Vec<Piece>>> {
    let pieces = match kind {
        MediaKind::Jpeg => jpeg::pieces(input)?,
        MediaKind::Png => png::pieces(input)?,
        MediaKind::Webp => webp::pieces(input)?,
        MediaKind::Gif => gif::pieces(input)?,
        MediaKind::Mp4 | MediaKind::Mov => film::pieces(input)?,
        MediaKind::Webm => webm::pieces(input)?,
        MediaKind::Heic | MediaKind::Pdf => return Ok(None),
    };
    let whole = [Piece::Kept(0..input.bytes)];
    Ok(Some(pieces.0).filter(|pieces| *pieces != whole))
}

/// Whether the picture in `file` is shown on its side.
pub(super) fn is_turned(input: Input<'_>, kind: MediaKind) -> bool {
    let turned = match kind {
        MediaKind::Jpeg => jpeg::turned(input),
        _ => Ok(None),
    };
    matches!(turned, Ok(Some(5..=8)))
}

/// Whether the picture in `input` is in the four colours of printing presses.
pub(super) fn is_for_print(input: Input<'_>, kind: MediaKind) -> bool {
    kind == MediaKind::Jpeg && matches!(jpeg::components(input), Ok(Some(4)))
}

/// Pieces in their order, neighbours as one.
#[derive(Debug, Default)]
struct Pieces(Vec<Piece>);

impl Pieces {
    fn keep(&mut self, range: Range<u64>) {
        if range.is_empty() {
            return;
        }
        match self.0.last_mut() {
            Some(Piece::Kept(last)) if last.end == range.start => last.end = range.end,
            _ => self.0.push(Piece::Kept(range)),
        }
    }

    fn make(&mut self, bytes: Vec<u8>) {
        self.0.push(Piece::Made(bytes));
    }

    fn blank(&mut self, length: u64) {
        self.0.push(Piece::Blank(length));
    }

    fn length(&self) -> u64 {
        self.0.iter().map(Piece::length).sum()
    }
}

#[cfg(test)]
mod tests;

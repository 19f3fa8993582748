//! MP4 and QuickTime: the boxes in which telephones write where and with what a film was taken. They
//! are made over into free space of the same size, so that nothing else has to move.

use std::io;
use std::ops::Range;

use super::{Input, MOST_STEPS, Pieces};

/// The most that is blanked in one file, in bytes; what is larger is no note beside a film.
const MOST_BLANKED: u64 = 16 * 1024 * 1024;

/// What is blanked, wherever it stands: notes of people and devices, and boxes of makers.
const NOTES: [[u8; 4]; 4] = [*b"udta", *b"meta", *b"uuid", *b"XMP_"];

/// What holds other boxes that can hold notes.
const SHELVES: [[u8; 4]; 2] = [*b"moov", *b"trak"];

pub(super) fn pieces(input: Input<'_>) -> io::Result<Pieces> {
    let mut found = Vec::new();
    let mut steps = MOST_STEPS;
    find(input, 0..input.bytes, &mut steps, &mut found)?;
    let blanked: u64 = found.iter().map(|note| note.end - note.start).sum();
    let mut pieces = Pieces::default();
    let mut at = 0;
    for note in found.into_iter().filter(|_| blanked <= MOST_BLANKED) {
        // The size stays, the name becomes that of free space.
        pieces.keep(at..note.start - 4);
        pieces.make(b"free".to_vec());
        let zeros = usize::try_from(note.end - note.start).unwrap_or(0);
        pieces.make(vec![0; zeros]);
        at = note.end;
    }
    pieces.keep(at..input.bytes);
    Ok(pieces)
}

/// The contents of all notes in `range`, in their order.
fn find(
    input: Input<'_>,
    range: Range<u64>,
    steps: &mut usize,
    found: &mut Vec<Range<u64>>,
) -> io::Result<()> {
    let mut at = range.start;
    while range.end - at >= 8 && *steps > 0 {
        *steps -= 1;
        let size = u64::from(u32::from_be_bytes(input.read(at)?));
        let name: [u8; 4] = input.read(at + 4)?;
        let size = match size {
            0 => range.end - at,
            // Only media data are so large.
            1 => u64::from_be_bytes(input.read(at + 8)?),
            size => size,
        };
        let Some(end) = at.checked_add(size).filter(|end| size >= 8 && *end <= range.end) else {
            return Ok(());
        };
        if NOTES.contains(&name) && size < u64::from(u32::MAX) {
            found.push(at + 8..end);
        } else if SHELVES.contains(&name) {
            find(input, at + 8..end, steps, found)?;
        }
        at = end;
    }
    Ok(())
}

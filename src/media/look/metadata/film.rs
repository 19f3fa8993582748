//! MP4 and QuickTime: the boxes in which telephones write where and with what a film was taken. They
//! are made over into free space of the same size, so that nothing else has to move.

use std::io;
use std::ops::Range;

use super::{Input, MOST_STEPS, Pieces, damaged};

/// The most boxes that are stepped through, all levels together.
const MOST_BOXES: usize = 400_000;

/// How many shelves stand in each other at most: a film has one for each track.
const MOST_DEEP: usize = 4;

/// What is blanked, wherever it stands: notes of people and devices, and boxes of makers.
const NOTES: [[u8; 4]; 4] = [*b"udta", *b"meta", *b"uuid", *b"XMP_"];

/// What holds other boxes that can hold notes.
const SHELVES: [[u8; 4]; 2] = [*b"moov", *b"trak"];

pub(super) fn pieces(input: Input<'_>) -> io::Result<Pieces> {
    let mut search = Search { input, steps: MOST_BOXES, found: Vec::new() };
    search.find(0..input.bytes, 0)?;
    let mut pieces = Pieces::default();
    let mut at = 0;
    for note in search.found {
        // The size stays, the name becomes that of free space.
        pieces.keep(at..note.start - 4);
        pieces.make(b"free".to_vec());
        pieces.blank(note.end - note.start);
        at = note.end;
    }
    pieces.keep(at..input.bytes);
    Ok(pieces)
}

struct Search<'f> {
    input: Input<'f>,
    steps: usize,
    /// The contents of all notes, in their order.
    found: Vec<Range<u64>>,
}

impl Search<'_> {
    /// Finds all notes in `range`, so many shelves `deep`. What goes on for ever is no film.
    fn find(&mut self, range: Range<u64>, deep: usize) -> io::Result<()> {
        let mut at = range.start;
        while range.end - at >= 8 {
            self.steps = self.steps.checked_sub(1).ok_or_else(damaged)?;
            let size = u64::from(u32::from_be_bytes(self.input.read(at)?));
            let name: [u8; 4] = self.input.read(at + 4)?;
            let (header, size) = match size {
                0 => (8, range.end - at),
                1 => (16, u64::from_be_bytes(self.input.read(at + 8)?)),
                size => (8, size),
            };
            let end = at.checked_add(size).filter(|end| size >= header && *end <= range.end);
            let Some(end) = end else { return Ok(()) };
            if NOTES.contains(&name) {
                self.found.push(at + 8..end);
            } else if SHELVES.contains(&name) {
                self.enter(at + header..end, deep)?;
            }
            at = end;
        }
        Ok(())
    }

    fn enter(&mut self, content: Range<u64>, deep: usize) -> io::Result<()> {
        if deep >= MOST_DEEP || self.found.len() > MOST_STEPS {
            return Err(damaged());
        }
        self.find(content, deep + 1)
    }
}

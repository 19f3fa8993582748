//! WebM: what a film says of its makers, its day and its place. It is made over into empty space of the
//! same size, so that nothing else has to move.

use std::io;
use std::ops::Range;

use super::super::webm::{ENTRY, Element, Elements, INFO, SEGMENT, TRACKS};
use super::{Input, MOST_STEPS, Pieces, damaged};

/// The most elements that are stepped through, all levels together: films as browsers record them
/// have one for every picture.
const MOST_ELEMENTS: u32 = 1_000_000;

const TAGS: u32 = 0x1254_c367;
const ATTACHMENTS: u32 = 0x1941_a469;
const CHAPTERS: u32 = 0x1043_a770;
const CLUSTER: u32 = 0x1f43_b675;
const GROUP: u32 = 0xa0;
const BLOCK: u32 = 0xa3;
const TITLE: u32 = 0x7ba9;
const DATE: u32 = 0x4461;
const FILE: u32 = 0x7384;
const FILE_BEFORE: u32 = 0x3c_83ab;
const FILE_AFTER: u32 = 0x3e_83bb;
const MUXED_BY: u32 = 0x4d80;
const WRITTEN_BY: u32 = 0x5741;
const NAME: u32 = 0x536e;
const CHECKSUM: u32 = 0xbf;
const VOID: u8 = 0xec;

/// What holds an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shelf {
    File,
    Segment,
    Info,
    Tracks,
    Track,
}

/// What becomes of an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Kept,
    /// What it holds is looked at.
    Entered(Shelf),
    /// It ends where another one of its kind begins, so what it holds is looked at as if it stood
    /// beside it.
    Opened,
    /// It becomes empty space.
    Gone,
    /// It must be there, and says nothing any more.
    Silent,
}

pub(super) fn pieces(input: Input<'_>) -> io::Result<Pieces> {
    let elements = Elements { input, steps: MOST_ELEMENTS };
    let mut cleaning = Cleaning { elements, pieces: Pieces::default(), kept: 0, notes: 0 };
    cleaning.clean(0..input.bytes, Shelf::File)?;
    cleaning.pieces.keep(cleaning.kept..input.bytes);
    Ok(cleaning.pieces)
}

struct Cleaning<'f> {
    elements: Elements<'f>,
    pieces: Pieces,
    /// Up to where the file is dealt with.
    kept: u64,
    notes: usize,
}

impl Cleaning<'_> {
    fn clean(&mut self, range: Range<u64>, shelf: Shelf) -> io::Result<()> {
        let mut at = range.start;
        while at < range.end {
            let Some(element) = self.elements.begun(at, range.end)? else { return Err(damaged()) };
            let Element { content, .. } = element.clone();
            let fate = fate(&element, shelf);
            if content.end > range.end {
                // A recording that was cut off ends in the middle of its pictures.
                let shows = matches!(element.id, CLUSTER | BLOCK | GROUP);
                return if shows { Ok(()) } else { Err(damaged()) };
            }
            if element.open && !matches!(fate, Fate::Entered(Shelf::Segment) | Fate::Opened) {
                return Err(damaged());
            }
            let start = at;
            at = if fate == Fate::Opened { content.start } else { content.end };
            match fate {
                Fate::Kept | Fate::Opened => {}
                Fate::Entered(shelf) => self.clean(content, shelf)?,
                Fate::Gone => self.remove(start, content.end)?,
                Fate::Silent => self.silence(content)?,
            }
        }
        Ok(())
    }

    fn remove(&mut self, start: u64, end: u64) -> io::Result<()> {
        self.note()?;
        self.pieces.keep(self.kept..start);
        let head = void(end - start);
        let blank = end - start - head.len() as u64;
        self.pieces.make(head);
        self.pieces.blank(blank);
        self.kept = end;
        Ok(())
    }

    fn silence(&mut self, content: Range<u64>) -> io::Result<()> {
        self.note()?;
        self.pieces.keep(self.kept..content.start);
        self.pieces.blank(content.end - content.start);
        self.kept = content.end;
        Ok(())
    }

    fn note(&mut self) -> io::Result<()> {
        self.notes += 1;
        if self.notes > MOST_STEPS { Err(damaged()) } else { Ok(()) }
    }
}

fn fate(element: &Element, shelf: Shelf) -> Fate {
    match (shelf, element.id) {
        (Shelf::File, SEGMENT) => Fate::Entered(Shelf::Segment),
        (Shelf::Segment, INFO) => Fate::Entered(Shelf::Info),
        (Shelf::Segment, TRACKS) => Fate::Entered(Shelf::Tracks),
        (Shelf::Segment, CLUSTER) if element.open => Fate::Opened,
        (Shelf::Tracks, ENTRY) => Fate::Entered(Shelf::Track),
        (Shelf::Segment, TAGS | ATTACHMENTS | CHAPTERS) => Fate::Gone,
        (Shelf::Info, TITLE | DATE | FILE | FILE_BEFORE | FILE_AFTER) => Fate::Gone,
        (Shelf::Track, NAME) => Fate::Gone,
        // It would be wrong now.
        (Shelf::Info | Shelf::Tracks | Shelf::Track, CHECKSUM) => Fate::Gone,
        (Shelf::Info, MUXED_BY | WRITTEN_BY) => Fate::Silent,
        _ => Fate::Kept,
    }
}

/// The head of empty space that takes `total` bytes with its head, which are at least two.
fn void(total: u64) -> Vec<u8> {
    match u8::try_from(total) {
        // All ones would mean that its size is not told.
        Ok(total @ ..=128) => vec![VOID, 0x80 | (total - 2)],
        _ => {
            let size = (total - 9) | 1 << 56;
            [&[VOID], size.to_be_bytes().as_slice()].concat()
        }
    }
}

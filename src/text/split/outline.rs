//! A text as a row of pieces that stay whole, with the lengths between any two of them.

use std::iter;
use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation as _;

use super::Unsplittable;
use crate::text::count::TextLimit;
use crate::text::entities::{Entity, entities};
use crate::text::sentence::{Boundary, gaps, is_blank};

/// The pieces of a text and how long they are by every limit's ruler.
#[derive(Clone)]
pub(super) struct Outline<'a> {
    text: &'a str,
    limits: &'a [TextLimit],
    pieces: Vec<Piece>,
    /// One row per limit, with one measure per piece.
    measures: Vec<Vec<Measure>>,
}

#[derive(Clone)]
struct Piece {
    range: Range<usize>,
    /// What ends before it; none where it goes on a word.
    before: Option<Boundary>,
}

/// The length of all text up to a piece's start and up to its end.
#[derive(Clone, Copy, Default)]
struct Measure {
    start: usize,
    end: usize,
}

impl<'a> Outline<'a> {
    /// The words of `text`, each a piece.
    pub(super) fn of(text: &'a str, limits: &'a [TextLimit]) -> Self {
        let mut outline = Self::empty(text, limits);
        let (first, last) = solid_ends(text);
        let mut start = first;
        let mut before = Boundary::Paragraph;
        for gap in gaps(text) {
            outline.measure_and_push(start..gap.range.start, Some(before));
            (start, before) = (gap.range.end, gap.boundary);
        }
        if start < last {
            outline.measure_and_push(start..last, Some(before));
        }
        outline
    }

    /// The same, where words longer than `room` are cut into characters, links, mentions and
    /// hashtags.
    ///
    /// # Errors
    /// [`Unsplittable::TooLong`], where one of these is still longer.
    pub(super) fn with_pieces_up_to(&self, room: &[usize]) -> Result<Self, Unsplittable> {
        if (0..self.len()).all(|index| self.fits(index, index + 1, room)) {
            return Ok(self.clone());
        }
        let whole = entities(self.text);
        let mut refined = Self::empty(self.text, self.limits);
        for (index, piece) in self.pieces.iter().enumerate() {
            if self.fits(index, index + 1, room) {
                refined.push(piece.clone(), |limit| self.length(limit, index, index + 1));
                continue;
            }
            let mut before = piece.before;
            for part in unbreakable(self.text, piece.range.clone(), &whole) {
                refined.measure_and_push(part, before);
                before = None;
                refined.check_last(room, &whole)?;
            }
        }
        Ok(refined)
    }

    /// The number of pieces.
    pub(super) fn len(&self) -> usize {
        self.pieces.len()
    }

    /// The text without the blanks around it.
    pub(super) fn core(&self) -> &'a str {
        if self.pieces.is_empty() { "" } else { self.part(0, self.len()) }
    }

    /// The text of the pieces `first..end`.
    pub(super) fn part(&self, first: usize, end: usize) -> &'a str {
        &self.text[self.pieces[first].range.start..self.pieces[end - 1].range.end]
    }

    /// What ends before piece `index`; none inside a word.
    pub(super) fn before(&self, index: usize) -> Option<Boundary> {
        self.pieces[index].before
    }

    /// Whether the pieces `first..end` together keep to `room`, one number per limit.
    pub(super) fn fits(&self, first: usize, end: usize, room: &[usize]) -> bool {
        room.iter().enumerate().all(|(limit, room)| self.length(limit, first, end) <= *room)
    }

    /// How much of `room` the pieces `first..end` fill, in thousandths, by the fullest limit.
    pub(super) fn fill(&self, first: usize, end: usize, room: &[usize]) -> usize {
        let filled = |(limit, room): (usize, &usize)| self.length(limit, first, end) * 1000 / room;
        room.iter().enumerate().map(filled).max().unwrap_or(0)
    }

    fn length(&self, limit: usize, first: usize, end: usize) -> usize {
        self.measures[limit][end - 1].end - self.measures[limit][first].start
    }

    fn empty(text: &'a str, limits: &'a [TextLimit]) -> Self {
        Self { text, limits, pieces: Vec::new(), measures: vec![Vec::new(); limits.len()] }
    }

    fn measure_and_push(&mut self, range: Range<usize>, before: Option<Boundary>) {
        let (text, limits) = (self.text, self.limits);
        let piece = Piece { range: range.clone(), before };
        self.push(piece, |limit| limits[limit].ruler.length(&text[range.clone()]));
    }

    fn push(&mut self, piece: Piece, length: impl Fn(usize) -> usize) {
        let gap =
            self.pieces.last().map_or("", |last| &self.text[last.range.end..piece.range.start]);
        for (limit, row) in self.measures.iter_mut().enumerate() {
            let gap = if gap.is_empty() { 0 } else { self.limits[limit].ruler.length(gap) };
            let start = row.last().map_or(0, |last| last.end) + gap;
            row.push(Measure { start, end: start + length(limit) });
        }
        self.pieces.push(piece);
    }

    fn check_last(&self, room: &[usize], whole: &[Entity]) -> Result<(), Unsplittable> {
        let last = self.len() - 1;
        let over = (0..room.len()).find(|limit| self.length(*limit, last, last + 1) > room[*limit]);
        let Some(limit) = over else { return Ok(()) };
        let range = &self.pieces[last].range;
        Err(Unsplittable::TooLong {
            kind: entity_ending_after(range.start, whole)
                .filter(|entity| entity.range.start < range.end)
                .map(|entity| entity.kind),
            text: self.text[range.clone()].to_owned(),
            length: self.length(limit, last, last + 1),
            room: room[limit],
        })
    }
}

/// The text's first and last byte that is no blank around it.
fn solid_ends(text: &str) -> (usize, usize) {
    let mut solid = text
        .grapheme_indices(true)
        .filter(|(_, cluster)| !cluster.chars().all(is_blank))
        .map(|(at, cluster)| at..at + cluster.len());
    let first = solid.next().unwrap_or(text.len()..text.len());
    let last = solid.next_back().unwrap_or(first.clone());
    (first.start, last.end)
}

/// The smallest stretches of `word` that must stay whole, in order.
fn unbreakable<'t>(
    text: &'t str,
    word: Range<usize>,
    whole: &'t [Entity],
) -> impl Iterator<Item = Range<usize>> + 't {
    let clusters = text[word.clone()].grapheme_indices(true).skip(1);
    let ends = clusters.map(move |(at, _)| word.start + at).filter(|at| !is_inside(*at, whole));
    let mut start = word.start;
    ends.chain(iter::once(word.end)).map(move |end| {
        let range = start..end;
        start = end;
        range
    })
}

fn is_inside(at: usize, whole: &[Entity]) -> bool {
    entity_ending_after(at, whole).is_some_and(|entity| entity.range.start < at)
}

fn entity_ending_after(at: usize, whole: &[Entity]) -> Option<&Entity> {
    whole.get(whole.partition_point(|entity| entity.range.end <= at))
}

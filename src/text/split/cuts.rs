//! Which of all ways to cut a text is the best one.

use std::collections::BTreeMap;

use super::outline::Outline;
use crate::text::sentence::Boundary;

/// The parts of the best way to cut `outline` so that each keeps to `room`.
///
/// Every single piece must fit. Found piece by piece: the best way up to a piece is the best
/// way up to some earlier piece, and one part more.
pub(super) fn best_parts<'a>(outline: &Outline<'a>, room: &[usize]) -> Vec<&'a str> {
    let mut ways = Ways::start();
    let mut first = 0;
    for end in 1..=outline.len() {
        while !outline.fits(first, end, room) {
            first += 1;
        }
        ways.extend(outline, first, end, room);
    }
    ways.trace(outline)
}

/// What a way costs: first the parts and the cuts inside sentences, then, among equals, how
/// good the places are and how unevenly the parts are filled.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Cost {
    parts: usize,
    taste: usize,
}

const PART: usize = 2;

/// At most this many earlier pieces of equal cost are compared, so that a limit of many
/// thousand characters stays fast.
const COMPARED: usize = 64;

/// The best way to every piece so far.
struct Ways {
    best: Vec<Cost>,
    previous: Vec<usize>,
    /// The pieces by what the best way there costs in parts.
    by_parts: BTreeMap<usize, Vec<usize>>,
}

impl Ways {
    fn start() -> Self {
        Self {
            best: vec![Cost { parts: 0, taste: 0 }],
            previous: vec![0],
            by_parts: BTreeMap::from([(0, vec![0])]),
        }
    }

    /// Adds the best way to cut before piece `end`, with a last part from `first` or later.
    fn extend(&mut self, outline: &Outline<'_>, first: usize, end: usize, room: &[usize]) {
        let place = if end < outline.len() { cost_of_cut(outline.before(end)) } else { FREE };
        self.forget_before(first);
        let (taste, from) = self.best_last_part(outline, first, end, room);
        let parts = self.best[from].parts + PART + place.parts;
        self.by_parts.entry(parts).or_default().push(end);
        self.best.push(Cost { parts, taste: taste + place.taste });
        self.previous.push(from);
    }

    /// The taste of the best way to `end`, and where its last part begins.
    fn best_last_part(
        &self,
        outline: &Outline<'_>,
        first: usize,
        end: usize,
        room: &[usize],
    ) -> (usize, usize) {
        let cheapest = self.cheapest_from(first);
        let step = cheapest.len().div_ceil(COMPARED).max(1);
        let taste =
            |from: usize| (self.best[from].taste + unevenness(outline.fill(from, end, room)), from);
        cheapest.iter().step_by(step).map(|from| taste(*from)).min().unwrap_or((0, first))
    }

    /// The pieces from `first` on that cost the fewest parts to reach.
    fn cheapest_from(&self, first: usize) -> &[usize] {
        let lowest = self.by_parts.values().next().map_or(&[][..], Vec::as_slice);
        &lowest[lowest.partition_point(|piece| *piece < first)..]
    }

    /// Drops the lowest rows as long as they hold only pieces before `first`, from where no
    /// later part can begin either.
    fn forget_before(&mut self, first: usize) {
        while let Some(row) = self.by_parts.first_entry() {
            if row.get().last().is_some_and(|last| *last >= first) {
                break;
            }
            row.remove();
        }
    }

    fn trace<'a>(&self, outline: &Outline<'a>) -> Vec<&'a str> {
        let mut parts = Vec::new();
        let mut end = outline.len();
        while end > 0 {
            let first = self.previous[end];
            parts.push(outline.part(first, end));
            end = first;
        }
        parts.reverse();
        parts
    }
}

const FREE: Cost = Cost { parts: 0, taste: 0 };

fn cost_of_cut(place: Option<Boundary>) -> Cost {
    match place {
        Some(Boundary::Paragraph) => FREE,
        Some(Boundary::Line) => Cost { parts: 0, taste: 100 },
        Some(Boundary::Sentence) => Cost { parts: 0, taste: 250 },
        Some(Boundary::Word) => Cost { parts: 3, taste: 600 },
        None => Cost { parts: 12, taste: 600 },
    }
}

/// From 0 for a full part to 1000 for an empty one, growing with the square.
fn unevenness(fill: usize) -> usize {
    let free = 1000 - fill.min(1000);
    free * free / 1000
}

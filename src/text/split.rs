//! One text in several parts: a thread where every part fits.

use std::ops::ControlFlow;

use super::count::{TextLimit, fits};
use super::digits::Digits;
use super::entities::EntityKind;

mod cuts;
mod outline;

use cuts::best_parts;
use outline::Outline;

/// Where a part's number stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum CounterStyle {
    /// Nowhere.
    #[default]
    None,
    /// After a space at the part's end: ` (2/5)`.
    AfterSpace,
    /// On a line of its own at the part's end.
    OwnLine,
}

/// How the parts of a thread are numbered.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Counter {
    /// Where the number stands.
    pub style: CounterStyle,
    /// The digits it is written in.
    pub digits: Digits,
}

impl Counter {
    /// What is added to part `number` (from 1) of `total`.
    #[must_use]
    pub fn suffix(&self, number: usize, total: usize) -> String {
        let before = match self.style {
            CounterStyle::None => return String::new(),
            CounterStyle::AfterSpace => ' ',
            CounterStyle::OwnLine => '\n',
        };
        format!("{before}({}/{})", self.digits.write(number), self.digits.write(total))
    }
}

/// Why a text cannot be split.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unsplittable {
    /// Something that must stay whole is longer than a part.
    #[error("{} `{text}` of length {length} where a part has room for {room}; shorten it", name(*kind))]
    TooLong {
        /// What it is; none for a single visible character.
        kind: Option<EntityKind>,
        /// It, as written.
        text: String,
        /// Its length by the ruler it breaks.
        length: usize,
        /// What a part has room for by that ruler, its number taken off.
        room: usize,
    },
    /// The parts' numbers leave no room for text.
    #[error(
        "no room for text beside the part's number where at most {max} is taken; leave the number out"
    )]
    NoRoom {
        /// The limit.
        max: usize,
    },
}

fn name(kind: Option<EntityKind>) -> &'static str {
    match kind {
        Some(EntityKind::Link) => "link",
        Some(EntityKind::Mention) => "mention",
        Some(EntityKind::Hashtag) => "hashtag",
        None => "character",
    }
}

/// Splits `text` into parts that each keep all of `limits`, their numbers included.
///
/// A text that fits is one part, unchanged and without a number; so is one that fits without
/// the blanks around it, without these. Otherwise this law holds: take the number off every
/// part, and the text is these parts in order with nothing but [blanks](super::is_blank) before
/// the first, between them and after the last. No part begins or ends in a blank, and nothing
/// else is lost, added or changed.
///
/// No visible character, link, mention or hashtag is ever cut. Cuts fall at the ends of
/// paragraphs, lines and sentences as long as this costs less than one and a half parts more for
/// each cut inside a sentence that it avoids; a word is cut only where it is longer than a part.
/// Among the ways with equally many parts and equally many such cuts, the one with the better
/// places and the more evenly filled parts is taken, so the last part is not a lonely word. The
/// same input always gives the same parts, in a time that grows with the length of the text.
///
/// # Errors
/// [`Unsplittable`], where a link, mention, hashtag or single character does not fit alone.
pub fn split(
    text: &str,
    limits: &[TextLimit],
    counter: Counter,
) -> Result<Vec<String>, Unsplittable> {
    if fits(text, limits).is_ok() {
        return Ok(vec![text.to_owned()]);
    }
    let outline = Outline::of(text, limits);
    if fits(outline.core(), limits).is_ok() {
        return Ok(vec![outline.core().to_owned()]);
    }
    let mut digits = 1;
    loop {
        match numbered(&outline, limits, counter, digits)? {
            ControlFlow::Break(parts) => return Ok(parts),
            ControlFlow::Continue(more) => digits = more,
        }
    }
}

/// How often parts that came out too long are made again with less room. Lengths of words add
/// up, but a cut inside a run without blanks can make a link of what was none.
const ROUNDS: usize = 12;

/// The parts, their numbers with a total of `digits` digits; or how many digits it has really.
fn numbered(
    outline: &Outline<'_>,
    limits: &[TextLimit],
    counter: Counter,
    digits: usize,
) -> Result<ControlFlow<Vec<String>, usize>, Unsplittable> {
    let widest = "9".repeat(digits).parse().unwrap_or(usize::MAX);
    let mut spare = counter.suffix(widest, widest);
    for _ in 0..ROUNDS {
        let room = room_beside(&spare, limits)?;
        let parts = best_parts(&outline.with_pieces_up_to(&room)?, &room);
        if counter.style != CounterStyle::None && parts.len() > widest {
            return Ok(ControlFlow::Continue(parts.len().to_string().len()));
        }
        let parts = with_numbers(&parts, counter);
        match overrun(&parts, limits) {
            0 => return Ok(ControlFlow::Break(parts)),
            excess => spare.extend(std::iter::repeat_n('.', excess)),
        }
    }
    Err(no_room(limits))
}

/// What every limit leaves for text beside `spare`.
fn room_beside(spare: &str, limits: &[TextLimit]) -> Result<Vec<usize>, Unsplittable> {
    let room = |limit: &TextLimit| limit.max.saturating_sub(limit.ruler.length(spare));
    let rooms: Vec<usize> = limits.iter().map(room).collect();
    if rooms.contains(&0) { Err(no_room(limits)) } else { Ok(rooms) }
}

fn with_numbers(parts: &[&str], counter: Counter) -> Vec<String> {
    let number =
        |(index, part): (usize, &&str)| format!("{part}{}", counter.suffix(index + 1, parts.len()));
    parts.iter().enumerate().map(number).collect()
}

/// By how much the worst part breaks a limit.
fn overrun(parts: &[String], limits: &[TextLimit]) -> usize {
    let over =
        |part: &String| fits(part, limits).err().map_or(0, |over| over.length - over.limit.max);
    parts.iter().map(over).max().unwrap_or(0)
}

fn no_room(limits: &[TextLimit]) -> Unsplittable {
    Unsplittable::NoRoom { max: limits.iter().map(|limit| limit.max).min().unwrap_or(0) }
}

#[cfg(test)]
mod tests;

//! What a platform takes, as data.

use std::time::Duration;

use crate::post::{MediaKind, Shape};
use crate::text::TextLimit;

/// What one account takes; by default nothing. All limits hold at once.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Limits {
    /// The limits of one part's text.
    pub text: Vec<TextLimit>,
    /// The limits of a text that goes with media, where they are narrower (captions).
    pub caption: Option<Vec<TextLimit>>,
    /// Whether a text may be empty when there are media.
    pub text_optional: bool,
    /// How a text that is too long becomes several parts.
    pub threads: Threads,
    /// Whether people see each part without the others, so that none goes out without words.
    pub parts_alone: bool,
    /// What media it takes; empty for none.
    pub media: Vec<MediaRule>,
    /// How many media one part takes.
    pub media_count: usize,
    /// How many bytes all media of a part have together, where that is limited.
    pub media_bytes: Option<u64>,
    /// Whether all media of a part are cut to the shape of the first.
    pub cuts_to_first: bool,
    /// The longest description of a medium in characters, or none where there is no place for one.
    pub alt_text: Option<usize>,
    /// Whether there is a place for the subtitles of films.
    pub subtitles: bool,
    /// The documented rate limits.
    pub budgets: Vec<Budget>,
}

/// How a long text goes out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Threads {
    /// As a thread of at most so many parts.
    Upto(u16),
    /// Not at all: a text that is too long is refused.
    #[default]
    Never,
}

/// What the platform takes of some kinds of media; what is none has no limit.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct MediaRule {
    /// The kinds this rule is for.
    pub kinds: &'static [MediaKind],
    /// The largest file in bytes.
    pub max_bytes: u64,
    /// The largest width times height in pixels.
    pub max_pixels: Option<u64>,
    /// The largest width plus height in pixels.
    pub max_side_sum: Option<u32>,
    /// The largest width and the largest height in pixels.
    pub max_sides: Option<(u32, u32)>,
    /// The smallest width and the smallest height in pixels.
    pub min_sides: Option<(u32, u32)>,
    /// The largest ratio of the longer to the shorter side.
    pub max_ratio: Option<u32>,
    /// The shapes it may have.
    pub shape: Option<Shape>,
    /// How films, and pictures that move, have to play.
    pub film: FilmRule,
    /// How many of these one part takes; a rule of 1 also means "with no other media".
    pub max_count: usize,
    /// With what else they go in one part.
    pub company: Company,
}

/// With what else media of one rule go in one part.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Company {
    /// With any other.
    #[default]
    Any,
    /// With none but those of their own rule.
    Own,
    /// Alone, or with one picture that becomes its cover.
    OneCover,
    /// Not shown by themselves but as the cover of another, whatever that goes with.
    Cover,
}

/// How a film has to play; what is none, and an empty list, has no limit.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct FilmRule {
    /// The shortest, in milliseconds.
    pub min_millis: Option<u64>,
    /// The longest, in milliseconds.
    pub max_millis: Option<u64>,
    /// The fewest and the most pictures in a thousand seconds.
    pub frames_in_1000s: Option<(u32, u32)>,
    /// The codecs of the pictures, such as `h264`.
    pub video: &'static [&'static str],
    /// The codecs of the sound, such as `aac`.
    pub audio: &'static [&'static str],
    /// Whether its index has to come first.
    pub streams: bool,
}

impl MediaRule {
    /// A rule that only limits size and count.
    #[must_use]
    pub fn simple(kinds: &'static [MediaKind], max_bytes: u64, max_count: usize) -> Self {
        Self { kinds, max_bytes, max_count, ..Self::default() }
    }

    /// Whether media of this rule and media of `other`, another one, can be in one part.
    pub(super) fn goes_with(&self, other: &Self) -> bool {
        let covers = [self, other].iter().any(|rule| rule.company == Company::Cover);
        covers || !(self.stays_apart() || other.stays_apart())
    }

    pub(super) fn stays_apart(&self) -> bool {
        self.company == Company::Own || self.max_count == 1
    }
}

/// A documented rate limit of visible requests: at most `most` in any `per`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budget {
    /// How many.
    pub most: u32,
    /// In how long.
    pub per: Duration,
}

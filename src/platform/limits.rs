//! What a platform takes, as data.

use std::time::Duration;

use crate::post::MediaKind;
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
    /// What media it takes; empty for none.
    pub media: Vec<MediaRule>,
    /// How many media one part takes.
    pub media_count: usize,
    /// The longest description of a medium in characters, or none where there is no place for one.
    pub alt_text: Option<usize>,
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

/// What the platform takes of some kinds of media.
#[derive(Debug, Clone, PartialEq)]
pub struct MediaRule {
    /// The kinds this rule is for.
    pub kinds: &'static [MediaKind],
    /// The largest file in bytes.
    pub max_bytes: u64,
    /// The largest width times height in pixels, where there is such a limit.
    pub max_pixels: Option<u64>,
    /// The largest width plus height in pixels, where there is such a limit.
    pub max_side_sum: Option<u32>,
    /// The largest ratio of the longer to the shorter side, where there is such a limit.
    pub max_ratio: Option<u32>,
    /// How many of these one part takes; a rule of 1 also means "with no other media".
    pub max_count: usize,
}

impl MediaRule {
    /// A rule that only limits size and count.
    #[must_use]
    pub fn simple(kinds: &'static [MediaKind], max_bytes: u64, max_count: usize) -> Self {
        Self { kinds, max_bytes, max_pixels: None, max_side_sum: None, max_ratio: None, max_count }
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

//! What was made of pictures and films for platforms that do not take them as they are.

use serde::{Deserialize, Serialize};

use super::{Media, MediaKind};
use crate::blobs::Digest;

/// What a medium has to be made into, so that an account takes it. Equal for accounts that want
/// the same, so that it is made once.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Wanted {
    /// The kind.
    pub kind: MediaKind,
    /// The largest file in bytes.
    pub max_bytes: u64,
    /// The largest width in pixels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_width: Option<u32>,
    /// The largest height in pixels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_height: Option<u32>,
    /// The largest width times height in pixels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_pixels: Option<u64>,
    /// The largest width plus height in pixels.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_side_sum: Option<u32>,
    /// The shapes that are taken; others are given a margin.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shape: Option<Shape>,
    /// The smallest number of pictures in a thousand seconds of film.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_frames_in_1000s: Option<u32>,
    /// The largest number of pictures in a thousand seconds of film.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_frames_in_1000s: Option<u32>,
    /// Whether nothing but the order of a film's parts is wrong, so that the film itself is kept bit by
    /// bit.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub only_reordered: bool,
}

/// From the narrowest to the widest shape, each as width and height: `(4, 5)` to `(191, 100)`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Shape {
    /// The narrowest.
    pub narrowest: (u32, u32),
    /// The widest.
    pub widest: (u32, u32),
}

/// What was made of one medium for one want.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fitted {
    /// The medium's bytes in the store.
    pub of: Digest,
    /// What was wanted.
    pub wanted: Wanted,
    /// What was made of it, or why nothing can be.
    pub made: Result<Made, Refused>,
}

/// A medium that was made of another one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Made {
    /// The new medium; it has the name and the description of the old one.
    pub medium: Media,
    /// What was done.
    pub done: Vec<Done>,
}

/// One thing that was done to a picture or film.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Done {
    /// It has fewer pixels.
    Smaller,
    /// It is stored with less detail, in fewer bytes.
    Lighter,
    /// It is of another kind.
    Converted,
    /// It is of its kind as before, stored in another way.
    Anew,
    /// It has a margin, so that its shape is one that is taken.
    Margin,
}

/// Why a medium cannot be fitted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// The reason.
    pub why: Obstacle,
    /// What was said by the program that tried it, foreign; may be empty.
    #[serde(default)]
    pub detail: String,
}

/// What stands against fitting a medium.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Obstacle {
    /// Films are made anew by `ffmpeg`, and this machine has none.
    NoFfmpeg,
    /// It cannot be read as what its first bytes say it is.
    Damaged,
    /// It took too long, or more memory than it may have.
    TooMuch,
    /// It cannot be made small enough.
    NotSmallEnough,
    /// There is nothing here that reads this kind.
    CannotRead,
    /// The machine failed.
    Failed,
}

impl Wanted {
    /// Nothing but a kind and a size.
    #[must_use]
    pub fn simple(kind: MediaKind, max_bytes: u64) -> Self {
        Self {
            kind,
            max_bytes,
            max_width: None,
            max_height: None,
            max_pixels: None,
            max_side_sum: None,
            shape: None,
            min_frames_in_1000s: None,
            max_frames_in_1000s: None,
            only_reordered: false,
        }
    }
}

impl Done {
    /// The id of its message.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Smaller => "fitted-smaller",
            Self::Lighter => "fitted-lighter",
            Self::Converted => "fitted-converted",
            Self::Anew => "fitted-anew",
            Self::Margin => "fitted-margin",
        }
    }
}

impl Obstacle {
    /// The id of its message.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::NoFfmpeg => "fit-needs-ffmpeg",
            Self::Damaged => "fit-medium-damaged",
            Self::TooMuch => "fit-took-too-much",
            Self::NotSmallEnough => "fit-not-small-enough",
            Self::CannotRead => "fit-cannot-read",
            Self::Failed => "fit-failed",
        }
    }
}

impl Shape {
    /// All shapes of which one side is at most `ratio` times the other.
    #[must_use]
    pub fn within(ratio: u32) -> Self {
        Self { narrowest: (1, ratio), widest: (ratio, 1) }
    }

    /// Whether a picture of `width` and `height` has one of these shapes.
    #[must_use]
    pub fn has(self, width: u32, height: u32) -> bool {
        !wider(self.narrowest, (width, height)) && !wider((width, height), self.widest)
    }

    /// The smallest frame around `width` and `height` that has one of these shapes.
    #[must_use]
    pub fn frame(self, width: u32, height: u32) -> (u32, u32) {
        let side = |pixels: u32, (by, of): (u32, u32)| {
            let side = (u64::from(pixels) * u64::from(by)).div_ceil(u64::from(of.max(1)));
            u32::try_from(side).unwrap_or(u32::MAX)
        };
        let ((narrow_w, narrow_h), (wide_w, wide_h)) = (self.narrowest, self.widest);
        if wider(self.narrowest, (width, height)) {
            (side(height, (narrow_w, narrow_h)).max(width), height)
        } else if wider((width, height), self.widest) {
            (width, side(width, (wide_h, wide_w)).max(height))
        } else {
            (width, height)
        }
    }
}

/// Whether the first shape is wider than the second.
fn wider(one: (u32, u32), other: (u32, u32)) -> bool {
    u64::from(one.0) * u64::from(other.1) > u64::from(other.0) * u64::from(one.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FEED: Shape = Shape { narrowest: (4, 5), widest: (191, 100) };

    #[test]
    fn the_bounds_themselves_are_in_shape() {
        for (width, height, has) in
            [(800, 1000, true), (799, 1000, false), (1910, 1000, true), (1911, 1000, false)]
        {
            assert_eq!(FEED.has(width, height), has, "{width}x{height}");
        }
    }

    #[test]
    fn a_frame_is_in_shape_and_cuts_nothing() {
        for (width, height) in [(100, 3000), (3000, 100), (1, 1), (1080, 1080), (16_384, 1)] {
            let (wide, high) = FEED.frame(width, height);
            assert!(wide >= width && high >= height && FEED.has(wide, high), "{wide}x{high}");
        }
    }
}

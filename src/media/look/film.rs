//! How films, and pictures that move, play: told by their headers, without decoding anything.

use super::input::Input;
use super::{gif, mp4, webm};
use crate::post::{Film, MediaKind};

/// What a film's header tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Playing {
    pub(super) film: Film,
    /// Width and height as it is shown, where they are told.
    pub(super) sides: Option<(u32, u32)>,
}

/// How `input` plays; nothing where it does not, or where its header cannot be understood: that is
/// then for the platform to judge.
pub(super) fn playing(input: Input<'_>, kind: MediaKind) -> Option<Playing> {
    match kind {
        MediaKind::Mp4 | MediaKind::Mov => mp4::playing(input).ok().flatten(),
        MediaKind::Webm => webm::playing(input).ok().flatten(),
        MediaKind::Gif => gif::playing(input.file).ok().flatten(),
        _ => None,
    }
}

/// Whether `input` says that it is sound without any picture, whatever its kind promises.
pub(super) fn is_sound_alone(input: Input<'_>, kind: MediaKind) -> bool {
    let film = matches!(kind, MediaKind::Mp4 | MediaKind::Mov);
    film && mp4::is_sound_alone(input).unwrap_or(false)
}

/// How many pictures come in a thousand seconds, where `frames` of them last `millis`.
pub(super) fn in_1000s(frames: u64, millis: u64) -> Option<u32> {
    let rate = u128::from(frames) * 1_000_000 / u128::from(millis.max(1));
    u32::try_from(rate).ok().filter(|rate| *rate > 0)
}

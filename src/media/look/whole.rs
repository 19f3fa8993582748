//! Whether a file was cut off: told by how its kind ends, without decoding anything.

use std::io;
use std::os::unix::fs::FileExt as _;

use super::input::Input;
use crate::post::MediaKind;

/// How much is read at once in search of an end, in bytes.
const STEP: usize = 64 * 1024;

/// How far from the end an end marker may stand, in bytes.
const TAIL: u64 = 1024;

/// The most boxes or chunks that are stepped through; a file with more is taken for whole.
const MOST_STEPS: usize = 100_000;

/// Whether all of `input` is there, as far as its kind tells.
///
/// # Errors
/// Where the disk fails.
pub(super) fn is_whole(input: Input<'_>, kind: MediaKind) -> io::Result<bool> {
    let whole = match kind {
        MediaKind::Jpeg => jpeg(input),
        MediaKind::Png => png(input),
        MediaKind::Gif => gif(input),
        MediaKind::Webp => webp(input),
        MediaKind::Heic => boxes(input, None),
        MediaKind::Mp4 | MediaKind::Mov => boxes(input, Some(*b"moov")),
        MediaKind::Pdf => finds(input, input.bytes.saturating_sub(TAIL), b"%%EOF"),
        // Recorders leave the sizes open, so a cut does not show.
        MediaKind::Webm => Ok(true),
    };
    match whole {
        // What the headers promise does not come.
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
        other => other,
    }
}

/// Steps over the segments to the first scan, then looks for the end marker: telephones append
/// whole films behind it, so it need not be the last thing.
fn jpeg(input: Input<'_>) -> io::Result<bool> {
    let mut at = 2;
    for _ in 0..MOST_STEPS {
        let [sign, marker] = input.read(at)?;
        match (sign, marker) {
            (0xff, 0xff) => at += 1,
            (0xff, 0xda) => return finds(input, at + 2, &[0xff, 0xd9]),
            (0xff, 0xd9) => return Ok(true),
            (0xff, 0x01 | 0xd0..=0xd8) => at += 2,
            (0xff, _) => at += 2 + u64::from(u16::from_be_bytes(input.read(at + 2)?)),
            _ => return Ok(false),
        }
    }
    Ok(true)
}

fn png(input: Input<'_>) -> io::Result<bool> {
    let mut at = 8;
    for _ in 0..MOST_STEPS {
        let length = u64::from(u32::from_be_bytes(input.read(at)?));
        let name: [u8; 4] = input.read(at + 4)?;
        at += 12 + length;
        if at > input.bytes {
            return Ok(false);
        }
        if name == *b"IEND" {
            return Ok(true);
        }
    }
    Ok(true)
}

/// The last byte that is no padding is the trailer.
fn gif(input: Input<'_>) -> io::Result<bool> {
    let start = input.bytes.saturating_sub(TAIL);
    let tail = input.start_of(start..input.bytes, TAIL)?;
    Ok(tail.iter().rfind(|byte| **byte != 0) == Some(&b';'))
}

fn webp(input: Input<'_>) -> io::Result<bool> {
    Ok(u64::from(u32::from_le_bytes(input.read(4)?)) + 8 <= input.bytes)
}

/// Steps over the outermost boxes of an ISO media file; `needed` must be among them.
fn boxes(input: Input<'_>, needed: Option<[u8; 4]>) -> io::Result<bool> {
    let mut at = 0;
    let mut seen = needed.is_none();
    for _ in 0..MOST_STEPS {
        // Fewer bytes than a header can have are padding.
        if input.bytes - at < 8 {
            return Ok(seen);
        }
        let size = u64::from(u32::from_be_bytes(input.read(at)?));
        let name: [u8; 4] = input.read(at + 4)?;
        seen |= Some(name) == needed;
        let size = match size {
            0 => return Ok(seen),
            1 => u64::from_be_bytes(input.read(at + 8)?),
            size => size,
        };
        at = at.saturating_add(size);
        if size < 8 || at > input.bytes {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether `wanted` stands in `input` from `at` on.
fn finds(input: Input<'_>, mut at: u64, wanted: &[u8]) -> io::Result<bool> {
    let mut buffer = vec![0; STEP];
    while at < input.bytes {
        let read = input.file.read_at(&mut buffer, at)?;
        if buffer[..read].windows(wanted.len()).any(|window| window == wanted) {
            return Ok(true);
        }
        if read < wanted.len() {
            return Ok(false);
        }
        // Steps back a little, as what is wanted can lie across two stretches.
        at += (read - (wanted.len() - 1)) as u64;
    }
    Ok(false)
}

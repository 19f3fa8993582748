//! Whether a file was cut off: told by how its kind ends, without decoding anything.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt as _;

use crate::post::MediaKind;

/// How much is read at once in search of an end, in bytes.
const STEP: usize = 64 * 1024;

/// How far from the end an end marker may stand, in bytes.
const TAIL: u64 = 1024;

/// The most boxes or chunks that are stepped through; a file with more is taken for whole.
const MOST_STEPS: usize = 100_000;

/// Whether all of a file of `bytes` bytes is there, as far as its kind tells.
///
/// # Errors
/// Where the disk fails.
pub(super) fn is_whole(file: &File, kind: MediaKind, bytes: u64) -> io::Result<bool> {
    let whole = match kind {
        MediaKind::Jpeg => jpeg(file, bytes),
        MediaKind::Png => png(file, bytes),
        MediaKind::Gif => gif(file, bytes),
        MediaKind::Webp => webp(file, bytes),
        MediaKind::Heic => boxes(file, bytes, None),
        MediaKind::Mp4 | MediaKind::Mov => boxes(file, bytes, Some(*b"moov")),
        MediaKind::Pdf => finds(file, bytes.saturating_sub(TAIL), bytes, b"%%EOF"),
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
fn jpeg(file: &File, bytes: u64) -> io::Result<bool> {
    let mut at = 2;
    for _ in 0..MOST_STEPS {
        let [sign, marker] = read(file, at)?;
        match (sign, marker) {
            (0xff, 0xff) => at += 1,
            (0xff, 0xda) => return finds(file, at + 2, bytes, &[0xff, 0xd9]),
            (0xff, 0xd9) => return Ok(true),
            (0xff, 0x01 | 0xd0..=0xd8) => at += 2,
            (0xff, _) => at += 2 + u64::from(u16::from_be_bytes(read(file, at + 2)?)),
            _ => return Ok(false),
        }
    }
    Ok(true)
}

fn png(file: &File, bytes: u64) -> io::Result<bool> {
    let mut at = 8;
    for _ in 0..MOST_STEPS {
        let length = u64::from(u32::from_be_bytes(read(file, at)?));
        let name: [u8; 4] = read(file, at + 4)?;
        at += 12 + length;
        if at > bytes {
            return Ok(false);
        }
        if name == *b"IEND" {
            return Ok(true);
        }
    }
    Ok(true)
}

/// The last byte that is no padding is the trailer.
fn gif(file: &File, bytes: u64) -> io::Result<bool> {
    let start = bytes.saturating_sub(TAIL);
    let mut tail = vec![0; usize::try_from(bytes - start).unwrap_or(0)];
    file.read_exact_at(&mut tail, start)?;
    Ok(tail.iter().rfind(|byte| **byte != 0) == Some(&b';'))
}

fn webp(file: &File, bytes: u64) -> io::Result<bool> {
    Ok(u64::from(u32::from_le_bytes(read(file, 4)?)) + 8 <= bytes)
}

/// Steps over the outermost boxes of an ISO media file; `needed` must be among them.
fn boxes(file: &File, bytes: u64, needed: Option<[u8; 4]>) -> io::Result<bool> {
    let mut at = 0;
    let mut seen = needed.is_none();
    for _ in 0..MOST_STEPS {
        // Fewer bytes than a header can have are padding.
        if bytes - at < 8 {
            return Ok(seen);
        }
        let size = u64::from(u32::from_be_bytes(read(file, at)?));
        let name: [u8; 4] = read(file, at + 4)?;
        seen |= Some(name) == needed;
        let size = match size {
            0 => return Ok(seen),
            1 => u64::from_be_bytes(read(file, at + 8)?),
            size => size,
        };
        at = at.saturating_add(size);
        if size < 8 || at > bytes {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether `wanted` stands between `at` and `bytes`.
fn finds(file: &File, mut at: u64, bytes: u64, wanted: &[u8]) -> io::Result<bool> {
    let mut buffer = vec![0; STEP];
    while at < bytes {
        let read = file.read_at(&mut buffer, at)?;
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

fn read<const N: usize>(file: &File, at: u64) -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    file.read_exact_at(&mut bytes, at)?;
    Ok(bytes)
}

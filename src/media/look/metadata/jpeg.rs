//! JPEG: segments, scans, and what telephones append behind the end.

use std::io;
use std::os::unix::fs::FileExt as _;

use super::{Input, MOST_EXIF, MOST_STEPS, Pieces, damaged, exif};

/// How much of a scan is read at once, in bytes.
const STEP: usize = 64 * 1024;

/// How an EXIF segment begins.
const EXIF: &[u8; 6] = b"Exif\0\0";

pub(super) fn pieces(input: Input<'_>) -> io::Result<Pieces> {
    let mut pieces = Pieces::default();
    pieces.keep(0..2);
    let mut at = 2;
    let mut turned = false;
    for _ in 0..MOST_STEPS {
        let [sign, marker] = input.read(at)?;
        if sign != 0xff {
            return Err(damaged());
        }
        match marker {
            0xff => at += 1,
            0xd9 => {
                pieces.keep(at..at + 2);
                return Ok(pieces);
            }
            0x01 | 0xd0..=0xd8 => {
                pieces.keep(at..at + 2);
                at += 2;
            }
            _ => {
                let end = end_of_segment(input, at)?;
                if is_needed(input, marker, at, end)? {
                    pieces.keep(at..end);
                } else if !turned && let Some(segment) = turning(input, marker, at, end)? {
                    turned = true;
                    pieces.make(segment);
                }
                at = end;
                if marker == 0xda {
                    at = end_of_scan(input, end)?;
                    pieces.keep(end..at);
                }
            }
        }
    }
    Err(damaged())
}

/// How the picture is turned, if a segment before the first scan says so.
pub(super) fn turned(input: Input<'_>) -> io::Result<Option<u8>> {
    first(input, |marker, at, end| {
        if marker != 0xe1 {
            return Ok(None);
        }
        let held = input.start_of(at + 4..end, MOST_EXIF)?;
        Ok(held.strip_prefix(EXIF).map(exif::turned))
    })
    .map(Option::flatten)
}

/// Of how many colours the picture is made, as the header of its frame says (ITU-T T.81, B.2.2).
pub(super) fn components(input: Input<'_>) -> io::Result<Option<u8>> {
    first(input, |marker, at, _| {
        let is_frame = matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc);
        if !is_frame {
            return Ok(None);
        }
        let [components] = input.read(at + 9)?;
        Ok(Some(components))
    })
}

/// The first answer of `look` to a segment before the first scan: its marker, its start and its end.
fn first<T>(
    input: Input<'_>,
    look: impl Fn(u8, u64, u64) -> io::Result<Option<T>>,
) -> io::Result<Option<T>> {
    let mut at = 2;
    for _ in 0..MOST_STEPS {
        let [sign, marker] = input.read(at)?;
        match (sign, marker) {
            (0xff, 0xff) => at += 1,
            (0xff, 0x01 | 0xd0..=0xd8) => at += 2,
            (0xff, 0xd9 | 0xda) => return Ok(None),
            (0xff, _) => {
                let end = end_of_segment(input, at)?;
                if let Some(found) = look(marker, at, end)? {
                    return Ok(Some(found));
                }
                at = end;
            }
            _ => return Ok(None),
        }
    }
    Ok(None)
}

fn end_of_segment(input: Input<'_>, at: u64) -> io::Result<u64> {
    let length = u64::from(u16::from_be_bytes(input.read(at + 2)?));
    if length < 2 { Err(damaged()) } else { input.after(at + 2, length) }
}

/// Whether the picture is shown otherwise without the segment: everything but comments and what
/// applications add, and of that the format's own header, the colour profile, and Adobe's word
/// about the colours.
fn is_needed(input: Input<'_>, marker: u8, at: u64, end: u64) -> io::Result<bool> {
    let begins = |with: &[u8]| Ok(input.start_of(at + 4..end, MOST_EXIF)?.starts_with(with));
    match marker {
        0xe0 => begins(b"JFIF\0"),
        0xe2 => begins(b"ICC_PROFILE\0"),
        0xee => begins(b"Adobe"),
        0xe1 | 0xe3..=0xef | 0xfe => Ok(false),
        _ => Ok(true),
    }
}

/// The segment that says how the picture is turned, where this one says so among other things.
fn turning(input: Input<'_>, marker: u8, at: u64, end: u64) -> io::Result<Option<Vec<u8>>> {
    if marker != 0xe1 {
        return Ok(None);
    }
    let held = input.start_of(at + 4..end, MOST_EXIF)?;
    let Some(turned) = held.strip_prefix(EXIF).and_then(exif::turned) else { return Ok(None) };
    let block = exif::saying(turned);
    let length = u16::try_from(2 + EXIF.len() + block.len()).unwrap_or(u16::MAX);
    let mut segment = vec![0xff, 0xe1];
    segment.extend(length.to_be_bytes());
    segment.extend(EXIF);
    segment.extend(block);
    Ok(Some(segment))
}

/// Where the first marker after the scan data at `at` stands. In a scan, 0xff is followed by a
/// zero or a restart marker.
fn end_of_scan(input: Input<'_>, mut at: u64) -> io::Result<u64> {
    let mut buffer = vec![0; STEP];
    loop {
        let read = input.file.read_at(&mut buffer, at)?;
        if read < 2 {
            return Err(damaged());
        }
        let is_marker = |pair: &[u8]| pair[0] == 0xff && !matches!(pair[1], 0 | 0xd0..=0xd7 | 0xff);
        if let Some(found) = buffer[..read].windows(2).position(is_marker) {
            return Ok(at + found as u64);
        }
        at += (read - 1) as u64;
    }
}

//! PNG: chunks.

use std::io;

use super::{Input, MOST_EXIF, MOST_STEPS, Pieces, damaged, exif};

/// The chunks that may be left out by the format, and change how the picture is shown.
const NEEDED: [&[u8; 4]; 17] = [
    b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP", b"mDCV", b"cLLI", b"bKGD",
    b"hIST", b"pHYs", b"sPLT", b"acTL", b"fcTL", b"fdAT", b"sTER",
];

pub(super) fn pieces(input: Input<'_>) -> io::Result<Pieces> {
    let mut pieces = Pieces::default();
    pieces.keep(0..8);
    let mut at = 8;
    for _ in 0..MOST_STEPS {
        let length = u64::from(u32::from_be_bytes(input.read(at)?));
        let name: [u8; 4] = input.read(at + 4)?;
        let end = input.after(at, length + 12)?;
        if is_needed(&name) {
            pieces.keep(at..end);
        } else if name == *b"eXIf"
            && let Some(turned) = exif::turned(&input.start_of(at + 8..end - 4, MOST_EXIF)?)
        {
            pieces.make(chunk(b"eXIf", &exif::saying(turned)));
        }
        if name == *b"IEND" {
            return Ok(pieces);
        }
        at = end;
    }
    Err(damaged())
}

/// Chunks that the format cannot do without have a capital first.
fn is_needed(name: &[u8; 4]) -> bool {
    name[0].is_ascii_uppercase() || NEEDED.contains(&name)
}

fn chunk(name: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let mut chunk = u32::try_from(data.len()).unwrap_or(0).to_be_bytes().to_vec();
    chunk.extend(name);
    chunk.extend(data);
    let sum = checksum(&chunk[4..]);
    chunk.extend(sum.to_be_bytes());
    chunk
}

/// The CRC-32 that every chunk ends with, bit by bit: it is needed for a few bytes only.
pub(super) fn checksum(bytes: &[u8]) -> u32 {
    let bit = |sum: u32| if sum & 1 == 1 { 0xedb8_8320 ^ (sum >> 1) } else { sum >> 1 };
    let byte = |sum: u32, byte: &u8| (0..8).fold(sum ^ u32::from(*byte), |sum, _| bit(sum));
    !bytes.iter().fold(u32::MAX, byte)
}

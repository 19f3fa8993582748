//! WebP: chunks in a RIFF file, with a header that says which there are.

use std::io;

use super::{Input, MOST_EXIF, MOST_STEPS, Pieces, damaged, exif};
use crate::blobs::Piece;

/// The chunks that make up the picture.
const NEEDED: [&[u8; 4]; 6] = [b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP"];

/// The flags of the header for what is taken out.
const EXIF: u8 = 0x08;
const XMP: u8 = 0x04;

pub(super) fn pieces(input: Input<'_>) -> io::Result<Pieces> {
    let whole = 8 + u64::from(u32::from_le_bytes(input.read(4)?));
    let whole = input.after(0, whole)?;
    let (mut chunks, mut header, mut block) = (Pieces::default(), None, None);
    let mut at = 12;
    for _ in 0..MOST_STEPS {
        if at == whole {
            return Ok(assembled(input, whole, header, block, chunks));
        }
        let name: [u8; 4] = input.read(at)?;
        let length = u64::from(u32::from_le_bytes(input.read(at + 4)?));
        let end = at + 8 + length;
        // Some programs leave the padding of the last chunk out.
        let end = if end == whole { end } else { end + length % 2 };
        if end > whole {
            return Err(damaged());
        }
        match &name {
            b"VP8X" if length == 10 => header = Some(input.read::<18>(at)?),
            b"EXIF" => {
                block = block.or(turning(&input.start_of(at + 8..at + 8 + length, MOST_EXIF)?));
            }
            name if NEEDED.contains(&name) => chunks.keep(at..end),
            _ => {}
        }
        at = end;
    }
    Err(damaged())
}

/// Some programs put the mark of JPEG's EXIF segments first.
fn turning(block: &[u8]) -> Option<Vec<u8>> {
    let block = block.strip_prefix(b"Exif\0\0").unwrap_or(block);
    exif::turned(block).map(exif::saying)
}

/// The file of these chunks. One of which nothing is taken out stays as it is.
fn assembled(
    input: Input<'_>,
    whole: u64,
    header: Option<[u8; 18]>,
    block: Option<Vec<u8>>,
    chunks: Pieces,
) -> Pieces {
    let unchanged = 12 + header.map_or(0, |_| 18) + chunks.length() == input.bytes
        && header.is_none_or(|header| header[8] & (EXIF | XMP) == 0);
    if unchanged {
        return Pieces(vec![Piece::Kept(0..whole)]);
    }
    let mut start = Vec::new();
    let mut end = Vec::new();
    if let Some(mut header) = header {
        header[8] &= !(EXIF | XMP);
        if let Some(block) = block {
            header[8] |= EXIF;
            end.extend(b"EXIF");
            end.extend(u32::try_from(block.len()).unwrap_or(0).to_le_bytes());
            end.extend(block);
        }
        start.extend(header);
    }
    let length = 4 + start.len() as u64 + chunks.length() + end.len() as u64;
    let mut made = b"RIFF".to_vec();
    made.extend(u32::try_from(length).unwrap_or(u32::MAX).to_le_bytes());
    made.extend(b"WEBP");
    made.extend(start);
    let mut pieces = Pieces::default();
    pieces.make(made);
    pieces.0.extend(chunks.0);
    if !end.is_empty() {
        pieces.make(end);
    }
    pieces
}

//! GIF: how many pictures it has, and how long each is shown.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek as _};

use super::film::{Playing, in_1000s};
use crate::post::Film;

/// The most pictures that are counted.
const MOST_FRAMES: u64 = 20_000;

/// How long a picture is shown that does not say so, as browsers do it, in milliseconds.
const UNSAID: u64 = 100;

/// How the GIF in `file` plays; nothing where it has one picture only.
pub(super) fn playing(file: &File, _bytes: u64) -> io::Result<Option<Playing>> {
    let mut reader = BufReader::new(file);
    reader.rewind()?;
    let [.., flags, _, _] = read::<13>(&mut reader)?;
    skip_colours(&mut reader, flags)?;
    let (mut frames, mut millis) = (0_u64, 0_u64);
    while frames < MOST_FRAMES {
        match read(&mut reader)? {
            [0x21] => {
                let shown = extension(&mut reader)?;
                millis = millis.saturating_add(shown.unwrap_or(0));
            }
            [0x2c] => {
                let [.., flags] = read::<9>(&mut reader)?;
                skip_colours(&mut reader, flags)?;
                let [_code_size] = read(&mut reader)?;
                skip_blocks(&mut reader)?;
                frames += 1;
            }
            _ => break,
        }
    }
    if frames < 2 {
        return Ok(None);
    }
    let millis = if millis == 0 { frames * UNSAID } else { millis };
    let frames_in_1000s = in_1000s(frames, millis);
    let film = Film { millis, frames_in_1000s, streams: true, ..Film::default() };
    Ok(Some(Playing { film, sides: None }))
}

/// Steps over an extension; how long the next picture is shown, if it says so.
fn extension(reader: &mut impl Read) -> io::Result<Option<u64>> {
    let [label] = read(reader)?;
    if label != 0xf9 {
        skip_blocks(reader)?;
        return Ok(None);
    }
    let [_size, _flags, low, high, _transparent] = read(reader)?;
    skip_blocks(reader)?;
    let hundredths = u64::from(u16::from_le_bytes([low, high]));
    // Browsers take what is too short to be seen for unsaid.
    Ok(Some(if hundredths < 2 { UNSAID } else { hundredths * 10 }))
}

fn skip_colours(reader: &mut impl Read, flags: u8) -> io::Result<()> {
    if flags & 0x80 == 0 {
        return Ok(());
    }
    skip(reader, 3 << ((flags & 7) + 1))
}

fn skip_blocks(reader: &mut impl Read) -> io::Result<()> {
    loop {
        match read(reader)? {
            [0] => return Ok(()),
            [size] => skip(reader, u64::from(size))?,
        }
    }
}

fn skip(reader: &mut impl Read, bytes: u64) -> io::Result<()> {
    let skipped = io::copy(&mut reader.take(bytes), &mut io::sink())?;
    if skipped == bytes { Ok(()) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}

fn read<const N: usize>(reader: &mut impl Read) -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    reader.read_exact(&mut bytes)?;
    Ok(bytes)
}

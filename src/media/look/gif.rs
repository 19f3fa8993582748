//! GIF: its blocks, how many pictures there are among them, and how long each is shown.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek as _};
use std::ops::Range;

use super::film::{Playing, in_1000s};
use crate::post::Film;

/// The most pictures that are counted.
const MOST_FRAMES: u64 = 20_000;

/// How long a picture is shown that does not say so, as browsers do it, in milliseconds.
const UNSAID: u64 = 100;

/// What applications add that changes what is seen: how often it plays, and its colours.
const NEEDED: [&[u8; 11]; 3] = [b"NETSCAPE2.0", b"ANIMEXTS1.0", b"ICCRGBG1012"];

/// What comes next in a GIF.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Block {
    Picture,
    /// How long the next picture is shown, in milliseconds.
    Shown(u64),
    /// Something else that changes what is seen.
    Needed,
    /// A comment, or what an application adds beside the pictures.
    Note,
    End,
    /// Nothing that a GIF can have here.
    Odd,
}

/// How the GIF in `file` plays; nothing where it has one picture only.
pub(super) fn playing(file: &File) -> io::Result<Option<Playing>> {
    let mut blocks = Blocks::of(file)?;
    let (mut frames, mut millis) = (0_u64, 0_u64);
    while frames < MOST_FRAMES {
        match blocks.next()?.0 {
            Block::Picture => frames += 1,
            Block::Shown(shown) => millis = millis.saturating_add(shown),
            Block::Needed | Block::Note => {}
            Block::End | Block::Odd => break,
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

/// The blocks of a GIF, one after the other, read from its start to its end once.
#[derive(Debug)]
pub(super) struct Blocks<'f> {
    reader: BufReader<&'f File>,
    at: u64,
}

impl<'f> Blocks<'f> {
    /// The blocks behind the header of the GIF in `file`.
    pub(super) fn of(file: &'f File) -> io::Result<Self> {
        let mut reader = BufReader::new(file);
        reader.rewind()?;
        let mut blocks = Self { reader, at: 0 };
        let [.., flags, _, _] = blocks.read::<13>()?;
        blocks.skip_colours(flags)?;
        Ok(blocks)
    }

    /// The next block, and where it lies.
    pub(super) fn next(&mut self) -> io::Result<(Block, Range<u64>)> {
        let start = self.at;
        let block = match self.read()? {
            [0x21] => self.extension()?,
            [0x2c] => self.picture()?,
            [0x3b] => Block::End,
            _ => Block::Odd,
        };
        Ok((block, start..self.at))
    }

    fn picture(&mut self) -> io::Result<Block> {
        let [.., flags] = self.read::<9>()?;
        self.skip_colours(flags)?;
        let [_code_size] = self.read()?;
        self.skip_blocks()?;
        Ok(Block::Picture)
    }

    fn extension(&mut self) -> io::Result<Block> {
        let block = match self.read()? {
            [0xf9] => {
                let [_size, _flags, low, high, _transparent] = self.read()?;
                let hundredths = u64::from(u16::from_le_bytes([low, high]));
                // Browsers take what is too short to be seen for unsaid.
                Block::Shown(if hundredths < 2 { UNSAID } else { hundredths * 10 })
            }
            // Text that is drawn over the picture.
            [0x01] => Block::Needed,
            [0xff] => match self.read()? {
                [11] => {
                    let name: [u8; 11] = self.read()?;
                    if NEEDED.contains(&&name) { Block::Needed } else { Block::Note }
                }
                [0] => return Ok(Block::Note),
                [size] => {
                    self.skip(u64::from(size))?;
                    Block::Note
                }
            },
            _ => Block::Note,
        };
        self.skip_blocks()?;
        Ok(block)
    }

    fn skip_colours(&mut self, flags: u8) -> io::Result<()> {
        if flags & 0x80 == 0 {
            return Ok(());
        }
        self.skip(3 << ((flags & 7) + 1))
    }

    fn skip_blocks(&mut self) -> io::Result<()> {
        loop {
            match self.read()? {
                [0] => return Ok(()),
                [size] => self.skip(u64::from(size))?,
            }
        }
    }

    fn skip(&mut self, bytes: u64) -> io::Result<()> {
        let skipped = io::copy(&mut (&mut self.reader).take(bytes), &mut io::sink())?;
        self.at += skipped;
        if skipped == bytes { Ok(()) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
    }

    fn read<const N: usize>(&mut self) -> io::Result<[u8; N]> {
        let mut bytes = [0; N];
        self.reader.read_exact(&mut bytes)?;
        self.at += N as u64;
        Ok(bytes)
    }
}

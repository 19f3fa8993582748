//! GIF: comments, and what applications add beside the pictures.

use std::io;

use super::super::gif::{Block, Blocks};
use super::{Input, MOST_STEPS, Pieces, damaged};

pub(super) fn pieces(input: Input<'_>) -> io::Result<Pieces> {
    let mut blocks = Blocks::of(input.file)?;
    let (mut pieces, mut kept) = (Pieces::default(), 0);
    for _ in 0..MOST_STEPS {
        let (block, range) = blocks.next()?;
        match block {
            Block::Note => {
                pieces.keep(kept..range.start);
                kept = range.end;
            }
            Block::End => {
                pieces.keep(kept..range.end);
                return Ok(pieces);
            }
            // Nothing shows what comes behind it.
            Block::Odd => {
                pieces.keep(kept..range.start);
                pieces.make(b";".to_vec());
                return Ok(pieces);
            }
            Block::Picture | Block::Shown(_) | Block::Needed => {}
        }
    }
    Err(damaged())
}

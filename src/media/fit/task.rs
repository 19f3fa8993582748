//! The work of the helper process: one order from its input, one answer to its output.

use std::io::{self, Read, Write};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::{failed, film, helper, picture};
use crate::post::{Done, MediaKind, Refused, Wanted};

/// The longest order that is read, in bytes.
const MOST_ORDER: u64 = 64 * 1024;

/// What the helper is to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// The medium.
    pub source: PathBuf,
    /// Where to put what is made of it; there is nothing yet.
    pub target: PathBuf,
    /// What its bytes are.
    pub kind: MediaKind,
    /// How long it plays, in milliseconds, where that is known.
    pub millis: Option<u64>,
    /// What is wanted.
    pub wanted: Wanted,
    /// The program for films.
    pub ffmpeg: Option<PathBuf>,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer(pub Result<Vec<Done>, Refused>);

/// Reads one order from `input`, binds this process to its limits, carries the order out and writes
/// the answer to `output`.
///
/// # Errors
/// Where the order cannot be read, or the answer not be written.
pub fn serve(input: impl Read, mut output: impl Write) -> io::Result<()> {
    let order: Order = serde_json::from_reader(input.take(MOST_ORDER))?;
    let answer = helper::bind(&order).map_err(failed).and_then(|()| carry_out(&order));
    serde_json::to_writer(&mut output, &Answer(answer))?;
    output.flush()
}

/// Carries out `order` in this process.
pub(super) fn carry_out(order: &Order) -> Result<Vec<Done>, Refused> {
    if order.wanted.kind.is_video() { film::fit(order) } else { picture::fit(order) }
}

//! The work of the helper process: one order from its input, what keeps it in, and one answer to its
//! output.

use std::io::{self, Read, Write};
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::{bounds, failed, film, picture, refused};
use crate::post::{Done, MediaKind, Obstacle, Refused, Wanted};

/// The longest order that is read, in bytes.
const MOST_ORDER: u64 = 64 * 1024;

/// What the helper is to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// The medium.
    pub source: PathBuf,
    /// The file, there already, that gets what is made of it.
    pub target: PathBuf,
    /// What its bytes are.
    pub kind: MediaKind,
    /// What is wanted.
    pub wanted: Wanted,
    /// The most bits a second that the pictures of a film may take.
    pub rate: u64,
    /// The program for films.
    pub ffmpeg: Option<PathBuf>,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer(pub Result<Vec<Done>, Refused>);

/// Reads one order from `input`, binds this process to its limits and says to `output` how far the
/// kernel keeps it from everything else. A picture is made over here, and the answer written to
/// `output`; for a film this process becomes `ffmpeg`, and how that ends is the answer.
///
/// # Errors
/// Where the order cannot be read, or the answer not be written.
pub fn serve(input: impl Read, mut output: impl Write) -> io::Result<()> {
    // Before the order is read: whoever dies after this has us end, and before it gives no order.
    bounds::end_with_parent()?;
    let order: Order = serde_json::from_reader(input.take(MOST_ORDER))?;
    let fence = bounds::bind(&order);
    serde_json::to_writer(&mut output, &fence.as_ref().ok())?;
    output.flush()?;
    let answer = fence.map_err(failed).and_then(|_| {
        if order.wanted.kind.is_video() { Err(film::begin(&order)) } else { carry_out(&order) }
    });
    serde_json::to_writer(&mut output, &Answer(answer))?;
    output.flush()
}

/// Carries out `order` in this process, which no film is made in.
pub(super) fn carry_out(order: &Order) -> Result<Vec<Done>, Refused> {
    if order.wanted.kind.is_video() {
        return Err(refused(Obstacle::CannotRead, ""));
    }
    picture::fit(order)
}

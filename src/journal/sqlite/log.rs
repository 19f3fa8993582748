//! The write-ahead log after a crash: whether it merely ends early, or is damaged.
//!
//! SQLite takes the first frame whose checksum does not fit as the end of the log. That is right
//! for the group that was being written when the power went, but where a *later* group is still
//! whole, something in the middle was changed, and going on would forget what was published.
//! Source: <https://www.sqlite.org/fileformat2.html>, section 4, read 2026-11-23.

use std::io;
use std::path::Path;

const HEADER: usize = 32;
const FRAME_HEADER: usize = 24;
const MAGIC: u32 = 0x377f_0682;

/// What a log shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Log {
    /// Nothing that was once flushed is missing, as far as can be told.
    Sound,
    /// Whole groups lie behind this byte, which does not fit.
    Damaged(usize),
}

/// Looks at the log of the database at `path`.
pub(super) fn look(path: &Path) -> io::Result<Log> {
    match std::fs::read(beside(path)) {
        Ok(bytes) => Ok(judge(&bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Log::Sound),
        Err(error) => Err(error),
    }
}

/// Where the log of the database at `path` lies.
pub(super) fn beside(path: &Path) -> std::path::PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push("-wal");
    name.into()
}

fn judge(bytes: &[u8]) -> Log {
    let Some(head) = Head::read(bytes) else { return without_head(bytes) };
    let (mut sum, mut at) = (head.sum, HEADER);
    while let Some(frame) = head.frame(bytes, at) {
        if !(frame.is_of_this_round && frame.follows(head.order, sum)) {
            let behind = groups_from(&head, bytes, at + frame.length);
            let whole = behind + usize::from(frame.ends_a_group);
            return if whole > 1 { Log::Damaged(at) } else { Log::Sound };
        }
        (sum, at) = (frame.sum, at + frame.length);
    }
    Log::Sound
}

/// The head is flushed before any frame: a whole group behind a broken one is a loss.
fn without_head(bytes: &[u8]) -> Log {
    let orders = [u32::from_le_bytes, u32::from_be_bytes];
    let sizes = (9..=16).map(|power| 1_usize << power);
    let salts = bytes.get(HEADER + 8..HEADER + 16).unwrap_or_default();
    for size in sizes {
        for order in orders {
            let head = Head { order, size, salts, sum: [0; 2] };
            if groups_from(&head, bytes, HEADER) > 0 {
                return Log::Damaged(0);
            }
        }
    }
    Log::Sound
}

/// How many groups end in the unbroken run of frames that begins at `at`. The first of them is
/// taken as it is, as what came before it is damaged.
fn groups_from(head: &Head<'_>, bytes: &[u8], mut at: usize) -> usize {
    let mut groups = 0;
    let mut before = None;
    while let Some(frame) = head.frame(bytes, at) {
        let follows = before.is_none_or(|sum| frame.follows(head.order, sum));
        if !(frame.is_of_this_round && follows) {
            break;
        }
        groups += usize::from(frame.ends_a_group);
        (before, at) = (Some(frame.sum), at + frame.length);
    }
    groups
}

/// How the words of the checksum are stored.
type Order = fn([u8; 4]) -> u32;

struct Head<'a> {
    order: Order,
    size: usize,
    salts: &'a [u8],
    sum: [u32; 2],
}

struct Frame<'a> {
    checked: [&'a [u8]; 2],
    sum: [u32; 2],
    ends_a_group: bool,
    /// Frames of an earlier round of the log lie behind its end and mean nothing.
    is_of_this_round: bool,
    length: usize,
}

impl<'a> Head<'a> {
    fn read(bytes: &'a [u8]) -> Option<Self> {
        let head = bytes.get(..HEADER)?;
        let magic = word(head, 0);
        if magic & !1 != MAGIC {
            return None;
        }
        let order: Order = if magic & 1 == 0 { u32::from_le_bytes } else { u32::from_be_bytes };
        let sum = checksum(order, [0; 2], &head[..24]);
        let size = usize::try_from(word(head, 8)).ok()?;
        let stored = [word(head, 24), word(head, 28)];
        (sum == stored).then_some(Self { order, size, salts: &head[16..24], sum })
    }

    /// The frame at `at`, if the log is long enough for one.
    fn frame(&self, bytes: &'a [u8], at: usize) -> Option<Frame<'a>> {
        let length = FRAME_HEADER + self.size;
        let frame = bytes.get(at..at.checked_add(length)?)?;
        Some(Frame {
            checked: [&frame[..8], &frame[FRAME_HEADER..]],
            sum: [word(frame, 16), word(frame, 20)],
            ends_a_group: word(frame, 4) != 0,
            is_of_this_round: frame[8..16] == *self.salts,
            length,
        })
    }
}

impl Frame<'_> {
    fn follows(&self, order: Order, sum: [u32; 2]) -> bool {
        self.checked.iter().fold(sum, |sum, bytes| checksum(order, sum, bytes)) == self.sum
    }
}

/// The number at `at`; all numbers but those summed up are big-endian.
fn word(bytes: &[u8], at: usize) -> u32 {
    let mut word = [0; 4];
    word.copy_from_slice(&bytes[at..at + 4]);
    u32::from_be_bytes(word)
}

fn checksum(order: Order, sum: [u32; 2], bytes: &[u8]) -> [u32; 2] {
    let (pairs, _) = bytes.as_chunks::<8>();
    pairs.iter().fold(sum, |[a, b], &[c0, c1, c2, c3, d0, d1, d2, d3]| {
        let a = a.wrapping_add(order([c0, c1, c2, c3])).wrapping_add(b);
        [a, b.wrapping_add(order([d0, d1, d2, d3])).wrapping_add(a)]
    })
}

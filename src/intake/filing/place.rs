//! The name that a finished post gets in the folder of its month.

use std::io;
use std::path::Path;

use rustix::fs::AtFlags;
use rustix::io::Errno;

use super::super::Folder;
use super::super::notes::{RECEIPT_ENDING, beside, read_small, rename_new};
use super::{Filed, Filing};

/// How many posts of one name a month's folder takes.
const MOST_ALIKE: u32 = 10_000;

/// The name a post gets in the month's folder.
pub(super) struct Place {
    pub(super) name: String,
    /// Whether the file is still in the queue.
    pub(super) is_here: bool,
    /// Whether it was moved already.
    pub(super) is_there: bool,
    /// Whether its receipt lies there already.
    pub(super) has_receipt: bool,
}

impl Place {
    /// The first free name, or the one that an interrupted filing of the same post chose.
    pub(super) fn find(queue: &Folder, month: &Folder, filing: &Filing<'_>) -> io::Result<Self> {
        let is_here = exists(queue, filing.name)?;
        for name in names(filing.name) {
            let receipt = read_small(month.handle(), &beside(&name, RECEIPT_ENDING))?;
            let has_receipt = receipt.as_deref() == Some(filing.receipt.as_bytes());
            let is_there = exists(month, &name)?;
            let free = (receipt.is_none() || has_receipt) && !is_there;
            if free || (has_receipt && !is_here) {
                return Ok(Self { name, is_here, is_there, has_receipt });
            }
        }
        Err(io::Error::other("too many posts of this name in one month"))
    }

    /// What became of a post that got this place in the month's folder `path`.
    pub(super) fn filed(self, path: &Path) -> Filed {
        let to = path.join(self.name);
        if self.is_here || self.is_there { Filed::Moved(to) } else { Filed::Receipt(to) }
    }
}

/// Moves a file that goes with a post, to the first free name; that it is gone is success.
pub(super) fn move_companion(queue: &Folder, month: &Folder, name: &str) -> io::Result<()> {
    for new in names(name) {
        match rename_new(queue.handle(), name, month.handle(), &new) {
            Ok(()) | Err(Errno::NOENT) => return Ok(()),
            Err(Errno::EXIST) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(io::Error::other("too many files of this name in one month"))
}

/// What all names have in common that a post or its receipt can get where another one of its name
/// lies: `notice` of `notice.md` and of `Notice (2).md`. Signs may be replaced in a receipt's name.
pub(super) fn stem(name: &str) -> String {
    let plain = name.split_once(" (").map_or(name, |(plain, _)| plain);
    let stem = plain.rsplit_once('.').map_or(plain, |(stem, _)| stem);
    stem.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn exists(folder: &Folder, name: &str) -> io::Result<bool> {
    match rustix::fs::statat(folder.handle(), name, AtFlags::SYMLINK_NOFOLLOW) {
        Ok(_) => Ok(true),
        Err(Errno::NOENT) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// The names that a file can get in a month's folder, the first free one of them.
pub(super) fn names(name: &str) -> impl Iterator<Item = String> {
    (1..=MOST_ALIKE).map(move |number| numbered(name, number))
}

/// `notice.md`, `notice (2).md`, `notice (3).md` …
fn numbered(name: &str, number: u32) -> String {
    match name.rsplit_once('.') {
        _ if number == 1 => name.to_owned(),
        Some((stem, ending)) if !stem.is_empty() => format!("{stem} ({number}).{ending}"),
        _ => format!("{name} ({number})"),
    }
}

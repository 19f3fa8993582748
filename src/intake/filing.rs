//! Filing a finished post away: into the month's folder, with its receipt beside it.

use std::fs::DirBuilder;
use std::io::{
    self,
    ErrorKind::{NotADirectory, NotFound},
};
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use rustix::fs::{AtFlags, Mode};
use rustix::io::Errno;

use super::notes::{RECEIPT_ENDING, beside, read_small, remove_note, rename_new, write_whole};
use super::{After, Folder, IntakeConfig};
use crate::fault;
use crate::finding::Finding;

/// How many posts of one name a month's folder takes.
const MOST_ALIKE: u32 = 10_000;

/// A post that is to be filed away.
#[derive(Debug, Clone)]
pub struct Filing<'a> {
    /// Its path below the queue.
    pub name: &'a str,
    /// The media beside its file that no other post uses; they go with it.
    pub companions: &'a [String],
    /// Whether all its deliveries ended published.
    pub published: bool,
    /// The day on which it ended, in the configured zone; its month names the folder.
    pub day: NaiveDate,
    /// The text of the receipt. It must be the same when filing is tried again after a crash,
    /// by which its receipt is recognised.
    pub receipt: &'a str,
}

/// Where a finished post lies now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Filed {
    /// Here, with its receipt beside it.
    Moved(PathBuf),
    /// Its file was gone; only its receipt lies here.
    Receipt(PathBuf),
    /// Where it was, because files are kept in the queue.
    Kept,
}

/// Files a post away. Doing it again after a crash anywhere ends in the same place.
///
/// # Errors
/// A finding where it could not be moved; nothing is lost and it can be tried again.
pub fn file_away(config: &IntakeConfig, filing: &Filing<'_>) -> Result<Filed, Finding> {
    if config.after == After::Keep {
        return Ok(Filed::Kept);
    }
    move_away(config, filing).map_err(|error| {
        let other = error.raw_os_error() == Some(Errno::XDEV.raw_os_error());
        let id = if other { "file-other-filesystem" } else { "file-not-moved" };
        Finding::error(id)
            .with("file", filing.name)
            .with("folder", parent(config, filing).display().to_string())
            .with("problem", error.to_string())
    })
}

fn move_away(config: &IntakeConfig, filing: &Filing<'_>) -> io::Result<Filed> {
    let queue = Folder::open(&config.queue)?;
    let path = parent(config, filing).join(filing.day.format("%Y-%m").to_string());
    let month = make_folder(&path, &queue)?;
    let place = Place::find(&queue, &month, filing)?;
    fault::point("receipt.write.before")?;
    write_whole(month.handle(), &beside(&place.name, RECEIPT_ENDING), filing.receipt)?;
    if place.is_here {
        fault::point("file.move.before")?;
        for companion in filing.companions {
            move_companion(&queue, &month, companion)?;
        }
        fault::point("file.rename.before")?;
        rename_new(queue.handle(), filing.name, month.handle(), &place.name)?;
        fault::point("file.sync.before")?;
        rustix::fs::fsync(month.handle())?;
        rustix::fs::fsync(queue.handle())?;
        fault::point("file.move.after")?;
    }
    remove_note(&queue, filing.name)?;
    let path = path.join(&place.name);
    Ok(if place.is_here || place.is_there { Filed::Moved(path) } else { Filed::Receipt(path) })
}

/// The texts of the receipts of posts that were done on `since` or later, and of others of that
/// month; of all posts where there is no such day.
///
/// # Errors
/// Where a folder that is there cannot be read.
pub fn receipts_since(config: &IntakeConfig, since: Option<NaiveDate>) -> io::Result<Vec<String>> {
    let first = since.map(|day| day.format("%Y-%m").to_string()).unwrap_or_default();
    let mut texts = Vec::new();
    for done in [&config.published, &config.failed] {
        for month in paths_in(done)?.into_iter().filter(|path| named(path, |name| *name >= *first))
        {
            let receipts = paths_in(&month)?.into_iter();
            let receipts =
                receipts.filter(|path| named(path, |name| name.ends_with(RECEIPT_ENDING)));
            texts.extend(receipts.filter_map(|path| std::fs::read_to_string(path).ok()));
        }
    }
    Ok(texts)
}

/// What is in a folder; nothing where it is none.
fn paths_in(path: &Path) -> io::Result<Vec<PathBuf>> {
    match std::fs::read_dir(path) {
        Ok(entries) => Ok(entries.filter_map(|entry| Some(entry.ok()?.path())).collect()),
        Err(error) if matches!(error.kind(), NotFound | NotADirectory) => Ok(Vec::new()),
        Err(error) => Err(error),
    }
}

fn named(path: &Path, is_right: impl Fn(&str) -> bool) -> bool {
    path.file_name().is_some_and(|name| is_right(&name.to_string_lossy()))
}

/// Opens the folder `path`. Where it must be made, whoever may work in `like` may work in it.
fn make_folder(path: &Path, like: &Folder) -> io::Result<Folder> {
    if !path.is_dir() {
        DirBuilder::new().recursive(true).create(path)?;
        let mode = Mode::from_raw_mode(rustix::fs::fstat(like.handle())?.st_mode & 0o777);
        for made in [path.parent(), Some(path)].into_iter().flatten() {
            rustix::fs::fchmod(Folder::open(made)?.handle(), mode)?;
        }
    }
    Folder::open(path)
}

fn parent<'a>(config: &'a IntakeConfig, filing: &Filing<'_>) -> &'a PathBuf {
    if filing.published { &config.published } else { &config.failed }
}

/// The name a post gets in the month's folder.
struct Place {
    name: String,
    /// Whether the file is still in the queue.
    is_here: bool,
    /// Whether it was moved already.
    is_there: bool,
}

impl Place {
    /// The first free name, or the one that an interrupted filing of the same post chose.
    fn find(queue: &Folder, month: &Folder, filing: &Filing<'_>) -> io::Result<Self> {
        let is_here = exists(queue, filing.name)?;
        for number in 1..=MOST_ALIKE {
            let name = numbered(filing.name, number);
            let receipt = read_small(month.handle(), &beside(&name, RECEIPT_ENDING))?;
            let ours = receipt.as_deref() == Some(filing.receipt.as_bytes());
            let is_there = exists(month, &name)?;
            let free = (receipt.is_none() || ours) && !is_there;
            if free || (ours && !is_here) {
                return Ok(Self { name, is_here, is_there });
            }
        }
        Err(io::Error::other("too many posts of this name in one month"))
    }
}

fn move_companion(queue: &Folder, month: &Folder, name: &str) -> io::Result<()> {
    for number in 1..=MOST_ALIKE {
        match rename_new(queue.handle(), name, month.handle(), &numbered(name, number)) {
            Ok(()) | Err(Errno::NOENT) => return Ok(()),
            Err(Errno::EXIST) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Err(io::Error::other("too many files of this name in one month"))
}

fn exists(folder: &Folder, name: &str) -> io::Result<bool> {
    match rustix::fs::statat(folder.handle(), name, AtFlags::SYMLINK_NOFOLLOW) {
        Ok(_) => Ok(true),
        Err(Errno::NOENT) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// `notice.md`, `notice (2).md`, `notice (3).md` …
fn numbered(name: &str, number: u32) -> String {
    match name.rsplit_once('.') {
        _ if number == 1 => name.to_owned(),
        Some((stem, ending)) if !stem.is_empty() => format!("{stem} ({number}).{ending}"),
        _ => format!("{name} ({number})"),
    }
}

#[cfg(test)]
mod tests;

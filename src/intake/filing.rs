//! Filing finished posts away: into the month's folder, each with its receipt beside it.

use std::io::{
    self,
    ErrorKind::{NotADirectory, NotFound},
};
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use rustix::io::Errno;

use super::notes::RECEIPT_ENDING;
use super::{After, IntakeConfig};
use crate::finding::Finding;

mod amend;
mod batch;
mod place;

pub use amend::{Amendment, amend};

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

/// Files posts away, and says of each in its turn what became of it. They share flushes, so many
/// together are much cheaper than each for itself. Doing it again after a crash anywhere ends in
/// the same places.
///
/// A finding where a post could not be moved; nothing is lost and it can be tried again.
pub fn file_all(config: &IntakeConfig, filings: &[Filing<'_>]) -> Vec<Result<Filed, Finding>> {
    if config.after == After::Keep {
        return filings.iter().map(|_| Ok(Filed::Kept)).collect();
    }
    let filed = batch::file_all(config, filings).into_iter().zip(filings);
    filed.map(|(filed, filing)| filed.map_err(|error| finding(config, filing, &error))).collect()
}

fn finding(config: &IntakeConfig, filing: &Filing<'_>, error: &io::Error) -> Finding {
    let other = error.raw_os_error() == Some(Errno::XDEV.raw_os_error());
    let id = if other { "file-other-filesystem" } else { "file-not-moved" };
    Finding::error(id)
        .with("file", filing.name)
        .with("folder", parent(config, filing).display().to_string())
        .with("problem", error.to_string())
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

fn parent<'a>(config: &'a IntakeConfig, filing: &Filing<'_>) -> &'a Path {
    if filing.published { &config.published } else { &config.failed }
}

#[cfg(test)]
mod tests;

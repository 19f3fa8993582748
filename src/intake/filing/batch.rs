//! Filing many posts in one go, so that they share the flushes of the folders.

use std::collections::{BTreeMap, HashMap};
use std::fs::DirBuilder;
use std::io;
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};
use std::thread;

use rustix::fs::Mode;

use super::super::notes::{RECEIPT_ENDING, Unfinished, beside, rename_new, unlink_note};
use super::super::{Folder, IntakeConfig};
use super::place::{Place, move_companion, stem};
use super::{Filed, Filing, parent};
use crate::fault;

/// How many receipts are flushed at the same time; the filesystem does that together.
const HANDS: usize = 8;

/// A filing and its number in the batch.
type Numbered<'a> = (usize, &'a Filing<'a>);

/// A post on its way.
struct Post<'a> {
    number: usize,
    filing: &'a Filing<'a>,
    /// Where it goes. Once something failed, that, and nothing more is done.
    place: io::Result<Place>,
}

/// Files them all; what became of each, in their order.
pub(super) fn file_all(config: &IntakeConfig, filings: &[Filing<'_>]) -> Vec<io::Result<Filed>> {
    let mut filed = Vec::with_capacity(filings.len());
    for round in rounds(filings) {
        for (path, posts) in by_month(config, round) {
            filed.extend(file_month(config, &path, &posts));
        }
    }
    filed.sort_by_key(|(number, _)| *number);
    filed.into_iter().map(|(_, filed)| filed).collect()
}

/// The posts by turns: those that may want the same new name come one after the other.
fn rounds<'a>(filings: &'a [Filing<'a>]) -> Vec<Vec<Numbered<'a>>> {
    let mut alike: HashMap<String, usize> = HashMap::new();
    let mut rounds: Vec<Vec<Numbered<'a>>> = Vec::new();
    for (number, filing) in filings.iter().enumerate() {
        let turn = alike.entry(stem(filing.name)).or_default();
        match rounds.get_mut(*turn) {
            Some(round) => round.push((number, filing)),
            None => rounds.push(vec![(number, filing)]),
        }
        *turn += 1;
    }
    rounds
}

fn by_month<'a>(
    config: &IntakeConfig,
    round: Vec<Numbered<'a>>,
) -> BTreeMap<PathBuf, Vec<Numbered<'a>>> {
    let mut months: BTreeMap<PathBuf, Vec<Numbered<'a>>> = BTreeMap::new();
    for (number, filing) in round {
        let month = filing.day.format("%Y-%m").to_string();
        months.entry(parent(config, filing).join(month)).or_default().push((number, filing));
    }
    months
}

fn file_month(
    config: &IntakeConfig,
    path: &Path,
    filings: &[Numbered<'_>],
) -> Vec<(usize, io::Result<Filed>)> {
    let opened = Folder::open(&config.queue)
        .and_then(|queue| make_folder(path, &queue).map(|month| (queue, month)));
    let posts = match opened {
        Ok((queue, month)) => carry(&queue, &month, filings),
        Err(error) => {
            let post = |(number, _): &Numbered<'_>| (*number, Err(same(&error)));
            return filings.iter().map(post).collect();
        }
    };
    posts.into_iter().map(|post| (post.number, post.place.map(|it| it.filed(path)))).collect()
}

/// Never is a file moved before its receipt is durable beside the new place.
fn carry<'a>(queue: &Folder, month: &Folder, filings: &[Numbered<'a>]) -> Vec<Post<'a>> {
    let post = |(number, filing): &Numbered<'a>| {
        let place = Place::find(queue, month, filing);
        Post { number: *number, filing, place }
    };
    let mut posts: Vec<_> = filings.iter().map(post).collect();
    write_receipts(month, &mut posts);
    each(&mut posts, |filing, place| move_one(queue, month, filing, place));
    flush_moves(queue, month, &mut posts);
    posts
}

/// Does something with each post that nothing befell so far.
fn each<'a>(posts: &mut [Post<'a>], mut act: impl FnMut(&'a Filing<'a>, &Place) -> io::Result<()>) {
    for post in posts {
        if let Ok(place) = &post.place
            && let Err(error) = act(post.filing, place)
        {
            post.place = Err(error);
        }
    }
}

/// Writes the receipts under passing names, flushes them together, and gives them their names.
fn write_receipts(month: &Folder, posts: &mut [Post<'_>]) {
    let mut drafts = Vec::with_capacity(posts.len());
    each(posts, |filing, place| {
        fault::point("receipt.write.before")?;
        // One that an interrupted filing wrote lies there.
        let draft = (!place.has_receipt).then(|| Unfinished::begin(month.handle(), filing.receipt));
        drafts.push(Ok(draft.transpose()?));
        Ok(())
    });
    flush_together(&mut drafts);
    let mut drafts = drafts.into_iter();
    each(posts, |_, place| match drafts.next().transpose()?.flatten() {
        Some(draft) => draft.finish(&beside(&place.name, RECEIPT_ENDING)),
        None => Ok(()),
    });
    all_or_none(posts, || Ok(rustix::fs::fsync(month.handle())?));
}

/// Flushes receipts, some at the same time. For which no thread could be had, that is done when it
/// gets its name.
fn flush_together(drafts: &mut [io::Result<Option<Unfinished<&OwnedFd>>>]) {
    let pile = drafts.len().div_ceil(HANDS).max(1);
    thread::scope(|scope| {
        for pile in drafts.chunks_mut(pile) {
            let flush = move || pile.iter_mut().for_each(flush_one);
            let _done_later = thread::Builder::new().spawn_scoped(scope, flush);
        }
    });
}

fn flush_one(slot: &mut io::Result<Option<Unfinished<&OwnedFd>>>) {
    if let Ok(Some(draft)) = slot
        && let Err(error) = draft.flush()
    {
        // A flush that is tried again may succeed although data were lost.
        *slot = Err(error);
    }
}

/// Moves a post with all that goes with it. Not durable before both folders are flushed.
fn move_one(queue: &Folder, month: &Folder, filing: &Filing<'_>, place: &Place) -> io::Result<()> {
    if place.is_here {
        fault::point("file.move.before")?;
        for companion in filing.companions {
            move_companion(queue, month, companion)?;
        }
        fault::point("file.rename.before")?;
        rename_new(queue.handle(), filing.name, month.handle(), &place.name)?;
    }
    unlink_note(queue, filing.name).map(drop)
}

fn flush_moves(queue: &Folder, month: &Folder, posts: &mut [Post<'_>]) {
    all_or_none(posts, || {
        fault::point("file.sync.before")?;
        rustix::fs::fsync(month.handle())?;
        rustix::fs::fsync(queue.handle())?;
        fault::point("file.move.after")
    });
}

/// Does something for all posts that nothing befell so far; where it fails, it failed for each.
fn all_or_none(posts: &mut [Post<'_>], act: impl FnOnce() -> io::Result<()>) {
    if posts.iter().any(|post| post.place.is_ok())
        && let Err(error) = act()
    {
        each(posts, |_, _| Err(same(&error)));
    }
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

/// An error once more, for another post.
fn same(error: &io::Error) -> io::Error {
    match error.raw_os_error() {
        Some(code) => io::Error::from_raw_os_error(code),
        None => io::Error::new(error.kind(), error.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;

    fn filing(name: &str) -> Filing<'_> {
        let day = NaiveDate::from_ymd_opt(2026, 11, 25).unwrap();
        Filing { name, companions: &[], published: true, day, receipt: "" }
    }

    #[test]
    fn posts_that_may_want_one_name_come_one_after_the_other() {
        let names =
            ["notice.md", "Notice (2).md", "other.md", "notice.md", "notice_", "notice.txt"];
        let filings = names.map(filing);
        let numbers = |round: &Vec<Numbered<'_>>| -> Vec<usize> {
            round.iter().map(|(number, _)| *number).collect()
        };
        let rounds: Vec<_> = rounds(&filings).iter().map(numbers).collect();
        assert_eq!(rounds, [vec![0, 2], vec![1], vec![3], vec![4], vec![5]]);
    }
}

//! What was put on the web and for which parts of posts. It is on the disk before anything is put, so
//! that nothing stays there for ever because the program died.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use tokio::sync::Mutex;

use crate::blobs::Digest;
use crate::post::{Media, MediaKind};

/// What is known of one medium.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Row {
    kind: MediaKind,
    bytes: u64,
    /// The keys of the parts that still want it there.
    wanted_by: BTreeSet<String>,
    /// When it was asked for last, as a number that only grows.
    #[serde(skip)]
    asked: u64,
}

/// A medium that lies there, or may.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct There {
    pub(super) medium: Media,
    asked: u64,
}

/// The ledger. It is read at its first use.
#[derive(Debug)]
pub(super) struct Ledger {
    path: PathBuf,
    book: Mutex<Option<Book>>,
}

#[derive(Debug, Default)]
struct Book {
    rows: BTreeMap<Digest, Row>,
    asked: u64,
}

impl Ledger {
    /// The ledger in the file `path`.
    pub(super) fn at(path: PathBuf) -> Self {
        Self { path, book: Mutex::default() }
    }

    /// The part with the key `part` wants `medium` there.
    pub(super) async fn want(&self, medium: &Media, part: &str) -> io::Result<()> {
        self.change(|book| {
            book.asked += 1;
            let row = book.rows.entry(medium.digest).or_insert_with(|| Row {
                kind: medium.kind,
                bytes: medium.bytes,
                wanted_by: BTreeSet::new(),
                asked: 0,
            });
            row.asked = book.asked;
            row.wanted_by.insert(part.to_owned())
        })
        .await
    }

    /// The part with the key `part` is done with `medium`; whether nobody wants it there any more.
    pub(super) async fn leave(&self, medium: &Media, part: &str) -> io::Result<bool> {
        let mut last = false;
        self.change(|book| {
            let Some(row) = book.rows.get_mut(&medium.digest) else { return false };
            let left = row.wanted_by.remove(part);
            last = row.wanted_by.is_empty();
            left
        })
        .await?;
        Ok(last)
    }

    /// Everything that lies there, or may.
    pub(super) async fn all(&self) -> io::Result<Vec<There>> {
        let mut all = Vec::new();
        self.change(|book| {
            all.extend(book.rows.iter().map(|(digest, row)| There {
                medium: Media::of("", *digest, row.kind, row.bytes),
                asked: row.asked,
            }));
            false
        })
        .await?;
        Ok(all)
    }

    /// Whether nobody has asked for it since it was listed.
    pub(super) async fn is_as_listed(&self, there: &There) -> bool {
        let book = self.book.lock().await;
        let row = book.as_ref().and_then(|book| book.rows.get(&there.medium.digest));
        row.is_some_and(|row| row.asked == there.asked)
    }

    /// Whether it lies there, or may, though nobody wants it any more.
    pub(super) async fn is_unwanted(&self, digest: &Digest) -> bool {
        let book = self.book.lock().await;
        let row = book.as_ref().and_then(|book| book.rows.get(digest));
        row.is_some_and(|row| row.wanted_by.is_empty())
    }

    /// It does not lie there any more.
    pub(super) async fn forget(&self, digest: &Digest) -> io::Result<()> {
        self.change(|book| book.rows.remove(digest).is_some()).await
    }

    /// Does `change`, and writes the ledger where that says so; else nothing has changed.
    async fn change(&self, change: impl FnOnce(&mut Book) -> bool) -> io::Result<()> {
        let mut open = self.book.lock().await;
        if open.is_none() {
            let path = self.path.clone();
            let rows = tokio::task::spawn_blocking(move || read(&path)).await??;
            *open = Some(Book { rows, asked: 0 });
        }
        let Some(book) = open.as_mut() else { return Ok(()) };
        if !change(book) {
            return Ok(());
        }
        let (path, text) = (self.path.clone(), serde_json::to_vec(&book.rows)?);
        let written = tokio::task::spawn_blocking(move || write(&path, &text)).await?;
        if written.is_err() {
            // What is not on the disk did not happen: it is read again.
            *open = None;
        }
        written
    }
}

fn read(path: &Path) -> io::Result<BTreeMap<Digest, Row>> {
    match fs::read(path) {
        Ok(text) => Ok(serde_json::from_slice(&text)?),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(BTreeMap::new()),
        Err(error) => Err(error),
    }
}

fn write(path: &Path, text: &[u8]) -> io::Result<()> {
    let unfinished = path.with_extension("tmp");
    let mut file = fs::File::create(&unfinished)?;
    file.write_all(text)?;
    file.sync_all()?;
    fs::rename(&unfinished, path)?;
    path.parent().map_or(Ok(()), |folder| fs::File::open(folder)?.sync_all())
}

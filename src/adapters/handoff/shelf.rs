//! The folder with everything ready: the text, the media, a page to share from, and a file in which
//! the person says that it is public.

use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use unicode_segmentation::UnicodeSegmentation as _;

use super::words::Words;
use super::{receipt, share};
use crate::blobs::Blobs;
use crate::clock::Instant;
use crate::delivery::{Evidence, Receipt};
use crate::failure::{Class, Failure};
use crate::finding::Finding;
use crate::platform::Job;
use crate::post::{Media, Part};

/// What the person moves a folder to, or what we move it to, once it is public.
const DONE: &str = "done";

/// The file in which the person says so.
const POSTED: &str = "posted.txt";

/// The most of that file that is read, in bytes.
const MOST_SAID: u64 = 64 * 1024;

/// How much of a text's first line names its folder, in characters and in bytes: no file system takes
/// names of more than 255 bytes, and some take 143.
const NAME: usize = 40;
const NAME_BYTES: usize = 110;

/// How long what is put together may wait for its time.
const HIDDEN_FOR: chrono::Duration = chrono::Duration::days(7);

/// The folder of an account's ready folders.
#[derive(Debug, Clone)]
pub(super) struct Shelf {
    folder: PathBuf,
    blobs: Blobs,
}

impl Shelf {
    pub(super) fn new(folder: PathBuf, blobs: Blobs) -> Self {
        Self { folder, blobs }
    }

    /// Puts everything together where nobody sees it yet.
    ///
    /// # Errors
    /// Where the disk does not take it.
    pub(super) async fn hide(&self, job: &Job<'_>, words: &Words) -> Result<(), Failure> {
        let (shelf, name, part) = (self.clone(), name_of(job), job.part.clone());
        let words = words.clone();
        on_disk(move || shelf.hide_now(&name, &part, &words)).await
    }

    /// Lays everything ready, if it is not there.
    ///
    /// # Errors
    /// Where the disk does not take it; nothing half-done can be seen then.
    pub(super) async fn lay(&self, job: &Job<'_>, words: &Words) -> Result<(), Failure> {
        let (shelf, name, part) = (self.clone(), name_of(job), job.part.clone());
        let words = words.clone();
        on_disk(move || shelf.lay_now(&name, &part, &words)).await
    }

    /// What the person said in the folder of the part, if they did. What they said is put away.
    ///
    /// # Errors
    /// Where the folder cannot be read.
    pub(super) async fn said(
        &self,
        job: &Job<'_>,
        now: Instant,
    ) -> Result<Option<Receipt>, Failure> {
        let (shelf, name) = (self.clone(), name_of(job));
        on_disk(move || shelf.said_now(&name, now)).await
    }

    /// Moves the folder of the part to those that are done.
    ///
    /// # Errors
    /// Where it cannot be moved.
    pub(super) async fn put_away(&self, job: &Job<'_>) -> Result<(), Failure> {
        let (shelf, name) = (self.clone(), name_of(job));
        on_disk(move || shelf.put_away_now(&name)).await
    }

    /// What keeps ready folders from being written. What was put together long ago and was never
    /// handed over goes.
    pub(super) async fn trouble(&self, now: Instant) -> Option<Finding> {
        let shelf = self.clone();
        let tried = on_disk(move || {
            let folder = &shelf.folder;
            fs::create_dir_all(folder)?;
            shelf.forget_hidden(now)?;
            let trial = folder.join(".trial");
            fs::write(&trial, "")?;
            fs::remove_file(trial)
        });
        let failure = tried.await.err()?;
        let folder = self.folder.display().to_string();
        Some(
            Finding::error("handoff-folder-not-writable")
                .with("folder", folder)
                .with("detail", failure.detail),
        )
    }

    fn lay_now(&self, name: &str, part: &Part, words: &Words) -> io::Result<()> {
        let (ready, done) = (self.folder.join(name), self.folder.join(DONE).join(name));
        if ready.exists() || done.exists() {
            return Ok(());
        }
        self.hide_now(name, part, words)?;
        fs::rename(self.hidden(name), ready)
    }

    fn hidden(&self, name: &str) -> PathBuf {
        self.folder.join(format!(".{name}.ready"))
    }

    fn forget_hidden(&self, now: Instant) -> io::Result<()> {
        for entry in fs::read_dir(&self.folder)? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let hidden =
                name.starts_with('.') && (name.ends_with(".ready") || name.ends_with(".part"));
            let changed: Instant = entry.metadata()?.modified()?.into();
            if hidden && now - changed > HIDDEN_FOR {
                fs::remove_dir_all(entry.path())?;
            }
        }
        Ok(())
    }

    /// Under another name first, so that half of it is never taken for all.
    fn hide_now(&self, name: &str, part: &Part, words: &Words) -> io::Result<()> {
        let (half, whole) = (self.folder.join(format!(".{name}.part")), self.hidden(name));
        if whole.exists() {
            return Ok(());
        }
        match fs::remove_dir_all(&half) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        fs::create_dir_all(&half)?;
        fs::create_dir_all(self.folder.join(DONE))?;
        fs::write(half.join("text.txt"), &part.text)?;
        fs::write(half.join("open.html"), page(part, words))?;
        fs::write(half.join(POSTED), words.posted_file())?;
        for (index, medium) in part.media.iter().enumerate() {
            fs::copy(self.blobs.path(&medium.digest), half.join(file_name(index, medium)))?;
        }
        fs::rename(half, whole)
    }

    fn said_now(&self, name: &str, now: Instant) -> io::Result<Option<Receipt>> {
        let done = self.folder.join(DONE).join(name);
        if done.is_dir() {
            let lines = lines_in(&done.join(POSTED))?;
            return Ok(Some(said(name, &lines, now)));
        }
        let ready = self.folder.join(name);
        let lines = lines_in(&ready.join(POSTED))?;
        if lines.is_empty() {
            return Ok(None);
        }
        self.put_away_now(name)?;
        Ok(Some(said(name, &lines, now)))
    }

    fn put_away_now(&self, name: &str) -> io::Result<()> {
        match fs::rename(self.folder.join(name), self.folder.join(DONE).join(name)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }
}

async fn on_disk<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> Result<T, Failure> {
    // It may lie on another disk or a share, whose trouble is that of this account alone.
    let failed = |error: &dyn std::fmt::Display| {
        Failure::new(Class::NotSent, "handoff-folder-failed", error)
    };
    match tokio::task::spawn_blocking(work).await {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(error)) => Err(failed(&error)),
        Err(error) => Err(failed(&error)),
    }
}

fn said(name: &str, lines: &[String], now: Instant) -> Receipt {
    let url = lines.iter().find(|line| is_address(line)).cloned();
    receipt(name.to_owned(), url, now, Evidence::ReadBack)
}

/// The lines that the person wrote; those of ours begin with `#`.
fn lines_in(file: &Path) -> io::Result<Vec<String>> {
    let mut bytes = Vec::new();
    match fs::File::open(file) {
        Ok(file) => file.take(MOST_SAID).read_to_end(&mut bytes)?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let text = String::from_utf8_lossy(&bytes);
    let lines = text.trim_start_matches('\u{feff}').lines().map(str::trim);
    let theirs = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
    Ok(theirs.map(str::to_owned).collect())
}

fn is_address(line: &str) -> bool {
    crate::http::Url::parse(line).is_ok_and(|url| matches!(url.scheme(), "https" | "http"))
}

/// The folder's name: how the text begins, and enough of the key to tell it from others.
fn name_of(job: &Job<'_>) -> String {
    let line = job.part.text.lines().map(str::trim).find(|line| !line.is_empty());
    let allowed = |c: char| !c.is_control() && !r#"/\:*?"<>|."#.contains(c);
    let line: String = line.unwrap_or_default().chars().filter(|c| allowed(*c)).collect();
    let title: String = line.graphemes(true).take(NAME).collect();
    let title = cut(&title, NAME_BYTES);
    let key = job.key.get(..8).unwrap_or(job.key);
    format!("{} {key}", title.trim()).trim().to_owned()
}

fn file_name(index: usize, medium: &Media) -> String {
    let allowed = |c: char| !c.is_control() && !r#"/\:*?"<>|"#.contains(c);
    let name: String = medium.name.chars().filter(|c| allowed(*c)).collect();
    let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
    format!("{} {}.{}", index + 1, cut(stem, NAME_BYTES), medium.kind.ending())
}

/// As many whole letters of `text` as have room in so many bytes.
fn cut(text: &str, most: usize) -> &str {
    let ends = text.grapheme_indices(true).map(|(at, letter)| at + letter.len());
    let end = ends.take_while(|end| *end <= most).last().unwrap_or(0);
    &text[..end]
}

/// A page that needs nothing but a browser: the text to copy, and WhatsApp with it.
fn page(part: &Part, words: &Words) -> String {
    let (heading, text) = (escaped(&words.heading()), escaped(&part.text));
    let steps: String =
        words.steps().iter().map(|step| format!("<li>{}</li>", escaped(step))).collect();
    let link = escaped(&share::link(&part.text));
    let share = escaped(&words.share());
    let lang = words.tag();
    format!(
        "<!doctype html>\n<html lang=\"{lang}\"><meta charset=\"utf-8\">\n<title>{heading}</title>\n\
         <style>body{{font:18px sans-serif;max-width:40em;margin:2em auto;padding:0 1em}}\
         pre{{white-space:pre-wrap;font:inherit;border:1px solid;padding:1em}}</style>\n\
         <h1>{heading}</h1>\n<ol>{steps}</ol>\n<p><a href=\"{link}\">{share}</a></p>\n\
         <pre>{text}</pre>\n</html>\n"
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

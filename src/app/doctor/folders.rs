//! The posts folder: whether the program can read what is in it and file it away.

use std::path::{Path, PathBuf};

use rustix::fs::Access;

use super::{Line, Topic, found};
use crate::finding::Finding;
use crate::intake::{Folder, IntakeConfig, is_far, owner};
use crate::verdict::Reason;

/// How many links are looked for at most.
const MOST_LINKS: usize = 1000;

/// What was found of it.
#[derive(Debug, Default)]
pub(super) struct FolderFacts {
    pub(super) each: Vec<OneFolder>,
    /// The queue's entries that are links.
    pub(super) links: Vec<String>,
    /// Why nothing may be published from it.
    pub(super) objection: Option<Finding>,
}

/// One of its folders.
#[derive(Debug)]
pub(super) struct OneFolder {
    pub(super) path: String,
    pub(super) state: FolderState,
    /// Whether it is on a network, or kept in step with another machine.
    pub(super) far: bool,
}

/// How a folder is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum FolderState {
    /// It can be read and written.
    Open,
    /// It is not there and can be made.
    ToBeMade,
    /// It cannot be used or made, for this reason.
    Closed(String),
    /// It is something else.
    NoFolder,
}

/// Looks at the folders of `config`; `us` is whom the folder should belong to, if that is known.
pub(super) fn look(config: &IntakeConfig, us: Option<&owner::Owner>) -> FolderFacts {
    let each = [&config.queue, &config.published, &config.failed].map(|path| one(path)).into();
    let posts = config.queue.parent().unwrap_or(&config.queue);
    let owned = us.and_then(|us| owner::check(posts, us).ok());
    let objection = owned.and_then(|owned| owned.objection());
    FolderFacts { each, links: links(&config.queue), objection }
}

fn one(path: &Path) -> OneFolder {
    let far = Folder::open(path).is_ok_and(|folder| is_far(&folder, path));
    OneFolder { path: path.display().to_string(), state: state(path), far }
}

fn state(path: &Path) -> FolderState {
    match path.metadata() {
        Ok(found) if !found.is_dir() => FolderState::NoFolder,
        Ok(_) => usable(path).map_or_else(FolderState::Closed, |()| FolderState::Open),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let above = path.ancestors().skip(1).find(|above| above.exists());
            let above = above.map_or_else(|| PathBuf::from("."), Path::to_owned);
            usable(&above).map_or_else(FolderState::Closed, |()| FolderState::ToBeMade)
        }
        Err(error) => FolderState::Closed(error.to_string()),
    }
}

fn usable(folder: &Path) -> Result<(), String> {
    let wanted = Access::READ_OK | Access::WRITE_OK | Access::EXEC_OK;
    rustix::fs::access(folder, wanted).map_err(|error| error.to_string())
}

fn links(queue: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(queue) else { return Vec::new() };
    let entries = entries.flatten().take(MOST_LINKS);
    let links = entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_symlink()));
    links.map(|link| link.file_name().to_string_lossy().into_owned()).collect()
}

impl FolderFacts {
    pub(super) fn lines(&self) -> Vec<Line> {
        let links = self.links.first().map(|first| {
            let reason = Reason::new("doctor-links-in-queue");
            let reason = reason.with("count", self.links.len()).with("file", first.as_str());
            Line::needs_you(Topic::Folders, reason)
        });
        let objection = self.objection.iter().map(|finding| found(Topic::Folders, finding));
        let each = self.each.iter().flat_map(OneFolder::lines);
        each.chain(links).chain(objection).collect()
    }
}

impl OneFolder {
    fn lines(&self) -> Vec<Line> {
        let about = |reason: Reason| reason.with("folder", self.path.as_str());
        let line = match &self.state {
            FolderState::Open => {
                Line::good(Topic::Folders, about(Reason::new("doctor-folder-good")))
            }
            FolderState::ToBeMade => {
                Line::good(Topic::Folders, about(Reason::new("doctor-folder-to-be-made")))
            }
            FolderState::NoFolder => {
                Line::needs_you(Topic::Folders, about(Reason::new("doctor-no-folder")))
            }
            FolderState::Closed(detail) => {
                let reason = Reason::new("doctor-folder-closed").with("detail", detail.as_str());
                Line::needs_you(Topic::Folders, about(reason))
            }
        };
        let far = Line::good(Topic::Folders, about(Reason::new("doctor-folder-far")));
        [Some(line), self.far.then_some(far)].into_iter().flatten().collect()
    }
}

//! What a look at the queue found: facts, on which others decide.

use std::sync::Arc;

use crate::blobs::Digest;
use crate::finding::{Finding, Source};
use crate::journal::{Change, FileEntry};
use crate::post::{Post, PostId};

use super::Places;

/// A post that was understood, with its media in the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Understood {
    /// The post.
    pub post: Post,
    /// Its revision.
    pub revision: Digest,
    /// What is worth saying, though nothing is wrong.
    pub findings: Vec<Finding>,
    /// Its file's text, for findings that others make.
    pub source: Arc<Source>,
    /// Where in it things stand.
    pub places: Places,
    /// What is to be remembered of its files.
    pub files: Footprint,
}

/// What is to be remembered of the files of a post, so that only changes are read again.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Footprint {
    /// What is so now: the post's own file or folder, and as `POST/MEDIA` the media beside a
    /// post that is a file.
    pub entries: Vec<FileEntry>,
    /// The names of what was remembered and is not so any more.
    pub dropped: Vec<String>,
}

/// One fact about the queue. It is told again, at the next look at everything, until
/// [`super::Scanner::confirm`] says that it is on record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Seen {
    /// A post that was not there before.
    Taken(Box<Understood>),
    /// The file of a post says something else now, or can be understood again; then the
    /// revision may be the one it had.
    Changed {
        /// The post as it was taken before.
        old: PostId,
        /// What the file says now.
        new: Box<Understood>,
    },
    /// The file of a post was touched and says the same.
    Touched {
        /// The post.
        post: PostId,
        /// What it says.
        new: Box<Understood>,
    },
    /// The file of a post has another name and says the same.
    Renamed {
        /// Its old name.
        from: String,
        /// The post.
        post: PostId,
        /// What it says, under its new name.
        to: Box<Understood>,
    },
    /// A file cannot be understood. A note belongs beside it.
    Problem {
        /// Its name below the queue.
        name: String,
        /// The post that was taken from it before, if there is one.
        post: Option<PostId>,
        /// What is wrong, all of it.
        findings: Vec<Finding>,
        /// What is to be remembered of it; none where the fault is the machine's and it is
        /// tried again anyway.
        files: Option<Footprint>,
    },
    /// A post waits for files that are not there yet, and has waited long or is due soon. A
    /// note belongs beside it.
    WaitingForMedia {
        /// Its name below the queue.
        name: String,
        /// The post that was taken from it before, if there is one.
        post: Option<PostId>,
        /// The names of the missing files.
        missing: Vec<String>,
        /// The same as findings, each at its place.
        findings: Vec<Finding>,
    },
    /// The note beside this file is no longer true.
    Mended {
        /// Its name below the queue.
        name: String,
    },
    /// A file is gone, and the note beside it must go, too.
    Gone {
        /// Its name below the queue.
        name: String,
        /// The post that was taken from it, if there is one.
        post: Option<PostId>,
        /// All names under which it and its media are remembered.
        dropped: Vec<String>,
    },
    /// The files of all posts are gone at once: more likely the folder was lost (a share that
    /// is not mounted) than that people deleted every one. Nothing should go out until they
    /// are back or a person has confirmed it.
    AllGone {
        /// The names of all that were taken, with their posts.
        posts: Vec<(String, PostId)>,
    },
}

impl Footprint {
    /// The same of files that belong to `post`.
    #[must_use]
    pub fn of(&self, post: PostId) -> Self {
        let with_post = |entry: &FileEntry| FileEntry { post: Some(post), ..entry.clone() };
        let entries = self.entries.iter().map(with_post).collect();
        Self { entries, dropped: self.dropped.clone() }
    }

    /// The same as changes of the journal.
    #[must_use]
    pub fn changes(&self) -> Vec<Change> {
        let kept = self.entries.iter().cloned().map(Change::File);
        gone(&self.dropped).chain(kept).collect()
    }
}

impl Seen {
    /// The post that was understood and is to be taken, if it is about one.
    #[must_use]
    pub fn understood(&self) -> Option<&Understood> {
        match self {
            Self::Taken(new) | Self::Changed { new, .. } | Self::Touched { new, .. } => Some(new),
            _ => None,
        }
    }

    /// The same, to be changed.
    pub fn understood_mut(&mut self) -> Option<&mut Understood> {
        match self {
            Self::Taken(new) | Self::Changed { new, .. } | Self::Touched { new, .. } => Some(new),
            _ => None,
        }
    }

    /// What the journal has to remember of files for this. A post that is new here is known to
    /// the journal as `taken`.
    #[must_use]
    pub fn changes(&self, taken: Option<PostId>) -> Vec<Change> {
        match self {
            Self::Taken(new) | Self::Changed { new, .. } => {
                taken.map(|post| new.files.of(post).changes()).unwrap_or_default()
            }
            Self::Touched { post, new } => new.files.of(*post).changes(),
            Self::Renamed { post, to, .. } => {
                let mut changes = to.files.of(*post).changes();
                changes.push(Change::Rename { post: *post, name: to.post.name.clone() });
                changes
            }
            Self::Problem { files, .. } => {
                files.as_ref().map(Footprint::changes).unwrap_or_default()
            }
            Self::Gone { dropped, .. } => gone(dropped).collect(),
            Self::WaitingForMedia { .. } | Self::Mended { .. } | Self::AllGone { .. } => Vec::new(),
        }
    }
}

/// What the journal has to forget.
pub(super) fn gone(names: &[String]) -> impl Iterator<Item = Change> {
    names.iter().map(|name| Change::FileGone { name: name.clone() })
}

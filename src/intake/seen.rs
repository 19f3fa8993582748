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
    /// What is to be remembered of its files, the post's own first; media beside a post that
    /// is a file are named `POST/MEDIA`.
    pub files: Vec<FileEntry>,
    /// What is remembered and no longer true.
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
        file: Option<FileEntry>,
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

impl Understood {
    /// The entries to be remembered once the journal knows it as `post`.
    #[must_use]
    pub fn entries(&self, post: PostId) -> Vec<FileEntry> {
        let with_post = |file: &FileEntry| FileEntry { post: Some(post), ..file.clone() };
        self.files.iter().map(with_post).collect()
    }
}

impl Seen {
    /// What the journal has to remember of files for this. A post that is new here is known to
    /// the journal as `taken`.
    #[must_use]
    pub fn changes(&self, taken: Option<PostId>) -> Vec<Change> {
        match self {
            Self::Taken(new) | Self::Changed { new, .. } => {
                taken.map(|post| of_files(new, post)).unwrap_or_default()
            }
            Self::Touched { post, new } => of_files(new, *post),
            Self::Renamed { post, to, .. } => {
                let mut changes = of_files(to, *post);
                changes.push(Change::Rename { post: *post, name: to.post.name.clone() });
                changes
            }
            Self::Problem { file, .. } => file.iter().cloned().map(Change::File).collect(),
            Self::Gone { dropped, .. } => gone(dropped).collect(),
            Self::WaitingForMedia { .. } | Self::Mended { .. } | Self::AllGone { .. } => Vec::new(),
        }
    }
}

fn of_files(new: &Understood, post: PostId) -> Vec<Change> {
    gone(&new.dropped).chain(new.entries(post).into_iter().map(Change::File)).collect()
}

/// What the journal has to forget.
pub(super) fn gone(names: &[String]) -> impl Iterator<Item = Change> {
    names.iter().map(|name| Change::FileGone { name: name.clone() })
}

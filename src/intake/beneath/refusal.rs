//! Why something in a folder is not opened.

use std::io;

use rustix::fs::FileType;
use rustix::io::Errno;

use crate::finding::Finding;

/// Why something in a folder is not opened.
#[derive(Debug)]
pub enum Refusal {
    /// What was asked for is no plain name but a path, or too long for one.
    NotAName,
    /// Nothing lies there.
    Missing,
    /// It is a symbolic link.
    Link,
    /// It has so many names; the others may lie outside.
    HardLinks(u64),
    /// It is a folder, a pipe, a socket or a device.
    NotAFile(FileType),
    /// It belongs to this user, who may not put posts here.
    Owner(u32),
    /// It is too large.
    TooLarge {
        /// Its size in bytes.
        bytes: u64,
        /// The largest size allowed.
        most: u64,
    },
    /// The system refuses, or the disk fails.
    System(io::Error),
}

impl Refusal {
    /// The refusal in words about the file `name`, as an error.
    #[must_use]
    pub fn finding(&self, name: &str) -> Finding {
        match self {
            Self::NotAName => Finding::error("file-not-beside"),
            Self::Missing => Finding::error("file-missing").with("nearest", ""),
            Self::Link => Finding::error("file-is-link"),
            Self::HardLinks(links) => Finding::error("file-many-names").with("links", *links),
            Self::NotAFile(kind) => Finding::error("file-not-plain").with("kind", word(*kind)),
            Self::Owner(owner) => Finding::error("file-owner").with("owner", u64::from(*owner)),
            Self::TooLarge { bytes, most } => {
                Finding::error("file-too-large").with("bytes", *bytes).with("most", *most)
            }
            Self::System(error) => {
                Finding::error("file-unreadable").with("problem", error.to_string())
            }
        }
        .with("file", name)
    }
}

impl From<Errno> for Refusal {
    fn from(error: Errno) -> Self {
        match error {
            Errno::NOENT => Self::Missing,
            Errno::LOOP => Self::Link,
            Errno::NAMETOOLONG | Errno::XDEV => Self::NotAName,
            Errno::NXIO => Self::NotAFile(FileType::Socket),
            other => Self::System(other.into()),
        }
    }
}

impl From<io::Error> for Refusal {
    fn from(error: io::Error) -> Self {
        Self::System(error)
    }
}

impl From<Refusal> for io::Error {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::System(error) => error,
            other => Self::other(format!("{other:?}")),
        }
    }
}

/// The word by which the catalogues choose what to say.
fn word(kind: FileType) -> &'static str {
    match kind {
        FileType::Directory => "folder",
        FileType::Fifo => "pipe",
        FileType::Socket => "socket",
        FileType::CharacterDevice | FileType::BlockDevice => "device",
        _ => "other",
    }
}

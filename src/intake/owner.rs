//! The marker that says which state the posts folder belongs to: two hosts that keep one folder
//! in step must not both publish it.

use std::io;
use std::path::Path;

use super::Folder;
use super::notes::{read_small, write_new, write_whole};
use crate::fault;
use crate::finding::Finding;

/// The name of the marker in the posts folder.
const MARKER: &str = ".dakiya-owner";

/// Who publishes what lies in a posts folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owner {
    /// The identity of the state, made once and kept in the journal.
    pub state: String,
    /// The identity of the machine.
    pub machine: String,
}

/// Whose a posts folder is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ownership {
    /// This state's on this machine.
    Ours,
    /// Somebody else's, or that of a copy of this state on another machine.
    Stranger(Owner),
    /// A marker lies there that cannot be read.
    Unreadable,
    /// Nobody's yet.
    Free,
}

/// Whose the folder `posts` is.
///
/// # Errors
/// Where the folder cannot be read.
pub fn check(posts: &Path, us: &Owner) -> io::Result<Ownership> {
    let folder = Folder::open(posts)?;
    let Some(bytes) = read_small(folder.handle(), MARKER)? else { return Ok(Ownership::Free) };
    Ok(match Owner::read(&bytes) {
        Some(owner) if owner == *us => Ownership::Ours,
        Some(owner) => Ownership::Stranger(owner),
        None => Ownership::Unreadable,
    })
}

/// Claims the folder `posts`, if it is nobody's, and tells whose it is then: of two that claim
/// it at once, one finds a stranger.
///
/// # Errors
/// Where the folder cannot be read or written.
pub fn claim(posts: &Path, us: &Owner) -> io::Result<Ownership> {
    if check(posts, us)? == Ownership::Free {
        fault::point("owner.claim.before")?;
        write_new(Folder::open(posts)?.handle(), MARKER, &us.marker())?;
    }
    check(posts, us)
}

/// Takes the folder `posts` over, whosever it was. Only a person may decide that.
///
/// # Errors
/// Where the folder cannot be written.
pub fn take_over(posts: &Path, us: &Owner) -> io::Result<()> {
    write_whole(Folder::open(posts)?.handle(), MARKER, &us.marker())
}

impl Owner {
    fn read(bytes: &[u8]) -> Option<Self> {
        let table: toml::Table = std::str::from_utf8(bytes).ok()?.parse().ok()?;
        let text = |key: &str| Some(table.get(key)?.as_str()?.to_owned());
        Some(Self { state: text("state")?, machine: text("machine")? })
    }

    fn marker(&self) -> String {
        let mut table = toml::Table::new();
        table.insert("state".into(), self.state.as_str().into());
        table.insert("machine".into(), self.machine.as_str().into());
        format!(
            "# The posts in this folder are published by one dakiya alone, this one.\n\
             # To publish them from another machine: stop this one for good, remove this file, and\n\
             # start there.\n{table}"
        )
    }
}

impl Ownership {
    /// Why nothing may be published from the folder, where that is so.
    #[must_use]
    pub fn objection(&self) -> Option<Finding> {
        match self {
            Self::Ours | Self::Free => None,
            Self::Stranger(owner) => Some(
                Finding::error("owner-stranger")
                    .with("state", owner.state.as_str())
                    .with("machine", owner.machine.as_str()),
            ),
            Self::Unreadable => Some(Finding::error("owner-unreadable").with("file", MARKER)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn owner(state: &str, machine: &str) -> Owner {
        Owner { state: state.into(), machine: machine.into() }
    }

    #[test]
    fn the_first_to_claim_a_folder_has_it() {
        let dir = tempfile::tempdir().unwrap();
        let (a, b) = (owner("a", "one"), owner("b", "two"));
        assert_eq!(check(dir.path(), &a).unwrap(), Ownership::Free);
        assert_eq!(claim(dir.path(), &a).unwrap(), Ownership::Ours);
        assert_eq!(claim(dir.path(), &b).unwrap(), Ownership::Stranger(a.clone()));
        assert_eq!(claim(dir.path(), &a).unwrap(), Ownership::Ours);
    }

    #[test]
    fn a_copy_of_the_state_on_another_machine_is_a_stranger() {
        let dir = tempfile::tempdir().unwrap();
        claim(dir.path(), &owner("a", "one")).unwrap();
        let copy = check(dir.path(), &owner("a", "two")).unwrap();
        assert_eq!(copy.objection().unwrap().id, "owner-stranger");
    }

    #[test]
    fn a_marker_that_cannot_be_read_is_not_taken_for_none() {
        let dir = tempfile::tempdir().unwrap();
        for text in ["", "state = 5", "state = \"a\"", "\u{0}"] {
            fs::write(dir.path().join(MARKER), text).unwrap();
            let ownership = claim(dir.path(), &owner("a", "one")).unwrap();
            assert_eq!(ownership, Ownership::Unreadable, "{text:?}");
        }
    }

    #[test]
    fn a_person_can_hand_a_folder_over() {
        let dir = tempfile::tempdir().unwrap();
        claim(dir.path(), &owner("a", "one")).unwrap();
        let us = owner("b \"quoted\"\n", "two");
        take_over(dir.path(), &us).unwrap();
        assert_eq!(check(dir.path(), &us).unwrap(), Ownership::Ours);
    }
}

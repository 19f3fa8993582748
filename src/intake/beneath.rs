//! Opening files safely below a folder: never through a link, never outside, never a thing
//! that is no plain file.

use std::ffi::CStr;
use std::fs::File;
use std::io;
use std::mem::MaybeUninit;
use std::os::fd::OwnedFd;
use std::path::Path;
use std::sync::Arc;

use rustix::fs::{AtFlags, CWD, FileType, Mode, OFlags, RawDir, ResolveFlags, Stat};
use rustix::io::Errno;

mod refusal;

pub use refusal::Refusal;

/// How much of a folder's listing is read at once, in bytes.
const LISTING: usize = 64 * 1024;

/// What tells that a file has not changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Stamp {
    /// Its size in bytes; of a folder, that of all its files.
    pub size: u64,
    /// When its content or its rights were last changed, in nanoseconds since 1970; of a
    /// folder, the youngest of it and its files. Copying with times kept does not fool it.
    pub changed: i64,
    /// Its inode.
    pub inode: u64,
}

/// What lies under a name, told without opening it.
#[derive(Debug, Clone, Copy)]
pub struct Found {
    /// What it is.
    pub kind: FileType,
    /// Whether it changed.
    pub stamp: Stamp,
    links: u64,
    owner: u32,
}

/// A folder held open: whatever becomes of its path, names are looked up in this very folder.
#[derive(Debug)]
pub struct Folder {
    handle: OwnedFd,
    owners: Option<Arc<[u32]>>,
}

impl Folder {
    /// Opens the folder `path`, which the configuration names; here links are followed.
    ///
    /// # Errors
    /// Where there is no such folder, or it may not be read.
    pub fn open(path: &Path) -> io::Result<Self> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let handle = rustix::fs::openat(CWD, path, flags, Mode::empty())?;
        Ok(Self { handle, owners: None })
    }

    /// The same folder, in which only files of these user numbers are opened.
    #[must_use]
    pub fn allowing(mut self, owners: Option<Arc<[u32]>>) -> Self {
        self.owners = owners;
        self
    }

    /// The handle, for calls that work relative to it.
    #[must_use]
    pub fn handle(&self) -> &OwnedFd {
        &self.handle
    }

    /// What lies under `name`, without opening it.
    ///
    /// # Errors
    /// Where `name` is no plain name, nothing lies there, or the disk fails.
    pub fn look(&self, name: &str) -> Result<Found, Refusal> {
        check_name(name)?;
        Ok(rustix::fs::statat(&self.handle, name, AtFlags::SYMLINK_NOFOLLOW)?.into())
    }

    /// Like [`Folder::look`], for a name as [`Folder::each`] gives it.
    ///
    /// # Errors
    /// Where nothing lies there any more, or the disk fails.
    pub fn look_raw(&self, name: &CStr) -> Result<Found, Refusal> {
        Ok(rustix::fs::statat(&self.handle, name, AtFlags::SYMLINK_NOFOLLOW)?.into())
    }

    /// What the folder itself is.
    ///
    /// # Errors
    /// Where the disk fails.
    pub fn itself(&self) -> Result<Found, Refusal> {
        Ok(rustix::fs::fstat(&self.handle)?.into())
    }

    /// Opens the file `name` for reading, if it is a plain file of at most `most` bytes with
    /// one name only and an allowed owner.
    ///
    /// # Errors
    /// A [`Refusal`] that says what is wrong with it.
    pub fn file(&self, name: &str, most: u64) -> Result<(File, Stamp), Refusal> {
        // Looked at before it is opened, because opening a device can already do something;
        // and again after, because it can have been exchanged in between.
        self.look(name)?.check_file(most, self.owners.as_deref())?;
        let handle = self.open_beneath(name, OFlags::NONBLOCK | OFlags::NOCTTY)?;
        let found = Found::from(rustix::fs::fstat(&handle)?);
        found.check_file(most, self.owners.as_deref())?;
        Ok((File::from(handle), found.stamp))
    }

    /// Opens the folder `name`.
    ///
    /// # Errors
    /// A [`Refusal`] that says what is wrong with it.
    pub fn folder(&self, name: &str) -> Result<Self, Refusal> {
        match self.look(name)?.kind {
            FileType::Directory => {}
            FileType::Symlink => return Err(Refusal::Link),
            other => return Err(Refusal::NotAFile(other)),
        }
        let handle = self.open_beneath(name, OFlags::DIRECTORY)?;
        let owner = Found::from(rustix::fs::fstat(&handle)?).owner;
        check_owner(owner, self.owners.as_deref())?;
        Ok(Self { handle, owners: self.owners.clone() })
    }

    /// Shows every name in the folder, with its kind where the filesystem tells it.
    ///
    /// # Errors
    /// Where the disk fails; what was shown before is then only a part.
    pub fn each(&self, mut show: impl FnMut(&CStr, FileType)) -> io::Result<()> {
        // A handle of its own, so that every listing begins at the start.
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        let listing = rustix::fs::openat(&self.handle, c".", flags, Mode::empty())?;
        let mut buffer = vec![MaybeUninit::uninit(); LISTING];
        let mut entries = RawDir::new(listing, &mut buffer);
        while let Some(entry) = entries.next() {
            let entry = entry?;
            if !matches!(entry.file_name().to_bytes(), b"." | b"..") {
                show(entry.file_name(), entry.file_type());
            }
        }
        Ok(())
    }

    fn open_beneath(&self, name: &str, flags: OFlags) -> Result<OwnedFd, Refusal> {
        let flags = flags | OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NOFOLLOW;
        match self.open_resolved(name, flags) {
            // Old kernels do not know the call, some sandboxes forbid it.
            Err(Errno::NOSYS | Errno::PERM | Errno::INVAL) => Ok(self.open_plainly(name, flags)?),
            opened => Ok(opened?),
        }
    }

    fn open_resolved(&self, name: &str, flags: OFlags) -> Result<OwnedFd, Errno> {
        let resolve =
            ResolveFlags::BENEATH | ResolveFlags::NO_SYMLINKS | ResolveFlags::NO_MAGICLINKS;
        rustix::fs::openat2(&self.handle, name, flags, Mode::empty(), resolve)
    }

    /// As safe, because `name` is a single component and a link there is not followed.
    fn open_plainly(&self, name: &str, flags: OFlags) -> Result<OwnedFd, Errno> {
        rustix::fs::openat(&self.handle, name, flags, Mode::empty())
    }
}

impl Found {
    /// Whether it is a plain file.
    ///
    /// # Errors
    /// A [`Refusal`] that says what it is.
    pub fn check_kind(&self) -> Result<(), Refusal> {
        match self.kind {
            FileType::RegularFile => Ok(()),
            FileType::Symlink => Err(Refusal::Link),
            other => Err(Refusal::NotAFile(other)),
        }
    }

    fn check_file(&self, most: u64, owners: Option<&[u32]>) -> Result<(), Refusal> {
        self.check_kind()?;
        if self.links > 1 {
            return Err(Refusal::HardLinks(self.links));
        }
        check_owner(self.owner, owners)?;
        if self.stamp.size > most {
            return Err(Refusal::TooLarge { bytes: self.stamp.size, most });
        }
        Ok(())
    }
}

impl From<Stat> for Found {
    #[allow(clippy::useless_conversion, reason = "counts of links are narrower on other machines")]
    fn from(stat: Stat) -> Self {
        let nanos = |seconds: i64, nanos: u64| {
            let nanos = i64::try_from(nanos).unwrap_or(0);
            seconds.saturating_mul(1_000_000_000).saturating_add(nanos)
        };
        let modified = nanos(stat.st_mtime, stat.st_mtime_nsec);
        let changed = nanos(stat.st_ctime, stat.st_ctime_nsec);
        let stamp = Stamp {
            size: u64::try_from(stat.st_size).unwrap_or(0),
            changed: modified.max(changed),
            inode: stat.st_ino,
        };
        let kind = FileType::from_raw_mode(stat.st_mode);
        Self { kind, stamp, links: u64::from(stat.st_nlink), owner: stat.st_uid }
    }
}

/// A plain name: one component, neither empty nor leading elsewhere.
fn check_name(name: &str) -> Result<(), Refusal> {
    let elsewhere = name.contains(['/', '\0']) || matches!(name, "" | "." | "..");
    if elsewhere || name.len() > 255 { Err(Refusal::NotAName) } else { Ok(()) }
}

fn check_owner(owner: u32, allowed: Option<&[u32]>) -> Result<(), Refusal> {
    match allowed {
        Some(allowed) if !allowed.contains(&owner) => Err(Refusal::Owner(owner)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests;

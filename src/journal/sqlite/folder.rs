//! The state folder: where it may lie, who may look in, and that only one daemon works on it.

use std::fs::{DirBuilder, File, OpenOptions, Permissions};
use std::io;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rustix::fs::{FlockOperation, flock};
use rustix::io::Errno;

use crate::fault;
use crate::journal::{DiskFault, JournalError, Result};

/// The name of the file by which a daemon is woken.
pub(super) const WAKE: &str = "wake";

const PRIVATE_FOLDER: u32 = 0o700;
const PRIVATE_FILE: u32 = 0o600;

/// The filesystems on which locks or memory maps do not hold what SQLite needs of them, by the
/// magic number that statfs(2) gives (statfs(2) of man-pages 6.03, linux/magic.h of Linux 6.1).
const UNSAFE: [(u32, &str); 16] = [
    (0x6969, "NFS"),
    (0x517b, "SMB"),
    (0xfe53_4d42, "SMB"),
    (0xff53_4d42, "CIFS"),
    (0x6573_5546, "FUSE"),
    (0x0102_1997, "9p"),
    (0x00c3_6400, "Ceph"),
    (0x5346_414f, "AFS"),
    (0x6b41_4653, "AFS"),
    (0x7375_7245, "Coda"),
    (0x564c, "NCP"),
    (0x0bd0_0bd0, "Lustre"),
    (0x7461_636f, "OCFS2"),
    (0x0116_1970, "GFS2"),
    (0x786f_4256, "VirtualBox shared folders"),
    (0xbacb_acbc, "VMware shared folders"),
];

/// Makes the folder, closes it to everybody else, and refuses filesystems on which it is unsafe.
pub(super) fn prepare(folder: &Path) -> Result<()> {
    let failed = |error| disk("make the folder", folder, &error);
    DirBuilder::new().recursive(true).mode(PRIVATE_FOLDER).create(folder).map_err(failed)?;
    refuse_unsafe(folder)?;
    let mode = folder.metadata().map_err(failed)?.permissions().mode();
    if mode & 0o077 != 0 {
        let private = Permissions::from_mode(PRIVATE_FOLDER);
        std::fs::set_permissions(folder, private).map_err(failed)?;
    }
    Ok(())
}

/// Makes the file that other processes touch after they left something to do, so that it alone
/// can be watched: every write to the log would wake whoever watches the folder.
pub(super) fn make_wake(folder: &Path) -> Result<()> {
    let path = folder.join(WAKE);
    let made = private().write(true).create(true).truncate(false).open(&path);
    made.map(drop).map_err(|error| disk("make", &path, &error))
}

pub(super) fn refuse_unsafe(folder: &Path) -> Result<()> {
    match unsafe_kind(magic(folder)?) {
        Some(kind) => Err(JournalError::Network { path: folder.into(), kind: kind.into() }),
        None => Ok(()),
    }
}

#[cfg(target_os = "linux")]
fn magic(folder: &Path) -> Result<u32> {
    let found = rustix::fs::statfs(folder);
    let found = found.map_err(|error| disk("look at the disk of", folder, &error.into()))?;
    // The kernel's numbers have 32 bits; the field is wider on some machines.
    Ok(u32::try_from(found.f_type & 0xffff_ffff).unwrap_or(0))
}

#[cfg(not(target_os = "linux"))]
fn magic(_folder: &Path) -> Result<u32> {
    Ok(0)
}

fn unsafe_kind(magic: u32) -> Option<&'static str> {
    UNSAFE.iter().find(|(known, _)| *known == magic).map(|(_, kind)| *kind)
}

/// How long and how often a starting daemon waits for processes that only look.
const LOOK: Duration = Duration::from_millis(20);
const MOST_LOOKS: u32 = 250;

/// Held by the one daemon of a state folder; the kernel takes it back when the process ends.
#[derive(Debug)]
pub(super) struct Lock(File);

impl Lock {
    /// Takes the lock, or says at once that another daemon has it. A process that only looks has
    /// it for a moment, which is waited for.
    pub(super) fn take(folder: &Path) -> Result<Self> {
        Self::take_patiently(folder, pause)
    }

    fn take_patiently(folder: &Path, mut pause: impl FnMut()) -> Result<Self> {
        for _ in 0..MOST_LOOKS {
            match Self::take_as(folder, FlockOperation::NonBlockingLockExclusive) {
                Err(JournalError::Locked(_)) => drop(Self::share(folder)?),
                taken => return taken,
            }
            pause();
        }
        Err(JournalError::Locked(folder.into()))
    }

    /// Takes part in the lock while no daemon has it.
    pub(super) fn share(folder: &Path) -> Result<Self> {
        Self::take_as(folder, FlockOperation::NonBlockingLockShared)
    }

    fn take_as(folder: &Path, operation: FlockOperation) -> Result<Self> {
        let path = folder.join("lock");
        let file = private().write(true).create(true).truncate(false).open(&path);
        let file = file.map_err(|error| disk("open", &path, &error))?;
        match flock(&file, operation) {
            Ok(()) => Ok(Self(file)),
            Err(Errno::WOULDBLOCK) => Err(JournalError::Locked(folder.into())),
            Err(error) => Err(disk("lock", &path, &error.into())),
        }
    }
}

#[expect(
    clippy::disallowed_methods,
    reason = "nothing tells of a lock that is given back, and it happens before there is a clock"
)]
fn pause() {
    std::thread::sleep(LOOK);
}

impl Drop for Lock {
    /// Gives the lock back at once, also where a child process that is just being started still
    /// holds a copy of the descriptor.
    fn drop(&mut self) {
        let _ = flock(&self.0, FlockOperation::Unlock);
    }
}

/// How to open a file that nobody else may read.
pub(super) fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.mode(PRIVATE_FILE);
    options
}

/// Makes a new private file with `content`, durable under its name before this returns.
pub(super) fn write_durably(path: &Path, content: &[u8]) -> io::Result<()> {
    let draft = draft_of(path);
    let mut file = private().write(true).create(true).truncate(true).open(&draft)?;
    io::Write::write_all(&mut file, content)?;
    fault::point("state.file.sync.before")?;
    put_in_place(&draft, path)
}

/// The name under which a file is written before it is whole.
pub(super) fn draft_of(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".tmp");
    path.with_file_name(name)
}

/// Gives a whole draft its name, durably.
pub(super) fn put_in_place(draft: &Path, path: &Path) -> io::Result<()> {
    File::open(draft)?.sync_all()?;
    std::fs::rename(draft, path)?;
    sync_folder(path.parent().unwrap_or(Path::new(".")))
}

/// Makes the names in a folder durable.
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    File::open(folder)?.sync_all()
}

/// A disk error that says what was tried on which file.
pub(super) fn disk(what: &str, path: &Path, error: &io::Error) -> JournalError {
    let detail = format!("cannot {what} {}: {error}", path.display());
    JournalError::Disk(DiskFault { detail, ..DiskFault::of(error) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn network_filesystems_are_refused_and_local_ones_are_not() {
        let [ext4, tmpfs, overlay, xfs, btrfs] =
            [0xef53, 0x0102_1994, 0x794c_7630, 0x5846_5342, 0x9123_683e];
        for magic in [ext4, tmpfs, overlay, xfs, btrfs] {
            assert_eq!(unsafe_kind(magic), None);
        }
        assert_eq!(unsafe_kind(0x6969), Some("NFS"));
        assert_eq!(unsafe_kind(0x6573_5546), Some("FUSE"));
    }

    #[test]
    fn this_machines_temporary_folder_is_local() {
        let folder = tempfile::tempdir().unwrap();
        assert_ne!(magic(folder.path()).unwrap(), 0);
        refuse_unsafe(folder.path()).unwrap();
    }

    #[test]
    fn an_open_folder_is_closed_to_others() {
        let outer = tempfile::tempdir().unwrap();
        let folder = outer.path().join("state/dakiya");
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::set_permissions(&folder, Permissions::from_mode(0o755)).unwrap();
        prepare(&folder).unwrap();
        assert_eq!(folder.metadata().unwrap().permissions().mode() & 0o777, 0o700);
    }

    #[test]
    fn a_process_that_only_looks_does_not_turn_a_starting_daemon_away() {
        let folder = tempfile::tempdir().unwrap();
        let mut looking = Some(Lock::share(folder.path()).unwrap());
        let taken = Lock::take_patiently(folder.path(), || drop(looking.take()));
        assert!(taken.is_ok(), "{taken:?}");
        assert!(looking.is_none());
    }

    #[test]
    fn another_daemon_is_not_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let _daemon = Lock::take(folder.path()).unwrap();
        let refused = Lock::take_patiently(folder.path(), || panic!("it waits"));
        assert!(matches!(refused, Err(JournalError::Locked(_))), "{refused:?}");
    }

    #[test]
    fn looks_that_never_end_are_not_waited_for_for_ever() {
        let folder = tempfile::tempdir().unwrap();
        let _looking = Lock::share(folder.path()).unwrap();
        let mut pauses = 0;
        let refused = Lock::take_patiently(folder.path(), || pauses += 1);
        assert!(matches!(refused, Err(JournalError::Locked(_))), "{refused:?}");
        assert_eq!(pauses, MOST_LOOKS);
    }
}

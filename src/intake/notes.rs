//! What the program writes beside posts, for people: notes about problems, and receipts.

use std::fs::File;
use std::io::{self, Read as _, Write as _};
use std::os::fd::AsFd;
use std::path::Path;

use rustix::fs::{AtFlags, Mode, OFlags};
use rustix::io::Errno;
use uuid::Uuid;

use super::Folder;
use crate::blobs::Digest;
use crate::fault;
use crate::text::acts;

/// How the name of a note ends that stands beside a post which could not be understood.
pub(super) const PROBLEM_ENDING: &str = ".problem.txt";

/// How the name of a receipt ends that stands beside a finished post.
pub(super) const RECEIPT_ENDING: &str = ".receipt.toml";

/// The longest name that filesystems take, in bytes.
const LONGEST: usize = 255;

/// Writes the note `text` beside the post `name`, whole or not at all; one that says the same
/// already is left alone.
///
/// # Errors
/// Where the disk fails or the folder may not be written.
pub fn write_note(queue: &Folder, name: &str, text: &str) -> io::Result<()> {
    fault::point("note.write.before")?;
    write_whole(queue.handle(), &beside(name, PROBLEM_ENDING), text)
}

/// Removes the note beside the post `name`; that there is none is success.
///
/// # Errors
/// Where the disk fails or the folder may not be written.
pub fn remove_note(queue: &Folder, name: &str) -> io::Result<()> {
    match unlink_note(queue, name)? {
        true => Ok(rustix::fs::fsync(queue.handle())?),
        false => Ok(()),
    }
}

/// The same, durable only once the folder is flushed; tells whether there was one.
pub(super) fn unlink_note(queue: &Folder, name: &str) -> io::Result<bool> {
    fault::point("note.remove.before")?;
    match rustix::fs::unlinkat(queue.handle(), beside(name, PROBLEM_ENDING), AtFlags::empty()) {
        Ok(()) => Ok(true),
        Err(Errno::NOENT) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// The name of what stands beside `name`: readable, with nothing in it that acts, and short
/// enough for any filesystem.
pub(super) fn beside(name: &str, ending: &str) -> String {
    let mut plain: String = name.chars().map(|c| if acts(c) { '_' } else { c }).collect();
    if plain.len() + ending.len() > LONGEST {
        let digest = Digest::of(name.as_bytes()).to_string();
        let room = LONGEST - ending.len() - 9;
        plain.truncate(plain.floor_char_boundary(room));
        plain = format!("{plain}~{}", &digest[..8]);
    }
    plain + ending
}

/// Writes `text` as the file `name` of a folder, so that a reader sees the old or the new file
/// and never a part. Durable when it returns.
pub(super) fn write_whole(folder: impl AsFd, name: &str, text: &str) -> io::Result<()> {
    if read_small(&folder, name)?.as_deref() == Some(text.as_bytes()) {
        return Ok(());
    }
    Unfinished::begin(&folder, text)?.finish(name)?;
    Ok(rustix::fs::fsync(&folder)?)
}

/// The same, but only where nothing of that name exists; tells whether it was written.
pub(super) fn write_new(folder: impl AsFd, name: &str, text: &str) -> io::Result<bool> {
    let mut unfinished = Unfinished::begin(&folder, text)?;
    unfinished.flush()?;
    match rename_new(&folder, &unfinished.name, &folder, name) {
        Ok(()) => rustix::fs::fsync(&folder).map(|()| true).map_err(Into::into),
        Err(Errno::EXIST) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// Renames without ever replacing what has the new name.
pub(super) fn rename_new(
    from_folder: impl AsFd,
    from: &str,
    to_folder: impl AsFd,
    to: &str,
) -> Result<(), Errno> {
    let flags = rustix::fs::RenameFlags::NOREPLACE;
    match rustix::fs::renameat_with(&from_folder, from, &to_folder, to, flags) {
        // Some network filesystems cannot promise it; then looking first must do.
        Err(Errno::INVAL | Errno::NOSYS) => {
            match rustix::fs::statat(&to_folder, to, AtFlags::SYMLINK_NOFOLLOW) {
                Err(Errno::NOENT) => rustix::fs::renameat(&from_folder, from, &to_folder, to),
                Ok(_) => Err(Errno::EXIST),
                Err(error) => Err(error),
            }
        }
        done => done,
    }
}

/// What a file that this program writes holds; none where there is no plain file.
pub(super) fn read_small(folder: impl AsFd, name: &str) -> io::Result<Option<Vec<u8>>> {
    let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC;
    let file = match rustix::fs::openat(folder, name, flags, Mode::empty()) {
        Ok(handle) => File::from(handle),
        Err(Errno::NOENT | Errno::LOOP | Errno::NXIO) => return Ok(None),
        Err(error) => return Err(error.into()),
    };
    if !file.metadata()?.is_file() {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    file.take(MOST_READ).read_to_end(&mut bytes)?;
    Ok(Some(bytes))
}

/// The most that is read of a file that this program may have written, in bytes.
const MOST_READ: u64 = 1024 * 1024;

/// How the names of files begin and end that are not whole yet.
const UNFINISHED: (&str, &str) = (".dakiya-", ".tmp");

/// Removes what a program that was killed left half-written in the folder `path`. Must not run
/// while another one writes there.
///
/// # Errors
/// Where the folder cannot be read; a file that cannot be removed is left.
pub fn sweep_unfinished(path: &Path) -> io::Result<()> {
    for entry in std::fs::read_dir(path)? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with(UNFINISHED.0) && name.ends_with(UNFINISHED.1) {
            // It does no harm, and is passed over.
            let _left = std::fs::remove_file(entry.path());
        }
    }
    Ok(())
}

/// A file under a name that is passed over; removed when dropped, unless it was renamed.
pub(super) struct Unfinished<F: AsFd> {
    folder: F,
    name: String,
    /// Until it is flushed.
    unflushed: Option<File>,
    has_its_name: bool,
}

fn unfinished_name() -> String {
    format!("{}{}{}", UNFINISHED.0, Uuid::new_v4().simple(), UNFINISHED.1)
}

impl<F: AsFd> Unfinished<F> {
    /// Writes `text` into a new file of the folder, which is on its way to the disk.
    pub(super) fn begin(folder: F, text: &str) -> io::Result<Self> {
        let (name, unflushed) = (unfinished_name(), None);
        let mut unfinished = Self { folder, name, unflushed, has_its_name: false };
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::CLOEXEC;
        let handle = rustix::fs::openat(&unfinished.folder, &unfinished.name, flags, Mode::RUSR)?;
        // Whoever may read the folder may read what is said about its posts.
        let readers = rustix::fs::fstat(&unfinished.folder)?.st_mode & 0o666;
        rustix::fs::fchmod(&handle, Mode::from_raw_mode(readers))?;
        let mut file = File::from(handle);
        file.write_all(text.as_bytes())?;
        unfinished.unflushed = Some(file);
        Ok(unfinished)
    }

    /// Waits until the file is on the disk, if it is not.
    pub(super) fn flush(&mut self) -> io::Result<()> {
        if let Some(file) = &self.unflushed {
            fault::point("beside.sync.before")?;
            file.sync_all()?;
        }
        self.unflushed = None;
        Ok(())
    }

    /// Gives it its name, in the place of what has it; durable once the folder is flushed.
    pub(super) fn finish(mut self, name: &str) -> io::Result<()> {
        self.flush()?;
        fault::point("beside.rename.before")?;
        rustix::fs::renameat(&self.folder, &self.name, &self.folder, name)?;
        self.has_its_name = true;
        Ok(())
    }
}

impl<F: AsFd> Drop for Unfinished<F> {
    fn drop(&mut self) {
        if !self.has_its_name {
            // Gone already where it was renamed.
            let _ = rustix::fs::unlinkat(&self.folder, &self.name, AtFlags::empty());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::os::unix::fs::symlink;

    fn queue() -> (tempfile::TempDir, Folder) {
        let dir = tempfile::tempdir().unwrap();
        let folder = Folder::open(dir.path()).unwrap();
        (dir, folder)
    }

    #[test]
    fn a_note_appears_beside_and_vanishes_again() {
        let (dir, queue) = queue();
        write_note(&queue, "notice.md", "पहला").unwrap();
        write_note(&queue, "notice.md", "दूसरा").unwrap();
        let path = dir.path().join("notice.md.problem.txt");
        assert_eq!(fs::read_to_string(&path).unwrap(), "दूसरा");
        remove_note(&queue, "notice.md").unwrap();
        remove_note(&queue, "notice.md").unwrap();
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
    }

    #[test]
    fn a_note_can_be_read_by_whoever_may_read_the_folder() {
        use std::os::unix::fs::PermissionsExt as _;
        let (dir, queue) = queue();
        fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o750)).unwrap();
        write_note(&queue, "notice.md", "पाठ").unwrap();
        let mode = dir.path().join("notice.md.problem.txt").metadata().unwrap().permissions();
        assert_eq!(mode.mode() & 0o777, 0o640);
    }

    #[test]
    fn a_note_that_says_the_same_is_left_alone() {
        let (dir, queue) = queue();
        write_note(&queue, "notice.md", "पहला").unwrap();
        let inode = || Folder::open(dir.path()).unwrap().look("notice.md.problem.txt").unwrap();
        let before = inode().stamp;
        write_note(&queue, "notice.md", "पहला").unwrap();
        assert_eq!(inode().stamp, before);
    }

    #[test]
    fn a_link_in_the_place_of_a_note_is_replaced_not_followed() {
        let (dir, queue) = queue();
        let victim = dir.path().join("victim");
        fs::write(&victim, "untouched").unwrap();
        symlink("victim", dir.path().join("notice.md.problem.txt")).unwrap();
        write_note(&queue, "notice.md", "text").unwrap();
        assert_eq!(fs::read_to_string(&victim).unwrap(), "untouched");
    }

    #[test]
    fn names_beside_are_harmless_and_short_enough() {
        assert_eq!(beside("notice.md", PROBLEM_ENDING), "notice.md.problem.txt");
        assert_eq!(beside("a\n\u{1b}[31m\u{202e}.md", PROBLEM_ENDING), "a__[31m_.md.problem.txt");
        let long = "क".repeat(85);
        let name = beside(&long, PROBLEM_ENDING);
        assert!(name.len() <= LONGEST && name.ends_with(PROBLEM_ENDING), "{name}");
        assert_ne!(name, beside(&format!("{}ख", "क".repeat(84)), PROBLEM_ENDING));
    }

    #[test]
    fn a_sweep_removes_what_is_half_written_and_nothing_else() {
        let (dir, queue) = queue();
        for name in [".dakiya-1f.tmp", ".dakiya-owner", "notice.tmp", "notice.md"] {
            write_new(queue.handle(), name, "x").unwrap();
        }
        sweep_unfinished(dir.path()).unwrap();
        let names = fs::read_dir(dir.path()).unwrap().map(|file| file.unwrap().file_name());
        assert_eq!(names.count(), 3);
        assert!(!dir.path().join(".dakiya-1f.tmp").exists());
    }

    #[test]
    fn a_new_file_never_replaces_another() {
        let (dir, queue) = queue();
        assert!(write_new(queue.handle(), "a", "first").unwrap());
        assert!(!write_new(queue.handle(), "a", "second").unwrap());
        assert_eq!(fs::read_to_string(dir.path().join("a")).unwrap(), "first");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
    }
}

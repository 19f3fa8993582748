//! Fetching secrets from where the config says they are kept.
//!
//! Nothing here ever repeats a value: not in a finding, and not the text of a reference whose
//! form is wrong, since people paste secrets in the wrong place.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, Read as _};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use rustix::fs::OFlags;
use zeroize::Zeroizing;

use crate::finding::Finding;
use crate::platform::Secrets;
use crate::secret::{Secret, SecretRef};

/// The largest secret, in bytes.
const LARGEST: u64 = 64 << 10;

/// The longest name of a credential.
const LONGEST_NAME: usize = 255;

/// The mode bits that let anyone but the owner at a file.
const OTHERS: u32 = 0o077;

/// The places where secrets are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecretFiles {
    credentials: Option<PathBuf>,
    folder: PathBuf,
}

impl SecretFiles {
    /// Credentials from the folder `credentials`, if there is one, and files counted from
    /// `folder`.
    #[must_use]
    pub fn new(credentials: Option<PathBuf>, folder: &Path) -> Self {
        Self { credentials, folder: folder.to_owned() }
    }

    /// Credentials from where systemd put them, and files counted from `folder`.
    #[must_use]
    pub fn from_environment(folder: &Path) -> Self {
        let credentials = std::env::var_os("CREDENTIALS_DIRECTORY").filter(|path| !path.is_empty());
        Self::new(credentials.map(PathBuf::from), folder)
    }

    /// Fetches the secret that `reference` leads to.
    ///
    /// # Errors
    /// With what is wrong with the place where it is kept.
    pub fn resolve(&self, reference: &SecretRef) -> Result<Secret, Finding> {
        match reference {
            SecretRef::Credential(name) => self.credential(name),
            SecretRef::File(path) => file(&self.folder.join(path)),
            SecretRef::Env(name) => variable(name),
        }
    }

    fn credential(&self, name: &str) -> Result<Secret, Finding> {
        if !is_credential_name(name) {
            return Err(Finding::error("credential-name-wrong"));
        }
        let about = |id| Finding::error(id).with("name", name);
        let Some(folder) = &self.credentials else { return Err(about("credentials-absent")) };
        let path = folder.join(name);
        let (file, metadata) = open(&path).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => about("credential-missing"),
            _ => unreadable(&path, &error),
        })?;
        // Its mode is systemd's own affair: the folder lets nobody else in.
        read(&path, file, &metadata)
    }
}

impl Secrets for SecretFiles {
    fn resolve(&self, _key: &str, reference: &SecretRef) -> Result<Secret, Finding> {
        Self::resolve(self, reference)
    }
}

fn is_credential_name(name: &str) -> bool {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    let length = (1..=LONGEST_NAME).contains(&name.len());
    length && !name.starts_with('.') && name.bytes().all(allowed)
}

fn file(path: &Path) -> Result<Secret, Finding> {
    let (file, metadata) = open(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => about_file("secret-missing", path),
        _ => unreadable(path, &error),
    })?;
    check_access(path, &metadata)?;
    read(path, file, &metadata)
}

/// Opens without waiting, so that a pipe laid in place of the file cannot stop the program.
fn open(path: &Path) -> io::Result<(File, Metadata)> {
    let no_wait = OFlags::NONBLOCK | OFlags::NOCTTY;
    let flags = i32::try_from(no_wait.bits()).unwrap_or_default();
    let file = OpenOptions::new().read(true).custom_flags(flags).open(path)?;
    let metadata = file.metadata()?;
    Ok((file, metadata))
}

fn check_access(path: &Path, metadata: &Metadata) -> Result<(), Finding> {
    let us = rustix::process::geteuid().as_raw();
    if metadata.is_file() && metadata.mode() & OTHERS != 0 {
        let mode = format!("{:04o}", metadata.mode() & 0o7777);
        return Err(about_file("secret-open-to-others", path).with("mode", mode));
    }
    if ![us, 0].contains(&metadata.uid()) {
        let owner = i64::from(metadata.uid());
        return Err(about_file("secret-foreign-owner", path).with("owner", owner.to_string()));
    }
    Ok(())
}

fn read(path: &Path, file: File, metadata: &Metadata) -> Result<Secret, Finding> {
    if !metadata.is_file() {
        return Err(about_file("secret-not-a-file", path));
    }
    let mut bytes = Zeroizing::new(Vec::new());
    file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(|error| unreadable(path, &error))?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length > LARGEST) {
        return Err(about_file("secret-too-large", path).with("limit", LARGEST >> 10));
    }
    let text = std::str::from_utf8(&bytes).map_err(|_| about_file("secret-not-text", path))?;
    let value = text.strip_suffix('\n').unwrap_or(text);
    let value = value.strip_suffix('\r').unwrap_or(value);
    if value.is_empty() { Err(about_file("secret-empty", path)) } else { Ok(Secret::new(value)) }
}

fn variable(name: &str) -> Result<Secret, Finding> {
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    if name.is_empty() || !name.bytes().all(is_name) {
        return Err(Finding::error("secret-variable-name-wrong"));
    }
    let value = std::env::var(name).unwrap_or_default();
    if value.is_empty() {
        return Err(Finding::error("secret-variable-missing").with("variable", name));
    }
    Ok(Secret::new(value))
}

fn about_file(id: &'static str, path: &Path) -> Finding {
    Finding::error(id).with("file", path.display().to_string())
}

fn unreadable(path: &Path, error: &io::Error) -> Finding {
    about_file("secret-unreadable", path).with("problem", error.to_string())
}

#[cfg(test)]
mod tests;

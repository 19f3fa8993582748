//! Sealing what must not be readable on disk: refreshed sessions and tokens.

use std::fmt;
use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::Path;

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_lc_rs::rand;
use zeroize::Zeroizing;

use crate::fault;
use crate::verdict::Reason;

/// The length of the key in bytes.
const KEY_LEN: usize = 32;

/// The name of the key's file in the state folder.
const KEY_FILE: &str = "seal.key";

/// Why something could not be sealed or opened.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    /// The key's file cannot be read or made.
    #[error(
        "failed to use the key {path}: {source}; it must be a file of 32 bytes that only the service's user can read (chmod 600)"
    )]
    Key {
        /// The file.
        path: String,
        /// What happened.
        source: io::Error,
    },
    /// The bytes were not sealed with this key, or were changed.
    #[error("the kept session was not sealed with this key; log in again")]
    Foreign,
    /// The machine gives no random numbers.
    #[error("the machine gives no random numbers")]
    NoRandomness,
}

impl SealError {
    /// What people are told, with what they can do.
    #[must_use]
    pub fn reason(&self) -> Reason {
        match self {
            Self::Key { path, source } => Reason::new("seal-key-unusable")
                .with("file", path.as_str())
                .with("detail", source.to_string()),
            Self::Foreign | Self::NoRandomness => {
                Reason::new("program-fault").with("detail", self.to_string())
            }
        }
    }
}

/// A key that seals. It is kept beside the journal, readable by us alone: a stolen copy of the
/// database or of a backup is then worth nothing.
pub struct Seal(LessSafeKey);

impl Seal {
    /// The key in the state folder `folder`, made at the first call.
    ///
    /// # Errors
    /// Where the file cannot be used, is readable by others, or is no key.
    pub fn in_folder(folder: &Path) -> Result<Self, SealError> {
        let path = folder.join(KEY_FILE);
        let failed = |source| SealError::Key { path: path.display().to_string(), source };
        let bytes = match File::open(&path) {
            Ok(file) => read(file).map_err(failed)?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => make(&path)?,
            Err(error) => return Err(failed(error)),
        };
        Self::new(&bytes).map_err(|_| failed(io::Error::other("it is no key of 32 bytes")))
    }

    /// The key in the state folder `folder`, where there is one already.
    ///
    /// # Errors
    /// As for [`Seal::in_folder`], and where there is none.
    pub fn of_folder(folder: &Path) -> Result<Self, SealError> {
        let path = folder.join(KEY_FILE);
        let failed = |source| SealError::Key { path: path.display().to_string(), source };
        let bytes = File::open(&path).and_then(read).map_err(failed)?;
        Self::new(&bytes).map_err(|_| failed(io::Error::other("it is no key of 32 bytes")))
    }

    /// A key that nobody keeps, for dry runs and tests.
    ///
    /// # Errors
    /// Where the machine gives no random numbers.
    pub fn passing() -> Result<Self, SealError> {
        Self::new(&random()?)
    }

    fn new(bytes: &[u8]) -> Result<Self, SealError> {
        let key = UnboundKey::new(&AES_256_GCM, bytes).map_err(|_| SealError::Foreign)?;
        Ok(Self(LessSafeKey::new(key)))
    }

    /// Seals `clear` for `purpose`; it opens only for the same purpose.
    ///
    /// # Errors
    /// Where the machine gives no random numbers.
    pub fn seal(&self, purpose: &str, clear: &[u8]) -> Result<Vec<u8>, SealError> {
        let mut nonce = [0; NONCE_LEN];
        rand::fill(&mut nonce).map_err(|_| SealError::NoRandomness)?;
        let mut sealed = clear.to_vec();
        self.0
            .seal_in_place_append_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(purpose.as_bytes()),
                &mut sealed,
            )
            .map_err(|_| SealError::NoRandomness)?;
        let mut whole = nonce.to_vec();
        whole.append(&mut sealed);
        Ok(whole)
    }

    /// Opens what [`Seal::seal`] sealed for `purpose`.
    ///
    /// # Errors
    /// Where it was sealed with another key or for another purpose, or was changed.
    pub fn open(&self, purpose: &str, sealed: &[u8]) -> Result<Vec<u8>, SealError> {
        let (nonce, rest) = sealed.split_at_checked(NONCE_LEN).ok_or(SealError::Foreign)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| SealError::Foreign)?;
        let mut bytes = rest.to_vec();
        let clear = self
            .0
            .open_in_place(nonce, Aad::from(purpose.as_bytes()), &mut bytes)
            .map_err(|_| SealError::Foreign)?;
        Ok(clear.to_vec())
    }
}

impl fmt::Debug for Seal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seal")
    }
}

fn random() -> Result<Zeroizing<Vec<u8>>, SealError> {
    let mut bytes = Zeroizing::new(vec![0; KEY_LEN]);
    rand::fill(&mut bytes).map_err(|_| SealError::NoRandomness)?;
    Ok(bytes)
}

fn read(mut file: File) -> io::Result<Zeroizing<Vec<u8>>> {
    let mode = file.metadata()?.permissions().mode();
    if mode & 0o077 != 0 {
        return Err(io::Error::other("others can read it"));
    }
    let mut bytes = Zeroizing::new(Vec::with_capacity(KEY_LEN));
    file.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Makes the key under another name first, so that a half-written key is never found.
fn make(path: &Path) -> Result<Zeroizing<Vec<u8>>, SealError> {
    let bytes = random()?;
    let failed = |source| SealError::Key { path: path.display().to_string(), source };
    let new = path.with_extension("new");
    let written = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(&new)
        .and_then(|mut file| {
            file.write_all(&bytes)?;
            fault::point("seal.sync.before")?;
            file.sync_all()
        })
        .and_then(|()| std::fs::rename(&new, path));
    written.map_err(failed)?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_sealed_opens_for_the_same_purpose_only() {
        let seal = Seal::passing().unwrap();
        let sealed = seal.seal("session/toot", b"canary-91ab").unwrap();
        assert!(!sealed.windows(6).any(|window| window == b"canary"));
        assert_eq!(seal.open("session/toot", &sealed).unwrap(), b"canary-91ab");
        assert!(matches!(seal.open("session/other", &sealed), Err(SealError::Foreign)));
    }

    #[test]
    fn every_flipped_byte_is_noticed() {
        let seal = Seal::passing().unwrap();
        let sealed = seal.seal("x", b"session").unwrap();
        for at in 0..sealed.len() {
            let mut flipped = sealed.clone();
            flipped[at] ^= 1;
            assert!(seal.open("x", &flipped).is_err(), "byte {at}");
        }
        assert!(seal.open("x", &[]).is_err());
    }

    #[test]
    fn the_key_is_made_once_and_only_for_us() {
        let folder = tempfile::tempdir().unwrap();
        let sealed = Seal::in_folder(folder.path()).unwrap().seal("x", b"a").unwrap();
        assert_eq!(Seal::in_folder(folder.path()).unwrap().open("x", &sealed).unwrap(), b"a");
        let path = folder.path().join(KEY_FILE);
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
        assert!(matches!(Seal::in_folder(folder.path()), Err(SealError::Key { .. })));
    }
}

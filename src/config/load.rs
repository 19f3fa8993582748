//! Getting at the file: its size, its encoding, and the folders that belong to it.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;
use std::sync::Arc;

use crate::finding::{Finding, Source};

/// The largest config that is read, in bytes.
const LARGEST: u64 = 1 << 20;

/// The whole text of the file.
pub(super) fn read(path: &Path) -> Result<Arc<Source>, Vec<Finding>> {
    let name = path.display().to_string();
    let about = |finding: Finding| vec![finding.with("file", name.as_str())];
    let bytes = read_bytes(path).map_err(|error| {
        about(match error.kind() {
            io::ErrorKind::NotFound => Finding::error("config-missing"),
            _ => Finding::error("config-unreadable").with("problem", error.to_string()),
        })
    })?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length > LARGEST) {
        return Err(about(Finding::error("config-too-large").with("limit", LARGEST >> 10)));
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        about(Finding::error("config-not-text").with("byte", at + 1))
    })?;
    Ok(Source::new(name.as_str(), text))
}

/// At most one byte more than is allowed, and nothing but a regular file.
fn read_bytes(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if !path.metadata()?.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not a regular file"));
    }
    File::open(path)?.take(LARGEST + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The folder that the config file lies in; secret files and certificates count from here.
pub(super) fn config_folder(path: &Path) -> &Path {
    path.parent().unwrap_or(Path::new(""))
}

/// The folder that posts and state count from: the one around `config/`, or, where the file
/// lies in a folder of another name, that folder.
pub(super) fn project_folder(path: &Path) -> &Path {
    let folder = config_folder(path);
    let is_config = folder.file_name().is_some_and(|name| name == "config");
    let around = folder.parent().filter(|_| is_config);
    around.unwrap_or(folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn posts_and_state_lie_beside_the_config_folder() {
        let project = |path: &'static str| project_folder(Path::new(path));
        assert_eq!(project("config/dakiya.toml"), Path::new(""));
        assert_eq!(project("/srv/it/config/dakiya.toml"), Path::new("/srv/it"));
        assert_eq!(project("/etc/dakiya.toml"), Path::new("/etc"));
        assert_eq!(project("dakiya.toml"), Path::new(""));
    }
}

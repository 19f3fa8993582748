//! Whether what makes media over is there and works.

use std::fs::File;
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};

use image::RgbImage;

use super::{Fitter, bounds};
use crate::blobs::Blobs;
use crate::post::{Media, MediaKind, Wanted};

/// The sides of the sample in pixels.
const SIDE: u32 = 16;

/// What there is on this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tools {
    /// Whether the helper process makes a picture over, or why not.
    pub helper: Result<(), String>,
    /// Whether the kernel keeps the helper from everything that is not its work; none where there
    /// is no helper.
    pub confined: Option<bool>,
    /// The version of `ffmpeg`, if it is there and runs.
    pub ffmpeg: Option<String>,
}

impl Fitter {
    /// Tries everything out with a picture of a few pixels. Blocks until that is done.
    #[must_use]
    pub fn tools(&self) -> Tools {
        let made = sample_picture(&self.blobs).map_err(|error| error.to_string());
        let made = made.and_then(|picture| {
            let made = self.fit(&picture, &Wanted::simple(MediaKind::Jpeg, 1 << 20));
            made.map_err(|refused| format!("{:?} {}", refused.why, refused.detail))
        });
        let ffmpeg = self.ffmpeg.as_deref().and_then(version);
        let confined = self.program.is_some().then(bounds::is_kept_in);
        Tools { helper: made.map(|_| ()), confined, ffmpeg }
    }
}

/// A picture of a few pixels, put into `blobs`, to try things out with.
///
/// # Errors
/// Where the disk fails.
pub fn sample_picture(blobs: &Blobs) -> io::Result<Media> {
    std::fs::create_dir_all(blobs.root())?;
    let path = blobs.root().join("sample.png");
    RgbImage::new(SIDE, SIDE).save(&path).map_err(io::Error::other)?;
    let stored = blobs.put(&File::open(&path)?);
    std::fs::remove_file(&path)?;
    let stored = stored?;
    let picture = Media::of("sample.png", stored.digest, MediaKind::Png, stored.bytes);
    Ok(Media { width: Some(SIDE), height: Some(SIDE), ..picture })
}

/// The version in the first line, which begins with the words `ffmpeg version`.
fn version(ffmpeg: &Path) -> Option<String> {
    let asked = Command::new(ffmpeg)
        .arg("-version")
        .env_clear()
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    let said = String::from_utf8_lossy(&asked.stdout).into_owned();
    let version = said.strip_prefix("ffmpeg version ")?.split_whitespace().next()?;
    asked.status.success().then(|| version.chars().take(40).collect())
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;
    use std::path::PathBuf;

    use super::*;

    fn program(folder: &Path, name: &str, script: &str) -> PathBuf {
        let path = folder.join(name);
        std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
        path
    }

    #[test]
    fn the_sample_is_made_over_and_leaves_nothing_but_itself_behind() {
        let folder = tempfile::tempdir().unwrap();
        let tools = Fitter::here(Blobs::new(folder.path())).tools();
        assert_eq!(tools, Tools { helper: Ok(()), confined: None, ffmpeg: None });
        assert!(!folder.path().join("sample.png").exists());
    }

    #[test]
    fn a_helper_that_dies_is_told_and_so_is_the_version_of_ffmpeg() {
        let folder = tempfile::tempdir().unwrap();
        program(folder.path(), "ffmpeg", "echo ffmpeg version 7.1-test Copyright");
        let helper = program(folder.path(), "helper", "exit 3");
        let blobs = Blobs::new(folder.path().join("blobs"));
        let tools = Fitter::with_helper(blobs, helper, folder.path().as_os_str()).tools();
        assert!(tools.helper.is_err_and(|why| why.contains("exit status: 3")));
        assert_eq!(tools.ffmpeg.as_deref(), Some("7.1-test"));
    }

    #[test]
    fn something_else_called_ffmpeg_has_no_version() {
        let folder = tempfile::tempdir().unwrap();
        let other = program(folder.path(), "ffmpeg", "echo hello");
        assert_eq!(version(&other), None);
        assert_eq!(version(&folder.path().join("absent")), None);
    }
}

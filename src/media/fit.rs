//! Making a medium over, so that an account takes it: in a helper process of its own, with limits
//! of time and memory, as what people drop into a folder may be made to break whoever reads it.

mod bounds;
mod film;
mod helper;
mod picture;
mod stop;
mod task;
mod tools;

use std::fs::File;
use std::io;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use uuid::Uuid;

use super::look::examine;
use crate::blobs::{Blobs, UNFINISHED};
use crate::post::{Made, Media, MediaKind, Obstacle, Refused, Wanted};

pub use stop::Stop;
pub use task::{Answer, Order, serve};
pub use tools::{Tools, sample_picture};

/// Makes media over.
#[derive(Debug, Clone)]
pub struct Fitter {
    blobs: Blobs,
    /// The program that does it when it is called with [`Fitter::COMMAND`]; none to do it here.
    program: Option<PathBuf>,
    /// Where `ffmpeg` is, if it is anywhere.
    ffmpeg: Option<PathBuf>,
}

impl Fitter {
    /// The first argument with which the helper process is started.
    pub const COMMAND: &str = "media-helper";

    /// A fitter that starts `program` for every medium. Films are made over by `ffmpeg` where
    /// the machine has it among the folders of `path`.
    #[must_use]
    pub fn with_helper(blobs: Blobs, program: PathBuf, path: &std::ffi::OsStr) -> Self {
        Self { blobs, program: Some(program), ffmpeg: find_ffmpeg(path) }
    }

    /// A fitter that starts this very program as its helper.
    #[must_use]
    pub fn of_this_program(blobs: Blobs) -> Self {
        let program = std::env::current_exe().unwrap_or_else(|_| PathBuf::from("dakiya"));
        let path = std::env::var_os("PATH").unwrap_or_default();
        Self::with_helper(blobs, program, &path)
    }

    /// A fitter that does everything in this process, without any limit, for tests.
    #[must_use]
    pub fn here(blobs: Blobs) -> Self {
        Self { blobs, program: None, ffmpeg: None }
    }

    /// Makes `medium` into what is `wanted`. Blocks until that is done.
    ///
    /// # Errors
    /// Why it cannot be done.
    pub fn fit(&self, medium: &Media, wanted: &Wanted) -> Result<Made, Refused> {
        self.fit_unless(&Stop::default(), medium, wanted)
    }

    /// The same, until it is `stop`ped.
    ///
    /// # Errors
    /// Why it cannot be done.
    pub fn fit_unless(
        &self,
        stop: &Stop,
        medium: &Media,
        wanted: &Wanted,
    ) -> Result<Made, Refused> {
        // The helper works elsewhere: what counts from here would not be found there.
        let root = std::path::absolute(self.blobs.root()).map_err(failed)?;
        let target = Unfinished::create(&root, wanted.kind).map_err(failed)?;
        let order = Order {
            source: Blobs::new(root).path(&medium.digest),
            target: target.0.clone(),
            kind: medium.kind,
            wanted: wanted.clone(),
            rate: 0,
            ffmpeg: self.ffmpeg.clone(),
        };
        let carry_out = |order: &Order| match &self.program {
            Some(program) => helper::run(program, order, stop),
            None => task::carry_out(order),
        };
        let done = if wanted.kind.is_video() {
            let millis = medium.film.as_ref().map(|film| film.millis);
            film::fit(order, millis, carry_out)?
        } else {
            carry_out(&order)?
        };
        let made = self.stored(&target.0, medium, wanted)?;
        Ok(Made { medium: made, done })
    }

    /// Whether what was `made` lies in the store.
    #[must_use]
    pub fn has(&self, made: &Made) -> bool {
        self.blobs.path(&made.medium.digest).is_file()
    }

    /// What was made, looked at and stored like anything else.
    fn stored(&self, path: &Path, medium: &Media, wanted: &Wanted) -> Result<Media, Refused> {
        let file = File::open(path).map_err(failed)?;
        let bytes = file.metadata().map_err(failed)?.len();
        let looked = examine(&file, &medium.name, bytes).map_err(|finding| failed(finding.id))?;
        if looked.kind != wanted.kind {
            return Err(failed(format_args!("a {} came out", looked.kind)));
        }
        let stored = self.blobs.put(&file).map_err(failed)?;
        Ok(Media {
            width: looked.pixels.map(|(width, _)| width),
            height: looked.pixels.map(|(_, height)| height),
            film: looked.film,
            print_colours: looked.print_colours,
            ..Media::of(medium.name.clone(), stored.digest, looked.kind, stored.bytes)
        })
    }
}

/// A file that is removed when this is dropped.
struct Unfinished(PathBuf);

impl Unfinished {
    /// An empty one in `folder`. It is there before the helper, which may make no files.
    fn create(folder: &Path, kind: MediaKind) -> io::Result<Self> {
        let name = format!("{UNFINISHED}{}.{}", Uuid::new_v4().simple(), kind.ending());
        let path = folder.join(name);
        File::options().write(true).create_new(true).mode(0o600).open(&path)?;
        Ok(Self(path))
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        // A leftover is swept later.
        let _ = std::fs::remove_file(&self.0);
    }
}

fn find_ffmpeg(path: &std::ffi::OsStr) -> Option<PathBuf> {
    std::env::split_paths(path).map(|folder| folder.join("ffmpeg")).find(|file| file.is_file())
}

fn refused(why: Obstacle, detail: impl std::fmt::Display) -> Refused {
    Refused { why, detail: detail.to_string() }
}

fn failed(detail: impl std::fmt::Display) -> Refused {
    refused(Obstacle::Failed, detail)
}

#[cfg(test)]
mod tests;

//! The media of a post, found beside it and copied into the store.

mod copy;
mod locate;

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Read as _};
use std::sync::Arc;
use std::time::Duration;

use super::front::Named;
use super::read::{Reader, Stop};
use super::{Folder, Found, Refusal, Stamp};
use crate::finding::{Finding, Source, any_error};
use crate::post::Media;

/// Where the media of a post lie.
#[derive(Debug, Clone, Copy)]
pub(super) enum Home<'f> {
    /// In the queue itself, among others; each must rest for itself.
    Queue(&'f Folder),
    /// In the post's own folder; all of it rests together.
    Own(&'f Folder),
}

/// The media of one post on their way into the store.
pub(super) struct Snapshot<'r, 'a> {
    reader: &'r mut Reader<'a>,
    home: Home<'r>,
    source: Arc<Source>,
    findings: Vec<Finding>,
    missing: Vec<(String, Finding)>,
    until: Duration,
    passing: bool,
    files: Vec<(String, Stamp)>,
    taken: HashMap<String, Media>,
}

/// A picture or film that was found beside its post.
#[derive(Debug, Clone)]
pub(super) struct Located {
    named: Named,
    file: String,
    alt: Option<String>,
    subtitles: Vec<LocatedSubtitles>,
}

/// A file of subtitles that was found beside its film.
#[derive(Debug, Clone)]
struct LocatedSubtitles {
    file: String,
    /// What is said of their language, by the settings or the file's name.
    lang: Option<String>,
    /// As what the settings name it, for findings.
    named: Named,
}

impl<'r, 'a> Snapshot<'r, 'a> {
    /// The media of the post that `source` says, of which `findings` were made already.
    pub(super) fn new(
        reader: &'r mut Reader<'a>,
        home: Home<'r>,
        source: Arc<Source>,
        findings: Vec<Finding>,
    ) -> Self {
        let (missing, files, taken) = (Vec::new(), Vec::new(), HashMap::new());
        let (until, passing) = (Duration::ZERO, false);
        Self { reader, home, source, findings, missing, until, passing, files, taken }
    }

    /// Finds the files of `named` and whether they rest, without opening any.
    pub(super) fn locate(&mut self, named: &[Named]) -> Vec<Located> {
        named.iter().filter_map(|named| self.locate_one(named)).collect()
    }

    /// Copies the files into the store and looks at them; what cannot be taken is found.
    /// Subtitles of which nobody says otherwise are in the language `lang`.
    pub(super) fn take(&mut self, located: &[Located], lang: Option<&str>) -> Vec<Media> {
        located.iter().filter_map(|located| self.take_one(located, lang)).collect()
    }

    /// Whether something stands in the way so far.
    pub(super) fn check(&mut self) -> Result<(), Stop> {
        let missing = self.missing.iter().map(|(_, finding)| finding.clone());
        let findings = self.findings.iter().cloned().chain(missing).collect();
        if any_error(&self.findings) {
            let (passing, media) = (self.passing, self.files.clone());
            return Err(Stop::Refused { findings, passing, stamp: None, media });
        }
        if !self.missing.is_empty() {
            let missing = self.missing.iter().map(|(name, _)| name.clone()).collect();
            let here = self.files.iter().map(|(name, _)| name.clone()).collect();
            return Err(Stop::Waiting { missing, here, findings, due: None });
        }
        if self.until > self.reader.now {
            return Err(Stop::Unrested(self.until));
        }
        Ok(())
    }

    /// The files taken with their stamps, and what is worth saying.
    pub(super) fn finish(self) -> (Vec<(String, Stamp)>, Vec<Finding>) {
        (self.files, self.findings)
    }

    fn open(&mut self, name: &str, most: u64, named: &Named) -> Option<(File, Stamp)> {
        *self.reader.reads += 1;
        let opened = self.home.folder().file(name, most);
        opened.map_err(|refusal| self.refused(&refusal, named)).ok()
    }

    fn read_all(&mut self, file: &File, most: u64, named: &Named) -> Option<Vec<u8>> {
        let mut bytes = Vec::new();
        let read = file.take(most).read_to_end(&mut bytes);
        read.map_err(|error| self.refused(&error.into(), named)).ok()?;
        Some(bytes)
    }

    /// A file that changed since it was located must rest again.
    fn close(&mut self, name: &str, file: &File) {
        let located = self.files.iter().find(|(known, _)| known == name).map(|(_, stamp)| *stamp);
        if Stamp::now(file).ok() != located {
            self.until = self.until.max(self.reader.now + Duration::from_nanos(1));
        }
    }

    fn refused(&mut self, refusal: &Refusal, named: &Named) {
        self.passing |= matches!(refusal, Refusal::System(_));
        self.found(refusal.finding(&named.file), named);
    }

    fn found(&mut self, finding: Finding, named: &Named) {
        let finding = self.placed(finding, named);
        self.findings.push(finding);
    }

    /// The finding where the settings name the file, if they do.
    fn placed(&self, finding: Finding, named: &Named) -> Finding {
        if named.span.is_empty() { finding } else { finding.at(&self.source, named.span.clone()) }
    }
}

impl<'f> Home<'f> {
    /// The folder itself.
    pub(super) fn folder(self) -> &'f Folder {
        match self {
            Self::Queue(folder) | Self::Own(folder) => folder,
        }
    }
}

impl Stamp {
    /// What an open file is like now.
    pub(super) fn now(file: &File) -> io::Result<Self> {
        Ok(Found::from(rustix::fs::fstat(file)?).stamp)
    }
}

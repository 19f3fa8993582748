//! Finding the media of a post beside it, and copying them into the store.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Read as _};
use std::sync::Arc;
use std::time::Duration;

use rustix::fs::FileType;

use super::folder::alt_names;
use super::front::{Named, door};
use super::read::{Reader, Stop};
use super::settle::What;
use super::{Folder, Found, Refusal, Stamp, decode};
use crate::finding::{Finding, Source, any_error};
use crate::keys::nearest;
use crate::media::{examine, kind_of_name};
use crate::post::Media;
use crate::text::normalise;

/// The largest picture or film, in bytes.
const MOST_MEDIA: u64 = 10 * 1024 * 1024 * 1024;

/// The longest description of a picture, in bytes.
const MOST_ALT: u64 = 64 * 1024;

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
    pub(super) fn take(&mut self, located: &[Located]) -> Vec<Media> {
        located.iter().filter_map(|located| self.take_one(located)).collect()
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

    fn locate_one(&mut self, named: &Named) -> Option<Located> {
        let found = self.home.folder().look(&named.file);
        let (file, stamp) = match found.and_then(|found| found.check_kind().map(|()| found)) {
            Ok(found) => (named.file.clone(), found.stamp),
            Err(Refusal::Missing) => match self.same_name(&named.file) {
                Some(found) => found,
                None => return self.lacks(named),
            },
            Err(refusal) => {
                self.refused(&refusal, named);
                return None;
            }
        };
        self.resting(&file, stamp);
        let alt = if named.alt.is_some() { None } else { self.locate_alt(&file) };
        Some(Located { named: named.clone(), file, alt })
    }

    fn locate_alt(&mut self, media: &str) -> Option<String> {
        let home = self.home.folder();
        let found = |name: String| Some((home.look(&name).ok()?.stamp, name));
        let (stamp, alt) = alt_names(media).find_map(found)?;
        self.resting(&alt, stamp);
        Some(alt)
    }

    /// Notes a file with the stamp it must keep, and until when it must rest.
    fn resting(&mut self, name: &str, stamp: Stamp) {
        if self.files.iter().all(|(known, _)| known != name) {
            self.files.push((name.to_owned(), stamp));
        }
        let Home::Queue(_) = self.home else { return };
        if self.reader.ledger.knows(name, stamp) {
            return;
        }
        let settle = &mut self.reader.settle;
        settle.observe(name, What::Media, stamp, self.reader.now);
        self.until = self.until.max(settle.rested_at(name, stamp).unwrap_or_default());
    }

    /// The file whose name looks the same but is made of other characters: some systems store
    /// accents and dotted letters apart.
    fn same_name(&self, wanted: &str) -> Option<(String, Stamp)> {
        let wanted = normalise(wanted);
        let name = self.names().into_iter().find(|name| normalise(name) == wanted)?;
        let stamp = self.home.folder().look(&name).ok()?.stamp;
        Some((name, stamp))
    }

    /// All names beside the post; an incomplete listing only makes for a poorer hint.
    fn names(&self) -> Vec<String> {
        let mut names = Vec::new();
        let _ = self.home.folder().each(|name, kind| {
            if kind != FileType::Directory {
                names.extend(name.to_str().ok().map(str::to_owned));
            }
        });
        names
    }

    fn lacks(&mut self, named: &Named) -> Option<Located> {
        let names = self.names();
        let media = names.iter().map(String::as_str).filter(|name| kind_of_name(name).is_some());
        let finding = Finding::error("file-missing")
            .with("file", named.file.as_str())
            .with("nearest", nearest(&named.file, media).unwrap_or_default());
        if self.missing.iter().all(|(name, _)| *name != named.file) {
            let finding = self.placed(finding, named);
            self.missing.push((named.file.clone(), finding));
        }
        None
    }

    fn take_one(&mut self, located: &Located) -> Option<Media> {
        let media = match self.taken.get(&located.file) {
            Some(media) => media.clone(),
            None => self.copy(located)?,
        };
        let beside = located.alt.as_deref().and_then(|alt| self.read_alt(alt, &located.named));
        Some(Media { alt: located.named.alt.clone().or(beside), ..media })
    }

    fn copy(&mut self, Located { named, file: name, .. }: &Located) -> Option<Media> {
        let (file, stamp) = self.open(name, MOST_MEDIA, named)?;
        let looked = match examine(&file, name, stamp.size) {
            Ok(looked) => looked,
            Err(finding) => {
                self.found(finding, named);
                return None;
            }
        };
        for finding in looked.findings {
            self.found(finding, named);
        }
        let stored = match &looked.pieces {
            Some(pieces) => self.reader.blobs.put_pieces(&file, pieces),
            None => self.reader.blobs.put(&file),
        };
        let stored = stored.map_err(|error| self.refused(&error.into(), named)).ok()?;
        self.close(name, &file);
        let media = Media {
            width: looked.pixels.map(|(width, _)| width),
            height: looked.pixels.map(|(_, height)| height),
            film: looked.film,
            ..Media::of(name.clone(), stored.digest, looked.kind, stored.bytes)
        };
        self.taken.insert(name.clone(), media.clone());
        Some(media)
    }

    fn read_alt(&mut self, name: &str, named: &Named) -> Option<String> {
        let (file, _) = self.open(name, MOST_ALT, named)?;
        let mut bytes = Vec::new();
        let read = (&file).take(MOST_ALT).read_to_end(&mut bytes);
        read.map_err(|error| self.refused(&error.into(), named)).ok()?;
        self.close(name, &file);
        match decode::decode(name, &bytes) {
            Ok(source) => Some(door(&source.text)).filter(|alt| !alt.is_empty()),
            Err(finding) => {
                self.findings.push(finding);
                None
            }
        }
    }

    fn open(&mut self, name: &str, most: u64, named: &Named) -> Option<(File, Stamp)> {
        *self.reader.reads += 1;
        let opened = self.home.folder().file(name, most);
        opened.map_err(|refusal| self.refused(&refusal, named)).ok()
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

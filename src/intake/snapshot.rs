//! Finding the media of a post beside it, and copying them into the store.

use std::collections::HashMap;
use std::fs::File;
use std::io::{self, Read as _};
use std::sync::Arc;
use std::time::Duration;

use rustix::fs::FileType;

use super::folder::{alt_names, belongs, natural, subtitled};
use super::front::{Named, NamedSubtitles, door};
use super::read::{Reader, Stop};
use super::settle::What;
use super::{Folder, Found, Refusal, Stamp, decode};
use crate::blobs::Piece;
use crate::finding::{Finding, Source, any_error};
use crate::keys::nearest;
use crate::media::{examine, kind_of_name};
use crate::post::{Media, Subtitles};
use crate::text::{Cue, Problem, as_srt, normalise, read_subtitles};

/// The largest picture or film, in bytes.
const MOST_MEDIA: u64 = 10 * 1024 * 1024 * 1024;

/// The longest description of a picture, in bytes.
const MOST_ALT: u64 = 64 * 1024;

/// The largest file of subtitles, in bytes.
const MOST_SUBTITLES: u64 = 1024 * 1024;

/// How long after the end of a film its last subtitle may go without a word, in milliseconds.
const AFTER_THE_END: u64 = 2000;

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

    fn locate_one(&mut self, named: &Named) -> Option<Located> {
        let file = self.find(named)?;
        let alt = if named.alt.is_some() { None } else { self.locate_alt(&file) };
        let subtitles = match &named.subtitles {
            Some(subtitles) => self.locate_subtitles(subtitles),
            None => self.subtitles_beside(&file, named),
        };
        Some(Located { named: named.clone(), file, alt, subtitles })
    }

    /// The name of the file of `named` as it is on the disk.
    fn find(&mut self, named: &Named) -> Option<String> {
        let found = self.home.folder().look(&named.file);
        let (file, stamp) = match found.and_then(|found| found.check_kind().map(|()| found)) {
            Ok(found) => (named.file.clone(), found.stamp),
            Err(Refusal::Missing) => match self.same_name(&named.file) {
                Some(found) => found,
                None => {
                    self.lacks(named);
                    return None;
                }
            },
            Err(refusal) => {
                self.refused(&refusal, named);
                return None;
            }
        };
        self.resting(&file, stamp);
        Some(file)
    }

    /// The subtitles that the settings name.
    fn locate_subtitles(&mut self, all: &[NamedSubtitles]) -> Vec<LocatedSubtitles> {
        let mut located = Vec::new();
        for NamedSubtitles { file, lang, span } in all {
            let named = Named::only(file.as_str(), span.clone());
            if subtitled(file).is_none() {
                self.found(Finding::error("subtitles-kind").with("file", file.as_str()), &named);
            } else if let Some(file) = self.find(&named) {
                let lang = lang.clone().or_else(|| named_language(&file));
                located.push(LocatedSubtitles { file, lang, named });
            }
        }
        located
    }

    /// The subtitles that lie beside the film `media`, as `named` names it.
    fn subtitles_beside(&mut self, media: &str, named: &Named) -> Vec<LocatedSubtitles> {
        let mut names = self.names();
        names.retain(|name| belongs(name, media));
        names.sort_by(|a, b| natural(a, b));
        let mut located = Vec::new();
        for file in names {
            let Ok(found) = self.home.folder().look(&file) else { continue };
            self.resting(&file, found.stamp);
            let (lang, named) = (named_language(&file), Named::only(&*file, named.span.clone()));
            located.push(LocatedSubtitles { file, lang, named });
        }
        located
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

    fn lacks(&mut self, named: &Named) {
        let names = self.names();
        let used = |name: &&str| kind_of_name(name).is_some() || subtitled(name).is_some();
        let media = names.iter().map(String::as_str).filter(used);
        let finding = Finding::error("file-missing")
            .with("file", named.file.as_str())
            .with("nearest", nearest(&named.file, media).unwrap_or_default());
        if self.missing.iter().all(|(name, _)| *name != named.file) {
            let finding = self.placed(finding, named);
            self.missing.push((named.file.clone(), finding));
        }
    }

    fn take_one(&mut self, located: &Located, lang: Option<&str>) -> Option<Media> {
        let media = match self.taken.get(&located.file) {
            Some(media) => media.clone(),
            None => self.copy(located)?,
        };
        let beside = located.alt.as_deref().and_then(|alt| self.read_alt(alt, &located.named));
        let subtitles = self.take_subtitles(&media, &located.subtitles, lang);
        Some(Media { alt: located.named.alt.clone().or(beside), subtitles, ..media })
    }

    /// The subtitles of the film `media`, one file for each language.
    fn take_subtitles(
        &mut self,
        media: &Media,
        located: &[LocatedSubtitles],
        lang: Option<&str>,
    ) -> Vec<Subtitles> {
        let mut taken: Vec<Subtitles> = Vec::new();
        for one in located {
            let about = |id| Finding::error(id).with("file", one.file.as_str());
            let lang = one.lang.as_deref().or(lang);
            match lang {
                _ if !media.kind.is_video() => {
                    let finding = about("subtitles-of-no-film");
                    self.found(finding.with("medium", media.name.as_str()), &one.named);
                }
                None => self.found(about("subtitles-no-language"), &one.named),
                Some(lang) if taken.iter().any(|known| known.lang == lang) => {
                    self.found(about("subtitles-twice").with("lang", lang), &one.named);
                }
                Some(lang) => taken.extend(self.copy_subtitles(media, one, lang)),
            }
        }
        taken
    }

    fn copy_subtitles(
        &mut self,
        media: &Media,
        located: &LocatedSubtitles,
        lang: &str,
    ) -> Option<Subtitles> {
        let LocatedSubtitles { file: name, named, .. } = located;
        let (file, _) = self.open(name, MOST_SUBTITLES, named)?;
        let bytes = self.read_all(&file, MOST_SUBTITLES, named)?;
        self.close(name, &file);
        let source =
            decode::decode(name, &bytes).map_err(|found| self.findings.push(found)).ok()?;
        let cues = match read_subtitles(&source.text) {
            Ok(cues) => cues,
            Err(bad) => {
                let finding = Finding::error(problem(bad.problem)).with("file", name.as_str());
                self.findings.push(finding.at(&source, bad.span));
                return None;
            }
        };
        let plays = media.film.as_ref().map(|film| film.millis + AFTER_THE_END);
        if cues.last().zip(plays).is_some_and(|(last, plays)| last.from > plays) {
            let finding = Finding::warning("subtitles-longer-than-film");
            let finding = finding.with("file", name.as_str()).with("medium", media.name.as_str());
            self.found(finding, named);
        }
        let normal = |cue: Cue| Cue { text: normalise(&cue.text), ..cue };
        let cues: Vec<_> = cues.into_iter().map(normal).collect();
        let srt = Piece::Made(as_srt(&cues).into_bytes());
        let stored = self.reader.blobs.put_pieces(&file, &[srt]);
        let stored = stored.map_err(|error| self.refused(&error.into(), named)).ok()?;
        let (name, lang) = (name.clone(), lang.to_owned());
        Some(Subtitles { name, digest: stored.digest, bytes: stored.bytes, lang })
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
        let bytes = self.read_all(&file, MOST_ALT, named)?;
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

/// The language that the name of a file of subtitles tells.
fn named_language(file: &str) -> Option<String> {
    subtitled(file)?.1.map(str::to_owned)
}

/// The message of what is wrong with subtitles.
fn problem(problem: Problem) -> &'static str {
    match problem {
        Problem::NoTimes => "subtitles-no-times",
        Problem::OutOfOrder => "subtitles-out-of-order",
        Problem::Empty => "subtitles-empty",
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

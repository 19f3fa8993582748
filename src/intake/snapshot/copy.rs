//! Copying the media of a post into the store.

use super::{Located, LocatedSubtitles, Snapshot};
use crate::blobs::Piece;
use crate::finding::Finding;
use crate::intake::decode;
use crate::intake::front::{Named, door};
use crate::media::examine;
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

impl Snapshot<'_, '_> {
    pub(super) fn take_one(&mut self, located: &Located, lang: Option<&str>) -> Option<Media> {
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
            print_colours: looked.print_colours,
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
}

/// The message of what is wrong with subtitles.
fn problem(problem: Problem) -> &'static str {
    match problem {
        Problem::NoTimes => "subtitles-no-times",
        Problem::OutOfOrder => "subtitles-out-of-order",
        Problem::Empty => "subtitles-empty",
    }
}

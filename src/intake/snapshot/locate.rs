//! Finding the media of a post beside it, without opening any.

use rustix::fs::FileType;

use super::{Home, Located, LocatedSubtitles, Snapshot};
use crate::finding::Finding;
use crate::intake::folder::{alt_names, belongs, natural, subtitled};
use crate::intake::front::{Named, NamedSubtitles};
use crate::intake::settle::What;
use crate::intake::{Refusal, Stamp};
use crate::keys::nearest;
use crate::media::kind_of_name;
use crate::text::normalise;

impl Snapshot<'_, '_> {
    pub(super) fn locate_one(&mut self, named: &Named) -> Option<Located> {
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
}

/// The language that the name of a file of subtitles tells.
fn named_language(file: &str) -> Option<String> {
    subtitled(file)?.1.map(str::to_owned)
}

//! From the text of a post's file to what its writer wants: settings and text.

mod bounds;
mod fence;
mod options;
mod settings;
mod time;
mod values;

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::finding::{Finding, Source, any_error};
use crate::post::{Card, Content, When};
use crate::text::{SuspectKind, normalise, suspects};

pub(super) use settings::is_language;
pub use time::LocalTime;

/// The keys that settings can have at the top, apart from the versions under `for`.
const KEYS: [&str; 10] =
    ["to", "at", "slot", "expires", "lang", "media", "warning", "card", "urgent", "ai"];

/// What a post's file says, before its media are looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Written {
    /// Everything but media.
    pub content: Content,
    /// The media that the settings name; none where they do not speak of media at all.
    pub media: Option<Vec<Named>>,
    /// The media that versions name, by the version's name.
    pub version_media: BTreeMap<String, Vec<Named>>,
    /// Where things stand, for findings that others make.
    pub places: Places,
}

/// What is wrong with the accounts and the slot that settings name, each with its place: what only
/// the rest of the program knows. Asked of settings that cannot be taken anyway, so that a person
/// hears of everything at once; those that can are judged as a whole.
pub type Names = Arc<dyn Fn(&Content, &Places) -> Vec<(Range<usize>, Finding)> + Send + Sync>;

/// A picture or film as the settings name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Named {
    /// The file's name as it was written.
    pub file: String,
    /// Its description, if it is given in the settings.
    pub alt: Option<String>,
    /// Its subtitles, if the settings speak of them.
    pub subtitles: Option<Vec<NamedSubtitles>>,
    /// Where it is named, in bytes of the source.
    pub span: Range<usize>,
}

/// A file of subtitles as the settings name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NamedSubtitles {
    /// The file's name as it was written.
    pub file: String,
    /// Their language, if it is given in the settings.
    pub lang: Option<String>,
    /// Where it is named, in bytes of the source.
    pub span: Range<usize>,
}

impl Named {
    /// The file `file`, of which nothing else is said, named at `span`.
    pub(super) fn only(file: impl Into<String>, span: Range<usize>) -> Self {
        Self { file: file.into(), alt: None, subtitles: None, span }
    }
}

/// Where in the source the settings stand that only the rest of the program can judge.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Places {
    /// Each of [`Content::to`].
    pub to: Vec<Range<usize>>,
    /// The time or slot, if there is one.
    pub when: Option<Range<usize>>,
    /// The time after which it must not go out, if there is one.
    pub expires: Option<Range<usize>>,
    /// The name of each version.
    pub versions: BTreeMap<String, Range<usize>>,
}

impl Written {
    /// Whether the settings name the file `name`.
    pub(super) fn names(&self, name: &str) -> bool {
        let mut named = self.named();
        named.any(|named| normalise(&named.file) == normalise(name))
    }

    /// Whether the settings name the file `name` as subtitles.
    pub(super) fn names_subtitles(&self, name: &str) -> bool {
        let mut named = self.named().filter_map(|named| named.subtitles.as_ref()).flatten();
        named.any(|named| normalise(&named.file) == normalise(name))
    }

    fn named(&self) -> impl Iterator<Item = &Named> {
        self.media.iter().chain(self.version_media.values()).flatten()
    }

    /// A post that is nothing but `text`.
    fn plain(text: String) -> Self {
        let content = Content {
            text,
            to: Vec::new(),
            when: When::NextSlot,
            expires: None,
            urgent: false,
            lang: None,
            warning: None,
            card: Card::Auto,
            ai: false,
            media: Vec::new(),
            versions: BTreeMap::new(),
        };
        let version_media = BTreeMap::new();
        Self { content, media: None, version_media, places: Places::default() }
    }
}

/// Reads a post's file, with everything that was found: all mistakes at once, or what is only
/// worth saying where there is no mistake.
///
/// # Errors
/// All findings, at least one of them an error.
pub(super) fn read(
    source: &Arc<Source>,
    local: &LocalTime,
    names: Option<&Names>,
) -> Result<(Written, Vec<Finding>), Vec<Finding>> {
    let halves =
        fence::split(&source.text).map_err(|(span, finding)| vec![finding.at(source, span)])?;
    let toml = &source.text[halves.settings.clone()];
    if let Some(finding) = bounds::check(toml) {
        return Err(vec![finding.at(source, halves.settings)]);
    }
    let text = &source.text[halves.text.clone()];
    let mut written = Written::plain(door(text));
    let mut findings = settings::read(source, halves.settings.clone(), local, &mut written);
    findings.extend(suspicions(source, halves.text.start, text));
    if !any_error(&findings) {
        return Ok((written, findings));
    }
    let misnamed = names.map(|names| names(&written.content, &written.places));
    let misnamed = misnamed.into_iter().flatten();
    findings.extend(misnamed.map(|(span, finding)| finding.at(source, span)));
    Err(findings)
}

/// Text as it is kept: in its normal form, without blank lines before it.
pub(super) fn door(text: &str) -> String {
    let text = normalise(text);
    let blank = text.len() - text.trim_start().len();
    let first_line = text[..blank].rfind('\n').map_or(0, |newline| newline + 1);
    text[first_line..].to_owned()
}

/// One finding for each kind of character in `text`, which starts at `offset`, that cannot be
/// seen and should not be there.
fn suspicions(source: &Arc<Source>, offset: usize, text: &str) -> Vec<Finding> {
    let mut findings: Vec<Finding> = Vec::new();
    for suspect in suspects(text) {
        let finding = match suspect.kind {
            SuspectKind::Control | SuspectKind::NonCharacter => Finding::error("text-control"),
            SuspectKind::Direction => Finding::warning("text-direction"),
            SuspectKind::Replacement => Finding::warning("text-lost-character"),
            // The preview shows them; they are too common in copied text to warn of each time.
            SuspectKind::Invisible => continue,
        };
        if findings.iter().all(|known| known.id != finding.id) {
            let code = format!("U+{:04X}", u32::from(suspect.character));
            let span = suspect.range.start + offset..suspect.range.end + offset;
            findings.push(finding.with("character", code).at(source, span));
        }
    }
    findings
}

#[cfg(test)]
mod tests;

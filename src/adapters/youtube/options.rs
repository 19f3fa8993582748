//! What a post may say for YouTube alone, under `[for.youtube]`.

use serde_json::Value;

use super::settings::{Privacy, is_id};
use crate::finding::Finding;
use crate::post::Options;

/// Every option there is.
const KNOWN: [&str; 8] =
    ["category", "embeddable", "made_for_kids", "notify", "playlist", "privacy", "tags", "title"];

/// The longest title in characters (resource `videos`).
pub(super) const TITLE: usize = 100;

/// How long all tags may be, in characters, commas and quotation marks counted (the same place).
const TAGS: usize = 500;

/// What the tag takes of that by which a film is found again.
const MARKER: usize = 16;

/// The options of one post, understood.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct PostOptions {
    pub(super) category: Option<u16>,
    pub(super) embeddable: Option<bool>,
    pub(super) made_for_kids: Option<bool>,
    pub(super) notify: Option<bool>,
    pub(super) playlist: Option<String>,
    pub(super) privacy: Option<Privacy>,
    pub(super) tags: Vec<String>,
    pub(super) title: Option<String>,
}

impl PostOptions {
    /// Reads `options`; what is wrong with them is left out and found.
    pub(super) fn read(options: &Options) -> (Self, Vec<Finding>) {
        let mut read = Self::default();
        let mut findings = Vec::new();
        for (name, value) in options {
            findings.extend(read.take(name, value).err());
        }
        (read, findings)
    }

    /// Reads the options that `compose` has checked.
    pub(super) fn of(options: &Options) -> Self {
        Self::read(options).0
    }

    fn take(&mut self, name: &str, value: &Value) -> Result<(), Finding> {
        match name {
            "category" => {
                let number = value.as_u64().and_then(|number| u16::try_from(number).ok());
                let wrong = || wrong(name, "it is the number of a category", "category = 25");
                self.category = Some(number.ok_or_else(wrong)?);
            }
            "embeddable" => self.embeddable = Some(flag(name, value)?),
            "made_for_kids" => self.made_for_kids = Some(flag(name, value)?),
            "notify" => self.notify = Some(flag(name, value)?),
            "playlist" => self.playlist = Some(playlist(value)?),
            "privacy" => {
                let read = value.as_str().ok_or("it is a text".to_owned()).and_then(Privacy::read);
                let read = read.map_err(|problem| wrong(name, &problem, "privacy = \"unlisted\""));
                self.privacy = Some(read?);
            }
            "tags" => self.tags = tags(value)?,
            "title" => self.title = Some(title(value)?),
            _ => {
                let unknown = Finding::error("unknown-option").with("option", name);
                return Err(unknown.with("known", KNOWN.join(", ")));
            }
        }
        Ok(())
    }
}

fn flag(name: &str, value: &Value) -> Result<bool, Finding> {
    let example = format!("{name} = true");
    value.as_bool().ok_or_else(|| wrong(name, "it is neither true nor false", &example))
}

fn playlist(value: &Value) -> Result<String, Finding> {
    let text = value.as_str().unwrap_or_default();
    let sound = (10..=64).contains(&text.len()) && is_id(text);
    let example = "playlist = \"PLabcdefghij\"";
    sound.then(|| text.to_owned()).ok_or_else(|| {
        wrong("playlist", "it is the id in the address of a playlist, after list=", example)
    })
}

fn title(value: &Value) -> Result<String, Finding> {
    let text = value.as_str().map(str::trim).unwrap_or_default();
    let fits = is_title(text) && !text.is_empty();
    let problem = format!("it is one line of at most {TITLE} characters without < and >");
    fits.then(|| text.to_owned()).ok_or_else(|| wrong("title", &problem, "title = \"आज की सभा\""))
}

/// Whether YouTube takes `text` as a title.
pub(super) fn is_title(text: &str) -> bool {
    let short = text.encode_utf16().count() <= TITLE;
    short && !text.contains(|c: char| c == '<' || c == '>' || c.is_control())
}

fn tags(value: &Value) -> Result<Vec<String>, Finding> {
    let example = "tags = [\"किसान\", \"मेला\"]";
    let list = value.as_array().map(Vec::as_slice).unwrap_or_default();
    let texts: Option<Vec<_>> =
        list.iter().map(|tag| Some(tag.as_str()?.trim().to_owned())).collect();
    let sound = |tag: &String| {
        !tag.is_empty()
            && !tag.contains(|c: char| matches!(c, '<' | '>' | ',' | '"') || c.is_control())
    };
    let tags = texts.filter(|tags| value.is_array() && tags.iter().all(sound));
    let tags = tags.ok_or_else(|| {
        wrong("tags", "it is a list of words without < > , and quotation marks", example)
    })?;
    let length = length(&tags);
    let most = TAGS - MARKER;
    if length > most {
        let problem = format!("together they have {length} characters; {most} are possible");
        return Err(wrong("tags", &problem, example));
    }
    Ok(tags)
}

/// What YouTube counts: a comma between tags, and two quotation marks around one with a blank.
fn length(tags: &[String]) -> usize {
    let one = |tag: &String| tag.encode_utf16().count() + if tag.contains(' ') { 2 } else { 0 };
    tags.iter().map(one).sum::<usize>() + tags.len().saturating_sub(1)
}

fn wrong(name: &str, problem: &str, example: &str) -> Finding {
    Finding::error("wrong-option")
        .with("option", name)
        .with("problem", problem)
        .with("example", example)
}

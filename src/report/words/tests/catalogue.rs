//! The catalogues against each other.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use regex::Regex;

use crate::report::words::{ENGLISH, FluentResource, HINDI, Language, Words};

/// The names of facts that a message uses, in its text (`""`) and in its attributes.
type Parts = BTreeMap<String, BTreeSet<String>>;

fn messages(catalogues: &[(&str, &str)]) -> BTreeMap<String, Parts> {
    let mut messages = BTreeMap::new();
    for (room, text) in catalogues {
        for (id, parts) in messages_of(text) {
            assert!(messages.insert(id.clone(), parts).is_none(), "{id} is twice, also in {room}");
        }
    }
    messages
}

fn messages_of(text: &str) -> Vec<(String, Parts)> {
    let start = Regex::new(r"(?m)^(?:([a-z][a-z0-9-]*)|    \.([a-z]+)) =").unwrap();
    let fact = Regex::new(r"\$([a-z_]+)").unwrap();
    let starts: Vec<_> = start.captures_iter(text).collect();
    let mut messages: Vec<(String, Parts)> = Vec::new();
    for (index, found) in starts.iter().enumerate() {
        let end = starts.get(index + 1).map_or(text.len(), |next| next.get(0).unwrap().start());
        let body = &text[found.get(0).unwrap().end()..end];
        let facts = fact.captures_iter(body).map(|name| name[1].to_owned()).collect();
        match (found.get(1), found.get(2)) {
            (Some(id), _) => messages.push((id.as_str().into(), [(String::new(), facts)].into())),
            (_, part) => {
                let part = part.unwrap().as_str().to_owned();
                messages.last_mut().unwrap().1.insert(part, facts);
            }
        }
    }
    messages
}

/// Every id in the English catalogues.
pub(super) fn ids() -> BTreeSet<String> {
    messages(ENGLISH).into_keys().collect()
}

/// Every id that another message uses.
pub(super) fn used_within() -> BTreeSet<String> {
    let reference = Regex::new(r"\{ ([a-z][a-z0-9-]*) \}").unwrap();
    let references = ENGLISH.iter().flat_map(|(_, text)| reference.captures_iter(text));
    references.map(|found| found[1].to_owned()).collect()
}

#[test]
fn both_languages_have_the_same_messages_with_the_same_facts() {
    let (english, hindi) = (messages(ENGLISH), messages(HINDI));
    let ids: BTreeSet<_> = english.keys().chain(hindi.keys()).collect();
    let differing: Vec<_> =
        ids.into_iter().filter(|id| english.get(*id) != hindi.get(*id)).collect();
    assert!(differing.is_empty(), "missing in one language, or with other facts: {differing:?}");
}

#[test]
fn every_catalogue_can_be_read_to_its_end() {
    for (room, text) in ENGLISH.iter().chain(HINDI) {
        if let Err((_, errors)) = FluentResource::try_new((*text).to_owned()) {
            panic!("{room}: {errors:?}");
        }
    }
}

#[test]
fn every_file_of_words_is_in_the_list() {
    let words = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/report/words");
    let listed: BTreeSet<_> = ENGLISH.iter().map(|(room, _)| (*room).to_owned()).collect();
    for language in ["en", "hi"] {
        let files = fs::read_dir(words.join(language)).unwrap();
        let name =
            |file: fs::DirEntry| file.path().file_stem().unwrap().to_str().unwrap().to_owned();
        let files: BTreeSet<_> = files.map(|file| name(file.unwrap())).collect();
        assert_eq!(files, listed, "{language}");
    }
}

#[test]
fn a_hindi_message_is_in_hindi() {
    let words = Words::new(Language::Hindi);
    let devanagari = |c: char| ('\u{900}'..='\u{97f}').contains(&c);
    for id in ids().into_iter().filter(|id| id != "platform-said") {
        let said = words.plain(&id);
        assert!(said.contains(devanagari), "{id}: {said}");
    }
}

/// The third column of the glossary: words that must not stand for the thing.
fn avoided() -> Vec<String> {
    let glossary = include_str!("../../../../docs/glossary.md");
    let rows = glossary.lines().filter(|line| line.starts_with("| ")).skip(1);
    let cells = rows.filter_map(|row| row.split('|').nth(3));
    let words = cells.flat_map(|cell| cell.split(',')).map(str::trim);
    words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// The pages of the manual, which have their Hindi passages.
fn pages() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = ["docs", "docs/platforms", "deploy"].map(|folder| root.join(folder));
    let files = folders.iter().flat_map(|folder| fs::read_dir(folder).unwrap());
    let files = files.map(|file| file.unwrap().path()).chain([root.join("README.hi.md")]);
    let pages = files.filter(|path| path.extension().is_some_and(|ending| ending == "md"));
    let pages = pages.filter(|path| !path.ends_with("glossary.md"));
    pages.map(|path| (path.display().to_string(), fs::read_to_string(path).unwrap())).collect()
}

#[test]
fn hindi_messages_and_pages_keep_to_the_words_of_the_glossary() {
    let avoided = avoided();
    assert!(avoided.len() > 20, "{avoided:?}");
    let messages = HINDI.iter().map(|(room, text)| ((*room).to_owned(), (*text).to_owned()));
    for (place, text) in messages.chain(pages()) {
        let has = |word: &&String| text.split(|c: char| !is_letter(c)).any(|other| other == *word);
        let found: Vec<_> = avoided.iter().filter(has).collect();
        assert!(found.is_empty(), "{place} has {found:?}; see docs/glossary.md");
    }
}

fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || ('\u{900}'..='\u{963}').contains(&c)
}

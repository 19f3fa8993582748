//! Options of a post under `[for.NAME]`: read one by one, so that every mistake is found at once.

use serde_json::Value;

use super::line::Id;
use crate::finding::Finding;
use crate::http::Url;
use crate::post::Options;

/// Reads the options of one post.
#[derive(Debug)]
pub(in crate::adapters) struct Reader<'o> {
    written: &'o Options,
    known: &'static [&'static str],
    pub(in crate::adapters) findings: Vec<Finding>,
}

impl<'o> Reader<'o> {
    /// A reader of `written`; what is not among the `known` is found at once.
    pub(in crate::adapters) fn new(written: &'o Options, known: &'static [&'static str]) -> Self {
        let unknown = written.keys().filter(|name| !known.contains(&name.as_str()));
        let findings = unknown.map(|name| {
            Finding::error("unknown-option")
                .with("option", name.as_str())
                .with("known", known.join(", "))
        });
        Self { findings: findings.collect(), written, known }
    }

    /// Takes `option`; what is wrong with it is found, with a right `example`.
    pub(in crate::adapters) fn take<T>(
        &mut self,
        option: &'static str,
        example: &'static str,
        read: impl FnOnce(&Value) -> Result<T, String>,
    ) -> Option<T> {
        debug_assert!(self.known.contains(&option), "an option that is refused as unknown");
        match read(self.written.get(option)?) {
            Ok(value) => Some(value),
            Err(problem) => {
                let finding = Finding::error("wrong-option").with("option", option);
                let finding = finding.with("problem", problem).with("example", example);
                self.findings.push(finding);
                None
            }
        }
    }
}

/// True or false.
pub(in crate::adapters) fn flag(value: &Value) -> Result<bool, String> {
    value.as_bool().ok_or_else(|| "it is neither true nor false".to_owned())
}

/// A text of at least one and at most `most` characters.
pub(in crate::adapters) fn text(value: &Value, most: usize) -> Result<String, String> {
    let text = value.as_str().map(str::trim).ok_or("it is not a text")?;
    let length = text.chars().count();
    match length {
        0 => Err("it is empty".to_owned()),
        _ if length > most => Err(format!("it has {length} characters; at most {most} are taken")),
        _ => Ok(text.to_owned()),
    }
}

/// One of the words `choices`.
pub(in crate::adapters) fn word(value: &Value, choices: &[&'static str]) -> Result<String, String> {
    let found = value.as_str().and_then(|text| choices.iter().find(|one| **one == text));
    found
        .map(|one| (*one).to_owned())
        .ok_or_else(|| format!("it is none of: {}", choices.join(", ")))
}

/// A list of so many texts, each of at most `longest` characters.
pub(in crate::adapters) fn texts(
    value: &Value,
    counts: std::ops::RangeInclusive<usize>,
    longest: usize,
) -> Result<Vec<String>, String> {
    let list = value.as_array().ok_or("it is not a list")?;
    if !counts.contains(&list.len()) {
        return Err(format!(
            "it has {} entries, not {} to {}",
            list.len(),
            counts.start(),
            counts.end()
        ));
    }
    list.iter().map(|one| text(one, longest)).collect()
}

/// An id, as text or as a number.
pub(in crate::adapters) fn id(value: &Value) -> Result<String, String> {
    let id: Id = serde_json::from_value(value.clone())
        .map_err(|_| "it is not an id, which has digits alone".to_owned())?;
    Ok(id.0)
}

/// Whether `text` is an address that people can open.
pub(in crate::adapters) fn is_web_address(text: &str) -> bool {
    let web = |url: Url| matches!(url.scheme(), "http" | "https") && url.has_host();
    !text.contains(char::is_whitespace) && Url::parse(text).is_ok_and(web)
}

/// The line that says that a machine made or changed what is seen or heard, for services that have
/// no field for it.
pub(in crate::adapters) fn ai_label(lang: Option<&str>) -> &'static str {
    if lang.is_some_and(|lang| lang.starts_with("hi")) {
        "(एआई से बनाया गया)"
    } else {
        "(made with AI)"
    }
}

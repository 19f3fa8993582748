//! The few settings that the environment may override, for containers and for trying out.
//!
//! `DAKIYA_STATE` is the state folder, `DAKIYA_POSTS` the posts folder (both counted from where
//! the program was started), `DAKIYA_LANGUAGE` is `hi` or `en`, `DAKIYA_LOG` a level of logging.
//! A variable that is set but empty counts as not set.

use std::ffi::OsString;
use std::path::PathBuf;

use super::log::LogLevel;
use crate::finding::Finding;
use crate::keys::nearest;
use crate::language::Language;

/// What the environment overrides.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Overrides {
    /// The state folder.
    pub state: Option<PathBuf>,
    /// The posts folder.
    pub posts: Option<PathBuf>,
    /// The language for people.
    pub language: Option<Language>,
    /// How much is logged.
    pub level: Option<LogLevel>,
}

impl Overrides {
    /// The names of the variables that are looked at.
    pub const VARIABLES: [&str; 4] =
        ["DAKIYA_STATE", "DAKIYA_POSTS", "DAKIYA_LANGUAGE", "DAKIYA_LOG"];

    /// Reads the environment of the process.
    ///
    /// # Errors
    /// With a finding for every variable whose value cannot be used.
    pub fn from_environment() -> Result<Self, Vec<Finding>> {
        Self::read(|name| std::env::var_os(name))
    }

    /// Reads the variables that `get` gives.
    ///
    /// # Errors
    /// With a finding for every variable whose value cannot be used.
    pub fn read(get: impl Fn(&str) -> Option<OsString>) -> Result<Self, Vec<Finding>> {
        let mut findings = Vec::new();
        let [state, posts, language, level] =
            Self::VARIABLES.map(|name| get(name).filter(|value| !value.is_empty()));
        let overrides = Self {
            state: state.map(PathBuf::from),
            posts: posts.map(PathBuf::from),
            language: choice(Self::VARIABLES[2], language, &Language::TAGS, &mut findings),
            level: choice(Self::VARIABLES[3], level, &LogLevel::NAMES, &mut findings),
        };
        if findings.is_empty() { Ok(overrides) } else { Err(findings) }
    }
}

fn choice<T: Copy>(
    variable: &'static str,
    value: Option<OsString>,
    choices: &[(&'static str, T)],
    findings: &mut Vec<Finding>,
) -> Option<T> {
    let value = value?;
    let value = value.to_string_lossy();
    let chosen = choices.iter().find(|(name, _)| *name == value);
    if chosen.is_none() {
        let names = choices.iter().map(|(name, _)| *name);
        let known: Vec<_> = names.clone().collect();
        let finding = Finding::error("variable-wrong")
            .with("variable", variable)
            .with("found", &*value)
            .with("nearest", nearest(&value, names).unwrap_or_default())
            .with("known", known.join(", "));
        findings.push(finding);
    }
    chosen.map(|(_, value)| *value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(set: &[(&str, &str)]) -> Result<Overrides, Vec<Finding>> {
        Overrides::read(|name| {
            set.iter().find(|(known, _)| *known == name).map(|(_, value)| value.into())
        })
    }

    #[test]
    fn nothing_set_and_empty_override_nothing() {
        assert_eq!(read(&[("DAKIYA_LOG", ""), ("DAKIYA_STATE", "")]), Ok(Overrides::default()));
    }

    #[test]
    fn every_variable_is_read() {
        let read = read(&[
            ("DAKIYA_STATE", "/var/lib/dakiya"),
            ("DAKIYA_POSTS", "posts"),
            ("DAKIYA_LANGUAGE", "hi"),
            ("DAKIYA_LOG", "debug"),
        ]);
        let expected = Overrides {
            state: Some("/var/lib/dakiya".into()),
            posts: Some("posts".into()),
            language: Some(Language::Hindi),
            level: Some(LogLevel::Debug),
        };
        assert_eq!(read, Ok(expected));
    }

    #[test]
    fn every_value_that_cannot_be_used_is_named_at_once() {
        let findings =
            read(&[("DAKIYA_LANGUAGE", "hindi"), ("DAKIYA_LOG", "warning")]).unwrap_err();
        assert_eq!(findings.len(), 2);
        assert!(findings[1].facts.contains(&("nearest", "warn".into())));
    }
}

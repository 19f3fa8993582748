//! In whose name posts go out.

use std::fmt;

const ORGANISATION: &str = "urn:li:organization:";
const PERSON: &str = "urn:li:person:";

/// The longest id of a member that is taken for one.
const LONGEST_ID: usize = 64;

/// The author of posts; shown as its URN.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Author {
    /// A page, by its number.
    Organisation(String),
    /// A member, by the id that `userinfo` calls `sub`.
    Person(String),
}

impl Author {
    /// Reads a URN, or the bare number of a page. A prefix that was written twice counts once.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if let Some(id) = without(text, PERSON) {
            let sound = !id.is_empty()
                && id.len() <= LONGEST_ID
                && id.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
            let id = sound.then(|| Self::Person(id.to_owned()));
            return id.ok_or_else(|| "the id of a member has letters, digits, - and _".to_owned());
        }
        let id = without(text, ORGANISATION).unwrap_or(text);
        let sound = (1..=20).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_digit());
        let id = sound.then(|| Self::Organisation(id.to_owned()));
        id.ok_or_else(|| "it is the number of a page, or a URN that names an author".to_owned())
    }

    /// Whether it is a member.
    pub(super) fn is_person(&self) -> bool {
        matches!(self, Self::Person(_))
    }

    /// Where people see it, if that can be told from the id.
    pub(super) fn page(&self) -> Option<String> {
        match self {
            Self::Organisation(id) => Some(format!("https://www.linkedin.com/company/{id}/")),
            Self::Person(_) => None,
        }
    }
}

fn without<'t>(text: &'t str, prefix: &str) -> Option<&'t str> {
    text.starts_with(prefix).then(|| text.trim_start_matches(prefix))
}

impl fmt::Display for Author {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Organisation(id) => write!(f, "{ORGANISATION}{id}"),
            Self::Person(id) => write!(f, "{PERSON}{id}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_a_urn_and_a_doubled_urn_are_the_same_page() {
        for text in [
            "2414183",
            "urn:li:organization:2414183",
            "urn:li:organization:urn:li:organization:2414183",
        ] {
            let author = Author::read(text).unwrap();
            assert_eq!(author.to_string(), "urn:li:organization:2414183");
            assert_eq!(author.page().unwrap(), "https://www.linkedin.com/company/2414183/");
        }
        let member = Author::read("urn:li:person:Ab-1_z").unwrap();
        assert!(member.is_person() && member.to_string() == "urn:li:person:Ab-1_z");
    }

    #[test]
    fn what_names_no_author_is_refused() {
        for text in [
            "",
            "our-company",
            "urn:li:organization:",
            "urn:li:organization:12a",
            "urn:li:person:",
            "urn:li:person:a/b",
            "urn:li:share:1",
            "https://www.linkedin.com/company/2414183/",
            "123456789012345678901",
        ] {
            assert!(Author::read(text).is_err(), "{text:?}");
        }
    }
}

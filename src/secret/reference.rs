//! Where a secret is kept. The config says this, and never the secret itself.

use std::fmt;
use std::path::PathBuf;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};

use super::Secret;

/// What is said about a secret that stands in a file in the open. The value is not repeated.
pub const INLINE: &str = "a secret must not stand here in the open";

/// What is said about a reference of another form.
pub const FORM: &str = "expected one of: credential, file, env";

/// The place where a secret is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecretRef {
    /// A credential that systemd hands over (`LoadCredential=`), by its name.
    Credential(String),
    /// A file that only we can read; a relative path counts from the config's folder.
    File(PathBuf),
    /// A variable of the environment; other programs of the same user can see it.
    Env(String),
}

impl fmt::Display for SecretRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Credential(name) => write!(f, "{{ credential = {name:?} }}"),
            Self::File(path) => write!(f, "{{ file = {path:?} }}"),
            Self::Env(name) => write!(f, "{{ env = {name:?} }}"),
        }
    }
}

impl<'de> Deserialize<'de> for SecretRef {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RefVisitor)
    }
}

struct RefVisitor;

/// Refuses a value that may itself be the secret, without repeating it, and has it struck out
/// of whatever is printed from now on.
fn inline<E: Error>(value: impl fmt::Display) -> E {
    let _known_from_now_on = Secret::new(value.to_string());
    E::custom(INLINE)
}

impl<'de> Visitor<'de> for RefVisitor {
    type Value = SecretRef;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("where the secret is kept")
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<SecretRef, E> {
        Err(inline(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<SecretRef, E> {
        Err(inline(value))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<SecretRef, E> {
        Err(inline(value))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<SecretRef, A::Error> {
        let mut references = Vec::new();
        while let Some((kind, value)) = map.next_entry::<String, toml::Value>()? {
            references.push(reference(&kind, value)?);
        }
        match references.pop() {
            Some(reference) if references.is_empty() => Ok(reference),
            _ => Err(A::Error::custom(FORM)),
        }
    }
}

/// What stands under any other key, or is no text, may be the secret itself.
fn reference<E: Error>(kind: &str, value: toml::Value) -> Result<SecretRef, E> {
    match (kind, value) {
        ("credential", toml::Value::String(name)) => Ok(SecretRef::Credential(name)),
        ("file", toml::Value::String(path)) => Ok(SecretRef::File(path.into())),
        ("env", toml::Value::String(name)) => Ok(SecretRef::Env(name)),
        (_, toml::Value::String(text)) => Err(inline(text)),
        (_, other) => Err(inline(other)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(value: &str) -> Result<SecretRef, String> {
        let value = toml::de::ValueDeserializer::parse(value).unwrap();
        SecretRef::deserialize(value).map_err(|error| error.message().to_owned())
    }

    #[test]
    fn the_three_places_are_read_and_shown_as_written() {
        for text in ["{ credential = \"a-b\" }", "{ file = \"k/t\" }", "{ env = \"TOKEN\" }"] {
            assert_eq!(read(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn a_secret_in_the_open_is_refused_and_never_repeated() {
        for text in ["\"canary-inline-1\"", "123456789", "1.23456789"] {
            assert_eq!(read(text).unwrap_err(), INLINE);
        }
        assert_eq!(super::super::strike_out("x canary-inline-1 y"), "x *** y");
    }

    #[test]
    fn a_secret_under_a_key_of_its_own_stands_in_the_open_too() {
        assert_eq!(read("{ value = \"canary-inline-3\" }").unwrap_err(), INLINE);
        assert_eq!(read("{ credential = 8800330044 }").unwrap_err(), INLINE);
        let printed = super::super::strike_out("x canary-inline-3 8800330044");
        assert_eq!(printed, "x *** ***");
    }

    #[test]
    fn a_reference_of_another_form_is_refused_and_never_repeated() {
        for text in [
            "{}",
            "{ value = \"canary-2\" }",
            "{ credential = 77001122 }",
            "{ env = \"A\", file = \"canary-2\" }",
            "[\"canary-2\"]",
            "true",
        ] {
            let problem = read(text).unwrap_err();
            assert!(!problem.contains("canary") && !problem.contains("7700"), "{problem}");
        }
    }
}

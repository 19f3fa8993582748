//! The names of our accounts and of the platforms they are on.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

mod directory;
mod login;
mod rules;

pub use directory::Directory;
pub use login::login_ends;
pub use rules::{CounterStyle, Missed, Rules};

/// The longest name allowed, in characters.
const LONGEST: usize = 40;

/// Why a name was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "name {0:?} is not made of a-z, 0-9 and '-' (at most {LONGEST}, starting with a letter or digit), for example \"x-main\""
)]
pub struct BadName(String);

macro_rules! name_type {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(Arc<str>);

        impl $name {
            /// The name as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = BadName;

            fn from_str(text: &str) -> Result<Self, BadName> {
                if is_name(text) { Ok(Self(text.into())) } else { Err(BadName(text.to_owned())) }
            }
        }

        impl TryFrom<String> for $name {
            type Error = BadName;

            fn try_from(text: String) -> Result<Self, BadName> {
                text.parse()
            }
        }

        impl From<$name> for String {
            fn from(name: $name) -> Self {
                name.0.to_string()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }
    };
}

name_type! {
    /// The name that the config gives to one of our accounts, such as `telegram` or `x-main`.
    AccountName
}

name_type! {
    /// The name of a kind of service, such as `mastodon`, as the registry of adapters has it.
    PlatformName
}

name_type! {
    /// The name that the config gives to several accounts together, such as `news`.
    GroupName
}

name_type! {
    /// The name that the config gives to a slot, such as `morning`.
    SlotName
}

fn is_name(text: &str) -> bool {
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    !text.is_empty() && text.len() <= LONGEST && !text.starts_with('-') && text.chars().all(allowed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_names_are_taken() {
        for name in ["x-main", "telegram", "2nd", "a"] {
            assert_eq!(name.parse::<AccountName>().unwrap().as_str(), name);
        }
    }

    #[test]
    fn names_that_could_be_paths_or_options_are_refused() {
        for name in ["", "-x", "a/b", "..", "A", "a b", "दो", &"a".repeat(41)] {
            assert!(name.parse::<AccountName>().is_err(), "{name:?}");
        }
    }
}

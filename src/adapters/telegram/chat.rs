//! Which chat is meant: a public name or a number, and the links to its messages.

use std::fmt;

use serde_json::Value;

/// Chat numbers have at most 52 significant bits (core.telegram.org/bots/api, type `Chat`,
/// Bot API 10.1).
const LARGEST: i64 = (1 << 52) - 1;

/// What the numbers of channels and supergroups begin with.
const CHANNEL_PREFIX: &str = "-100";

/// A chat as Telegram lets bots name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Chat {
    /// A public chat by its name, without the `@`. The name can change hands.
    Name(String),
    /// Any chat by its number, which stays.
    Number(i64),
}

impl Chat {
    /// The channel that a setting names.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        match text.strip_prefix('@') {
            Some(name) if is_name(name) => Ok(Self::Name(name.to_owned())),
            Some(_) => {
                Err("a public name has 4 to 32 letters, digits and _ after the @".to_owned())
            }
            None => read_number(text).map(Self::Number),
        }
    }

    /// The chat as a request names it.
    pub(super) fn json(&self) -> Value {
        match self {
            Self::Name(_) => Value::String(self.to_string()),
            Self::Number(number) => Value::from(*number),
        }
    }
}

impl fmt::Display for Chat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Name(name) => write!(f, "@{name}"),
            Self::Number(number) => write!(f, "{number}"),
        }
    }
}

/// The number of a chat that is not public and so has no name.
pub(in crate::adapters) fn read_number(text: &str) -> Result<i64, String> {
    let number = text.parse().map_err(
        |_| "this is neither a public name like @our_channel nor a number like -1001234567890",
    )?;
    if is_number(number) { Ok(number) } else { Err("no chat can have this number".to_owned()) }
}

/// Whether a chat can have this number.
pub(super) fn is_number(number: i64) -> bool {
    number != 0 && number.abs() <= LARGEST
}

/// Whether a chat numbers its messages by itself, without gaps: channels and supergroups do, all
/// other chats of a bot share one row of numbers.
pub(super) fn counts_by_itself(number: i64) -> bool {
    number.to_string().starts_with(CHANNEL_PREFIX)
}

/// Whether a public chat can have this name.
pub(super) fn is_name(name: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || c == '_';
    (4..=32).contains(&name.len())
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(allowed)
}

/// Where people see a chat, or a message of it, if it can be linked to at all.
pub(super) fn link(chat: i64, name: Option<&str>, message: Option<i64>) -> Option<String> {
    let number = chat.to_string();
    let place = match name.filter(|name| is_name(name)) {
        Some(name) => name.to_owned(),
        None => format!("c/{}", number.strip_prefix(CHANNEL_PREFIX)?),
    };
    match message {
        Some(message) => Some(format!("https://t.me/{place}/{message}")),
        None => name.map(|_| format!("https://t.me/{place}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_channel_is_named_by_its_public_name_or_its_number() {
        assert_eq!(Chat::read("@our_channel").unwrap().json(), "@our_channel");
        assert_eq!(Chat::read("-1001234567890").unwrap().json(), -1_001_234_567_890_i64);
    }

    #[test]
    fn anything_that_is_no_chat_is_refused() {
        for text in ["", "@", "our_channel", "@our channel", "@9lives", "@a/b", "0", "1e3"] {
            assert!(Chat::read(text).is_err(), "{text:?}");
        }
        assert!(Chat::read("-9007199254740993").is_err());
    }

    #[test]
    fn messages_of_public_and_private_channels_have_links_but_groups_have_none() {
        let at = |chat, name| link(chat, name, Some(7));
        assert_eq!(at(-1_001_234, Some("our_channel")).unwrap(), "https://t.me/our_channel/7");
        assert_eq!(at(-1_001_234, None).unwrap(), "https://t.me/c/1234/7");
        assert_eq!(at(-55, None), None);
        assert_eq!(at(-1_001_234, Some("../evil")).unwrap(), "https://t.me/c/1234/7");
    }

    #[test]
    fn a_private_channel_has_no_public_page() {
        assert_eq!(link(-1_001_234, None, None), None);
        assert_eq!(link(-1_001_234, Some("abcd"), None).unwrap(), "https://t.me/abcd");
    }
}

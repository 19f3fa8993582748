//! The syntax of names and times in the AT Protocol (atproto.com/specs, read August 2026).

use std::sync::LazyLock;

use regex::Regex;

/// A pattern that is compiled when it is first needed.
macro_rules! pattern {
    ($text:literal) => {
        LazyLock::new(|| {
            // The pattern is constant, and tests use every one.
            Regex::new($text).expect("a constant pattern")
        })
    };
}

/// The longest DID and the longest handle, in bytes.
const LONGEST_DID: usize = 2048;
const LONGEST_HANDLE: usize = 253;

/// Whether `text` is a handle, such as `office.example.org`.
pub(super) fn is_handle(text: &str) -> bool {
    static HANDLE: LazyLock<Regex> = pattern!(
        r"^([a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\.)+[a-zA-Z]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?$"
    );
    text.len() <= LONGEST_HANDLE && HANDLE.is_match(text)
}

/// Whether `text` is a DID, such as `did:plc:ewvi7nxzyoun6zhxrhs64oiz`.
pub(super) fn is_did(text: &str) -> bool {
    static DID: LazyLock<Regex> = pattern!(r"^did:[a-z]+:[a-zA-Z0-9._:%-]*[a-zA-Z0-9._-]$");
    text.len() <= LONGEST_DID && DID.is_match(text)
}

/// Whether `text` can be a CID of version 1 in base 32.
pub(super) fn is_cid(text: &str) -> bool {
    static CID: LazyLock<Regex> = pattern!(r"^b[a-z2-7]{20,120}$");
    CID.is_match(text)
}

/// Whether `text` has the characters of a JSON Web Token.
pub(super) fn is_token(text: &str) -> bool {
    static TOKEN: LazyLock<Regex> = pattern!(r"^[A-Za-z0-9_.~+/=-]{8,8192}$");
    TOKEN.is_match(text)
}

/// Whether `text` is a language tag (RFC 5646), its first part in small letters.
pub(super) fn is_language(text: &str) -> bool {
    static LANGUAGE: LazyLock<Regex> = pattern!(
        r"(?x) ^(?:
            [a-z]{2,3} (?: -[A-Za-z]{3} ){0,3}                        # language
            (?: -[A-Za-z]{4} )?                                       # script
            (?: -(?: [A-Za-z]{2} | [0-9]{3} ) )?                      # region
            (?: -(?: [A-Za-z0-9]{5,8} | [0-9][A-Za-z0-9]{3} ) )*      # variants
            (?: -[0-9A-WY-Za-wy-z] (?: -[A-Za-z0-9]{2,8} )+ )*        # extensions
            (?: -[xX] (?: -[A-Za-z0-9]{1,8} )+ )?                     # private use
          | [xX] (?: -[A-Za-z0-9]{1,8} )+
          | i-[a-z]{3,8} | sgn-BE-(?:FR|NL) | sgn-CH-DE
        )$"
    );
    LANGUAGE.is_match(text)
}

/// The address of one record: `at://AUTHORITY/COLLECTION/RKEY`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RecordUri {
    /// The DID or handle of the repository.
    pub(super) authority: String,
    /// The kind of record.
    pub(super) collection: String,
    /// Its key.
    pub(super) rkey: String,
}

impl RecordUri {
    /// Reads `text`; nothing where it names no single record.
    pub(super) fn read(text: &str) -> Option<Self> {
        static RKEY: LazyLock<Regex> = pattern!(r"^[a-zA-Z0-9._:~-]{1,512}$");
        let mut pieces = text.strip_prefix("at://")?.split('/');
        let (authority, collection, rkey) = (pieces.next()?, pieces.next()?, pieces.next()?);
        let sound = pieces.next().is_none()
            && (is_did(authority) || is_handle(authority))
            && is_nsid(collection)
            && RKEY.is_match(rkey)
            && rkey != "."
            && rkey != "..";
        let [authority, collection, rkey] = [authority, collection, rkey].map(str::to_owned);
        sound.then_some(Self { authority, collection, rkey })
    }
}

impl std::fmt::Display for RecordUri {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "at://{}/{}/{}", self.authority, self.collection, self.rkey)
    }
}

/// Whether `text` is the name of a kind of record or of a method.
pub(super) fn is_nsid(text: &str) -> bool {
    static NSID: LazyLock<Regex> = pattern!(
        r"^[a-zA-Z]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?(\.[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?)+\.[a-zA-Z][a-zA-Z0-9]{0,62}$"
    );
    text.len() <= 317 && NSID.is_match(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::adapters::bluesky::tests::shared;

    fn agrees(list: &str, is: fn(&str) -> bool) {
        for (kind, expected) in [("valid", true), ("invalid", false)] {
            let Some(values) = shared::interop(&format!("{list}_syntax_{kind}.txt")) else {
                return;
            };
            for value in values {
                assert_eq!(is(&value), expected, "{list}: {value:?}");
            }
        }
    }

    #[test]
    fn names_are_read_as_the_interop_lists_have_them() {
        agrees("handle", is_handle);
        agrees("did", is_did);
        agrees("language", is_language);
    }

    #[test]
    fn a_record_address_names_one_record_and_nothing_else() {
        let text = "at://did:plc:asdf123/app.bsky.feed.post/3mdccjmurk222";
        assert_eq!(RecordUri::read(text).unwrap().to_string(), text);
        for wrong in [
            "at://did:plc:asdf123/app.bsky.feed.post",
            "at://did:plc:asdf123/app.bsky.feed.post/3m/x",
            "at://did:plc:asdf123/post/3m",
            "at://did:plc:asdf123/app.bsky.feed.post/..",
            "at://did:plc:asdf123/app.bsky.feed.post/3m?x=1",
            "https://bsky.app/profile/x/post/3m",
        ] {
            assert_eq!(RecordUri::read(wrong), None, "{wrong}");
        }
    }
}

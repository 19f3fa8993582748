//! From the bytes of a post's file to text.

use std::sync::Arc;

use crate::finding::{Finding, Source};

/// The byte order mark that Windows programs put before UTF-8.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// How files begin that were saved as UTF-16, little or big end first.
const WIDE_MARKS: [&[u8]; 2] = [b"\xff\xfe", b"\xfe\xff"];

/// How the documents of word processors begin: .docx and .odt, .doc, .rtf.
const DOCUMENTS: [&[u8]; 3] = [b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf"];

/// The text of a file called `name` to people, with line feeds only and without a byte order
/// mark, so that places count as every editor does.
///
/// # Errors
/// A finding where the bytes are no UTF-8; its place is the first byte that is none.
pub(super) fn decode(name: &str, bytes: &[u8]) -> Result<Arc<Source>, Finding> {
    if DOCUMENTS.iter().any(|start| bytes.starts_with(start)) {
        return Err(Finding::error("text-of-a-document").with("file", name));
    }
    if WIDE_MARKS.iter().any(|mark| bytes.starts_with(mark)) || is_wide(bytes) {
        return Err(Finding::error("text-utf16").with("file", name));
    }
    let bytes = bytes.strip_prefix(MARK).unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(Source::new(name, line_feeds(text))),
        Err(error) => Err(not_utf8(name, bytes, error.valid_up_to())),
    }
}

/// Whether it is UTF-16 without a mark: of its Latin letters and blanks, one byte in two is zero,
/// and even Hindi has a blank in eight characters.
fn is_wide(bytes: &[u8]) -> bool {
    let zeros = |odd: usize| bytes.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let many = (even + odd) * 16 >= bytes.len();
    bytes.len().is_multiple_of(2) && (even == 0) != (odd == 0) && many
}

fn not_utf8(name: &str, bytes: &[u8], at: usize) -> Finding {
    let before = line_feeds(&String::from_utf8_lossy(&bytes[..at])).len();
    let source = Source::new(name, line_feeds(&String::from_utf8_lossy(bytes)));
    let byte = bytes.get(at).copied().unwrap_or_default();
    Finding::error("text-not-utf8")
        .with("file", name)
        .with("byte", format!("0x{byte:02X}"))
        .with("offset", at)
        .at(&source, before..before + '\u{fffd}'.len_utf8())
}

fn line_feeds(text: &str) -> String {
    if text.contains('\r') {
        text.replace("\r\n", "\n").replace('\r', "\n")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_order_mark_and_windows_line_ends_do_not_show() {
        let source = decode("a.md", b"\xef\xbb\xbfone\r\ntwo\rthree\n").unwrap();
        assert_eq!(source.text, "one\ntwo\nthree\n");
    }

    #[test]
    fn utf_16_is_recognised() {
        for bytes in [b"\xff\xfe\x28\x09", b"\xfe\xff\x09\x28"] {
            assert_eq!(decode("a.md", bytes).unwrap_err().id, "text-utf16");
        }
    }

    #[test]
    fn utf_16_without_a_mark_is_recognised() {
        let little: Vec<u8> = "कल 9 बजे".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let big: Vec<u8> = "at 9".encode_utf16().flat_map(u16::to_be_bytes).collect();
        for bytes in [little, big] {
            assert_eq!(decode("a.txt", &bytes).unwrap_err().id, "text-utf16");
        }
        for bytes in [&b""[..], b"a\0\0b", b"seventeen letters and\0"] {
            assert!(decode("a.txt", bytes).is_ok(), "{bytes:?}");
        }
    }

    #[test]
    fn a_document_under_the_name_of_a_text_is_recognised() {
        for bytes in [&b"PK\x03\x04\x14\0"[..], b"\xd0\xcf\x11\xe0\xa1", b"{\\rtf1\\ansi hello}"] {
            assert_eq!(decode("a.txt", bytes).unwrap_err().id, "text-of-a-document");
        }
        assert!(decode("a.txt", b"{ PK }").is_ok());
    }

    #[test]
    fn the_first_wrong_byte_is_named_with_its_line() {
        let finding = decode("a.md", b"one\r\ntw\xf6\r\n").unwrap_err();
        assert_eq!(finding.id, "text-not-utf8");
        assert!(finding.facts.contains(&("byte", "0xF6".into())));
        assert!(finding.facts.contains(&("offset", 7_usize.into())));
        let place = finding.place.unwrap();
        assert_eq!((place.line(), place.column()), (2, 3));
    }

    #[test]
    fn a_character_cut_in_two_at_the_end_is_found() {
        let bytes = &"नमस्ते".as_bytes()[..16];
        assert_eq!(decode("a.md", bytes).unwrap_err().id, "text-not-utf8");
    }
}

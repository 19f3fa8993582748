//! What people are told of a file beside what it is: what becomes of it, and of what kind it may be
//! where it is none that can be posted.

use std::io;

use super::input::Input;
use crate::finding::Finding;
use crate::post::MediaKind;

/// How much is read in search of how a document is locked, in bytes.
const SEARCHED: u64 = 64 * 1024;

/// How far from the end of a document the place of its last table stands, in bytes.
const TAIL: u64 = 1024;

/// What is worth saying about `input` before it goes out.
pub(super) fn about(input: Input<'_>, kind: MediaKind) -> Vec<Finding> {
    match kind {
        MediaKind::Pdf if is_locked(input).unwrap_or(false) => {
            vec![Finding::warning("pdf-locked"), Finding::warning("pdf-keeps-notes")]
        }
        MediaKind::Pdf => vec![Finding::warning("pdf-keeps-notes")],
        MediaKind::Webp if moves(input).unwrap_or(false) => {
            vec![Finding::warning("webp-stands-still")]
        }
        _ => Vec::new(),
    }
}

/// Whether the document is encrypted (ISO 32000-1, 7.5.5: the trailer has an entry `Encrypt`). The
/// trailer is a text behind the last table, or the beginning of the table where that is a stream.
fn is_locked(input: Input<'_>) -> io::Result<bool> {
    let tail = input.start_of(input.bytes.saturating_sub(SEARCHED)..input.bytes, SEARCHED)?;
    let at = last_table(&tail).filter(|at| *at < input.bytes);
    let table = at.map(|at| input.start_of(at..input.bytes, SEARCHED)).transpose()?;
    Ok([Some(tail), table].iter().flatten().any(|bytes| says_encrypt(bytes)))
}

/// Where the last table of a document that ends with `tail` begins.
fn last_table(tail: &[u8]) -> Option<u64> {
    let end = &tail[tail.len().saturating_sub(usize::try_from(TAIL).unwrap_or(0))..];
    let end = String::from_utf8_lossy(end);
    let (_, behind) = end.rsplit_once("startxref")?;
    behind.split_whitespace().next()?.parse().ok()
}

/// Whether the entry stands there, whose name others begin with.
fn says_encrypt(bytes: &[u8]) -> bool {
    const ENTRY: &[u8] = b"/Encrypt";
    let mut found = bytes.windows(ENTRY.len() + 1).filter(|window| window.starts_with(ENTRY));
    found.any(|window| !window[ENTRY.len()].is_ascii_alphabetic())
}

/// Whether the header says that the picture moves (RFC 9649, section 2.7.1: the flag A of VP8X).
fn moves(input: Input<'_>) -> io::Result<bool> {
    let header: [u8; 9] = input.read(12)?;
    Ok(header.starts_with(b"VP8X") && header[8] & 0x02 != 0)
}

/// To what family a file belongs that cannot be posted: its bytes are `mime`, where that is known.
/// Documents of offices are archives; which of the two was meant is told by the name.
pub(super) fn family(mime: &str, name: &str) -> &'static str {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    let ending = ending.unwrap_or_default();
    match ending.as_str() {
        "doc" | "docx" | "odt" | "rtf" | "xls" | "xlsx" | "ods" | "ppt" | "pptx" | "odp"
        | "pages" => return "document",
        "svg" | "eps" | "ai" | "cdr" | "psd" | "dng" | "cr2" | "nef" | "arw" => return "picture",
        "3gp" | "3g2" | "wmv" | "flv" | "mts" | "m2ts" | "vob" => return "film",
        "amr" | "aac" | "opus" | "wma" => return "sound",
        _ => {}
    }
    match mime.split('/').next() {
        Some("image") => "picture",
        Some("video") => "film",
        Some("audio") => "sound",
        _ if mime.contains("document") || mime.contains("msword") => "document",
        _ if ["zip", "rar", "7z", "gzip", "tar"].iter().any(|word| mime.contains(word)) => {
            "archive"
        }
        _ => "other",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_posted_is_told_by_its_bytes_and_an_office_document_by_its_name() {
        for (mime, name, expected) in [
            ("image/avif", "a.avif", "picture"),
            ("", "drawing.SVG", "picture"),
            ("", "phone.3gp", "film"),
            ("video/x-matroska", "a.mkv", "film"),
            ("audio/mpeg", "a.jpg", "sound"),
            ("application/zip", "press note.docx", "document"),
            ("application/zip", "pictures.zip", "archive"),
            ("", "a", "other"),
        ] {
            assert_eq!(family(mime, name), expected, "{mime} {name}");
        }
    }

    #[test]
    fn only_the_entry_itself_says_that_a_document_is_locked() {
        assert!(says_encrypt(b"trailer << /Size 4 /Encrypt 3 0 R >>"));
        assert!(!says_encrypt(b"trailer << /Size 4 /EncryptMetadata false >>"));
    }

    #[test]
    fn the_last_table_of_a_document_is_found_where_its_end_says() {
        assert_eq!(last_table(b"startxref\n1\n%%EOF\n9 0 obj startxref\n612\n%%EOF"), Some(612));
        assert_eq!(last_table(b"%%EOF"), None);
    }
}

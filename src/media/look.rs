//! Looking at pictures and films: at their bytes, never at their names, and at no more of them
//! than is needed. What pictures say beside the picture is found, so that it is not stored.

use std::fs::File;
use std::io::{self, BufReader, Seek as _};
use std::os::unix::fs::FileExt as _;

use crate::blobs::Piece;
use crate::finding::Finding;
use crate::post::{Film, MediaKind};

use input::Input;

mod film;
mod gif;
mod input;
mod metadata;
mod mp4;
mod told;
mod webm;
mod whole;

/// How much of a file tells its kind, in bytes.
const HEAD: usize = 8 * 1024;

/// The longest side of a picture, in pixels.
const MOST_SIDE: usize = 16_384;

/// The largest area of a picture, in pixels.
const MOST_AREA: usize = 50_000_000;

/// What a picture or film is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Looked {
    /// Its kind.
    pub kind: MediaKind,
    /// Its width and height in pixels as it is shown, where its header tells them.
    pub pixels: Option<(u32, u32)>,
    /// How it plays, where it does and its header tells it.
    pub film: Option<Film>,
    /// Whether it is in colours for printing presses.
    pub print_colours: bool,
    /// What is worth saying about it.
    pub findings: Vec<Finding>,
    /// What is stored of it, where that is not the whole file.
    pub pieces: Option<Vec<Piece>>,
}

/// Looks at `file` of `bytes` bytes, which people call `name`.
///
/// # Errors
/// A finding where it is no picture or film that can be posted.
pub fn examine(file: &File, name: &str, bytes: u64) -> Result<Looked, Finding> {
    let about = |finding: Finding| finding.with("file", name);
    if bytes == 0 {
        return Err(about(Finding::error("media-empty")));
    }
    let unreadable = |error: io::Error| {
        about(Finding::error("file-unreadable").with("problem", error.to_string()))
    };
    let head = head(file).map_err(unreadable)?;
    let kind = kind_of(&head, name).map_err(about)?;
    if kind == MediaKind::Heic {
        // Nothing here decodes it, and it would go out with the place where it was taken.
        return Err(about(Finding::error("media-heic")));
    }
    let mut pixels = if kind.is_image() { Some(pixels(file, kind).map_err(about)?) } else { None };
    let input = Input { file, bytes };
    if !whole::is_whole(input, kind).map_err(unreadable)? {
        return Err(about(Finding::error("media-truncated").with("kind", kind.ending())));
    }
    if film::is_sound_alone(input, kind) {
        return Err(about(unknown("audio/mp4", name)));
    }
    let pieces = metadata::without(input, kind).map_err(|error| match error.kind() {
        io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof => {
            about(Finding::error("media-damaged").with("kind", kind.ending()))
        }
        _ => unreadable(error),
    })?;
    let playing = film::playing(input, kind);
    if let Some((width, height)) = playing.as_ref().and_then(|playing| playing.sides) {
        pixels = Some((width, height));
    } else if metadata::is_turned(input, kind) {
        pixels = pixels.map(|(width, height)| (height, width));
    }
    let film = playing.map(|playing| playing.film);
    let findings = misnamed(name, kind).into_iter().chain(told::about(input, kind));
    let findings = findings.map(about).collect();
    let print_colours = metadata::is_for_print(input, kind);
    Ok(Looked { kind, pixels, film, print_colours, findings, pieces })
}

fn head(file: &File) -> io::Result<Vec<u8>> {
    let mut head = vec![0; HEAD];
    let mut filled = 0;
    while filled < HEAD {
        match file.read_at(&mut head[filled..], filled as u64)? {
            0 => break,
            read => filled += read,
        }
    }
    head.truncate(filled);
    Ok(head)
}

fn kind_of(head: &[u8], name: &str) -> Result<MediaKind, Finding> {
    let found = infer::get(head).map(|kind| kind.mime_type());
    match found {
        Some("image/jpeg") => Ok(MediaKind::Jpeg),
        Some("image/png") => Ok(MediaKind::Png),
        Some("image/webp") => Ok(MediaKind::Webp),
        Some("image/gif") => Ok(MediaKind::Gif),
        Some("image/heif") => Ok(MediaKind::Heic),
        Some("video/mp4" | "video/x-m4v") => Ok(MediaKind::Mp4),
        Some("video/quicktime") => Ok(MediaKind::Mov),
        Some("video/webm") => Ok(MediaKind::Webm),
        Some("application/pdf") => Ok(MediaKind::Pdf),
        other => Err(unknown(other.unwrap_or_default(), name)),
    }
}

/// What is said of a file that cannot be posted, whose bytes are `mime` where that is known.
fn unknown(mime: &str, name: &str) -> Finding {
    let family = told::family(mime, name);
    Finding::error("media-unknown").with("kind", mime).with("family", family)
}

fn pixels(file: &File, kind: MediaKind) -> Result<(u32, u32), Finding> {
    let damaged = || Finding::error("media-damaged").with("kind", kind.ending());
    let mut reader = BufReader::new(file);
    reader.rewind().map_err(|_| damaged())?;
    let size = imagesize::reader_size(&mut reader).map_err(|_| damaged())?;
    let (width, height) = (size.width, size.height);
    if width == 0 || height == 0 {
        return Err(damaged());
    }
    if width.max(height) > MOST_SIDE || width.saturating_mul(height) > MOST_AREA {
        return Err(Finding::error("picture-too-large")
            .with("width", width)
            .with("height", height)
            .with("most_side", MOST_SIDE)
            .with("most_area", MOST_AREA));
    }
    let side = |pixels: usize| u32::try_from(pixels).unwrap_or(u32::MAX);
    Ok((side(width), side(height)))
}

/// A warning where the name says another kind than the bytes do.
fn misnamed(name: &str, kind: MediaKind) -> Option<Finding> {
    let named = kind_of_name(name)?;
    let finding = Finding::warning("media-misnamed")
        .with("named", named.ending())
        .with("kind", kind.ending());
    (named != kind).then_some(finding)
}

/// The kind that a file's name promises.
#[must_use]
pub fn kind_of_name(name: &str) -> Option<MediaKind> {
    let (_, ending) = name.rsplit_once('.')?;
    Some(match ending.to_ascii_lowercase().as_str() {
        "jpg" | "jpeg" | "jpe" | "jfif" => MediaKind::Jpeg,
        "png" => MediaKind::Png,
        "webp" => MediaKind::Webp,
        "gif" => MediaKind::Gif,
        "heic" | "heif" => MediaKind::Heic,
        "mp4" | "m4v" => MediaKind::Mp4,
        "mov" | "qt" => MediaKind::Mov,
        "webm" => MediaKind::Webm,
        "pdf" => MediaKind::Pdf,
        _ => return None,
    })
}

#[cfg(test)]
pub(crate) mod samples;
#[cfg(test)]
mod tests;

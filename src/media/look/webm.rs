//! WebM (RFC 8794 and 9559): the elements that say how long, how large and in what the tracks are
//! stored. Nothing but headers of fixed size is read, and every step moves ahead.

use std::io;
use std::ops::Range;

use super::film::Playing;
use super::input::Input;
use crate::post::Film;

/// The most elements that are stepped through, all levels together.
const MOST_STEPS: u32 = 20_000;

/// The longest name of a codec that is read.
const MOST_NAME: u64 = 32;

/// The longest head of an element: its id and its size.
const MOST_HEAD: usize = 16;

pub(super) const SEGMENT: u32 = 0x1853_8067;
pub(super) const INFO: u32 = 0x1549_a966;
const SCALE: u32 = 0x2a_d7b1;
const DURATION: u32 = 0x4489;
pub(super) const TRACKS: u32 = 0x1654_ae6b;
pub(super) const ENTRY: u32 = 0xae;
const KIND: u32 = 0x83;
const CODEC: u32 = 0x86;
const FRAME: u32 = 0x23_e383;
const VIDEO: u32 = 0xe0;
const WIDTH: u32 = 0xb0;
const HEIGHT: u32 = 0xba;

/// How the film in `input` plays; nothing where that cannot be told.
pub(super) fn playing(input: Input<'_>) -> io::Result<Option<Playing>> {
    let mut elements = Elements { input, steps: MOST_STEPS };
    let Some(segment) = elements.first(0..input.bytes, SEGMENT)? else { return Ok(None) };
    let Some(millis) = elements.length(&segment)? else { return Ok(None) };
    let Some(tracks) = elements.first(segment, TRACKS)? else { return Ok(None) };
    let tracks = elements.tracks(tracks)?;
    let Some(picture) = tracks.iter().find(|track| track.kind == 1) else { return Ok(None) };
    let sound = tracks.iter().find(|track| track.kind == 2);
    let film = Film {
        millis,
        frames_in_1000s: picture
            .frame
            .filter(|nanos| *nanos > 0)
            .and_then(|nanos| u32::try_from(1_000_000_000_000 / nanos).ok()),
        video: picture.codec.clone(),
        audio: sound.and_then(|sound| sound.codec.clone()),
        streams: true,
    };
    Ok(Some(Playing { film, sides: picture.sides }))
}

#[derive(Debug, Default)]
struct Track {
    kind: u64,
    codec: Option<String>,
    /// How long a picture is shown, in nanoseconds.
    frame: Option<u64>,
    sides: Option<(u32, u32)>,
}

/// The elements of a file.
pub(super) struct Elements<'f> {
    pub(super) input: Input<'f>,
    pub(super) steps: u32,
}

/// One element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Element {
    pub(super) id: u32,
    pub(super) content: Range<u64>,
    /// Whether it says nothing of its size, so that it reaches as far as it can.
    pub(super) open: bool,
}

impl Elements<'_> {
    fn first(&mut self, range: Range<u64>, id: u32) -> io::Result<Option<Range<u64>>> {
        let mut at = range.start;
        while let Some(found) = self.next(at, range.end)? {
            if found.id == id {
                return Ok(Some(found.content));
            }
            at = found.content.end;
        }
        Ok(None)
    }

    /// The element at `at`, where one lies there that ends before `end`.
    pub(super) fn next(&mut self, at: u64, end: u64) -> io::Result<Option<Element>> {
        Ok(self.begun(at, end)?.filter(|element| element.content.end <= end))
    }

    /// The element that begins at `at`, wherever it ends.
    pub(super) fn begun(&mut self, at: u64, end: u64) -> io::Result<Option<Element>> {
        if at >= end || self.steps == 0 {
            return Ok(None);
        }
        self.steps -= 1;
        let (head, length) = self.input.up_to::<MOST_HEAD>(at..end)?;
        let head = &head[..length];
        let Some((id, id_length)) = number(head, true) else { return Ok(None) };
        let Some((size, size_length)) = number(&head[id_length..], false) else { return Ok(None) };
        let start = at + (id_length + size_length) as u64;
        let open = size == (1 << (7 * size_length)) - 1;
        let until = if open { end } else { start.saturating_add(size) };
        Ok(u32::try_from(id).ok().map(|id| Element { id, content: start..until, open }))
    }

    fn length(&mut self, segment: &Range<u64>) -> io::Result<Option<u64>> {
        let Some(info) = self.first(segment.clone(), INFO)? else { return Ok(None) };
        let scale = match self.first(info.clone(), SCALE)? {
            Some(scale) => self.unsigned(&scale)?,
            None => 1_000_000,
        };
        let Some(duration) = self.first(info, DURATION)? else { return Ok(None) };
        let millis = self.float(&duration)? * scale as f64 / 1_000_000.0;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "checked to lie within what fits"
        )]
        Ok((millis.is_finite() && (1.0..1e15).contains(&millis)).then_some(millis as u64))
    }

    fn tracks(&mut self, range: Range<u64>) -> io::Result<Vec<Track>> {
        let mut tracks = Vec::new();
        let mut at = range.start;
        while let Some(Element { id, content, .. }) = self.next(at, range.end)? {
            at = content.end;
            if id == ENTRY && tracks.len() < 32 {
                tracks.push(self.track(content)?);
            }
        }
        Ok(tracks)
    }

    fn track(&mut self, entry: Range<u64>) -> io::Result<Track> {
        let mut track = Track::default();
        let mut at = entry.start;
        while let Some(Element { id, content, .. }) = self.next(at, entry.end)? {
            at = content.end;
            match id {
                KIND => track.kind = self.unsigned(&content)?,
                CODEC => track.codec = self.codec(&content)?,
                FRAME => track.frame = Some(self.unsigned(&content)?),
                VIDEO => track.sides = self.sides(content)?,
                _ => {}
            }
        }
        Ok(track)
    }

    fn sides(&mut self, video: Range<u64>) -> io::Result<Option<(u32, u32)>> {
        let mut side = |id| -> io::Result<Option<u32>> {
            let found = self.first(video.clone(), id)?;
            let side = found.map(|found| self.unsigned(&found)).transpose()?;
            Ok(side.and_then(|side| u32::try_from(side).ok()).filter(|side| *side > 0))
        };
        Ok(side(WIDTH)?.zip(side(HEIGHT)?))
    }

    fn unsigned(&self, range: &Range<u64>) -> io::Result<u64> {
        let mut number = 0_u64;
        for byte in self.input.start_of(range.clone(), 8)? {
            number = number << 8 | u64::from(byte);
        }
        Ok(number)
    }

    fn float(&self, range: &Range<u64>) -> io::Result<f64> {
        match range.end - range.start {
            4 => Ok(f64::from(f32::from_be_bytes(self.input.read(range.start)?))),
            8 => Ok(f64::from_be_bytes(self.input.read(range.start)?)),
            _ => Ok(0.0),
        }
    }

    fn codec(&self, range: &Range<u64>) -> io::Result<Option<String>> {
        let name = self.input.start_of(range.clone(), MOST_NAME)?.escape_ascii().to_string();
        let plain = name.trim_start_matches("V_").trim_start_matches("A_").to_ascii_lowercase();
        Ok(Some(match plain.as_str() {
            "mpeg4/iso/avc" => "h264".to_owned(),
            "mpegh/iso/hevc" => "hevc".to_owned(),
            other => other.to_owned(),
        }))
    }
}

/// The number of one to eight bytes that `bytes` begin with, and how many they are. An id keeps its
/// length marker.
fn number(bytes: &[u8], keep_marker: bool) -> Option<(u64, usize)> {
    let first = *bytes.first()?;
    let length = first.leading_zeros() as usize + 1;
    let rest = bytes.get(1..length)?;
    let marker = 0x80_u8.checked_shr(first.leading_zeros())?;
    let first = if keep_marker { first } else { first & !marker };
    let number = rest.iter().fold(u64::from(first), |all, byte| all << 8 | u64::from(*byte));
    Some((number, length))
}

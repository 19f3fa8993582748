//! MP4 and QuickTime (ISO/IEC 14496-12): the boxes that say how long, how large and in what the
//! tracks are stored. Nothing but headers of fixed size is read, and every step moves ahead.

use std::io;
use std::ops::Range;

use super::film::{Playing, in_1000s};
use super::input::Input;
use crate::post::Film;

/// The most boxes that are stepped through, all levels together.
const MOST_STEPS: u32 = 20_000;

/// The most tracks that are looked at.
const MOST_TRACKS: usize = 32;

/// How the film in `input` plays; nothing where that cannot be told.
pub(super) fn playing(input: Input<'_>) -> io::Result<Option<Playing>> {
    let mut boxes = Boxes { input, steps: MOST_STEPS };
    let Some(moov) = boxes.first(0..input.bytes, b"moov")? else { return Ok(None) };
    let mdat = boxes.first(0..input.bytes, b"mdat")?;
    let tracks = boxes.tracks(&moov)?;
    let Some(picture) = tracks.iter().find(|track| track.handler == *b"vide") else {
        return Ok(None);
    };
    let sound = tracks.iter().find(|track| track.handler == *b"soun");
    let whole = boxes.length(&moov)?.filter(|millis| *millis > 0);
    let Some(millis) = whole.or(picture.millis).filter(|millis| *millis > 0) else {
        return Ok(None);
    };
    let film = Film {
        millis,
        frames_in_1000s: picture.frames.and_then(|frames| {
            in_1000s(frames, picture.millis.filter(|millis| *millis > 0).unwrap_or(millis))
        }),
        video: picture.codec.map(codec),
        audio: sound.and_then(|sound| sound.codec).map(codec),
        streams: mdat.is_none_or(|mdat| moov.start < mdat.start),
    };
    Ok(Some(Playing { film, sides: picture.sides }))
}

/// Whether there is something to hear and nothing to see.
pub(super) fn is_sound_alone(input: Input<'_>) -> io::Result<bool> {
    let mut boxes = Boxes { input, steps: MOST_STEPS };
    let Some(moov) = boxes.first(0..input.bytes, b"moov")? else { return Ok(false) };
    let tracks = boxes.tracks(&moov)?;
    let has = |handler: &[u8; 4]| tracks.iter().any(|track| track.handler == *handler);
    Ok(has(b"soun") && !has(b"vide"))
}

/// What is told of one track.
#[derive(Debug, Default)]
struct Track {
    handler: [u8; 4],
    codec: Option<[u8; 4]>,
    millis: Option<u64>,
    frames: Option<u64>,
    sides: Option<(u32, u32)>,
}

struct Boxes<'f> {
    input: Input<'f>,
    steps: u32,
}

impl Boxes<'_> {
    /// The content of the first box called `name` in `range`.
    fn first(&mut self, range: Range<u64>, name: &[u8; 4]) -> io::Result<Option<Range<u64>>> {
        let mut at = range.start;
        while let Some((found, content)) = self.next(at, range.end)? {
            if found == *name {
                return Ok(Some(content));
            }
            at = content.end;
        }
        Ok(None)
    }

    /// The content of the box at the end of `path` in `range`.
    fn within(&mut self, range: &Range<u64>, path: &[&[u8; 4]]) -> io::Result<Option<Range<u64>>> {
        let mut range = range.clone();
        for name in path {
            match self.first(range, name)? {
                Some(inner) => range = inner,
                None => return Ok(None),
            }
        }
        Ok(Some(range))
    }

    /// The box at `at`: its name and its content.
    fn next(&mut self, at: u64, end: u64) -> io::Result<Option<([u8; 4], Range<u64>)>> {
        let room = end.saturating_sub(at);
        if room < 8 || self.steps == 0 {
            return Ok(None);
        }
        self.steps -= 1;
        let size = u64::from(u32::from_be_bytes(self.input.read(at)?));
        let name = self.input.read(at + 4)?;
        let (header, size) = match size {
            0 => (8, room),
            1 => (16, u64::from_be_bytes(self.input.read(at + 8)?)),
            size => (8, size),
        };
        if size < header || size > room {
            return Ok(None);
        }
        Ok(Some((name, at + header..at + size)))
    }

    fn tracks(&mut self, moov: &Range<u64>) -> io::Result<Vec<Track>> {
        let mut tracks = Vec::new();
        let mut at = moov.start;
        while let Some((name, content)) = self.next(at, moov.end)? {
            if name == *b"trak" && tracks.len() < MOST_TRACKS {
                tracks.push(self.track(&content)?);
            }
            at = content.end;
        }
        Ok(tracks)
    }

    fn track(&mut self, trak: &Range<u64>) -> io::Result<Track> {
        let mut track = Track::default();
        if let Some(hdlr) = self.within(trak, &[b"mdia", b"hdlr"])? {
            track.handler = self.input.read(hdlr.start + 8)?;
        }
        if let Some(mdhd) = self.within(trak, &[b"mdia", b"mdhd"])? {
            track.millis = self.duration(&mdhd)?;
        }
        if let Some(tkhd) = self.within(trak, &[b"tkhd"])? {
            track.sides = self.sides(&tkhd)?;
        }
        let Some(stbl) = self.within(trak, &[b"mdia", b"minf", b"stbl"])? else {
            return Ok(track);
        };
        if let Some(stsd) = self.within(&stbl, &[b"stsd"])? {
            track.codec = Some(self.input.read(stsd.start + 12)?);
        }
        if let Some(stsz) = self.within(&stbl, &[b"stsz"])? {
            track.frames = Some(u64::from(u32::from_be_bytes(self.input.read(stsz.start + 8)?)));
        }
        Ok(track)
    }

    /// How long the whole film is, in milliseconds.
    fn length(&mut self, moov: &Range<u64>) -> io::Result<Option<u64>> {
        match self.within(moov, &[b"mvhd"])? {
            Some(mvhd) => self.duration(&mvhd),
            None => Ok(None),
        }
    }

    /// The duration in a movie's or medium's header, in milliseconds: both begin alike.
    fn duration(&self, header: &Range<u64>) -> io::Result<Option<u64>> {
        let [version] = self.input.read(header.start)?;
        let (scale, duration) = if version == 1 {
            let scale = u32::from_be_bytes(self.input.read(header.start + 20)?);
            (scale, u64::from_be_bytes(self.input.read(header.start + 24)?))
        } else {
            let scale = u32::from_be_bytes(self.input.read(header.start + 12)?);
            (scale, u64::from(u32::from_be_bytes(self.input.read(header.start + 16)?)))
        };
        let millis = u128::from(duration) * 1000 / u128::from(scale.max(1));
        Ok(u64::try_from(millis).ok().filter(|_| scale > 0))
    }

    /// Width and height as the track is shown: its matrix may lay it on its side.
    fn sides(&self, tkhd: &Range<u64>) -> io::Result<Option<(u32, u32)>> {
        let [version] = self.input.read(tkhd.start)?;
        let matrix = tkhd.start + if version == 1 { 52 } else { 40 };
        let number = |at| Ok::<_, io::Error>(u32::from_be_bytes(self.input.read(at)?));
        let (a, b) = (number(matrix)?, number(matrix + 4)?);
        let (width, height) = (number(matrix + 36)? >> 16, number(matrix + 40)? >> 16);
        let sides = if a == 0 && b != 0 { (height, width) } else { (width, height) };
        Ok(Some(sides).filter(|(width, height)| *width > 0 && *height > 0))
    }
}

/// The usual name of what a sample entry is called.
fn codec(entry: [u8; 4]) -> String {
    match &entry {
        b"avc1" | b"avc2" | b"avc3" | b"avc4" => "h264".to_owned(),
        b"hvc1" | b"hev1" | b"dvh1" | b"dvhe" => "hevc".to_owned(),
        b"av01" => "av1".to_owned(),
        b"vp08" => "vp8".to_owned(),
        b"vp09" => "vp9".to_owned(),
        b"mp4v" => "mpeg4".to_owned(),
        b"mp4a" => "aac".to_owned(),
        b"Opus" => "opus".to_owned(),
        b"ac-3" | b"ec-3" => "ac3".to_owned(),
        b".mp3" => "mp3".to_owned(),
        b"sowt" | b"twos" | b"lpcm" | b"in24" => "pcm".to_owned(),
        other => other.escape_ascii().to_string(),
    }
}

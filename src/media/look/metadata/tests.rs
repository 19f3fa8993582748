//! What is taken out of pictures, and what stays as it is.

use proptest::prelude::*;

use super::super::samples::{jpeg, png};
use super::*;
use crate::blobs::Blobs;

const SECRET: &[u8] = b"26.9124N 75.7873E Asha";

/// What is stored of `bytes`.
fn cleaned(kind: MediaKind, bytes: &[u8]) -> io::Result<Vec<u8>> {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("picture");
    std::fs::write(&path, bytes).unwrap();
    let file = File::open(&path).unwrap();
    let Some(pieces) = without(&file, kind, bytes.len() as u64)? else {
        return Ok(bytes.to_vec());
    };
    let blobs = Blobs::new(dir.path().join("blobs"));
    let stored = blobs.put_pieces(&file, &pieces).unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), bytes, "the file in the folder is left alone");
    Ok(std::fs::read(blobs.path(&stored.digest)).unwrap())
}

/// A TIFF block with this orientation among other things, in the order of small machines.
fn tiff(orientation: u8) -> Vec<u8> {
    let mut block = b"II*\0\x08\0\0\0\x02\0".to_vec();
    block.extend([0x0f, 1, 2, 0, 4, 0, 0, 0, b'A', b'c', b'm', b'e']);
    block.extend([0x12, 1, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0]);
    block.extend([0; 4]);
    block.extend(SECRET);
    block
}

fn segment(marker: u8, start: &[u8], rest: &[u8]) -> Vec<u8> {
    let held = [start, rest].concat();
    let length = u16::try_from(held.len() + 2).unwrap().to_be_bytes();
    [&[0xff, marker], &length[..], &held].concat()
}

/// A JPEG with `segments` before everything else of its own.
fn jpeg_with(segments: &[Vec<u8>]) -> Vec<u8> {
    let plain = bare_jpeg();
    [&plain[..2], &segments.concat(), &plain[2..]].concat()
}

/// The sample without the preview in its header.
fn bare_jpeg() -> Vec<u8> {
    let sample = jpeg(6, 4);
    [&sample[..2], &sample[24..]].concat()
}

fn png_chunk(name: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let length = u32::try_from(data.len()).unwrap().to_be_bytes();
    let sum = png::checksum(&[&name[..], data].concat()).to_be_bytes();
    [&length[..], name, data, &sum].concat()
}

/// The sample with `chunks` behind its header.
fn png_with(chunks: &[Vec<u8>]) -> Vec<u8> {
    let plain = png(6, 4);
    [&plain[..33], &chunks.concat(), &plain[33..]].concat()
}

fn webp(chunks: &[Vec<u8>]) -> Vec<u8> {
    let all = chunks.concat();
    let length = u32::try_from(all.len() + 4).unwrap().to_le_bytes();
    [b"RIFF", &length[..], b"WEBP", &all].concat()
}

fn webp_chunk(name: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let length = u32::try_from(data.len()).unwrap().to_le_bytes();
    let pad: &[u8] = if data.len() % 2 == 1 { &[0] } else { &[] };
    [name, &length[..], data, pad].concat()
}

/// The header with `flags`, of a picture of 6 by 4.
fn webp_header(flags: u8) -> Vec<u8> {
    webp_chunk(b"VP8X", &[flags, 0, 0, 0, 5, 0, 0, 3, 0, 0])
}

#[test]
fn a_picture_without_metadata_is_stored_as_it_is() {
    let file = webp(&[webp_chunk(b"VP8L", b"picture")]);
    for (kind, bytes) in [
        (MediaKind::Jpeg, bare_jpeg()),
        (MediaKind::Png, png(6, 4)),
        (MediaKind::Webp, file),
        (MediaKind::Gif, b"GIF89a, whatever".to_vec()),
    ] {
        assert_eq!(cleaned(kind, &bytes).unwrap(), bytes, "{kind:?}");
    }
}

#[test]
fn a_jpeg_loses_place_device_comments_and_previews_and_keeps_its_colours() {
    let icc = segment(0xe2, b"ICC_PROFILE\0\x01\x01", b"profile");
    let adobe = segment(0xee, b"Adobe", &[0; 7]);
    let jfif = segment(0xe0, b"JFIF\0", &[1, 1, 0, 0, 1, 0, 1, 0, 0]);
    let file = jpeg_with(&[
        jfif.clone(),
        segment(0xe1, b"Exif\0\0", &tiff(1)),
        segment(0xe1, b"http://ns.adobe.com/xap/1.0/\0", SECRET),
        segment(0xe0, b"JFXX\0", SECRET),
        segment(0xe2, b"MPF\0", SECRET),
        segment(0xed, b"Photoshop 3.0\0", SECRET),
        segment(0xfe, b"", SECRET),
        icc.clone(),
        adobe.clone(),
    ]);
    let expected = jpeg_with(&[jfif, icc, adobe]);
    assert_eq!(cleaned(MediaKind::Jpeg, &file).unwrap(), expected);
}

#[test]
fn what_hangs_behind_a_jpeg_is_left_behind() {
    let plain = bare_jpeg();
    let motion = [&plain[..], SECRET, &plain].concat();
    assert_eq!(cleaned(MediaKind::Jpeg, &motion).unwrap(), plain);
}

#[test]
fn metadata_between_the_scans_of_a_jpeg_goes_too() {
    let plain = bare_jpeg();
    let body = &plain[..plain.len() - 2];
    let scan = [0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0, 0x12, 0xff, 0xd0, 0x34, 0xff, 0xd9];
    let file = [body, &segment(0xfe, b"", SECRET), &scan].concat();
    assert_eq!(cleaned(MediaKind::Jpeg, &file).unwrap(), [body, &scan].concat());
}

#[test]
fn a_picture_that_is_to_be_turned_says_that_and_nothing_else() {
    for turned in 2..=8 {
        let saying = exif::saying(turned);
        assert_eq!(exif::turned(&saying), Some(turned));
        let file = jpeg_with(&[segment(0xe1, b"Exif\0\0", &tiff(turned))]);
        let expected = jpeg_with(&[segment(0xe1, b"Exif\0\0", &saying)]);
        assert_eq!(cleaned(MediaKind::Jpeg, &file).unwrap(), expected);
        let file = png_with(&[png_chunk(b"eXIf", &tiff(turned))]);
        let expected = png_with(&[png_chunk(b"eXIf", &saying)]);
        assert_eq!(cleaned(MediaKind::Png, &file).unwrap(), expected);
        let picture = webp_chunk(b"VP8L", b"picture");
        let marked = [b"Exif\0\0", &tiff(turned)[..]].concat();
        let block = webp_chunk(b"EXIF", &marked);
        let file = webp(&[webp_header(0x08), picture.clone(), block]);
        let expected = webp(&[webp_header(0x08), picture, webp_chunk(b"EXIF", &saying)]);
        assert_eq!(cleaned(MediaKind::Webp, &file).unwrap(), expected);
    }
    for other in [0, 1, 9] {
        assert_eq!(exif::turned(&tiff(other)), None);
    }
}

#[test]
fn a_png_loses_its_texts_and_keeps_its_colours() {
    let colours = png_chunk(b"iCCP", b"profile");
    let file = png_with(&[
        png_chunk(b"tEXt", SECRET),
        colours.clone(),
        png_chunk(b"iTXt", SECRET),
        png_chunk(b"zTXt", SECRET),
        png_chunk(b"tIME", b"1234567"),
        png_chunk(b"eXIf", &tiff(1)),
        png_chunk(b"caBX", SECRET),
    ]);
    assert_eq!(cleaned(MediaKind::Png, &file).unwrap(), png_with(&[colours]));
    let appended = [&png(6, 4)[..], SECRET].concat();
    assert_eq!(cleaned(MediaKind::Png, &appended).unwrap(), png(6, 4));
}

#[test]
fn the_checksum_of_a_made_chunk_is_the_formats() {
    assert_eq!(png::checksum(b"IEND"), 0xae42_6082);
}

#[test]
fn a_webp_loses_its_metadata_and_its_header_says_so() {
    let (profile, picture) = (webp_chunk(b"ICCP", b"prof"), webp_chunk(b"VP8L", b"picture"));
    let file = webp(&[
        webp_header(0x2c),
        profile.clone(),
        picture.clone(),
        webp_chunk(b"EXIF", &tiff(1)),
        webp_chunk(b"XMP ", SECRET),
        webp_chunk(b"else", SECRET),
    ]);
    let expected = webp(&[webp_header(0x20), profile, picture]);
    assert_eq!(cleaned(MediaKind::Webp, &file).unwrap(), expected);
    let appended = [&expected[..], SECRET].concat();
    assert_eq!(cleaned(MediaKind::Webp, &appended).unwrap(), expected);
}

#[test]
fn a_webp_whose_last_chunk_has_no_padding_is_taken() {
    let mut file = webp(&[webp_chunk(b"VP8L", b"picture")]);
    file.pop();
    file[4] -= 1;
    assert_eq!(cleaned(MediaKind::Webp, &file).unwrap(), file);
}

#[test]
fn metadata_that_lies_about_its_length_is_damage() {
    let long = [&[0xff, 0xd8, 0xff, 0xe1, 0xff, 0xff][..], b"Exif\0\0"].concat();
    assert!(cleaned(MediaKind::Jpeg, &long).is_err());
    assert!(cleaned(MediaKind::Jpeg, b"\xff\xd8\xff\xe1\0\x01").is_err());
    let mut chunk = png_with(&[]);
    chunk[33..37].copy_from_slice(&u32::MAX.to_be_bytes());
    assert!(cleaned(MediaKind::Png, &chunk).is_err());
    let mut file = webp(&[webp_chunk(b"EXIF", SECRET)]);
    file[16..20].copy_from_slice(&u32::MAX.to_le_bytes());
    assert!(cleaned(MediaKind::Webp, &file).is_err());
}

#[test]
fn a_directory_that_leads_anywhere_turns_nothing() {
    for (at, value) in [(4, 0xffff_ffff_u32), (4, 3), (8, 0xffff_ffff)] {
        let mut block = tiff(6);
        block[at..at + 4].copy_from_slice(&value.to_le_bytes());
        let _whatever = exif::turned(&block);
    }
    assert_eq!(exif::turned(b"II*\0"), None);
    assert_eq!(exif::turned(b""), None);
}

proptest! {
    #[test]
    fn no_bytes_make_it_fall_and_nothing_grows(
        kind in prop_oneof![
            Just(MediaKind::Jpeg), Just(MediaKind::Png), Just(MediaKind::Webp),
        ],
        at in 0_usize..90,
        rest in prop::collection::vec(any::<u8>(), 0..40),
    ) {
        let mut bytes = match kind {
            MediaKind::Jpeg => jpeg_with(&[segment(0xe1, b"Exif\0\0", &tiff(6))]),
            MediaKind::Png => png_with(&[png_chunk(b"eXIf", &tiff(6))]),
            _ => webp(&[webp_header(8), webp_chunk(b"EXIF", &tiff(6)), webp_chunk(b"VP8L", b"x")]),
        };
        let end = (at + rest.len()).min(bytes.len());
        let at = at.min(bytes.len());
        bytes.splice(at..end.max(at), rest);
        if let Ok(cleaned) = cleaned(kind, &bytes) {
            prop_assert!(cleaned.len() <= bytes.len() + 40);
        }
    }
}

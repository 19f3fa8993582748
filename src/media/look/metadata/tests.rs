//! What is taken out of pictures, and what stays as it is.

use std::fs::File;

use proptest::prelude::*;

use super::super::samples::{element, gif, jpeg, moving_gif, png, webm};
use super::*;
use crate::blobs::Blobs;

const SECRET: &[u8] = b"26.9124N 75.7873E Asha";

/// What is stored of `bytes`.
fn cleaned(kind: MediaKind, bytes: &[u8]) -> io::Result<Vec<u8>> {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("picture");
    std::fs::write(&path, bytes).unwrap();
    let file = File::open(&path).unwrap();
    let Some(pieces) = without(Input { file: &file, bytes: bytes.len() as u64 }, kind)? else {
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
        (MediaKind::Gif, gif(6, 4)),
        (MediaKind::Gif, moving_gif(3, 9)),
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

/// The moving sample with `blocks` behind its header.
fn gif_with(blocks: &[Vec<u8>]) -> Vec<u8> {
    let plain = moving_gif(2, 9);
    [&plain[..13], &blocks.concat(), &plain[13..]].concat()
}

/// A block of an extension that holds `text`, with `start` before it.
fn extension(label: u8, start: &[u8], text: &[u8]) -> Vec<u8> {
    let length = [u8::try_from(text.len()).unwrap()];
    [&[0x21, label], start, &length, text, &[0]].concat()
}

fn comment(text: &[u8]) -> Vec<u8> {
    extension(0xfe, &[], text)
}

#[test]
fn a_gif_loses_its_comments_and_keeps_how_often_it_plays() {
    let turns = extension(0xff, b"\x0bNETSCAPE2.0", &[1, 0, 0]);
    let file = gif_with(&[
        comment(SECRET),
        turns.clone(),
        extension(0xff, b"\x0bXMP DataXMP", SECRET),
        extension(0xff, b"\x0bMGK8BIM0000", SECRET),
        extension(0x42, &[], SECRET),
    ]);
    assert_eq!(cleaned(MediaKind::Gif, &file).unwrap(), gif_with(&[turns]));
}

#[test]
fn what_hangs_behind_a_gif_is_left_behind() {
    let plain = moving_gif(2, 9);
    let appended = [&plain[..], SECRET, b";"].concat();
    assert_eq!(cleaned(MediaKind::Gif, &appended).unwrap(), plain);
    // Nothing shows what comes behind bytes that no GIF can have there.
    let odd = [&plain[..plain.len() - 1], b"\0", SECRET, b";"].concat();
    assert_eq!(cleaned(MediaKind::Gif, &odd).unwrap(), plain);
}

const TAGS: [u8; 4] = [0x12, 0x54, 0xc3, 0x67];

/// The sample with `element` at its end.
fn webm_with(element: &[u8]) -> Vec<u8> {
    [webm().as_slice(), element].concat()
}

#[test]
fn a_webm_film_loses_tags_titles_days_and_names_and_nothing_moves() {
    let info = [
        element(&[0x7b, 0xa9], SECRET),
        element(&[0x44, 0x61], SECRET),
        element(&[0x4d, 0x80], SECRET),
        element(&[0x57, 0x41], SECRET),
    ];
    let name = element(&[0xae], &element(&[0x53, 0x6e], SECRET));
    // A recording whose cluster says nothing of its size; the tags come behind it.
    let open = [&[0x1f, 0x43, 0xb6, 0x75, 0xff], element(&[0xa3], b"picture").as_slice()].concat();
    let large = element(&[0x67, 0xc8], SECRET).repeat(5);
    let size = (1_u64 << 56 | large.len() as u64).to_be_bytes();
    let file = webm_with(
        &[
            element(&[0x15, 0x49, 0xa9, 0x66], &info.concat()),
            element(&[0x16, 0x54, 0xae, 0x6b], &name),
            open,
            element(&TAGS, &element(&[0x67, 0xc8], SECRET)),
            [&TAGS, size.as_slice(), &large].concat(),
            element(&[0x19, 0x41, 0xa4, 0x69], SECRET),
        ]
        .concat(),
    );
    let stored = cleaned(MediaKind::Webm, &file).unwrap();
    assert_eq!(stored.len(), file.len());
    assert!(!stored.windows(SECRET.len()).any(|window| window == SECRET));
    assert!(stored.windows(7).any(|window| window == b"picture"));
    assert_eq!(cleaned(MediaKind::Webm, &stored).unwrap(), stored, "and it can be read again");
}

#[test]
fn a_webm_film_that_was_cut_off_in_a_picture_is_taken_and_one_cut_off_in_its_tags_is_not() {
    let cut = |element: Vec<u8>| webm_with(&element[..element.len() - 1]);
    assert!(
        cleaned(MediaKind::Webm, &cut(element(&[0x1f, 0x43, 0xb6, 0x75], b"pictures"))).is_ok()
    );
    assert!(cleaned(MediaKind::Webm, &cut(element(&TAGS, SECRET))).is_err());
}

#[test]
fn sizes_that_no_film_can_have_are_damage_and_cost_nothing() {
    let huge = [&TAGS, [0x01, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff].as_slice()].concat();
    assert!(cleaned(MediaKind::Webm, &webm_with(&huge)).is_err());
    let untold = [&TAGS[..], &[0xff], SECRET].concat();
    assert!(cleaned(MediaKind::Webm, &webm_with(&untold)).is_err());
}

/// Shelves in shelves, with a box of notes in the innermost.
fn nested(deep: usize, innermost: &[u8; 4]) -> Vec<u8> {
    let inner = [&12_u32.to_be_bytes(), &innermost[..], b"note"].concat();
    let boxes = (0..deep).rev().map(|above| {
        let size = u32::try_from((deep - above) * 8 + inner.len()).unwrap();
        (above, size)
    });
    let mut boxes: Vec<_> = boxes.collect();
    boxes.sort_unstable();
    let heads = boxes.iter().flat_map(|(_, size)| [size.to_be_bytes(), *b"moov"].concat());
    heads.chain(inner).collect()
}

#[test]
fn boxes_in_boxes_without_end_are_damage() {
    let stored = cleaned(MediaKind::Mp4, &nested(2, b"udta")).unwrap();
    assert!(stored.ends_with(b"free\0\0\0\0"));
    assert!(cleaned(MediaKind::Mp4, &nested(200_000, b"udta")).is_err());
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
            Just(MediaKind::Gif), Just(MediaKind::Webm), Just(MediaKind::Mp4),
        ],
        at in 0_usize..90,
        rest in prop::collection::vec(any::<u8>(), 0..40),
    ) {
        let mut bytes = match kind {
            MediaKind::Jpeg => jpeg_with(&[segment(0xe1, b"Exif\0\0", &tiff(6))]),
            MediaKind::Png => png_with(&[png_chunk(b"eXIf", &tiff(6))]),
            MediaKind::Gif => gif_with(&[comment(SECRET)]),
            MediaKind::Webm => webm_with(&element(&TAGS, SECRET)),
            MediaKind::Mp4 => nested(3, b"udta"),
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

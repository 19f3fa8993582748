use std::fs;

use proptest::prelude::*;

use super::samples::{film, gif, jpeg, moving_gif, mp4, png, sound_alone, webm};
use super::*;

fn look(name: &str, bytes: &[u8]) -> Result<Looked, Finding> {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("file");
    fs::write(&path, bytes).unwrap();
    examine(&File::open(&path).unwrap(), name, bytes.len() as u64)
}

fn refused(bytes: &[u8]) -> &'static str {
    look("picture", bytes).unwrap_err().id
}

#[test]
fn kind_and_size_come_from_the_bytes() {
    let looked = look("a.png", &png(640, 480)).unwrap();
    assert_eq!((looked.kind, looked.pixels), (MediaKind::Png, Some((640, 480))));
    let looked = look("a.jpg", &jpeg(640, 480)).unwrap();
    assert_eq!((looked.kind, looked.pixels), (MediaKind::Jpeg, Some((640, 480))));
    let looked = look("a.gif", &gif(64, 48)).unwrap();
    assert_eq!((looked.kind, looked.pixels), (MediaKind::Gif, Some((64, 48))));
    let looked = look("a.mp4", &mp4(&[b"moov", b"mdat"])).unwrap();
    assert_eq!((looked.kind, looked.pixels), (MediaKind::Mp4, None));
    let looked = look("a.pdf", b"%PDF-1.7\n%%EOF\n").unwrap();
    assert_eq!((looked.kind, looked.findings[0].id), (MediaKind::Pdf, "pdf-keeps-notes"));
}

#[test]
fn a_wrong_name_is_a_warning_and_the_bytes_win() {
    let looked = look("rally.jpg", &png(6, 4)).unwrap();
    assert_eq!(looked.kind, MediaKind::Png);
    assert_eq!(looked.findings[0].id, "media-misnamed");
    assert_eq!(look("rally", &png(6, 4)).unwrap().findings, []);
}

#[test]
fn nothing_is_no_picture() {
    assert_eq!(refused(b""), "media-empty");
}

#[test]
fn an_unknown_kind_is_refused() {
    assert_eq!(refused(b"just text"), "media-unknown");
    assert_eq!(refused(b"PK\x03\x04 an archive is never unpacked"), "media-unknown");
    assert_eq!(refused(b"\x7fELF\x02\x01\x01 a program"), "media-unknown");
}

#[test]
fn what_could_be_done_with_an_unknown_kind_is_known_by_its_family() {
    let family = |bytes: &[u8], name| {
        let finding = look(name, bytes).unwrap_err();
        finding.facts.iter().find(|(fact, _)| *fact == "family").unwrap().1.clone()
    };
    assert_eq!(family(b"ID3\x03 sound", "speech.mp3"), "sound".into());
    assert_eq!(family(b"PK\x03\x04", "press.docx"), "document".into());
    assert_eq!(family(b"BM a picture", "paint.bmp"), "picture".into());
    assert_eq!(family(&sound_alone(5_000), "song.mp4"), "sound".into());
}

#[test]
fn a_document_with_a_password_is_told_as_that() {
    let ids = |bytes: &[u8]| -> Vec<_> {
        look("a.pdf", bytes).unwrap().findings.iter().map(|finding| finding.id).collect()
    };
    let table = b"%PDF-1.7\nxref\ntrailer << /Encrypt 3 0 R >>\nstartxref\n9\n%%EOF\n";
    assert_eq!(ids(table), ["pdf-locked", "pdf-keeps-notes"]);
    // Written for the web: the first table, far from the end, is the one that counts.
    let mut early = b"%PDF-1.7\n9 0 obj << /Type /XRef /Encrypt 3 0 R >> stream\n".to_vec();
    early.extend(vec![b' '; 200_000]);
    early.extend(b"startxref\n9\n%%EOF\n");
    assert_eq!(ids(&early), ["pdf-locked", "pdf-keeps-notes"]);
    assert_eq!(ids(b"%PDF-1.7\ntrailer << /Size 4 >>\n%%EOF\n"), ["pdf-keeps-notes"]);
}

#[test]
fn a_webp_that_moves_is_told_to_stand_still() {
    let mut moving = b"RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0\x02\0\0\0".to_vec();
    moving.extend([9, 0, 0, 9, 0, 0]);
    assert_eq!(look("a.webp", &moving).unwrap().findings[0].id, "webp-stands-still");
    moving[20] = 0;
    assert_eq!(look("a.webp", &moving).unwrap().findings, []);
}

#[test]
fn a_cut_off_file_is_noticed() {
    for whole in [png(6, 4), jpeg(6, 4), gif(6, 4), mp4(&[b"moov", b"mdat"])] {
        let cut = &whole[..whole.len() - 1];
        assert_eq!(refused(cut), "media-truncated", "{cut:02x?}");
    }
    assert_eq!(refused(&mp4(&[b"mdat"])), "media-truncated");
    assert_eq!(refused(b"%PDF-1.7 and then nothing"), "media-truncated");
}

#[test]
fn a_jpeg_with_a_film_behind_it_is_whole() {
    let mut motion = jpeg(6, 4);
    motion.extend(vec![7; 200_000]);
    assert!(look("a.jpg", &motion).is_ok());
}

#[test]
fn a_header_without_a_size_is_damaged() {
    assert_eq!(refused(b"\x89PNG\r\n\x1a\n"), "media-damaged");
    assert_eq!(refused(&png(0, 4)), "media-damaged");
}

#[test]
fn picture_bombs_are_refused_by_their_header() {
    assert!(look("a.png", &png(16_384, 3_000)).is_ok());
    assert_eq!(refused(&png(16_385, 1)), "picture-too-large");
    assert_eq!(refused(&png(10_000, 5_001)), "picture-too-large");
    assert_eq!(refused(&png(u32::MAX, u32::MAX)), "picture-too-large");
}

fn plays(bytes: &[u8]) -> (Option<(u32, u32)>, Film) {
    let looked = look("film", bytes).unwrap();
    (looked.pixels, looked.film.unwrap())
}

#[test]
fn how_a_film_plays_comes_from_its_index() {
    let (sides, told) = plays(&film(12_000, b"avc1", false, true));
    assert_eq!(sides, Some((640, 360)));
    let expected = Film {
        millis: 12_000,
        frames_in_1000s: Some(25_000),
        video: Some("h264".into()),
        audio: Some("aac".into()),
        streams: true,
    };
    assert_eq!(told, expected);
}

#[test]
fn a_film_on_its_side_with_its_index_at_the_end_is_told_as_that() {
    let (sides, told) = plays(&film(1_000, b"hvc1", true, false));
    assert_eq!((sides, told.streams), (Some((360, 640)), false));
    assert_eq!(told.video.as_deref(), Some("hevc"));
}

#[test]
fn where_a_film_was_taken_becomes_free_space_and_nothing_moves() {
    let mut bytes = film(1_000, b"avc1", false, true);
    let place = b"\0\0\0\x1cudta\0\0\0\x14\xa9xyz\0\x08\x15\xc7+26.85+8";
    // At the end of the index, whose size grows by it.
    let index = bytes.windows(4).position(|window| window == b"moov").unwrap() - 4;
    let size = u32::from_be_bytes(bytes[index..index + 4].try_into().unwrap());
    let end = index + size as usize;
    bytes.splice(end..end, place.iter().copied());
    let grown = size + u32::try_from(place.len()).unwrap();
    bytes[index..index + 4].copy_from_slice(&grown.to_be_bytes());
    let pieces = look("a.mp4", &bytes).unwrap().pieces.unwrap();
    let stored: Vec<u8> = pieces
        .iter()
        .flat_map(|piece| match piece {
            Piece::Kept(range) => bytes[range.start as usize..range.end as usize].to_vec(),
            Piece::Made(made) => made.clone(),
            Piece::Blank(length) => vec![0; *length as usize],
        })
        .collect();
    assert_eq!(stored.len(), bytes.len());
    assert!(!stored.windows(6).any(|window| window == b"+26.85"));
    assert_eq!(plays(&stored), plays(&bytes));
}

#[test]
fn a_heic_picture_is_refused_with_the_way_out() {
    assert_eq!(refused(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"), "media-heic");
}

#[test]
fn how_a_webm_film_plays_comes_from_its_tracks() {
    let (sides, told) = plays(&webm());
    assert_eq!((sides, told.millis), (Some((320, 240)), 2_500));
    assert_eq!((told.video.as_deref(), told.frames_in_1000s), (Some("vp9"), Some(25_000)));
}

#[test]
fn a_gif_that_moves_is_told_from_one_that_stands_still() {
    let (sides, told) = plays(&moving_gif(10, 20));
    assert_eq!((sides, told.millis, told.frames_in_1000s), (Some((64, 48)), 2_000, Some(5_000)));
    assert_eq!(look("a.gif", &moving_gif(1, 20)).unwrap().film, None);
}

#[test]
fn a_picture_taken_upright_is_as_high_as_it_is_shown() {
    let mut turned = jpeg(640, 480);
    let block = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
    let length = u16::try_from(block.len() + 2).unwrap().to_be_bytes();
    let segment = [&[0xff, 0xe1], length.as_slice(), block].concat();
    turned.splice(2..2, segment);
    assert_eq!(look("a.jpg", &turned).unwrap().pixels, Some((480, 640)));
}

proptest! {
    #[test]
    fn no_bytes_make_the_eye_fall(
        start in prop_oneof![
            Just(png(6, 4)), Just(jpeg(6, 4)), Just(gif(6, 4)), Just(mp4(&[b"moov"])),
            Just(b"RIFF\xff\xff\xff\xffWEBPVP8 ".to_vec()), Just(Vec::new()),
            Just(film(1_000, b"avc1", true, true)), Just(webm()), Just(moving_gif(3, 9)),
        ],
        keep in 0_usize..1200,
        rest in prop::collection::vec(any::<u8>(), 0..120),
    ) {
        let mut bytes = start;
        bytes.truncate(keep);
        bytes.extend(rest);
        let _ = look("a.jpg", &bytes);
    }
}

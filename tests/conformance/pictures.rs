//! Small pictures, made byte by byte.

/// A grey JPEG of 16 by 8 pixels: baseline, one component, two blocks without detail.
pub(crate) fn jpeg() -> Vec<u8> {
    let mut bytes = vec![0xff, 0xd8];
    segment(&mut bytes, 0xe0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0");
    let mut quantisation = vec![0];
    quantisation.resize(65, 1);
    segment(&mut bytes, 0xdb, &quantisation);
    segment(&mut bytes, 0xc0, &[8, 0, 8, 0, 16, 1, 1, 0x11, 0]);
    for table in [0x00, 0x10] {
        // One code of one bit, for "no difference" and for "end of block".
        let mut codes = vec![table, 1];
        codes.resize(18, 0);
        segment(&mut bytes, 0xc4, &codes);
    }
    segment(&mut bytes, 0xda, &[1, 1, 0, 0, 63, 0]);
    bytes.extend([0x0f, 0xff, 0xd9]);
    bytes
}

/// What an MP4 film begins with, which is all that anybody here looks at.
pub(crate) fn film() -> Vec<u8> {
    b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom\0\0\0\x08mdat".to_vec()
}

fn segment(bytes: &mut Vec<u8>, marker: u8, content: &[u8]) {
    bytes.extend([0xff, marker]);
    bytes.extend(u16::try_from(content.len() + 2).unwrap_or(u16::MAX).to_be_bytes());
    bytes.extend(content);
}

/// A PNG of 16 by 8 pixels in one shade of grey.
pub(crate) fn png(shade: u8) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n".to_vec();
    chunk(&mut bytes, *b"IHDR", &[0, 0, 0, 16, 0, 0, 0, 8, 8, 0, 0, 0, 0]);
    let row = [&[0][..], &[shade; 16]].concat();
    chunk(&mut bytes, *b"IDAT", &zlib(&row.repeat(8)));
    chunk(&mut bytes, *b"IEND", &[]);
    bytes
}

fn chunk(bytes: &mut Vec<u8>, name: [u8; 4], content: &[u8]) {
    bytes.extend(u32::try_from(content.len()).unwrap_or(u32::MAX).to_be_bytes());
    let named = [&name[..], content].concat();
    bytes.extend(&named);
    bytes.extend(crc(&named).to_be_bytes());
}

/// One stored block.
fn zlib(content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len()).unwrap_or(u16::MAX);
    let mut bytes = vec![0x78, 0x01, 1];
    bytes.extend(length.to_le_bytes());
    bytes.extend((!length).to_le_bytes());
    bytes.extend(content);
    let (mut low, mut high) = (1_u32, 0_u32);
    for byte in content {
        low = (low + u32::from(*byte)) % 65_521;
        high = (high + low) % 65_521;
    }
    bytes.extend(((high << 16) | low).to_be_bytes());
    bytes
}

fn crc(bytes: &[u8]) -> u32 {
    let folded = bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xedb8_8320 * (crc & 1)))
    });
    !folded
}

#[test]
fn the_pictures_of_the_drafts_are_pictures() {
    for (bytes, ending) in [(jpeg(), "jpg"), (png(7), "png")] {
        let size = imagesize::blob_size(&bytes).unwrap();
        assert_eq!((size.width, size.height), (16, 8), "{ending}");
        assert_eq!(infer::get(&bytes).unwrap().extension(), ending);
    }
    assert_eq!(infer::get(&film()).unwrap().mime_type(), "video/mp4");
    assert_ne!(png(1), png(2));
    assert_eq!(crc(b"123456789"), 0xcbf4_3926);
}

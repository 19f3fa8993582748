//! Pictures and films for tests: the fewest bytes that are one.

/// A PNG of this size with one byte of (wrong) picture data.
pub(crate) fn png(width: u32, height: u32) -> Vec<u8> {
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut header = Vec::new();
    header.extend(width.to_be_bytes());
    header.extend(height.to_be_bytes());
    header.extend([8, 6, 0, 0, 0]);
    for (name, data) in [(b"IHDR", header), (b"IDAT", vec![0]), (b"IEND", Vec::new())] {
        file.extend(u32::try_from(data.len()).unwrap().to_be_bytes());
        file.extend(name);
        file.extend(data);
        file.extend([0; 4]);
    }
    file
}

/// A JPEG of this size, with a preview in its header that has an end marker of its own.
pub(crate) fn jpeg(width: u16, height: u16) -> Vec<u8> {
    let mut file = vec![0xff, 0xd8];
    file.extend([0xff, 0xe0, 0, 20]);
    file.extend(b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0");
    file.extend([0xff, 0xd8, 0xff, 0xd9]);
    file.extend([0xff, 0xc0, 0, 11, 8]);
    file.extend(height.to_be_bytes());
    file.extend(width.to_be_bytes());
    file.extend([1, 1, 0x11, 0]);
    file.extend([0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0]);
    file.extend([0x12, 0x34, 0xff, 0x00, 0x56]);
    file.extend([0xff, 0xd9]);
    file
}

/// A film with these boxes inside, each of 16 bytes.
pub(crate) fn mp4(boxes: &[&[u8; 4]]) -> Vec<u8> {
    let mut file = vec![0, 0, 0, 16];
    file.extend(b"ftypisom\0\0\x02\0");
    for name in boxes {
        file.extend([0, 0, 0, 16]);
        file.extend(*name);
        file.extend([0; 8]);
    }
    file
}

/// A GIF of this size.
pub(crate) fn gif(width: u16, height: u16) -> Vec<u8> {
    let mut file = b"GIF89a".to_vec();
    file.extend(width.to_le_bytes());
    file.extend(height.to_le_bytes());
    file.extend([0, 0, 0, b';']);
    file
}

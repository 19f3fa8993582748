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

/// A film of 640x360 pixels, 25 pictures a second, with sound; on its side where it is `turned`,
/// with its index at its end where it is not `streams`.
pub(crate) fn film(millis: u32, codec: &[u8; 4], turned: bool, streams: bool) -> Vec<u8> {
    let frames = millis / 40;
    let index = boxed(
        b"moov",
        &[header(b"mvhd", millis), picture(millis, frames, codec, turned), sound(millis)],
    );
    let data = boxed(b"mdat", &[vec![7; 64]]);
    let kind = boxed(b"ftyp", &[b"isom\0\0\x02\0".to_vec()]);
    let rest = if streams { [index, data] } else { [data, index] };
    [kind, rest.concat()].concat()
}

/// A file like a film's that has sound alone.
pub(crate) fn sound_alone(millis: u32) -> Vec<u8> {
    let kind = boxed(b"ftyp", &[b"isom\0\0\x02\0".to_vec()]);
    let index = boxed(b"moov", &[header(b"mvhd", millis), sound(millis)]);
    [kind, index, boxed(b"mdat", &[vec![7; 64]])].concat()
}

fn picture(millis: u32, frames: u32, codec: &[u8; 4], turned: bool) -> Vec<u8> {
    let one = 0x1_0000_u32.to_be_bytes();
    let nothing = [0; 4];
    let (a, b) = if turned { (nothing, one) } else { (one, nothing) };
    let mut tkhd = vec![0; 40];
    tkhd.extend([a, b, nothing, nothing, one, nothing, nothing, nothing, one].concat());
    tkhd.extend([(640_u32 << 16).to_be_bytes(), (360_u32 << 16).to_be_bytes()].concat());
    track(&tkhd, b"vide", millis, frames, codec)
}

fn sound(millis: u32) -> Vec<u8> {
    track(&[0; 84], b"soun", millis, millis, b"mp4a")
}

fn track(tkhd: &[u8], kind: &[u8; 4], millis: u32, samples: u32, codec: &[u8; 4]) -> Vec<u8> {
    let hdlr = [&[0; 8], kind.as_slice(), &[0; 12]].concat();
    let stsd = [&[0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 16], codec.as_slice(), &[0; 8]].concat();
    let stsz = [&[0; 8], samples.to_be_bytes().as_slice()].concat();
    let stbl = boxed(b"stbl", &[boxed(b"stsd", &[stsd]), boxed(b"stsz", &[stsz])]);
    let minf = boxed(b"minf", &[stbl]);
    let mdia = boxed(b"mdia", &[header(b"mdhd", millis), boxed(b"hdlr", &[hdlr]), minf]);
    boxed(b"trak", &[boxed(b"tkhd", &[tkhd.to_vec()]), mdia])
}

fn header(name: &[u8; 4], millis: u32) -> Vec<u8> {
    let mut content = vec![0; 12];
    content.extend(1000_u32.to_be_bytes());
    content.extend(millis.to_be_bytes());
    content.extend([0; 8]);
    boxed(name, &[content])
}

fn boxed(name: &[u8; 4], contents: &[Vec<u8>]) -> Vec<u8> {
    let content = contents.concat();
    let size = u32::try_from(content.len() + 8).unwrap();
    [size.to_be_bytes().as_slice(), name, &content].concat()
}

/// A WebM film of 320x240 pixels that lasts 2.5 seconds, of unknown size as recorders write it.
pub(crate) fn webm() -> Vec<u8> {
    let info = element(&[0x15, 0x49, 0xa9, 0x66], &element(&[0x44, 0x89], &2500_f64.to_be_bytes()));
    let sides = [element(&[0xb0], &[1, 64]), element(&[0xba], &[240])].concat();
    let entry = [
        element(&[0x83], &[1]),
        element(&[0x86], b"V_VP9"),
        element(&[0x23, 0xe3, 0x83], &40_000_000_u32.to_be_bytes()),
        element(&[0xe0], &sides),
    ]
    .concat();
    let tracks = element(&[0x16, 0x54, 0xae, 0x6b], &element(&[0xae], &entry));
    let head = element(&[0x1a, 0x45, 0xdf, 0xa3], &element(&[0x42, 0x82], b"webm"));
    let open = [0x18, 0x53, 0x80, 0x67, 0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];
    let void = element(&[0xec], &[0; 120]);
    [head, open.to_vec(), info, tracks, void.clone(), void].concat()
}

pub(crate) fn element(id: &[u8], content: &[u8]) -> Vec<u8> {
    let size = u8::try_from(content.len()).unwrap() | 0x80;
    [id, &[size], content].concat()
}

/// A GIF with so many pictures, each shown for this many hundredths of a second.
pub(crate) fn moving_gif(frames: u8, hundredths: u8) -> Vec<u8> {
    let mut file = gif(64, 48);
    file.pop();
    for _ in 0..frames {
        file.extend([0x21, 0xf9, 4, 0, hundredths, 0, 0, 0]);
        file.extend([0x2c, 0, 0, 0, 0, 64, 0, 48, 0, 0, 2, 1, 0, 0]);
    }
    file.push(b';');
    file
}

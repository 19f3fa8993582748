use image::{DynamicImage, ImageEncoder as _, Rgb, RgbImage, RgbaImage};

use super::*;
use crate::media::look::samples;
use crate::post::{Done, MediaKind, Shape};

/// A store, with something that makes media over in this process.
struct Bench {
    folder: tempfile::TempDir,
    fitter: Fitter,
}

impl Bench {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let fitter = Fitter::here(Blobs::new(folder.path().join("blobs")));
        Self { folder, fitter }
    }

    /// The medium of these bytes, looked at and stored as the intake does it.
    fn medium(&self, bytes: &[u8]) -> Media {
        let path = self.folder.path().join("source");
        std::fs::write(&path, bytes).unwrap();
        let file = File::open(path).unwrap();
        let looked = examine(&file, "a", bytes.len() as u64).unwrap();
        let stored = match &looked.pieces {
            Some(pieces) => self.fitter.blobs.put_pieces(&file, pieces),
            None => self.fitter.blobs.put(&file),
        };
        let stored = stored.unwrap();
        Media {
            width: looked.pixels.map(|(width, _)| width),
            height: looked.pixels.map(|(_, height)| height),
            film: looked.film,
            print_colours: looked.print_colours,
            ..Media::of("a", stored.digest, looked.kind, stored.bytes)
        }
    }

    fn fit(&self, bytes: &[u8], wanted: &Wanted) -> Result<Made, Refused> {
        self.fitter.fit(&self.medium(bytes), wanted)
    }

    fn picture(&self, made: &Made) -> DynamicImage {
        let bytes = std::fs::read(self.fitter.blobs.path(&made.medium.digest)).unwrap();
        image::load_from_memory(&bytes).unwrap()
    }
}

/// A picture that does not compress well, red above and blue below.
fn rough(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        let noise = u8::try_from((x * 31 + y * 17 + x * y) % 61).unwrap();
        if y < height / 2 { Rgb([250 - noise, noise, 0]) } else { Rgb([0, noise, 250 - noise]) }
    })
}

fn png(picture: &DynamicImage) -> Vec<u8> {
    let mut bytes = io::Cursor::new(Vec::new());
    picture.write_to(&mut bytes, image::ImageFormat::Png).unwrap();
    bytes.into_inner()
}

fn jpeg_turned(picture: &RgbImage, orientation: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, 90);
    let mut exif = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    exif.extend([orientation, 0, 0, 0, 0, 0, 0]);
    encoder.set_exif_metadata(exif).unwrap();
    encoder.encode_image(picture).unwrap();
    bytes
}

#[test]
fn a_png_becomes_a_jpeg_and_what_was_see_through_becomes_white() {
    let bench = Bench::new();
    let clear = RgbaImage::from_pixel(40, 30, image::Rgba([0, 0, 0, 0]));
    let made = bench.fit(&png(&clear.into()), &Wanted::simple(MediaKind::Jpeg, 100_000)).unwrap();
    assert_eq!(
        (made.medium.kind, made.done.as_slice()),
        (MediaKind::Jpeg, [Done::Converted].as_slice())
    );
    let pixel = bench.picture(&made).to_rgb8().get_pixel(20, 15).0;
    assert!(pixel.iter().all(|part| *part > 250), "{pixel:?}");
}

#[test]
fn a_picture_that_is_too_large_gets_lighter_and_only_then_smaller() {
    let bench = Bench::new();
    let source = jpeg_turned(&rough(900, 600), 1);
    let limit = source.len() as u64;
    let lighter = bench.fit(&source, &Wanted::simple(MediaKind::Jpeg, limit * 9 / 10)).unwrap();
    assert_eq!(lighter.done, [Done::Lighter]);
    assert_eq!(lighter.medium.width, Some(900));
    let smaller = bench.fit(&source, &Wanted::simple(MediaKind::Jpeg, limit / 8)).unwrap();
    assert_eq!(smaller.done, [Done::Smaller]);
    assert!(smaller.medium.bytes <= limit / 8 && smaller.medium.width < Some(900));
}

#[test]
fn sides_areas_and_sums_are_kept_to() {
    let bench = Bench::new();
    let source = png(&rough(800, 400).into());
    for limit in [
        Wanted { max_width: Some(300), ..Wanted::simple(MediaKind::Png, 9_000_000) },
        Wanted { max_height: Some(150), ..Wanted::simple(MediaKind::Png, 9_000_000) },
        Wanted { max_pixels: Some(45_000), ..Wanted::simple(MediaKind::Png, 9_000_000) },
        Wanted { max_side_sum: Some(450), ..Wanted::simple(MediaKind::Png, 9_000_000) },
    ] {
        let made = bench.fit(&source, &limit).unwrap();
        assert_eq!((made.medium.width, made.medium.height), (Some(300), Some(150)), "{limit:?}");
    }
}

#[test]
fn a_picture_on_its_side_is_turned_upright_for_good() {
    let bench = Bench::new();
    let made =
        bench.fit(&jpeg_turned(&rough(60, 40), 6), &Wanted::simple(MediaKind::Jpeg, 900_000));
    let made = made.unwrap();
    assert_eq!((made.medium.width, made.medium.height), (Some(40), Some(60)));
    // What was above is to the right now.
    let picture = bench.picture(&made).to_rgb8();
    let (right, left) = (picture.get_pixel(35, 30).0, picture.get_pixel(4, 30).0);
    assert!(right[0] > 180 && left[2] > 180, "{right:?} {left:?}");
}

#[test]
fn a_narrow_picture_gets_a_margin_and_loses_nothing() {
    let bench = Bench::new();
    let shape = Some(Shape { narrowest: (4, 5), widest: (191, 100) });
    let limit =
        Wanted { shape, max_width: Some(1440), ..Wanted::simple(MediaKind::Jpeg, 8_000_000) };
    let made = bench.fit(&jpeg_turned(&rough(200, 1000), 1), &limit).unwrap();
    assert_eq!((made.medium.width, made.medium.height), (Some(800), Some(1000)));
    assert_eq!(made.done, [Done::Margin]);
    let picture = bench.picture(&made).to_rgb8();
    assert!(picture.get_pixel(5, 500).0[1] > 250 && picture.get_pixel(400, 100).0[0] > 150);
}

#[test]
fn a_large_picture_with_its_margin_is_still_one_that_is_taken() {
    let bench = Bench::new();
    let shape = Shape { narrowest: (4, 5), widest: (191, 100) };
    let limit = Wanted { shape: Some(shape), ..Wanted::simple(MediaKind::Jpeg, 8_000_000) };
    let banner = RgbImage::from_pixel(12_000, 40, Rgb([200, 30, 30]));
    let made = bench.fit(&png(&banner.into()), &limit).unwrap();
    let (width, height) = (made.medium.width.unwrap(), made.medium.height.unwrap());
    assert!(shape.has(width, height) && width < 12_000, "{width}x{height}");
    assert_eq!(made.done, [Done::Converted, Done::Margin]);
}

/// A JPEG in the colours of printing presses, red on the left and blue on the right.
const PRINTED: &[u8] = include_bytes!("printed.jpg");

#[test]
fn a_picture_in_colours_for_print_gets_those_of_screens() {
    let bench = Bench::new();
    assert!(bench.medium(PRINTED).print_colours);
    let made = bench.fit(PRINTED, &Wanted::simple(MediaKind::Jpeg, 100_000)).unwrap();
    assert_eq!((made.medium.print_colours, made.done.as_slice()), (false, [Done::Anew].as_slice()));
    let picture = bench.picture(&made).to_rgb8();
    let (red, blue) = (picture.get_pixel(6, 8).0, picture.get_pixel(26, 8).0);
    assert!(red[0] > 180 && red[2] < 80 && blue[2] > 180 && blue[0] < 80, "{red:?} {blue:?}");
}

/// A profile of four inks, by which everything is black.
fn profile_of_inks() -> Vec<u8> {
    use moxcms::{ColorProfile, DataColorSpace, LutDataType, LutStore, LutType, LutWarehouse};
    let straight = |channels: usize| LutStore::Store16([0, u16::MAX].repeat(channels));
    let inks = LutDataType {
        num_input_channels: 4,
        num_output_channels: 3,
        num_clut_grid_points: 2,
        matrix: moxcms::Matrix3d::IDENTITY,
        num_input_table_entries: 2,
        num_output_table_entries: 2,
        input_table: straight(4),
        clut_table: LutStore::Store16([0, 0x8000, 0x8000].repeat(16)),
        output_table: straight(3),
        lut_type: LutType::Lut16,
    };
    let mut profile = ColorProfile::default();
    (profile.color_space, profile.pcs) = (DataColorSpace::Cmyk, DataColorSpace::Lab);
    profile.profile_class = moxcms::ProfileClass::OutputDevice;
    profile.lut_a_to_b_perceptual = Some(LutWarehouse::Lut(inks.clone()));
    profile.lut_a_to_b_colorimetric = Some(LutWarehouse::Lut(inks));
    profile.encode().unwrap()
}

#[test]
fn colours_for_print_are_not_taken_for_inks_once_they_are_those_of_screens() {
    let profile = [b"ICC_PROFILE\0\x01\x01".to_vec(), profile_of_inks()].concat();
    let length = u16::try_from(profile.len() + 2).unwrap().to_be_bytes();
    let printed = [&PRINTED[..2], &[0xff, 0xe2], &length, &profile, &PRINTED[2..]].concat();
    let wanted = Wanted::simple(MediaKind::Jpeg, 100_000);
    let bench = Bench::new();
    let [with, without] = [&printed, PRINTED].map(|source| {
        let made = bench.fit(source, &wanted).unwrap();
        bench.picture(&made)
    });
    assert_eq!(with, without);
}

#[test]
fn what_is_made_says_nothing_beside_the_picture() {
    let bench = Bench::new();
    let made =
        bench.fit(&jpeg_turned(&rough(60, 40), 6), &Wanted::simple(MediaKind::Jpeg, 900_000));
    let bytes = std::fs::read(bench.fitter.blobs.path(&made.unwrap().medium.digest)).unwrap();
    assert!(!bytes.windows(4).any(|window| window == b"Exif"));
}

#[test]
fn what_cannot_be_read_or_made_small_enough_is_refused_with_the_reason() {
    let bench = Bench::new();
    let refused = |bytes: &[u8], wanted: &Wanted| bench.fit(bytes, wanted).unwrap_err().why;
    let jpeg = Wanted::simple(MediaKind::Jpeg, 1_000_000);
    assert_eq!(refused(&samples::jpeg(640, 480), &jpeg), Obstacle::Damaged);
    let tiny = Wanted::simple(MediaKind::Jpeg, 300);
    assert_eq!(refused(&jpeg_turned(&rough(900, 600), 1), &tiny), Obstacle::NotSmallEnough);
    let film = samples::film(1_000, b"hvc1", false, true);
    assert_eq!(refused(&film, &Wanted::simple(MediaKind::Mp4, 1_000_000)), Obstacle::NoFfmpeg);
}

#[test]
fn nothing_unfinished_is_left_behind() {
    let bench = Bench::new();
    bench.fit(&samples::jpeg(640, 480), &Wanted::simple(MediaKind::Jpeg, 1_000)).unwrap_err();
    let names = std::fs::read_dir(bench.fitter.blobs.root()).unwrap();
    let left = names.filter(|name| {
        name.as_ref().unwrap().file_name().to_string_lossy().starts_with(UNFINISHED)
    });
    assert_eq!(left.count(), 0);
}

//! Pictures: turned as they are shown, in the colours that every screen knows, as large as may be.

use std::fs::File;
use std::io::{self, BufReader, BufWriter, Write as _};

use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::{
    DynamicImage, ImageDecoder as _, ImageError, ImageFormat, ImageReader, Rgba, RgbaImage,
};
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};

use super::task::Order;
use super::{failed, refused};
use crate::post::{Done, MediaKind, Obstacle, Refused, Wanted};

/// The qualities in which a JPEG is tried, best first. Below the last, faces get blocks.
const QUALITIES: [u8; 5] = [92, 85, 78, 70, 62];

/// By how much the sides are made smaller where no quality is enough.
const STEP: f64 = 0.8;

/// A picture whose longer side gets shorter than this is spoilt.
const LEAST_SIDE: u32 = 320;

/// The largest area of a picture with its margin, in pixels: more than any platform shows.
const MOST_FRAMED: u64 = 24_000_000;

/// How many pixels a byte of a JPEG holds at most, below the last quality. Larger pictures are made
/// smaller at once, as each try of one of 50 million pixels takes a second.
const PIXELS_A_BYTE: u64 = 16;

const WHITE: Rgba<u8> = Rgba([255, 255, 255, 255]);

/// Carries out `order`.
pub(super) fn fit(order: &Order) -> Result<Vec<Done>, Refused> {
    let wanted = &order.wanted;
    let picture = read(order)?;
    let (width, height) = (picture.width(), picture.height());
    let (fitting, margin) = framed(picture, wanted);
    let written = write(fitting, width.max(height), order)?;
    let as_before = order.kind == wanted.kind && !written.smaller && !margin;
    let heavy = std::fs::metadata(&order.source).map_err(failed)?.len() > wanted.max_bytes;
    Ok([
        (order.kind != wanted.kind).then_some(Done::Converted),
        written.smaller.then_some(Done::Smaller),
        as_before.then_some(if heavy { Done::Lighter } else { Done::Anew }),
        margin.then_some(Done::Margin),
    ]
    .into_iter()
    .flatten()
    .collect())
}

fn read(order: &Order) -> Result<DynamicImage, Refused> {
    let format = match order.kind {
        MediaKind::Jpeg => ImageFormat::Jpeg,
        MediaKind::Png => ImageFormat::Png,
        MediaKind::Webp => ImageFormat::WebP,
        MediaKind::Gif => ImageFormat::Gif,
        _ => return Err(refused(Obstacle::CannotRead, "")),
    };
    let file = File::open(&order.source).map_err(failed)?;
    let reader = ImageReader::with_format(BufReader::new(file), format);
    let mut decoder = reader.into_decoder().map_err(unreadable)?;
    let turned = decoder.orientation().map_err(unreadable)?;
    let profile = decoder.icc_profile().ok().flatten();
    let mut picture = DynamicImage::from_decoder(decoder).map_err(unreadable)?;
    picture.apply_orientation(turned);
    Ok(in_srgb(picture, profile.as_deref()))
}

fn unreadable(error: ImageError) -> Refused {
    match error {
        ImageError::Limits(_) => refused(Obstacle::TooMuch, error),
        ImageError::IoError(error) if error.kind() != io::ErrorKind::UnexpectedEof => failed(error),
        ImageError::Unsupported(_) => refused(Obstacle::CannotRead, error),
        other => refused(Obstacle::Damaged, other),
    }
}

/// The picture in sRGB. A profile that cannot be understood is taken for that, and so is one of
/// other than red, green and blue: what was decoded is in these already.
fn in_srgb(picture: DynamicImage, profile: Option<&[u8]>) -> DynamicImage {
    let profile = profile.and_then(|bytes| ColorProfile::new_from_slice(bytes).ok());
    let Some(profile) = profile.filter(|one| one.color_space == DataColorSpace::Rgb) else {
        return picture;
    };
    let srgb = ColorProfile::new_srgb();
    let options = TransformOptions::default();
    let layout = Layout::Rgba;
    let Ok(transform) = profile.create_transform_8bit(layout, &srgb, layout, options) else {
        return picture;
    };
    let pixels = picture.to_rgba8();
    let mut converted = RgbaImage::new(pixels.width(), pixels.height());
    match transform.transform(pixels.as_raw(), &mut converted) {
        Ok(()) => converted.into(),
        Err(_) => picture,
    }
}

/// The picture with a margin, where its shape is none that is wanted; whether it got one.
fn framed(picture: DynamicImage, wanted: &Wanted) -> (DynamicImage, bool) {
    let (width, height) = (picture.width(), picture.height());
    let frame = wanted.shape.map(|shape| shape.frame(width, height));
    let Some((wide, high)) = frame.filter(|frame| *frame != (width, height)) else {
        return (picture, false);
    };
    // Large frames are made around a picture that is small enough already.
    let scale = scale(wide, high, wanted).min(scale_to_area(wide, high, MOST_FRAMED));
    let (wide, high, picture) = match scale {
        scale if scale < 1.0 => {
            let small = resized(&picture, scale);
            let shape = wanted.shape.map(|shape| shape.frame(small.width(), small.height()));
            let (wide, high) = shape.unwrap_or((small.width(), small.height()));
            (wide, high, small)
        }
        _ => (wide, high, picture),
    };
    let mut framed = RgbaImage::from_pixel(wide, high, WHITE);
    let (left, top) = ((wide - picture.width()) / 2, (high - picture.height()) / 2);
    image::imageops::overlay(&mut framed, &picture, left.into(), top.into());
    (framed.into(), true)
}

/// By how much a picture of these sides is made smaller; 1 where it is small enough.
fn scale(width: u32, height: u32, wanted: &Wanted) -> f64 {
    let (wide, high) = (f64::from(width.max(1)), f64::from(height.max(1)));
    let by_side = |most: Option<u32>, side: f64| most.map_or(1.0, |most| f64::from(most) / side);
    let by_area = wanted.max_pixels.map_or(1.0, |most| scale_to_area(width, height, most));
    let by_sum = wanted.max_side_sum.map_or(1.0, |most| f64::from(most) / (wide + high));
    let sides = [by_side(wanted.max_width, wide), by_side(wanted.max_height, high)];
    sides.into_iter().chain([by_area, by_sum]).fold(1.0, f64::min)
}

/// By how much a picture of these sides is made smaller, or larger, to have an area of `most` pixels.
fn scale_to_area(width: u32, height: u32, most: u64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a limit need not be met to the pixel")]
    let most = most as f64;
    (most / (f64::from(width.max(1)) * f64::from(height.max(1)))).sqrt()
}

fn resized(picture: &DynamicImage, scale: f64) -> DynamicImage {
    let side = |pixels: u32| {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "smaller than what it was, and never below 1"
        )]
        let side = (f64::from(pixels) * scale).floor() as u32;
        side.max(1)
    };
    let (width, height) = (side(picture.width()), side(picture.height()));
    picture.resize_exact(width, height, FilterType::CatmullRom)
}

struct Written {
    smaller: bool,
}

/// Writes the picture in the best form that is small enough.
fn write(picture: DynamicImage, longest: u32, order: &Order) -> Result<Written, Refused> {
    let wanted = &order.wanted;
    let (width, height) = (picture.width(), picture.height());
    let most = wanted.max_bytes.saturating_mul(PIXELS_A_BYTE);
    let first = match wanted.kind {
        MediaKind::Jpeg => scale_to_area(width, height, most),
        _ => 1.0,
    };
    let first = first.min(scale(width, height, wanted));
    let mut smaller = first < 1.0;
    let mut picture = if smaller { resized(&picture, first) } else { picture };
    loop {
        if let Some(bytes) = encoded(&picture, wanted)? {
            save(&bytes, order).map_err(failed)?;
            return Ok(Written { smaller });
        }
        if picture.width().max(picture.height()) < LEAST_SIDE.min(longest) {
            return Err(refused(Obstacle::NotSmallEnough, ""));
        }
        picture = resized(&picture, STEP);
        smaller = true;
    }
}

/// The picture's bytes in the best quality that is small enough; nothing where none is.
fn encoded(picture: &DynamicImage, wanted: &Wanted) -> Result<Option<Vec<u8>>, Refused> {
    let fits = |bytes: &Vec<u8>| bytes.len() as u64 <= wanted.max_bytes;
    if wanted.kind == MediaKind::Png {
        let mut bytes = io::Cursor::new(Vec::new());
        picture.write_to(&mut bytes, ImageFormat::Png).map_err(failed)?;
        return Ok(Some(bytes.into_inner()).filter(fits));
    }
    let opaque = on_white(picture);
    for quality in QUALITIES {
        let mut bytes = Vec::new();
        opaque
            .write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, quality))
            .map_err(failed)?;
        if fits(&bytes) {
            return Ok(Some(bytes));
        }
    }
    Ok(None)
}

/// JPEG knows no transparency: what was see-through gets the white of a page behind it.
fn on_white(picture: &DynamicImage) -> DynamicImage {
    if !picture.color().has_alpha() {
        return picture.to_rgb8().into();
    }
    let mut page = RgbaImage::from_pixel(picture.width(), picture.height(), WHITE);
    image::imageops::overlay(&mut page, picture, 0, 0);
    DynamicImage::from(page).to_rgb8().into()
}

fn save(bytes: &[u8], order: &Order) -> io::Result<()> {
    let file = File::options().write(true).truncate(true).open(&order.target)?;
    let mut writer = BufWriter::new(file);
    writer.write_all(bytes)?;
    writer.flush()
}

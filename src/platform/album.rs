//! The one shape that all media of a part are shown in, where the platform cuts them to the first.

use std::borrow::Cow;

use super::fit::landing;
use super::limits::Limits;
use crate::finding::Finding;
use crate::post::{Media, Shape};

/// By how many hundredths a shape may differ from the first: so much is cut off unseen.
const NEAR: u32 = 1;

/// The limits for the medium at `index` of `media`: where all are cut to the shape of the first, the
/// pictures behind it have to have that shape, so that nothing of them is lost.
pub(super) fn limits_at<'l>(index: usize, media: &[Media], limits: &'l Limits) -> Cow<'l, Limits> {
    let shape = shape_of_first(media, limits).filter(|_| index > 0);
    let Some(first) = shape else { return Cow::Borrowed(limits) };
    let mut own = limits.clone();
    let pictures = |kinds: &[crate::post::MediaKind]| kinds.iter().all(|kind| kind.is_image());
    for rule in own.media.iter_mut().filter(|rule| pictures(rule.kinds)) {
        rule.shape = Some(rule.shape.map_or(first, |shape| both(shape, first)));
    }
    Cow::Owned(own)
}

/// What is said of films that are cut, as no version of another shape is made of them.
pub(super) fn cut_findings(media: &[Media], limits: &Limits) -> Vec<Finding> {
    let Some(first) = shape_of_first(media, limits) else { return Vec::new() };
    let is_cut = |film: &&Media| {
        let (width, height) = (film.width.unwrap_or(0), film.height.unwrap_or(0));
        film.kind.is_video() && width > 0 && height > 0 && !first.has(width, height)
    };
    let cut = media.iter().skip(1).filter(is_cut).map(|film| {
        let finding = Finding::warning("film-cut-to-first").with("file", film.name.as_str());
        finding.with("first", media[0].name.as_str())
    });
    cut.collect()
}

/// The shape that the first medium goes out in; none where each is shown in its own.
fn shape_of_first(media: &[Media], limits: &Limits) -> Option<Shape> {
    let first = media.first().filter(|_| limits.cuts_to_first && media.len() > 1)?;
    let (width, height) = (first.width?, first.height?);
    let taken = landing(first, limits).and_then(|rule| rule.shape);
    let (width, height) = taken.map_or((width, height), |shape| shape.frame(width, height));
    let by = |hundredths: u32| (width.saturating_mul(hundredths), height.saturating_mul(100));
    Some(Shape { narrowest: by(100 - NEAR), widest: by(100 + NEAR) })
}

/// What has both shapes; where nothing can, `one`, beyond which the platform takes nothing.
fn both(one: Shape, other: Shape) -> Shape {
    let wider = |a: (u32, u32), b: (u32, u32)| {
        u64::from(a.0) * u64::from(b.1) > u64::from(b.0) * u64::from(a.1)
    };
    if wider(one.narrowest, other.widest) || wider(other.narrowest, one.widest) {
        return one;
    }
    let narrowest =
        if wider(one.narrowest, other.narrowest) { one.narrowest } else { other.narrowest };
    let widest = if wider(one.widest, other.widest) { other.widest } else { one.widest };
    Shape { narrowest, widest }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::blobs::Digest;
    use crate::platform::MediaRule;
    use crate::post::MediaKind;

    const SHAPE: Shape = Shape { narrowest: (4, 5), widest: (191, 100) };

    fn limits() -> Limits {
        let pictures =
            MediaRule { shape: Some(SHAPE), ..MediaRule::simple(&[MediaKind::Jpeg], 900, 10) };
        let films = MediaRule::simple(&[MediaKind::Mp4], 900, 10);
        let media = vec![pictures, films];
        Limits { media, media_count: 10, cuts_to_first: true, ..Limits::default() }
    }

    fn medium(kind: MediaKind, width: u32, height: u32) -> Media {
        let (width, height) = (Some(width), Some(height));
        Media { width, height, ..Media::of("क", Digest::of(b"a"), kind, 10) }
    }

    /// The shape of pictures behind one of these sides.
    fn behind(width: u32, height: u32) -> Shape {
        let first = medium(MediaKind::Jpeg, width, height);
        let media = [first.clone(), first];
        limits_at(1, &media, &limits()).media[0].shape.unwrap()
    }

    #[test]
    fn pictures_behind_the_first_get_its_shape() {
        assert!(behind(1600, 900).has(1601, 900));
        assert!(!behind(1600, 900).has(1000, 1000));
        assert!(behind(500, 1300).has(800, 1000), "the first gets a margin");
        let media = [medium(MediaKind::Jpeg, 1600, 900), medium(MediaKind::Jpeg, 10, 10)];
        assert_eq!(limits_at(0, &media, &limits()).media[0].shape, Some(SHAPE));
    }

    #[test]
    fn no_shape_is_beyond_the_limits_of_the_platform() {
        assert_eq!(behind(1910, 1000).widest, (191, 100));
        assert_eq!(behind(800, 1000).narrowest, (4, 5));
    }

    #[test]
    fn behind_a_film_that_no_picture_can_be_as_narrow_as_they_keep_the_shape_of_the_platform() {
        for (width, height) in [(720, 1280), (3000, 1000)] {
            let film = medium(MediaKind::Mp4, width, height);
            let media = [film, medium(MediaKind::Jpeg, 1000, 1000)];
            assert_eq!(limits_at(1, &media, &limits()).media[0].shape, Some(SHAPE));
        }
    }

    #[test]
    fn a_film_of_another_shape_is_named() {
        let (first, film) = (medium(MediaKind::Jpeg, 1600, 900), medium(MediaKind::Mp4, 720, 1280));
        assert_eq!(cut_findings(&[first.clone(), film], &limits())[0].id, "film-cut-to-first");
        let same = medium(MediaKind::Mp4, 1280, 720);
        assert_eq!(cut_findings(&[first, same], &limits()), []);
    }
}

//! What hangs on a film: a cover of its own, and its subtitles (edges `thumbnails` and `captions` of
//! the specification of April 2026). A film without them is better than none.

use super::account::Facebook;
use super::answers::Done;
use super::calls;
use super::options::is_story;
use super::prepare::film_of;
use crate::failure::{Class, Failure};
use crate::http::FileSlice;
use crate::post::{Media, Part, Subtitles};

/// Which country Facebook puts behind a language, where the file names none.
const COUNTRIES: [(&str, &str); 16] = [
    ("as", "IN"),
    ("bn", "IN"),
    ("en", "US"),
    ("gu", "IN"),
    ("hi", "IN"),
    ("kn", "IN"),
    ("ml", "IN"),
    ("mr", "IN"),
    ("ne", "NP"),
    ("or", "IN"),
    ("pa", "IN"),
    ("sa", "IN"),
    ("si", "LK"),
    ("ta", "IN"),
    ("te", "IN"),
    ("ur", "PK"),
];

/// One thing that hangs on a film.
#[derive(Debug, Clone, Copy)]
pub(super) enum Extra<'p> {
    /// The picture that stands for it.
    Cover(&'p Media),
    /// What is said in it, in one language.
    Subtitles(&'p Subtitles),
}

/// The cover of the film of `part`: the picture beside it.
pub(super) fn cover_of(media: &[Media]) -> Option<&Media> {
    match media {
        [one, other] if one.kind.is_video() && other.kind.is_image() => Some(other),
        [one, other] if one.kind.is_image() && other.kind.is_video() => Some(one),
        _ => None,
    }
}

/// Everything that hangs on the film of `part`, in order; nothing does on a story.
pub(super) fn extras_of(part: &Part) -> Vec<Extra<'_>> {
    if is_story(part) {
        return Vec::new();
    }
    let cover = cover_of(&part.media).map(Extra::Cover);
    let subtitles = film_of(part).map(|film| film.subtitles.iter()).into_iter().flatten();
    let subtitles = subtitles.filter(|one| locale(one).is_some()).map(Extra::Subtitles);
    cover.into_iter().chain(subtitles).collect()
}

/// The language and country of subtitles, as Facebook names them; none where it has no name.
pub(super) fn locale(subtitles: &Subtitles) -> Option<String> {
    let language = subtitles.language();
    let pieces = subtitles.lang.split('-').skip(1);
    let given = pieces.filter(|piece| piece.len() == 2).map(str::to_ascii_uppercase).next();
    let usual = || COUNTRIES.iter().find(|(known, _)| *known == language);
    let country = given.or_else(|| usual().map(|(_, country)| (*country).to_owned()))?;
    Some(format!("{language}_{country}"))
}

impl Facebook {
    /// Hangs `extra` on the film `video`; false where Facebook does not take it.
    pub(super) async fn hang(&self, video: &str, extra: Extra<'_>) -> Result<bool, Failure> {
        let call = match extra {
            Extra::Cover(picture) => {
                let file = FileSlice::at(self.blobs.path(&picture.digest), picture.bytes);
                calls::cover(video, picture, file)
            }
            Extra::Subtitles(subtitles) => {
                let file = FileSlice::at(self.blobs.path(&subtitles.digest), subtitles.bytes);
                calls::captions(video, &locale(subtitles).unwrap_or_default(), file)
            }
        };
        match self.read::<Done>(call).await {
            Ok(done) => Ok(done.success),
            Err(failure) if matches!(failure.class, Class::Rejected | Class::Auth) => Ok(false),
            Err(failure) => Err(failure),
        }
    }

    /// Hangs everything on a film that was just shown; false where something is missing.
    pub(super) async fn hang_all(&self, video: &str, part: &Part) -> bool {
        let mut all = true;
        for extra in extras_of(part) {
            // The film is on its way, whatever becomes of this.
            all &= self.hang(video, extra).await.unwrap_or(false);
        }
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::blobs::Digest;

    #[test]
    fn languages_are_named_with_a_country() {
        for (lang, expected) in [
            ("hi", Some("hi_IN")),
            ("en", Some("en_US")),
            ("en-IN", Some("en_IN")),
            ("hi-Deva-IN", Some("hi_IN")),
            ("bho", None),
        ] {
            let digest = Digest::of(b"");
            let subtitles = Subtitles { name: "a".into(), digest, bytes: 1, lang: lang.into() };
            assert_eq!(locale(&subtitles).as_deref(), expected, "{lang}");
        }
    }
}

//! A post that is a folder: which file is the post, which are its media.

use std::cmp::Ordering;
use std::collections::HashSet;

use super::front::is_language;
use crate::finding::Finding;
use crate::media::kind_of_name;
use crate::post::MediaKind;

/// The names of the file in a folder that holds text and settings, in lower case.
const POST_NAMES: [&str; 2] = ["post.md", "post.txt"];

/// How the name of a picture's description ends: `NAME.alt.txt` beside `NAME`, where `NAME`
/// may also lack its ending (`stage.alt.txt` describes `stage.jpg`).
const ALT_ENDING: &str = ".alt.txt";

/// What a thing in a folder is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Inside {
    /// Something that is opened as a file, or refused then.
    File,
    /// A folder.
    Folder,
    /// Something whose name is no text.
    Unreadable,
}

/// What a folder holds, told by names alone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Layout {
    /// The file with text and settings; none where it is missing.
    pub post: Option<String>,
    /// Everything else, in the order in which media are attached.
    pub media: Vec<String>,
    /// The files that describe pictures.
    pub alts: Vec<String>,
    /// The subtitles of films.
    pub subtitles: Vec<String>,
    /// What cannot be: two posts, folders in the folder.
    pub findings: Vec<Finding>,
}

/// Sorts out what lies in a folder.
pub(super) fn sort_out(mut names: Vec<(String, Inside)>) -> Layout {
    let mut layout = Layout::default();
    names.sort_by(|(a, _), (b, _)| natural(a, b));
    for (name, inside) in names {
        if inside == Inside::Folder {
            layout.findings.push(Finding::error("folder-in-folder").with("file", name));
        } else if inside == Inside::Unreadable {
            layout.findings.push(Finding::error("name-unreadable").with("file", name));
        } else if POST_NAMES.contains(&name.to_lowercase().as_str()) {
            layout.take_post(name);
        } else if is_alt(&name) {
            layout.alts.push(name);
        } else if subtitled(&name).is_some() {
            layout.subtitles.push(name);
        } else {
            layout.media.push(name);
        }
    }
    layout
}

impl Layout {
    fn take_post(&mut self, name: String) {
        match &self.post {
            None => self.post = Some(name),
            Some(first) => {
                let finding = Finding::error("folder-two-posts").with("first", first.as_str());
                self.findings.push(finding.with("second", name));
            }
        }
    }
}

/// Whether a file of this name describes a picture.
pub(super) fn is_alt(name: &str) -> bool {
    name.to_ascii_lowercase().ends_with(ALT_ENDING) && name.len() > ALT_ENDING.len()
}

/// The names that the description of the picture `media` can have, the better one first.
pub(super) fn alt_names(media: &str) -> impl Iterator<Item = String> + '_ {
    let stem = media.rsplit_once('.').map(|(stem, _)| stem);
    [Some(media), stem].into_iter().flatten().map(|name| format!("{name}{ALT_ENDING}"))
}

/// The files of `alts` that describe none of `media`.
pub(super) fn lone_alts<'a>(alts: &'a [String], media: &[String]) -> Vec<&'a String> {
    let described: HashSet<String> = media.iter().flat_map(|media| alt_names(media)).collect();
    alts.iter().filter(|alt| !described.contains(*alt)).collect()
}

/// Whether a file of this name holds subtitles.
pub(super) fn is_subtitles(name: &str) -> bool {
    subtitled(name).is_some()
}

/// What a file of subtitles says by its name: that of its film, perhaps without its ending, and
/// the language.
pub(super) fn subtitled(name: &str) -> Option<(&str, Option<&str>)> {
    let (stem, ending) = name.rsplit_once('.')?;
    if stem.is_empty() || !["srt", "vtt"].contains(&ending.to_ascii_lowercase().as_str()) {
        return None;
    }
    let lang = stem.rsplit_once('.').filter(|(film, lang)| !film.is_empty() && is_language(lang));
    Some(lang.map_or((stem, None), |(film, lang)| (film, Some(lang))))
}

/// Whether the subtitles `name` are those of the film `media`, by their names.
pub(super) fn belongs(name: &str, media: &str) -> bool {
    let is_film = kind_of_name(media).is_some_and(MediaKind::is_video);
    let stem = media.rsplit_once('.').map_or(media, |(stem, _)| stem);
    let Some((film, _)) = subtitled(name).filter(|_| is_film) else { return false };
    // `film.mp4` is no language, so the name is that of the film as it is or without its ending.
    film == media || film == stem
}

/// The files of `subtitles` that are of none of `media`.
pub(super) fn lone_subtitles<'a>(
    subtitles: &'a [String],
    media: &'a [String],
) -> impl Iterator<Item = &'a String> {
    subtitles.iter().filter(|name| !media.iter().any(|film| belongs(name, film)))
}

/// The order in which people count: `2.jpg` before `10.jpg`.
pub(super) fn natural(a: &str, b: &str) -> Ordering {
    let mut left = pieces(a);
    let mut right = pieces(b);
    loop {
        let order = match (left.next(), right.next()) {
            (None, None) => return a.cmp(b),
            (None, _) => return Ordering::Less,
            (_, None) => return Ordering::Greater,
            (Some(x), Some(y)) => compare(x, y),
        };
        if order != Ordering::Equal {
            return order;
        }
    }
}

/// Numbers by value (longer ones are larger, leading zeros apart), all else letter by letter.
fn compare(a: &str, b: &str) -> Ordering {
    let number = |piece: &str| piece.starts_with(|c: char| c.is_ascii_digit());
    if !(number(a) && number(b)) {
        return a.to_lowercase().cmp(&b.to_lowercase());
    }
    let (a, b) = (a.trim_start_matches('0'), b.trim_start_matches('0'));
    a.len().cmp(&b.len()).then_with(|| a.cmp(b))
}

/// `name` cut where digits begin or end.
fn pieces(name: &str) -> impl Iterator<Item = &str> {
    let mut rest = name;
    std::iter::from_fn(move || {
        let digits = rest.chars().next()?.is_ascii_digit();
        let end = rest.find(|c: char| c.is_ascii_digit() != digits).unwrap_or(rest.len());
        let (piece, left) = rest.split_at(end);
        rest = left;
        Some(piece)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layout(names: &[&str]) -> Layout {
        let inside = names.iter().map(|name| match name.strip_suffix('/') {
            Some(folder) => (folder.to_owned(), Inside::Folder),
            None => ((*name).to_owned(), Inside::File),
        });
        sort_out(inside.collect())
    }

    #[test]
    fn media_come_in_the_order_in_which_people_count() {
        let layout =
            layout(&["10.jpg", "post.md", "2.jpg", "Bild.png", "alt.png", "02.jpg", "१.jpg"]);
        assert_eq!(layout.media, ["02.jpg", "2.jpg", "10.jpg", "alt.png", "Bild.png", "१.jpg"]);
        assert_eq!(layout.post.as_deref(), Some("post.md"));
        assert_eq!(layout.findings, []);
    }

    #[test]
    fn long_numbers_do_not_overflow() {
        let long = format!("{}1.jpg", "9".repeat(60));
        assert_eq!(natural("5.jpg", &long), Ordering::Less);
    }

    #[test]
    fn the_post_may_be_written_in_capitals() {
        assert_eq!(layout(&["POST.TXT"]).post.as_deref(), Some("POST.TXT"));
    }

    #[test]
    fn two_posts_in_one_folder_are_refused() {
        let findings = layout(&["post.md", "post.txt"]).findings;
        assert_eq!(findings[0].id, "folder-two-posts");
    }

    #[test]
    fn a_folder_in_a_folder_is_refused() {
        assert_eq!(layout(&["post.md", "more/"]).findings[0].id, "folder-in-folder");
    }

    #[test]
    fn a_description_belongs_to_its_picture_with_or_without_the_ending() {
        let names: Vec<_> = alt_names("stage.jpg").collect();
        assert_eq!(names, ["stage.jpg.alt.txt", "stage.alt.txt"]);
        let alts = layout(&["stage.alt.txt", "gone.jpg.alt.txt", "rally.jpg.alt.txt"]).alts;
        assert_eq!(
            lone_alts(&alts, &["stage.jpg".into(), "rally.jpg".into()]),
            ["gone.jpg.alt.txt"]
        );
    }

    #[test]
    fn subtitles_belong_to_the_film_whose_name_they_have() {
        for (name, lang) in [
            ("film.srt", None),
            ("film.hi.srt", Some("hi")),
            ("film.mp4.en-IN.VTT", Some("en-IN")),
            ("film.mp4.srt", None),
        ] {
            assert!(belongs(name, "film.mp4"), "{name}");
            assert_eq!(subtitled(name).unwrap().1, lang, "{name}");
        }
        for (name, media) in [
            ("other.hi.srt", "film.mp4"),
            ("film.hi.srt", "film.jpg"),
            ("film.hi.txt", "film.mp4"),
            ("films.srt", "film.mp4"),
            (".srt", "film.mp4"),
        ] {
            assert!(!belongs(name, media), "{name} {media}");
        }
        let layout = layout(&["film.mp4", "film.hi.srt", "gone.srt"]);
        assert_eq!((layout.media.len(), layout.subtitles.len()), (1, 2));
        let lone: Vec<_> = lone_subtitles(&layout.subtitles, &layout.media).collect();
        assert_eq!(lone, ["gone.srt"]);
    }

    #[test]
    fn order_is_total() {
        let names = ["a", "A", "a1", "a01", "a10", "a2", "", "1", "01"];
        for a in names {
            for b in names {
                assert_eq!(natural(a, b), natural(b, a).reverse(), "{a} {b}");
            }
        }
    }
}

use super::*;
use crate::blobs::Digest;
use crate::platform::{FilmRule, media_findings};
use crate::post::{Content, Film, MediaKind, samples};

const PICTURES: &[MediaKind] = &[MediaKind::Jpeg, MediaKind::Png];
const FILMS: &[MediaKind] = &[MediaKind::Mp4];

/// Four pictures or one film in a part.
fn limits(threads: Threads) -> Limits {
    let film = FilmRule { max_millis: Some(60_000), ..FilmRule::default() };
    let films = MediaRule { film, ..MediaRule::simple(FILMS, 900, 1) };
    Limits {
        media: vec![MediaRule::simple(PICTURES, 900, 4), films],
        media_count: 4,
        threads,
        ..Limits::default()
    }
}

fn medium(name: &str) -> Media {
    let kinds = MediaKind::ALL.into_iter();
    let mut kinds = kinds.filter(|kind| name.ends_with(kind.ending()));
    Media::of(name, Digest::of(name.as_bytes()), kinds.next().unwrap(), 10)
}

fn draft(media: &[&str]) -> Draft {
    let media = media.iter().map(|name| medium(name)).collect();
    Draft::of(&Content { media, ..samples::content("शीर्षक") })
}

/// What is kept of `media`, and the ids of what is said.
fn choice(media: &[&str], limits: &Limits) -> (Vec<String>, Vec<&'static str>) {
    let (draft, findings) = chosen(draft(media), limits);
    let names = draft.media.into_iter().map(|medium| medium.name);
    (names.collect(), findings.iter().map(|finding| finding.id).collect())
}

fn groups(media: &[&str], limits: &Limits) -> Vec<Vec<String>> {
    let groups = spread(&draft(media).media, limits).into_iter();
    groups.map(|group| group.into_iter().map(|medium| medium.name).collect()).collect()
}

#[test]
fn what_mixes_goes_in_one_part() {
    let any = MediaRule::simple(&MediaKind::ALL, 900, 10);
    let limits = Limits { media: vec![any], media_count: 10, ..limits(Threads::Upto(5)) };
    let all = ["1.jpg", "2.png", "3.mp4", "4.pdf"];
    assert_eq!(groups(&all, &limits), [all]);
    assert_eq!(choice(&all, &Limits { threads: Threads::Never, ..limits }).1, [""; 0]);
}

#[test]
fn a_film_takes_the_only_picture_beside_it_for_its_cover_where_that_is_possible() {
    let mut limits = limits(Threads::Never);
    limits.media[1].company = Company::OneCover;
    for (all, kept) in [
        (vec!["1.jpg", "2.mp4"], vec!["1.jpg", "2.mp4"]),
        (vec!["1.jpg", "2.mp4", "3.png"], vec!["1.jpg", "3.png"]),
        (vec!["1.mp4", "2.mp4"], vec!["1.mp4"]),
    ] {
        assert_eq!(choice(&all, &limits).0, kept, "{all:?}");
    }
}

#[test]
fn what_does_not_mix_follows_in_parts_of_its_own() {
    let limits = limits(Threads::Upto(5));
    let all = ["1.jpg", "2.mp4", "3.png", "4.jpg", "5.jpg", "6.jpg", "7.mp4"];
    assert_eq!(choice(&all, &limits), (all.map(str::to_owned).to_vec(), vec![]));
    let parts = groups(&all, &limits);
    assert_eq!(parts[0], ["1.jpg", "3.png", "4.jpg", "5.jpg"]);
    assert_eq!(parts[1..], [["2.mp4"], ["6.jpg"], ["7.mp4"]]);
}

#[test]
fn without_threads_several_pictures_win_over_the_film_and_it_over_one_picture() {
    let limits = limits(Threads::Never);
    let apart = vec!["media-left-out-apart"];
    for (media, kept, said) in [
        (vec!["a.mp4", "b.jpg", "c.jpg"], vec!["b.jpg", "c.jpg"], &apart),
        (vec!["a.jpg", "b.mp4"], vec!["b.mp4"], &apart),
        (vec!["a.mp4"], vec!["a.mp4"], &vec![]),
        (vec!["a.mp4", "b.mp4"], vec!["a.mp4"], &vec!["media-left-out-many"]),
    ] {
        let kept: Vec<_> = kept.into_iter().map(str::to_owned).collect();
        assert_eq!(choice(&media, &limits), (kept, said.clone()), "{media:?}");
    }
}

#[test]
fn of_too_many_pictures_the_first_go_out_and_the_others_are_named() {
    let all = ["1.jpg", "2.jpg", "3.jpg", "4.jpg", "5.jpg", "6.jpg"];
    let (_, findings) = chosen(draft(&all), &limits(Threads::Never));
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].id, "media-left-out-many");
    assert!(findings[0].facts.contains(&("files", "5.jpg, 6.jpg".into())), "{findings:?}");
    assert!(findings[0].facts.contains(&("most", 4_usize.into())));
}

#[test]
fn a_kind_that_is_not_taken_is_left_out_where_others_are() {
    let limits = limits(Threads::Upto(5));
    let (kept, said) = choice(&["1.jpg", "2.pdf"], &limits);
    assert_eq!((kept, said), (vec!["1.jpg".to_owned()], vec!["media-left-out-kind"]));
    let alone = choice(&["2.pdf"], &limits);
    assert_eq!(alone, (vec!["2.pdf".to_owned()], vec![]), "it is refused when it is composed");
}

#[test]
fn where_no_media_are_taken_the_text_goes_alone_if_there_is_one() {
    let nothing = Limits::default();
    assert_eq!(choice(&["1.jpg"], &nothing), (vec![], vec!["media-left-out-kind"]));
    let bare = Draft { text: " \n".to_owned(), ..draft(&["1.jpg"]) };
    assert_eq!(chosen(bare.clone(), &nothing), (bare, vec![]));
}

#[test]
fn a_medium_that_alone_breaks_a_limit_is_kept_and_refused_later() {
    let mut long = draft(&["1.mp4"]);
    long.media[0].film = Some(Film { millis: 60_001, ..Film::default() });
    assert_eq!(chosen(long.clone(), &limits(Threads::Never)), (long, vec![]));
}

#[test]
fn what_can_be_made_over_counts_as_what_it_becomes() {
    let limits = limits(Threads::Never);
    let (kept, said) = choice(&["1.webp", "2.heic", "3.mov"], &limits);
    assert_eq!((kept.join(" ").as_str(), said), ("1.webp 2.heic", vec!["media-left-out-apart"]));
}

#[test]
fn a_cover_goes_with_what_it_covers_and_of_several_none_does() {
    let cover = MediaRule { company: Company::Cover, ..MediaRule::simple(PICTURES, 900, 1) };
    let media = vec![MediaRule::simple(FILMS, 900, 1), cover];
    let limits = Limits { media, media_count: 2, ..Limits::default() };
    for (media, kept, said) in [
        (vec!["a.jpg", "b.mp4"], "a.jpg b.mp4", None),
        (vec!["a.jpg", "b.jpg", "c.mp4"], "c.mp4", Some("media-left-out-cover")),
        (vec!["a.jpg", "b.jpg"], "a.jpg b.jpg", None),
    ] {
        let (found, found_said) = choice(&media, &limits);
        assert_eq!((found.join(" ").as_str(), found_said), (kept, said.into_iter().collect()));
    }
}

#[test]
fn what_is_too_large_together_goes_in_several_parts() {
    let any = MediaRule::simple(&MediaKind::ALL, 20, 10);
    let limits = Limits { media: vec![any], media_count: 10, ..limits(Threads::Upto(5)) };
    let limits = Limits { media_bytes: Some(25), ..limits };
    let all = ["1.jpg", "2.jpg", "3.jpg"];
    assert_eq!(groups(&all, &limits), [vec!["1.jpg", "2.jpg"], vec!["3.jpg"]]);
    let mut draft = draft(&all);
    draft.media[0].bytes = 900;
    let parts = spread(&draft.media, &limits);
    let sizes: Vec<_> = parts.iter().map(Vec::len).collect();
    assert_eq!(sizes, [1, 2], "a version of the first will have up to 20 bytes");
    let one = Limits { threads: Threads::Never, ..limits };
    assert_eq!(
        choice(&all, &one),
        (vec!["1.jpg".into(), "2.jpg".into()], vec!["media-left-out-many"])
    );
    let found = media_findings(&self::draft(&all).media, &one);
    assert!(found.iter().any(|finding| finding.id == "media-too-large-together"));
}

//! Composing and limits.

use super::*;
use crate::platform::{ready, wanted, wants};
use crate::post::{Version, samples};

fn compose(draft: &Draft) -> crate::platform::Composed {
    Bench::of("instagram").rig.platform.compose(draft)
}

fn found(draft: &Draft) -> Vec<&'static str> {
    compose(draft).findings.iter().map(|finding| finding.id).collect()
}

#[test]
fn text_alone_is_refused() {
    assert_eq!(found(&draft(TEXT)), ["instagram-media-required"]);
    assert_eq!(found(&pictured("")), [""; 0]);
}

#[test]
fn a_caption_has_2200_utf16_units() {
    assert_eq!(found(&pictured(&"क".repeat(2200))), [""; 0]);
    assert_eq!(found(&pictured(&"क".repeat(2201))), ["text-too-long"]);
    assert_eq!(found(&pictured(&"🙏".repeat(1101))), ["text-too-long"]);
}

#[test]
fn hashtags_and_names_are_counted() {
    let tags = |count: usize| (0..count).map(|n| format!("#टैग{n} ")).collect::<String>();
    assert_eq!(found(&pictured(&tags(5))), [""; 0]);
    assert_eq!(found(&pictured(&tags(6))), ["instagram-many-hashtags"]);
    assert_eq!(found(&pictured(&tags(31))), ["instagram-too-many-hashtags"]);
    let names: String = (0..21).map(|n| format!("@office{n} ")).collect();
    assert_eq!(found(&pictured(&names)), ["instagram-too-many-mentions"]);
    assert_eq!(found(&pictured("देखें https://example.org/")), ["instagram-links-are-text"]);
}

#[test]
fn pictures_are_jpeg_between_4_to_5_and_191_to_100() {
    let limits = Bench::of("instagram").rig.platform.limits();
    let sized = |width, height| sized(picture("क"), width, height);
    assert_eq!(wanted(&sized(1080, 1350), &limits), None);
    assert_eq!(wanted(&sized(1910, 1000), &limits), None);
    assert!(wanted(&sized(1080, 1351), &limits).is_some());
    assert!(wanted(&sized(1911, 1000), &limits).is_some());
    let png = Media { width: Some(10), height: Some(10), ..media(MediaKind::Png, Some("क")) };
    assert_eq!(wanted(&png, &limits).unwrap().kind, MediaKind::Jpeg);
    let unfitted = Draft { media: vec![png], ..draft(TEXT) };
    assert_eq!(found(&unfitted), ["media-kind-not-taken"]);
}

fn sized(medium: Media, width: u32, height: u32) -> Media {
    Media { width: Some(width), height: Some(height), ..medium }
}

fn upright() -> Media {
    let film = Film { millis: 9000, streams: true, ..Film::default() };
    Media { film: Some(film), ..sized(media(MediaKind::Mp4, None), 1080, 1920) }
}

/// How many versions a post of `media` with the option `flag` needs, and what is said of it.
fn asked_of(media: Vec<Media>, flag: Option<&str>) -> (usize, Vec<&'static str>) {
    let mut post = samples::notice();
    (post.content.text, post.content.media) = (String::new(), media);
    let options = flag.map(|flag| (flag.to_owned(), true.into())).into_iter().collect();
    let version = Version { options, ..Version::default() };
    post.content.versions.insert("instagram".to_owned(), version);
    let bench = Bench::of("instagram");
    let (account, platform) = ("insta".parse().unwrap(), &bench.rig.platform);
    let (draft, mut findings) = ready(&post, &account, platform.as_ref());
    findings.extend(platform.compose(&draft).findings);
    let wanted = wants(&post, &account, platform.as_ref()).len();
    (wanted, findings.iter().map(|finding| finding.id).collect())
}

#[test]
fn a_cover_of_any_shape_goes_out_as_it_is_on_either_side_of_its_film() {
    for (width, height) in [(1080, 1920), (1000, 1000), (3000, 1000)] {
        let cover = sized(media(MediaKind::Jpeg, None), width, height);
        for media in [vec![upright(), cover.clone()], vec![cover, upright()]] {
            assert_eq!(asked_of(media, Some("cover")), (0, vec![]), "{width}x{height}");
        }
    }
}

#[test]
fn an_upright_picture_gets_no_margin_as_a_story_and_one_in_a_post() {
    let tall = sized(picture("क"), 1080, 1920);
    assert_eq!(asked_of(vec![tall.clone()], Some("story")), (0, vec![]));
    assert_eq!(asked_of(vec![tall], None).0, 1);
}

#[test]
fn behind_an_upright_film_a_carousel_has_pictures_as_instagram_takes_them() {
    let behind = |width, height| vec![upright(), sized(picture("क"), width, height)];
    assert_eq!(asked_of(behind(1000, 1000), None), (0, vec![]));
    assert_eq!(asked_of(behind(1080, 1920), None).0, 1);
}

#[test]
fn a_carousel_has_at_most_ten() {
    let of = |count| Draft { media: vec![picture("क"); count], ..draft(TEXT) };
    assert_eq!(found(&of(10)), [""; 0]);
    assert!(found(&of(11)).contains(&"too-many-media"));
}

#[test]
fn films_of_reels_and_stories_have_their_lengths() {
    let film = |millis, bytes| {
        let film = Film { millis, streams: true, ..Default::default() };
        Media { film: Some(film), bytes, ..media(MediaKind::Mp4, None) }
    };
    let of = |film| Draft { media: vec![film], ..draft("") };
    let story = |film| with_option(of(film), "story", true);
    assert_eq!(found(&of(film(900_000, 10))), [""; 0]);
    assert_eq!(found(&of(film(900_001, 10))), ["film-too-long"]);
    assert_eq!(found(&of(film(2999, 10))), ["film-too-short"]);
    assert_eq!(found(&of(film(9000, (300 << 20) + 1))), ["media-too-large"]);
    assert_eq!(found(&story(film(60_000, 10))), [""; 0]);
    assert_eq!(found(&story(film(60_001, 10))), ["film-too-long"]);
    assert_eq!(found(&story(film(9000, (100 << 20) + 1))), ["media-too-large"]);
}

#[test]
fn a_story_is_one_medium_and_nothing_else() {
    let story = |draft| with_option(draft, "story", true);
    let shown = compose(&story(pictured(TEXT)));
    assert_eq!(
        (ids(&shown.findings), shown.parts[0].text.as_str()),
        (vec!["instagram-story-without-text"], "")
    );
    let two = Draft { media: vec![picture("a"), picture("b")], ..draft("") };
    assert_eq!(found(&story(two)), ["instagram-story-of-one"]);
    let comment = with_option(story(pictured("")), "first_comment", "क");
    assert_eq!(found(&comment), ["instagram-story-without-comment"]);
    let made = Draft { ai: true, ..story(pictured("")) };
    assert_eq!(found(&made), ["instagram-story-without-label"]);
}

#[test]
fn a_first_comment_is_a_second_part() {
    let parts = compose(&with_option(pictured(TEXT), "first_comment", "#किसान")).parts;
    assert_eq!((parts.len(), parts[1].text.as_str(), parts[1].media.len()), (2, "#किसान", 0));
    assert!(parts[1].options.is_empty());
}

#[test]
fn options_are_checked() {
    for (option, value, id) in [
        ("visibility", serde_json::json!("public"), "unknown-option"),
        ("share_to_feed", serde_json::json!(true), "instagram-option-of-reels"),
        ("thumb_offset", serde_json::json!(-1), "instagram-option-of-reels"),
        ("collaborators", serde_json::json!(["a", "b", "c", "d"]), "wrong-option"),
        ("location_id", serde_json::json!("here"), "wrong-option"),
        ("story", serde_json::json!("yes"), "wrong-option"),
        ("first_comment", serde_json::json!(""), "wrong-option"),
    ] {
        let found = found(&with_option(pictured(TEXT), option, value));
        assert!(found.contains(&id), "{option}: {found:?}");
    }
}

#[test]
fn a_content_warning_is_the_first_line() {
    let warned = Draft { warning: Some("दुर्घटना".into()), ..pictured(TEXT) };
    assert_eq!(compose(&warned).parts[0].text, format!("दुर्घटना\n\n{TEXT}"));
}

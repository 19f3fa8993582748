//! Composing and limits.

use super::*;
use crate::platform::wanted;

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
    let sized =
        |width, height| Media { width: Some(width), height: Some(height), ..picture("क") };
    assert_eq!(wanted(&sized(1080, 1350), &limits), None);
    assert_eq!(wanted(&sized(1910, 1000), &limits), None);
    assert!(wanted(&sized(1080, 1351), &limits).is_some());
    assert!(wanted(&sized(1911, 1000), &limits).is_some());
    let png = Media { width: Some(10), height: Some(10), ..media(MediaKind::Png, Some("क")) };
    assert_eq!(wanted(&png, &limits).unwrap().kind, MediaKind::Jpeg);
    let unfitted = Draft { media: vec![png], ..draft(TEXT) };
    assert_eq!(found(&unfitted), ["media-kind-not-taken"]);
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

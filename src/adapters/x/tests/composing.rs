//! Composing: what X takes, what it gets, and what it charges.

use super::*;
use crate::platform::Cost;
use crate::post::Film;

fn compose(settings: &str, draft: &Draft) -> crate::platform::Composed {
    Bench::with("x", &format!("{KEYS}{settings}")).rig.platform.compose(draft)
}

#[test]
fn two_hundred_and_eighty_hindi_letters_are_one_post_and_one_more_is_a_thread() {
    let text = "क ".repeat(139) + "कक";
    assert_eq!(compose("", &draft(&text)).parts.len(), 1);
    assert_eq!(compose("", &draft(&format!("{text}क"))).parts.len(), 2);
    assert_eq!(compose("max_length = 4000\n", &long()).parts.len(), 1);
}

#[test]
fn long_texts_are_refused_where_the_settings_say_so() {
    let composed = compose("long_texts = \"refuse\"\n", &long());
    assert_eq!(ids(&composed.findings), ["text-too-long"]);
    assert!(composed.parts.is_empty());
}

#[test]
fn a_content_warning_becomes_the_first_line_and_is_counted() {
    let warned =
        |text: &str| Draft { warning: Some("दुर्घटना".into()), ..draft(text) };
    let composed = compose("", &warned(TEXT));
    assert_eq!(composed.parts[0].text, format!("दुर्घटना\n\n{TEXT}"));
    assert_eq!(ids(&composed.findings), ["x-warning-in-text"]);
    let full = "क ".repeat(139) + "कक";
    assert_eq!(compose("", &warned(&full)).parts.len(), 2);
    assert_eq!(compose("", &warned("")).parts[0].text, "दुर्घटना");
}

#[test]
fn mentions_are_refused_unless_the_account_or_the_post_allows_them() {
    let text = draft("देखें @PIBHindi और @office_example, लिखें office@example.org पर");
    let composed = compose("", &text);
    assert_eq!(ids(&composed.findings), ["x-mention-not-allowed"]);
    assert_eq!(composed.findings[0].facts, [("mention", "@PIBHindi".into())]);
    assert!(compose("mentions = [\"@pibhindi\"]\n", &text).findings.is_empty());
    let allowed = with_option(text, "mentions", vec!["PIBHindi"]);
    assert!(compose("", &allowed).findings.is_empty());
}

#[test]
fn one_name_of_a_share_is_taken_and_two_are_refused() {
    assert!(compose("", &draft("$INFY आज")).findings.is_empty());
    assert_eq!(ids(&compose("", &draft("$INFY $TCS आज")).findings), ["x-too-many-cashtags"]);
    assert!(compose("", &draft("$100 और $200 में")).findings.is_empty());
}

#[test]
fn characters_that_x_calls_invalid_are_refused() {
    assert_eq!(ids(&compose("", &draft("a\u{ffff}b")).findings), ["x-invalid-character"]);
}

#[test]
fn what_x_makes_of_links_is_said() {
    let without = Draft { card: Card::Off, ..draft("https://example.org/") };
    assert_eq!(ids(&compose("", &without).findings), ["x-card-made-by-x"]);
}

#[test]
fn options_are_checked() {
    for (name, value, id) in [
        ("reply_settings", Value::from("nobody"), "wrong-option"),
        ("reply_settings", Value::from(1), "wrong-option"),
        ("paid_partnership", Value::from("yes"), "wrong-option"),
        ("mentions", Value::from("@a"), "wrong-option"),
        ("mentions", Value::from(vec!["a name"]), "wrong-option"),
        ("visibility", Value::from("public"), "unknown-option"),
    ] {
        let composed = compose("", &with_option(draft(TEXT), name, value.clone()));
        assert_eq!(ids(&composed.findings), [id], "{name} = {value}");
        assert!(composed.parts.is_empty());
    }
}

fn moving(kind: MediaKind, millis: u64, frames_in_1000s: u32, sides: (u32, u32)) -> Media {
    let film = Film {
        millis,
        frames_in_1000s: Some(frames_in_1000s),
        video: kind.is_video().then(|| "h264".to_owned()),
        audio: None,
        streams: true,
    };
    Media {
        width: Some(sides.0),
        height: Some(sides.1),
        alt: Some("झंडा".into()),
        film: Some(film),
        ..Media::of("चल", crate::blobs::Digest::of(b"a"), kind, 1_000_000)
    }
}

fn media_ids(settings: &str, media: Vec<Media>) -> Vec<&'static str> {
    let findings = compose(settings, &with_media(TEXT, media)).findings;
    findings.iter().map(|finding| finding.id).collect()
}

#[test]
fn films_and_gifs_are_taken_up_to_their_limits_and_not_beyond() {
    let film = |millis| vec![moving(MediaKind::Mp4, millis, 30_000, (1280, 720))];
    assert!(media_ids("", film(140_000)).is_empty());
    assert_eq!(media_ids("", film(140_001)), ["film-too-long"]);
    assert!(media_ids("long_videos = true\n", film(600_000)).is_empty());
    assert_eq!(media_ids("", film(400)), ["film-too-short"]);
    let gif = |millis, rate, sides| vec![moving(MediaKind::Gif, millis, rate, sides)];
    assert!(media_ids("", gif(35_000, 10_000, (500, 500))).is_empty());
    assert_eq!(media_ids("", gif(36_000, 10_000, (500, 500))), ["x-gif-too-long"]);
    assert_eq!(media_ids("", gif(30_000, 10_000, (1280, 1080))), ["x-gif-too-long"]);
    assert_eq!(media_ids("", gif(1000, 10_000, (1281, 720))), ["media-sides-too-large"]);
    let both = [film(1000), gif(1000, 10_000, (10, 10))].concat();
    assert!(media_ids("long_texts = \"refuse\"\n", both).contains(&"media-does-not-mix"));
}

#[test]
fn a_fifth_picture_is_a_reply_or_a_post_with_the_headline() {
    let picture = |bytes| Media {
        alt: Some("चित्र".into()),
        ..Media::of("क", crate::blobs::Digest::of(b"b"), MediaKind::Jpeg, bytes)
    };
    assert_eq!(media_ids("", vec![picture(0)]), ["x-empty-file"]);
    assert!(media_ids("", vec![picture(9); 4]).is_empty());
    let refused = media_ids("long_texts = \"refuse\"\n", vec![picture(9); 5]);
    assert!(refused.contains(&"too-many-media"));
    let note = |settings: &str| {
        let post = with_media("शीर्षक\n\nपूरी सूचना", vec![picture(9); 5]);
        let parts = compose(settings, &post).parts;
        parts.into_iter().map(|part| (part.text, part.media.len())).collect::<Vec<_>>()
    };
    let first = ("शीर्षक\n\nपूरी सूचना".to_owned(), 4);
    assert_eq!(note(""), [first.clone(), (String::new(), 1)]);
    assert_eq!(note("long_texts = \"posts\"\n"), [first, ("शीर्षक".to_owned(), 1)]);
}

#[test]
fn the_label_of_machines_goes_where_the_media_are() {
    let bench = Bench::of("x");
    let picture = bench.media(MediaKind::Jpeg, JPEG, Some("a"));
    let labels = |draft: Draft| -> Vec<bool> {
        let parts = bench.rig.platform.compose(&Draft { ai: true, ..draft }).parts;
        parts.iter().take(2).map(|part| part.ai).collect()
    };
    assert_eq!(labels(long()), [true, true]);
    assert_eq!(labels(Draft { media: vec![picture], ..long() }), [true, false]);
}

#[test]
fn a_post_costs_what_the_price_list_says() {
    let bench = Bench::of("x");
    let picture = |alt| bench.media(MediaKind::Jpeg, JPEG, alt);
    let cost = |draft: Draft| bench.rig.platform.cost(&bench.way(&draft).part);
    assert_eq!(cost(draft(TEXT)), Cost::milli_dollars(15));
    assert_eq!(cost(draft("देखें example.org पर")), Cost::milli_dollars(200));
    let album = vec![picture(Some("a")), picture(None), picture(Some("b"))];
    assert_eq!(cost(with_media(TEXT, album)), Cost::milli_dollars(25));
}

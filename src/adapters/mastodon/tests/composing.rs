//! Composing: lengths by both rules, warnings, options and media.

use serde_json::json;

use super::{Bench, JPEG, MP4, PNG, TEXT, draft, ids, with_option};
use crate::finding::Finding;
use crate::post::{Card, Draft, MediaKind};

/// "प्रधानमन्त्री श्री": 7 clusters today, 11 before Unicode 15.1, 18 code points.
const CONJUNCTS: &str = "प्रधानमन्त्री श्री";

fn composed(settings: &str, draft: &Draft) -> (usize, Vec<String>) {
    let composed = Bench::with("mastodon", settings).rig.platform.compose(draft);
    let ids = composed.findings.iter().map(|finding: &Finding| finding.id.to_owned());
    (composed.parts.len(), ids.collect())
}

fn fits(settings: &str, text: &str) -> bool {
    composed(settings, &draft(text)).0 == 1
}

#[test]
fn conjuncts_count_as_an_older_server_counts_them() {
    assert!(fits("max_characters = 11", CONJUNCTS));
    assert!(!fits("max_characters = 10", CONJUNCTS));
}

#[test]
fn a_text_between_the_two_rules_is_warned_of() {
    let (_, between) = composed("max_characters = 10", &draft(CONJUNCTS));
    assert!(between.contains(&"mastodon-length-depends-on-server".to_owned()), "{between:?}");
    let (_, beyond) = composed("max_characters = 6", &draft(CONJUNCTS));
    assert!(!beyond.contains(&"mastodon-length-depends-on-server".to_owned()), "{beyond:?}");
}

#[test]
fn code_points_are_counted_where_the_config_says_so() {
    assert!(fits("counting = \"codepoints\"\nmax_characters = 18", CONJUNCTS));
    assert!(!fits("counting = \"codepoints\"\nmax_characters = 17", CONJUNCTS));
}

#[test]
fn a_link_counts_23_and_a_mention_its_name() {
    let link = format!("https://example.org/{}", "a".repeat(100));
    assert!(fits("max_characters = 23", &link));
    assert!(!fits("max_characters = 22", &link));
    let mention = "@asha@social.example";
    let allowed = with_option(draft(mention), "mentions", json!([mention]));
    assert_eq!(composed("max_characters = 5", &allowed).0, 1);
    assert_eq!(composed("max_characters = 4", &allowed).0, 0);
}

#[test]
fn a_link_counts_whole_on_a_server_that_counts_code_points() {
    let link = format!("https://example.org/{}", "a".repeat(10));
    assert!(fits("counting = \"codepoints\"\nmax_characters = 30", &link));
    assert!(!fits("counting = \"codepoints\"\nmax_characters = 29", &link));
}

#[test]
fn a_content_warning_counts_with_the_text() {
    let mut warned = draft("क".repeat(6).as_str());
    warned.warning = Some("हिंसा".to_owned());
    assert_eq!(composed("max_characters = 8", &warned).0, 1);
    assert_ne!(composed("max_characters = 7", &warned).0, 1);
}

#[test]
fn a_warning_that_leaves_no_room_is_refused() {
    let mut warned = draft(TEXT);
    warned.warning = Some("चेतावनी".repeat(5));
    assert_eq!(
        composed("max_characters = 10", &warned),
        (0, vec!["mastodon-warning-too-long".into()])
    );
}

#[test]
fn measured_lengths_of_an_older_ruby_are_the_limit() {
    let Some(cases) = crate::platform::mock::bench::shared("measured/text-lengths.json") else {
        return;
    };
    let mut seen = 0;
    for case in cases["cases"].as_array().unwrap() {
        let text = case["text"].as_str().unwrap();
        let clusters = case["graphemes_ruby_3_1"].as_u64().unwrap();
        if text.contains("://") || text.contains('@') {
            continue;
        }
        assert!(fits(&format!("max_characters = {clusters}"), text), "{text}");
        if clusters > 1 {
            assert!(!fits(&format!("max_characters = {}", clusters - 1), text), "{text}");
        }
        seen += 1;
    }
    assert!(seen > 25, "{seen}");
}

#[test]
fn options_are_checked_with_examples() {
    let wrong = [
        ("visibility", json!("direct")),
        ("visibility", json!(1)),
        ("reply_visibility", json!("all")),
        ("sensitive", json!("yes")),
        ("focus", json!("2,0")),
        ("focus", json!([0, 0])),
        ("mentions", json!("@asha")),
    ];
    for (name, value) in wrong {
        let (parts, findings) = composed("", &with_option(draft(TEXT), name, value.clone()));
        assert_eq!((parts, findings), (0, vec!["wrong-option".to_owned()]), "{name} {value}");
    }
    let (_, findings) = composed("", &with_option(draft(TEXT), "visibilty", "public"));
    assert_eq!(findings, ["unknown-option"]);
}

#[test]
fn a_focus_needs_exactly_one_picture() {
    let bench = Bench::of("mastodon");
    let mut post = with_option(draft(TEXT), "focus", "0.0,0.5");
    assert_eq!(ids(&bench.rig.platform.compose(&post).findings), ["wrong-option"]);
    post.media = vec![bench.media(MediaKind::Png, PNG, Some("चित्र"))];
    assert_eq!(bench.rig.platform.compose(&post).parts.len(), 1);
}

#[test]
fn a_mention_must_be_allowed_in_the_post() {
    let text = "@Asha@social.example से मिलें";
    assert_eq!(composed("", &draft(text)), (0, vec!["mastodon-mention-not-allowed".to_owned()]));
    let allowed = with_option(draft(text), "mentions", json!(["@asha@social.example"]));
    assert_eq!(composed("", &allowed), (1, vec![]));
    let local = draft("@asha से मिलें");
    assert_eq!(composed("", &local), (1, vec!["mastodon-mention-without-host".to_owned()]));
}

#[test]
fn a_card_is_the_servers_own() {
    let mut post = draft("देखें https://example.org");
    post.card = Card::Off;
    assert_eq!(composed("", &post), (1, vec!["mastodon-card-made-by-server".to_owned()]));
}

#[test]
fn what_does_not_go_with_the_first_media_follows_as_a_reply() {
    let bench = Bench::of("mastodon");
    let png = || bench.media(MediaKind::Png, PNG, Some("चित्र"));
    let cases = [
        (vec![png(), png(), png(), png(), png()], vec![4, 1]),
        (vec![png(), bench.media(MediaKind::Mp4, MP4, None), png()], vec![2, 1]),
        (vec![bench.media(MediaKind::Gif, b"GIF89a", Some("x")), png()], vec![1, 1]),
    ];
    for (media, counts) in cases {
        let parts = bench.rig.platform.compose(&Draft { media, ..draft(TEXT) }).parts;
        assert_eq!(parts.iter().map(|part| part.media.len()).collect::<Vec<_>>(), counts);
        assert_eq!((parts[0].text.as_str(), parts[1].text.as_str()), (TEXT, ""));
    }
}

#[test]
fn media_are_checked_by_kind_count_and_description() {
    let bench = Bench::of("mastodon");
    let png = || bench.media(MediaKind::Png, PNG, Some("चित्र"));
    let mut long = png();
    long.alt = Some("अ".repeat(1501));
    let mut heavy = png();
    heavy.bytes = 16_777_217;
    let cases = [
        (vec![bench.media(MediaKind::Pdf, b"%PDF", None)], "media-kind-not-taken"),
        (vec![long], "alt-text-too-long"),
        (vec![heavy], "media-too-large"),
    ];
    for (media, id) in cases {
        let post = Draft { media, ..draft(TEXT) };
        let composed = bench.rig.platform.compose(&post);
        assert!(ids(&composed.findings).contains(&id), "{id}: {:?}", ids(&composed.findings));
        assert!(composed.parts.is_empty(), "{id}");
    }
    let jpeg = bench.media(MediaKind::Jpeg, JPEG, None);
    let bare = Draft { media: vec![jpeg], ..draft(TEXT) };
    assert_eq!(ids(&bench.rig.platform.compose(&bare).findings), ["alt-text-missing"]);
}

#[tokio::test]
async fn limits_come_from_the_server() {
    for (kind, fitting) in [("mastodon", 500), ("gotosocial", 5000), ("v3", 500), ("silent", 500)] {
        let bench = Bench::of(kind);
        bench.rig.platform.whoami().await.unwrap();
        let limits = bench.rig.platform.limits();
        assert_eq!(limits.text[0].max, fitting, "{kind}");
    }
    let bench = Bench::of("gotosocial");
    assert_eq!(bench.rig.platform.limits().text[0].max, 500);
    assert_eq!(bench.rig.platform.limits().media_count, 4);
    bench.rig.platform.whoami().await.unwrap();
    assert_eq!(bench.rig.platform.limits().media_count, 6);
}

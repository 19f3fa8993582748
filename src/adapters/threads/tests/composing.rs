//! Composing and limits.

use super::*;
use crate::finding::any_error;

fn compose(draft: &Draft) -> crate::platform::Composed {
    Bench::of("threads").rig.platform.compose(draft)
}

#[test]
fn a_long_text_becomes_a_thread_with_the_media_first() {
    let mut long = draft(&"पंचायत भवन में बैठक होगी। ".repeat(60));
    long.media = vec![picture("मंच")];
    let parts = compose(&long).parts;
    assert!(parts.len() > 2);
    assert_eq!(parts[0].media.len(), 1);
    assert!(parts[1..].iter().all(|part| part.media.is_empty()));
}

#[test]
fn an_emoji_counts_its_bytes() {
    let text = format!("{}{}", "क".repeat(476), "🙏".repeat(6));
    assert_eq!(compose(&draft(&text)).parts.len(), 1);
    let longer = format!("{} {}", "क".repeat(470), "🙏".repeat(8));
    assert_eq!(compose(&draft(&longer)).parts.len(), 2);
}

#[test]
fn what_is_near_the_limit_is_told() {
    let found = compose(&draft(&"क".repeat(491))).findings;
    assert_eq!(ids(&found), ["threads-length-in-doubt"]);
    assert_eq!(ids(&compose(&draft(&"क".repeat(490))).findings), [""; 0]);
}

#[test]
fn six_different_links_are_refused_and_equal_ones_count_once() {
    let link = |number: usize| format!("https://example.org/{number} ");
    let six: String = (0..6).map(link).collect();
    let refused = compose(&draft(&six));
    assert_eq!(ids(&refused.findings), ["threads-too-many-links"]);
    assert!(refused.parts.is_empty());
    let equal = link(1).repeat(6);
    assert_eq!(compose(&draft(&equal)).parts.len(), 1);
    let five: String = (0..5).map(link).collect();
    let card = Card::Of {
        url: "https://example.org/card".into(),
        title: String::new(),
        description: String::new(),
    };
    let with_card = compose(&Draft { card, ..draft(&five) });
    assert!(ids(&with_card.findings).contains(&"threads-too-many-links"));
}

#[test]
fn cards_are_what_the_platform_has_room_for() {
    let card =
        |url: &str| Card::Of { url: url.into(), title: "क".into(), description: String::new() };
    let of = |card: Card| compose(&Draft { card, ..draft("क") }).findings;
    assert_eq!(ids(&of(card("https://example.org/"))), ["threads-card-words-left-out"]);
    assert_eq!(ids(&of(card("example org"))), ["threads-card-address"]);
    assert_eq!(ids(&of(Card::Off)), ["threads-card-made-by-platform"]);
    let beside =
        Draft { card: card("https://example.org/"), media: vec![picture("क")], ..draft("क") };
    assert_eq!(ids(&compose(&beside).findings), ["threads-card-left-out"]);
}

#[test]
fn a_poll_stands_alone() {
    let poll = with_option(draft("क"), "poll", serde_json::json!(["हाँ", "नहीं"]));
    assert_eq!(compose(&poll).parts.len(), 1);
    let beside = Draft { media: vec![picture("क")], ..poll.clone() };
    assert_eq!(ids(&compose(&beside).findings), ["threads-poll-beside-media"]);
    let url = "https://example.org/".to_owned();
    let card = Card::Of { url, title: String::new(), description: String::new() };
    assert_eq!(ids(&compose(&Draft { card, ..poll }).findings), ["threads-card-beside-poll"]);
}

#[test]
fn that_a_machine_made_it_is_said_with_the_media() {
    let short = compose(&Draft { ai: true, ..draft("मेला") }).parts;
    assert_eq!(short[0].text, "मेला\n\n(एआई से बनाया गया)");
    let lang = Some("en".to_owned());
    let english = compose(&Draft { ai: true, lang, ..draft("Fair") }).parts;
    assert_eq!(english[0].text, "Fair\n\n(made with AI)");
    let long = compose(&Draft { ai: true, ..draft(&"बैठक होगी। ".repeat(90)) }).parts;
    assert!(long.len() > 1 && long[0].text.starts_with("(एआई से बनाया गया)"));
}

#[test]
fn the_label_is_counted() {
    let text = "क".repeat(495);
    let parts = compose(&Draft { ai: true, ..draft(&text) }).parts;
    let texts: Vec<_> = parts.iter().map(|part| part.text.chars().count()).collect();
    assert!(texts.iter().all(|length| *length <= 500) && texts.len() != 1, "{texts:?}");
}

#[test]
fn a_content_warning_is_the_first_line() {
    let warned =
        Draft { warning: Some(" दुर्घटना ".into()), ..draft("समाचार") };
    assert_eq!(compose(&warned).parts[0].text, "दुर्घटना\n\nसमाचार");
}

#[test]
fn media_are_judged_by_the_rules_of_threads() {
    let of = |media: Vec<Media>| compose(&Draft { media, ..draft("क") });
    assert!(of(vec![picture("a"); 20]).findings.is_empty());
    let parts = of(vec![picture("a"); 21]).parts;
    assert_eq!(parts.iter().map(|part| part.media.len()).collect::<Vec<_>>(), [20, 1]);
    let film = crate::post::Film { millis: 300_001, streams: true, ..Default::default() };
    let long = Media { film: Some(film), ..media(MediaKind::Mp4, None) };
    assert_eq!(ids(&of(vec![long]).findings), ["film-too-long"]);
    assert!(any_error(&of(vec![media(MediaKind::Gif, Some("a"))]).findings));
    let alt = "क".repeat(1001);
    assert_eq!(ids(&of(vec![picture(&alt)]).findings), ["alt-text-too-long"]);
}

#[test]
fn options_that_nobody_knows_or_that_are_wrong_are_refused() {
    let found = compose(&with_option(draft("क"), "visibility", "public")).findings;
    assert_eq!(ids(&found), ["unknown-option"]);
    let found = compose(&with_option(draft("क"), "reply_control", "all")).findings;
    assert_eq!(ids(&found), ["wrong-option"]);
}

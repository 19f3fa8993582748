//! What a post becomes, and what is found wrong with it.

use super::*;
use crate::finding::{Severity, any_error};

fn compose(bench: &Bench, draft: &Draft) -> (Vec<String>, Vec<String>) {
    let composed = bench.rig.platform.compose(draft);
    let texts = composed.parts.iter().map(|part| part.text.clone()).collect();
    let errors = composed.findings.iter().filter(|one| one.severity == Severity::Error);
    (texts, errors.map(|one| one.id.to_owned()).collect())
}

#[test]
fn a_warning_becomes_the_first_line_and_a_label_the_last() {
    let bench = Bench::of("facebook");
    let mut post =
        Draft { warning: Some(" दुर्घटना ".into()), ai: true, ..draft(TEXT) };
    let (texts, _) = compose(&bench, &post);
    assert_eq!(texts, [format!("दुर्घटना\n\n{TEXT}\n\n(एआई से बनाया गया)")]);
    (post.warning, post.lang) = (None, Some("en".into()));
    assert_eq!(compose(&bench, &post).0, [format!("{TEXT}\n\n(made with AI)")]);
}

#[test]
fn a_picture_without_a_text_has_the_label_alone() {
    let bench = Bench::of("facebook");
    let post = Draft { text: String::new(), ai: true, ..bench.pictured() };
    assert_eq!(compose(&bench, &post).0, ["(एआई से बनाया गया)"]);
}

#[test]
fn the_label_counts() {
    let bench = Bench::of("facebook");
    let fits = draft(&"क".repeat(63_206));
    assert_eq!(compose(&bench, &fits).0.len(), 1);
    let labelled = Draft { ai: true, ..fits };
    assert_eq!(compose(&bench, &labelled).1, ["text-too-long"]);
    assert_eq!(compose(&bench, &draft(&"😀".repeat(31_604))).1, ["text-too-long"]);
}

#[test]
fn a_first_comment_becomes_a_second_part() {
    let bench = Bench::of("facebook");
    let post = with_option(bench.pictured(), "first_comment", " पूरी सूचना: example.org ");
    let parts = bench.rig.platform.compose(&post).parts;
    let texts: Vec<_> = parts.iter().map(|part| part.text.as_str()).collect();
    assert_eq!(texts, [TEXT, "पूरी सूचना: example.org"]);
    assert_eq!((parts[0].media.len(), parts[1].media.len()), (1, 0));
    let promises: Vec<_> =
        parts.iter().map(|part| Bench::two_step().rig.platform.guarantee_of(part)).collect();
    assert_eq!(promises, [crate::delivery::Guarantee::A, crate::delivery::Guarantee::C]);
}

#[test]
fn wrong_options_are_refused() {
    let bench = Bench::of("facebook");
    for (option, value, id) in [
        ("first_comment", json!(" "), "wrong-option"),
        ("first_comment", json!(7), "wrong-option"),
        ("first_comment", json!("क".repeat(8001)), "facebook-comment-too-long"),
        ("reel", json!("yes"), "wrong-option"),
        ("reel", json!(true), "facebook-option-without-film"),
        ("title", json!("क"), "facebook-option-without-film"),
        ("title", json!("क".repeat(256)), "wrong-option"),
        ("place", json!(1), "unknown-option"),
    ] {
        let (texts, errors) = compose(&bench, &with_option(draft(TEXT), option, value.clone()));
        assert_eq!((texts.len(), errors), (0, vec![id.to_owned()]), "{option} = {value}");
    }
}

#[test]
fn a_preview_is_made_of_the_first_link_unless_it_leads_to_facebook() {
    let link = |text: &str, card: Card| {
        let bench = Bench::of("facebook");
        let part = bench.way(&Draft { card, ..draft(text) }).part;
        super::super::compose::link(&part)
    };
    let page = "https://www.example.org/सूचना";
    let of =
        |url: &str| Card::Of { url: url.into(), title: String::new(), description: String::new() };
    assert_eq!(link(&format!("देखें {page}।"), Card::Auto).as_deref(), Some(page));
    assert_eq!(link("देखें example.org", Card::Auto).as_deref(), Some("https://example.org"));
    assert_eq!(link(&format!("देखें {page}"), Card::Off), None);
    assert_eq!(link("देखें https://m.facebook.com/1", Card::Auto), None);
    assert_eq!(link(TEXT, of("https://example.org/1")).as_deref(), Some("https://example.org/1"));
}

#[test]
fn cards_are_checked() {
    let bench = Bench::of("facebook");
    let of =
        |url: &str| Card::Of { url: url.into(), title: "क".into(), description: String::new() };
    let found = |card: Card, media: Vec<Media>| {
        let post = Draft { card, media, ..draft("देखें https://example.org") };
        let findings = bench.rig.platform.compose(&post).findings;
        (findings[0].id.to_owned(), any_error(&findings))
    };
    let picture = || bench.pictured().media;
    for (card, media, id, error) in [
        (of("javascript:a"), vec![], "facebook-card-address", true),
        (of("https://fb.me/x"), vec![], "facebook-card-own-page", true),
        (of("https://example.org"), vec![], "facebook-card-words-left-out", false),
        (of("https://example.org"), picture(), "facebook-card-left-out", false),
        (Card::Off, vec![], "facebook-card-not-forbidden", false),
    ] {
        assert_eq!(found(card, media), (id.to_owned(), error));
    }
}

#[test]
fn photographs_and_films_are_judged_by_their_rules() {
    let bench = Bench::of("facebook");
    let errors = |media: Vec<Media>| compose(&bench, &Draft { media, ..draft(TEXT) }).1;
    let picture = |kind, bytes| Media { bytes, ..bench.media(kind, PNG, Some("क")) };
    assert!(errors(vec![picture(MediaKind::Png, 4_000_000)]).is_empty());
    assert_eq!(errors(vec![picture(MediaKind::Png, 4_000_001)]), ["media-too-large"]);
    assert_eq!(errors(vec![picture(MediaKind::Webp, 10)]), ["media-kind-not-taken"]);
    assert!(errors(vec![picture(MediaKind::Png, 10); 10]).is_empty());
    assert!(errors(vec![picture(MediaKind::Png, 10); 11]).contains(&"too-many-media".to_owned()));
    let two = picture(MediaKind::Png, 10);
    let mixed = errors(vec![two.clone(), two, bench.film()]);
    assert_eq!(mixed, ["media-does-not-mix"]);
}

#[test]
fn a_reel_is_upright_and_short() {
    let bench = Bench::of("facebook");
    let errors = |change: fn(&mut Media)| {
        let mut post = bench.reel();
        change(&mut post.media[0]);
        compose(&bench, &post).1
    };
    assert!(errors(|_| {}).is_empty());
    assert_eq!(errors(|film| film.width = Some(1920)), ["media-out-of-shape"]);
    assert_eq!(
        errors(|film| (film.width, film.height) = (Some(360), Some(640))),
        ["media-sides-too-small"]
    );
    assert_eq!(errors(|film| film.film.as_mut().unwrap().millis = 2_900), ["film-too-short"]);
    assert_eq!(errors(|film| film.film.as_mut().unwrap().millis = 90_100), ["film-too-long"]);
    let mut long = bench.filmed();
    long.media[0].film.as_mut().unwrap().millis = 90_100;
    assert!(compose(&bench, &long).1.is_empty(), "only reels are short");
}

#[test]
fn a_film_has_no_place_for_a_description() {
    let bench = Bench::of("facebook");
    let mut post = bench.filmed();
    post.media[0].alt = Some("सभा".into());
    let found = bench.rig.platform.compose(&post).findings;
    assert_eq!(ids(&found), ["facebook-film-description-left-out"]);
}

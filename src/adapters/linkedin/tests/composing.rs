//! Composing: what is taken, what is found.

use super::*;
use crate::finding::any_error;
use crate::post::Film;

#[test]
fn three_thousand_characters_are_taken_and_one_more_is_not() {
    let desk = Desk::new();
    let text = "क".repeat(3000);
    assert_eq!(ids(&desk.compose(&draft(&text))), [""; 0]);
    assert_eq!(ids(&desk.compose(&draft(&format!("{text}ख")))), ["text-too-long"]);
}

#[test]
fn many_signs_that_need_escapes_are_warned_of() {
    let desk = Desk::new();
    let findings = desk.compose(&draft(&"()".repeat(1_200)));
    assert_eq!(ids(&findings), ["linkedin-long-with-escapes"]);
    assert!(!any_error(&findings));
}

#[test]
fn what_a_machine_made_and_a_warning_are_said_in_the_text_and_counted() {
    let desk = Desk::new();
    let part = |draft: &Draft| desk.rig.platform.compose(draft).parts.remove(0).text;
    let made = Draft { ai: true, ..draft("चित्र देखें।") };
    assert_eq!(part(&made), "चित्र देखें।\n\n(एआई से बनाया गया)");
    let english = Draft { lang: Some("en".to_owned()), ..made };
    assert_eq!(part(&english), "चित्र देखें।\n\n(made with AI)");
    let warned =
        Draft { warning: Some(" दुर्घटना ".to_owned()), ..draft("पाठ") };
    assert_eq!(part(&warned), "दुर्घटना\n\nपाठ");
    let long = Draft { ai: true, ..draft(&"क".repeat(2990)) };
    assert_eq!(ids(&desk.compose(&long)), ["text-too-long"]);
}

#[test]
fn twenty_pictures_are_taken_and_films_and_documents_go_alone() {
    let desk = Desk::new();
    let found = |media: Vec<Media>| {
        let findings = desk.compose(&with(&draft("पाठ"), media));
        any_error(&findings).then(|| findings[0].id)
    };
    let pictures = |count: u8| (0..count).map(|number| desk.picture(number)).collect::<Vec<_>>();
    assert_eq!(found(pictures(20)), None);
    assert_eq!(found(pictures(21)), Some("too-many-media"));
    assert_eq!(found(vec![desk.film(80_000)]), None);
    assert_eq!(found(vec![desk.document()]), None);
    assert_eq!(found(vec![desk.picture(1), desk.document()]), Some("media-does-not-mix"));
    assert_eq!(found(vec![desk.film(80_000), desk.document()]), Some("media-does-not-mix"));
    assert_eq!(found(vec![desk.picture(1), desk.film(80_000)]), None, "its cover");
    let two = vec![desk.picture(1), desk.picture(2), desk.film(80_000)];
    assert_eq!(found(two), Some("media-does-not-mix"));
    let empty = Media { bytes: 0, ..desk.picture(1) };
    assert_eq!(found(vec![empty, desk.film(80_000)]), Some("linkedin-file-empty"));
    assert_eq!(found(vec![desk.film(76_799)]), Some("linkedin-film-too-light"));
    let mut wide = desk.picture(1);
    (wide.width, wide.height) = (Some(36_152_320), Some(1));
    assert_eq!(found(vec![wide]), Some("media-too-many-pixels"));
    let mut empty = desk.picture(1);
    empty.bytes = 0;
    assert_eq!(found(vec![empty]), Some("linkedin-file-empty"));
}

#[test]
fn a_film_plays_from_three_seconds_to_thirty_minutes() {
    let desk = Desk::new();
    for (millis, id) in [
        (2_999, Some("film-too-short")),
        (3_000, None),
        (1_800_000, None),
        (1_800_001, Some("film-too-long")),
    ] {
        let film = Some(Film { millis, ..Film::default() });
        let media = vec![Media { film, ..desk.film(80_000) }];
        let findings = desk.compose(&with(&draft("पाठ"), media));
        assert_eq!(findings.first().map(|finding| finding.id), id, "{millis}");
    }
}

#[test]
fn cards_are_checked_and_a_bare_link_is_noted() {
    let desk = Desk::new();
    let found = |draft: &Draft| desk.compose(draft).first().map(|finding| finding.id.to_owned());
    let carded = |card, media| Draft { card, media, ..draft("पाठ https://example.org/") };
    assert_eq!(found(&carded(Card::Auto, vec![])).unwrap(), "linkedin-link-without-card");
    assert_eq!(found(&carded(Card::Off, vec![])), None);
    assert_eq!(found(&carded(card("शीर्षक"), vec![])), None);
    assert_eq!(found(&carded(card(" "), vec![])).unwrap(), "linkedin-card-without-title");
    let one = carded(card("शीर्षक"), vec![desk.picture(1)]);
    assert_eq!(found(&one).unwrap(), "linkedin-picture-is-thumbnail");
    let two = carded(card("शीर्षक"), vec![desk.picture(1), desk.picture(2)]);
    assert_eq!(found(&two).unwrap(), "linkedin-card-left-out");
    let url = "javascript:alert(1)".to_owned();
    let wrong = Card::Of { url, title: "x".to_owned(), description: String::new() };
    assert_eq!(found(&carded(wrong, vec![])).unwrap(), "linkedin-card-address");
}

#[test]
fn options_are_checked() {
    let desk = Desk::new();
    for (name, value, id) in [
        ("reshare", Value::from(false), None),
        ("reshare", "no".into(), Some("wrong-option")),
        ("title", "शीर्षक".into(), Some("linkedin-title-left-out")),
        ("title", "".into(), Some("wrong-option")),
        ("title", "a\nb".into(), Some("wrong-option")),
        ("visibility", "PUBLIC".into(), Some("unknown-option")),
    ] {
        let findings = desk.compose(&option(draft("पाठ"), name, value.clone()));
        assert_eq!(findings.first().map(|finding| finding.id), id, "{name} = {value}");
    }
}

#[test]
fn settings_that_cannot_be_used_are_found() {
    let found = |settings: &str| {
        let folder = tempfile::tempdir().unwrap();
        let rig = Rig::new(&LINKEDIN, "linkedin", settings, folder.path());
        rig.err().map(|findings| findings[0].id)
    };
    let token = "token = { credential = \"t\" }\n";
    for (settings, id) in [
        (token.to_owned(), Some("missing-key")),
        (format!("author = \"acme\"\n{token}"), Some("wrong-value")),
        (format!("{PAGE}version = \"202509\""), Some("wrong-value")),
        (format!("{PAGE}version = \"2026-09\""), Some("wrong-value")),
        (format!("{PAGE}client_id = \"77a1\""), Some("missing-key")),
        (format!("{PAGE}client_secret = {{ credential = \"s\" }}"), Some("missing-key")),
        (format!("{PAGE}visibility = \"PUBLIC\""), Some("unknown-key")),
        (format!("{PAGE}server = \"http://api.linkedin.com\""), Some("address-without-tls")),
        (ROW.sample.to_owned(), None),
    ] {
        assert_eq!(found(&settings), id, "{settings}");
    }
}

#[test]
fn a_page_is_read_back_a_member_is_not_and_only_members_send_again() {
    use crate::delivery::Guarantee;
    let promise = |settings: &str| Desk::of(&LINKEDIN, settings).rig.platform.guarantee();
    assert_eq!(promise(PAGE), Guarantee::C);
    assert_eq!(promise(MEMBER), Guarantee::D);
    assert_eq!(promise(RESENDS), Guarantee::B);
    assert_eq!(promise(&format!("{PAGE}resend_on_doubt = true\n")), Guarantee::C);
    let window = Desk::of(&LINKEDIN, RESENDS).rig.platform.key_window();
    assert_eq!(window, std::time::Duration::from_secs(480));
}

#[test]
fn the_address_of_a_post_leads_to_its_id() {
    let desk = Desk::new();
    for (address, id) in [
        (
            "https://www.linkedin.com/feed/update/urn:li:share:7000000000000000001/",
            Some("urn:li:share:7000000000000000001"),
        ),
        (
            "https://www.linkedin.com/feed/update/urn%3Ali%3AugcPost%3A70?x=1",
            Some("urn:li:ugcPost:70"),
        ),
        ("https://www.linkedin.com/posts/acme_activity-7000000000000000001-abcd", None),
        ("https://www.linkedin.com/feed/update/urn:li:activity:70/", None),
    ] {
        assert_eq!(desk.rig.platform.id_in(address).as_deref(), id, "{address}");
    }
}

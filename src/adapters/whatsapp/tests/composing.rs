//! From a post to one part for everybody who agreed to it.

use super::*;
use crate::finding::any_error;

fn with_category(category: &str) -> Draft {
    let mut draft = draft(TEXT);
    draft.options.insert("category".to_owned(), category.into());
    draft
}

#[test]
fn everybody_who_agreed_gets_a_part_and_nobody_else() {
    let bench = Bench::of("whatsapp");
    let parts = bench.parts(&draft(TEXT));
    let to: Vec<_> = parts.iter().map(|part| part.options["to"].as_str().unwrap()).collect();
    assert_eq!(to, ["+12…0101", "+12…0102", "+12…0103"]);
    assert!(parts.iter().all(|part| part.text == TEXT));
}

#[test]
fn a_post_of_another_category_goes_to_those_who_agreed_to_that() {
    let bench = Bench::of("whatsapp");
    let parts = bench.parts(&with_category("events"));
    let to: Vec<_> = parts.iter().map(|part| part.options["to"].as_str().unwrap()).collect();
    assert_eq!(to, ["+12…0102", "+12…0104"]);
    assert_eq!(ids(&bench.found(&with_category("jokes"))), ["whatsapp-nobody"]);
}

#[test]
fn no_part_has_a_number_in_it_and_all_people_have_codes_of_their_own() {
    let bench = Bench::of("whatsapp");
    let parts = bench.parts(&draft(TEXT));
    assert_nobodys_number(&serde_json::to_string(&parts).unwrap());
    let codes: std::collections::BTreeSet<_> =
        parts.iter().map(|part| part.options["person"].as_str().unwrap().to_owned()).collect();
    assert_eq!(codes.len(), 3);
    assert!(codes.iter().all(|code| code.len() == 32), "{codes:?}");
}

#[test]
fn more_people_than_the_settings_allow_are_refused() {
    let bench = Bench::with("whatsapp", PEOPLE, &["max_recipients = 2"]);
    assert_eq!(ids(&bench.found(&draft(TEXT))), ["whatsapp-too-many-people"]);
}

#[test]
fn the_text_has_as_many_lines_as_the_template_has_places() {
    let bench = Bench::of("whatsapp");
    assert_eq!(ids(&bench.found(&draft("एक\nदो"))), ["whatsapp-places"]);
    let two = Bench::with("two-places", PEOPLE, &["parameters = 2"]);
    assert_eq!(two.parts(&draft(" एक \n\nदो\n"))[0].text, "एक\nदो");
    assert_eq!(ids(&two.found(&draft("एक"))), ["whatsapp-places"]);
}

#[test]
fn tabs_and_long_blanks_are_refused() {
    let bench = Bench::of("whatsapp");
    for text in ["एक\tदो", "एक     दो"] {
        assert_eq!(ids(&bench.found(&draft(text))), ["whatsapp-blanks"], "{text:?}");
    }
    bench.parts(&draft("एक    दो"));
}

#[test]
fn a_header_needs_its_picture_and_a_template_without_one_takes_none() {
    let (bench, pictured) = Bench::pictured("image");
    bench.parts(&pictured);
    assert_eq!(ids(&bench.found(&draft(TEXT))), ["whatsapp-header-missing"]);
    let plain = Bench::of("whatsapp");
    assert!(any_error(&plain.found(&pictured)));
}

#[test]
fn a_warning_and_a_label_are_in_the_text() {
    let bench = Bench::of("whatsapp");
    let warned =
        Draft { warning: Some("दुर्घटना".into()), ai: true, ..draft(TEXT) };
    let text = &bench.parts(&warned)[0].text;
    assert_eq!(text, &format!("दुर्घटना: {TEXT} (एआई से बनाया गया)"));
}

#[test]
fn every_message_counts_among_what_is_paid_for() {
    let bench = Bench::of("whatsapp");
    let parts = bench.parts(&draft(TEXT));
    let cost: crate::platform::Cost = parts.iter().map(|part| bench.rig.platform.cost(part)).sum();
    assert_eq!((cost.messages, cost.micro_dollars), (3, 0));
}

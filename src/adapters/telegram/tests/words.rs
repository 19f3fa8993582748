//! Every finding, reason and remark has words in every language.

use std::collections::BTreeSet;
use std::path::Path;

use regex::Regex;

const CATALOGUES: [(&str, &str); 2] = [
    ("en", include_str!("../../../report/words/en/telegram.ftl")),
    ("hi", include_str!("../../../report/words/hi/telegram.ftl")),
];

fn ids_in_code() -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/adapters/telegram");
    let id = Regex::new("\"(telegram-[a-z-]+|alt-text-not-carried)\"").unwrap();
    let mut ids = BTreeSet::new();
    for file in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if file.extension().is_some_and(|ending| ending == "rs") {
            let code = std::fs::read_to_string(file).unwrap();
            ids.extend(id.captures_iter(&code).map(|found| found[1].to_owned()));
        }
    }
    // The name of a credential in the sample of settings.
    ids.remove("telegram-token");
    ids
}

fn ids_in(catalogue: &str) -> BTreeSet<String> {
    let id = Regex::new("(?m)^([a-z-]+) = ").unwrap();
    id.captures_iter(catalogue).map(|found| found[1].to_owned()).collect()
}

#[test]
fn every_id_has_a_message_in_every_language_and_none_is_left_over() {
    let used = ids_in_code();
    assert!(used.len() > 20, "{used:?}");
    for (language, catalogue) in CATALOGUES {
        assert_eq!(ids_in(catalogue), used, "{language}");
    }
}

#[test]
fn every_message_reads_and_says_what_to_do() {
    for (language, catalogue) in CATALOGUES {
        let resource = fluent_bundle::FluentResource::try_new(catalogue.to_owned());
        assert!(resource.is_ok(), "{language}");
        let hints = catalogue.matches("\n    .hint = ").count();
        assert_eq!(hints, ids_in(catalogue).len(), "{language}");
    }
}

#[test]
fn both_languages_use_the_same_facts() {
    let fact = Regex::new(r"\{ \$([a-z]+)").unwrap();
    let facts = |catalogue: &str| -> BTreeSet<String> {
        fact.captures_iter(catalogue).map(|found| found[1].to_owned()).collect()
    };
    assert_eq!(facts(CATALOGUES[0].1), facts(CATALOGUES[1].1));
}

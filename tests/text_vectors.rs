//! Lengths, links and tags against published and measured vectors.

#![expect(clippy::panic, reason = "helpers of tests fail like tests")]

use std::collections::HashMap;

use dakiya::text::{Ruler, Unit, hashtags, links};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use shared::shared;

mod shared;

const TWITTER_TEXT: &str = "platforms/data/twitter-text";
const MEASURED: &str = "platforms/data/measured";

/// The content of a shared file, or none where there is no shared folder.
fn read(folder: &str, name: &str) -> Option<String> {
    let path = shared(format!("{folder}/{name}"))?;
    Some(std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path:?}: {error}")))
}

/// A suite of twitter-text: sections of cases.
#[derive(Deserialize)]
struct Suite {
    tests: HashMap<String, Vec<serde_json::Value>>,
}

impl Suite {
    fn read(name: &str) -> Option<Self> {
        let yaml = read(TWITTER_TEXT, name)?;
        Some(serde_saphyr::from_str(&yaml).unwrap_or_else(|error| panic!("{name}: {error}")))
    }

    fn section<T: DeserializeOwned>(&self, name: &str) -> Vec<Case<T>> {
        let cases = serde_json::Value::from(self.tests[name].clone());
        serde_json::from_value(cases).unwrap_or_else(|error| panic!("{name}: {error}"))
    }
}

#[derive(Deserialize)]
struct Case<T> {
    description: String,
    text: String,
    expected: T,
}

fn x_length(text: &str) -> usize {
    Ruler::of(Unit::XWeighted).length(text)
}

#[test]
fn x_lengths_are_those_of_the_official_counter_cases() {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Expected {
        weighted_length: usize,
    }
    let Some(suite) = Suite::read("validate.yml") else { return };
    let mut checked = 0;
    for section in
        ["WeightedTweetsWithDiscountedEmojiCounterTest", "UnicodeDirectionalMarkerCounterTest"]
    {
        for case in suite.section::<Expected>(section) {
            let length = x_length(&case.text);
            assert_eq!(length, case.expected.weighted_length, "{}", case.description);
            checked += 1;
        }
    }
    assert_eq!(checked, 24);
}

#[test]
fn x_counts_23_for_exactly_the_links_of_the_official_cases() {
    let Some(suite) = Suite::read("extract.yml") else { return };
    for section in ["urls", "tco_urls_with_params"] {
        for case in suite.section::<Vec<String>>(section) {
            let mut rest = case.text.as_str();
            let mut without = String::new();
            for url in &case.expected {
                let (before, after) = rest.split_once(url.as_str()).expect(&case.description);
                without += before;
                rest = after;
            }
            without += rest;
            let plain: usize = without.chars().map(|c| if weighs_one(c) { 1 } else { 2 }).sum();
            assert_eq!(
                x_length(&case.text),
                plain + 23 * case.expected.len(),
                "{}",
                case.description
            );
        }
    }
}

fn weighs_one(character: char) -> bool {
    matches!(u32::from(character), 0..=4351 | 8192..=8205 | 8208..=8223 | 8242..=8247)
}

#[test]
fn x_takes_every_official_top_level_domain() {
    let Some(suite) = Suite::read("tlds.yml") else { return };
    for section in ["generic", "country"] {
        for case in suite.section::<Vec<String>>(section) {
            assert_eq!(x_length(&case.text), 23, "{}", case.description);
            let found: Vec<_> = links(&case.text).into_iter().map(|link| link.written).collect();
            assert_eq!(found, case.expected, "{}", case.description);
        }
    }
}

#[test]
fn hindi_hashtags_are_those_of_the_official_cases() {
    let Some(suite) = Suite::read("extract.yml") else { return };
    let hindi = |text: &str| text.chars().any(|c| matches!(c, '\u{900}'..='\u{97f}'));
    let mut checked = 0;
    for case in suite.section::<Vec<String>>("hashtags") {
        if hindi(&case.text) {
            let found = hashtags(&case.text);
            let with_a_letter = found.iter().filter(|h| h.tag.chars().any(|c| !c.is_numeric()));
            let tags: Vec<_> = with_a_letter.map(|hashtag| hashtag.tag).collect();
            assert_eq!(tags, case.expected, "{}", case.description);
            checked += 1;
        }
    }
    assert!(checked > 0);
}

#[test]
fn every_unit_gives_the_measured_lengths() {
    #[derive(Deserialize)]
    struct Measured {
        cases: Vec<Lengths>,
    }
    #[derive(Deserialize)]
    struct Lengths {
        text: String,
        codepoints: usize,
        utf16: usize,
        utf8_bytes: usize,
        graphemes_uax29_u17: usize,
        graphemes_ruby_3_1: usize,
        x_weighted_v3: usize,
    }
    let Some(json) = read(MEASURED, "text-lengths.json") else { return };
    let measured: Measured = serde_json::from_str(&json).unwrap();
    for case in &measured.cases {
        for (unit, length) in [
            (Unit::CodePoints, case.codepoints),
            (Unit::Utf16, case.utf16),
            (Unit::Utf8Bytes, case.utf8_bytes),
            (Unit::Graphemes, case.graphemes_uax29_u17),
            (Unit::MastodonClusters, case.graphemes_ruby_3_1),
            (Unit::XWeighted, case.x_weighted_v3),
        ] {
            assert_eq!(Ruler::of(unit).length(&case.text), length, "{unit:?} of {:?}", case.text);
        }
    }
    assert_eq!(measured.cases.len(), 34);
}

#[test]
fn facets_start_and_end_at_the_measured_bytes() {
    #[derive(Deserialize)]
    struct Measured {
        facets: Facets,
    }
    #[derive(Deserialize)]
    struct Facets {
        text: String,
        link: Bytes,
        tag: Bytes,
    }
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Bytes {
        byte_start: usize,
        byte_end: usize,
        tag: Option<String>,
    }
    let Some(json) = read(MEASURED, "bluesky-tid-facets.json") else { return };
    let Measured { facets } = serde_json::from_str(&json).unwrap();
    let link = &links(&facets.text)[0];
    assert_eq!(link.range, facets.link.byte_start..facets.link.byte_end);
    let hashtag = &hashtags(&facets.text)[0];
    assert_eq!(hashtag.range, facets.tag.byte_start..facets.tag.byte_end);
    assert_eq!(Some(hashtag.tag), facets.tag.tag.as_deref());
}

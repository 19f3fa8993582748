use chrono::{FixedOffset, TimeZone as _};
use proptest::prelude::*;

use super::*;
use crate::clock::Instant;
use crate::finding::Fact;

/// India, without asking any database of zones.
fn india() -> LocalTime {
    Arc::new(|wall| {
        let zone = FixedOffset::east_opt(19_800).unwrap();
        Ok(zone.from_local_datetime(&wall).unwrap().to_utc())
    })
}

fn utc(text: &str) -> Instant {
    text.parse().unwrap()
}

fn read_text(text: &str) -> Result<(Written, Vec<Finding>), Vec<Finding>> {
    read(&Source::new("notice.md", text), &india(), None)
}

fn written(text: &str) -> Written {
    read_text(text).unwrap().0
}

/// The post with these settings and the text "पाठ".
fn with(settings: &str) -> Written {
    written(&format!("+++\n{settings}\n+++\nपाठ"))
}

fn found(text: &str) -> Vec<Finding> {
    read_text(text).unwrap_err()
}

fn ids(findings: &[Finding]) -> Vec<&'static str> {
    findings.iter().map(|finding| finding.id).collect()
}

/// What is found in a post with these settings.
fn mistakes(settings: &str) -> Vec<&'static str> {
    ids(&found(&format!("+++\n{settings}\n+++\nपाठ")))
}

const WHOLE: &str = "\
+++
to    = [\"x-main\", \"telegram\"]
at    = 2026-11-25T09:00:00
expires = 2026-11-25T21:00:00
lang  = \"hi\"
urgent = true
warning = \"भीड़\"
card = { url = \"https://example.org\", title = \"सूचना\" }
media = [\"rally.jpg\", { file = \"stage.jpg\", alt = \"मंच पर वक्ता\" }]
[for.x]
text = \"छोटा संदेश\"
media = []
visibility = \"public\"
retries = { most = 3, wait = [1, 2.5] }
+++
पूरा संदेश यहाँ …
";

#[test]
fn a_whole_post_is_understood() {
    let written = written(WHOLE);
    let content = &written.content;
    assert_eq!(content.text, "पूरा संदेश यहाँ …");
    assert_eq!(content.to, ["x-main", "telegram"]);
    assert_eq!(content.when, When::At(utc("2026-11-25T03:30:00Z")));
    assert_eq!(content.expires, Some(utc("2026-11-25T15:30:00Z")));
    assert_eq!((content.lang.as_deref(), content.urgent), (Some("hi"), true));
    assert_eq!(content.warning.as_deref(), Some(normalise("भीड़").as_str()));
    assert!(matches!(&content.card, Card::Of { title, .. } if title == "सूचना"));
    let media = written.media.as_ref().unwrap();
    assert_eq!(media[0].file, "rally.jpg");
    assert_eq!(media[1].alt.as_deref(), Some("मंच पर वक्ता"));
}

#[test]
fn a_version_has_its_own_words_and_what_only_its_platform_knows() {
    let written = written(WHOLE);
    let version = &written.content.versions["x"];
    assert_eq!(version.text.as_deref(), Some("छोटा संदेश"));
    assert_eq!(version.options["visibility"], "public");
    assert_eq!(version.options["retries"].to_string(), r#"{"most":3,"wait":[1,2.5]}"#);
    assert_eq!(written.version_media["x"], []);
}

#[test]
fn places_point_at_what_others_must_judge() {
    let written = written(WHOLE);
    let at = |span: &Range<usize>| &WHOLE[span.clone()];
    assert_eq!(at(&written.places.to[1]), "\"telegram\"");
    assert_eq!(at(written.places.when.as_ref().unwrap()), "2026-11-25T09:00:00");
    assert_eq!(at(&written.places.versions["x"]), "x");
    assert_eq!(at(&written.media.unwrap()[0].span), "\"rally.jpg\"");
}

#[test]
fn plain_text_is_a_post_for_the_next_free_slot() {
    let written = written("\n\n  कल कार्यालय बंद रहेगा।  \n");
    assert_eq!(written.content.text, "  कल कार्यालय बंद रहेगा।");
    assert_eq!(written.content.when, When::NextSlot);
    assert_eq!((written.content.to.len(), written.media), (0, None));
}

#[test]
fn text_comes_in_composed() {
    assert_eq!(written("cafe\u{301}").content.text, "café");
    assert_eq!(with("warning = \"cafe\u{301}\"").content.warning.as_deref(), Some("café"));
}

#[test]
fn one_name_needs_no_brackets() {
    assert_eq!(with("to = \"telegram\"").content.to, ["telegram"]);
    let media = with("media = \"rally.jpg\"").media.unwrap();
    assert_eq!(media[0].file, "rally.jpg");
}

#[test]
fn now_and_slots_are_times() {
    assert_eq!(with("at = \"now\"").content.when, When::Now);
    assert_eq!(with("at = \" Now \"").content.when, When::Now);
    assert_eq!(with("slot = \"morning\"").content.when, When::Slot("morning".parse().unwrap()));
}

#[test]
fn a_time_without_quotes_that_cannot_be_read_is_marked_from_end_to_end() {
    let findings = found("+++\nat =  २५-११-२०२६ ०९:०० \n+++\nx");
    let place = findings[0].place.as_ref().unwrap();
    assert_eq!(&place.source.text[place.span.clone()], "२५-११-२०२६ ०९:००");
}

#[test]
fn a_time_that_cannot_be_read_is_an_error_and_never_now() {
    assert_eq!(mistakes("at = \"soon\""), ["time-unreadable"]);
    assert_eq!(mistakes("at = soon"), ["time-unreadable"]);
    assert_eq!(mistakes("at = 25-11-2026 09:00"), ["time-unreadable"]);
    assert_eq!(mistakes("at = 2026-02-30T09:00:00"), ["time-impossible"]);
    assert_eq!(mistakes("at = 2026-11-25"), ["time-date-alone"]);
    assert_eq!(mistakes("at = 2026-11-25T09:00:60"), ["time-second-sixty"]);
    assert_eq!(mistakes("expires = \"now\""), ["time-unreadable"]);
}

#[test]
fn what_the_zone_refuses_is_found_at_the_time() {
    let gap: LocalTime = Arc::new(|_| Err(Finding::error("time-in-gap")));
    let source = Source::new("a.md", "+++\nat = 2026-03-29T02:30:00\n+++\na");
    let findings = read(&source, &gap, None).unwrap_err();
    assert_eq!(ids(&findings), ["time-in-gap"]);
    let place = findings[0].place.as_ref().unwrap();
    assert_eq!(&source.text[place.span.clone()], "2026-03-29T02:30:00");
}

#[test]
fn times_that_contradict_each_other_are_refused() {
    assert_eq!(mistakes("at = \"now\"\nslot = \"morning\""), ["at-and-slot"]);
    let backwards = "at = 2026-11-25T09:00:00\nexpires = 2026-11-25T09:00:00";
    assert_eq!(mistakes(backwards), ["expires-before-at"]);
}

#[test]
fn every_mistake_is_found_at_once() {
    let settings = "too = [\"x\"]\nat = \"soon\"\nlang = \"hindi\"\nurgent = \"yes\"\nslot = \"Früh\"\n\
                    card = \"big\"\nmedia = [5]\n[for.x]\ntext = 5";
    let mut found = mistakes(settings);
    found.sort_unstable();
    let expected = [
        "card-wrong",
        "lang-wrong",
        "media-wrong",
        "slot-no-name",
        "time-unreadable",
        "unknown-key",
        "wrong-value",
        "wrong-value",
    ];
    assert_eq!(found, expected);
}

#[test]
fn an_unknown_key_names_the_nearest_right_one() {
    let findings = found("+++\nexpire = 2026-11-25T09:00:00\n+++\na");
    assert_eq!(ids(&findings), ["unknown-key"]);
    assert!(findings[0].facts.contains(&("nearest", Fact::from("expires"))));
}

#[test]
fn a_post_for_nobody_is_refused() {
    assert_eq!(mistakes("to = []"), ["to-nobody"]);
    assert_eq!(mistakes("to = [\"x\", \" \"]"), ["to-nobody"]);
}

#[test]
fn languages_are_tags_not_names() {
    assert_eq!(with("lang = \"hi-IN\"").content.lang.as_deref(), Some("hi-IN"));
    for lang in ["hindi", "हिन्दी", "", "h", "hi_!"] {
        assert_eq!(mistakes(&format!("lang = \"{lang}\"")), ["lang-wrong"], "{lang}");
    }
}

#[test]
fn a_setting_of_the_whole_post_below_a_section_is_told_to_stand_above() {
    let findings = found("+++\n[for.x]\ntext = \"a\"\nto = [\"x\"]\n+++\nपाठ");
    assert_eq!(ids(&findings), ["setting-of-the-post"]);
    assert_eq!(findings[0].place.as_ref().unwrap().line(), 4);
}

#[test]
fn a_number_that_is_none_is_refused_as_an_option() {
    assert_eq!(mistakes("[for.x]\nratio = nan"), ["option-not-finite"]);
}

#[test]
fn a_time_as_an_option_is_text() {
    let written = with("[for.x]\nuntil = 2026-11-25");
    assert_eq!(written.content.versions["x"].options["until"], "2026-11-25");
}

#[test]
fn ten_thousand_nested_keys_cost_nothing() {
    let bomb = format!("a{} = 1", ".a".repeat(10_000));
    let found = mistakes(&bomb);
    assert!(
        found.iter().all(|id| ["front-matter-deep", "toml-syntax", "unknown-key"].contains(id)),
        "{found:?}"
    );
    let bomb = format!("a = {}", "[".repeat(30_000));
    assert!(!mistakes(&bomb).is_empty());
    let bomb = format!("a = {}", "{a=".repeat(20_000));
    assert!(!mistakes(&bomb).is_empty());
}

#[test]
fn three_hundred_keys_and_65_kib_are_too_many() {
    let keys: String = (0..300).map(|n| format!("k{n} = 1\n")).collect();
    assert_eq!(mistakes(&keys), ["front-matter-many-keys"]);
    assert_eq!(mistakes(&format!("#{}", "x".repeat(65 * 1024))), ["front-matter-too-large"]);
}

#[test]
fn control_characters_in_the_text_are_refused_where_they_stand() {
    let findings = found("एक\nदो \u{1b}[31m\u{7}");
    assert_eq!(ids(&findings), ["text-control"]);
    let place = findings[0].place.as_ref().unwrap();
    assert_eq!((place.line(), place.column()), (2, 3));
}

#[test]
fn text_that_shows_in_another_order_is_warned_of() {
    let (_, findings) = read_text("a \u{202e}b\u{202c} c").unwrap();
    assert_eq!(ids(&findings), ["text-direction"]);
}

#[test]
fn hindi_joiners_are_nothing_to_speak_of() {
    assert_eq!(read_text("क्‍ष क्‌ष र‍्").unwrap().1, []);
}

fn check_places(text: &str) {
    let source = Source::new("any.md", text);
    let findings = match read(&source, &india(), None) {
        Ok((_, findings)) | Err(findings) => findings,
    };
    for place in findings.iter().filter_map(|finding| finding.place.as_ref()) {
        assert!(place.span.start <= place.span.end, "{place:?}");
        assert!(place.span.end <= place.source.text.len(), "{place:?} of {}", text.len());
        assert!(place.line() <= text.matches('\n').count() + 1);
        assert!(place.column() >= 1);
    }
}

proptest! {
    #[test]
    fn no_text_makes_the_reader_fall(text in ".{0,200}") {
        check_places(&text);
    }

    #[test]
    fn no_settings_make_the_reader_fall(
        lines in prop::collection::vec(
            prop_oneof![
                Just("to = [\"a\", ".to_owned()),
                Just("at = 2026-13-45T99:00".to_owned()),
                Just("at = \"now\"".to_owned()),
                Just("[for.x]".to_owned()),
                Just("[[for.x]]".to_owned()),
                Just("media = [{ file = 5 }, \"नाम\"".to_owned()),
                Just("+++".to_owned()),
                Just("expires = 1979-05-27T07:32:00+24:00".to_owned()),
                Just("card = { url = \"ü\" ".to_owned()),
                "[a-z]{1,8} = .{0,20}",
                "[ -~अ-ह\r\n]{0,30}",
            ],
            0..12,
        ),
    ) {
        check_places(&format!("+++\n{}", lines.join("\n")));
    }
}

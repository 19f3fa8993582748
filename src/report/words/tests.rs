//! Every message is there, in every language, and says the same.

mod catalogue;
mod source;

use std::collections::BTreeMap;

use super::*;

#[test]
fn numbers_stay_plain_and_plurals_follow_the_language() {
    let count = |language, errors: i64| {
        let facts: BTreeMap<&str, Fact> =
            [("errors", errors), ("warnings", 0), ("both", 0)].map(|(n, v)| (n, v.into())).into();
        Words::new(language)
            .message("findings-summary", facts.iter().map(|(name, fact)| (*name, fact)))
    };
    assert_eq!(count(Language::English, 1), "1 error");
    assert_eq!(count(Language::English, 12_345), "12345 errors");
    assert_eq!(count(Language::Hindi, 1), "1 गलती");
    assert_eq!(count(Language::Hindi, 2), "2 गलतियाँ");
}

#[test]
fn foreign_text_in_a_message_cannot_act_and_shows_no_secret() {
    let _secret = crate::secret::Secret::new("canary-words-1");
    let finding = Finding::error("account-unknown")
        .with("found", "a\u{1b}[31m\nb \u{202e}canary-words-1")
        .with("nearest", "toot");
    let said = Words::new(Language::English).finding(&finding);
    assert_eq!(
        said.message,
        "No account and no group is called \"a\\u{1b}[31m\\nb \\u{202e}***\"."
    );
    assert_eq!(said.hint.unwrap(), "Did you mean \"toot\"?");
}

#[test]
fn a_hint_says_what_is_known_where_nothing_is_near() {
    let finding = |known: &str| {
        Finding::error("unknown-key").with("key", "a").with("nearest", "").with("known", known)
    };
    let hint = |known| Words::new(Language::Hindi).finding(&finding(known)).hint.unwrap();
    assert_eq!(hint("zone, language"), "यहाँ ये सेटिंग हैं: zone, language।");
    assert!(hint("").contains("हटा दें"));
}

#[test]
fn a_cause_that_is_a_message_is_said_in_full() {
    let reason = Reason::new("uncertain-ask").with("cause", "answer-lost").with("since", "09:00");
    let said = Words::new(Language::English).reason(&reason);
    assert!(said.message.contains("The request went out, but its answer was lost."));
    let own = Reason::new("blackout").with("cause", "मौन अवधि").with("until", "09:00");
    assert!(Words::new(Language::English).reason(&own).message.contains("मौन अवधि"));
}

#[test]
fn a_cause_is_said_with_its_own_facts() {
    let reason = Reason::new("uncertain-ask")
        .with("cause", "server-error")
        .with("detail", "bad gateway")
        .with("since", "09:00");
    let said = Words::new(Language::English).reason(&reason);
    assert!(said.message.contains("had the request. (bad gateway)"), "{}", said.message);
}

#[test]
fn instants_are_shown_as_the_clocks_on_the_wall_show_them() {
    let words = Words::new(Language::English).in_zone("Asia/Kolkata".parse().unwrap());
    let said = |end: &str| words.reason(&Reason::new("time-is-over").with("end", end)).message;
    assert!(said("2026-11-25T09:00:00+00:00").contains("2026-11-25 14:30."));
    assert!(said("noon").contains("noon"));
    let behind = Reason::new("clock-suspect").with("now", "2026-11-25T09:00:00.5+00:00");
    let behind = words.reason(&behind.with("known", "2026-11-27T09:00:00+00:00")).message;
    assert!(
        behind.contains("2026-11-25 14:30,") && behind.contains("2026-11-27 14:30"),
        "{behind}"
    );
    let other = Reason::new("slot-taken").with("slot", "2026-11-25T09:00:00+00:00");
    assert!(words.reason(&other).message.contains("09:00:00+00:00"));
}

#[test]
fn a_value_of_a_wrong_kind_is_named_in_the_language_of_the_message() {
    let finding = Finding::error("wrong-value")
        .with("key", "paused")
        .with("problem", "invalid type: string \"हाँ\", expected a boolean")
        .with("found", "string")
        .with("expected", "boolean");
    let said = |language| Words::new(language).finding(&finding).message;
    assert_eq!(
        said(Language::English),
        "\"paused\" must be true or false, without quotes, and a text stands here."
    );
    assert_eq!(
        said(Language::Hindi),
        "\"paused\" में यह होना चाहिए: बिना उद्धरण चिह्न के true या false। यहाँ यह है: पाठ।"
    );
}

#[test]
fn every_state_has_its_word() {
    let word = |language, state: &str| {
        Words::new(language).message("delivery-state", [("state", &state.into())])
    };
    for (state, hindi) in [("planned", "नियोजित"), ("held", "रुकी हुई"), ("recalled", "वापस ली गई")]
    {
        assert_eq!(word(Language::English, state), state);
        assert_eq!(word(Language::Hindi, state), hindi);
    }
}

#[test]
fn a_message_that_nobody_wrote_is_its_id() {
    let reason = Reason { id: "no-such-message".into(), facts: BTreeMap::new() };
    let said = Words::new(Language::Hindi).reason(&reason);
    assert_eq!(said, Said { message: "no-such-message".into(), hint: None });
}

#[test]
fn sizes_are_shown_in_the_unit_that_fits() {
    let finding = Finding::error("media-too-large")
        .with("file", "a.jpg")
        .with("bytes", 10_u64 << 20)
        .with("limit", 1_500_000_u64);
    let said = Words::new(Language::English).finding(&finding);
    assert_eq!(said.message, "\"a.jpg\" has 10 MiB, and at most 1.4 MiB are possible.");
}

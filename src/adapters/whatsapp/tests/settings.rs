//! What the settings must say before anything is sent.

use std::path::Path;

use super::*;

fn wrong(text: &str) -> Vec<Finding> {
    let folder = tempfile::tempdir().unwrap();
    Rig::new(&ROW, "whatsapp", text, folder.path()).unwrap_err()
}

fn with_line(line: &str) -> String {
    settings(Path::new("people.csv"), &[line])
}

#[test]
fn everything_that_must_be_stated_is_missed_at_once() {
    let found = wrong("");
    let keys: Vec<_> = found.iter().map(|finding| finding.facts[0].1.clone()).collect();
    let wanted = [
        "organisation_kind",
        "policy_confirmed_on",
        "phone_number_id",
        "business_account_id",
        "token",
        "app_id",
        "app_secret",
        "template",
        "template_language",
        "recipients",
        "category",
        "max_recipients",
    ];
    assert_eq!(keys, wanted.map(Into::into));
    assert_eq!(ids(&found), ["missing-key"; 12]);
}

#[test]
fn parties_and_candidates_are_refused_with_the_way_out() {
    for kind in ["party", "politician", "candidate", "campaign"] {
        let found = wrong(&with_line(&format!("organisation_kind = \"{kind}\"")));
        assert_eq!(ids(&found), ["whatsapp-political"], "{kind}");
        assert!(found[0].facts.contains(&("kind", kind.into())));
    }
    for words in ["en", "hi"] {
        let path = format!("{}/src/report/words/{words}/whatsapp.ftl", env!("CARGO_MANIFEST_DIR"));
        assert!(fs::read_to_string(path).unwrap().contains("platform = \"handoff\""));
    }
}

#[test]
fn wrong_values_are_found() {
    for (line, id) in [
        ("organisation_kind = \"club\"", "not-a-choice"),
        ("policy_confirmed_on = 2025-11-27", "wrong-value"),
        ("policy_confirmed_on = 2025-11-20T10:00:00", "wrong-value"),
        ("phone_number_id = \"+12025550100\"", "wrong-value"),
        ("template = \"Office Notice\"", "wrong-value"),
        ("template_language = \"हिन्दी\"", "wrong-value"),
        ("parameters = 0", "number-out-of-range"),
        ("header = \"sticker\"", "not-a-choice"),
        ("category = \"two words\"", "wrong-value"),
        ("max_recipients = 0", "number-out-of-range"),
        ("max_recipients = 10001", "number-out-of-range"),
        ("opt_outs_max_age = \"31d\"", "duration-out-of-range"),
        ("version = \"v19.0\"", "wrong-value"),
        ("recipient = \"a.csv\"", "unknown-key"),
    ] {
        let settings = with_line(line);
        let folder = tempfile::tempdir().unwrap();
        let Err(found) = Rig::new(&ROW, "whatsapp", &settings, folder.path()) else {
            panic!("{line} is taken")
        };
        assert_eq!(ids(&found), [id], "{line}");
    }
}

#[test]
fn a_category_can_be_a_hindi_word() {
    let folder = tempfile::tempdir().unwrap();
    let settings = with_line("category = \"सूचनाएँ\"");
    Rig::new(&ROW, "whatsapp", &settings, folder.path()).unwrap();
}

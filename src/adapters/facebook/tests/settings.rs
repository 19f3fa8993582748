//! What is found wrong with the settings.

use super::*;

fn wrong(settings: &str) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let findings = Rig::new(&ROW, "facebook", settings, folder.path()).unwrap_err();
    findings.iter().map(|finding| finding.id.to_owned()).collect()
}

#[test]
fn the_sample_and_the_least_settings_are_complete() {
    let folder = tempfile::tempdir().unwrap();
    for text in [super::super::ROW.sample.to_owned(), settings("")] {
        Rig::new(&ROW, "facebook", &text, folder.path()).unwrap();
    }
}

#[test]
fn everything_that_is_missing_is_found_at_once() {
    assert_eq!(wrong(""), ["missing-key"; 4]);
}

#[test]
fn wrong_values_and_unknown_keys_are_found() {
    for (line, id) in [
        ("version = \"v19.0\"", "wrong-value"),
        ("version = \"25\"", "wrong-value"),
        ("two_step = \"yes\"", ""),
        ("server = \"ftp://graph.facebook.com\"", "wrong-value"),
        ("pages = 1", "unknown-key"),
        ("page_token = { credential = \"p\" }", "facebook-two-tokens"),
    ] {
        let found = wrong(&settings(&format!("{line}\n")));
        assert_eq!(found.len(), 1, "{line}: {found:?}");
        assert!(id.is_empty() || found[0] == id, "{line}: {found:?}");
    }
    let named = settings("").replace(PAGE, "our.page");
    assert_eq!(wrong(&named), ["wrong-value"]);
}

#[test]
fn the_promise_goes_by_the_setting() {
    use crate::delivery::Guarantee;
    assert_eq!(Bench::of("facebook").rig.platform.guarantee(), Guarantee::C);
    assert_eq!(Bench::two_step().rig.platform.guarantee(), Guarantee::A);
}

#[test]
fn secrets_are_not_in_the_debug_form() {
    let said = format!("{:?}", Bench::of("facebook").rig.platform);
    assert!(!said.contains("imitated-facebook"), "{said}");
}

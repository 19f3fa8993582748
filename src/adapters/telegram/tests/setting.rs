//! The settings.

use super::*;
use crate::delivery::Guarantee;

fn findings(settings: &str) -> Vec<Finding> {
    let folder = tempfile::tempdir().unwrap();
    Rig::new(&ROW, NAME, settings, folder.path()).map(|_| ()).unwrap_err()
}

#[test]
fn the_sample_is_right() {
    let folder = tempfile::tempdir().unwrap();
    assert!(Rig::new(&ROW, NAME, ROW.sample, folder.path()).is_ok());
}

#[test]
fn everything_missing_is_found_at_once_with_an_example() {
    let findings = findings("silnet = true\n");
    let ids: Vec<_> = findings.iter().map(|finding| finding.id).collect();
    assert_eq!(ids, ["missing-key", "missing-key", "unknown-key"]);
    assert!(findings[2].facts.contains(&("nearest", "silent".into())));
}

#[test]
fn wrong_values_are_findings() {
    for line in [
        "silent = \"yes\"",
        "link_preview = \"huge\"",
        "server = \"https://me@bots.example\"",
        "probe_chat = \"@public_chat\"",
        "staging_chat = \"0\"",
    ] {
        let findings = findings(&format!("{PLAIN}{line}\n"));
        assert_eq!(findings[0].id, "wrong-value", "{line}");
    }
    let plain = findings(&format!("{PLAIN}server = \"http://bots.example\"\n"));
    assert_eq!(plain[0].id, "address-without-tls");
    assert_eq!(findings("channel = \"our channel\"\ntoken = { env = \"T\" }")[0].id, "wrong-value");
}

#[test]
fn a_private_chat_that_is_the_channel_is_refused() {
    let settings = "channel = \"-1001234567890\"\ntoken = { credential = \"telegram\" }\n\
                    staging_chat = \"-1001234567890\"\n";
    assert_eq!(findings(settings)[0].id, "wrong-value");
}

#[test]
fn what_is_no_token_is_refused_without_showing_it() {
    static MALFORMED: Row = Row { imitation: |_| Some(Box::new(Tokenless)), ..ROW };
    let folder = tempfile::tempdir().unwrap();
    let findings = Rig::new(&MALFORMED, NAME, PLAIN, folder.path()).map(|_| ()).unwrap_err();
    assert_eq!(findings[0].id, "telegram-token-malformed");
    assert!(!format!("{findings:?}").contains("canary"));
}

/// A server whose token has the wrong form.
struct Tokenless;

impl crate::platform::mock::Imitation for Tokenless {
    fn secrets(&self) -> Vec<(&'static str, String)> {
        vec![("token", "canary/../getMe".to_owned())]
    }

    fn answer(
        &mut self,
        _asked: &Asked,
        _ledger: &mut crate::platform::mock::Ledger,
        _now: crate::clock::Instant,
    ) -> Reply {
        Reply::empty(404)
    }

    fn is_visible(&self, _asked: &Asked) -> bool {
        false
    }

    fn rate_limited(&self, _wait: std::time::Duration, _now: crate::clock::Instant) -> Reply {
        Reply::empty(429)
    }

    fn end_session(&mut self, _for_ever: bool) {}
}

#[test]
fn an_account_promises_to_look_only_where_it_can() {
    let promised = |more: &str| stand(more).rig.platform.guarantee();
    assert_eq!(promised(""), Guarantee::D);
    assert_eq!(promised("probe_chat = \"-100777\"\n"), Guarantee::C);
    assert_eq!(promised("probe_chat = \"-100777\"\nprotect_content = true\n"), Guarantee::D);
}

#[test]
fn an_accounts_settings_hold_where_a_post_says_nothing() {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let stand = stand("silent = true\nprotect_content = true\nlink_preview = \"off\"\n");
    runtime.block_on(stand.send(&draft("अ https://example.org"))).unwrap();
    runtime.block_on(stand.send(&with_option("आ", "silent", false))).unwrap();
    let calls = stand.calls("sendMessage");
    assert_eq!(calls[0]["disable_notification"], true);
    assert_eq!(calls[0]["protect_content"], true);
    assert_eq!(calls[0]["link_preview_options"]["is_disabled"], true);
    assert_eq!(calls[1].get("disable_notification"), None);
}

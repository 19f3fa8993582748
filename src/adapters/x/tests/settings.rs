//! The settings: both ways of logging in, and what is wrong with them.

use super::*;
use crate::failure::Class;

fn wrong(settings: &str) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let findings = Rig::new(&ROW, "x", settings, folder.path()).err().unwrap_or_default();
    findings.iter().map(|finding| finding.id.to_owned()).collect()
}

#[test]
fn the_sample_is_complete_and_right() {
    assert!(wrong(super::super::settings::SAMPLE).is_empty());
    assert!(wrong(TOKENS).is_empty());
    let secret = format!("{TOKENS}client_secret = {{ credential = \"s\" }}\n");
    assert!(wrong(&secret).is_empty());
}

#[test]
fn all_that_is_missing_is_found_at_once() {
    assert_eq!(wrong(""), ["missing-key"; 3]);
    let half = KEYS.replace("access_secret = { credential = \"d\" }\n", "");
    assert_eq!(wrong(&half), ["missing-key"]);
}

#[test]
fn two_ways_of_logging_in_are_one_too_many() {
    let both = format!("{KEYS}client_id = \"abc123\"\n");
    assert!(wrong(&both).contains(&"x-two-logins".to_owned()));
}

#[test]
fn wrong_values_are_found() {
    for line in [
        "username = \"office example\"",
        "max_length = 0",
        "max_length = 25001",
        "long_texts = \"cut\"",
        "reply_settings = \"nobody\"",
        "mentions = [\"not a name\"]",
        "long_videos = 3",
        "server = \"http://api.x.com\"",
    ] {
        let key = line.split(' ').next().unwrap();
        let rest: Vec<_> = KEYS.lines().filter(|line| !line.starts_with(key)).collect();
        let settings = format!("{}\n{line}\n", rest.join("\n"));
        assert_eq!(wrong(&settings).len(), 1, "{line}");
    }
}

#[tokio::test]
async fn keys_cannot_be_renewed_and_need_no_browser() {
    let bench = Bench::of("x");
    assert!(bench.rig.platform.login().is_none());
    assert_eq!(bench.rig.platform.refresh().await.unwrap_err().class, Class::Auth);
}

#[test]
fn no_secret_is_printed() {
    for settings in [KEYS, TOKENS] {
        let bench = Bench::with("x", settings);
        let printed = format!("{:?}", bench.rig.platform);
        for (_, secret) in bench.rig.stage.secrets() {
            assert!(!printed.contains(&secret), "{printed}");
        }
    }
}

//! Who we are, and what is worth knowing about it.

use super::{Bench, ids};
use crate::failure::Class;

async fn findings(kind: &str, settings: &str) -> Vec<&'static str> {
    let identity = Bench::with(kind, settings).rig.platform.whoami().await.unwrap();
    identity.findings.iter().map(|finding| finding.id).collect()
}

#[tokio::test]
async fn the_account_has_a_name_an_address_and_no_end() {
    let identity = Bench::of("mastodon").rig.platform.whoami().await.unwrap();
    assert_eq!(identity.name, "@karyalaya@social.example");
    assert_eq!(identity.url.as_deref(), Some("https://social.example/@karyalaya"));
    assert_eq!(identity.ends, None);
    assert_eq!(ids(&identity.findings), ["mastodon-server-rule"]);
}

#[tokio::test]
async fn what_is_worth_knowing_is_told() {
    assert_eq!(findings("person", "").await, ["mastodon-bot-flag-missing", "mastodon-server-rule"]);
    assert_eq!(findings("limited", "").await, ["mastodon-account-limited", "mastodon-server-rule"]);
    let private = findings("mastodon", "visibility = \"private\"\n").await;
    assert_eq!(private, ["mastodon-private-without-lock", "mastodon-server-rule"]);
    let expected =
        ["mastodon-scopes-unknown", "mastodon-server-without-keys", "mastodon-server-rule"];
    assert_eq!(findings("gotosocial", "").await, expected);
    let known = findings("gotosocial", "idempotency = false\n").await;
    assert_eq!(known, ["mastodon-scopes-unknown", "mastodon-server-rule"]);
}

#[tokio::test]
async fn missing_scopes_are_named() {
    let missing = findings("poor", "").await;
    assert_eq!(
        missing,
        ["mastodon-scope-missing", "mastodon-scope-missing", "mastodon-server-rule"]
    );
}

#[tokio::test]
async fn asking_who_we_are_only_reads() {
    let bench = Bench::of("mastodon");
    bench.rig.platform.whoami().await.unwrap();
    assert!(bench.rig.stage.seen().iter().all(|(asked, _)| asked.method == "GET"));
    assert!(bench.rig.ledger().is_empty());
}

#[tokio::test]
async fn a_used_up_quota_of_requests_is_no_identity() {
    let bench = Bench::of("few-requests");
    bench.rig.platform.whoami().await.unwrap();
    assert_eq!(bench.rig.platform.whoami().await.unwrap_err().class, Class::Rate);
}

//! Who we are, and what is worth knowing about it.

use super::{Bench, TEXT, draft, ids};
use crate::failure::Class;
use crate::platform::mock::{Reply, Trick};

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

#[tokio::test]
async fn a_page_in_front_of_a_known_server_changes_nothing_of_what_is_known() {
    let page = "<html>checking your browser</html>";
    for reply in [
        Reply::html(200, page),
        Reply::html(403, page),
        Reply::html(404, page),
        Reply::json(404, &serde_json::json!({ "error": "Not Found" })),
        Reply::empty(302).header("location", "https://elsewhere.example/"),
    ] {
        let bench = Bench::of("gotosocial");
        bench.rig.platform.whoami().await.unwrap();
        let known = bench.rig.platform.limits();
        for _ in 0..2 {
            bench.invisible(Trick::Reply(reply.clone()));
        }
        bench.rig.platform.whoami().await.unwrap();
        assert_eq!(bench.rig.platform.limits(), known, "{reply:?}");
    }
}

#[tokio::test]
async fn what_a_server_said_of_itself_is_known_after_a_restart_without_asking() {
    let long = draft(&TEXT.repeat(40));
    let bench = Bench::of("gotosocial");
    assert!(bench.rig.platform.compose(&long).parts.len() > 1, "too long for an unknown server");
    bench.rig.platform.whoami().await.unwrap();
    let (known, asked) = (bench.rig.platform.limits(), bench.rig.stage.seen().len());
    let bench = bench.restarted();
    bench.rig.platform.remember().await;
    assert_eq!(bench.rig.platform.limits(), known);
    assert_eq!(bench.rig.platform.compose(&long).parts.len(), 1);
    assert_eq!(bench.rig.stage.seen().len(), asked);
}

#[tokio::test]
async fn a_server_that_did_not_describe_itself_is_asked_anew_after_a_restart() {
    let bench = Bench::of("silent");
    bench.rig.platform.whoami().await.unwrap();
    let bench = bench.restarted();
    bench.rig.platform.remember().await;
    bench.prepared(&draft(TEXT), "key").await;
    let seen = bench.rig.stage.seen();
    let asked = seen.iter().filter(|(asked, _)| asked.path.ends_with("/instance")).count();
    assert_eq!(asked, 4);
}

//! Who we are, and what a person has to know about it.

use super::*;
use crate::finding::any_error;

async fn found(kind: &str) -> Vec<Finding> {
    Bench::of(kind).rig.platform.whoami().await.unwrap().findings
}

#[tokio::test]
async fn the_page_is_named_and_nothing_is_wrong_with_it() {
    let bench = Bench::of("facebook");
    let identity = bench.rig.platform.whoami().await.unwrap();
    assert_eq!(identity.name, "ग्राम पंचायत कार्यालय");
    assert_eq!(identity.url, Some(format!("https://www.facebook.com/{PAGE}")));
    assert_eq!((identity.ends, identity.findings), (None, Vec::new()));
}

#[tokio::test]
async fn each_missing_right_is_named() {
    let findings = found("poor").await;
    assert!(any_error(&findings));
    assert_eq!(
        ids(&findings),
        [
            "graph-scope-missing",
            "graph-scope-missing",
            "facebook-no-comments",
            "facebook-no-business-right"
        ]
    );
    assert_eq!(ids(&found("no-comments").await), ["facebook-no-comments"]);
    assert_eq!(ids(&found("no-business").await), ["facebook-no-business-right"]);
}

#[tokio::test]
async fn an_end_is_told_and_warned_of() {
    let bench = Bench::of("ending");
    let identity = bench.rig.platform.whoami().await.unwrap();
    assert_eq!(identity.ends, Instant::from_timestamp(1_800_000_000, 0));
    assert_eq!(ids(&identity.findings), ["graph-data-access-ends"]);
    let earlier = Bench::of("ending");
    assert!(earlier.now() > Instant::from_timestamp(1_764_900_000 - 14 * 86_400, 0).unwrap());
}

#[tokio::test]
async fn tokens_of_another_kind_are_told() {
    assert_eq!(ids(&found("page-token").await), ["facebook-token-of-wrong-kind"]);
    assert_eq!(ids(&found("person").await), ["facebook-token-of-person"]);
}

#[tokio::test]
async fn another_version_and_a_hidden_page_are_warned_of() {
    assert_eq!(ids(&found("newer-version").await), ["graph-version-not-served"]);
    assert_eq!(ids(&found("hidden").await), ["facebook-page-not-published"]);
}

#[tokio::test]
async fn a_secret_of_another_app_is_refused_by_its_proof() {
    let bench = Bench::of("facebook");
    bench.prepared(&draft(TEXT)).await;
    let dead = json!({ "data": { "is_valid": false } });
    // The question for the Page passes, the one about the token is answered so.
    let page = Reply::json(200, &json!({ "id": PAGE, "name": "क" }));
    bench.invisible(Trick::Reply(page));
    bench.invisible(Trick::Reply(Reply::json(200, &dead)));
    let failure = bench.rig.platform.whoami().await.unwrap_err();
    assert_eq!((failure.class, &*failure.reason), (Class::Auth, "graph-login-ended"));
    let page = Reply::json(200, &json!({ "id": PAGE, "name": "क" }));
    bench.invisible(Trick::Reply(page));
    bench.invisible(Trick::Reply(refusal(190, None)));
    let failure = bench.rig.platform.whoami().await.unwrap_err();
    assert_eq!((failure.class, &*failure.reason), (Class::Auth, "graph-app-refused"));
}

#[tokio::test]
async fn a_token_of_another_app_is_an_error() {
    let bench = Bench::of("facebook");
    bench.prepared(&draft(TEXT)).await;
    bench.invisible(Trick::Reply(Reply::json(200, &json!({ "id": PAGE, "name": "क" }))));
    let other =
        json!({ "data": { "is_valid": true, "app_id": "5", "type": "SYSTEM_USER", "scopes": [] } });
    bench.invisible(Trick::Reply(Reply::json(200, &other)));
    let findings = bench.rig.platform.whoami().await.unwrap().findings;
    assert_eq!(ids(&findings)[0], "graph-token-of-other-app");
}

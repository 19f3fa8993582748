//! Who we are, and what is worth knowing about it.

use super::*;
use crate::failure::Class;

#[tokio::test]
async fn the_account_is_named_with_what_is_worth_knowing() {
    let bench = Bench::of("named");
    let identity = bench.rig.platform.whoami().await.unwrap();
    assert_eq!(identity.name, "@Office_Example");
    assert_eq!(identity.url.as_deref(), Some("https://x.com/Office_Example"));
    assert_eq!(ids(&identity.findings), ["x-government-plan", "x-automated-label"]);
    let hidden = Bench::of("protected").rig.platform.whoami().await.unwrap();
    assert!(ids(&hidden.findings).contains(&"x-account-protected"));
}

#[tokio::test]
async fn keys_that_may_only_read_are_found_before_a_post_is_refused() {
    let bench = Bench::of("read-only");
    let identity = bench.rig.platform.whoami().await.unwrap();
    assert!(ids(&identity.findings).contains(&"x-app-read-only"));
    let way = bench.prepared(&draft(TEXT)).await;
    let failure = bench.publish(&way).await.unwrap_err();
    assert_eq!((failure.class, &*failure.reason), (Class::Auth, "x-app-read-only"));
}

#[tokio::test]
async fn rights_that_a_login_lacks_are_named() {
    let bench = Bench::with("few-scopes", TOKENS);
    let identity = bench.rig.platform.whoami().await.unwrap();
    let missing: Vec<_> =
        identity.findings.iter().filter(|one| one.id == "x-scope-missing").collect();
    assert_eq!(missing.len(), 1);
    assert_eq!(missing[0].facts, [("scope", "tweet.write".into())]);
}

#[tokio::test]
async fn the_login_of_another_account_is_refused() {
    let failure = Bench::of("other").rig.platform.whoami().await.unwrap_err();
    assert_eq!((failure.class, &*failure.reason), (Class::Auth, "x-other-account"));
    assert!(failure.detail.contains("@somebody_else"));
}

//! Tokens: renewed every week, kept over restarts, got by logging in, and who they are for.

use super::super::imitation::APP;
use super::*;
use crate::failure::Class;
use crate::http::Url;
use crate::platform::{CameBack, WayBack};

const WITH_APP: &str = "app_id = \"1234567890123456\"\napp_secret = { credential = \"s\" }\nusername = \"our_office\"\n";

fn back() -> Url {
    Url::parse("https://www.example.org/threads").unwrap()
}

fn came(code: &str, state: Option<String>) -> CameBack {
    CameBack { code: code.to_owned(), state }
}

fn renewals(bench: &Bench) -> usize {
    bench.asked("GET", "/refresh_access_token").len()
}

#[tokio::test]
async fn a_token_is_renewed_every_week_and_the_new_one_is_used() {
    let bench = Bench::of("threads");
    bench.post(&draft("एक")).await.unwrap();
    assert_eq!(renewals(&bench), 0);
    bench.pass(7 * 86_400);
    bench.post(&draft("दो")).await.unwrap();
    assert_eq!(renewals(&bench), 1);
    let last = bench.asked("POST", "/threads_publish").pop().unwrap();
    assert_eq!(last.bearer(), Some("imitated-th-token-number-1"));
    let bench = bench.restarted();
    bench.pass(6 * 86_400);
    bench.post(&draft("तीन")).await.unwrap();
    assert_eq!(renewals(&bench), 1);
}

#[tokio::test]
async fn publishing_renews_nothing() {
    let bench = Bench::of("threads");
    let way = bench.prepared(&draft(TEXT)).await;
    bench.pass(20 * 3600);
    let before = bench.rig.stage.seen().len();
    bench.publish(&way).await.unwrap();
    assert_eq!((bench.rig.stage.seen().len() - before, renewals(&bench)), (2, 0));
}

#[tokio::test]
async fn a_renewal_that_fails_leaves_the_token_that_holds() {
    let bench = Bench::of("threads");
    bench.post(&draft("एक")).await.unwrap();
    bench.pass(7 * 86_400);
    bench.rig.order(Mischief::invisible(Trick::Refuse));
    bench.post(&draft("दो")).await.unwrap();
    assert_eq!(bench.rig.ledger().len(), 2);
}

#[tokio::test]
async fn a_login_that_died_is_a_matter_for_a_person() {
    let bench = Bench::of("threads");
    let way = bench.prepared(&draft(TEXT)).await;
    bench.visible(Trick::EndSession);
    let failure = bench.publish(&way).await.unwrap_err();
    assert_eq!((failure.class, &*failure.reason), (Class::Auth, "graph-login-ended"));
    assert_eq!(bench.rig.platform.refresh().await.unwrap_err().class, Class::Auth);
    assert!(bench.rig.ledger().is_empty());
}

#[tokio::test]
async fn who_we_are_is_told_with_the_end_of_the_login() {
    let bench = Bench::of("threads");
    let identity = bench.rig.platform.whoami().await.unwrap();
    assert_eq!(identity.name, "@our_office");
    assert_eq!(identity.url.as_deref(), Some("https://www.threads.com/@our_office"));
    let days = (identity.ends.unwrap() - bench.now()).num_days();
    assert_eq!((days, identity.findings), (59, Vec::new()));
}

#[tokio::test]
async fn a_token_that_is_older_than_we_know_is_renewed_before_its_end() {
    let bench = Bench::of("threads");
    // Somebody used it for weeks before it was put among our secrets.
    let (_, token) = bench.rig.stage.secrets().remove(0);
    let headers = BTreeMap::from([("authorization".to_owned(), format!("Bearer {token}"))]);
    let earlier = Asked {
        method: "GET".to_owned(),
        path: "/v1.0/me".to_owned(),
        query: Vec::new(),
        headers,
        body: Vec::new(),
    };
    let _known_there = bench.rig.stage.ask(earlier);
    bench.pass(52 * 86_400);
    let identity = bench.rig.platform.whoami().await.unwrap();
    assert_eq!(((identity.ends.unwrap() - bench.now()).num_days(), renewals(&bench)), (60, 1));
}

#[tokio::test]
async fn rights_that_are_missing_are_found() {
    let identity = Bench::of("poor").rig.platform.whoami().await.unwrap();
    assert_eq!(
        ids(&identity.findings),
        ["graph-scope-missing", "graph-scope-wanted", "graph-scope-wanted"]
    );
    let identity = Bench::of("full").rig.platform.whoami().await.unwrap();
    assert_eq!(ids(&identity.findings), [""; 0]);
}

#[tokio::test]
async fn logging_in_brings_a_token_for_60_days() {
    let bench = Bench::with("threads", WITH_APP);
    let failure = bench.rig.platform.whoami().await.unwrap_err();
    assert_eq!(&*failure.reason, "login-needed");
    let login = bench.rig.platform.login().unwrap();
    assert_eq!(login.way_back(), WayBack::Pasted);
    let begun = login.begin(&back()).await.unwrap();
    let asked: BTreeMap<_, _> = begun.url.query_pairs().into_owned().collect();
    assert_eq!(begun.url.host_str(), Some("threads.net"));
    assert_eq!((asked["client_id"].as_str(), asked["response_type"].as_str()), (APP.0, "code"));
    assert_eq!(asked["redirect_uri"], back().as_str());
    assert_eq!(Some(&asked["state"]), begun.state.as_ref());
    let came = came("imitated-login-code#_", begun.state.clone());
    login.finish(&begun, &back(), &came).await.unwrap();
    let bench = bench.restarted();
    bench.post(&draft(TEXT)).await.unwrap();
    let ends = bench.rig.platform.whoami().await.unwrap().ends.unwrap();
    assert_eq!((ends - bench.now()).num_days(), 59);
}

#[tokio::test]
async fn a_login_with_a_wrong_code_or_state_keeps_nothing() {
    let bench = Bench::with("threads", WITH_APP);
    let login = bench.rig.platform.login().unwrap();
    let begun = login.begin(&back()).await.unwrap();
    let other = came("imitated-login-code", Some("another".to_owned()));
    let failure = login.finish(&begun, &back(), &other).await.unwrap_err();
    assert_eq!(&*failure.reason, "graph-login-not-ours");
    let wrong = came("wrong", begun.state.clone());
    assert!(login.finish(&begun, &back(), &wrong).await.is_err());
    assert_eq!(&*bench.rig.platform.whoami().await.unwrap_err().reason, "login-needed");
}

#[test]
fn settings_need_a_token_or_an_app() {
    let folder = tempfile::tempdir().unwrap();
    let found = |settings: &str| Rig::new(&ROW, "threads", settings, folder.path()).unwrap_err();
    assert_eq!(ids(&found("")), ["missing-key"]);
    assert_eq!(
        ids(&found("app_secret = { credential = \"s\" }\n")),
        ["missing-key", "missing-key"]
    );
    let wrong = format!("{SETTINGS}username = \"a b\"\nreply_control = \"all\"\n");
    assert_eq!(ids(&found(&wrong)), ["wrong-value", "wrong-value"]);
    assert_eq!(ids(&found("token = \"threads-in-the-open-88\"\n")), ["secret-inline"]);
    assert_eq!(ids(&found(&format!("{SETTINGS}tokn = 1\n"))), ["unknown-key"]);
}

#[tokio::test]
async fn without_an_app_there_is_no_login() {
    assert!(Bench::of("threads").rig.platform.login().is_none());
}
